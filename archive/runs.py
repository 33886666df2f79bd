"""The records of runs: what each did on each site, kept for the health monitors and for people.

Every function has a short transaction of its own. What a killed process left open is closed by whoever
may know it: the next holder of the site's lock (`bury_site`), or the nightly run that started it.
"""

from __future__ import annotations

import os
import socket
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from enum import StrEnum
from importlib.metadata import version
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    and_,
    bindparam,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session, selectinload

from archive.database import clear_errors, writers
from archive.models import Base, Run
from archive.timezone import now

_RUNS: Final = Base.metadata.tables["runs"]
_SITES: Final = Base.metadata.tables["run_sites"]
#: What `run_sites.trouble` begins with where the process was killed or lost.
DIED: Final = "the process died"
# Bits of the largest number that both databases can be asked for.
_LONGEST_ID: Final = 63
# A record of another machine is given up after this time: a container has a new name each night.
_GIVEN_UP = timedelta(days=1)


class RunState(StrEnum):
    """How a run stands."""

    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"
    DIED = "died"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRecord:
    """What a run did on one site: values of a row of the table `run_sites`, whose columns say more."""

    spider: str
    finished: bool = False
    trouble: str | None = None
    requests: int = 0
    listings: int = 0
    not_modified: int = 0
    listing_failures: Mapping[str, int] = field(default_factory=dict)
    found: int = 0
    outcomes: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)
    fields: Mapping[str, int] = field(default_factory=dict)
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One run, with the sums of its sites.

    Attributes:
        run: The row.
        sites: How many sites it crawled.
        troubled: How many of them were in trouble.
        found: Articles asked for on all of them.
        outcomes: Outcome to count, over all of them.
    """

    run: Run
    sites: int
    troubled: int
    found: int
    outcomes: dict[str, int]


def begin(engine: Engine, command: str) -> int:
    """Record that a run begins in this process; return its number.

    Args:
        engine: The archive.
        command: ``nightly``, ``crawl``, ``backfill`` or ``reextract``.

    Raises:
        ArchiveError: The database cannot be written.
    """
    values = {
        "command": command,
        "version": version("vn-party-news-archive"),
        "machine": socket.gethostname()[:120],
        "pid": os.getpid(),
        "started_at": now(),
        "state": RunState.RUNNING,
    }
    with clear_errors(engine), writers(engine).begin() as connection:
        return int(
            connection.execute(insert(_RUNS).values(values).returning(_RUNS.c.id)).scalar_one()
        )


def end(engine: Engine, run_id: int, state: RunState) -> None:
    """Record how a run ended.

    Raises:
        ArchiveError: The database cannot be written.
    """
    with clear_errors(engine), writers(engine).begin() as connection:
        _end_run(connection, run_id, state)


def begin_site(engine: Engine, run_id: int, spider: str) -> None:
    """Record that the crawl of a site begins.

    Raises:
        ArchiveError: The database cannot be written.
    """
    values = _values(SiteRecord(spider=spider))
    with clear_errors(engine), writers(engine).begin() as connection:
        connection.execute(insert(_SITES).values(run_id=run_id, started_at=now(), **values))


def end_site(engine: Engine, run_id: int, record: SiteRecord) -> None:
    """Record what became of a site, also where its beginning was not recorded. The last word counts.

    Raises:
        ArchiveError: The database cannot be written.
    """
    values = _values(record)
    ended_at = func.coalesce(_SITES.c.ended_at, bindparam("now", now(), _SITES.c.ended_at.type))
    of_site = (_SITES.c.run_id == run_id, _SITES.c.spider == record.spider)
    with clear_errors(engine), writers(engine).begin() as connection:
        changed = update(_SITES).where(*of_site).values(values | {"ended_at": ended_at})
        if connection.execute(changed).rowcount == 0:
            times = {"started_at": now(), "ended_at": now()}
            connection.execute(insert(_SITES).values(values | times | {"run_id": run_id}))


def bury_site(engine: Engine, spider: str) -> int:
    """Close what crawls of a site left open that were killed; only for the holder of the site's lock.

    Returns:
        How many records were closed.

    Raises:
        ArchiveError: The database cannot be written.
    """
    with clear_errors(engine), writers(engine).begin() as connection:
        dead = connection.execute(
            select(_SITES.c.id, _SITES.c.run_id, _RUNS.c.command)
            .join(_RUNS, _RUNS.c.id == _SITES.c.run_id)
            .where(_SITES.c.spider == spider, _SITES.c.ended_at.is_(None), _lost())
        ).all()
        for site_id, run_id, command in dead:
            connection.execute(
                update(_SITES)
                .where(_SITES.c.id == site_id)
                .values(ended_at=now(), trouble=f"{DIED} before it could say why")
            )
            if command != "nightly":
                _end_run(connection, run_id, RunState.DIED)
        return len(dead)


def bury_nightly(engine: Engine) -> int:
    """Close nightly runs that were killed; only for the holder of the nightly lock.

    Their sites are left alone: a crawl may outlive the run that started it.

    Returns:
        How many records were closed.

    Raises:
        ArchiveError: The database cannot be written.
    """
    dead = and_(_RUNS.c.command == "nightly", _RUNS.c.state == RunState.RUNNING, _lost())
    with clear_errors(engine), writers(engine).begin() as connection:
        values = {"state": RunState.DIED, "ended_at": now()}
        return connection.execute(update(_RUNS).where(dead).values(values)).rowcount


def recent(engine: Engine, limit: int) -> list[RunSummary]:
    """Return the last runs, newest first."""
    with Session(engine) as session:
        runs = session.scalars(
            select(Run).options(selectinload(Run.sites)).order_by(Run.id.desc()).limit(limit)
        )
        return [_summary(run) for run in runs]


def find(engine: Engine, run_id: int) -> RunSummary | None:
    """Return one run with its sites (``summary.run.sites``), or None where there is no such run."""
    if run_id.bit_length() > _LONGEST_ID:
        return None
    with Session(engine) as session:
        run = session.get(Run, run_id, options=[selectinload(Run.sites)])
        return None if run is None else _summary(run)


def _values(record: SiteRecord) -> dict[str, object]:
    values = {column.name: getattr(record, column.name) for column in fields(record)}
    return {name: dict(x) if isinstance(x, Mapping) else x for name, x in values.items()}


def _summary(run: Run) -> RunSummary:
    outcomes: Counter[str] = Counter()
    for site in run.sites:
        outcomes.update(site.outcomes)
    return RunSummary(
        run,
        sites=len(run.sites),
        troubled=sum(site.trouble is not None for site in run.sites),
        found=sum(site.found for site in run.sites),
        outcomes=dict(outcomes),
    )


def _end_run(connection: Connection, run_id: int, state: RunState) -> None:
    is_open = (_RUNS.c.id == run_id, _RUNS.c.state == RunState.RUNNING)
    connection.execute(update(_RUNS).where(*is_open).values(state=state, ended_at=now()))


def _lost() -> ColumnElement[bool]:
    """Tell the runs whose processes are known to be gone by whoever holds their lock."""
    return or_(
        _RUNS.c.machine == socket.gethostname()[:120], _RUNS.c.started_at < now() - _GIVEN_UP
    )
