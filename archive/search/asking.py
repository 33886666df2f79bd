"""A query made ready for an index: its period as a range of positions, and which words are ranked by."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeAlias

from archive.search import positions, terms
from archive.search.tree import (
    EVERYTHING,
    And,
    Dates,
    InTitle,
    Near,
    Or,
    Phrase,
    Query,
    Word,
    all_of,
)

#: What is looked for in the text as one thing.
Text: TypeAlias = Word | Phrase | Near


@dataclass(frozen=True, slots=True)
class Asked:
    """A query without its period, and the period.

    Attributes:
        query: The query, resolved, without `Dates`.
        excluded: Terms that a found article must not have.
        first: First position that an article may have; None: any.
        last: Last one.
    """

    query: Query
    excluded: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None

    @property
    def is_period(self) -> bool:
        """Whether it asks for nothing but a range of positions."""
        return self.query == EVERYTHING and not self.excluded


def asked(query: Query) -> Asked:
    """Make a query ready whose names are resolved."""
    nodes = query.nodes if isinstance(query, And) else (query,)
    dates = next((node for node in nodes if isinstance(node, Dates)), None)
    if dates is None:
        return Asked(query)
    rest = all_of(node for node in nodes if node is not dates)
    first, last = positions.span(dates)
    return Asked(rest, tuple(_half_inside(dates.last)), first, last)


def _half_inside(last: date | None) -> Iterator[str]:
    """Yield the terms of articles known to a month or year that begins in a period and ends behind it."""
    if last is None:
        return
    if last.day != monthrange(last.year, last.month)[1]:
        yield terms.known_to(f"{last:%Y-%m}")
    if (last.month, last.day) != (12, 31):
        yield terms.known_to(f"{last:%Y}")


@dataclass(frozen=True, slots=True)
class Scored:
    """Something that articles are ranked by.

    Attributes:
        text: What is looked for.
        in_title: Whether only in the title.
    """

    text: Text
    in_title: bool

    @property
    def phrases(self) -> tuple[tuple[Word, ...], ...]:
        """The words, those of each phrase together."""
        parts = self.text.terms if isinstance(self.text, Near) else (self.text,)
        return tuple((part,) if isinstance(part, Word) else part.words for part in parts)


def scored(query: Query, *, in_title: bool = False) -> list[Scored]:
    """Return what articles are ranked by: all words and phrases that a query asks for in their text."""
    match query:
        case Word() | Phrase() | Near():
            return [Scored(query, in_title)]
        case And(nodes) | Or(nodes):
            found = (one for node in nodes for one in scored(node, in_title=in_title))
            return list(dict.fromkeys(found))
        case InTitle(node):
            return scored(node, in_title=True)
        case _:  # filters and authors tell whether an article is found, not how well
            return []


class Syntax(Protocol):
    """How a database writes queries for terms."""

    def term(self, text: str, *, prefix: bool = False) -> str:
        """Ask for a term, or for all that begin so."""
        ...

    def all_of(self, parts: Iterable[str]) -> str:
        """Ask for all of some parts, of which there is at least one."""
        ...

    def any_of(self, parts: Iterable[str]) -> str:
        """Ask for one of some parts, of which there is at least one."""
        ...


def standing_out(wanted: Iterable[Scored], levels: range, syntax: Syntax) -> str:
    """Return a query for the articles in which what is ranked by stands out, at one of some levels.

    A phrase stands out no more than each of its words does.
    """

    def stands_out(word: Word) -> str:
        found = (terms.prominent(terms.term(word), one) for one in levels)
        return syntax.any_of(syntax.term(term, prefix=word.prefix) for term in found)

    return syntax.any_of(
        syntax.all_of(stands_out(word) for phrase in one.phrases for word in phrase)
        for one in wanted
    )
