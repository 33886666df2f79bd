"""The bodies of the Party in time: what a province's committee and departments were called on a day.

Ban Tuyên giáo and Ban Dân vận became Ban Tuyên giáo và Dân vận in the first half of 2025, on different
days in different provinces, most of which no source at hand names. Such a day is a window, and a body is
only said to have worked on a day where that is certain. Facts: ``archive/data/bodies.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import Any, Final, TypeAlias

from archive.provinces import Province, all_provinces, get

Row: TypeAlias = dict[str, str | date | None]

_DAY: Final = timedelta(days=1)
_AFTER_MERGER: Final = "merged-propaganda"


class BodyFunction(StrEnum):
    """What a body is for."""

    COMMITTEE = "committee"
    PROPAGANDA = "propaganda"
    MASS_MOBILISATION = "mass-mobilisation"


class Certainty(StrEnum):
    """How well a boundary is known."""

    LAW = "by law"
    IN_FORCE = "in force"
    ANNOUNCED = "announced"
    BETWEEN = "within a window"


@dataclass(frozen=True, slots=True)
class Boundary:
    """The first or last day of a body.

    Attributes:
        earliest: The day it cannot have been before; the day itself where that is known.
        latest: The day it cannot have been after; the day itself where that is known.
        certainty: ``by law`` (the life of the province), ``in force`` or ``announced`` (a source names
            the day of either), ``within a window`` (only that is known).
        source: Where that is from.
    """

    earliest: date
    latest: date
    certainty: Certainty
    source: str

    @property
    def day(self) -> date | None:
        """The day, None where only a window is known."""
        return self.earliest if self.earliest == self.latest else None

    def before(self) -> Boundary:
        """Return the last day of what ended when this began."""
        return Boundary(self.earliest - _DAY, self.latest - _DAY, self.certainty, self.source)


@dataclass(frozen=True, slots=True)
class Body:
    """A body under one name.

    Attributes:
        id: Identifier, ``bac-giang:propaganda:2``.
        province_id: The unit of ``archive/data/provinces.csv``; None for the Party's centre.
        function: What it is for.
        name: Its full name, ``Ban Tuyên giáo Tỉnh ủy Bắc Giang``.
        first: Its first day; None: it is older than the archive, the day is not known here.
        last: Its last day; None: it works today.
    """

    id: str
    province_id: str | None
    function: BodyFunction
    name: str
    first: Boundary | None
    last: Boundary | None

    def worked(self, on: date) -> bool | None:
        """Tell whether it worked on a day; None where that is not known."""
        if (self.first and on < self.first.earliest) or (self.last and on > self.last.latest):
            return False
        begun = self.first is None or on >= self.first.latest
        ended = self.last is not None and on > self.last.earliest
        return True if begun and not ended else None

    def row(self) -> Row:
        """Return it as a row of the table ``bodies``: a known day, or else its window."""
        return {
            "id": self.id,
            "province_id": self.province_id,
            "function": self.function.value,
            "name": self.name,
            "valid_from": self.first.day if self.first else None,
            "valid_to": self.last.day if self.last else None,
            **_window_columns("from", self.first),
            **_window_columns("to", self.last),
            "source": f"{_told('first', self.first)}; {_told('last', self.last)}",
        }


@lru_cache(maxsize=1)
def all_bodies() -> tuple[Body, ...]:
    """Return every body, by province in the order of the provinces, the Party's centre last."""
    facts = _facts()
    found = [body for unit in all_provinces() for body in _of_unit(unit, facts)]
    return (*found, *_of_centre(facts["centre"]))


def bodies_of(province_id: str | None) -> tuple[Body, ...]:
    """Return the bodies of a unit, oldest first within each function; None: the Party's centre.

    Raises:
        UnknownProvince: There is no such unit.
    """
    if province_id is not None:
        get(province_id)
    return tuple(body for body in all_bodies() if body.province_id == province_id)


def body_on(province_id: str | None, function: BodyFunction, on: date) -> Body | None:
    """Return the body of a function that worked on a day; None where there was none or it is not known.

    >>> body_on("bac-giang", BodyFunction.PROPAGANDA, date(2025, 3, 1)).name
    'Ban Tuyên giáo và Dân vận Tỉnh ủy Bắc Giang'

    Raises:
        UnknownProvince: There is no such unit.
    """
    for body in bodies_of(province_id):
        if body.function is function and body.worked(on):
            return body
    return None


def _window_columns(end: str, boundary: Boundary | None) -> Row:
    window = boundary if boundary and boundary.day is None else None
    return {
        f"{end}_earliest": window.earliest if window else None,
        f"{end}_latest": window.latest if window else None,
    }


def _told(end: str, boundary: Boundary | None) -> str:
    """Return how a day is known: ``first day announced (https://...)``."""
    if boundary is None:
        return "first day not known here" if end == "first" else "works today"
    return f"{end} day {boundary.certainty} ({boundary.source})"


@lru_cache(maxsize=1)
def _facts() -> dict[str, Any]:
    text = resources.files("archive").joinpath("data/bodies.toml").read_text("utf-8")
    return tomllib.loads(text)


def _of_unit(unit: Province, facts: dict[str, Any]) -> Iterator[Body]:
    """Yield the bodies of a unit: those that it began with, and those that took over in it."""
    source = facts["units"]["source"]
    first, last = (
        Boundary(day, day, Certainty.LAW, source) if day else None
        for day in (unit.valid_from, unit.valid_to)
    )
    merger = _merger(unit, facts["merger"])
    called = {
        key: pattern.format(
            committee=unit.committee, name=facts["printed"].get(unit.name, unit.name)
        )
        for key, pattern in facts["names"].items()
    }
    yield _body(unit.id, BodyFunction.COMMITTEE, 1, called["committee"], first, last)
    yield from _departments(unit.id, called, first, last, merger)


def _departments(
    unit: str | None,
    called: dict[str, str],
    first: Boundary | None,
    last: Boundary | None,
    merger: Boundary | None,
) -> Iterator[Body]:
    """Yield the departments of a committee; without a merger it began with the merged one."""
    propaganda, mobilisation = BodyFunction.PROPAGANDA, BodyFunction.MASS_MOBILISATION
    if merger is None:
        yield _body(unit, propaganda, 1, called[_AFTER_MERGER], first, last)
        return
    ended = merger.before()
    if last and last.latest < merger.earliest:
        ended = last
    yield _body(unit, propaganda, 1, called[propaganda], first, ended)
    if ended is not last:
        yield _body(unit, propaganda, 2, called[_AFTER_MERGER], merger, last)
    yield _body(unit, mobilisation, 1, called[mobilisation], first, ended)


def _merger(unit: Province, facts: dict[str, Any]) -> Boundary | None:
    """Return the day on which the departments of a unit became one; None where it began with one."""
    if unit.valid_from and unit.valid_from >= facts["units_from"]:
        return None
    for known in facts["day"]:
        if known["province"] == unit.id:
            day = known["day"]
            return Boundary(day, day, Certainty(known["certainty"]), known["source"])
    return _window(facts)


def _of_centre(facts: dict[str, Any]) -> Iterator[Body]:
    for body in _departments(None, facts, None, None, _window(facts)):
        if body.name == facts["propaganda"]:
            yield replace(body, first=_window(facts["founded"]))
        else:
            yield body


def _window(facts: dict[str, Any]) -> Boundary:
    return Boundary(facts["earliest"], facts["latest"], Certainty.BETWEEN, facts["source"])


def _body(
    unit: str | None,
    function: BodyFunction,
    number: int,
    name: str,
    first: Boundary | None,
    last: Boundary | None,
) -> Body:
    return Body(f"{unit or 'centre'}:{function}:{number}", unit, function, name, first, last)
