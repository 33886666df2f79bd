"""What operators type, and what they are told when it is wrong."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.exports.records import FIELDS
from archive.sites import register
from crawler.outcomes import SiteReport
from tests.crawling import PROGRAMS, ROOT, Place, run
from tests.sites.server import Replica


@pytest.fixture(scope="module")
def replica() -> Iterator[Replica]:
    with Replica(["nghe_an"]) as served:
        yield served


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path).upgrade()


def test_the_spiders_are_listed() -> None:
    ran = run("scrapy", "list")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.split() == sorted(site.spider for site in register() if site.spider)


WRONG = [
    (("crawl",), "name one spider: scrapy crawl NAME (`scrapy list` names them)"),
    (("crawl", "nghean"), "there is no spider nghean; did you mean nghe_an?"),
    (("crawl", "x"), "there is no spider x; `scrapy list` names them"),
    (("nightly", "nghe_an", "nghean"), "there is no spider nghean; did you mean nghe_an?"),
    (
        ("crawl", "nghe_an", "-a", "since=2020-13-01"),
        "nghe_an: since=2020-13-01 is not a day: write since=YYYY-MM-DD",
    ),
    (
        ("nightly", "-a", "until=1/2/2020"),
        "bac_kan: until=1/2/2020 is not a day: write until=YYYY-MM-DD",
    ),
    (
        ("crawl", "nghe_an", "-a", "since=2021-01-01", "-a", "until=2020-01-01"),
        "nghe_an: since=2021-01-01 is after until=2020-01-01: exchange them",
    ),
    (
        ("crawl", "nghe_an", "-a", "base_url=127.0.0.1:80"),
        "nghe_an: base_url=127.0.0.1:80 is not an origin: write base_url=http://127.0.0.1:8080",
    ),
    (
        ("crawl", "nghe_an", "-a", "start_urls=tin"),
        "nghe_an: start_urls: tin is not a path on the site: begin it with /",
    ),
    (("crawl", "nghe_an", "-a", "full=yes"), "nghe_an: full=yes: write full=1 or leave it out"),
    (("nightly", "--copies", "none.json"), "--copies none.json: No such file or directory"),
    (
        ("nightly", "-s", "ALERT_EMAIL_TO=an"),
        "ALERT_EMAIL_TO=an: write addresses with commas between them",
    ),
    (
        ("crawl", "nghe_an", "-s", "ALERT_SMTP_PORT=x"),
        "ALERT_SMTP_PORT=x is not a port: write a number such as 25",
    ),
]


@pytest.mark.parametrize(
    ("command", "line"),
    [
        pytest.param(*wrong, marks=pytest.mark.slow if number % 2 else ())
        for number, wrong in enumerate(WRONG)
    ],
)
def test_a_wrong_command_is_one_clear_line(
    place: Place, command: tuple[str, ...], line: str
) -> None:
    ran = run("scrapy", *command, cwd=place.folder, ARCHIVE_DATABASE_URL=place.url)
    assert ran.err.strip().splitlines() == [line]
    assert (ran.code, ran.out) == (2, "")


def test_settings_that_cannot_be_read_are_one_clear_line(place: Place) -> None:
    ran = run("scrapy", "crawl", "lai_chau", cwd=place.folder, SITE_HOSTS="lai_chau=host.example")
    assert ran.err.strip() == (
        'SITE_HOSTS cannot be read: write JSON such as {"lai_chau": "host.example"}'
    )
    (place.folder / ".env").write_bytes(b"CRAWLER_CONTACT=\xff\xfe")
    ran = run("scrapy", "list", cwd=place.folder)
    assert ran.err.strip() == "the file .env cannot be read: make it plain UTF-8 text"


def test_an_unknown_argument_names_those_that_there_are(place: Place) -> None:
    ran = run("scrapy", "crawl", "nghe_an", "-a", "sinse=2020-01-01", cwd=place.folder)
    assert ran.err.startswith(
        "nghe_an: -a sinse: there is no such argument; there are: article_pattern,"
    )
    assert ran.code == 2


def test_a_database_that_is_missing_says_what_to_do(tmp_path: Path) -> None:
    for command in (("crawl", "nghe_an"), ("nightly",)):
        ran = run("scrapy", *command, cwd=tmp_path)
        assert len(ran.err.strip().splitlines()) == 1
        assert "archive upgrade" in ran.err
        assert ran.code == 1


def test_a_database_that_is_not_upgraded_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "archive.db").touch()
    ran = run("scrapy", "crawl", "nghe_an", cwd=tmp_path)
    assert len(ran.err.strip().splitlines()) == 1
    assert "archive upgrade" in ran.err
    assert ran.code == 1


def test_a_database_that_becomes_full_ends_the_crawl_with_one_line(
    place: Place, replica: Replica
) -> None:
    disk = place.folder / "disk"
    disk.mkdir()
    private = ("unshare", "--mount", "--map-root-user", "sh", "-ec")
    # Room for the archive as it is, and for some articles more.
    size = (place.folder / "archive.db").stat().st_size // 1024 + 400
    mount = f"mount -t tmpfs -o size={size}k tmpfs {disk}"
    if shutil.which("unshare") is None or subprocess.run([*private, mount]).returncode:
        pytest.skip("needs the right to mount a disk of its own (unshare)")
    crawl = (
        f"{mount}; cp {place.folder}/archive.db {disk}; cd {place.folder}; "
        f"{PROGRAMS}/scrapy crawl nghe_an -a base_url={replica.base_url('nghe_an')} "
        f"-s DOWNLOAD_DELAY=0 -s RUN_REPORT={place.folder}/report.json"
    )
    ran = subprocess.run(
        [*private, crawl],
        env=os.environ
        | {
            "ARCHIVE_DATABASE_URL": f"sqlite:///{disk}/archive.db",
            "SCRAPY_SETTINGS_MODULE": "crawler.settings",
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True,
        text=True,
    )
    report = SiteReport.read(place.folder / "report.json")
    assert ran.returncode == 1
    assert report.error is not None
    assert "full" in report.error
    # What the crawl had asked for when the disk was full ends with it; no page is fetched after that.
    assert report.reasons["failed: database"] >= 1
    assert sum(report.outcomes.values()) == report.found
    assert "Traceback" not in ran.stderr


def test_a_feed_needs_no_database(tmp_path: Path, replica: Replica) -> None:
    ran = run(
        *("scrapy", "crawl", "nghe_an", "-a", f"base_url={replica.base_url('nghe_an')}"),
        *("-s", "DOWNLOAD_DELAY=0", "-O", "out.jsonl"),
        cwd=tmp_path,
    )
    assert ran.code == 0, ran.err
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    articles = [json.loads(line) for line in lines]
    assert {article["title"] for article in articles} == {
        truth.title for truth in replica.truth("nghe_an")
    }
    assert all(tuple(article) == FIELDS for article in articles)
    assert not (tmp_path / "archive.db").exists()


def test_a_period_bounds_what_is_taken(place: Place, replica: Replica) -> None:
    place.crawl(
        *("nghe_an", replica.base_url("nghe_an")),
        *("-a", "since=2020-01-01", "-a", "until=2021-12-31"),
    )
    wanted = {
        truth.title
        for truth in replica.truth("nghe_an")
        if truth.published is None or truth.published.year in (2020, 2021)
    }
    assert {article.title for article in place.articles()} == wanted


def test_a_site_whose_host_is_not_known_says_what_to_do(place: Place) -> None:
    ran = run("scrapy", "crawl", "lai_chau", cwd=place.folder, ARCHIVE_DATABASE_URL=place.url)
    assert ran.code == 1
    assert "the host of lai_chau is not known" in " ".join(ran.out.split())


def test_start_urls_name_other_pages(place: Place, replica: Replica) -> None:
    section = replica.sites["nghe_an"].data.sections[1]
    path = replica.sites["nghe_an"].listing_path(section)
    replica.requests("nghe_an").clear()
    _, report = place.crawl("nghe_an", replica.base_url("nghe_an"), "-a", f"start_urls={path}")
    assert "/" not in replica.requests("nghe_an")
    assert report.outcomes["stored"] > 0
