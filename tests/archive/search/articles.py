"""A few articles whose frequencies can be counted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from archive import database
from archive.metadata.findings import ProvinceFinding
from archive.readings import Precision, PrintedDate, Reading
from archive.store import Outcome, Store
from tests.archive.samples import ELECTION, about, moment, words
from tests.postgresql import Server


def _article(
    number: int,
    date: str | None,
    title: str,
    *body: str,
    provinces: tuple[str, ...] = (),
    topics: tuple[str, ...] = (),
    precision: Precision = Precision.DAY,
    lead: str | None = None,
) -> Reading:
    published = None if date is None else PrintedDate(moment(date), precision, date, "test")
    found = tuple(ProvinceFinding(one, 1.0, "text", words(one)) for one in provinces)
    return Reading(
        url=f"https://tuyengiao.vn/{number}",
        key=f"tuyengiao.vn:{number}",
        site="tuyengiao.vn",
        spider="bac_kan",
        fetched_at=ELECTION.fetched_at,
        parser="Test/1",
        title=title,
        lead=lead,
        body=[*body, f"Bài thứ {number} của kho."],
        published=published,
        metadata=replace(about(None, "site", *topics), provinces=found),
    )


#: As stored: the first has number 1.
ARTICLES = (
    _article(
        *(1, "2021-01-10", "Hội nghị", "Công tác chuyển đổi số; “Chuyển đổi số” là đột phá."),
        provinces=("bac-kan",),
        topics=("bau-cu",),
    ),
    _article(2, "2021-01-20", "Ra quân", "Đảng bộ tỉnh họp.", provinces=("bac-kan",)),
    _article(
        *(3, "2021-03-05", "Đẩy mạnh chuyển đổi số", "Hai tỉnh cùng làm."),
        provinces=("bac-kan", "thai-nguyen"),
        topics=("bau-cu", "khoa-giao"),
    ),
    _article(
        *(4, "2021-01-01", "Tổng kết", "Kết quả.", "Từ chuyển đổi số"),
        provinces=("quang-tri",),
        precision=Precision.YEAR,
        lead="Năm của  chuyển đổi số.",
    ),
    _article(5, None, "Biểu mẫu", "Số liệu chuyển đến, đổi mới."),
    _article(
        *(6, "2021-03-01", "Chuyên đề", "Học tập và làm theo."),
        provinces=("quang-tri",),
        precision=Precision.MONTH,
    ),
    _article(7, "2025-08-15", "Chuyển đổi số", "Tỉnh mới.", provinces=("quang-tri-2025",)),
)


@contextmanager
def archive_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the address of an archive with the articles, on the database that ``request.param`` names."""
    if request.param == "sqlite":
        folder: Path = request.getfixturevalue("tmp_path_factory").mktemp("counted")
        upgraded: Path = request.getfixturevalue("upgraded_sqlite")
        (folder / "archive.db").write_bytes(upgraded.read_bytes())
        yield _filled(f"sqlite:///{folder / 'archive.db'}")
        return
    server: Server = request.getfixturevalue("postgresql_server")
    name = f"counted_{request.module.__name__.rpartition('.')[2]}"
    yield _filled(server.create(name, template=request.getfixturevalue("upgraded_postgresql")))
    server.drop(name)


def _filled(url: str) -> str:
    engine = database.open_database(url)
    store = Store(engine)
    for number, reading in enumerate(ARTICLES, start=1):
        saved = store.save(reading)
        assert (saved.outcome, saved.article_id) == (Outcome.STORED, number)
    engine.dispose()
    return url
