"""What runs did is recorded, also by those that did not live to say it."""

from __future__ import annotations

import socket
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import Engine, update

from archive import runs
from archive.models import Run, RunSite
from archive.runs import RunState, SiteRecord
from archive.timezone import now

RECORD = SiteRecord(
    spider="lai_chau",
    finished=True,
    requests=12,
    listings=3,
    not_modified=2,
    listing_failures=Counter({"http-503": 1}),
    found=5,
    outcomes=Counter({"stored": 3, "failed": 2}),
    reasons=Counter({"failed: timeout": 2}),
    fields=Counter({"articles": 3, "author": 1}),
    fingerprint="generator: NukeViet v*",
)


def site_of(engine: Engine, run_id: int) -> RunSite:
    summary = runs.find(engine, run_id)
    assert summary is not None
    (site,) = summary.run.sites
    return site


def test_a_run_is_recorded_from_its_beginning_to_its_end(engine: Engine) -> None:
    run_id = runs.begin(engine, "crawl")
    runs.begin_site(engine, run_id, "lai_chau")
    site = site_of(engine, run_id)
    assert (site.ended_at, site.finished, site.outcomes) == (None, False, {})
    runs.end_site(engine, run_id, RECORD)
    runs.end(engine, run_id, RunState.FINISHED)
    (summary,) = runs.recent(engine, 10)
    assert (summary.run.command, summary.run.state) == ("crawl", "finished")
    assert summary.run.machine == socket.gethostname()
    assert summary.run.ended_at is not None
    assert (summary.sites, summary.troubled, summary.found) == (1, 0, 5)
    assert summary.outcomes == {"stored": 3, "failed": 2}
    site = site_of(engine, run_id)
    assert site.ended_at is not None
    assert site.fields == {"articles": 3, "author": 1}
    assert (site.reasons, site.listing_failures) == ({"failed: timeout": 2}, {"http-503": 1})
    assert (site.fingerprint, site.requests) == ("generator: NukeViet v*", 12)


def test_the_last_word_on_a_site_counts_and_there_is_one_row(engine: Engine) -> None:
    """The nightly run knows more of a process that it ended than the process itself."""
    run_id = runs.begin(engine, "nightly")
    runs.end_site(engine, run_id, RECORD)  # its beginning could not be recorded
    ended = site_of(engine, run_id).ended_at
    runs.end_site(engine, run_id, SiteRecord(spider="lai_chau", trouble="no progress for 6 s"))
    site = site_of(engine, run_id)
    assert (site.trouble, site.finished, site.ended_at) == ("no progress for 6 s", False, ended)


def test_the_next_holder_of_the_lock_closes_what_a_killed_crawl_left_open(engine: Engine) -> None:
    nightly, crawl = runs.begin(engine, "nightly"), runs.begin(engine, "crawl")
    for run_id in (nightly, crawl):
        runs.begin_site(engine, run_id, "lai_chau")
    runs.begin_site(engine, nightly, "bac_kan")
    assert runs.bury_site(engine, "lai_chau") == 2
    assert runs.bury_site(engine, "lai_chau") == 0
    assert site_of(engine, crawl).trouble == "the process died before it could say why"
    states = {summary.run.id: summary.run.state for summary in runs.recent(engine, 10)}
    assert states == {nightly: "running", crawl: "died"}
    summary = runs.find(engine, nightly)
    assert summary is not None
    assert {s.spider: s.ended_at is None for s in summary.run.sites} == {
        "lai_chau": False,
        "bac_kan": True,
    }
    assert runs.bury_nightly(engine) == 1
    assert runs.bury_nightly(engine) == 0
    runs.end(engine, nightly, RunState.FINISHED)  # comes too late
    assert {summary.run.state for summary in runs.recent(engine, 10)} == {"died"}


@pytest.mark.parametrize(("hours", "buried"), [(1, 0), (25, 1)])
def test_a_crawl_of_another_machine_is_given_up_after_a_day(
    engine: Engine, hours: int, buried: int
) -> None:
    run_id = runs.begin(engine, "crawl")
    runs.begin_site(engine, run_id, "lai_chau")
    with engine.begin() as connection:
        began = now() - timedelta(hours=hours)
        connection.execute(update(Run).values(machine="elsewhere", started_at=began))
    assert runs.bury_site(engine, "lai_chau") == buried


def test_runs_are_listed_newest_first(engine: Engine) -> None:
    numbers = [runs.begin(engine, "nightly") for _ in range(3)]
    assert [summary.run.id for summary in runs.recent(engine, 2)] == numbers[:0:-1]
    assert runs.find(engine, max(numbers) + 1) is None
