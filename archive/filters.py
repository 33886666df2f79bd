"""Which articles a program asks `archive.api.Archive` for, as keyword arguments."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TypeAlias, TypedDict

from archive.search.resolving import asked
from archive.search.tree import Query
from archive.selection import BadRequest, Selection, first_day, last_day

#: A day; as text also a month, ``2021-05``, or a year, of which ``since`` means the first day and
#: ``until`` the last. Of a moment, its day.
Day: TypeAlias = date | str | int


class Filters(TypedDict, total=False):
    """Which articles are meant, as by the options of the command line; what is None does not restrict.

    Attributes:
        province: Name of a province in any spelling, ``Bắc Cạn`` or ``bac kan``, or a code with its date.
        province_today: Name of a province of today: what became part of it counts as well.
        since: First day, month or year.
        until: Last one, inclusive.
        topic: Identifier or name of a topic, ``khoa-giao``.
        kind: Identifier or name of a kind of piece, ``chi-dao``.
        site: Host or spider name of a site, ``tuyengiao.vn`` or ``bac_kan``.
    """

    province: str | None
    province_today: str | None
    since: Day | None
    until: Day | None
    topic: str | None
    kind: str | None
    site: str | None


class Options(Filters, total=False):
    """Filters, and how a query is read.

    Attributes:
        expand: Whether abbreviations and full forms find each other, ``UBND`` and ``ủy ban nhân dân``.
    """

    expand: bool


def query_of(text: str | None, options: Options) -> Query:
    """Return what is asked for: the words, if any, and the filters.

    Raises:
        BadRequest: It cannot be understood, or there is no such option.
    """
    _require_known(options, Options.__annotations__)
    return asked(text, _selection(options), expanded=options.get("expand", False))


def selection_of(filters: Filters) -> Selection:
    """Return filters as the command line has them.

    Raises:
        BadRequest: A date cannot be read, the period ends before it begins, or there is no such filter.
    """
    _require_known(filters, Filters.__annotations__)
    return _selection(filters)


def _require_known(given: Iterable[str], known: Iterable[str]) -> None:
    """Refuse a misspelled name, which would choose nothing, so that all articles would be meant."""
    names = tuple(known)
    for name in given:
        if name not in names:
            raise BadRequest(f"unknown option {name!r}; known are {', '.join(names)}")


def _selection(filters: Filters) -> Selection:
    return Selection(
        province=filters.get("province"),
        province_today=filters.get("province_today"),
        since=_day(filters.get("since"), first_day),
        until=_day(filters.get("until"), last_day),
        topic=filters.get("topic"),
        kind=filters.get("kind"),
        site=filters.get("site"),
    )


def _day(given: Day | None, read: Callable[[str], date]) -> date | None:
    if given is None:
        return None
    day = given.date() if isinstance(given, datetime) else given
    return read(str(day))
