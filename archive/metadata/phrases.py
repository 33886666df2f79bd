"""Finding many phrases in a text at once, syllable by syllable.

The readers of topics and of kinds know thousands of phrases. A text is split into syllables once, a trie
walks over them, and where a phrase stands in characters is worked out only for those that are reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product
from typing import Final, Generic, NamedTuple, TypeVar

from archive.metadata.findings import ArticleText, Evidence, Part, Span
from archive.text import syllables

_T = TypeVar("_T")

_CHOICE: Final = re.compile(r"\(([^()]*)\)")
# A syllable as `archive.text.syllables` cuts it, in the text as printed.
_PRINTED: Final = re.compile(r"[^\W_]+(?:['‘’‚‛′`´][^\W_]+)*")
_I_OR_Y: Final = {
    **dict(zip("iíìỉĩị", "yýỳỷỹỵ", strict=True)),
    **dict(zip("yýỳỷỹỵ", "iíìỉĩị", strict=True)),
}
_TWO_SPELLINGS: Final = re.compile("[hklmst][iíìỉĩịyýỳỷỹỵ]")


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of an article in syllables.

    Attributes:
        part: The part in which it stands.
        words: Its syllables.
        first: How many syllables of the part stand before it.
    """

    part: Part
    words: Sequence[str]
    first: int = 0


@dataclass(frozen=True, slots=True)
class Words:
    """An article in syllables.

    Attributes:
        title: The headline.
        lead: The lead, where it is set apart from the body.
        paragraphs: The body, paragraph by paragraph.
    """

    title: Zone
    lead: Zone | None
    paragraphs: tuple[Zone, ...]


class Place(NamedTuple):
    """Where a phrase was found.

    Attributes:
        part: The part of the article.
        start: First syllable, from 0.
        length: How many syllables.
    """

    part: Part
    start: int
    length: int


class _Node(Generic[_T]):
    """A place in the trie, one syllable below its parent; `value` where a phrase ends."""

    __slots__ = ("children", "value")

    def __init__(self) -> None:
        self.children: dict[str, _Node[_T]] = {}
        self.value: _T | None = None


class Phrases(Generic[_T]):
    """A set of phrases, each with a value that is not None."""

    def __init__(self, phrases: Mapping[str, _T]) -> None:
        """Take phrases as they are written in data files.

        Args:
            phrases: Phrases in their spelling key, without alternatives (`spelled_out`), to their values.
        """
        self._root: _Node[_T] = _Node()
        for phrase, value in phrases.items():
            for words in _spellings(phrase):
                node = self._root
                for word in words:
                    node = node.children.setdefault(word, _Node())
                node.value = value

    def found_in(self, words: Sequence[str]) -> list[tuple[int, int, _T]]:
        """Return first syllable, length and value of each phrase that does not lie within another."""
        found = []
        first = self._root.children
        last = len(words)
        reached = (
            0  # the end of what was found: a phrase that does not go beyond lies within another
        )
        for start, word in enumerate(words):
            if word not in first:
                continue
            node = first[word]
            end = start + 1
            longest = (node.value, end) if node.value is not None else None
            while end < last and words[end] in node.children:
                node = node.children[words[end]]
                end += 1
                if node.value is not None:
                    longest = node.value, end
            if longest is not None and longest[1] > reached:
                value, reached = longest
                found.append((start, reached - start, value))
        return found


def spelled_out(phrase: str) -> Iterator[str]:
    """Yield the phrases that one with alternatives stands for.

    >>> list(spelled_out("(lễ|ngày) hội (làng|)"))
    ['lễ hội làng', 'lễ hội', 'ngày hội làng', 'ngày hội']
    """
    choice = _CHOICE.search(phrase)
    if choice is None:
        yield " ".join(phrase.split())
        return
    for chosen in choice[1].split("|"):
        yield from spelled_out(phrase[: choice.start()] + chosen + phrase[choice.end() :])


def _spellings(phrase: str) -> Iterator[tuple[str, ...]]:
    """Yield a phrase in syllables, with both spellings of those that are written with i and with y."""
    return product(
        *(
            (word, word[0] + _I_OR_Y[word[1]]) if _TWO_SPELLINGS.fullmatch(word) else (word,)
            for word in phrase.split()
        )
    )


# Topics and kind are read one after the other from the same text.
@lru_cache(maxsize=2)
def words_of(text: ArticleText) -> Words:
    """Split an article into syllables."""
    return Words(
        Zone(Part.TITLE, syllables(text.title)),
        Zone(Part.LEAD, syllables(text.lead)) if text.lead else None,
        tuple(_paragraphs(text.body)),
    )


def _paragraphs(body: str) -> Iterator[Zone]:
    first = 0
    for paragraph in body.split("\n\n"):
        words = syllables(paragraph)
        if words:
            yield Zone(Part.BODY, words, first)
            first += len(words)


class Printed:
    """The printed words of an article by their place in syllables, counted when they are asked for."""

    def __init__(self, text: ArticleText) -> None:
        """Take an article; see `printed_words`, which keeps the last ones."""
        self._parts = dict(text.parts())
        self._spans: dict[Part, list[tuple[int, int]]] = {part: [] for part in self._parts}
        self._ahead = {part: _PRINTED.finditer(printed) for part, printed in self._parts.items()}

    def at(self, place: Place) -> Evidence:
        """Return the words at a place."""
        known = self._spans[place.part]
        behind = place.start + place.length
        known += [
            match.span() for match in islice(self._ahead[place.part], max(behind - len(known), 0))
        ]
        spans = known[place.start : behind]
        start, end = (spans[0][0], spans[-1][1]) if spans else (0, 0)
        return Evidence(self._parts[place.part][start:end], Span(place.part, start, end))


@lru_cache(maxsize=2)
def printed_words(text: ArticleText) -> Printed:
    """Return the printed words of an article."""
    return Printed(text)
