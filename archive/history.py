"""Reads what is remembered of each site, for the health monitors."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine, extract, func, or_, select, union_all
from sqlalchemy.orm import Session

from archive import health
from archive.database import clear_errors
from archive.models import Article, Duplicate, Run, RunSite, Site
from archive.runs import RunState
from archive.timezone import now

# Runs that walk the site as it is today; a backfill reads old articles, which lack other fields.
_COMMANDS = ("nightly", "crawl")


def read(
    engine: Engine, spiders: Iterable[str] | None = None, *, at: datetime | None = None
) -> list[health.SiteHistory]:
    """Return the history of each site, in the order of names.

    Args:
        engine: The archive.
        spiders: Names of the spiders; default: all that have ever been run.
        at: The present moment; default: now.

    Raises:
        ArchiveError: The database cannot be read.
    """
    at = at or now()
    limits = health.thresholds()
    with clear_errors(engine), Session(engine, expire_on_commit=False) as session:
        if spiders is None:
            spiders = session.scalars(select(RunSite.spider).distinct()).all()
        return [
            health.SiteHistory(
                spider,
                _runs(session, spider, at, limits),
                _days(session.connection(), spider, at, limits),
            )
            for spider in sorted(set(spiders))
        ]


def check(
    engine: Engine, spiders: Iterable[str] | None = None, *, at: datetime | None = None
) -> list[health.Finding]:
    """Return what is wrong with the sites: `archive.health.check` over their histories.

    Raises:
        ArchiveError: The database cannot be read.
    """
    at = at or now()
    return [finding for site in read(engine, spiders, at=at) for finding in health.check(site, at)]


def _runs(session: Session, spider: str, at: datetime, limits: health.Thresholds) -> list[RunSite]:
    limit = limits["history"]
    statement = (
        select(RunSite)
        .join(RunSite.run)
        .where(
            RunSite.spider == spider,
            RunSite.ended_at.is_not(None),
            RunSite.started_at > at - timedelta(days=limit["days"]),
            RunSite.started_at <= at,
            Run.command.in_(_COMMANDS),
            # A crawl that a person stopped says nothing of the site.
            or_(RunSite.finished, Run.state != RunState.STOPPED),
        )
        .order_by(RunSite.started_at.desc(), RunSite.id.desc())
        .limit(int(limit["runs"]))
    )
    return list(session.scalars(statement))


def _days(
    connection: Connection, spider: str, at: datetime, limits: health.Thresholds
) -> list[date]:
    """Return the days on which the site published something."""
    since = at - timedelta(days=2 * limits["quiet"]["days"])
    parts = []
    for table in (Article, Duplicate):
        # To the day at least: a month has no day, and an article without a date counts when it came.
        day = func.coalesce(table.published_at, table.first_seen_at)
        exact = table.published_at.is_(None) | table.published_precision.in_(("minute", "day"))
        parts.append(
            select(extract("year", day), extract("month", day), extract("day", day))
            .select_from(table)
            .join(Site, Site.id == table.site_id)
            .where(Site.spider == spider, exact, day > since, day <= at)
            .distinct()
        )
    rows = connection.execute(union_all(*parts))
    return sorted({date(int(year), int(month), int(day)) for year, month, day in rows})
