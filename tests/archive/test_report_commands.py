"""``archive runs``, ``archive health`` and ``archive gaps``, as a person types them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, update

from archive import database, runs
from archive.models import RunSite
from archive.runs import RunState, SiteRecord
from archive.timezone import now
from tests.archive.samples import Run


@pytest.fixture
def archive(run: Run, monkeypatch: pytest.MonkeyPatch, database_url: str) -> Run:
    """Runs ``archive`` on an archive of this test's own, on both databases."""
    monkeypatch.setenv(database.VARIABLE, database_url)
    return run


def record(engine: Engine, *, days_ago: int = 0, trouble: str | None = None) -> int:
    run_id = runs.begin(engine, "nightly")
    site = SiteRecord(
        spider="lai_chau",
        finished=trouble is None,
        trouble=trouble,
        found=3,
        listings=4,
        not_modified=9,
        outcomes={"stored": 2, "missing": 1},
    )
    runs.end_site(engine, run_id, site)
    runs.end(engine, run_id, RunState.FINISHED)
    with engine.begin() as connection:
        moment = now() - timedelta(days=days_ago)
        changed = update(RunSite).where(RunSite.run_id == run_id)
        connection.execute(changed.values(started_at=moment))
    return run_id


def test_runs_are_listed_and_shown(archive: Run, engine: Engine) -> None:
    run_id = record(engine)
    code, out, err = archive("runs")
    header, line = out.splitlines()
    assert (code, err) == (0, "")
    assert header.split()[:3] == ["run", "began", "took"]
    assert line.split()[-10:] == ["1", "0", "3", "2", "0", "0", "0", "1", "0", "0"]
    code, out, err = archive("runs", str(run_id))
    assert (code, err) == (0, "")
    assert out.splitlines()[1].split()[-11:] == [*"4932000100", "ok"]


def test_runs_as_json(archive: Run, engine: Engine) -> None:
    run_id = record(engine)
    (row,) = json.loads(archive("runs", "--format", "json")[1])
    assert (row["id"], row["state"], row["sites"]) == (run_id, "finished", 1)
    (site,) = json.loads(archive("runs", str(run_id), "--format", "json")[1])
    assert site["outcomes"] == {"stored": 2, "missing": 1}
    assert site["ended_at"].endswith("+07:00")


def test_health_is_well_or_says_what_is_not(archive: Run, engine: Engine) -> None:
    code, out, err = archive("health")
    assert (code, out, err) == (0, "", "archive: no crawl is recorded yet\n")
    record(engine, days_ago=1)
    assert archive("health") == (0, "All is well.\n", "")
    assert archive("health", "--format", "json") == (0, "[]\n", "")
    record(engine, trouble="disk full")
    code, out, err = archive("health", "--site", "LAI_CHAU")
    assert (code, err) == (1, "")
    assert out.splitlines()[1].split()[:3] == ["lai_chau", "trouble", "serious"]
    assert out.endswith("disk full\n")
    code, out, err = archive("health", "--format", "json")
    (finding,) = json.loads(out)
    assert code == 1
    assert (finding["site"], finding["monitor"], finding["message"]) == (
        "lai_chau",
        "trouble",
        "disk full",
    )
    assert finding["since"].endswith("+07:00")


def test_gaps_may_be_none(archive: Run, engine: Engine) -> None:
    assert archive("gaps") == (0, "No gaps.\n", "")
    assert archive("gaps", "--format", "json") == (0, "[]\n", "")


@pytest.mark.parametrize(
    ("command", "line"),
    [
        (("runs", "7"), "there is no run 7: `archive runs` lists them"),
        (("runs", "9" * 30), f"there is no run {'9' * 30}: `archive runs` lists them"),
        (
            ("runs", "-n", "0"),
            "Invalid value for '--limit' / '-n': Input should be greater than or equal to 1",
        ),
        (("health", "--site", "lai_chou"), "unknown site 'lai_chou': known are lai_chau"),
        (("gaps", "--site", "x"), "unknown site 'x': known are lai_chau"),
    ],
)
def test_a_wrong_command_is_one_clear_line(
    archive: Run, engine: Engine, command: tuple[str, ...], line: str
) -> None:
    record(engine)
    assert archive(*command) == (2, "", f"archive: {line}\n")


@pytest.mark.parametrize("command", ["runs", "health", "gaps"])
def test_an_archive_that_is_missing_is_one_clear_line(
    run: Run, command: str, folder: Callable[..., object]
) -> None:
    code, out, err = run(command)
    assert (code, out) == (1, "")
    assert "archive upgrade" in err
    assert len(err.splitlines()) == 1
