"""What is written is WARC 1.1, safe on disk, and read alike by warcio."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]

from archive.captures import CaptureUnwritable, payload_digest, require_writable
from archive.captures.members import walk
from tests.archive.captures.fetches import (
    AT,
    FETCH,
    HTML,
    PACKED,
    earlier,
    fetch,
    passes_warcio,
    write,
    writing,
)

ROOT = Path(__file__).parents[3]


def records(path: Path) -> list[tuple[Any, bytes]]:
    """All records of a file with their payload, as warcio reads them."""
    with path.open("rb") as stream:
        found = []
        for record in ArchiveIterator(stream, check_digests="raise"):
            found.append((record, record.content_stream().read()))
    return found


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*/*"))


def test_a_file_begins_with_who_made_it(tmp_path: Path) -> None:
    with writing(tmp_path, information={"operator": "an@example.org"}) as writer:
        writer.write(FETCH)
    (path,) = files(tmp_path)
    assert path.relative_to(tmp_path).as_posix() == (
        "nghe_an/nghe_an-20261122T014500123-00001.warc.gz"
    )
    record, body = records(path)[0]
    assert record.rec_type == "warcinfo"
    assert record.rec_headers.get_header("WARC-Filename") == path.name
    lines = body.decode().split("\r\n")
    assert lines[0] == "software: vn-party-news-archive/0.1.0"
    assert "format: WARC File Format 1.1" in lines
    assert "operator: an@example.org" in lines


def test_an_exchange_is_a_response_and_a_request(tmp_path: Path) -> None:
    with writing(tmp_path) as writer:
        capture = writer.write(FETCH)
    (path,) = files(tmp_path)
    (information, _), (response, page), (request, form) = records(path)
    assert (response.rec_type, request.rec_type) == ("response", "request")
    given = response.rec_headers.get_header
    assert given("WARC-Target-URI") == FETCH.url
    assert given("WARC-Date") == "2026-11-22T01:45:00.123456Z"
    assert given("WARC-IP-Address") == "203.0.113.7"
    assert given("WARC-Payload-Digest") == capture.digest == payload_digest(PACKED)
    assert given("WARC-Warcinfo-ID") == information.rec_headers.get_header("WARC-Record-ID")
    assert request.rec_headers.get_header("WARC-Concurrent-To") == given("WARC-Record-ID")
    assert request.rec_headers.get_header("WARC-Target-URI") == FETCH.url
    assert (request.http_headers.protocol, request.http_headers.statusline) == (
        "GET",
        "/vi-vn/tin/a?b=1 HTTP/1.1",
    )
    assert request.http_headers.get_header("User-Agent") == "bot/0.1"
    assert (page.decode(), form) == (HTML, b"")


def test_headers_are_kept_as_they_came(tmp_path: Path) -> None:
    with writing(tmp_path) as writer:
        writer.write(FETCH)
    (path,) = files(tmp_path)
    (member,) = [m for m in walk(path.read_bytes()) if m.record.kind == "response"]  # type: ignore[union-attr]
    head = member.record.block.partition(b"\r\n\r\n")[0]  # type: ignore[union-attr]
    lines = [name + b": " + value for name, value in FETCH.headers]
    assert head.split(b"\r\n") == [b"HTTP/1.1 200 OK", *lines]


def test_a_form_is_kept(tmp_path: Path) -> None:
    with writing(tmp_path) as writer:
        writer.write(replace(FETCH, method="POST", request_body=b"__VIEWSTATE=x", kind="listing"))
    (path,) = files(tmp_path)
    request, form = records(path)[2]
    assert (request.http_headers.protocol, form) == ("POST", b"__VIEWSTATE=x")


@pytest.mark.parametrize("url", ["https://nghean.dcs.vn", "https://nghean.dcs.vn?b=1"])
def test_an_address_without_a_path_asks_for_the_root(tmp_path: Path, url: str) -> None:
    with writing(tmp_path) as writer:
        writer.write(replace(FETCH, url=url))
    (path,) = files(tmp_path)
    target = url.removeprefix("https://nghean.dcs.vn")
    assert records(path)[2][0].http_headers.statusline == f"/{target} HTTP/1.1"


def test_a_status_of_no_standard_is_kept(tmp_path: Path) -> None:
    with writing(tmp_path) as writer:
        assert writer.write(replace(FETCH, status=599)).status == 599
    (path,) = files(tmp_path)
    assert records(path)[1][0].http_headers.get_statuscode() == "599"


def test_the_place_is_that_of_the_record(tmp_path: Path) -> None:
    captures = write(tmp_path, 3)
    (path,) = files(tmp_path)
    members = [m for m in walk(path.read_bytes()) if m.record.kind == "response"]  # type: ignore[union-attr]
    assert [(c.offset, c.length) for c in captures] == [(m.offset, m.length) for m in members]
    with path.open("rb") as stream:
        iterator = ArchiveIterator(stream)
        offsets = {
            record.rec_headers.get_header("WARC-Target-URI"): iterator.get_record_offset()
            for record in iterator
            if record.rec_type == "response"
        }
    assert offsets == {c.url: c.offset for c in captures}


def test_not_modified_refers_to_what_it_confirms(tmp_path: Path) -> None:
    with writing(tmp_path) as writer:
        first = writer.write(FETCH)
        second = writer.write(
            fetch(status=304, body=b"", headers=[(b"Etag", b'"a"')]), earlier(first)
        )
    (path,) = files(tmp_path)
    record, body = records(path)[3]
    given = record.rec_headers.get_header
    assert (record.rec_type, body) == ("revisit", b"")
    assert given("WARC-Profile").endswith("/warc/1.1/revisit/server-not-modified")
    assert given("WARC-Refers-To-Target-URI") == first.url
    assert given("WARC-Refers-To-Date") == "2026-11-22T01:45:00.123456Z"
    assert record.http_headers.get_header("Etag") == '"a"'
    assert (second.status, second.original_id, second.digest) == (304, 7, first.digest)


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    with writing(tmp_path) as writer:
        first = writer.write(FETCH)
        second = writer.write(fetch(fetched_at=AT + timedelta(days=1)), earlier(first))
    record, _ = records(files(tmp_path)[1])[1]
    given = record.rec_headers.get_header
    assert record.rec_type == "revisit"
    assert given("WARC-Profile").endswith("/warc/1.1/revisit/identical-payload-digest")
    assert given("WARC-Payload-Digest") == first.digest == second.digest
    assert given("WARC-Refers-To-Date") == "2026-11-22T01:45:00.123456Z"
    assert second.original_id == 7
    assert second.length < first.length


@pytest.mark.parametrize(
    "changes",
    [{"body": b"other", "headers": []}, {"status": 302, "body": b"", "headers": []}],
    ids=["another-page", "nothing"],
)
def test_what_differs_is_kept_whole(tmp_path: Path, changes: dict[str, Any]) -> None:
    with writing(tmp_path) as writer:
        first = writer.write(replace(FETCH, **changes, url="https://nghean.dcs.vn/x"))
        empty = earlier(first) if not changes["body"] else earlier(writer.write(FETCH))
        assert writer.write(replace(FETCH, **changes), empty).original_id is None


def test_not_modified_without_an_earlier_capture_is_kept_as_it_is(tmp_path: Path) -> None:
    with writing(tmp_path) as writer:
        capture = writer.write(fetch(status=304, body=b"", headers=[]))
    assert (capture.original_id, capture.digest) == (None, payload_digest(b""))
    assert records(files(tmp_path)[0])[1][0].rec_type == "response"


def test_a_large_file_is_followed_by_another(tmp_path: Path) -> None:
    with writing(tmp_path, max_bytes=3000) as writer:
        captures = [writer.write(fetch(number)) for number in range(1, 6)]
    assert len(files(tmp_path)) > 1
    assert {c.file for c in captures} == {
        f.relative_to(tmp_path).as_posix() for f in files(tmp_path)
    }
    assert all(f.stat().st_size < 3000 + 3000 for f in files(tmp_path))
    assert passes_warcio(*files(tmp_path))


def test_a_day_in_vietnam_has_a_file_of_its_own(tmp_path: Path) -> None:
    midnight = AT.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    with writing(tmp_path) as writer:
        moments = [midnight - timedelta(seconds=1), midnight, midnight + timedelta(hours=20)]
        captures = [writer.write(fetch(fetched_at=moment)) for moment in moments]
    first, second, third = (c.file for c in captures)
    assert first != second == third


def test_two_crawls_never_share_a_file(tmp_path: Path) -> None:
    with writing(tmp_path) as one, writing(tmp_path) as other:
        assert one.write(FETCH).file != other.write(FETCH).file
    assert len(files(tmp_path)) == 2


def test_nothing_is_left_of_a_crawl_that_captured_nothing(tmp_path: Path) -> None:
    with writing(tmp_path / "captures"):
        pass
    assert not list(tmp_path.iterdir())


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
