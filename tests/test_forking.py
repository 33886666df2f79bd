"""A forked command says and leaves what a typed one does, and nothing of it is left for the next."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests import forking
from tests.crawling import run, run_anew
from tests.sites.server import Replica

NO_TIMES = {"first_seen_at": None, "last_seen_at": None}


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("archive", "stats"), 1),
        (("scrapy", "list"), 1),
        (("python", "-m", "tests.sites.platforms", "nuke"), 2),
    ],
)
def test_a_forked_command_ends_as_a_typed_one(
    tmp_path: Path, command: tuple[str, ...], code: int
) -> None:
    (tmp_path / ".env").write_bytes(b"CRAWLER_CONTACT=\xff")
    forked = run(*command, cwd=tmp_path)
    assert forked == run_anew(*command, cwd=tmp_path)
    assert (forked.code, forked.out) == (code, "")
    assert forked.err


def test_a_forked_crawl_gives_what_a_typed_one_does(tmp_path: Path) -> None:
    given = ("-s", "DOWNLOAD_DELAY=0", "-s", "LOG_LEVEL=ERROR")
    file = tmp_path / "out.jsonl"
    left = []
    with Replica(["lai_chau"]) as replica:
        base_url = f"base_url={replica.base_url('lai_chau')}"
        for start in (run, run_anew):
            ran = start("scrapy", "crawl", "lai_chau", "-a", base_url, *given, "-O", str(file))
            articles = map(json.loads, file.read_text("utf-8").splitlines())
            # Answers come in no fixed order.
            left.append((ran, {x["url"]: x | NO_TIMES for x in articles}))
    forked, typed = left
    assert forked == typed
    assert (forked[0].code, forked[0].err) == (0, "")
    assert len(forked[1]) > 20


def test_a_command_sees_its_own_environment_and_folder_alone(tmp_path: Path) -> None:
    asked = ("scrapy", "settings", "--get", "CRAWLER_CONTACT")
    (tmp_path / ".env").write_text("CRAWLER_CONTACT=an@b.vn")
    assert run(*asked, CRAWLER_CONTACT="a@b.vn").out == "a@b.vn\n"
    assert run(*asked, cwd=tmp_path).out == "an@b.vn\n"
    assert run(*asked).out == "\n"


def test_a_command_that_takes_too_long_is_killed_and_the_next_one_runs(tmp_path: Path) -> None:
    serving = ("python", "-m", "http.server", "0", "--bind", "127.0.0.1")
    with pytest.raises(subprocess.TimeoutExpired):
        forking.server().run(serving, tmp_path, {}, 0.2)
    assert run("scrapy", "version").code == 0
