"""A capture is read from its place, whole and checked, or with one clear line."""

from __future__ import annotations

import gzip
import random
import zlib
from datetime import timedelta
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from archive.captures import (
    CaptureDamaged,
    CaptureMissing,
    configured_folder,
    payload_digest,
    read_capture,
    reading,
)
from archive.captures.folder import VARIABLE
from archive.errors import BadSettings
from archive.models import Capture as CaptureRow
from tests.archive.captures.fetches import (
    AT,
    FETCH,
    HTML,
    PACKED,
    Place,
    earlier,
    fetch,
    store,
    write,
    writing,
)
from tests.archive.helpers import refusal

BODY = HTML.encode()


def raw_deflate(data: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return stream.compress(data) + stream.flush()


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        (b"gzip", PACKED),
        (b"x-gzip", PACKED),
        (b"GZIP", PACKED),
        (b"gzip", PACKED[:-8] + PACKED[-8:] + b"\0" * 100),
        (b"gzip", gzip.compress(BODY[:500], mtime=0) + gzip.compress(BODY[500:], mtime=0)),
        (b"deflate", zlib.compress(BODY)),
        (b"deflate", raw_deflate(BODY)),
        (b"br", brotli.compress(BODY)),
        (b"deflate, gzip", gzip.compress(zlib.compress(BODY), mtime=0)),
        (b"identity", BODY),
        (b"utf-8", BODY),
        (b"", BODY),
        (None, BODY),
    ],
)
def test_a_page_is_unpacked(tmp_path: Path, encoding: bytes | None, body: bytes) -> None:
    headers = [] if encoding is None else [(b"content-encoding", encoding)]
    with writing(tmp_path) as writer:
        capture = writer.write(fetch(body=body, headers=headers))
    page = read_capture(tmp_path, Place.of(capture))
    assert (page.url, page.status, page.body) == (FETCH.url, 200, BODY)


def test_headers_are_given_as_they_came(tmp_path: Path) -> None:
    (capture,) = write(tmp_path, 1)
    headers = read_capture(tmp_path, Place.of(capture)).headers
    assert headers[:3] == [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Encoding", "gzip"),
        ("Set-Cookie", "a=1"),
    ]
    assert headers[4][1].encode("latin-1").decode() == "Nguyễn Văn A"


def test_any_capture_is_read_without_those_before(tmp_path: Path) -> None:
    captures = write(tmp_path, 30)
    random.Random(3).shuffle(captures)
    for capture in captures:
        number = int(capture.url.rpartition("/")[2])
        assert read_capture(tmp_path, Place.of(capture)).body.decode() == f"{HTML} {number}"


def test_a_page_that_the_site_said_had_not_changed(tmp_path: Path) -> None:
    with writing(tmp_path) as writer:
        first = writer.write(FETCH)
        later = fetch(status=304, body=b"", headers=[], fetched_at=AT + timedelta(days=1))
        second = writer.write(later, earlier(first))
    assert first.file != second.file
    page = read_capture(tmp_path, Place.of(second, first))
    assert (page.status, page.body.decode()) == (200, HTML)
    assert ("Content-Encoding", "gzip") in page.headers


def test_the_same_bytes_again_have_headers_of_their_own(tmp_path: Path) -> None:
    headers = [(b"Content-Encoding", b"gzip"), (b"Date", b"today")]
    with writing(tmp_path) as writer:
        first = writer.write(FETCH)
        second = writer.write(fetch(headers=headers), earlier(first))
    page = read_capture(tmp_path, Place.of(second, first))
    assert (page.status, page.body.decode()) == (200, HTML)
    assert page.headers == [("Content-Encoding", "gzip"), ("Date", "today")]


def test_a_row_of_the_database_is_enough(tmp_path: Path, engine: Engine) -> None:
    with writing(tmp_path) as writer:
        first = writer.write(FETCH)
        store(engine, [first])
        store(engine, [writer.write(fetch(fetched_at=AT + timedelta(1)), earlier(first, 1))])
    with Session(engine) as session:
        rows = session.query(CaptureRow).order_by(CaptureRow.id).all()
        assert [row.original_id for row in rows] == [None, 1]
        assert [read_capture(tmp_path, row).body.decode() for row in rows] == [HTML, HTML]


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    (capture,) = write(tmp_path, 1)
    (tmp_path / capture.file).unlink()
    message = refusal(lambda: read_capture(tmp_path, Place.of(capture)), CaptureMissing)
    assert message == f"{tmp_path / capture.file} is not there: restore it from a backup"


def test_a_flipped_bit_never_gives_another_page(tmp_path: Path) -> None:
    first, capture, _ = write(tmp_path, 3)
    path = tmp_path / capture.file
    whole, right = path.read_bytes(), read_capture(tmp_path, Place.of(capture))
    choice, seen = random.Random(1), 0
    for place in choice.sample(range(capture.offset, capture.offset + capture.length), 150):
        damaged = bytearray(whole)
        damaged[place] ^= 1 << choice.randrange(8)
        path.write_bytes(damaged)
        try:
            page = read_capture(tmp_path, Place.of(capture))
        except CaptureDamaged:
            seen += 1
        else:
            # A few bits carry nothing: gzip's time and system, the filling between two blocks.
            assert page == right
        assert read_capture(tmp_path, Place.of(first)).status == 200
    assert seen > 140


def test_every_cut_is_seen(tmp_path: Path) -> None:
    capture = write(tmp_path, 1)[0]
    path = tmp_path / capture.file
    whole = path.read_bytes()
    for end in random.Random(2).sample(range(capture.offset + capture.length), 60):
        path.write_bytes(whole[:end])
        refusal(lambda: read_capture(tmp_path, Place.of(capture)), CaptureDamaged)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"offset": 5}, "unpacked"),
        ({"length": 40}, "not where the database says"),
        ({"length": 4000}, "not where the database says"),
        ({"digest": payload_digest(b"other")}, "not the one that was captured"),
    ],
)
def test_a_row_that_does_not_fit(tmp_path: Path, changes: dict[str, object], words: str) -> None:
    capture = write(tmp_path, 2)[0]
    row = Place(**{**vars(Place.of(capture)), **changes})
    assert words in refusal(lambda: read_capture(tmp_path, row), CaptureDamaged)


def test_a_row_that_names_another_record(tmp_path: Path) -> None:
    capture = write(tmp_path, 1)[0]
    information = Place(capture.file, 0, capture.offset, capture.digest)
    assert "no HTTP message" in refusal(
        lambda: read_capture(tmp_path, information), CaptureDamaged
    ) or "no address or status" in refusal(
        lambda: read_capture(tmp_path, information), CaptureDamaged
    )


@pytest.mark.parametrize(
    ("encoding", "body", "words"),
    [
        (b"gzip", BODY, "not gzip"),
        (b"gzip", PACKED[:-20], "not gzip"),
        (b"deflate", BODY, "not deflate"),
        (b"br", BODY, "not br"),
        (b"rot13", BODY, "not known"),
        (b"gzip", gzip.compress(b"\0" * 2001, mtime=0), "larger than 2000 bytes"),
        (b"gzip", gzip.compress(b"\0" * 1500, mtime=0) * 2, "larger than 2000 bytes"),
        (b"br", brotli.compress(b"\0" * 9_000_000), "larger than 2000 bytes"),
        (b"deflate", zlib.compress(b"\0" * 2001), "larger than 2000 bytes"),
    ],
)
def test_a_page_that_cannot_be_unpacked(
    tmp_path: Path, encoding: bytes, body: bytes, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LARGEST_PAGE", 2000)
    with writing(tmp_path) as writer:
        capture = writer.write(fetch(body=body, headers=[(b"Content-Encoding", encoding)]))
    message = refusal(lambda: read_capture(tmp_path, Place.of(capture)), CaptureDamaged)
    assert words in message


def test_the_folder_is_configured(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert configured_folder() == Path("captures")
    (folder / ".env").write_text(f"{VARIABLE}=trang gốc\n", encoding="utf-8")
    assert configured_folder() == Path("trang gốc")
    monkeypatch.setenv(VARIABLE, "/srv/captures")
    assert configured_folder() == Path("/srv/captures")
    monkeypatch.setenv(VARIABLE, "")
    assert configured_folder() is None


def test_settings_that_are_no_text(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    (folder / ".env").write_bytes(b"\xff\xfe\x00")
    assert ".env" in refusal(configured_folder, BadSettings)
