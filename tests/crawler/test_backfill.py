"""``scrapy backfill`` on the replica: begun, stopped, taken up again."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import database
from tests.crawler.processes import Program, until
from tests.crawling import Place, Ran, run
from tests.sites.server import Replica

SITE = "binh_thuan"


@pytest.fixture(scope="module")
def replica() -> Iterator[Replica]:
    with Replica([SITE], etags=True) as served:
        yield served


def backfill(place: Place, replica: Replica, *extra: str) -> Ran:
    """Run the command to its end."""
    return run(*_command(replica), *extra, cwd=place.folder, ARCHIVE_DATABASE_URL=place.url)


def _command(replica: Replica, delay: float = 0) -> list[str]:
    given = ["-a", f"base_url={replica.base_url(SITE)}", "-s", f"DOWNLOAD_DELAY={delay}"]
    return ["scrapy", "backfill", SITE, *given]


def ask(place: Place, query: str) -> list[tuple[object, ...]]:
    """Ask the archive."""
    engine = database.open_database(place.url, read_only=True)
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.exec_driver_sql(query)]
    engine.dispose()
    return rows


def test_it_fetches_the_history_of_a_period_and_ends(replica: Replica, tmp_path: Path) -> None:
    place = Place(tmp_path).upgrade()
    ran = backfill(place, replica, "--until", "2019-12-31")
    assert ran.code == 0, ran.err
    years = {article.published_at.year for article in place.articles() if article.published_at}
    assert years
    assert max(years) <= 2019
    assert ask(place, "SELECT count(*) FROM backfills WHERE ended_at IS NOT NULL") == [(1,)]
    assert ask(place, "SELECT count(*) FROM listings WHERE backfill_id IS NOT NULL") == [(0,)]
    assert ask(place, "SELECT command FROM runs") == [("backfill",)]
    # Another period fetches what the first one left out.
    assert backfill(place, replica).code == 0
    assert len(place.articles()) + len(ask(place, "SELECT 1 FROM duplicates")) == len(
        replica.truth(SITE)
    )


def test_what_was_stopped_goes_on_and_asks_for_nothing_twice(
    replica: Replica, tmp_path: Path
) -> None:
    place = Place(tmp_path).upgrade()
    requests = replica.requests(SITE)
    requests.clear()
    program = Program(place, *_command(replica, 0.05))
    until(lambda: len(requests) >= 15)
    program.send(signal.SIGTERM)
    assert program.wait().code == 143
    assert ask(place, "SELECT ended_at FROM backfills") == [(None,)]
    read = {"/" + str(u).split("/", 3)[3] for (u,) in ask(
        place, "SELECT url FROM addresses WHERE state = 'known'"
    )}  # fmt: skip
    walked = ask(place, "SELECT url FROM listings WHERE NOT pending")
    assert read
    assert walked
    requests.clear()
    ran = backfill(place, replica)
    assert ran.code == 0, ran.err
    done = read | {"/" + str(url).split("/", 3)[3] for (url,) in walked}
    assert not done & set(requests)
    assert ask(place, "SELECT count(*) FROM backfills WHERE ended_at IS NOT NULL") == [(1,)]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["--since", "2020"], "since=2020 is not a day: write since=YYYY-MM-DD"),
        (["--since", "2021-01-01", "--until", "2020-01-01"], "is after until=2020-01-01"),
        (["--gaps", "--since", "2020-01-01"], "--gaps finds the period itself"),
        (["-s", "ARCHIVE_DATABASE_URL="], "neither a database nor a feed export"),
    ],
)
def test_wrong_input_is_one_line(
    given: list[str], message: str, replica: Replica, tmp_path: Path
) -> None:
    ran = backfill(Place(tmp_path).upgrade(), replica, *given)
    assert ran.code == 2
    assert message in ran.err
    assert len(ran.err.splitlines()) == 1


def test_gaps_of_an_archive_without_any_are_no_work(replica: Replica, tmp_path: Path) -> None:
    place = Place(tmp_path).upgrade()
    ran = backfill(place, replica, "--gaps")
    assert (ran.code, ran.err) == (0, f"no gaps are known of {SITE}\n")
