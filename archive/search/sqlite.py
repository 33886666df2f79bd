"""The index on SQLite: a table of FTS5 that knows where each word stands, and one of phrases.

FTS5's `bm25` goes through all places of words, and so do its phrases. The table of phrases says which
articles may have one (`archive.search.phrases`); where those are few, their texts say the rest.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import starmap
from typing import Any, Final, assert_never

from sqlalchemy import Connection, Engine, Label, Select, bindparam, func, literal_column, select

from archive.models.search import WORDS_TABLE
from archive.search import fts5, phrases, scoring, terms
from archive.search.asking import Asked, Scored
from archive.search.entries import Entry
from archive.search.fts5 import Fts5
from archive.search.phrases import PHRASES, Candidates
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
from archive.search.words import folded_words
from archive.statements import Statements

#: So many articles are ranked one by one.
MOST_RANKED: Final = 20_000
#: What a transaction that searches asks for first.
SETTINGS: Final = ()
#: FTS5's language for queries.
SYNTAX: Final = fts5.SYNTAX

_WORDS: Final = Fts5(WORDS_TABLE, "title", "body", "author", "facts")
# Weights in the order of the columns: neither authors nor properties count.
_BM25: Final = f"bm25({WORDS_TABLE}, {terms.TITLE_WEIGHT}, 1, 0, 0)"
# Candidates are few where they are no more than one of so many articles: to read the text of one takes as
# long as FTS5 takes to go through the places of common words in about so many articles.
_SHARE: Final = 250
# So many candidates more than are needed are looked at together.
_SPARE: Final = 5


# --- Writing --------------------------------------------------------------------------------------


def put(connection: Connection, statements: Statements, position: int, entry: Entry) -> None:
    """Put an article into the index, which does not have it."""
    for table, texts in _texts(entry):
        table.put(connection, statements, position, texts)


def remove(connection: Connection, statements: Statements, position: int, entry: Entry) -> None:
    """Take an article out of the index, into which it was put with this entry."""
    for table, texts in _texts(entry):
        table.remove(connection, statements, position, texts)


def unsort(_connection: Connection) -> None:
    """Let go of what makes finding quick and putting slow: here is nothing of the kind."""


def is_sorted(_connection: Connection) -> bool:
    """Tell whether what makes finding quick is there: it always is."""
    return True


def sort(_engine: Engine) -> None:
    """Make again what `unsort` let go of: nothing."""


def clear(connection: Connection) -> None:
    """Take all articles out of the index."""
    _WORDS.clear(connection)
    PHRASES.clear(connection)


def settle(connection: Connection) -> bool:
    """Do some of the work that makes a newly filled index quick; return whether more is left."""
    return _WORDS.settle(connection) or PHRASES.settle(connection)


def _texts(entry: Entry) -> Iterator[tuple[Fts5, dict[str, str]]]:
    """Yield the columns of an article for each table: terms with spaces between."""
    text = [*entry.title, terms.GAP, *entry.body]
    folded = folded_words(text)
    length = len(entry.title)
    title, body = folded[:length], folded[length + 1 :]
    author = (*entry.author, *terms.folded_terms(entry.author))
    properties = entry.properties()
    facts = [
        *properties,
        *starmap(terms.prominent, terms.prominence(entry.title, entry.body)),
        *(
            terms.prominent(terms.folded(word), level)
            for word, level in terms.prominence(title, body)
        ),
    ]
    yield (
        _WORDS,
        {
            "title": _in_both_forms(entry.title, title),
            "body": _in_both_forms(entry.body, body),
            "author": " ".join(map(terms.of_author, author)),
            "facts": " ".join(facts),
        },
    )
    rows = terms.pairs_text(folded) + terms.rows_text(text)
    yield PHRASES, {"terms": " ".join(properties) + rows}


def _in_both_forms(exact: Sequence[str], folded: Sequence[str]) -> str:
    """Return the terms of words in both forms; a gap is the same in both."""
    together = f"{' '.join(exact)} ~{' ~'.join(folded)}" if exact else ""
    return together.replace(f" ~{terms.GAP} ", f" {terms.GAP} ")


# --- Finding --------------------------------------------------------------------------------------


def matching(connection: Connection, wanted: Asked) -> Select[Any]:
    """Return a query for the positions of what is asked for, which is not only a period."""
    found = phrases.candidates(wanted)
    if found is None:
        return _by_words(wanted)
    if found.are_sure:
        return found.query
    few = _few(connection, found)
    if few is None:
        return _by_words(wanted)
    held = [position for position, _ in phrases.holding(connection, few, found.unsure)]
    given = func.json_each(bindparam(None, json.dumps(held), unique=True)).table_valued("value")
    return select(given.c.value.label("position"))


def _by_words(wanted: Asked, also: str | None = None) -> Select[Any]:
    """Return the same, for the table of words to answer.

    Args:
        wanted: What is asked for.
        also: A further condition in FTS5's language.
    """
    parts = [_Expression().of(wanted.query), *([] if also is None else [also])]
    match = SYNTAX.but_not(SYNTAX.all_of(parts), map(SYNTAX.term, wanted.excluded))
    return _WORDS.matching(match, wanted.first, wanted.last)


def _most(connection: Connection) -> int:
    """Return how many candidates are few."""
    return scoring.number_of_articles(connection) // _SHARE


def _few(connection: Connection, found: Candidates) -> Sequence[int] | None:
    """Return the positions of candidates, the newest first; None: they are not few."""
    most = _most(connection)
    few = connection.scalars(found.query.limit(most + 1)).all()
    return few if len(few) <= most else None


def newest(connection: Connection, wanted: Asked, limit: int, offset: int) -> list[int]:
    """Return the positions of the newest articles that are asked for."""
    found = phrases.candidates(wanted)
    query = _by_words(wanted).order_by(_WORDS.position)
    if found is not None and found.are_sure:
        query = found.query
    elif found is not None:
        some = _newest_held(connection, found, limit + offset)
        if some is not None:
            return some[offset:]
    return list(connection.scalars(query.limit(limit).offset(offset)))


def _newest_held(connection: Connection, found: Candidates, needed: int) -> list[int] | None:
    """Return the newest candidates whose texts are found, as many as are needed; None: not so few."""
    last = found.query.limit(1).offset(_most(connection))
    if connection.scalar(last) is not None:
        return None
    held: list[int] = []
    batch = needed + _SPARE
    with closing(connection.scalars(found.query)) as rows:
        while len(held) < needed and (some := rows.fetchmany(batch)):
            held += (position for position, _ in phrases.holding(connection, some, found.unsure))
            batch *= 2
    return held[:needed]


def best(
    connection: Connection,
    wanted: Asked,
    _scored: Sequence[Scored],
    also: str | None,
    limit: int,
    offset: int,
) -> list[tuple[int, float]]:
    """Return the positions of the articles that are asked for and rank highest, and their scores.

    Args:
        connection: The archive.
        wanted: What is asked for.
        also: A further condition in FTS5's language.
        limit: How many.
        offset: How many before them are left out.
    """
    score: Label[float] = literal_column(_BM25).label("score")
    query = _by_words(wanted, also).add_columns(score)
    query = query.order_by(score, _WORDS.position).limit(limit).offset(offset)
    # FTS5 gives the best the lowest number.
    return [(row.position, -row.score) for row in connection.execute(query)]


def best_of_few(
    connection: Connection, wanted: Asked, scored: Sequence[Scored], limit: int, offset: int
) -> list[tuple[int, float]] | None:
    """Return the same as `best`, the same numbers, where few articles have a phrase; None: ask that.

    Args:
        connection: The archive.
        wanted: What is asked for.
        scored: What they are ranked by.
        limit: How many.
        offset: How many before them are left out.
    """
    nodes = wanted.query.nodes if isinstance(wanted.query, And) else (wanted.query,)
    required = {one: node for node in nodes if (one := _scored_as(node)) is not None}
    found = phrases.candidates(wanted)
    if found is None or set(scored) != set(required):
        return None
    few = _few(connection, found)
    if few is None:
        return None
    held = phrases.holding(connection, few, found.unsure)
    often = {position: scoring.often(text, scored) for position, text in held}
    numbers = [
        len(often) if wanted == Asked(required[one]) else _number(connection, required[one])
        for one in scored
    ]
    scores = scoring.scores(connection, often, numbers)
    ordered = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return ordered[offset : offset + limit]


def _scored_as(node: Query) -> Scored | None:
    """Return what articles are ranked by which all have a word or a phrase; None: it is another node."""
    match node:
        case Word() | Phrase():
            return Scored(node, in_title=False)
        case InTitle(Word() | Phrase() as text):
            return Scored(text, in_title=True)
        case _:
            return None


def _number(connection: Connection, query: Query) -> int:
    return _counted(connection, matching(connection, Asked(query)))


def _counted(connection: Connection, query: Select[Any]) -> int:
    return connection.scalar(select(func.count()).select_from(query.subquery())) or 0


def at_most(connection: Connection, wanted: Asked, also: str | None, most: int) -> int:
    """Return how many articles are asked for, counting no further than to a number."""
    return _counted(connection, _by_words(wanted, also).limit(most))


def holds_more(connection: Connection, wanted: Asked, most: int) -> bool:
    """Tell whether more articles are asked for than a number."""
    found = phrases.candidates(wanted)
    if found is not None:
        holds = _counted(connection, found.query.limit(most + 1)) > most
        if not holds or found.are_sure:
            return holds
    return at_most(connection, wanted, None, most + 1) > most


def reckoned(connection: Connection, wanted: Asked, most: int) -> float:
    """Return about how many articles are asked for, or a number from which on it does not matter."""
    return at_most(connection, wanted, None, most)


class _Expression:
    """Writes a query in FTS5's language.

    Args:
        of_author: Whether words are those of the author's name.
    """

    def __init__(self, *, of_author: bool = False) -> None:
        self._term = _author_term if of_author else terms.term

    def of(self, query: Query) -> str:  # noqa: C901 - one line for each kind of node
        match query:
            case Word():
                return SYNTAX.term(self._term(query), prefix=query.prefix)
            case Phrase(words):
                return self._phrase(words)
            case Near(sides, distance):
                first, second = map(self.of, sides)
                return f"NEAR({first} {second}, {distance})"
            case InTitle(node):
                return f"title : ({self.of(node)})"
            case InAuthor(node):
                return _Expression(of_author=True).of(node)
            case Filter(field, _, values):
                found = [terms.prop(field, value) for value in values or ()]
                return SYNTAX.any_of(map(SYNTAX.term, found or [terms.NOTHING]))
            case Or(nodes):
                return SYNTAX.any_of(map(self.of, nodes))
            case And(nodes):
                return self._all_of(nodes)
            case Not(node):
                return self._all_of([query])
            case Dates():
                raise ValueError(f"{query} does not stand at the top")
            case _:
                assert_never(query)

    def _phrase(self, words: Sequence[Word]) -> str:
        together = " ".join(map(self._term, words))
        return SYNTAX.term(together, prefix=words[-1].prefix)

    def _all_of(self, nodes: Sequence[Query]) -> str:
        wanted = [self.of(node) for node in nodes if not isinstance(node, Not)]
        unwanted = [self.of(node.node) for node in nodes if isinstance(node, Not)]
        return SYNTAX.but_not(SYNTAX.all_of(wanted or [SYNTAX.term(terms.EVERY)]), unwanted)


def _author_term(word: Word) -> str:
    return terms.of_author(terms.term(word))
