"""Exchanges to capture, and where they lie afterwards."""

from __future__ import annotations

import gzip
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
from warcio.checker import Checker  # type: ignore[import-untyped]

from archive import rows
from archive.captures import Capture, Earlier, Fetch
from archive.captures.writing import CaptureWriter
from archive.models import Base
from tests.archive.samples import moment

HTML = "<p>Ban Tuyên giáo Tỉnh ủy đã ban hành hướng dẫn.</p>" * 40
PACKED = gzip.compress(HTML.encode(), mtime=0)
AT = moment("2026-11-22 08:45") + timedelta(microseconds=123_456)
FETCH = Fetch(
    url="https://nghean.dcs.vn/vi-vn/tin/a?b=1",
    kind="article",
    fetched_at=AT,
    method="GET",
    request_headers=[(b"Host", b"nghean.dcs.vn"), (b"User-Agent", b"bot/0.1")],
    request_body=b"",
    protocol="HTTP/1.1",
    status=200,
    headers=[
        (b"Content-Type", b"text/html; charset=utf-8"),
        (b"Content-Encoding", b"gzip"),
        (b"Set-Cookie", b"a=1"),
        (b"Set-Cookie", b"b=2"),
        (b"X-Tac-Gia", "Nguyễn Văn A".encode()),
    ],
    body=PACKED,
    ip_address="203.0.113.7",
)


def fetch(number: int = 0, **changes: Any) -> Fetch:
    """An exchange; each number has an address and a text of its own, and a second of its own."""
    if number:
        page = gzip.compress(f"{HTML} {number}".encode(), mtime=0)
        own = {"url": f"https://nghean.dcs.vn/vi-vn/tin/{number}", "body": page}
        changes = own | {"fetched_at": AT + timedelta(seconds=number)} | changes
    return replace(FETCH, **changes)


def earlier(capture: Capture, number: int = 7) -> Earlier:
    """What a later crawl knows of a capture."""
    return Earlier(number, capture.url, capture.fetched_at, capture.digest)


@dataclass(frozen=True)
class Place:
    """A row of `captures`, as reading needs it."""

    file: str
    offset: int
    length: int
    digest: str
    original: Place | None = None

    @classmethod
    def of(cls, capture: Capture, original: Capture | None = None) -> Place:
        """The row of a capture."""
        body = None if original is None else cls.of(original)
        return cls(capture.file, capture.offset, capture.length, capture.digest, body)


@contextmanager
def writing(folder: Path, **options: Any) -> Iterator[CaptureWriter]:
    """A writer that is closed at the end."""
    writer = CaptureWriter(folder, "nghe_an", **{"max_bytes": 1 << 30, **options})
    yield writer
    writer.close()


def write(folder: Path, count: int) -> list[Capture]:
    """Write some exchanges into one file."""
    with writing(folder) as writer:
        return [writer.write(fetch(number)) for number in range(1, count + 1)]


def store(engine: Engine, captures: list[Capture]) -> None:
    """Give captures their rows."""
    with engine.begin() as connection:
        connection.execute(
            insert(Base.metadata.tables["captures"]), [rows.capture(c) for c in captures]
        )


def passes_warcio(*paths: Path) -> bool:
    """Whether ``warcio check`` finds nothing wrong, neither records nor digests."""
    return bool(Checker(Namespace(inputs=[*map(str, paths)], verbose=False)).process_all() == 0)


def records(path: Path) -> list[tuple[Any, bytes]]:
    """All records of a file with their payload, as warcio reads them."""
    with path.open("rb") as stream:
        found = []
        for record in ArchiveIterator(stream, check_digests="raise"):
            found.append((record, record.content_stream().read()))
    return found


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*/*"))
