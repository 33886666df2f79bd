"""``archive verify`` finds what is wrong with captures, and cuts torn tails off."""

from __future__ import annotations

import fcntl
import gzip
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from archive import database
from archive.captures import Capture
from archive.captures.folder import VARIABLE
from archive.captures.members import walk
from archive.captures.verifying import TORN, whole_length
from tests.archive.captures.fetches import (
    FETCH,
    earlier,
    fetch,
    passes_warcio,
    store,
    write,
    writing,
)
from tests.archive.samples import Run

ROOT = Path(__file__).parents[3]


@pytest.fixture
def captures(folder: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> Path:
    """An empty folder for captures beside an archive that knows of none."""
    monkeypatch.setenv(database.VARIABLE, database_url)
    monkeypatch.setenv(VARIABLE, "captures")
    return folder / "captures"


def lines(text: str) -> list[str]:
    return text.splitlines()


def test_all_is_well(captures: Path, engine: Engine, run: Run) -> None:
    with writing(captures) as writer:
        first = writer.write(FETCH)
        again = fetch(fetched_at=FETCH.fetched_at.replace(day=23))
        store(engine, [first, writer.write(again, earlier(first, 1))])
        store(engine, [writer.write(replace(again, status=304, body=b""), earlier(first, 1))])
        unnamed = fetch(5, fetched_at=again.fetched_at)
        writer.write(unnamed)  # as after a kill between the capture and its row
    assert run("verify") == (
        0, "2 files, 10 records, 3 captures in the database: all is well.\n", ""
    )  # fmt: skip


@pytest.mark.parametrize("made", [False, True])
def test_there_are_no_captures_yet(captures: Path, run: Run, made: bool) -> None:
    if made:
        captures.mkdir()
    assert run("verify")[0:2] == (
        0, "0 files, 0 records, 0 captures in the database: all is well.\n"
    )  # fmt: skip


def test_captures_are_off(captures: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "")
    code, out, err = run("verify")
    assert (code, out, lines(err)) == (0, "", ["No captures are kept: ARCHIVE_CAPTURES is empty."])


def test_a_file_that_is_gone(captures: Path, engine: Engine, run: Run) -> None:
    written = write(captures, 3)
    store(engine, written)
    (captures / written[0].file).unlink()
    code, out, _ = run("verify")
    assert code == 1
    assert lines(out) == [
        f"{written[0].file}: is gone, and 3 captures lie in it: restore it from a backup",
        "0 files, 0 records, 3 captures in the database: 1 problems, 0 repaired.",
    ]


def test_a_folder_that_is_gone(captures: Path, engine: Engine, run: Run) -> None:
    store(engine, write(captures, 2))
    captures.rename(captures.with_name("elsewhere"))
    code, out, err = run("verify")
    assert (code, out) == (1, "")
    assert err == (
        "archive: there is no folder captures, where the database has captures: set "
        "ARCHIVE_CAPTURES to where it is, or restore it from a backup\n"
    )


@pytest.mark.parametrize("seed", range(8))
def test_a_file_cut_anywhere_is_repaired(
    captures: Path, engine: Engine, run: Run, seed: int
) -> None:
    written = write(captures, 4)
    path = captures / written[0].file
    whole = path.read_bytes()
    end = random.Random(seed).randrange(1, len(whole))
    path.write_bytes(whole[:end])
    kept = [c for c in written if c.offset + c.length <= end]
    if kept:
        store(engine, kept)

    code, out, _ = run("verify")
    assert code == 1
    assert "torn: its last" in out
    assert "`archive verify --repair` cuts them off" in out
    assert path.read_bytes() == whole[:end]

    code, out, _ = run("verify", "--repair")
    assert code == 0
    assert out.endswith("1 problems, 1 repaired.\n")
    torn = Path(f"{path}{TORN}")
    left = path.read_bytes() if path.exists() else b""
    assert left + torn.read_bytes() == whole[:end]
    assert not left or passes_warcio(path)
    code, out, _ = run("verify")
    assert code == 0
    assert f"{len(kept)} captures in the database: all is well." in out


def test_an_empty_file_is_taken_away(captures: Path, run: Run) -> None:
    path = captures / "nghe_an" / "nghe_an-1.warc.gz"
    path.parent.mkdir(parents=True)
    path.touch()
    assert run("verify")[0] == 1
    assert run("verify", "--repair")[0] == 0
    assert not list(path.parent.iterdir())


def test_a_tail_of_zeros_is_a_torn_one(captures: Path, run: Run) -> None:
    path = captures / write(captures, 2)[0].file
    whole = path.read_bytes()
    path.write_bytes(whole + bytes(100_000))
    assert whole_length(path) == len(whole)
    assert run("verify", "--repair")[0] == 0
    assert path.read_bytes() == whole


def test_a_crawl_that_goes_on_is_left_alone(captures: Path, engine: Engine, run: Run) -> None:
    with writing(captures) as writer:
        store(engine, [writer.write(fetch(1))])
        path = next(captures.glob("*/*"))
        whole = path.read_bytes()
        path.write_bytes(whole + whole[:200])  # as far as a write has come at this moment
        assert run("verify", "--repair")[0] == 0
        assert path.read_bytes() == whole + whole[:200]
    assert run("verify")[0] == 1


def test_a_file_taken_away_as_it_is_made_is_not_written(
    captures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = fcntl.flock
    taken: list[Path] = []

    def flock(descriptor: int, operation: int) -> None:
        if not taken:  # `archive verify --repair` is quicker
            taken.append(next(captures.glob("*/*")))
            taken[0].unlink()
        real(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", flock)
    capture = write(captures, 1)[0]
    assert captures / capture.file != taken[0]
    assert (captures / capture.file).exists()


@pytest.mark.parametrize("seed", range(6))
def test_a_flipped_byte_costs_one_record(
    captures: Path, engine: Engine, run: Run, seed: int
) -> None:
    written = write(captures, 5)
    store(engine, written)
    path = captures / written[0].file
    hit = written[random.Random(seed).randrange(4)]
    damaged = bytearray(path.read_bytes())
    damaged[hit.offset + hit.length // 2] ^= 0xFF
    path.write_bytes(damaged)
    code, out, _ = run("verify", "--repair")
    assert code == 1
    number = written.index(hit) + 1
    assert lines(out) == [
        f"{hit.file} at {hit.offset}: {hit.length} bytes are damaged: restore the file from a backup",
        f"{hit.file} at {hit.offset}: 1 captures of the database are not there (capture {number}, "
        "...): restore the file from a backup",
        "1 files, 10 records, 5 captures in the database: 2 problems, 0 repaired.",
    ]
    assert path.read_bytes() == damaged


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda c: replace(c, url=c.url + "x"), "has another address"),
        (lambda c: replace(c, digest="sha1:" + "A" * 32), "has another digest"),
        (lambda c: replace(c, length=c.length + 1), "has another length"),
        (lambda c: replace(c, status=404), "has another status: 404, not 200"),
        (lambda c: replace(c, original_id=1), "has another kind of record"),
        (lambda c: replace(c, offset=0), "is no response"),
    ],
)
def test_a_row_that_does_not_fit(
    captures: Path, engine: Engine, run: Run, change: Callable[[Capture], Capture], words: str
) -> None:
    first, second = write(captures, 2)
    store(engine, [first, change(second)])
    code, out, _ = run("verify")
    assert code == 1
    assert f"capture 2 of the database {words}" in out


def test_rows_beyond_the_end_are_one_line(captures: Path, engine: Engine, run: Run) -> None:
    written = write(captures, 20)
    store(engine, written)
    path = captures / written[0].file
    path.write_bytes(path.read_bytes()[: written[4].offset])
    code, out, _ = run("verify")
    assert code == 1
    assert lines(out)[0] == (
        f"{written[0].file} at {written[4].offset}: 16 captures of the database are not there "
        "(capture 5, ...): restore the file from a backup"
    )


def test_a_revisit_of_another_body(captures: Path, engine: Engine, run: Run) -> None:
    with writing(captures) as writer:
        store(engine, [writer.write(fetch(1)), writer.write(fetch(2))])
        wrong = replace(earlier(writer.write(fetch(3)), 1))
        store(engine, [writer.write(fetch(3, status=304, body=b""), wrong)])
    code, out, _ = run("verify")
    assert code == 1
    assert "capture 3 of the database refers to one that does not have its body" in out


def test_a_digest_that_lies(captures: Path, run: Run) -> None:
    path = captures / write(captures, 1)[0].file
    parts = []
    data = path.read_bytes()
    for member in walk(data):
        raw = gzip.decompress(data[member.offset : member.offset + member.length])
        parts.append(gzip.compress(raw.replace(b"-Digest: sha1:", b"-Digest: sha1:A", 2)))
    path.write_bytes(b"".join(parts))
    code, out, _ = run("verify")
    assert code == 1
    assert "its block is not the one that its digest names" in out
    assert "its body is not the one that its digest names" in out


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_database_that_is_gone(captures: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(database.VARIABLE, "sqlite:///elsewhere.db")
    code, out, err = run("verify")
    assert (code, out) == (1, "")
    assert err.startswith("archive: there is no archive at elsewhere.db")


WRITER = """
import os, sys, time
from pathlib import Path
from tests.archive.captures.fetches import fetch, writing

real = os.write
def slowly(descriptor, data):
    # A page goes to the disk in pieces, so that the kill comes in the midst of one.
    time.sleep(0.001)
    if len(data) > 100:
        return real(descriptor, data[:100])
    return real(descriptor, data)
os.write = slowly
with writing(Path(sys.argv[1])) as writer:
    for number in range(1, 1_000_000):
        capture = writer.write(fetch(number))
        print(capture.offset, capture.length, flush=True)
"""


def kill_a_writer(folder: Path, seed: int) -> list[tuple[int, int]]:
    """Kill a process in the midst of writing; return what it said was safe."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    choice = random.Random(seed)
    said = [process.stdout.readline() for _ in range(choice.randrange(1, 20))]
    time.sleep(choice.uniform(0, 0.02))
    process.send_signal(signal.SIGKILL)
    said += process.communicate()[0].splitlines()
    whole = [line.split() for line in said]
    return [(int(pair[0]), int(pair[1])) for pair in whole if len(pair) == 2]


def check_killed(folder: Path, run: Run, seed: int) -> bool:
    """Repair what a kill left; return whether there was a torn tail."""
    safe = kill_a_writer(folder, seed)
    path = next(folder.glob("*/*.warc.gz"))
    before = path.read_bytes()
    code, out, _ = run("verify", "--repair")
    assert code == 0
    assert passes_warcio(path)
    assert before.startswith(path.read_bytes())
    offset, length = safe[-1]
    assert path.stat().st_size >= offset + length
    assert "all is well" in run("verify")[1]
    for file in (path, Path(f"{path}{TORN}")):
        file.unlink(missing_ok=True)
    return "torn" in out


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_writer_killed_in_midst_of_a_page(captures: Path, run: Run) -> None:
    assert sum(check_killed(captures, run, seed) for seed in range(4))


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_writer_killed_fifty_times(captures: Path, run: Run) -> None:
    assert sum(check_killed(captures, run, seed) for seed in range(50)) > 10
