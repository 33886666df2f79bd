"""Choosing the date of publication among the dates that a page prints outside its body.

The header's clock shows the day of the fetch in the very forms in which others print the date of
publication (``Thứ Tư, 24/7/2024``), and lists of other articles print theirs. Label, distance from
the title and the day of the fetch tell them apart; where they do not, there is no date.

The caller passes candidates from date lines, labelled or near the title. **Dates out of the body are
no candidates**: a text names the days of events and documents, never its own publication.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from archive.readings import Precision, PrintedDate
from archive.text import clean
from crawler.fields.dates import DateText, is_clock, read_date, read_machine_date

if TYPE_CHECKING:
    from lxml.etree import _Element

NEAR: Final = 3
"""How many blocks from the title a date of publication stands at most to speak against another."""

_CLOCK_SKEW: Final = timedelta(days=1)


class Candidate(NamedTuple):
    """A date and where it stands.

    Attributes:
        date: The date.
        distance: Blocks from the title; negative in front of it.
    """

    date: DateText
    distance: int


def choose_date(candidates: Iterable[tuple[DateText, int]], fetched_on: date) -> DateText | None:
    """Return the best date of publication; ``label`` is ``updated`` where there is no better one.

    Args:
        candidates: Dates with their distance from the title in blocks, negative in front of it.
        fetched_on: The day on which the page was fetched, Vietnam time.
    """
    published, updated = _choose(candidates, fetched_on)
    return (published or updated or (None,))[0]


def choose_dates(
    candidates: Iterable[tuple[DateText, int]], fetched_on: date, rule: str = "visible"
) -> tuple[PrintedDate | None, PrintedDate | None]:
    """Return the date of publication and that of the last change, each with the rule that read it.

    The rules are ``visible:label`` (Ngày đăng), ``visible:near-title``, and ``visible:updated-label``
    (Cập nhật): a date of change stands in for that of publication only where there is no other.

    Args:
        candidates: As for `choose_date`.
        fetched_on: As for `choose_date`.
        rule: What the names of the rules begin with.
    """
    published, updated = _choose(candidates, fetched_on)
    if published is None:
        return (updated.date.printed(f"{rule}:updated-label") if updated else None), None
    name = "label" if published.date.label else "near-title"
    change = updated.date.printed(f"{rule}:updated-label") if updated else None
    if change and change.value.date() < published.date.value.date():
        change = None  # nothing changes before it is there; that date belongs to something else
    return published.date.printed(f"{rule}:{name}"), change


def choose_marked_dates(
    elements: Iterable[_Element], fetched_on: date, cms: str
) -> tuple[PrintedDate | None, PrintedDate | None]:
    """Return the date of publication and that of the last change among elements that a CMS names.

    The rules are ``<cms>:datetime`` where a ``time`` element bears the moment for machines, and
    ``<cms>:visible`` for what it prints.
    """
    read = [found for found in map(_read_marked, elements) if found is not None]
    rules = {date.raw: f"{cms}:{rule}" for date, rule in reversed(read)}
    candidates = [(date, distance) for distance, (date, _) in enumerate(read, 1)]
    published, updated = choose_dates(candidates, fetched_on)
    return published and replace(published, rule=rules[published.raw]), updated


def read_marked_date(elements: Iterable[_Element], cms: str) -> PrintedDate | None:
    """Return the first date among elements that a CMS names, whatever it says of itself."""
    found = next(filter(None, map(_read_marked, elements)), None)
    return found and found[0].printed(f"{cms}:{found[1]}")


def _read_marked(element: _Element) -> tuple[DateText, str] | None:
    moment = element.get("datetime") if element.tag == "time" else None
    if moment is not None and (date := read_machine_date(moment)) is not None:
        return date, "datetime"
    printed = read_date(clean(" ".join(element.itertext())))
    return None if printed is None else (printed, "visible")


def _choose(
    candidates: Iterable[tuple[DateText, int]], fetched_on: date
) -> tuple[Candidate | None, Candidate | None]:
    """Return the best date of publication and the best date of change."""
    possible = [c for c in map(Candidate._make, candidates) if _is_possible(c, fetched_on)]
    older = [c for c in possible if c.date.value.date() < fetched_on and abs(c.distance) <= NEAR]
    possible = [c for c in possible if not _is_clock_beside(c, older, fetched_on)]
    updated = [c for c in possible if c.date.label == "updated"]
    published = [c for c in possible if c.date.label != "updated"]
    return min(published, key=_rank, default=None), min(updated, key=_rank, default=None)


def _rank(candidate: Candidate) -> tuple[int, int, bool]:
    """Order by label, then behind the title before in front of it, then nearness.

    A label counts most, but one far from the title may belong to the box of another article: a date
    right under the title counts more than that.
    """
    day, distance = candidate
    is_labelled = day.label == "published"
    is_near = abs(distance) <= NEAR and (is_labelled or distance >= 0)
    group = (0 if is_labelled else 1) + (0 if is_near else 2)
    return group, abs(distance), distance < 0


def _is_possible(candidate: Candidate, fetched_on: date) -> bool:
    """Tell whether it can be a date of publication, seen by itself."""
    day, distance = candidate
    if day.label == "today" or day.value.date() > fetched_on + _CLOCK_SKEW:
        return False
    if distance >= 0 or day.label == "published":
        return True
    # In front of the title a clock is likelier than a date of publication of the same day.
    on_the_day = day.value.date() == fetched_on
    next_to_title = distance >= -2 and day.precision is Precision.MINUTE
    return not is_clock(day.raw) and (next_to_title or not on_the_day)


def _is_clock_beside(candidate: Candidate, older: list[Candidate], fetched_on: date) -> bool:
    """Tell whether a date of the day of the fetch is a clock, seen beside the older dates."""
    day, distance = candidate
    if day.value.date() != fetched_on or day.label is not None:
        return False
    if distance > 0 and day.precision is Precision.MINUTE:
        # Printed to the minute under the title: only a date at least as near speaks against it.
        return any(abs(c.distance) <= distance for c in older)
    return bool(older)
