"""The order of dates as one number: newest first, undated articles last.

A position is the minute of publication, counted backwards, and behind it the article's number among those
of the same minute. So the articles of a period are a range of positions, and an index that is kept in the
order of positions gives the newest first without sorting. It is dense enough (37 bits, and neighbours
close together) to be cheap in lists of differences, which indexes keep.
"""

from __future__ import annotations

from datetime import datetime, time
from typing import Final

from archive.readings import Precision
from archive.search.tree import Dates

#: How many articles of one minute have a position of it; further ones go to the minute after it.
PLACES: Final = 1 << 10

_FIRST: Final = datetime(1900, 1, 1)  # noqa: DTZ001 - wall-clock time, as the database keeps it
_MINUTES: Final = int((datetime(2200, 1, 1) - _FIRST).total_seconds()) // 60  # noqa: DTZ001
#: The first position of an article without a date; there are as many as need be.
UNDATED: Final = (_MINUTES + 1) * PLACES


def first_position(published: datetime | None) -> int:
    """Return the first position of the minute in which an article was published.

    Args:
        published: Vietnam wall-clock time, with or without its zone; None: no date is known.
    """
    if published is None:
        return UNDATED
    minutes = int((published.replace(tzinfo=None) - _FIRST).total_seconds()) // 60
    return (_MINUTES - min(max(minutes, 0), _MINUTES)) * PLACES


def last_position(first: int) -> int:
    """Return the last position of the minute whose first position is given."""
    return first + PLACES - 1 if first < UNDATED else 2**62


def is_of(position: int, published: datetime | None) -> bool:
    """Tell whether a position is one of the minute in which an article was published."""
    first = first_position(published)
    return first <= position <= last_position(first)


def minute_after(position: int) -> int:
    """Return the first position of the minute after the one whose first position is given."""
    return max(position - PLACES, 0)


def span(dates: Dates) -> tuple[int, int]:
    """Return the first and the last position of a period."""
    lowest, highest = 0, UNDATED - 1
    if dates.last is not None:
        lowest = first_position(datetime.combine(dates.last, time(23, 59)))
    if dates.first is not None:
        highest = first_position(datetime.combine(dates.first, time())) + PLACES - 1
    return lowest, highest


def month(published: datetime | None, precision: str | None) -> int | None:
    """Return the month of a date as a number, ``202105``; ``202100`` where only the year is known."""
    if published is None:
        return None
    return published.year * 100 + (0 if precision == Precision.YEAR else published.month)
