"""The one time zone of the archive.

Vietnam has kept UTC+7 without daylight saving since 1975, so a fixed offset is exact for every date
that a news site can print.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7), "+07:00")


def now() -> datetime:
    """Return the present moment in Vietnam, to the second."""
    return datetime.now(VIETNAM).replace(microsecond=0)
