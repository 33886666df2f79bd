"""Signals, kills and second runs: real processes on the replica."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from archive import database, runs
from archive.models import RunSite
from crawler.outcomes import SiteReport
from tests.crawler.processes import (
    FAST,
    Program,
    copies,
    crawl_pid,
    late,
    night_report,
    slow_replica,
    until,
)
from tests.crawler.test_nightly import silent_server
from tests.crawling import Place
from tests.sites.server import Replica


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path).upgrade()


def crawl(place: Place, base_url: str, *extra: str, spider: str = "nghe_an") -> Program:
    report = f"RUN_REPORT={place.folder}/{spider}.json"
    return Program(
        place, "scrapy", "crawl", spider, "-a", f"base_url={base_url}", *FAST, "-s", report, *extra
    )


def nightly(place: Place, replica: Replica, *extra: str) -> Program:
    return Program(
        place, "scrapy", "nightly", *replica.names, *copies(place, replica), *FAST, *extra
    )


def recorded(place: Place) -> list[tuple[str, str, list[RunSite]]]:
    """Command, state and sites of each run, oldest first."""
    engine = database.open_database(place.url, read_only=True)
    found = [(x.run.command, x.run.state, x.run.sites) for x in runs.recent(engine, 10)]
    engine.dispose()
    return found[::-1]


def stored(place: Place) -> int:
    return len(place.articles())


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.slow)]
)
def test_a_crawl_that_is_stopped_ends_in_order(place: Place, number: signal.Signals) -> None:
    with slow_replica("nghe_an") as replica:
        program = crawl(place, replica.base_url("nghe_an"))
        until(lambda: stored(place) >= 2)
        program.send(number)
        ran = program.wait()
    assert ran.code == 128 + number
    assert "stopped by a signal" in ran.out
    assert "Traceback" not in ran.out + ran.err
    report = SiteReport.read(place.folder / "nghe_an.json")
    assert sum(report.outcomes.values()) == report.found
    assert report.outcomes["stored"] == stored(place)
    assert report.reasons["failed: unfinished"] == report.outcomes["failed"] > 0
    ((command, state, (site,)),) = recorded(place)
    assert (command, state) == ("crawl", "stopped")
    assert (site.finished, site.trouble) == (False, "stopped by a signal")
    assert (site.outcomes, site.found) == (report.outcomes, report.found)


@pytest.mark.parametrize("how", ["second signal", pytest.param("patience", marks=pytest.mark.slow)])
def test_a_crawl_that_waits_for_its_server_is_ended_all_the_same(place: Place, how: str) -> None:
    patience = "60" if how == "second signal" else "1"
    with silent_server() as silent:
        program = crawl(place, silent, "-s", f"STOP_PATIENCE={patience}", spider="lai_chau")
        until(lambda: recorded(place))
        program.send(signal.SIGTERM)
        if how == "second signal":
            time.sleep(0.3)
            program.send(signal.SIGTERM)  # the same one, sent twice
            time.sleep(1.5)
            assert program.process.poll() is None
            program.send(signal.SIGINT)
        began = time.monotonic()
        ran = program.wait()
    assert time.monotonic() - began < 10
    assert ran.code == 143
    assert "Traceback" not in ran.out + ran.err
    assert "stopped by a signal" in ran.out
    ((_, state, (site,)),) = recorded(place)
    assert (state, site.trouble) == ("stopped", "stopped by a signal")


def test_a_nightly_run_that_is_stopped_ends_its_crawls_in_order(place: Place) -> None:
    with slow_replica("nghe_an", "lai_chau", "quang_tri") as replica:
        program = nightly(place, replica, "-s", "NIGHTLY_PROCESSES=2")
        until(lambda: stored(place) >= 3)
        crawls = [crawl_pid(name, place.folder) for name in ("nghe_an", "lai_chau")]
        program.send(signal.SIGTERM)
        ran = program.wait()
    assert ran.code == 143
    assert "all sites: night: stopped by SIGTERM; 3 sites not finished" in ran.out
    report = night_report(place)
    assert (report["state"], report["exit_code"]) == ("stopped", 143)
    assert sum(report["total"]["outcomes"].values()) == report["total"]["found"] > 0
    ((command, state, sites),) = recorded(place)
    assert (command, state) == ("nightly", "stopped")
    assert {site.spider: site.trouble for site in sites} == {
        "nghe_an": "stopped by a signal",
        "lai_chau": "stopped by a signal",
        "quang_tri": "not crawled: the run was stopped",
    }
    assert 0 not in crawls
    for pid in crawls:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_second_run_says_so_and_leaves(place: Place) -> None:
    with Replica(["nghe_an", "lai_chau"]) as replica:
        replica.answers["nghe_an"] = late(replica.answers["nghe_an"], 0.5)
        first = crawl(place, replica.base_url("nghe_an"))
        until(lambda: recorded(place))
        second = crawl(place, replica.base_url("nghe_an")).wait()
        assert (second.code, second.out) == (3, "")
        (line,) = second.err.splitlines()
        assert line.startswith("another run is on: scrapy crawl nghe_an, process ")
        assert f"process {first.process.pid} on " in line
        night = nightly(place, replica)
        until(lambda: len(recorded(place)) == 2)
        other = nightly(place, replica).wait()
        assert (other.code, other.out) == (3, "")
        assert other.err.startswith(
            f"another run is on: scrapy nightly, process {night.process.pid}"
        )
        ran = night.wait()
        first.send(signal.SIGTERM)
        first.wait()
    assert ran.code == 1
    assert "nghe_an: trouble: another run is on: scrapy crawl nghe_an, process" in ran.out
    sites = {site["spider"]: site for site in night_report(place)["sites"]}
    assert (sites["nghe_an"]["held"], sites["lai_chau"]["trouble"]) == (True, None)
    assert [[site.spider for site in sites] for _, _, sites in recorded(place)] == [
        ["nghe_an"],
        ["lai_chau"],
    ]


def test_a_killed_crawl_frees_its_lock_and_is_recorded_as_died(place: Place) -> None:
    with slow_replica("nghe_an") as replica:
        program = crawl(place, replica.base_url("nghe_an"))
        until(lambda: stored(place) >= 2)
        program.send(signal.SIGKILL)
        assert program.wait().code == -signal.SIGKILL
    with Replica(["nghe_an"]) as replica:
        assert crawl(place, replica.base_url("nghe_an")).wait().code == 0
        assert stored(place) == len(replica.truth("nghe_an"))
    (_, first, (died,)), (_, second, (ended,)) = recorded(place)
    assert (first, second) == ("died", "finished")
    assert died.trouble == "the process died before it could say why"
    assert (ended.trouble, ended.finished) == (None, True)


def test_a_crawl_that_is_killed_takes_no_other_with_it(place: Place) -> None:
    with slow_replica("nghe_an", "lai_chau", delay=0.1) as replica:
        program = nightly(place, replica)
        until(lambda: crawl_pid("nghe_an", place.folder) and len(place.articles("nghe_an")) > 1)
        os.kill(crawl_pid("nghe_an", place.folder), signal.SIGKILL)
        ran = program.wait()
    assert ran.code == 1
    assert "nghe_an: died: the process died: killed by SIGKILL; see " in ran.out
    report = night_report(place)
    sites = {site["spider"]: site for site in report["sites"]}
    assert sites["lai_chau"]["trouble"] is None
    assert sum(sites["nghe_an"]["outcomes"].values()) == sites["nghe_an"]["found"]
    assert [(x["site"], x["monitor"]) for x in report["findings"]] == [("nghe_an", "died")]
    ((_, state, rows),) = recorded(place)
    assert state == "finished"
    troubles = {row.spider: row.trouble for row in rows}
    assert troubles["lai_chau"] is None
    assert (troubles["nghe_an"] or "").startswith("the process died: killed by SIGKILL")


@pytest.mark.slow
def test_crawls_that_outlive_a_killed_nightly_run_keep_their_locks(place: Place) -> None:
    with slow_replica("nghe_an", "lai_chau", delay=0.4) as replica:
        program = nightly(place, replica)
        until(lambda: stored(place) >= 2)
        program.send(signal.SIGKILL)
        program.wait()
        ran = nightly(place, replica).wait()
        for name in replica.names:
            os.kill(crawl_pid(name, place.folder), signal.SIGTERM)
        until(lambda: all(site.ended_at for _, _, sites in recorded(place) for site in sites))
    assert ran.code == 1
    assert "all sites: night: the nightly run before this one died before its end" in ran.out
    assert ran.out.count("trouble: another run is on: scrapy crawl") == 2
    (_, first, sites), (_, second, none) = recorded(place)
    assert (first, second) == ("died", "finished")
    assert sorted(site.spider for site in sites) == ["lai_chau", "nghe_an"]
    assert none == []
