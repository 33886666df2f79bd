"""The index on PostgreSQL: a GIN index over the terms of each article, and its words as texts.

GIN knows which articles have a term, not where it stands. So two folded words one behind the other are a
term of their own; for longer phrases, for exact ones and for nearness the terms give the candidates, and
the stored words decide (`archive.search.patterns`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from math import log
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
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
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import BigInteger, Text

from archive.models.search import WORDS_TABLE
from archive.search import patterns, terms
from archive.search.asking import Asked, Scored
from archive.search.entries import Entry
from archive.search.tree import And, Word
from archive.search.tsqueries import SYNTAX, Part, Written, has_terms
from archive.search.words import folded_words
from archive.statements import Statements

__all__ = [
    "MOST_RANKED",
    "SYNTAX",
    "at_most",
    "best",
    "clear",
    "matching",
    "newest",
    "prepare",
    "put",
    "reckoned",
    "remove",
    "settle",
]

#: So many articles are ranked one by one.
MOST_RANKED: Final = 2_000

_WORDS: Final = table(
    WORDS_TABLE,
    column("position", BigInteger),
    *(column(name) for name in ("terms", "exact", "folded", "length")),
)
_POSITION: Final = _WORDS.c.position
_PUT: Final = insert(_WORDS).values(
    position=bindparam("position"),
    terms=func.array_to_tsvector(bindparam("terms", type_=ARRAY(Text))),
    exact=bindparam("exact"),
    folded=bindparam("folded"),
    length=bindparam("length"),
)
_REMOVE: Final = delete(_WORDS).where(bindparam("position") == _POSITION)

# Of what more than this share of all articles match, the newest are found by going through the articles.
_COMMON: Final = 0.05
# Of fewer matches than this, the newest are found by looking at all of them.
_FEW: Final = 1_000
# A stretch of articles that is looked at holds so many times as many matches as are needed, as reckoned.
_SPARE: Final = 5

_SETTINGS: Final = select(
    # Each article's terms lie outside its row, which the planner does not reckon with.
    func.set_config("enable_seqscan", "off", True),
    func.set_config("jit", "off", True),
    func.set_config("work_mem", "64MB", True),
)
_TOTAL: Final = text("SELECT reltuples FROM pg_class WHERE oid = CAST(:name AS regclass)")


# --- Writing --------------------------------------------------------------------------------------


def put(connection: Connection, statements: Statements, position: int, entry: Entry) -> None:
    """Put an article into the index, which does not have it."""
    statements.insert(connection, _PUT, [{"position": position, **_row(entry)}])


def remove(connection: Connection, statements: Statements, position: int, _entry: Entry) -> None:
    """Take an article out of the index."""
    statements.rows(connection, _REMOVE, {"position": position})


def clear(connection: Connection) -> None:
    """Take all articles out of the index."""
    connection.execute(text(f"TRUNCATE {WORDS_TABLE}"))


def settle(connection: Connection) -> bool:
    """Do some of the work that makes a newly filled index quick; return whether more is left."""
    connection.execute(text(f"SELECT gin_clean_pending_list('{WORDS_TABLE}_terms')"))
    for name in (WORDS_TABLE, "article_index"):
        connection.execute(text(f"ANALYZE {name}"))
    return False


def _row(entry: Entry) -> dict[str, Any]:
    title, body, author = (
        (words, folded_words(words)) for words in (entry.title, entry.body, entry.author)
    )
    found = set(entry.properties())
    forms: tuple[Callable[[str], str], ...] = (str, terms.folded)
    for number, write in enumerate(forms):
        in_title, in_body, names = (
            [write(word) for word in part[number] if word != terms.GAP]
            for part in (title, body, author)
        )
        found.update(in_title, in_body)
        found.update(map(terms.in_title, in_title))
        found.update(map(terms.of_author, names))
        weighed = terms.prominence(in_title, in_body)
        found.update(terms.prominent(word, level) for word, level in weighed)
    found.update(terms.pairs(title[1]))
    found.update(terms.pairs(body[1]))
    exact, folded = (
        patterns.stored_text(title[number], body[number], author[number]) for number in (0, 1)
    )
    return {
        "terms": list(found),
        "exact": exact,
        "folded": folded,
        "length": len(entry.title) + len(entry.body) - entry.body.count(terms.GAP),
    }


# --- Finding --------------------------------------------------------------------------------------


def prepare(connection: Connection) -> None:
    """Make a transaction ready for searching."""
    connection.execute(_SETTINGS)


def matching(wanted: Asked, also: str | None = None) -> Select[Any]:
    """Return a query for the positions of what is asked for.

    Args:
        wanted: What is asked for; not only a period.
        also: A further condition, as a tsquery.
    """
    query = select(_POSITION).where(has_terms(_candidates(wanted, also)))
    nodes = wanted.query.nodes if isinstance(wanted.query, And) else (wanted.query,)
    written = Written(Part.TEXT)
    query = query.where(*(written.condition(node) for node in nodes if not written.decides(node)))
    if wanted.first is not None:
        query = query.where(wanted.first <= _POSITION)
    if wanted.last is not None:
        query = query.where(wanted.last >= _POSITION)
    return query


def _candidates(wanted: Asked, also: str | None = None) -> str:
    parts = [Written(Part.TEXT).candidates(wanted.query)]
    parts += [f"!{SYNTAX.term(term)}" for term in wanted.excluded]
    return SYNTAX.all_of([*parts, also] if also is not None else parts)


def newest(connection: Connection, wanted: Asked, limit: int, offset: int) -> list[int]:
    """Return the positions of the newest articles that are asked for.

    A GIN index does not yield them in their order. What many articles match is found by going through
    them from the newest on; of the rest, a stretch of the newest is looked at first.
    """
    needed = limit + offset
    number = max(_planned(connection, _candidates(wanted)), 1)
    share = number / _total(connection)
    if number > _FEW and needed < number:
        bound = _bound(connection, wanted, int(needed * _SPARE / share))
        if bound is not None:
            stretch = Asked(wanted.query, wanted.excluded, wanted.first, bound)
            found = _first(connection, stretch, limit, offset, walk=share > _COMMON)
            if len(found) == limit:
                return found
    return _first(connection, wanted, limit, offset, walk=False)


def _first(
    connection: Connection, wanted: Asked, limit: int, offset: int, *, walk: bool
) -> list[int]:
    query = matching(wanted)
    if walk:
        connection.execute(select(func.set_config("enable_bitmapscan", "off", True)))
    else:
        found = query.cte().prefix_with("MATERIALIZED", dialect="postgresql")
        query = select(found.c.position)
    ordered = query.order_by(query.selected_columns.position).limit(limit).offset(offset)
    positions = list(connection.scalars(ordered))
    if walk:
        connection.execute(select(func.set_config("enable_bitmapscan", "on", True)))
    return positions


def _bound(connection: Connection, wanted: Asked, rows: int) -> int | None:
    """Return the position that so many articles lie before, from where a period begins."""
    query = select(_POSITION).order_by(_POSITION).offset(rows).limit(1)
    if wanted.first is not None:
        query = query.where(wanted.first <= _POSITION)
    found: int | None = connection.scalar(query)
    return None if found is None or (wanted.last or found) < found else found


def _planned(connection: Connection, query: str) -> float:
    """Return how many articles the planner expects to have the terms of a tsquery."""
    statement = (
        f"EXPLAIN (FORMAT JSON) SELECT 1 FROM {WORDS_TABLE} WHERE terms @@ CAST(:q AS tsquery)"  # noqa: S608
    )
    plan = connection.scalar(text(statement), {"q": query})
    found = json.loads(plan) if isinstance(plan, str) else plan
    return float(found[0]["Plan"]["Plan Rows"])


def _total(connection: Connection) -> float:
    return max(connection.scalar(_TOTAL, {"name": WORDS_TABLE}) or 0.0, 1.0)


def at_most(connection: Connection, wanted: Asked, also: str | None, most: int) -> int:
    """Return how many articles are asked for, counting no further than to a number."""
    some = matching(wanted, also).limit(most).subquery()
    return connection.scalar(select(func.count()).select_from(some)) or 0


def reckoned(connection: Connection, wanted: Asked, most: int) -> float:
    """Return about how many articles are asked for, or a number from which on it does not matter."""
    return min(_planned(connection, _candidates(wanted)), most)


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
    found = matching(wanted, also).cte().prefix_with("MATERIALIZED", dialect="postgresql")
    weights = _rarities(connection, scored)
    score = sum(
        (weight * _share(one) for one, weight in zip(scored, weights, strict=True)), literal(0.0)
    ).label("score")
    query = select(_POSITION, score).join(found, found.c.position == _POSITION)
    query = query.order_by(score.desc(), _POSITION).limit(limit).offset(offset)
    return [(row.position, row.score) for row in connection.execute(query)]


def _rarities(connection: Connection, scored: Iterable[Scored]) -> list[float]:
    """Return bm25's weights for how rare something is, by what the planner reckons."""
    total = _total(connection)
    found = []
    for one in scored:
        part = Part.TITLE if one.in_title else Part.TEXT
        number = min(_planned(connection, Written(part).candidates(one.text)), total)
        found.append(max(log((total - number + 0.5) / (number + 0.5)), 1e-6))
    return found


def _share(one: Scored) -> ColumnElement[float]:
    """Return what bm25 makes of how often something occurs in an article."""
    often: ColumnElement[float] = literal(0.0, Float)
    for words in one.phrases:
        in_title = patterns.occurrences(_text_of(words), words, title=True)
        often = often + terms.TITLE_WEIGHT * in_title
        if not one.in_title:
            often = often + patterns.occurrences(_text_of(words), words, title=False) - in_title
    size = 1 - terms.B + terms.B * _WORDS.c.length / terms.USUAL_LENGTH
    return case((often > 0, often * (terms.K1 + 1) / (often + terms.K1 * size)), else_=0.0)


def _text_of(words: Sequence[Word]) -> ColumnElement[str]:
    return _WORDS.c.exact if words[0].is_exact else _WORDS.c.folded
