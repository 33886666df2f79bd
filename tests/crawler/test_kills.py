"""kill -9 at any moment, then the same command again: the archive is that of an uninterrupted run."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from archive import database
from tests.crawler.processes import Program
from tests.crawling import Place
from tests.postgresql import Server
from tests.sites.server import Replica

SITE = "lai_chau"
FEW, MANY = 4, 50
PATIENCE = 120.0
_STATE = (
    "SELECT key, url, title, lead, body, author, organisation, section, published_at, published_rule,"
    " province_id, text_digest, revision FROM articles",
    "SELECT d.key, a.key FROM duplicates AS d JOIN articles AS a ON a.id = d.article_id",
    "SELECT a.key, t.topic_id FROM article_topics AS t JOIN articles AS a ON a.id = t.article_id",
    "SELECT a.key, i.url, i.caption FROM article_images AS i JOIN articles AS a ON a.id = i.article_id",
    "SELECT key, state FROM addresses",
)


def ask(place: Place, query: str) -> list[tuple[object, ...]]:
    """Ask an archive."""
    engine = database.open_database(place.url, read_only=True)
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(text(query))]
    engine.dispose()
    return rows


def state(place: Place) -> list[list[list[str]]]:
    """What an archive holds, without numbers and moments of its own."""
    return [sorted(map(_shown, ask(place, query))) for query in _STATE]


def _shown(row: tuple[object, ...]) -> list[str]:
    """Return a row as both databases show it: SQLite gives a moment as text."""
    return [str(value).removesuffix(".000000") for value in row]


def read_already(place: Place) -> set[str]:
    """The paths of articles whose transaction is committed."""
    urls = ask(place, "SELECT url FROM addresses WHERE state <> 'pending'")
    return {"/" + str(url).split("/", 3)[3] for (url,) in urls}


def assert_captures_are_well(place: Place) -> None:
    """See that what the archive names lies in the captures, once torn tails are cut off."""
    environment = os.environ | {"ARCHIVE_DATABASE_URL": place.url}
    command = [sys.executable, "-m", "archive.cli", "verify", "--repair"]
    subprocess.run(command, cwd=place.folder, env=environment, check=False, capture_output=True)
    verified = subprocess.run(
        command[:-1], cwd=place.folder, env=environment, check=False, capture_output=True, text=True
    )
    assert verified.returncode == 0, verified.stdout + verified.stderr


class Crawl:
    """A crawl as a process that can be killed."""

    def __init__(self, place: Place, replica: Replica, delay: float) -> None:
        given = ["-a", f"base_url={replica.base_url(SITE)}", "-s", f"DOWNLOAD_DELAY={delay}"]
        self.program = Program(place, "scrapy", "crawl", SITE, *given, "-s", "LOG_LEVEL=ERROR")
        self.process = self.program.process

    def kill_after(self, requests: list[str], count: int, pause: float) -> bool:
        """Kill it a moment after it has sent so many requests; tell whether it lived till then."""
        end = time.monotonic() + PATIENCE
        while len(requests) < count and self.process.poll() is None:
            assert time.monotonic() < end, "the crawl makes no progress"
            time.sleep(0.002)
        time.sleep(pause)
        lived = self.process.poll() is None
        self.program.send(signal.SIGKILL)
        self.program.wait()
        return lived


@pytest.fixture(scope="module")
def replica() -> Iterator[Replica]:
    with Replica([SITE], etags=True) as served:
        yield served


@pytest.fixture(scope="module")
def uninterrupted(replica: Replica, tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place(tmp_path_factory.mktemp("whole")).upgrade()
    ran, report = place.crawl(SITE, replica.base_url(SITE))
    assert report.outcomes["stored"] > 20, ran.err
    return place


@pytest.mark.parametrize(
    ("kills", "seed"),
    [pytest.param(FEW, 1), pytest.param(MANY, 2, marks=pytest.mark.slow)],
)
def test_killed_again_and_again_the_archive_is_that_of_one_run(
    kills: int, seed: int, replica: Replica, uninterrupted: Place, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    place = Place(tmp_path).upgrade()
    requests = replica.requests(SITE)
    killed = 0
    while killed < kills:
        known = read_already(place)
        requests.clear()
        steps = chance.randint(1, max(2, 140 // kills))
        killed += Crawl(place, replica, 0.02).kill_after(requests, steps, chance.random() * 0.03)
        assert not known & set(requests), "a page whose transaction was committed is fetched again"
        if not ask(place, "SELECT 1 FROM addresses WHERE state = 'pending'") and known:
            # All is read: begin again, so that each kill meets a crawl at work.
            assert state(place) == state(uninterrupted)
            place = Place(_fresh(tmp_path, killed)).upgrade()
    known = read_already(place)
    requests.clear()
    ran, report = place.crawl(SITE, replica.base_url(SITE))
    assert report.trouble is None, ran.err
    assert not known & set(requests)
    assert state(place) == state(uninterrupted)
    # Several pages may have been waiting for the disk: none was named that is not there.
    assert_captures_are_well(place)


def _fresh(folder: Path, number: int) -> Path:
    fresh = folder / str(number)
    fresh.mkdir()
    return fresh


@pytest.fixture
def on_postgresql(postgresql_server: Server, tmp_path: Path) -> Iterator[Place]:
    yield Place(tmp_path, postgresql_server.create("kills")).upgrade()
    postgresql_server.drop("kills")


def test_database_connections_cut_again_and_again_lose_nothing(
    replica: Replica, uninterrupted: Place, on_postgresql: Place
) -> None:
    chance = random.Random(3)
    requests = replica.requests(SITE)
    cut = 0
    for _ in range(FEW):
        known = read_already(on_postgresql)
        requests.clear()
        crawl = Crawl(on_postgresql, replica, 0.02)
        steps = chance.randint(4, 25)
        while len(requests) < steps and crawl.process.poll() is None:
            time.sleep(0.002)
        cut += _cut_connections(on_postgresql)
        crawl.program.wait()
        assert not known & set(requests)
    assert cut >= FEW
    on_postgresql.crawl(SITE, replica.base_url(SITE))
    _, report = on_postgresql.crawl(SITE, replica.base_url(SITE))
    assert report.trouble is None
    assert state(on_postgresql) == state(uninterrupted)


def _cut_connections(place: Place) -> int:
    """Cut all connections to the archive but our own; return how many there were."""
    query = (
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    ((count,),) = ask(place, query)
    return int(str(count))


def test_what_a_kill_left_of_a_warc_file_is_repaired(replica: Replica, tmp_path: Path) -> None:
    place = Place(tmp_path).upgrade()
    requests = replica.requests(SITE)
    requests.clear()
    Crawl(place, replica, 0.0).kill_after(requests, 12, 0.0)
    assert_captures_are_well(place)
