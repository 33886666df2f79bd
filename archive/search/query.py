"""The query language: words that must all occur, and "phrases" in quotation marks.

A word typed with diacritics matches only itself, whatever its case and wherever the tone mark sits
(``uỷ`` finds ``ủy``; ``Đảng`` finds neither ``đang`` nor ``dâng``). A word typed without diacritics
matches whatever diacritics the text has (``dang bo tinh`` finds ``Đảng bộ tỉnh``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.selection import BadRequest
from archive.text import clean, fold, has_marks, spelling_key

_QUOTES = re.compile('["“”]')
_CHUNK = re.compile(r'["“”]([^"“”]*)["“”]|([^\s"“”]+)')
# A combining mark that fits no letter stays behind it and cuts no word, as in `archive.text.fold_words`.
_WORD = re.compile("[^\\W_](?:[^\\W_]|[\u0300-\u036f])*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a query.

    Attributes:
        folded: The word in lower case without diacritics.
        exact: The word with its diacritics (`archive.text.spelling_key`), or None when it was typed
            without and matches any.
    """

    folded: str
    exact: str | None

    def matches(self, word: str) -> bool:
        """Return whether a word of a text, as `text_words` gives it, is this word."""
        return word == self.exact if self.exact else fold(word) == self.folded


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must follow each other: a phrase, or a single word."""

    words: tuple[Word, ...]

    @property
    def folded(self) -> str:
        """The words as they stand in ``articles.folded``."""
        return " ".join(word.folded for word in self.words)

    @property
    def folded_is_enough(self) -> bool:
        """Whether finding `folded` already proves the match.

        It does not for a word with diacritics, nor for a phrase, whose words must stand in one
        paragraph, while ``articles.folded`` runs on from title to lead to body.
        """
        return len(self.words) == 1 and self.words[0].exact is None

    def occurs_in(self, passages: Iterable[Sequence[str]]) -> bool:
        """Return whether one of the passages (title, lead, a paragraph) has these words."""
        length = len(self.words)
        first, *others = self.words
        return any(
            first.matches(passage[start])
            and all(
                word.matches(passage[start + place]) for place, word in enumerate(others, start=1)
            )
            for passage in passages
            for start in range(len(passage) - length + 1)
        )


def parse(query: str) -> tuple[Term, ...]:
    """Read a query.

    Raises:
        BadRequest: There is no word in it, or a quotation mark is not closed.
    """
    text = clean(query)
    if len(_QUOTES.findall(text)) % 2:
        raise BadRequest(f"a quotation mark is not closed in {query!r}")
    chunks = (phrase or word for phrase, word in _CHUNK.findall(text))
    found = (text_words(chunk) for chunk in chunks)
    terms = tuple(Term(tuple(map(_word, words))) for words in found if words)
    if not terms:
        raise BadRequest("the query has no word to search for")
    return terms


def text_words(text: str) -> list[str]:
    """Return the words of a text in the spelling in which words are compared."""
    return _WORD.findall(spelling_key(text))


def _word(word: str) -> Word:
    return Word(fold(word), word if has_marks(word) else None)
