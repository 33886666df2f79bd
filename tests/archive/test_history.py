"""What the health monitors look at is read from the database."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Engine, update

from archive import history, runs
from archive.health import Monitor, SiteHistory
from archive.models import RunSite
from archive.readings import Precision, PrintedDate, Reading
from archive.runs import RunState, SiteRecord
from archive.store import Store
from archive.timezone import now
from tests.archive.helpers import reading

AT = now()


def run_of(engine: Engine, *, days_ago: int, command: str = "nightly", **figures: object) -> int:
    """Record a run of `lai_chau`, so many days ago."""
    run_id = runs.begin(engine, command)
    record = SiteRecord(spider="lai_chau", finished=True, listings=5, **figures)  # type: ignore[arg-type]
    runs.end_site(engine, run_id, record)
    runs.end(engine, run_id, RunState.FINISHED)
    with engine.begin() as connection:
        moment = AT - timedelta(days=days_ago)
        changed = update(RunSite).where(RunSite.run_id == run_id)
        connection.execute(changed.values(started_at=moment, ended_at=moment))
    return run_id


def article(
    number: int, published: datetime | None, precision: Precision = Precision.DAY
) -> Reading:
    printed = published and PrintedDate(published, precision, "raw", "rule")
    return reading(
        key=f"laichau.gov.vn/{number}",
        url=f"https://laichau.gov.vn/{number}",
        site="laichau.gov.vn",
        spider="lai_chau",
        title=f"Bài số {number}",
        body=[f"Nội dung bài số {number} " * 20],
        published=printed,
        fetched_at=AT,
    )


def of_lai_chau(engine: Engine) -> SiteHistory:
    (site,) = history.read(engine, ["lai_chau"], at=AT)
    return site


def test_runs_come_newest_first_without_backfills_and_what_is_under_way(engine: Engine) -> None:
    old = run_of(engine, days_ago=2)
    run_of(engine, days_ago=1, command="backfill")
    new = run_of(engine, days_ago=0, command="crawl")
    run_of(engine, days_ago=100)
    runs.begin_site(engine, runs.begin(engine, "crawl"), "lai_chau")
    assert [run.run_id for run in of_lai_chau(engine).runs] == [new, old]


def test_a_crawl_that_a_person_stopped_says_nothing_of_the_site(engine: Engine) -> None:
    run_id = runs.begin(engine, "crawl")
    runs.end_site(engine, run_id, SiteRecord(spider="lai_chau", trouble="stopped by a signal"))
    runs.end(engine, run_id, RunState.STOPPED)
    assert of_lai_chau(engine).runs == []


def test_days_are_those_on_which_something_was_published(engine: Engine, store: Store) -> None:
    day = AT.replace(hour=8, minute=0, second=0) - timedelta(days=40)
    store.save(article(1, day))
    store.save(article(2, day + timedelta(hours=3), Precision.MINUTE))
    store.save(article(3, day + timedelta(days=5)))
    store.save(article(4, day.replace(day=1), Precision.MONTH))
    store.save(article(5, None))
    store.save(article(6, AT + timedelta(days=30)))
    same_text = article(3, day + timedelta(days=9))
    same_text.key = same_text.url = "https://laichau.gov.vn/again"
    store.save(same_text)
    assert of_lai_chau(engine).days == [
        day.date(),
        (day + timedelta(days=5)).date(),
        (day + timedelta(days=9)).date(),
        AT.date(),
    ]


def test_all_sites_that_were_ever_run_are_checked(engine: Engine) -> None:
    for ago in range(12, -1, -1):
        run_of(engine, days_ago=ago, found=10, outcomes={"stored": 10 if ago else 0, "failed": 10})
    run_of(engine, days_ago=0, trouble="disk full")
    assert [(x.site, x.monitor) for x in history.check(engine, at=AT)] == [
        ("lai_chau", Monitor.TROUBLE)
    ]
    assert history.check(engine, ["bac_kan"], at=AT) == []


def test_an_archive_without_runs_has_no_history(engine: Engine) -> None:
    assert history.read(engine) == []
