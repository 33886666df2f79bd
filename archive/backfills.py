"""Backfills: walks through a site's history that an operator orders, stops, and takes up again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, delete, insert, select, update

from archive.models import Base

_BACKFILLS: Final = Base.metadata.tables["backfills"]
_LISTINGS: Final = Base.metadata.tables["listings"]


def take_up(
    connection: Connection, site_id: int, since: date | None, until: date | None, at: datetime
) -> int:
    """Return the number of the backfill of a site and period that has not ended, or of a new one."""
    unfinished = select(_BACKFILLS.c.id).where(
        _BACKFILLS.c.site_id == site_id,
        _BACKFILLS.c.since.is_not_distinct_from(since),
        _BACKFILLS.c.until.is_not_distinct_from(until),
        _BACKFILLS.c.ended_at.is_(None),
    )
    number: int | None = connection.scalar(unfinished)
    if number is None:
        row = {"site_id": site_id, "since": since, "until": until, "started_at": at}
        number = connection.scalar(insert(_BACKFILLS).values(row).returning(_BACKFILLS.c.id))
    return number or 0


def end(connection: Connection, backfill_id: int, at: datetime) -> bool:
    """Note that a backfill has come to its end, unless listing pages are still to be walked.

    Returns:
        Whether it has.
    """
    mine = _LISTINGS.c.backfill_id == backfill_id
    if connection.scalar(select(_LISTINGS.c.id).where(mine, _LISTINGS.c.pending).limit(1)):
        return False
    connection.execute(delete(_LISTINGS).where(mine, _LISTINGS.c.page > 1))
    connection.execute(delete(_LISTINGS).where(mine))
    connection.execute(update(_BACKFILLS).where(_BACKFILLS.c.id == backfill_id).values(ended_at=at))
    return True
