"""By what the articles that a query finds are counted: facets, and a timeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from sqlalchemy import Connection, Engine, String, cast, func, literal, select, union_all

from archive.models import Site
from archive.search.engine import matching, searching
from archive.search.naming import names
from archive.search.tree import EVERYTHING, Dates, Query, all_of
from archive.selection import first_day, last_day


class Facet(StrEnum):
    """What articles are counted by."""

    PROVINCE = "province"
    SITE = "site"
    TOPIC = "topic"
    KIND = "kind"
    YEAR = "year"
    MONTH = "month"


class Period(StrEnum):
    """The steps of a timeline."""

    MONTH = "month"
    YEAR = "year"


class Count(NamedTuple):
    """How many articles have a value.

    Attributes:
        value: Identifier of a province, topic or kind; host of a site; ``2021`` or ``2021-05``; None:
            the articles that have none.
        articles: How many.
        name: What people call it, ``Lai Châu``; None where there is no value.
    """

    value: str | None
    articles: int
    name: str | None


class Step(NamedTuple):
    """How many articles a step of a timeline has.

    Attributes:
        value: The month or year; None: the articles that are in none, because it is not known.
        articles: How many; None: a gap, the archive has no article of this time at all.
    """

    value: str | None
    articles: int | None


#: Columns of `article_index` that facets are made of, with the facets that are.
_COLUMNS: Final = {
    "provinces": (Facet.PROVINCE,),
    "site_id": (Facet.SITE,),
    "topics": (Facet.TOPIC,),
    "kind_id": (Facet.KIND,),
    "month": (Facet.YEAR, Facet.MONTH),
}


def facets(
    engine: Engine, query: Query, fields: Iterable[Facet] = tuple(Facet)
) -> dict[Facet, list[Count]]:
    """Count the articles that a query finds, by some properties.

    An article with two provinces counts for both, one without a province for None. One whose date is
    known to the year only has no month, an undated one neither.

    Args:
        engine: The archive.
        query: What is asked for.
        fields: By what to count.

    Returns:
        The counts of each field that are not 0: the largest first; years and months in their order;
        that of None last.

    Raises:
        BadRequest: A name in the query is not known.
        SearchNotReady: The index is not complete.
        ArchiveError: The database cannot be read.
    """
    wanted = tuple(fields)
    with searching(engine) as connection:
        counters = _counted(connection, query, wanted)
        called = names(connection, wanted)
    return {
        field: [
            Count(value, number, value and called.get(field, {}).get(value, value))
            for value, number in _in_order(field, counter)
        ]
        for field, counter in counters.items()
    }


def timeline(
    engine: Engine, query: Query, by: Period = Period.MONTH, *, among: Query = EVERYTHING
) -> list[Step]:
    """Count the articles that a query finds, month by month or year by year, from the first to the last.

    Args:
        engine: The archive.
        query: What is asked for.
        by: The steps.
        among: A wider query, without whose articles a step is a gap and has no count.

    Returns:
        The steps in their order, behind them the articles that are in none, if there are any.

    Raises:
        ArchiveError: As `facets`.
    """
    field = Facet(by.value)
    with searching(engine) as connection:
        found = _counted(connection, query, [field])[field]
        known = sorted(value for value in found if value is not None)
        steps = periods(known[0], known[-1]) if known else []
        covered = found
        if len(known) < len(steps):
            within = Dates(first_day(known[0]), last_day(known[-1]))
            covered = _counted(connection, all_of([among, within]), [field])[field]
    undated = [Step(None, found[None])] if None in found else []
    return [*(Step(step, found[step] if step in covered else None) for step in steps), *undated]


def _counted(
    connection: Connection, query: Query, fields: Sequence[Facet]
) -> dict[Facet, Counter[str | None]]:
    """Return how many of the articles that a query finds have each value of some fields, or none."""
    counters: dict[Facet, Counter[str | None]] = {field: Counter() for field in fields}
    columns = [name for name, found in _COLUMNS.items() if not counters.keys().isdisjoint(found)]
    if not columns:
        return counters
    hosts = dict(connection.execute(select(Site.id, Site.host)).all())
    for column, value, number in _grouped(connection, query, columns):
        for field in _COLUMNS[column]:
            if field in counters:
                for one in _values(field, value, hosts):
                    counters[field][one] += number
    return counters


def _grouped(
    connection: Connection, query: Query, columns: Sequence[str]
) -> list[tuple[str, str | None, int]]:
    """Return how many articles have a value in a column, or none; they are looked for once."""
    rows = matching(connection, query).subquery()
    hits = select(*(rows.c[name] for name in columns)).cte().prefix_with("MATERIALIZED")
    groups = [
        select(literal(name), cast(hits.c[name], String), func.count()).group_by(hits.c[name])
        for name in columns
    ]
    return [(row[0], row[1], row[2]) for row in connection.execute(union_all(*groups))]


def _values(field: Facet, value: str | None, hosts: dict[int, str]) -> Sequence[str | None]:
    match field:
        case _ if not value:
            return [None]
        case Facet.PROVINCE | Facet.TOPIC:
            return value.split()
        case Facet.SITE:
            return [hosts[int(value)]]
        case Facet.YEAR:
            return [value[:4]]
        case Facet.MONTH:
            return [None if value.endswith("00") else f"{value[:4]}-{value[4:]}"]
        case _:
            return [value]


def _in_order(field: Facet, counter: Counter[str | None]) -> list[tuple[str | None, int]]:
    of_time = field in (Facet.YEAR, Facet.MONTH)
    return sorted(
        counter.items(),
        key=lambda item: (item[0] is None, 0 if of_time else -item[1], item[0] or ""),
    )


def periods(first: str, last: str) -> list[str]:
    """Return all months or years from one to another."""
    if len(first) == len("2021"):
        return [str(year) for year in range(int(first), int(last) + 1)]
    begin, end = (int(text[:4]) * 12 + int(text[5:]) - 1 for text in (first, last))
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(begin, end + 1)]
