"""The index on PostgreSQL: a GIN index over the terms of each article, and its words as texts.

GIN knows which articles have a term, not where it stands. So two folded words one behind the other are a
term of their own; for longer phrases, for exact ones and for nearness the terms give the candidates, and
the stored words decide (`archive.search.patterns`).

GIN does not know either which articles are newer. So the stretches of time in which an article lies are
terms as well: who wants the newest asks for those of the last stretch first, and GIN goes from the rarest
term to the others.

The terms stand in the GIN index only: they are cut from the stored texts by a function of the database.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from math import log
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Float,
    Select,
    bindparam,
    case,
    column,
    delete,
    func,
    insert,
    literal,
    select,
    table,
    text,
)
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.types import BigInteger

from archive.models.search import WORDS_TABLE
from archive.search import patterns, terms
from archive.search.asking import Asked, Scored
from archive.search.entries import Entry
from archive.search.tree import And, Query, Word
from archive.search.tsqueries import SYNTAX, Part, Written, has_terms
from archive.search.words import folded_words
from archive.statements import Statements

__all__ = [
    "MOST_RANKED",
    "SYNTAX",
    "at_most",
    "best",
    "best_of_few",
    "clear",
    "holds_more",
    "is_sorted",
    "matching",
    "newest",
    "prepare",
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
_PUT: Final = insert(_WORDS)
_INDEX: Final = f"{WORDS_TABLE}_terms"
_IS_SORTED: Final = text(
    f"SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('{_INDEX}')"  # noqa: S608
)
_CREATE: Final = (
    f"CREATE INDEX CONCURRENTLY {_INDEX} ON {WORDS_TABLE} USING gin ({_INDEX}(exact, folded, more))"
)
_REMOVE: Final = delete(_WORDS).where(bindparam("position") == _POSITION)

# Of fewer matches than this, the newest are found by looking at all of them.
_FEW: Final = 2_000
# A stretch of articles that is looked at holds so many times as many matches as are needed, as reckoned.
_SPARE: Final = 4
# How many times as long the next stretch is.
_LONGER: Final = 8
# From so many times as many as can be ranked on, what the planner reckons is believed.
_SURELY: Final = 8

_SETTINGS: Final = select(
    # Each article's texts lie outside its row, which the planner does not reckon with.
    func.set_config("enable_seqscan", "off", True),
    func.set_config("jit", "off", True),
    func.set_config("work_mem", "64MB", True),
    # Some hundredths of a second, for which making the terms of very many articles is reckoned.
    func.set_config("parallel_setup_cost", "5000000", True),
)
_EXPLAIN: Final = text(
    f"EXPLAIN (FORMAT JSON) SELECT 1 FROM {WORDS_TABLE} "  # noqa: S608
    f"WHERE {WORDS_TABLE}_terms(exact, folded, more) @@ CAST(:query AS tsquery)"
)
_TOTAL: Final = text("SELECT reltuples FROM pg_class WHERE oid = CAST(:name AS regclass)")


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
    more += terms.pairs(folded_words(title)) | terms.pairs(folded_words(body))
    return {
        "position": position,
        "exact": patterns.stored_text(title, body, author),
        "folded": patterns.stored_text(in_title, in_body, names),
        "more": " ".join(more),
        "length": len(title) + len(body) - body.count(terms.GAP),
    }


# --- Finding --------------------------------------------------------------------------------------


def prepare(connection: Connection) -> None:
    """Make a transaction ready for searching."""
    connection.execute(_SETTINGS)


def matching(wanted: Asked, also: str | None = None, *, by_stretches: bool = True) -> Select[Any]:
    """Return a query for the positions of what is asked for.

    Args:
        wanted: What is asked for; not only a period.
        also: A further condition, as a tsquery.
        by_stretches: Whether GIN looks for the stretches of a period, as it pays where much is found.
    """
    parts = [_candidates(wanted, also)]
    if by_stretches and wanted.first is not None and wanted.last is not None:
        stretches = terms.covering(wanted.first, wanted.last)
        parts.append(SYNTAX.any_of(map(SYNTAX.term, stretches)))
    query = select(_POSITION).where(has_terms(SYNTAX.all_of(parts)))
    query = query.where(*map(Written(Part.TEXT).condition, _undecided(wanted)))
    # Not to be looked for in the index of positions: the stretches leave few others.
    position = _POSITION + literal(0)
    if wanted.first is not None:
        query = query.where(wanted.first <= position)
    if wanted.last is not None:
        query = query.where(wanted.last >= position)
    return query


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

    A GIN index does not yield them in their order. Where there are many, a stretch of the newest articles
    is looked at first, and longer ones where it has too few.
    """
    needed = limit + offset
    number = max(_planned(connection, _candidates(wanted)), 1)
    is_decided = not list(_undecided(wanted))
    few = _FEW if is_decided else needed * _SPARE
    if number > few:
        total = _total(connection)
        rows = needed * _SPARE * total / number
        while rows < total / _LONGER:
            bounds = _bounds(connection, wanted, int(rows))
            if bounds is None:
                break
            stretch = Asked(wanted.query, wanted.excluded, *bounds)
            found = _first(connection, matching(stretch), limit, offset)
            if len(found) == limit:
                return found
            rows *= _LONGER
    query = matching(wanted, by_stretches=number > few or not is_decided)
    return _first(connection, query, limit, offset)


def _first(connection: Connection, query: Select[Any], limit: int, offset: int) -> list[int]:
    found = query.cte().prefix_with("MATERIALIZED", dialect="postgresql")
    ordered = select(found.c.position).order_by(found.c.position).limit(limit).offset(offset)
    return list(connection.scalars(ordered))


def _bounds(connection: Connection, wanted: Asked, rows: int) -> tuple[int, int] | None:
    """Return the first position of a period, and that which so many articles of it lie before."""
    lowest, later = select(func.min(_POSITION)), select(_POSITION).order_by(_POSITION)
    if wanted.first is not None:
        lowest, later = (query.where(wanted.first <= _POSITION) for query in (lowest, later))
    both = select(lowest.scalar_subquery(), later.offset(rows).limit(1).scalar_subquery())
    first, last = connection.execute(both).one()
    return None if last is None or (wanted.last or last) < last else (first, last)


def _planned(connection: Connection, query: str) -> float:
    """Return how many articles the planner expects to have the terms of a tsquery."""
    plan = connection.scalar(_EXPLAIN, {"query": query})
    found = json.loads(plan) if isinstance(plan, str) else plan
    return float(found[0]["Plan"]["Plan Rows"])


def _total(connection: Connection) -> float:
    return max(connection.scalar(_TOTAL, {"name": WORDS_TABLE}) or 0.0, 1.0)


def at_most(connection: Connection, wanted: Asked, also: str | None, most: int) -> int:
    """Return how many articles are asked for, counting no further than to a number."""
    some = matching(wanted, also).limit(most).subquery()
    return connection.scalar(select(func.count()).select_from(some)) or 0


def holds_more(connection: Connection, wanted: Asked, most: int) -> bool:
    """Tell whether more articles are asked for than a number."""
    if _planned(connection, _candidates(wanted)) > _SURELY * most:
        return True
    return at_most(connection, wanted, None, most + 1) > most


def reckoned(connection: Connection, wanted: Asked, most: int) -> float:
    """Return about how many articles are asked for, or a number from which on it does not matter."""
    return min(_planned(connection, _candidates(wanted)), most)


def best_of_few(
    _connection: Connection, _wanted: Asked, _scored: Sequence[Scored], _limit: int, _offset: int
) -> None:
    """Return None: `best` is as quick where few articles match."""


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
    # Put together with nothing, a text is fetched and unpacked once, whatever is done to it afterwards.
    texts = {
        name: (_WORDS.c[name] + literal("")).label(name)
        for name in ("exact", "folded")
        if any(name == _kind_of(words) for one in scored for words in one.phrases)
    }
    query = matching(wanted, also).add_columns(_WORDS.c.length, *texts.values())
    found = query.cte().prefix_with("MATERIALIZED", dialect="postgresql")
    weights = _rarities(connection, scored)
    score = sum(
        (weight * _share(found.c, one) for one, weight in zip(scored, weights, strict=True)),
        literal(0.0),
    ).label("score")
    ordered = select(found.c.position, score).order_by(score.desc(), found.c.position)
    rows = connection.execute(ordered.limit(limit).offset(offset))
    return [(row.position, row.score) for row in rows]


def _rarities(connection: Connection, scored: Iterable[Scored]) -> list[float]:
    """Return bm25's weights for how rare something is, by what the planner reckons."""
    total = _total(connection)
    found = []
    for one in scored:
        part = Part.TITLE if one.in_title else Part.TEXT
        number = min(_planned(connection, Written(part).candidates(one.text)), total)
        found.append(max(log((total - number + 0.5) / (number + 0.5)), 1e-6))
    return found


def _share(article: ReadOnlyColumnCollection[str, Any], one: Scored) -> ColumnElement[float]:
    """Return what bm25 makes of how often something occurs in an article."""
    often: ColumnElement[float] = literal(0.0, Float)
    for words in one.phrases:
        stored = article[_kind_of(words)]
        in_title = patterns.occurrences(stored, words, title=True)
        often = often + terms.TITLE_WEIGHT * in_title
        if not one.in_title:
            often = often + patterns.occurrences(stored, words, title=False) - in_title
    size = 1 - terms.B + terms.B * article.length / terms.USUAL_LENGTH
    return case((often > 0, often * (terms.K1 + 1) / (often + terms.K1 * size)), else_=0.0)


def _kind_of(words: Sequence[Word]) -> str:
    """Return in which of the two texts words stand."""
    return "exact" if words[0].is_exact else "folded"
