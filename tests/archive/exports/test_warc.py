"""WARC of a selection: the records as they are, and all that they refer to."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]

from archive.captures import Capture, Earlier
from archive.exports import warc
from archive.exports.records import ExportedArticle, read, read_by_id
from archive.exports.warc import WarcExport
from archive.models import Base
from archive.selection import Selection
from archive.store import Store
from tests.archive import samples
from tests.archive.captures.fetches import AT, fetch, passes_warcio, store, writing

CAPTURES = Base.metadata.tables["captures"]


@dataclass
class Archive:
    """An archive with captures: articles 1 (two states), 2 (a revisit), 3 (none), 4."""

    engine: Engine
    folder: Path
    written: list[Capture]

    def export(self, articles: list[ExportedArticle], target: Path) -> WarcExport:
        export = WarcExport(self.engine, self.folder)
        with target.open("wb") as stream:
            export.write(articles, stream)
        return export

    def all(self) -> list[ExportedArticle]:
        return list(read(self.engine, Selection()))

    def lies(self, capture: Capture) -> bytes:
        data = (self.folder / capture.file).read_bytes()
        return data[capture.offset : capture.offset + capture.length]


@pytest.fixture
def archive(engine: Engine, tmp_path: Path) -> Archive:
    folder = tmp_path / "captures"
    saving = Store(engine)
    later = AT + timedelta(days=1)
    with writing(folder) as writer:
        election = samples.ELECTION
        first = writer.write(fetch(url=election.url, body=b"1"))
        saving.save(election, first)
        confirmed = writer.write(fetch(url=samples.INCENSE.url, body=b"2"))
        store(engine, [confirmed])
        with engine.connect() as connection:
            query = select(CAPTURES.c.id).where(CAPTURES.c.url == confirmed.url)
            number = connection.execute(query).scalar_one()
        earlier = Earlier(number, confirmed.url, confirmed.fetched_at, confirmed.digest)
        again = fetch(url=samples.INCENSE.url, status=304, body=b"", headers=[], fetched_at=later)
        revisit = writer.write(again, earlier)
        saving.save(samples.INCENSE, revisit)
        saving.save(samples.OLD_QUANG_TRI)
        last = writer.write(fetch(url=samples.UNDATED.url, body=b"4", fetched_at=later))
        saving.save(samples.UNDATED, last)
        changed = replace(election, body=["Bài đã sửa. " + election.body[0]], fetched_at=later)
        second = writer.write(fetch(url=election.url, body=b"5", fetched_at=later))
        saving.save(changed, second)
    return Archive(engine, folder, [first, second, confirmed, revisit, last])


def records(path: Path) -> list[tuple[str, str]]:
    with path.open("rb") as stream:
        return [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI") or "")
            for record in ArchiveIterator(stream)
        ]


def exchange(url: str, kind: str = "response") -> list[tuple[str, str]]:
    return [(kind, url), ("request", url)]


def test_the_file_stands_alone(archive: Archive, tmp_path: Path) -> None:
    target = tmp_path / "chọn.warc.gz"
    export = archive.export(archive.all(), target)
    assert (export.captures, export.without, export.unread) == (5, 1, 0)
    election, incense = samples.ELECTION.url, samples.INCENSE.url
    # The second day has a file of its own, with its own first record.
    assert records(target) == [
        ("warcinfo", ""),
        *exchange(election),
        ("warcinfo", ""),
        *exchange(election),
        *exchange(incense),
        *exchange(incense, "revisit"),
        *exchange(samples.UNDATED.url),
    ]
    assert passes_warcio(target)


def test_records_are_copied_byte_for_byte(archive: Archive, tmp_path: Path) -> None:
    target = tmp_path / "chọn.warc.gz"
    archive.export(archive.all(), target)
    data = target.read_bytes()
    for capture in archive.written:
        assert data.count(archive.lies(capture)) == 1


def test_only_what_was_selected(archive: Archive, tmp_path: Path) -> None:
    target = tmp_path / "chọn.warc.gz"
    export = archive.export(list(read_by_id(archive.engine, [4, 3])), target)
    assert (export.captures, export.without) == (1, 1)
    assert records(target) == [("warcinfo", ""), *exchange(samples.UNDATED.url)]


def test_no_record_twice(archive: Archive, tmp_path: Path) -> None:
    target = tmp_path / "chọn.warc.gz"
    twice = archive.all() * 2
    export = archive.export(twice, target)
    assert export.captures == 5
    assert len(records(target)) == 12


def test_batches_make_no_difference(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.export(archive.all(), tmp_path / "a")
    monkeypatch.setattr(warc, "_BATCH", 1)
    archive.export(archive.all(), tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def gone(path: Path, _: Capture) -> None:
    path.unlink()


def flipped(path: Path, capture: Capture) -> None:
    data = bytearray(path.read_bytes())
    data[capture.offset + capture.length // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("harm", "words", "lost"), [(gone, "is not there", 3), (flipped, "the record is not", 1)]
)
def test_what_cannot_be_read_is_counted(
    archive: Archive,
    tmp_path: Path,
    harm: Callable[[Path, Capture], None],
    words: str,
    lost: int,
) -> None:
    """Article 1 is copied without its second state; the file of that has more."""
    second = archive.written[1]
    harm(archive.folder / second.file, second)
    target = tmp_path / "chọn.warc.gz"
    export = archive.export(archive.all(), target)
    assert export.unread == lost
    assert words in (export.trouble or "")
    assert archive.lies(archive.written[0]) in target.read_bytes()
    assert exchange(samples.ELECTION.url) == records(target)[1:3]
    assert passes_warcio(target)


def test_a_row_that_names_another_record(archive: Archive, tmp_path: Path) -> None:
    with archive.engine.begin() as connection:
        other = CAPTURES.update().where(CAPTURES.c.url == samples.UNDATED.url)
        connection.execute(other.values(url="https://nghean.dcs.vn/khac"))
    stream = io.BytesIO()
    export = WarcExport(archive.engine, archive.folder)
    assert export.write(read_by_id(archive.engine, [4]), stream) == 0
    assert (export.unread, stream.getvalue()) == (1, b"")
    assert "not the one that the database names" in (export.trouble or "")
