"""What is written is safe on disk before it is named, also where the disk is full or the crawl killed."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from archive.captures import CaptureUnwritable, require_writable
from archive.captures.members import walk
from tests.archive.captures.fetches import (
    FETCH,
    fetch,
    files,
    passes_warcio,
    records,
    write,
    writing,
)

ROOT = Path(__file__).parents[3]


def noted(function: Callable[..., Any], events: list[str]) -> Callable[..., Any]:
    def call(*arguments: Any) -> Any:
        events.append(function.__name__)
        return function(*arguments)

    return call


def failing(number: int) -> Callable[..., Any]:
    def call(*_: Any, **__: Any) -> Any:
        raise OSError(number, os.strerror(number))

    return call


def test_every_capture_is_on_disk_before_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[str] = []
    for name in ("write", "fdatasync"):
        monkeypatch.setattr(os, name, noted(getattr(os, name), events))
    with writing(tmp_path) as writer:
        writer.write(fetch(1))
        writer.write(fetch(2))
    assert events == ["write", "fdatasync"] * 2


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from archive.captures import CaptureUnwritable
from tests.archive.captures.fetches import fetch, writing

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (8000, resource.RLIM_INFINITY))
with writing(Path(sys.argv[1])) as writer:
    for number in range(1, 100):
        try:
            writer.write(fetch(number))
        except CaptureUnwritable as error:
            print(number, error)
            break
"""


def python(program: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )


def test_a_full_disk_leaves_whole_records(tmp_path: Path) -> None:
    out, err = python(FULL_DISK, str(tmp_path)).communicate(timeout=60)
    number, _, message = out.partition(" ")
    assert message.strip() == (
        f"the disk that holds {tmp_path / 'nghe_an'} is full: make room, then try again"
    ), err
    (path,) = files(tmp_path)
    assert len(records(path)) == 1 + 2 * (int(number) - 1) > 1
    assert passes_warcio(path)


def test_a_full_disk_at_the_first_record_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fdatasync", failing(28))
    with writing(tmp_path) as writer, pytest.raises(CaptureUnwritable):
        writer.write(FETCH)
    assert not files(tmp_path)


def test_several_exchanges_share_one_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    events: list[str] = []
    for name in ("write", "fdatasync"):
        monkeypatch.setattr(os, name, noted(getattr(os, name), events))
    with writing(tmp_path) as writer:
        for number in (1, 2, 3):
            writer.begin(fetch(number))
        writer.settle()
        writer.settle()
    assert events == ["write"] * 3 + ["fdatasync"]


def test_a_file_is_safe_before_the_next_one_is_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[str] = []
    for name in ("write", "fdatasync"):
        monkeypatch.setattr(os, name, noted(getattr(os, name), events))
    with writing(tmp_path, max_bytes=1) as writer:
        writer.begin(fetch(1))
        writer.begin(fetch(2))
        assert events == ["write", "fdatasync", "write"]


def test_what_was_begun_outlives_a_later_write_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = count()

    def half(descriptor: int, data: bytes) -> int:
        if next(tries):
            raise OSError(28, "No space left on device")
        return whole(descriptor, data[: len(data) // 2])

    whole = os.write
    with writing(tmp_path) as writer:
        begun = [writer.begin(fetch(number)) for number in (1, 2)]
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", half)
            with pytest.raises(CaptureUnwritable, match="is full"):
                writer.begin(fetch(3))
        writer.settle()
        fourth = writer.write(fetch(4))
    assert {capture.file for capture in begun} != {fourth.file}
    assert [len(records(path)) for path in files(tmp_path)] == [5, 3]


def test_after_a_wait_that_failed_nothing_is_safe_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(tmp_path) as writer:
        writer.write(fetch(1))
        writer.begin(fetch(2))
        writer.begin(fetch(3))
        with monkeypatch.context() as patch:
            patch.setattr(os, "fdatasync", failing(5))
            with pytest.raises(CaptureUnwritable, match="Input/output"):
                writer.settle()
        # The transaction of either may ask, in any order.
        for call in (writer.settle, lambda: writer.begin(fetch(4))):
            with pytest.raises(CaptureUnwritable, match="Input/output"):
                call()
    (path,) = files(tmp_path)
    assert len(records(path)) == 3


@pytest.mark.parametrize("kind", ["file-in-the-way", "forbidden"])
def test_a_folder_that_cannot_be_written(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "captures"
    if kind == "file-in-the-way":
        folder.write_text("")
        words = "cannot be written"
    else:
        # Root may write everywhere, so the system's answer stands in for the folder.
        monkeypatch.setattr(Path, "mkdir", failing(13))
        words = "allow this user to write the folder"
    for call in (lambda: require_writable(folder), lambda: write(folder, 1)):
        with pytest.raises(CaptureUnwritable, match=words):
            call()


def test_the_folder_is_made_before_a_crawl(tmp_path: Path) -> None:
    require_writable(tmp_path / "a" / "b")
    assert not list((tmp_path / "a" / "b").iterdir())


KILLED = """
import sys
from pathlib import Path
from tests.archive.captures.fetches import fetch, writing

with writing(Path(sys.argv[1])) as writer:
    for number in range(1, 1_000_000):
        writer.write(fetch(number))
        print(number, flush=True)
"""


def test_a_kill_loses_nothing_that_was_named(tmp_path: Path) -> None:
    process = python(KILLED, str(tmp_path))
    assert process.stdout is not None
    for _ in range(20):
        process.stdout.readline()
    time.sleep(0.013)
    process.kill()
    named = 20 + len(process.communicate()[0].splitlines())
    (path,) = files(tmp_path)
    responses = [
        m.record.headers["warc-target-uri"]  # type: ignore[union-attr]
        for m in walk(path.read_bytes())
        if getattr(getattr(m, "record", None), "kind", "") == "response"
    ]
    assert responses[:named] == [fetch(n).url for n in range(1, named + 1)]


def test_memory_stays_flat(tmp_path: Path) -> None:
    with writing(tmp_path, max_bytes=1 << 20) as writer:
        writer.write(fetch(1))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for number in range(2, 1500):
            writer.write(fetch(number))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 8 * 1024
