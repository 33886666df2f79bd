"""Months in which a site has far fewer articles in the archive than in the months around them."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import sqrt
from statistics import median

from sqlalchemy import CompoundSelect, Engine, extract, func, select, union_all

from archive.database import clear_errors
from archive.models import Article, Duplicate, Site
from archive.timezone import now

# Months on either side that say what is usual.
_AROUND = 6
# Of these, how many must have articles; and articles a month below which a missing one may be chance.
_LEAST_MONTHS = 3
_LEAST_EXPECTED = 6.0
# Far below: under this share of what is expected, and further below than chance explains (a Poisson
# distribution's standard deviation is the root of its mean).
_SHARE = 0.25
_SIGMAS = 2.4


@dataclass(frozen=True, slots=True)
class Gap:
    """A month of a site, or of one of its sections, that lacks articles.

    Attributes:
        spider: Name of the spider.
        section: The site's section; None where the whole site lacks them.
        first: First day of the month.
        last: Last day of the month.
        expected: Articles that the months around it have (their median).
        seen: Articles that the archive has, duplicates included.
    """

    spider: str
    section: str | None
    first: date
    last: date
    expected: float
    seen: int


def find(engine: Engine, spider: str | None = None) -> list[Gap]:
    """Return the gaps in the archive, in the order of sites, months and sections.

    A month in which the whole site has a gap is named once, without its sections. The first and the last
    month with articles, the present month and articles whose date is not known are left out.

    Args:
        engine: The archive.
        spider: Only this site.

    Raises:
        ArchiveError: The database cannot be read.
    """
    today = now().date()
    counts: dict[str, dict[str | None, Counter[int]]] = {}
    with clear_errors(engine), engine.connect() as connection:
        for name, section, year, month, number in connection.execute(_statement(spider)):
            place = 12 * int(year) + int(month) - 1
            if place >= 12 * today.year + today.month - 1:
                continue
            sections = counts.setdefault(name, {None: Counter()})
            sections[None][place] += number
            if section is not None:
                sections.setdefault(section, Counter())[place] += number
    found = []
    for name, sections in counts.items():
        gaps = [
            Gap(name, section, *_days(place), expected, seen)
            for section, months in sections.items()
            for place, expected, seen in low_months(months)
        ]
        whole = {gap.first for gap in gaps if gap.section is None}
        found += [gap for gap in gaps if gap.section is None or gap.first not in whole]
    return sorted(found, key=lambda gap: (gap.spider, gap.first, gap.section or ""))


def low_months(months: Mapping[int, int]) -> Iterable[tuple[int, float, int]]:
    """Return the months with far fewer articles than those around them: month, expected, seen.

    Args:
        months: Articles of each month that has any; months are numbered on without a break.

    >>> list(low_months({1: 30, 2: 31, 3: 29, 5: 30, 6: 33}))
    [(4, 30, 0)]
    """
    if not months:
        return
    for place in range(min(months) + 1, max(months)):
        seen = months.get(place, 0)
        around = [
            months[other]
            for other in range(place - _AROUND, place + _AROUND + 1)
            if other != place and months.get(other)
        ]
        if len(around) < _LEAST_MONTHS:
            continue
        expected = median(around)
        if (
            expected >= _LEAST_EXPECTED
            and seen < _SHARE * expected
            and seen <= expected - _SIGMAS * sqrt(expected)
        ):
            yield place, expected, seen


def _statement(spider: str | None) -> CompoundSelect[str, str | None, int, int, int]:
    """Count articles and duplicates by site, section and month."""
    parts = []
    for table in (Article, Duplicate):
        year, month = extract("year", table.published_at), extract("month", table.published_at)
        part = (
            select(Site.spider, table.section, year, month, func.count(table.id))
            .select_from(table)
            .join(Site, Site.id == table.site_id)
            .where(table.published_at.is_not(None), table.published_precision != "year")
            .group_by(Site.spider, table.section, year, month)
        )
        parts.append(part if spider is None else part.where(Site.spider == spider))
    return union_all(*parts)


def _days(place: int) -> tuple[date, date]:
    year, month = divmod(place, 12)
    return date(year, month + 1, 1), date(year, month + 1, monthrange(year, month + 1)[1])
