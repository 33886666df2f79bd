"""Which articles a person asks for: province, dates, topic and site, as one set of conditions.

Searching and exporting take the same `Selection`, so that both understand a province alike.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from archive import provinces
from archive.errors import ArchiveError
from archive.models import Article, ArticleProvince, ArticleTopic, Kind, Site, Topic
from archive.readings import Precision
from archive.text import fold_words
from archive.timezone import VIETNAM

#: How many of anything a person can ask for: more than any archive has, and few enough for any database.
MOST: Final = 1_000_000_000
_DAY = re.compile(r"((?:19|20|21)[0-9]{2})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


class BadRequest(ArchiveError):
    """A person asked for something that cannot be: a wrong date, an unknown province or topic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The articles that a person asks for; what is None does not restrict.

    Attributes:
        province: Name of a province in any spelling, ``Bắc Cạn`` or ``bac kan``, or a code with its date.
        province_today: Name of a province of today: what became part of it counts as well.
        since: First day.
        until: Last day, inclusive.
        topic: Identifier or name of a topic, ``khoa-giao``.
        kind: Identifier or name of a kind of piece, ``chi-dao``.
        site: Host or spider name of a site, ``tuyengiao.vn`` or ``bac_kan``.
    """

    province: str | None = None
    province_today: str | None = None
    since: date | None = None
    until: date | None = None
    topic: str | None = None
    kind: str | None = None
    site: str | None = None

    def __post_init__(self) -> None:
        """Refuse a period that ends before it begins."""
        if self.since and self.until and self.since > self.until:
            raise BadRequest(f"the period ends ({self.until}) before it begins ({self.since})")


def first_day(text: str) -> date:
    """Return the first day of a day, month or year: ``2021-05`` is 1 May 2021."""
    return _period(text)[0]


def last_day(text: str) -> date:
    """Return the last day of a day, month or year: ``2021-05`` is 31 May 2021."""
    return _period(text)[1]


def _period(text: str) -> tuple[date, date]:
    match = _DAY.fullmatch(text.strip())
    try:
        if not match:
            raise ValueError(text)
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None  # noqa: S101 - the pattern demands it
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError:
        raise BadRequest(f"{text!r} is not a date: write YYYY-MM-DD, YYYY-MM or YYYY") from None


def conditions(connection: Connection, selection: Selection) -> list[ColumnElement[bool]]:
    """Return the conditions on `Article` that a selection means.

    Raises:
        BadRequest: The province, topic, kind or site is not known; the message says what is.
    """
    found: list[ColumnElement[bool]] = []
    if selection.province is not None:
        found.append(_about(province_ids(provinces.units, selection.province)))
    if selection.province_today is not None:
        found.append(_about(province_ids(provinces.units_today, selection.province_today)))
    if selection.since is not None:
        found.append(Article.published_at >= _midnight(selection.since))
    if selection.until is not None:
        found.append(_published_until(selection.until))
    if selection.topic is not None:
        tagged = select(ArticleTopic.article_id).where(
            ArticleTopic.topic_id == named(connection, Topic, "topic", selection.topic)
        )
        found.append(Article.id.in_(tagged))
    if selection.kind is not None:
        found.append(Article.kind_id == named(connection, Kind, "kind", selection.kind))
    if selection.site is not None:
        found.append(Article.site_id.in_(site_ids(connection, selection.site)))
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)


def _published_until(until: date) -> ColumnElement[bool]:
    """A date known to the month or year is in the period when all of that month or year is."""
    end = _midnight(until + timedelta(days=1))
    precision = Article.published_precision
    return or_(
        and_(
            precision.not_in((Precision.MONTH, Precision.YEAR)),
            Article.published_at < end,
        ),
        and_(precision == Precision.MONTH, Article.published_at < end.replace(day=1)),
        and_(precision == Precision.YEAR, Article.published_at < end.replace(month=1, day=1)),
    )


def _about(ids: Iterable[str]) -> ColumnElement[bool]:
    about = select(ArticleProvince.article_id).where(ArticleProvince.province_id.in_(ids))
    return Article.id.in_(about)


def province_ids(units: Callable[[str], Iterable[provinces.Province]], name: str) -> list[str]:
    """Return the identifiers of the units that a name stands for.

    Args:
        units: `archive.provinces.units` or `archive.provinces.units_today`.
        name: What a person wrote.

    Raises:
        BadRequest: It names none; the message says what would.
    """
    try:
        return [unit.id for unit in units(name)]
    except provinces.BadProvince as error:
        raise BadRequest(str(error)) from error


def named(connection: Connection, table: type[Topic | Kind], what: str, text: str) -> str:
    """Return the identifier of a topic or kind that goes by a name.

    Raises:
        BadRequest: There is none; the message names the nearest ones.
    """
    known = connection.execute(select(table.id, table.name_vi, table.name_en)).all()
    wanted = fold_words(text)
    for row in known:
        if text == row.id or wanted in map(fold_words, row):
            identifier: str = row.id
            return identifier
    suggestion = _suggestion(wanted.replace(" ", "-"), (row.id for row in known))
    raise BadRequest(f"unknown {what} {text!r}; {suggestion}")


def site_ids(connection: Connection, text: str) -> list[int]:
    """Return the numbers of the sites that a host or the name of a spider stands for.

    Raises:
        BadRequest: There is none; the message names the nearest ones.
    """
    wanted = text.strip().lower().removeprefix("www.")
    sites = connection.execute(select(Site.id, Site.host, Site.spider)).all()
    ids = [site.id for site in sites if wanted in (site.host, site.spider)]
    if not ids:
        names = dict.fromkeys(name for site in sites for name in (site.host, site.spider))
        if not names:
            raise BadRequest(f"unknown site {text!r}: the archive has no site yet")
        raise BadRequest(f"unknown site {text!r}; {_suggestion(wanted, names)}")
    return ids


def _suggestion(wanted: str, known: Iterable[str]) -> str:
    names = sorted(known)
    near = get_close_matches(wanted, names, n=3)
    return f"did you mean {' or '.join(near)}?" if near else f"known are {', '.join(names)}"
