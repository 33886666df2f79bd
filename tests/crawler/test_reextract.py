"""Stored pages read again: the captures of a real crawl, and no network."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from archive.errors import ArchiveError
from archive.models import Article, EarlierReading
from crawler.commands.reextract import Command
from crawler.platforms.period import Period
from crawler.reextraction import Comparison, shortened
from crawler.spiders.nghe_an import NgheAnSpider
from tests.crawler.broken_spiders import BrokenNgheAn, DeadlyNgheAn
from tests.crawler.rereadings import stored, with_organisation, work
from tests.crawling import PROGRAMS, ROOT, Place, Ran, run, with_ctrl_c

SLOW = ("-s", "SPIDER_MODULES=tests.crawler.slow_spiders")
LATER = ("-s", "SPIDER_MODULES=tests.crawler.later_spiders")


def reextract(place: Place, *arguments: str) -> Ran:
    """Run the command as an operator does."""
    return run(
        *("scrapy", "reextract", *arguments), cwd=place.folder, ARCHIVE_DATABASE_URL=place.url
    )


def test_what_a_crawl_has_just_read_is_read_alike(place: Place, engine: Engine) -> None:
    comparison = work(engine, place, NgheAnSpider)
    assert comparison == Comparison(read=len(stored(engine)))


def test_the_report_says_what_would_change_and_stores_nothing(place: Place, engine: Engine) -> None:
    before = stored(engine)
    ran = reextract(place, *LATER, "--jobs", "2")
    named = with_organisation(engine)
    assert (ran.code, ran.err) == (0, "")
    assert f"{len(before)} pages read again: {len(named)} articles would change" in ran.out
    assert f"{len(before)} had been read by another version" in ran.out
    row = next(line for line in ran.out.splitlines() if "organisation" in line)
    assert f" {len(named)} " in row
    number, change = row.split("│")[-2].strip().split(": ", 1)
    old = named[int(number)]
    assert change == f"“{old}” → “{old.upper()}”"
    assert ran.out.count("→") == 4  # three examples, and the heading
    assert "Nothing was stored" in ran.out
    assert stored(engine) == before


def test_apply_stores_the_new_reading_and_keeps_the_earlier_one(
    place: Place, engine: Engine
) -> None:
    named = with_organisation(engine)
    ran = reextract(place, "nghe_an", *LATER, "--apply")
    assert (ran.code, ran.err) == (0, "")
    assert with_organisation(engine) == {key: value.upper() for key, value in named.items()}
    with Session(engine) as session:
        assert set(session.scalars(select(Article.parser))) == {"LaterPage/99"}
        assert set(session.scalars(select(Article.revision))) == {1}
        kept = {row.article_id: row for row in session.scalars(select(EarlierReading))}
        assert {key: row.fields for key, row in kept.items()} == {
            key: {"organisation": value} for key, value in named.items()
        }
        assert {row.parser for row in kept.values()} == {"NgheAnPage/1"}
        captures = {row.id: row.capture_id for row in session.scalars(select(Article))}
        assert all(row.capture_id == captures[key] for key, row in kept.items())
    again = reextract(place, *LATER, "--apply")
    assert ": 0 articles changed; 0 had been read" in again.out


def test_processes_find_the_same_as_one(place: Place, engine: Engine) -> None:
    assert work(engine, place, jobs=3) == work(engine, place)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_page_object_that_fails_costs_its_pages_only(
    place: Place, engine: Engine, jobs: int
) -> None:
    before = stored(engine)
    comparison = work(engine, place, BrokenNgheAn, jobs=jobs, apply=True)
    assert comparison.read == 0
    assert set(comparison.unreadable) == {"error-while-reading", "no-body"}
    assert comparison.unreadable.total() == len(before)
    assert "ZeroDivisionError" in comparison.details["error-while-reading"][0]
    assert len(comparison.details["no-body"]) <= 3
    assert stored(engine) == before


def test_a_process_that_is_killed_ends_the_work_with_one_line(place: Place, engine: Engine) -> None:
    with pytest.raises(ArchiveError, match="was killed: run the command again"):
        work(engine, place, DeadlyNgheAn, jobs=2)


@pytest.mark.parametrize(
    "how", [signal.SIGKILL, pytest.param(signal.SIGINT, marks=pytest.mark.slow)]
)
def test_no_process_outlives_the_command(place: Place, how: signal.Signals) -> None:
    command = subprocess.Popen(
        [str(PROGRAMS / "scrapy"), "reextract", "--jobs", "2", *SLOW],
        cwd=place.folder,
        env=os.environ
        | {
            "ARCHIVE_DATABASE_URL": place.url,
            "SCRAPY_SETTINGS_MODULE": "crawler.settings",
            "PYTHONPATH": str(ROOT),
        },
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=with_ctrl_c,
    )
    workers = eventually(lambda: readers(command.pid))
    command.send_signal(how)
    _, err = command.communicate(timeout=60)
    assert command.returncode == (1 if how is signal.SIGINT else -how)
    assert err.startswith("stopped: what was stored stays") is (how is signal.SIGINT)
    assert eventually(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))


def readers(parent: int) -> list[int]:
    """The processes that read pages for a command, once one is busy with it."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    lines = {int(c): Path(f"/proc/{c}/cmdline").read_text() for c in children}
    return [child for child, line in lines.items() if "spawn_main" in line]


def eventually(condition: Callable[[], Any]) -> Any:
    """What a condition gives as soon as it holds."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.1)
    raise AssertionError("it never came true")


def test_captures_that_are_lost_are_counted_and_the_others_read(
    place: Place, engine: Engine
) -> None:
    (file,) = (place.folder / "captures" / "nghe_an").glob("*.warc.gz")
    content = file.read_bytes()
    file.write_bytes(content[: len(content) * 2 // 3])
    ran = reextract(place)
    assert ran.code == 1
    comparison = work(engine, place, NgheAnSpider)
    lost = comparison.unreadable["capture-damaged"]
    assert 0 < lost < len(stored(engine)) == lost + comparison.read
    assert f"not read again: {lost} × capture-damaged" in ran.out
    file.unlink()
    comparison = work(engine, place, NgheAnSpider)
    assert comparison.unreadable == {"capture-missing": len(stored(engine))}
    assert "restore it from a backup" in comparison.details["capture-missing"][0]


def test_a_period_holds_articles_published_in_it_and_undated_ones(
    place: Place, engine: Engine
) -> None:
    dates = sorted(str(row[3])[:10] for row in stored(engine).values() if row[3])
    undated = len(stored(engine)) - len(dates)
    since, until = dates[3], dates[-4]
    inside = sum(since <= day <= until for day in dates)
    period = Period(date.fromisoformat(since), date.fromisoformat(until))
    assert 0 < inside < len(dates)
    assert work(engine, place, NgheAnSpider, period=period).read == inside + undated
    ran = reextract(place, "--site", "nghe_an", "--since", since, "--until", until, "--jobs", "1")
    assert f"{inside + undated} pages read again" in ran.out


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        (["nghe_ann"], 2, "there is no spider nghe_ann; did you mean nghe_an?"),
        (["--site", "zzz"], 2, "there is no spider zzz; `scrapy list` names them"),
        (["--since", "2023"], 2, "since=2023 is not a day: write since=YYYY-MM-DD"),
        (["--jobs", "0"], 2, "--jobs 0: give a number of processes, 1 or more"),
        (["-s", "ARCHIVE_CAPTURES="], 2, "there are no stored pages without ARCHIVE_CAPTURES"),
        (["lai_chau"], 0, "no article of these sites and this period has a stored page"),
        (["-s", "ARCHIVE_DATABASE_URL=sqlite:///no.db"], 1, "there is no archive at no.db"),
    ],
)
def test_what_a_person_gets_wrong_is_one_line(
    place: Place,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    code: int,
    line: str,
) -> None:
    monkeypatch.chdir(place.folder)
    command, parser = Command(), ArgumentParser(conflict_handler="resolve")
    command.settings = Settings()
    command.settings.setmodule("crawler.settings")
    command.settings.set("ARCHIVE_DATABASE_URL", place.url)
    command.add_options(parser)
    options, names = parser.parse_known_args(arguments)
    for given in options.set:
        command.settings.set(*given.split("=", 1))
    with pytest.raises(SystemExit) if code else nullcontext() as ended:
        command.run(names, options)
    assert ended is None or ended.value.code == code
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(line)


def test_an_archive_without_captures_has_nothing_to_read(tmp_path: Path) -> None:
    ran = reextract(Place(tmp_path).upgrade())
    assert (ran.code, ran.out) == (0, "")
    assert "has a stored page" in ran.err


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Tin", "Bài", ("“Tin”", "“Bài”")),
        (None, ["bầu cử"], ("—", '“["bầu cử"]”')),
        ("x" * 100 + "cũ", "x" * 100 + "mới", (f"“…{'x' * 20}cũ”", f"“…{'x' * 20}mới”")),
        ("a\n\nb" + "c" * 80, "a b" + "c" * 80 + "d", (f"“…{'c' * 20}”", f"“…{'c' * 20}d”")),
        ("y" + "x" * 80, "z", (f"“y{'x' * 59}…”", "“z”")),
    ],
)
def test_examples_begin_where_the_difference_does(
    old: object, new: object, expected: tuple[str, str]
) -> None:
    assert shortened(old, new) == expected
