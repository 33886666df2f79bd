"""No transaction commits before the page that it may name is on the disk."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.utils.test import get_crawler
from sqlalchemy import Engine, func, insert, select

from archive import database, rows
from archive.captures import Capture, CaptureUnwritable
from archive.models import Base
from archive.timezone import now
from crawler.extensions.captures import CaptureRecorder

CAPTURES = Base.metadata.tables["captures"]
URL = "https://nghean.dcs.vn/vi-vn/tin/a#top"


class NgheAn(Spider):
    name = "nghe_an"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path}/archive.db"
    database.upgrade(url)
    engine = database.open_database(url)
    yield engine
    engine.dispose()


@pytest.fixture
def recorder(tmp_path: Path, engine: Engine) -> Iterator[CaptureRecorder]:
    settings = {
        "ARCHIVE_CAPTURES": str(tmp_path / "captures"),
        "ARCHIVE_DATABASE_URL": str(engine.url),
        "CAPTURE_FILE_SIZE": 1 << 30,
        "CRAWLER_CONTACT": "an@example.org",
    }
    recorder = CaptureRecorder.from_crawler(get_crawler(NgheAn, settings))
    yield recorder
    recorder.spider_closed()


def capture(recorder: CaptureRecorder) -> Capture:
    request = Request(URL, meta={"capture_kind": "article"})
    recorder.record(request, Response(URL, body=b"<p>tin</p>"), now())
    made: Capture = request.meta["capture"]
    return made


def store(engine: Engine, made: Capture) -> None:
    with engine.begin() as connection:
        connection.execute(insert(CAPTURES).values(rows.capture(made)))


def test_a_commit_waits_for_the_disk(
    recorder: CaptureRecorder, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[str] = []
    sync = os.fdatasync

    def slowly(descriptor: int) -> None:
        time.sleep(0.1)
        sync(descriptor)
        events.append("on disk")

    monkeypatch.setattr(os, "fdatasync", slowly)
    made = capture(recorder)
    assert events == []
    store(engine, made)
    events.append("committed")
    assert events == ["on disk", "committed"]
    assert made.url == URL.removesuffix("#top")


def test_pages_that_are_begun_together_wait_once(
    recorder: CaptureRecorder, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[int] = []
    sync = os.fdatasync

    def noted(descriptor: int) -> None:
        waits.append(descriptor)
        sync(descriptor)

    monkeypatch.setattr(os, "fdatasync", noted)
    made = [capture(recorder) for _ in range(3)]
    for one in made:
        store(engine, one)
        assert len(waits) == 1


def test_what_the_disk_did_not_take_is_never_named(
    recorder: CaptureRecorder, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    made = [capture(recorder) for _ in range(2)]
    with monkeypatch.context() as patch:
        patch.setattr(os, "fdatasync", full)
        with pytest.raises(CaptureUnwritable, match="is full: make room"):
            store(engine, made[0])
    # The disk has room again, but not what the second transaction would name.
    with pytest.raises(CaptureUnwritable, match="is full: make room"):
        store(engine, made[1])
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(CAPTURES)) == 0
    assert not list(tmp_path.glob("captures/*/*"))
