"""A text as the words that search compares: whole words, each in an exact and in a folded form.

A word is a run of letters and digits; apostrophes inside it belong to it (``H’Lim``), all other signs
and spaces end it, so that ``nghệ.Ban`` is two words and ``05-CT/TW`` three. Its exact form is
`archive.text.spelling_key` of it (``Uỷ`` is ``ủy``), its folded form `archive.text.fold` of that
(``uy``). A combining mark that fits no letter stays in the exact form and cuts no word.

The index takes `exact_words` and `folded_words`, which are parallel; `words` says as well where each
word stands in the text, and cuts alike. All take texts as they are stored, that is, after
`archive.text.clean`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, Generic, NamedTuple, TypeVar

from archive.text import compact, compact_spelled, compact_syllables, fold, spelling_key, syllables

_LETTER: Final = "[^\\W_]"
_LETTERS: Final = f"{_LETTER}(?:{_LETTER}|[\u0300-\u036f])*"
# What `spelling_key` makes an apostrophe of; the last two by way of NFC.
_APOSTROPHES: Final = "['‘’‚‛′`´\u1fef\u1ffd]"
_PRINTED: Final = re.compile(f"{_LETTERS}(?:{_APOSTROPHES}{_LETTERS})*")
_IN_KEY: Final = re.compile(f"{_LETTERS}(?:'{_LETTERS})*")
# `syllables` cuts at marks that stand alone; the capital is the one letter that gets such a mark in
# lower case.
_MARKS: Final = re.compile("[\u0130\u0300-\u036f]")
# Twice the different syllables of Vietnamese.
_KEPT: Final = 1 << 14

_T = TypeVar("_T")


class OfWords(dict[str, _T], Generic[_T]):
    """What a function makes of words, each reckoned once; numbers and names only pass through.

    To look a word up here takes half the time of `functools.lru_cache`.

    Args:
        function: Takes a word.
    """

    def __init__(self, function: Callable[[str], _T]) -> None:
        self._function = function

    def __missing__(self, word: str) -> _T:
        if len(self) >= _KEPT:
            self.clear()
        found = self[word] = self._function(word)
        return found


_FOLDED: Final = OfWords(fold)
_EXACT: Final = OfWords(spelling_key)


class TextWord(NamedTuple):
    """A word of a text.

    Attributes:
        exact: Its exact form.
        folded: Its folded form.
        start: Its first character in the text, from 0.
        end: Behind its last character.
    """

    exact: str
    folded: str
    start: int
    end: int


def words(text: str) -> list[TextWord]:
    """Return the words of a text in their order.

    >>> [(word.exact, word.folded) for word in words("H’Lim, Tỉnh uỷ")]
    [("h'lim", "h'lim"), ('tỉnh', 'tinh'), ('ủy', 'uy')]
    """
    found = []
    for match in _PRINTED.finditer(text):
        exact = _EXACT[match[0]]
        found.append(TextWord(exact, _FOLDED[exact], *match.span()))
    return found


def exact_words(text: str) -> list[str]:
    """Return the exact forms of the words of a text.

    >>> exact_words("nghệ.Ban số 05-CT/TW")
    ['nghệ', 'ban', 'số', '05', 'ct', 'tw']
    """
    return _IN_KEY.findall(spelling_key(text)) if _MARKS.search(text) else syllables(text)


def passage_words(passages: Sequence[str], gap: str) -> list[str]:
    """Return the exact words of passages, with a gap between two that have words.

    >>> passage_words(["Đảng bộ", "…", "Tỉnh uỷ"], "|")
    ['đảng', 'bộ', '|', 'tỉnh', 'ủy']
    """
    together = compact(" \0 ".join(passages))
    spelled = None if together is None else compact_spelled(together)
    if spelled is not None:
        found = compact_syllables(spelled)
        places = list(places_of("\0", found))
        if all(other - one > 1 for one, other in pairwise([-1, *places, len(found)])):
            for place in places:
                found[place] = gap
            return found
    found = []
    for words_of_passage in filter(None, map(exact_words, passages)):
        found += [gap, *words_of_passage] if found else words_of_passage
    return found


def places_of(word: str, words: Sequence[str]) -> Iterator[int]:
    """Yield the places at which a word stands."""
    place = -1
    for _ in range(words.count(word)):
        place = words.index(word, place + 1)
        yield place


def folded_words(exact: Iterable[str]) -> list[str]:
    """Return the folded forms of words in their exact form, as many in the same order.

    >>> folded_words(exact_words("Đảng bộ H’Lim"))
    ['dang', 'bo', "h'lim"]
    """
    together = " ".join(exact)
    return fold(together).split(" ") if together else []


def body_passages(lead: str | None, body: str) -> Iterator[str]:
    """Yield the passages of a text below its title: the lead, then the paragraphs of the body.

    A phrase stands within one passage. Between two passages that have words lies one place that no
    word fills; it counts as a word for `NEAR`, which may reach over it.
    """
    if lead:
        yield lead
    yield from body.split("\n\n")


def author_passages(author: str | None, organisation: str | None) -> Iterator[str]:
    """Yield the passages that ``author:`` looks at: the person and the body named as author."""
    if author:
        yield author
    if organisation:
        yield organisation
