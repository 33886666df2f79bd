"""Which articles have which words one behind the other: a second table of FTS5 on SQLite.

For a phrase of common words FTS5 goes through all places of each of them. Here an article has its pairs
of folded words as terms, and its rows of three (`archive.search.terms`), but no places. A pair decides
about a phrase of two words without marks; other phrases have a few more candidates than articles, whose
texts decide (`archive.search.texts`). The properties of an article are there as well, so that filters
leave fewer candidates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import Connection, Select

from archive.models.search import PHRASES_TABLE
from archive.search import terms, texts
from archive.search.asking import Asked
from archive.search.fts5 import SYNTAX, Fts5
from archive.search.tree import EVERYTHING, And, Filter, InTitle, Near, Not, Or, Phrase, Query, Word

#: The table.
PHRASES: Final = Fts5(PHRASES_TABLE, "terms")

_PAIR: Final = 2
_ROW: Final = 3


@dataclass(frozen=True, slots=True)
class Candidates:
    """The articles that may be what is asked for; no others are.

    Attributes:
        query: Gives their positions, the newest first.
        unsure: What their texts have to be asked.
    """

    query: Select[Any]
    unsure: Query

    @property
    def are_sure(self) -> bool:
        """Whether all of them are what is asked for."""
        return self.unsure == EVERYTHING


def candidates(wanted: Asked) -> Candidates | None:
    """Return the articles that may be what is asked for; None: too little is known of that here."""
    needed = _needed(wanted.query)
    nodes = wanted.query.nodes if isinstance(wanted.query, And) else (wanted.query,)
    unsure = And(tuple(node for node in nodes if not _is_sure(node)))
    if needed is None or not texts.are_enough(unsure):
        return None
    match = SYNTAX.but_not(needed, map(SYNTAX.term, wanted.excluded))
    query = PHRASES.matching(match, wanted.first, wanted.last).order_by(PHRASES.position)
    return Candidates(query, unsure)


def holding(
    connection: Connection, positions: Sequence[int], query: Query
) -> Iterator[tuple[int, texts.Text]]:
    """Yield those of some articles whose texts a query finds, in their order."""
    for position, text in texts.read(connection, positions):
        if text.holds(query):
            yield position, text


def _needed(query: Query) -> str | None:
    """Return what every article has that a query finds; None: it asks for no phrase."""
    match query:
        case Phrase(words):
            return SYNTAX.all_of(_terms_of_phrase(words))
        case Near(sides):
            return _all_of(map(_needed, sides))
        case InTitle(node):
            return _needed(node)
        case Or(nodes):
            found = [needed for node in nodes if (needed := _needed(node)) is not None]
            return SYNTAX.any_of(found) if len(found) == len(nodes) else None
        case And(nodes):
            return _needed_for_all(nodes)
        case _:
            return None


def _needed_for_all(nodes: Sequence[Query]) -> str | None:
    wanted = [node for node in nodes if not isinstance(node, Not)]
    phrases = _all_of(map(_needed, wanted))
    if phrases is None:
        return None
    others = (_decisive(node) for node in wanted if _needed(node) is None)
    unwanted = (_decisive(node.node) for node in nodes if isinstance(node, Not))
    return SYNTAX.but_not(SYNTAX.all_of([phrases, *filter(None, others)]), filter(None, unwanted))


def _all_of(parts: Iterable[str | None]) -> str | None:
    found = [part for part in parts if part is not None]
    return SYNTAX.all_of(found) if found else None


def _terms_of_phrase(words: Sequence[Word]) -> Iterator[str]:
    forms = [terms.cut(word.folded) for word in words]
    *pairs, last = (terms.pair(one, other) for one, other in pairwise(forms))
    yield from map(SYNTAX.term, pairs)
    yield SYNTAX.term(last, prefix=words[-1].prefix)
    whole = words[:-1] if words[-1].prefix else words
    for end in range(_ROW, len(whole) + 1):
        row = [terms.cut(word.form) for word in whole[end - _ROW : end]]
        if whole[0].is_exact:
            yield SYNTAX.term(terms.exact_row(row))
        else:
            yield SYNTAX.term(terms.row(row), prefix=True)


def _decisive(query: Query) -> str | None:
    """Return what the articles have that a query finds, and no others; None: terms do not decide."""
    match query:
        case Phrase(words) if len(words) == _PAIR and not query.is_exact:
            return SYNTAX.all_of(_terms_of_phrase(words))
        case Filter(field, _, values):
            found = [terms.prop(field, value) for value in values or ()]
            return SYNTAX.any_of(map(SYNTAX.term, found or [terms.NOTHING]))
        case Or(nodes):
            parts = [part for node in nodes if (part := _decisive(node)) is not None]
            return SYNTAX.any_of(parts) if len(parts) == len(nodes) else None
        case And(nodes):
            return _decisive_for_all(nodes)
        case _:
            return None


def _is_sure(node: Query) -> bool:
    """Tell whether terms decide about one of several nodes that must all be true."""
    return _decisive(node.node if isinstance(node, Not) else node) is not None


def _decisive_for_all(nodes: Sequence[Query]) -> str | None:
    wanted = [_decisive(node) for node in nodes if not isinstance(node, Not)]
    unwanted = [_decisive(node.node) for node in nodes if isinstance(node, Not)]
    if None in (*wanted, *unwanted):
        return None
    every = _all_of(wanted) or SYNTAX.term(terms.EVERY)
    return SYNTAX.but_not(every, filter(None, unwanted))
