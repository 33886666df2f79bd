"""By what the articles that a query finds are counted: facets, and a timeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from sqlalchemy import Connection, Engine, String, cast, func, literal, select, union_all

from archive.models import Site
from archive.search.engine import matching, searching
from archive.search.tree import Query


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
        value: Identifier of a province, topic or kind; host of a site; ``2021`` or ``2021-05``.
        articles: How many.
    """

    value: str
    articles: int


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

    An article with two provinces counts for both. One whose date is known to the year only counts for no
    month, an undated one for neither.

    Args:
        engine: The archive.
        query: What is asked for.
        fields: By what to count.

    Returns:
        The counts of each field that are not 0: the largest first; years and months in their order.

    Raises:
        BadRequest: A name in the query is not known.
        SearchNotReady: The index is not complete.
        ArchiveError: The database cannot be read.
    """
    wanted = tuple(fields)
    columns = [name for name, found in _COLUMNS.items() if not set(found).isdisjoint(wanted)]
    if not columns:
        return {}
    with searching(engine) as connection:
        grouped = _grouped(connection, query, columns)
        hosts = dict(connection.execute(select(Site.id, Site.host)).all())
    counters: dict[Facet, Counter[str]] = {field: Counter() for field in wanted}
    for column, value, number in grouped:
        for field in _COLUMNS[column]:
            if field in counters:
                for one in _values(field, value, hosts):
                    counters[field][one] += number
    return {field: _in_order(field, counter) for field, counter in counters.items()}


def timeline(engine: Engine, query: Query, by: Period = Period.MONTH) -> list[Count]:
    """Count the articles that a query finds, month by month or year by year, those without any as well.

    Articles that are not dated to the month, or not at all, are left out.

    Args:
        engine: The archive.
        query: What is asked for.
        by: The steps.

    Raises:
        ArchiveError: As `facets`.
    """
    field = Facet(by.value)
    found = dict(facets(engine, query, [field])[field])
    if not found:
        return []
    return [Count(period, found.get(period, 0)) for period in periods(min(found), max(found))]


def _grouped(
    connection: Connection, query: Query, columns: Sequence[str]
) -> list[tuple[str, str, int]]:
    """Return how many articles have a value in a column; they are looked for once."""
    rows = matching(connection, query).subquery()
    hits = select(*(rows.c[name] for name in columns)).cte().prefix_with("MATERIALIZED")
    groups = [
        select(literal(name), cast(hits.c[name], String), func.count())
        .where(hits.c[name].is_not(None))
        .group_by(hits.c[name])
        for name in columns
    ]
    return [(row[0], row[1], row[2]) for row in connection.execute(union_all(*groups))]


def _values(field: Facet, value: str, hosts: dict[int, str]) -> Sequence[str]:
    match field:
        case Facet.PROVINCE | Facet.TOPIC:
            return value.split()
        case Facet.SITE:
            return [hosts[int(value)]]
        case Facet.YEAR:
            return [value[:4]]
        case Facet.MONTH:
            return [] if value.endswith("00") else [f"{value[:4]}-{value[4:]}"]
        case _:
            return [value]


def _in_order(field: Facet, counter: Counter[str]) -> list[Count]:
    if field in (Facet.YEAR, Facet.MONTH):
        return [Count(*item) for item in sorted(counter.items())]
    return [Count(*item) for item in sorted(counter.items(), key=lambda item: (-item[1], item[0]))]


def periods(first: str, last: str) -> list[str]:
    """Return all months or years from one to another."""
    if len(first) == len("2021"):
        return [str(year) for year in range(int(first), int(last) + 1)]
    begin, end = (int(text[:4]) * 12 + int(text[5:]) - 1 for text in (first, last))
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(begin, end + 1)]
