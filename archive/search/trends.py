"""How frequent words are over time, provinces, sites, topics and kinds: counts, shares, intervals.

A count says little by itself, because the archive has more articles of some months and provinces than of
others. So each count stands beside the number of all articles of the same group, and the share has its
95 % interval. A period without any article is a gap in the archive, not a zero, and its counts are None.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import product
from math import sqrt
from typing import Any, Final, TypeAlias

from sqlalchemy import Connection, Engine, func, select

from archive import provinces
from archive.models import Article, IndexedArticle, Site
from archive.readings import Precision
from archive.search.concordance import found_articles, require_words
from archive.search.counting import periods
from archive.search.engine import matching, searching
from archive.search.naming import names
from archive.search.tree import EVERYTHING, And, Dates, Query, all_of
from archive.selection import BadRequest

#: What the articles of a group have in common: a value for each `By`, None where they have none.
Group: TypeAlias = tuple[str | None, ...]


class By(StrEnum):
    """What articles are told apart by."""

    MONTH = "month"
    YEAR = "year"
    PROVINCE = "province"
    PROVINCE_TODAY = "province-today"
    SITE = "site"
    TOPIC = "topic"
    KIND = "kind"

    @property
    def is_period(self) -> bool:
        """Whether its values are periods."""
        return self in (By.MONTH, By.YEAR)


class Unit(StrEnum):
    """What is counted: articles, or the places in them where the words stand."""

    ARTICLES = "articles"
    HITS = "hits"


_COLUMNS: Final = {
    By.MONTH: "month",
    By.YEAR: "month",
    By.PROVINCE: "provinces",
    By.PROVINCE_TODAY: "provinces",
    By.SITE: "site_id",
    By.TOPIC: "topics",
    By.KIND: "kind_id",
}
_MOST_BY: Final = 2
# The 97.5th percentile of the normal distribution: 95 % lie between it and its negative.
_Z: Final = 1.959963984540054
_DATES: Final = {Precision.MONTH: "%Y-%m", Precision.YEAR: "%Y"}


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often a query is met in a group of articles.

    Attributes:
        query: The query, by its name.
        group: What the articles have in common.
        articles: Articles that match; None in a period without articles.
        hits: Places where the words stand; None there, and where only articles are counted.
        total: All articles of the group.
    """

    query: str
    group: Group
    articles: int | None
    hits: int | None
    total: int

    def rate(self, unit: Unit, per: int) -> float | None:
        """Return how many articles or hits come on so many articles; None: there are no articles."""
        number = self.hits if unit is Unit.HITS else self.articles
        return None if number is None or not self.total else per * number / self.total

    def interval(self, per: int) -> tuple[float, float] | None:
        """Return within what the rate of articles lies with a confidence of 95 %; None: no articles."""
        if self.articles is None or not self.total:
            return None
        low, high = wilson(self.articles, self.total)
        return per * low, per * high


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """How frequent queries are.

    Attributes:
        by: What is told apart.
        unit: What is counted.
        among: Which articles are looked at: those that the queries are compared with.
        total: How many they are.
        first: The earliest date of them as it is known, ``2021-05-04`` or ``2019``; None: no article
            has one.
        last: The latest.
        found: How many of them match, by query; in the order of the queries.
        without_period: How many of them are in no period, where periods are told apart: undated, or
            dated to the year only and counted by months.
        found_without_period: How many of these match, by query.
        rows: The frequencies: periods in their order, from the first that is asked for (or has articles)
            to the last, what has none behind them; other values with those first that have most
            articles. Within a group in the order of the queries.
        names: What values are called that are identifiers, by what they are values of.
    """

    by: tuple[By, ...]
    unit: Unit
    among: Query
    total: int
    first: str | None
    last: str | None
    found: Mapping[str, int]
    without_period: int
    found_without_period: Mapping[str, int]
    rows: tuple[Frequency, ...]
    names: Mapping[By, Mapping[str, str]]

    def name(self, by: By, value: str) -> str:
        """Return what a value is called."""
        return self.names.get(by, {}).get(value, value)


def trend(
    engine: Engine,
    queries: Mapping[str, Query],
    by: Sequence[By] = (By.YEAR,),
    *,
    among: Query = EVERYTHING,
    unit: Unit = Unit.ARTICLES,
) -> Trend:
    """Count how frequent queries are.

    An article with several provinces or topics counts for each. What a query asks for beside its words is
    part of what is counted, with one exception: a period (`Dates`) in the queries restricts what they are
    compared with as well.

    Args:
        engine: The archive.
        queries: One or more queries by their names.
        by: One or two things to tell apart.
        among: Which articles are looked at.
        unit: What is counted. To count hits, all articles that match are read.

    Raises:
        BadRequest: Two things to tell apart are of one kind, the queries have different periods, a
            name in them is not known, or hits are to be counted of a query without words.
        SearchNotReady: The index is not complete.
        ArchiveError: The database cannot be read.
    """
    _check(by)
    wordings, dates = _without_dates(queries)
    if unit is Unit.HITS:
        for query in wordings.values():
            require_words(query)
    among = all_of([among, *dates])
    with searching(engine) as connection:
        groups = _Groups(connection, by)
        compared = groups.counted(connection, among)
        counts = {
            name: groups.counted(connection, all_of([among, query]), unit)
            for name, query in wordings.items()
        }
        first, last = _first_and_last(connection, among)
        called = names(connection, by)
    return Trend(
        by=tuple(by),
        unit=unit,
        among=among,
        total=compared.total,
        first=first,
        last=last,
        found={name: count.total for name, count in counts.items()},
        without_period=compared.without_period,
        found_without_period={name: count.without_period for name, count in counts.items()},
        rows=tuple(_rows(by, compared, counts, unit, _dates(among))),
        names=called,
    )


def wilson(found: int, total: int) -> tuple[float, float]:
    """Return the Wilson interval of a share, with a confidence of 95 %.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927). It
    also holds for few articles, and for shares near 0 and 1, where the usual interval does not.

    Args:
        found: How many have the property.
        total: Of how many; at least one.

    Returns:
        The lowest and the highest share, between 0 and 1.
    """
    share, square = found / total, _Z * _Z
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = _Z / (1 + square / total) * sqrt(share * (1 - share) / total + square / (4 * total**2))
    return (
        0.0 if found == 0 else middle - half,
        1.0 if found == total else middle + half,
    )


def _check(by: Sequence[By]) -> None:
    columns = {_COLUMNS[one] for one in by}
    if not by or len(by) > _MOST_BY or len(columns) < len(by):
        raise BadRequest(
            "articles are told apart by one thing or by two of different kinds: month,province"
        )


def _without_dates(queries: Mapping[str, Query]) -> tuple[dict[str, Query], set[Dates]]:
    """Return queries without their period, and the period, none or one."""
    found: dict[str, Query] = {}
    dates: set[Dates | None] = set()
    for name, query in queries.items():
        found[name] = all_of(node for node in _nodes(query) if not isinstance(node, Dates))
        dates.add(_dates(query))
    if len(dates) > 1:
        raise BadRequest("queries that are compared have one period: write it as --since, --until")
    return found, {period for period in dates if period}


def _dates(query: Query) -> Dates | None:
    return next((node for node in _nodes(query) if isinstance(node, Dates)), None)


def _nodes(query: Query) -> Sequence[Query]:
    return query.nodes if isinstance(query, And) else (query,)


# --- Counting -------------------------------------------------------------------------------------


class _Counted:
    """How many articles and hits groups have.

    Attributes:
        articles: Articles by group.
        hits: Hits by group.
        total: All articles, each once.
        without_period: Those of them in no period.
    """

    def __init__(self) -> None:
        self.articles: Counter[Group] = Counter()
        self.hits: Counter[Group] = Counter()
        self.total = 0
        self.without_period = 0


class _Groups:
    """Tells the groups of articles from their rows in the index."""

    def __init__(self, connection: Connection, by: Sequence[By]) -> None:
        self._by = by
        self._columns = [_COLUMNS[one] for one in by]
        hosts = connection.execute(select(Site.id, Site.host))
        self._hosts: dict[int, str] = {row.id: row.host for row in hosts}

    def counted(self, connection: Connection, query: Query, unit: Unit = Unit.ARTICLES) -> _Counted:
        """Count the articles that a query finds, or their hits as well."""
        counted = _Counted()
        if unit is Unit.HITS:
            with closing(found_articles(connection, query)) as articles:
                for found in articles:
                    values = [found.indexed[name] for name in self._columns]
                    self._add(counted, values, 1, found.hits)
            return counted
        rows = matching(connection, query).subquery()
        columns = [rows.c[name] for name in self._columns]
        grouped = select(*columns, func.count()).group_by(*columns)
        for *values, number in connection.execute(grouped):
            self._add(counted, values, number, 0)
        return counted

    def _add(self, counted: _Counted, values: Sequence[Any], articles: int, hits: int) -> None:
        counted.total += articles
        each = [self._values(by, value) for by, value in zip(self._by, values, strict=True)]
        if any(by.is_period and found == [None] for by, found in zip(self._by, each, strict=True)):
            counted.without_period += articles
        for group in product(*each):
            counted.articles[group] += articles
            counted.hits[group] += hits

    def _values(self, by: By, value: Any) -> list[str | None]:
        """Return the values of an article, of which there are several where it counts for several."""
        found: Iterable[str | None]
        match by:
            case By.MONTH:
                found = [f"{value // 100}-{value % 100:02}"] if value and value % 100 else []
            case By.YEAR:
                found = [str(value // 100)] if value else []
            case By.PROVINCE_TODAY:
                found = dict.fromkeys(provinces.successor(one).id for one in value.split())
            case By.PROVINCE | By.TOPIC:
                found = value.split()
            case By.SITE:
                found = [self._hosts[value]]
            case _:
                found = [value]
        return list(found) or [None]


def _rows(
    by: Sequence[By],
    compared: _Counted,
    counts: Mapping[str, _Counted],
    unit: Unit,
    dates: Dates | None,
) -> Iterable[Frequency]:
    for group in _in_order(by, compared.articles, dates):
        total = compared.articles[group]
        for name, count in counts.items():
            articles = count.articles[group] if total else None
            hits = count.hits[group] if total and unit is Unit.HITS else None
            yield Frequency(name, group, articles, hits, total)


def _in_order(by: Sequence[By], articles: Mapping[Group, int], dates: Dates | None) -> list[Group]:
    """Return the groups in their order, and among them the periods that have no articles."""
    orders: list[list[str | None]] = []
    for place, one in enumerate(by):
        sizes: defaultdict[str | None, int] = defaultdict(int)
        for group, number in articles.items():
            sizes[group[place]] += number
        known = [value for value in sizes if value is not None]
        if one.is_period:
            known = _steps(one, known, dates) if known else []
        else:
            known.sort(key=lambda value: (-sizes[value], value))
        orders.append([*known, None] if None in sizes else [*known])
    return [group for group in product(*orders) if group in articles or _is_in_a_period(by, group)]


def _steps(by: By, known: Sequence[str], dates: Dates | None) -> list[str]:
    """Return the periods from the first that is asked for to the last, or that has articles."""
    first, last = (dates.first, dates.last) if dates else (None, None)
    spelled = "%Y-%m" if by is By.MONTH else "%Y"
    return periods(
        first.strftime(spelled) if first else min(known),
        last.strftime(spelled) if last else max(known),
    )


def _is_in_a_period(by: Sequence[By], group: Group) -> bool:
    return any(one.is_period and value is not None for one, value in zip(by, group, strict=True))


def _first_and_last(connection: Connection, query: Query) -> tuple[str | None, str | None]:
    """Return the dates of the earliest and the latest article that a query finds."""
    rows = matching(connection, query).subquery()
    latest, earliest = connection.execute(
        select(func.min(rows.c.position), func.max(rows.c.position)).where(
            rows.c.month.is_not(None)
        )
    ).one()
    dates = select(Article.published_at, Article.published_precision).join(
        IndexedArticle, IndexedArticle.article_id == Article.id
    )
    first, last = (
        connection.execute(dates.where(IndexedArticle.position == position)).one_or_none()
        for position in (earliest, latest)
    )
    return first and _date(*first), last and _date(*last)


def _date(published_at: datetime | None, precision: str | None) -> str | None:
    if published_at is None or precision is None:
        return None
    return published_at.strftime(_DATES.get(Precision(precision), "%Y-%m-%d"))
