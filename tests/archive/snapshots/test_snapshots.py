"""Snapshots: what a day had, the same bytes each time, and what is said of one that was changed."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
from sqlalchemy import Engine, insert

from archive import database
from archive.metadata.describing import VERSION, describe, text_of
from archive.models import Base
from archive.provinces import all_provinces
from archive.readings import Precision, Reading
from archive.snapshots.making import Making
from archive.snapshots.manifest import SnapshotError
from archive.snapshots.tables import TABLES
from archive.store import Outcome, Store
from tests.archive import samples
from tests.archive.helpers import capture, refusal
from tests.archive.samples import moment
from tests.archive.snapshots.folders import FIRST, SECOND, make, wrong
from tests.postgresql import Server

TOMBSTONES = Base.metadata.tables["tombstones"]
Rows = list[dict[str, Any]]


def table(folder: Path, name: str) -> Rows:
    rows: Rows = pq.read_table(folder / f"tables/{name}.parquet").to_pylist()
    return rows


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def filled(engine: Engine, store: Store) -> Engine:
    samples.fill(store)
    return engine


def test_a_day_has_what_had_been_seen(filled: Engine, tmp_path: Path) -> None:
    first, second = make(filled, tmp_path / "a"), make(filled, tmp_path / "b", SECOND)
    assert [row["id"] for row in table(first, "articles")] == [1, 2, 3, 5, 6]
    assert [row["id"] for row in table(second, "articles")] == [1, 2, 3, 4, 5, 6]
    assert table(first, "duplicates") == []
    (duplicate,) = table(second, "duplicates")
    assert (duplicate["article_id"], duplicate["url"]) == (1, samples.REPRINT.url)
    assert wrong(first) == wrong(second) == []


def test_a_text_is_as_it_was(filled: Engine, tmp_path: Path) -> None:
    first, second = make(filled, tmp_path / "a"), make(filled, tmp_path / "b", SECOND)
    before, after = table(first, "articles")[1], table(second, "articles")[1]
    assert before["body"] == samples.INCENSE.body_text
    assert after["body"] == samples.CHANGED_INCENSE.body_text
    assert (before["revision"], before["metadata_version"]) == (1, VERSION)
    assert (after["revision"], after["metadata_version"]) == (2, "samples/1")
    assert before["revised_at"] == before["first_seen_at"] == samples.FIRST_RUN
    assert after["revised_at"] == samples.SECOND_RUN
    assert table(first, "revisions") == []
    (revision,) = table(second, "revisions")
    assert (revision["article_id"], revision["number"]) == (2, 1)
    assert revision["body"] == before["body"]


def test_metadata_of_an_earlier_text_are_read_from_it(
    engine: Engine, store: Store, tmp_path: Path
) -> None:
    body = ["Theo Chỉ thị số 05-CT/TW ngày 15/5/2016, đồng chí Nguyễn Văn An phát biểu."]
    old = replace(samples.INCENSE, body=body)
    store.save(old)
    store.save(replace(old, body=[body[0] + " Hội nghị kết thúc."], fetched_at=samples.SECOND_RUN))
    folder = make(engine, tmp_path / "a")
    (citation,) = table(folder, "citations")
    (document,) = table(folder, "documents")
    assert citation["document_key"] == document["key"]
    assert (document["symbol"], citation["issued_on"]) == ("05-CT/TW", date(2016, 5, 15))
    assert body[0][citation["start"] : citation["end"]] == citation["printed"]
    (person,) = table(folder, "people")
    assert (person["name"], person["article_id"]) == ("Nguyễn Văn An", 1)
    assert table(make(engine, tmp_path / "b", SECOND), "people") == []


def test_stored_metadata_are_taken_as_they_are(filled: Engine, tmp_path: Path) -> None:
    folder = make(filled, tmp_path / "a")
    first = table(folder, "articles")[0]
    assert (first["province_id"], first["kind_id"], first["kind_score"]) == ("bac-kan", "tin", 0.7)
    topics = [row["topic_id"] for row in table(folder, "article_topics") if row["article_id"] == 1]
    assert topics == ["bau-cu", "hoat-dong-tuyen-giao"]
    (citation,) = [row for row in table(folder, "citations") if row["article_id"] == 1]
    assert (citation["printed"], citation["start"]) == ("hướng dẫn số 115-HD/BTGTU", 35)
    (document,) = table(folder, "documents")
    assert document["key"] == citation["document_key"]
    assert document["province_id"] == "bac-kan"
    (person,) = table(folder, "people")
    assert person["full_name"] == "H’Lim Niê"


def described(reading: Reading, **changes: Any) -> Reading:
    """An article with what today's readers say of it."""
    changed = replace(reading, **changes)
    return replace(changed, metadata=describe(text_of(changed)))


def test_what_comes_later_changes_nothing(engine: Engine, store: Store, tmp_path: Path) -> None:
    incense, election = samples.CHANGED_INCENSE, samples.ELECTION
    for reading in (*samples.ARTICLES, samples.REPRINT, incense):
        store.save(described(reading))
    first, second = make(engine, tmp_path / "a"), make(engine, tmp_path / "b", SECOND)
    third = moment("2026-11-22 01:30")
    for changed in (election, incense):
        later = described(changed, title=f"{changed.title} (đã sửa)", fetched_at=third)
        assert store.save(later).outcome is Outcome.REVISED
    seen = described(samples.YEAR_ONLY, fetched_at=third)
    assert store.save(seen, capture(seen)).outcome is Outcome.UNCHANGED
    body = ["Bài mới của Tỉnh ủy."]
    store.save(described(samples.UNDATED, key="nghean.dcs.vn:n60", body=body, fetched_at=third))
    again = described(samples.OLD_QUANG_TRI, key="x:1", fetched_at=third)
    assert store.save(again).outcome is Outcome.DUPLICATE
    gone = {"article_id": 1, "reason": "http-404", "missing_since": third, "confirmed_at": third}
    with engine.begin() as connection:
        connection.execute(insert(TOMBSTONES), gone)
    for folder, name, day in ((first, "c", FIRST), (second, "d", SECOND)):
        assert contents(make(engine, tmp_path / name, day)) == contents(folder)
    latest = make(engine, tmp_path / "e", date(2026, 11, 22))
    assert len(table(latest, "articles")) == 7
    assert len(table(latest, "tombstones")) == 1


def test_a_tombstone_is_open_until_the_article_returned(filled: Engine, tmp_path: Path) -> None:
    row = {
        "article_id": 1,
        "reason": "http-404",
        "missing_since": samples.FIRST_RUN,
        "confirmed_at": samples.FIRST_RUN,
        "returned_at": samples.SECOND_RUN,
    }
    with filled.begin() as connection:
        connection.execute(insert(TOMBSTONES), row)
    (before,) = table(make(filled, tmp_path / "a"), "tombstones")
    (after,) = table(make(filled, tmp_path / "b", SECOND), "tombstones")
    assert (before["returned_at"], after["returned_at"]) == (None, samples.SECOND_RUN)


def test_both_databases_give_the_same_bytes(
    tmp_path: Path, upgraded_sqlite: Path, upgraded_postgresql: str, postgresql_server: Server
) -> None:
    shutil.copyfile(upgraded_sqlite, tmp_path / "archive.db")
    urls = [
        f"sqlite:///{tmp_path / 'archive.db'}",
        postgresql_server.create("snapshots", template=upgraded_postgresql),
    ]
    found = []
    for number, url in enumerate(urls):
        engine = database.open_database(url)
        samples.fill(Store(engine))
        found.append(contents(make(engine, tmp_path / f"snapshot-{number}", SECOND)))
        engine.dispose()
    postgresql_server.drop("snapshots")
    assert found[0] == found[1]


def test_the_same_snapshot_twice_is_the_same(filled: Engine, tmp_path: Path) -> None:
    assert contents(make(filled, tmp_path / "a")) == contents(make(filled, tmp_path / "b"))


def test_every_column_is_explained_and_typed(filled: Engine, tmp_path: Path) -> None:
    folder = make(filled, tmp_path / "a")
    card = (folder / "README.md").read_text(encoding="utf-8")
    for one in TABLES:
        columns = one.columns()
        assert pq.read_schema(folder / one.file).names == list(columns)
        for name, words in columns.items():
            assert words
            assert f"| `{name}` |" in card
    assert "$" not in card


def test_the_card_names_what_is_missing(filled: Engine, tmp_path: Path) -> None:
    card = (make(filled, tmp_path / "a") / "README.md").read_text(encoding="utf-8")
    assert "Undated: 1 articles" in card
    assert "of 5 articles the raw page is not kept" in card
    assert f"- `{VERSION}`: 1 articles" in card
    assert "- no reader has looked at them: 1 articles" in card
    assert "| nghean.dcs.vn | nghe_an | 1 | 0 | 1 | not dated |" in card
    assert "| tuyengiao.vn | bac_kan | 1 | 0 | 0 | 2021–2021 |" in card


def test_coverage_names_the_gaps(engine: Engine, store: Store, tmp_path: Path) -> None:
    for month in (1, 2, 4, 5):
        for number in range(12):
            printed = samples.printed(f"2023-{month:02}-{number + 1:02}", Precision.DAY, "x")
            key = f"laichau.example.vn:{month}-{number}"
            text = [f"Tin số {number} của tháng {month} nói về một hội nghị khác hẳn. {key}"]
            store.save(replace(samples.INCENSE, key=key, body=text, published=printed))
    store.save(samples.YEAR_ONLY)
    folder = make(engine, tmp_path / "a")
    rows = table(folder, "coverage")
    months = [(row["year"], row["month"], row["articles"], row["expected"]) for row in rows]
    assert months == [
        *((2023, month, 12, None) for month in (1, 2)),
        (2023, 3, 0, 12.0),
        *((2023, month, 12, None) for month in (4, 5)),
        (2019, None, 1, None),
    ]
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert "- `lai_chau`, 2023-03: 0, where 12 are usual" in card


def test_reprints_are_those_of_the_day(engine: Engine, store: Store, tmp_path: Path) -> None:
    words = [f"câu thứ {number} nói về việc {number * 7} của tỉnh" for number in range(60)]
    base = replace(samples.INCENSE, body=[". ".join(words)])
    store.save(base)
    copy = {"body": [". ".join(words[:-3])], "fetched_at": samples.SECOND_RUN}
    near = replace(samples.UNDATED, **copy, title=base.title, tables=[])  # type: ignore[arg-type]
    store.save(near)
    assert table(make(engine, tmp_path / "a"), "reprints") == []
    rows = table(make(engine, tmp_path / "b", SECOND), "reprints")
    assert [(row["article_id"], row["cluster_id"]) for row in rows] == [(1, 1), (2, 1)]


def test_the_map_and_the_taxonomy_come_along(filled: Engine, tmp_path: Path) -> None:
    folder = make(filled, tmp_path / "a")
    units = {row["id"]: row for row in table(folder, "provinces")}
    assert list(units) == [unit.id for unit in all_provinces()]
    assert units["bac-kan"]["successor_id"] == "thai-nguyen-2025"
    assert "Bắc Cạn" in units["bac-kan"]["names"]
    assert units["bac-kan"]["valid_to"] == date(2025, 6, 30)
    assert len(table(folder, "bodies")) > 63
    assert "khoa-giao" in [row["id"] for row in table(folder, "topics")]
    data = Path(database.__file__).parent / "data"
    for name in ("provinces.csv", "topics.toml", "bodies.toml"):
        assert (folder / "sources" / name).read_bytes() == (data / name).read_bytes()


def test_a_day_that_has_not_come(engine: Engine) -> None:
    message = refusal(lambda: Making(engine, date(2099, 1, 1)), SnapshotError)
    assert message == "2099-01-01 has not come: name a day that is over"


def test_a_day_before_the_first_article(engine: Engine, store: Store) -> None:
    making = Making(engine, date(2026, 11, 19))
    message = refusal(making.size, SnapshotError)
    assert message == "the archive had no article on 2026-11-19: it has none yet"
    samples.fill(store)
    message = refusal(making.size, SnapshotError)
    assert message == "the archive had no article on 2026-11-19: it saw the first on 2026-11-20"
