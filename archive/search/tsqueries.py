"""Queries in PostgreSQL's language for terms, and as conditions on the stored words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Final, assert_never

from sqlalchemy import ColumnElement, and_, cast, column, func, literal, not_, or_
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.types import Text

from archive.models.search import WORDS_TABLE
from archive.search import patterns, terms
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


class Part(StrEnum):
    """Where words are looked for; the value begins their terms."""

    TEXT = ""
    TITLE = "."
    AUTHOR = "@"


class _Tsquery:
    """PostgreSQL's language for queries."""

    def term(self, text: str, *, prefix: bool = False) -> str:
        """Ask for a term, or for all that begin so."""
        quoted = text.replace("'", "''")
        return f"'{quoted}'" + ":*" * prefix

    def all_of(self, parts: Iterable[str]) -> str:
        """Ask for all of some parts."""
        return _joined(" & ", parts)

    def any_of(self, parts: Iterable[str]) -> str:
        """Ask for one of some parts."""
        return _joined(" | ", parts)


def _joined(operator: str, parts: Iterable[str]) -> str:
    found = list(dict.fromkeys(parts))
    return found[0] if len(found) == 1 else f"({operator.join(found)})"


#: PostgreSQL's language for queries.
SYNTAX: Final = _Tsquery()


class Written:
    """Writes queries.

    Args:
        part: Where words are looked for.
    """

    def __init__(self, part: Part) -> None:
        self._part = part

    def candidates(self, query: Query) -> str:  # noqa: C901 - one line for each kind of node
        """Return a query for terms that every article has which the query finds."""
        match query:
            case Word():
                return SYNTAX.term(f"{self._part}{terms.term(query)}", prefix=query.prefix)
            case Phrase(words):
                return self._candidates_for_phrase(words)
            case Near(sides):
                return SYNTAX.all_of(map(self.candidates, sides))
            case InTitle(node):
                return Written(Part.TITLE).candidates(node)
            case InAuthor(node):
                return Written(Part.AUTHOR).candidates(node)
            case Filter(field, _, values):
                found = [terms.prop(field, value) for value in values or ()]
                return SYNTAX.any_of(map(SYNTAX.term, found or [terms.NOTHING]))
            case Or(nodes):
                return SYNTAX.any_of(map(self.candidates, nodes))
            case And(nodes):
                return self._candidates_for_all(nodes)
            case Not():
                return self._candidates_for_all([query])
            case Dates():
                raise ValueError(f"{query} does not stand at the top")
            case _:
                assert_never(query)

    def _candidates_for_phrase(self, words: Sequence[Word]) -> str:
        found = []
        if self._part is not Part.AUTHOR:
            forms = [terms.cut(word.folded) for word in words]
            *others, last = (terms.pair(one, other) for one, other in pairwise(forms))
            found = [SYNTAX.term(other) for other in others]
            found.append(SYNTAX.term(last, prefix=words[-1].prefix))
            whole = forms[:-1] if words[-1].prefix else forms
            threes = zip(whole, whole[1:], whole[2:], strict=False)
            found += (SYNTAX.term(terms.row(three)) for three in threes)
        if self._part is not Part.TEXT or words[0].is_exact:
            found += map(self.candidates, words)
        return SYNTAX.all_of(found)

    def _candidates_for_all(self, nodes: Sequence[Query]) -> str:
        wanted = [self.candidates(node) for node in nodes if not isinstance(node, Not)]
        unwanted = [
            f"!{self.candidates(node.node)}"
            for node in nodes
            if isinstance(node, Not) and self.decides(node.node)
        ]
        return SYNTAX.all_of([*(wanted or [SYNTAX.term(terms.EVERY)]), *unwanted])

    def decides(self, query: Query) -> bool:
        """Tell whether a query finds all articles that its `candidates` does."""
        match query:
            case Phrase(words):
                return self._part is Part.TEXT and not words[0].is_exact and len(words) == 2
            case Near():
                return False
            case And(nodes) | Or(nodes):
                return all(map(self.decides, nodes))
            case Not(node):
                return self.decides(node)
            case InTitle(node):
                return Written(Part.TITLE).decides(node)
            case InAuthor(node):
                return Written(Part.AUTHOR).decides(node)
            case _:
                return True

    def condition(self, query: Query) -> ColumnElement[bool]:
        """Return the condition that a query finds an article."""
        if self.decides(query):
            return has_terms(literal(self.candidates(query)))
        is_author = self._part is Part.AUTHOR
        match query:
            case Phrase(words):
                return patterns.has_phrase(self._stored(query), words, author=is_author)
            case Near():
                return patterns.is_near(self._stored(query), query, author=is_author)
            case And(nodes):
                return and_(*map(self.condition, nodes))
            case Or(nodes):
                return or_(*map(self.condition, nodes))
            case Not(node):
                return not_(self.condition(node))
            case InTitle(node):
                return Written(Part.TITLE).condition(node)
            case InAuthor(node):
                return Written(Part.AUTHOR).condition(node)
            case _:
                raise ValueError(f"terms decide about {query}")

    def _stored(self, query: Phrase | Near) -> ColumnElement[str]:
        name = "exact" if query.is_exact else "folded"
        stored: ColumnElement[str] = column(f"{name}", Text)
        return patterns.title_of(stored) if self._part is Part.TITLE else stored


def has_terms(query: ColumnElement[str]) -> ColumnElement[bool]:
    """Return the condition that an article has the terms that a tsquery asks for."""
    texts = (column(name, Text) for name in ("exact", "folded", "more"))
    stored: ColumnElement[str] = getattr(func, f"{WORDS_TABLE}_terms")(*texts)
    return stored.op("@@", is_comparison=True)(cast(query, TSQUERY))
