"""The index on SQLite: a contentless table of FTS5 whose row numbers are positions.

FTS5 yields rows in the order of their numbers, so the newest come first without sorting, and a period is
a range of numbers. The table keeps no text: to take an article out, what was put in is said again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, assert_never

from sqlalchemy import (
    BigInteger,
    Connection,
    Engine,
    Label,
    Select,
    bindparam,
    column,
    func,
    insert,
    literal_column,
    select,
    table,
)

from archive.models.search import WORDS_TABLE
from archive.search import scoring, terms
from archive.search.asking import Asked, Scored
from archive.search.entries import Entry
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
from archive.statements import Statements

#: So many articles are ranked one by one.
MOST_RANKED: Final = 20_000

_COLUMNS: Final = ("title", "body", "author", "facts")
_WORDS: Final = table(
    WORDS_TABLE, column("rowid", BigInteger), *(column(name) for name in _COLUMNS)
)
_POSITION: Final = _WORDS.c.rowid.label("position")
_PUT: Final = insert(_WORDS)
# FTS5 takes commands as values of a column that is called like the table.
_COMMANDS: Final = table(
    WORDS_TABLE, *(column(name) for name in (WORDS_TABLE, "rank", "rowid", *_COLUMNS))
)
_TAKE: Final = insert(_COMMANDS)
# Weights in the order of the columns: neither authors nor properties count.
_BM25: Final = f"bm25({WORDS_TABLE}, {terms.TITLE_WEIGHT}, 1, 0, 0)"
# Of so many articles one may have a phrase for the texts to be read of those that have it: about what
# it takes FTS5 to count them twice more.
_SHARE: Final = 600
# Pages that one step of merging writes at most, and what tells that there was nothing to merge.
_PAGES: Final = 4000
_NOTHING: Final = 2


# --- Writing --------------------------------------------------------------------------------------


def put(connection: Connection, statements: Statements, position: int, entry: Entry) -> None:
    """Put an article into the index, which does not have it."""
    statements.insert(connection, _PUT, [{"rowid": position, **_texts(entry)}])


def remove(connection: Connection, statements: Statements, position: int, entry: Entry) -> None:
    """Take an article out of the index, into which it was put with this entry."""
    row = {WORDS_TABLE: "delete", "rowid": position, **_texts(entry)}
    statements.insert(connection, _TAKE, [row])


def unsort(_connection: Connection) -> None:
    """Let go of what makes finding quick and putting slow: here is nothing of the kind."""


def is_sorted(_connection: Connection) -> bool:
    """Tell whether what makes finding quick is there: it always is."""
    return True


def sort(_engine: Engine) -> None:
    """Make again what `unsort` let go of: nothing."""


def clear(connection: Connection) -> None:
    """Take all articles out of the index."""
    connection.execute(insert(_COMMANDS), {WORDS_TABLE: "delete-all"})


def settle(connection: Connection) -> bool:
    """Do some of the work that makes a newly filled index quick; return whether more is left."""
    driver: Any = connection.connection.driver_connection
    before = driver.total_changes
    connection.execute(insert(_COMMANDS), {WORDS_TABLE: "merge", "rank": -_PAGES})
    return bool(driver.total_changes - before >= _NOTHING)


def _texts(entry: Entry) -> dict[str, str]:
    """Return the columns of an article: terms with spaces between."""
    title, body, author = (
        (words, terms.folded_terms(words)) for words in (entry.title, entry.body, entry.author)
    )
    facts = entry.properties()
    for found in map(terms.prominence, title, body):
        facts += (terms.prominent(term, level) for term, level in found)
    return {
        "title": " ".join((*title[0], *title[1])),
        "body": " ".join((*body[0], *body[1])),
        "author": " ".join(map(terms.of_author, (*author[0], *author[1]))),
        "facts": " ".join(facts),
    }


# --- Finding --------------------------------------------------------------------------------------


def prepare(_connection: Connection) -> None:
    """Make a transaction ready for searching."""


def matching(wanted: Asked, also: str | None = None) -> Select[Any]:
    """Return a query for the positions of what is asked for.

    Args:
        wanted: What is asked for; not only a period.
        also: A further condition in FTS5's language.
    """
    parts = [] if also is None else [also]
    found = _Expression().of(wanted.query)
    match = SYNTAX.all_of([found, *parts])
    if wanted.excluded:
        match = f"{match} NOT {SYNTAX.any_of(map(SYNTAX.term, wanted.excluded))}"
    query = select(_POSITION).where(
        literal_column(WORDS_TABLE).op("MATCH")(bindparam(None, match, unique=True))
    )
    if wanted.first is not None:
        query = query.where(_WORDS.c.rowid >= wanted.first)
    if wanted.last is not None:
        query = query.where(_WORDS.c.rowid <= wanted.last)
    return query


def newest(connection: Connection, wanted: Asked, limit: int, offset: int) -> list[int]:
    """Return the positions of the newest articles that are asked for."""
    return list(connection.scalars(_ordered(wanted, limit, offset)))


def _ordered(wanted: Asked, limit: int, offset: int) -> Select[Any]:
    return matching(wanted).order_by(_WORDS.c.rowid).limit(limit).offset(offset)


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
    query = matching(wanted, also).add_columns(score)
    query = query.order_by(score, _WORDS.c.rowid).limit(limit).offset(offset)
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
    if set(scored) != set(required) or not any(isinstance(one.text, Phrase) for one in scored):
        return None
    most = scoring.number_of_articles(connection) // _SHARE
    positions = connection.scalars(_ordered(wanted, most + 1, 0)).all() if most else ()
    if not most or len(positions) > most:
        return None
    numbers = [
        len(positions) if wanted == Asked(required[one]) else _number(connection, required[one])
        for one in scored
    ]
    found = scoring.scores(connection, positions, scored, numbers)
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
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
    found = matching(Asked(query)).subquery()
    return connection.scalar(select(func.count()).select_from(found)) or 0


def at_most(connection: Connection, wanted: Asked, also: str | None, most: int) -> int:
    """Return how many articles are asked for, counting no further than to a number."""
    some = matching(wanted, also).limit(most).subquery()
    return connection.scalar(select(func.count()).select_from(some)) or 0


def holds_more(connection: Connection, wanted: Asked, most: int) -> bool:
    """Tell whether more articles are asked for than a number."""
    return at_most(connection, wanted, None, most + 1) > most


def reckoned(connection: Connection, wanted: Asked, most: int) -> float:
    """Return about how many articles are asked for, or a number from which on it does not matter."""
    return at_most(connection, wanted, None, most)


class _Fts5:
    """FTS5's language for queries."""

    def term(self, text: str, *, prefix: bool = False) -> str:
        """Ask for a term, or for all that begin so; of several terms, one behind the other."""
        return f'"{text}"' + " *" * prefix

    def all_of(self, parts: Iterable[str]) -> str:
        """Ask for all of some parts."""
        return _joined(" AND ", parts)

    def any_of(self, parts: Iterable[str]) -> str:
        """Ask for one of some parts."""
        return _joined(" OR ", parts)


def _joined(operator: str, parts: Iterable[str]) -> str:
    found = list(parts)
    return found[0] if len(found) == 1 else f"({operator.join(found)})"


#: FTS5's language for queries.
SYNTAX: Final = _Fts5()


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
        found = SYNTAX.all_of(wanted or [SYNTAX.term(terms.EVERY)])
        return f"({found} NOT {SYNTAX.any_of(unwanted)})" if unwanted else found


def _author_term(word: Word) -> str:
    return terms.of_author(terms.term(word))
