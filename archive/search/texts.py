"""What a query asks for, looked for in the stored texts of articles instead of in the index.

The answers are those of the index: its words, and no more of a very long text than it has. A text that
has no other letters than Vietnamese ones is not cut into words for that: with one byte for each letter it
is gone through by a regular expression, which takes some hundredths of a millisecond.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from archive.models import Article, IndexedArticle
from archive.search import terms
from archive.search.occurrences import Forms, near_places, places
from archive.search.tree import (
    And,
    Dates,
    Filter,
    InAuthor,
    InTitle,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    Word,
)
from archive.search.words import author_passages, body_passages
from archive.text import compact, compact_folded, compact_spelled, spellings

# Stands between passages, with a space on both sides; no text has it.
_BREAK: Final = " \0 "
_SPACE: Final = compact(" ") or b""
_APOSTROPHE: Final = compact("'") or b""
_NOWHERE: Final = re.compile(b"(?!)")

_GIVEN: Final = func.json_each(bindparam("positions")).table_valued("value")
_TEXTS: Final = (
    select(
        IndexedArticle.position,
        *(Article.title, Article.lead, Article.body, Article.author, Article.organisation),
    )
    .join_from(IndexedArticle, Article, Article.id == IndexedArticle.article_id)
    .where(IndexedArticle.position.in_(select(_GIVEN.c.value)))
    .order_by(IndexedArticle.position)
)


class Part:
    """A part of an article in which words stand: its title, its body, or who is named as author.

    Args:
        passages: As they are printed.
    """

    def __init__(self, passages: Iterable[str]) -> None:
        self._passages = list(passages)

    def often(self, text: Word | Phrase) -> int:
        """Return how often a word or phrase occurs."""
        words = self._words(text)
        if words is None:
            return sum(1 for _ in places(_as_indexed(text), self._forms))
        found, start, pattern = 0, 0, _pattern(text)
        while (match := pattern.search(words, start)) is not None:
            found, start = found + 1, match.start() + 1
        return found

    def has(self, text: Word | Phrase | Near) -> bool:
        """Tell whether something occurs."""
        if isinstance(text, Near):
            near = Near((_as_indexed(text.terms[0]), _as_indexed(text.terms[1])), text.distance)
            return any(True for _ in near_places(near, self._forms))
        words = self._words(text)
        if words is None:
            return any(True for _ in places(_as_indexed(text), self._forms))
        return _pattern(text).search(words) is not None

    def _words(self, text: Word | Phrase) -> bytes | None:
        """Return the words among which an expression can look for something; None: none can."""
        if not text.is_exact:
            return self._folded
        last = text if isinstance(text, Word) else text.words[-1]
        # Where the tone mark of a word stands, its end says.
        return None if last.prefix else self._spelled

    @cached_property
    def _forms(self) -> Forms:
        return Forms(terms.passage_terms(self._passages))

    @cached_property
    def _compact(self) -> bytes | None:
        """The text, where it need not be cut into words."""
        printed = _BREAK.join(["", *self._passages, ""])
        return compact(printed) if len(printed) * 4 <= terms.MOST_BYTES else None

    @cached_property
    def _spelled(self) -> bytes | None:
        return None if self._compact is None else compact_spelled(self._compact)

    @cached_property
    def _folded(self) -> bytes | None:
        if self._compact is None or self._spelled is None:
            return None
        return compact_folded(self._compact)


class Text:
    """The text of an article.

    Attributes:
        title: Its title.
        body: Lead and body.
        author: Who is named as author.
    """

    def __init__(
        self,
        title: str,
        lead: str | None,
        body: str,
        author: str | None,
        organisation: str | None,
    ) -> None:
        self.title = Part([title])
        self.body = Part(body_passages(lead, body))
        self.author = Part(author_passages(author, organisation))

    def holds(self, query: Query) -> bool:
        """Tell whether a query without filters and periods finds the article."""
        return self._holds(query, (self.title, self.body))

    def _holds(self, query: Query, parts: Sequence[Part]) -> bool:
        match query:
            case Word() | Phrase() | Near():
                return any(part.has(query) for part in parts)
            case And(nodes):
                return all(self._holds(node, parts) for node in nodes)
            case Or(nodes):
                return any(self._holds(node, parts) for node in nodes)
            case Not(node):
                return not self._holds(node, parts)
            case InTitle(node):
                return self._holds(node, (self.title,))
            case InAuthor(node):
                return self._holds(node, (self.author,))
            case Filter() | Dates():
                raise ValueError(f"{query} is no question to a text")


def read(connection: Connection, positions: Sequence[int]) -> Iterator[tuple[int, Text]]:
    """Yield the texts of some articles with their positions, in their order."""
    for row in connection.execute(_TEXTS, {"positions": json.dumps(list(positions))}):
        yield row[0], Text(*row[1:])


def are_enough(query: Query) -> bool:
    """Tell whether texts decide about a query: it has neither filters nor periods."""
    match query:
        case And(nodes) | Or(nodes):
            return all(map(are_enough, nodes))
        case Not(node):
            return are_enough(node)
        case Filter() | Dates():
            return False
        case _:
            return True


@lru_cache(maxsize=256)
def _pattern(text: Word | Phrase) -> re.Pattern[bytes]:
    """Return the expression for a word or phrase in a text of compact words, spaces around each."""
    words = (text,) if isinstance(text, Word) else text.words
    found = list(map(_exact_word if text.is_exact else _folded_word, words))
    if not all(found):
        return _NOWHERE
    space = re.escape(_SPACE if text.is_exact else b" ")
    together = (space + b"+").join(found)
    ending = b"" if words[-1].prefix else b"(?=%s)" % space
    return re.compile(space + together + ending)


def _exact_word(word: Word) -> bytes:
    """Return the expression for a word in all its spellings; empty: no compact text has it."""
    printed = [one for key in sorted(spellings(terms.cut(word.form))) if (one := compact(key))]
    if _APOSTROPHE in (compact(word.form) or b""):
        return b""
    return _one_of(printed) + _rest(word, _SPACE)


def _folded_word(word: Word) -> bytes:
    form = terms.cut(word.form)
    return (
        re.escape(form.encode()) + _rest(word, b" ") if form.isascii() and "'" not in form else b""
    )


def _one_of(printed: Sequence[bytes]) -> bytes:
    found = list(map(re.escape, printed))
    return found[0] if len(found) == 1 else b"(?:%s)" % b"|".join(found) if found else b""


def _rest(word: Word, space: bytes) -> bytes:
    """Return what may follow a word that is longer than the index keeps of it."""
    is_cut = len(word.form) >= terms.LONGEST and not word.prefix
    return b"[^%s\0]*" % re.escape(space) if is_cut else b""


@lru_cache(maxsize=256)
def _as_indexed(text: Word | Phrase) -> Word | Phrase:
    """Return a word or phrase with as much of each word as the index has."""
    if isinstance(text, Phrase):
        return Phrase(tuple(map(_cut, text.words)))
    return _cut(text)


def _cut(word: Word) -> Word:
    exact = None if word.exact is None else terms.cut(word.exact)
    return Word(exact, terms.cut(word.folded), word.prefix)
