"""Parquet: typed, whole, in bounded memory, and parted on request."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.dataset  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
from sqlalchemy import Engine

from archive import database
from archive.exports import parquet
from archive.exports.partitions import Partition, partitions
from archive.exports.records import FIELDS, ExportedArticle, read
from archive.selection import BadRequest, Selection
from tests.archive.helpers import refusal


@pytest.fixture(scope="module")
def articles(archive_url: str) -> Iterator[list[ExportedArticle]]:
    engine: Engine = database.open_database(archive_url, read_only=True)
    yield list(read(engine, Selection()))
    engine.dispose()


def as_parquet(articles: list[ExportedArticle]) -> bytes:
    stream = io.BytesIO()
    assert parquet.write(articles, stream) == len(articles)
    return stream.getvalue()


def plain(value: Any) -> Any:
    """A row as JSON Lines have it."""
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def test_parquet_holds_what_json_lines_hold(articles: list[ExportedArticle]) -> None:
    citation = {**articles[0]["citations"][0], "issued_on": "2021-03-15", "same_as": 0}
    dated: Any = [{**articles[0], "citations": [citation]}, *articles[1:]]
    rows = pq.read_table(io.BytesIO(as_parquet(dated))).to_pylist()
    for row, article in zip(rows, dated, strict=True):
        row["rules"] = dict(row["rules"])
        assert plain(row) == article


def test_the_schema_is_typed(articles: list[ExportedArticle]) -> None:
    schema = pq.read_schema(io.BytesIO(as_parquet(articles)))
    assert tuple(schema.names) == FIELDS
    moment = pa.timestamp("us", "Asia/Ho_Chi_Minh")
    for name in ("published_at", "updated_at", "first_seen_at", "last_seen_at"):
        assert schema.field(name).type == moment
    assert schema.field("published_at").nullable
    assert not schema.field("first_seen_at").nullable
    citation = schema.field("citations").type.value_type
    assert citation.field("issued_on").type == pa.date32()
    assert citation.field("start").type == pa.int64()
    assert citation.field("misprint").type == pa.bool_()
    topic = schema.field("topics").type.value_type
    assert topic.field("score").type == pa.float64()
    assert topic.field("evidence").type.value_type.field("words").type == pa.string()
    assert schema.field("duplicates").type.value_type.field("published_at").type == moment
    assert schema.field("tables").type.value_type.value_type.value_type == pa.string()
    assert schema.field("rules").type == pa.map_(pa.string(), pa.string())


def test_nothing_found_is_a_table_without_rows() -> None:
    table = pq.read_table(io.BytesIO(as_parquet([])))
    assert (table.num_rows, table.schema.names) == (0, list(FIELDS))


def test_the_same_articles_are_the_same_bytes(articles: list[ExportedArticle]) -> None:
    assert as_parquet(articles) == as_parquet(articles)


def test_a_parted_export_is_a_dataset(tmp_path: Path, articles: list[ExportedArticle]) -> None:
    by = partitions("province, year")
    assert parquet.write_folder(articles, tmp_path, by) == len(articles)
    none = parquet.NONE
    places = [
        *("bac-kan/year=2021", "lai-chau/year=2023", "quang-tri/year=2022"),
        *("quang-tri-2025/year=2025", f"nghe-an/year={none}", f"{none}/year=2019"),
    ]
    files = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.parquet")]
    assert sorted(files) == sorted(f"province_id={place}/part-00001.parquet" for place in places)
    table = pa.dataset.dataset(tmp_path, partitioning="hive").to_table()
    assert set(table.schema.names) == {*FIELDS, "province_id", "year"}
    rows = {row["id"]: row for row in table.to_pylist()}
    assert [rows[n]["year"] for n in range(1, 7)] == [2021, 2023, 2022, 2025, None, 2019]
    assert rows[4]["province_id"] == "quang-tri-2025"
    assert rows[4]["province"] == "Quảng Trị"
    assert rows[6]["province_id"] is None


def test_a_large_partition_has_several_files(
    tmp_path: Path, articles: list[ExportedArticle], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "_CHARACTERS", 5000)
    many: Any = [{**articles[number % 2], "id": number} for number in range(40)]
    assert parquet.write_folder(many, tmp_path, [Partition.YEAR]) == 40
    parts = sorted((tmp_path / "year=2021").iterdir())
    assert len(parts) > 1
    ids = [number for part in parts for number in pq.read_table(part)["id"].to_pylist()]
    assert ids == list(range(0, 40, 2))


@pytest.mark.parametrize("text", ["", "site", "province,province", "province;year", "year,"])
def test_partitions_that_are_none(text: str) -> None:
    message = refusal(lambda: partitions(text), BadRequest)
    assert message == f"cannot part by {text!r}: write province,year or province or year"


@pytest.mark.parametrize("parted", [False, True])
def test_memory_does_not_grow_with_the_export(
    tmp_path: Path, articles: list[ExportedArticle], parted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.exports.arrow._CHARACTERS", 1_000_000)
    monkeypatch.setattr(parquet, "_CHARACTERS", 1_000_000)

    def many(count: int) -> Iterator[ExportedArticle]:
        for number in range(count):
            body = f"Bản tin số {number} của Tỉnh ủy về công tác cán bộ. " * 100
            changed: Any = {**articles[number % 6], "id": number, "body": body}
            yield changed

    peaks = []
    for count in (600, 3000):
        tracemalloc.start()
        folder = tmp_path / str(count)
        folder.mkdir()
        if parted:
            parquet.write_folder(many(count), folder, list(Partition))
        else:
            with (folder / "x.parquet").open("wb") as stream:
                parquet.write(many(count), stream)
        peaks.append(tracemalloc.get_traced_memory()[1] + pa.default_memory_pool().max_memory())
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]


def test_only_what_writes_parquet_waits_for_pyarrow() -> None:
    code = "import sys, archive.cli, json; print(json.dumps('pyarrow' in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert json.loads(done.stdout) is False
