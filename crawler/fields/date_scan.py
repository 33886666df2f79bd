"""Finding printed dates in one line: where each begins and ends, and what it says."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final, Literal, NamedTuple, TypeAlias

from dateutil.parser import isoparse

from archive.readings import Precision
from archive.timezone import VIETNAM, now
from crawler.fields import date_forms as forms

Label: TypeAlias = Literal["published", "updated", "today"]

FIRST_YEAR: Final = 1997
"""The year in which Vietnam joined the internet."""

_LONGEST_PREFIX: Final = 60
_NOON: Final = 12
_WEEKDAY_KEYS: Final = {word.replace(" ", ""): day for word, day in forms.WEEKDAYS.items()}


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A printed date in a line.

    Attributes:
        start: Where its label, or else the printed date, begins.
        raw_start: Where the printed date begins.
        end: Where it ends.
        value: The moment, Vietnam time.
        precision: The smallest part that counts.
        label: What the line calls it.
        like_clock: Whether it has the form of a header clock: weekday, seconds, and the day in
            words or with a year of two digits.
    """

    start: int
    raw_start: int
    end: int
    value: datetime
    precision: Precision
    label: Label | None
    like_clock: bool = False


def scan(line: str, *, month_first: bool | None) -> list[FoundDate]:
    """Return the dates of a cleaned line, or nothing where one of them is impossible.

    Args:
        line: The line.
        month_first: The order of numbers; None where either will do.
    """
    if iso := forms.ISO_MOMENT.search(line):
        start, label = _label(line[: iso.start()])
        moment = parse_iso(iso[0])
        return [FoundDate(start, *iso.span(), *moment, label)] if moment else []
    found: list[FoundDate] = []
    position = 0
    while match := _next_day(line, position):
        position = match.end()
        if behind := forms.RANGE_BEHIND.match(line, position):
            position = behind.end()
            continue
        context = _Context.of(line, match)
        if context.is_of_something_else():
            continue
        day = context.day(month_first=month_first)
        if day is None:
            return []
        if is_plausible_year(day.year):
            found.append(context.found(day))
            position = context.end
    return found or _month_or_year(line)


def _next_day(line: str, position: int) -> re.Match[str] | None:
    """Find the next day; the form with the month's name in front only where there is no other."""
    match = forms.DATE.search(line, position)
    if match is None and forms.MONTH_FIRST_TAIL.search(line, position):
        match = forms.MONTH_FIRST.search(line, position)
    return match


def parse_iso(text: str) -> tuple[datetime, Precision] | None:
    """Read ISO 8601 as Vietnam time; a time that does not exist (24:00) is left out."""
    day, clock = text[: len("2015-10-21")], text[len("2015-10-21T") :]
    precision = Precision.DAY
    try:
        value = isoparse(day)
        if clock and not clock.startswith("24"):
            with suppress(ValueError):
                value, precision = isoparse(text), Precision.MINUTE
        value = value.astimezone(VIETNAM) if value.tzinfo else value.replace(tzinfo=VIETNAM)
    except (ValueError, OverflowError):
        return None
    if not is_plausible_year(value.year):
        return None
    return value.replace(second=0, microsecond=0), precision


def is_plausible_year(year: int) -> bool:
    """Tell whether something can have been put on the web in that year."""
    return FIRST_YEAR <= year <= now().year + 1


@dataclass(frozen=True, slots=True)
class _Context:
    """What stands around a day in a line: its weekday, time, zone and label.

    Attributes:
        match: The day, as `forms.DATE` has found it.
        before: The text in front of the printed date, counters blanked.
        start: Where the label begins.
        raw_start: Where the printed date begins.
        end: Where the printed date ends.
        label: The label.
        weekday: The printed weekday, Monday = 0.
        clock: Hour, minute, second and half of the day, as printed.
    """

    match: re.Match[str]
    before: str
    start: int
    raw_start: int
    end: int
    label: Label | None
    weekday: int | None
    clock: _Clock | None

    @classmethod
    def of(cls, line: str, match: re.Match[str]) -> _Context:
        """Look around a day."""
        # Only the nearest words count, and the search must stay cheap on long lines.
        offset = max(0, match.start() - _LONGEST_PREFIX)
        before = forms.COUNTER.sub(_blank, line[offset : match.start()])
        prefix = forms.IN_FRONT.search(before)
        suffix = forms.BEHIND.match(line, match.end())
        raw_start = prefix.start() if prefix else len(before)
        start, label = _label(before[:raw_start])
        if prefix and label is None and prefix["day_word"] and prefix[0].split() == ["ngày"]:
            # "Đăng ngày 15-05-2022": here the word belongs to the label.
            start, label = _label(before)
            raw_start = raw_start if label is None else len(before)
        weekday = prefix and (prefix["weekday"] or prefix["weekday2"])
        return cls(
            match=match,
            before=before[:raw_start],
            start=offset + (raw_start if label is None else start),
            raw_start=offset + raw_start,
            end=suffix.end() if suffix else match.end(),
            label=label,
            weekday=_WEEKDAY_KEYS["".join(weekday.lower().split())] if weekday else None,
            clock=_clock(suffix, "2") or _clock(prefix, "1"),
        )

    @property
    def _numeric_year(self) -> str | None:
        return self.match["year"] if self.match.re is forms.DATE else None

    @property
    def _has_short_year(self) -> bool:
        return len(self._numeric_year or "2024") == len("24")

    def is_of_something_else(self) -> bool:
        """Tell whether the day is part of a range, of a document, or no date at all."""
        if forms.RANGE_IN_FRONT.search(self.before) or forms.DOCUMENT_IN_FRONT.search(self.before):
            return True
        # A year of two digits is one only where something else says that this is a date.
        alone = self.weekday is None and self.clock is None and self.label is None
        return self._has_short_year and alone

    def day(self, *, month_first: bool | None) -> date | None:
        """Return the day that is meant; None where there is no such day, or on another weekday."""
        readings = self._readings()
        if month_first:
            readings.reverse()
        if self.weekday is not None:
            return next((day for day in readings if day and day.weekday() == self.weekday), None)
        if month_first is None:
            return next(filter(None, readings), None)
        return readings[0]

    def _readings(self) -> list[date | None]:
        """Return the days that the numbers may mean, day first before month first."""
        match = self.match
        if year := self._numeric_year:
            number = int(year)
            if self._has_short_year:
                number += 1900 if number >= FIRST_YEAR % 100 else 2000
            first, second = int(match["first"]), int(match["second"])
            return [_date(number, second, first), _date(number, first, second)]
        if match.re is forms.DATE and match["y_first"]:
            return [_date(int(match["y_first"]), int(match["m_second"]), int(match["d_third"]))]
        return [_date(int(match["w_year"]), _month(match["w_month"]), int(match["w_day"]))]

    def found(self, day: date) -> FoundDate:
        """Put the day and its time together."""
        moment = self.clock and _time(self.clock)
        has_seconds = self.clock is not None and self.clock.second is not None
        in_words = self.match["w_day"] is not None
        return FoundDate(
            start=self.start,
            raw_start=self.raw_start,
            end=self.end,
            value=datetime.combine(day, moment or time(), VIETNAM),
            precision=Precision.DAY if moment is None else Precision.MINUTE,
            label=self.label,
            like_clock=self.weekday is not None
            and has_seconds
            and (in_words or self._has_short_year),
        )


class _Clock(NamedTuple):
    """A printed time of day."""

    hour: str
    minute: str
    second: str | None
    half: str | None


def _clock(match: re.Match[str] | None, name: str) -> _Clock | None:
    if match is None or match[f"hour{name}"] is None:
        return None
    return _Clock(*(match[f"{part}{name}"] for part in _Clock._fields))


def _time(clock: _Clock) -> time | None:
    """Return the time of day, or None where there is no such time (24:00, 15:30 AM)."""
    hour = int(clock.hour)
    if clock.half:
        is_afternoon = clock.half[0].lower() in "pc"  # PM, CH (chiều)
        if (hour == 0) if is_afternoon else (hour > _NOON):
            return None
        if hour <= _NOON:  # some sites print 15:30 PM
            hour = hour % _NOON + _NOON * is_afternoon
    try:
        return time(hour, int(clock.minute), int(clock.second or 0)).replace(second=0)
    except ValueError:
        return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(words: str) -> int:
    """Return the number of ``Tháng 9``, ``tháng mười hai``, ``Th2`` or ``Feb.``."""
    if digits := re.search(r"\d+", words):
        return int(digits[0])
    return forms.MONTHS[words.lower().removeprefix("tháng").strip(" .")]


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _label(before: str) -> tuple[int, Label | None]:
    """Return where the label at the end of a text begins, and what it means."""
    match = forms.LABEL.search(before)
    if match is None:
        return len(before), None
    if match["today"]:
        return match.start(), "today"
    if match["updated"]:
        return match.start(), "updated"
    # "Được gửi bởi quantri vào ...": the name stays in the rest of the line.
    return (match.start("cut") if match["cut"] else match.start()), "published"


def _month_or_year(line: str) -> list[FoundDate]:
    """Read a line that is nothing but a label and a month or a year."""
    if len(line) > _LONGEST_PREFIX or not line[-1:].isdigit():
        return []
    match = forms.MONTH_OR_YEAR.search(line)
    if match is None:
        return []
    start, label = _label(line[: match.start()])
    day = _date(int(match["year"]), int(match["month"] or 1), 1)
    if start or label in (None, "today") or day is None or not is_plausible_year(day.year):
        return []
    precision = Precision.MONTH if match["month"] else Precision.YEAR
    value = datetime.combine(day, time(), VIETNAM)
    return [FoundDate(start, *match.span(), value, precision, label)]
