"""The index on PostgreSQL: a GIN index over the terms of each article, and its words as texts.

GIN knows which articles have a term, not where it stands. So two folded words one behind the other are a
term of their own, and rows of three share some; for longer phrases, for exact ones and for nearness the
terms give the candidates, and the stored words decide (`archive.search.patterns`).

GIN does not know either which articles are newer. So the stretches of time in which an article lies are
terms as well: who wants the newest asks for those of the last stretch first, and GIN goes from the rarest
term to the others.

The terms stand in the GIN index only: they are cut from the stored texts by a function of the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    bindparam,
    column,
    delete,
    func,
    insert,
    literal,
    select,
    table,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import BigInteger, Text

from archive.models.search import WORDS_TABLE
from archive.search import patterns, terms
from archive.search.asking import Asked, Scored
from archive.search.entries import Entry
from archive.search.ranking import ranked
from archive.search.reckoning import Reckoner
from archive.search.tree import And, Phrase, Query
from archive.search.tsqueries import SYNTAX, Part, Written, has_terms
from archive.search.words import folded_words
from archive.statements import Statements

__all__ = [
    "MOST_RANKED",
    "SETTINGS",
    "SYNTAX",
    "at_most",
    "best",
    "best_of_few",
    "clear",
    "holds_more",
    "is_sorted",
    "matching",
    "newest",
    "put",
    "put_many",
    "reckoned",
    "remove",
    "settle",
    "sort",
    "unsort",
]

#: So many articles are ranked one by one.
MOST_RANKED: Final = 3_000

_WORDS: Final = table(
    WORDS_TABLE,
    column("position", BigInteger),
    *(column(name) for name in ("exact", "folded", "more", "length")),
)
_POSITION: Final = _WORDS.c.position
# Not to be looked for in the index of positions: the stretches leave few others.
_ANY_POSITION: Final = _POSITION + literal(0)
_PUT: Final = insert(_WORDS)
_INDEX: Final = f"{WORDS_TABLE}_terms"
_IS_SORTED: Final = text(
    f"SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('{_INDEX}')"  # noqa: S608
)
_CREATE: Final = (
    f"CREATE INDEX CONCURRENTLY {_INDEX} ON {WORDS_TABLE} USING gin ({_INDEX}(exact, folded, more))"
)
_REMOVE: Final = delete(_WORDS).where(bindparam("position") == _POSITION)

# Where so few are expected, all that match are ranked at once.
_FEW: Final = 1_000
# The newest are looked for in a stretch of time of so many bits of a position, a day and a half, then in
# stretches eight times as long as the one before.
_SHORTEST: Final = 21
_LONGER: Final = 3
_LONGEST: Final = 33
_FARTHEST: Final = 2**63 - 1
# From so many times as many as can be ranked on, what the planner reckons is believed.
_SURELY: Final = 8

#: What a transaction that searches is given.
SETTINGS: Final = (
    # Each article's texts lie outside its row, which the planner does not reckon with.
    func.set_config("enable_seqscan", "off", True),
    func.set_config("jit", "off", True),
    func.set_config("work_mem", "64MB", True),
    # Some hundredths of a second, for which making the terms of very many articles is reckoned.
    func.set_config("parallel_setup_cost", "5000000", True),
)
_LOWEST: Final = select(func.min(_POSITION))
_STRETCH: Final = (
    func.unnest(
        bindparam("queries", type_=ARRAY(Text)),
        bindparam("firsts", type_=ARRAY(BigInteger)),
        bindparam("lasts", type_=ARRAY(BigInteger)),
    )
    .table_valued(
        column("wanted", Text),
        column("first", BigInteger),
        column("last", BigInteger),
        name="stretch",
    )
    .render_derived()
)


# --- Writing --------------------------------------------------------------------------------------


def put(connection: Connection, statements: Statements, position: int, entry: Entry) -> None:
    """Put an article into the index, which does not have it."""
    statements.insert(connection, _PUT, [_row(position, entry)])


def put_many(
    connection: Connection, statements: Statements, found: Iterable[tuple[int, Entry]]
) -> None:
    """Put articles into the index, which does not have them."""
    statements.insert(connection, _PUT, [_row(position, entry) for position, entry in found])


def unsort(connection: Connection) -> None:
    """Let go of what makes finding quick and putting slow, before very many articles are put there."""
    connection.execute(text(f"DROP INDEX IF EXISTS {_INDEX}"))


def is_sorted(connection: Connection) -> bool:
    """Tell whether what makes finding quick is there."""
    return connection.scalar(_IS_SORTED) is True


def sort(engine: Engine) -> None:
    """Make again what `unsort` let go of; a crawl may store articles meanwhile."""
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        if is_sorted(connection):
            return
        unsort(connection)  # one that was not finished
        # It waits for the transactions of others, however long they take.
        settings = {"maintenance_work_mem": "'512MB'", "lock_timeout": "0"}
        for name, value in settings.items():
            connection.execute(text(f"SET {name} = {value}"))
        connection.execute(text(_CREATE))
        connection.execute(text(f"ALTER INDEX {_INDEX} ALTER COLUMN 1 SET STATISTICS 500"))
        connection.execute(text(f"VACUUM (PROCESS_TOAST FALSE) {WORDS_TABLE}, article_index"))
        for name in settings:
            connection.execute(text(f"RESET {name}"))


def remove(connection: Connection, statements: Statements, position: int, _entry: Entry) -> None:
    """Take an article out of the index."""
    statements.rows(connection, _REMOVE, {"position": position})


def clear(connection: Connection) -> None:
    """Take all articles out of the index."""
    connection.execute(text(f"TRUNCATE {WORDS_TABLE}"))


def settle(connection: Connection) -> bool:
    """Do some of the work that makes a newly filled index quick; return whether more is left."""
    connection.execute(text(f"SELECT gin_clean_pending_list('{_INDEX}')"))
    for name in (WORDS_TABLE, "article_index"):
        connection.execute(text(f"ANALYZE {name}"))
    return False


def _row(position: int, entry: Entry) -> dict[str, Any]:
    title, body, author = entry.title, entry.body, entry.author
    in_title, in_body, names = map(terms.folded_terms, (title, body, author))
    more = entry.properties()
    more += terms.stretches(position)
    more += map(terms.in_title, {*title, *in_title})
    for one, other in ((title, body), (in_title, in_body)):
        more += (terms.prominent(word, level) for word, level in terms.prominence(one, other))
    for words in (folded_words(title), folded_words(body)):
        more += terms.pairs(words)
        more += terms.rows(words)
    return {
        "position": position,
        "exact": patterns.stored_text(title, body, author),
        "folded": patterns.stored_text(in_title, in_body, names),
        "more": " ".join(more),
        "length": len(title) + len(body) - body.count(terms.GAP),
    }


# --- Finding --------------------------------------------------------------------------------------


def matching(_connection: Connection, wanted: Asked) -> Select[Any]:
    """Return a query for the positions of what is asked for, which is not only a period."""
    return _by_terms(wanted).where(*_conditions(wanted))


def _by_terms(wanted: Asked, also: str | None = None) -> Select[Any]:
    """Return a query for the positions of the articles that have the terms and are of the period."""
    query = select(_POSITION).where(has_terms(literal(_tsquery(wanted, also))))
    if wanted.first is not None:
        query = query.where(wanted.first <= _ANY_POSITION)
    if wanted.last is not None:
        query = query.where(wanted.last >= _ANY_POSITION)
    return query


def _tsquery(wanted: Asked, also: str | None = None) -> str:
    """Return a tsquery that finds all articles that are asked for, and some more."""
    found = _candidates(wanted, also)
    if wanted.first is None or wanted.last is None:
        return found
    return _within(found, wanted.first, wanted.last)


def _within(query: str, first: int, last: int) -> str:
    """Return a tsquery for the articles of a period, and some at its ends, that another one finds."""
    return SYNTAX.all_of([query, SYNTAX.any_of(map(SYNTAX.term, terms.covering(first, last)))])


def _conditions(wanted: Asked) -> list[ColumnElement[bool]]:
    """Return what the texts of articles have to be asked."""
    return list(map(Written(Part.TEXT).condition, _undecided(wanted)))


def _undecided(wanted: Asked) -> Iterator[Query]:
    """Yield the parts of a query about which the terms do not decide, so that texts are read."""
    nodes = wanted.query.nodes if isinstance(wanted.query, And) else (wanted.query,)
    written = Written(Part.TEXT)
    return (node for node in nodes if not written.decides(node))


def _candidates(wanted: Asked, also: str | None = None) -> str:
    parts = [Written(Part.TEXT).candidates(wanted.query)]
    parts += [f"!{SYNTAX.term(term)}" for term in wanted.excluded]
    return SYNTAX.all_of([*parts, also] if also is not None else parts)


def newest(connection: Connection, wanted: Asked, limit: int, offset: int) -> list[int]:
    """Return the positions of the newest articles that are asked for.

    A GIN index does not yield them in their order. So a short stretch of the newest articles is looked at
    first, and further ones, each longer than the one before, as long as all before have too few.
    """
    lowest = _LOWEST if wanted.first is None else _LOWEST.where(wanted.first <= _POSITION)
    first = connection.scalar(lowest)
    if first is None or (wanted.last is not None and wanted.last < first):
        return []
    candidates = _candidates(wanted)
    stretches = [
        (candidates if last is None else _within(candidates, first, last), first, last or _FARTHEST)
        for first, last in _stretches(first, wanted.last)
    ]
    found = (
        select(_POSITION)
        .where(has_terms(_STRETCH.c.wanted), _ANY_POSITION.between(*_STRETCH.c["first", "last"]))
        .where(*_conditions(wanted))
        .order_by(_POSITION)
        .limit(limit + offset)
        .lateral()
    )
    query = select(found.c.position).select_from(_STRETCH).join(found, true())
    values = dict(zip(("queries", "firsts", "lasts"), zip(*stretches, strict=True), strict=True))
    return list(connection.scalars(query.limit(limit).offset(offset), values))


def _stretches(first: int, last: int | None) -> Iterator[tuple[int, int | None]]:
    """Yield the parts of a range of positions in which articles are looked for, the first one short.

    >>> list(_stretches(5, 1 << 22))
    [(5, 4194303), (4194304, 4194304)]
    """
    for bits in range(_SHORTEST, _LONGEST + 1, _LONGER):
        end = ((first >> bits) + 2 << bits) - 1
        if last is not None and last <= end:
            break
        yield first, end
        first = end + 1
    yield first, last


def at_most(connection: Connection, wanted: Asked, also: str | None, most: int) -> int:
    """Return how many articles are asked for, counting no further than to a number."""
    some = _by_terms(wanted, also).where(*_conditions(wanted)).limit(most).subquery()
    return connection.scalar(select(func.count()).select_from(some)) or 0


def holds_more(connection: Connection, wanted: Asked, most: int) -> bool:
    """Tell whether more articles are asked for than a number."""
    if Reckoner(connection).planned(_tsquery(wanted)) > _SURELY * most:
        return True
    return at_most(connection, wanted, None, most + 1) > most


def reckoned(connection: Connection, wanted: Asked, most: int) -> float:
    """Return about how many articles are asked for, or a number from which on it does not matter."""
    return min(Reckoner(connection).number(_tsquery(wanted)), most)


def best_of_few(
    connection: Connection, wanted: Asked, scored: Sequence[Scored], limit: int, offset: int
) -> list[tuple[int, float]] | None:
    """Return the same as `best` where few articles match; None: ask that.

    Args:
        connection: The archive.
        wanted: What is asked for.
        scored: What they are ranked by.
        limit: How many.
        offset: How many before them are left out.
    """
    reckoner = Reckoner(connection)
    if reckoner.number(_tsquery(wanted)) > _FEW:
        return None
    return _best(connection, _by_terms(wanted), wanted, scored, reckoner, limit, offset)


def best(
    connection: Connection,
    wanted: Asked,
    scored: Sequence[Scored],
    also: str | None,
    limit: int,
    offset: int,
) -> list[tuple[int, float]]:
    """Return the positions of the articles that are asked for and rank highest, and their scores.

    Args:
        connection: The archive.
        wanted: What is asked for.
        scored: What they are ranked by.
        also: A further condition, as a tsquery.
        limit: How many.
        offset: How many before them are left out.
    """
    query = _by_terms(wanted, also)
    return _best(connection, query, wanted, scored, Reckoner(connection), limit, offset)


def _best(
    connection: Connection,
    candidates: Select[Any],
    wanted: Asked,
    scored: Sequence[Scored],
    reckoner: Reckoner,
    limit: int,
    offset: int,
) -> list[tuple[int, float]]:
    """Return the best of the articles that have the terms and are what is asked for."""
    rarities = [
        reckoner.rarity(Written(Part.TITLE if one.in_title else Part.TEXT).candidates(one.text))
        for one in scored
    ]
    phrases: list[Phrase] = []
    others: list[Query] = []
    for node in _undecided(wanted):
        if isinstance(node, Phrase):
            phrases.append(node)
        else:
            others.append(node)
    candidates = candidates.where(*map(Written(Part.TEXT).condition, others))
    query = ranked(candidates, phrases, scored, rarities).limit(limit).offset(offset)
    return [(row.position, row.score) for row in connection.execute(query)]
