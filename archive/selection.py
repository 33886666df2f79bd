"""Which articles a person asks for: province, dates, topic and site, as one set of conditions.

Searching and exporting take the same `Selection`, so that both understand a province alike.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from archive import provinces, topics
from archive.errors import ArchiveError
from archive.models import Article, ArticleTopic, Site
from archive.readings import Precision
from archive.text import fold_words
from archive.timezone import VIETNAM

_DAY = re.compile(r"((?:19|20|21)[0-9]{2})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


class BadRequest(ArchiveError):
    """A person asked for something that cannot be: a wrong date, an unknown province or topic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The articles that a person asks for; what is None does not restrict.

    Attributes:
        province: Name of a province in any spelling, ``Bắc Cạn`` or ``bac kan``.
        since: First day.
        until: Last day, inclusive.
        topic: Identifier or Vietnamese name of a topic, ``khoa-giao``.
        site: Host or spider name of a site, ``tuyengiao.vn`` or ``bac_kan``.
    """

    province: str | None = None
    since: date | None = None
    until: date | None = None
    topic: str | None = None
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
        BadRequest: The province, topic or site is not known; the message says what is.
    """
    found: list[ColumnElement[bool]] = []
    if selection.province is not None:
        found.append(Article.province_id.in_(_province_ids(selection.province)))
    if selection.since is not None:
        found.append(Article.published_at >= _midnight(selection.since))
    if selection.until is not None:
        found.append(_published_until(selection.until))
    if selection.topic is not None:
        tagged = select(ArticleTopic.article_id).where(
            ArticleTopic.topic_id == _topic_id(selection.topic)
        )
        found.append(Article.id.in_(tagged))
    if selection.site is not None:
        found.append(Article.site_id.in_(_site_ids(connection, selection.site)))
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


def _province_ids(name: str) -> list[str]:
    try:
        return [unit.id for unit in provinces.units(name)]
    except provinces.UnknownProvince as error:
        raise BadRequest(str(error)) from error


def _topic_id(text: str) -> str:
    known = {topic.id: topic for topic in topics.all_topics()}
    if text in known:
        return text
    wanted = fold_words(text)
    for topic in known.values():
        if wanted in (fold_words(topic.id), fold_words(topic.name_vi)):
            return topic.id
    raise BadRequest(f"unknown topic {text!r}; {_suggestion(wanted.replace(' ', '-'), known)}")


def _site_ids(connection: Connection, text: str) -> list[int]:
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
