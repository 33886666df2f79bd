"""What is written is WARC 1.1, safe on disk, and read alike by warcio."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]

from archive.captures import payload_digest
from archive.captures.members import walk
from tests.archive.captures.fetches import (
    AT,
    FETCH,
    HTML,
    PACKED,
    earlier,
    fetch,
    files,
    passes_warcio,
    records,
    write,
    writing,
)

ROOT = Path(__file__).parents[3]


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
