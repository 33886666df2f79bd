"""No format, and no snapshot, needs more memory for more articles."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
import pytest
from sqlalchemy import Engine, insert, select

from archive.exports import bibtex, csl, csv, jsonl, parquet, ris
from archive.exports.records import read
from archive.exports.warc import WarcExport
from archive.models import Base
from archive.selection import Selection
from archive.snapshots.making import Making
from archive.store import Store
from tests.archive import samples

ARTICLES = Base.metadata.tables["articles"]
FEW, MANY = 200, 800


def grow(engine: Engine, count: int) -> None:
    """Let the archive have so many articles, all much like the first."""
    with engine.begin() as connection:
        present = connection.execute(select(ARTICLES).order_by(ARTICLES.c.id)).all()
        row = {**present[0]._mapping, "body": "Bản tin của Tỉnh ủy. " * 500, "capture_id": None}
        own = ("id", "key", "index_id")
        shared = {name: value for name, value in row.items() if name not in own}
        new = range(len(present), count)
        connection.execute(insert(ARTICLES), [{**shared, "key": f"x:{n}"} for n in new])


def as_text(write: Callable[..., int]) -> Callable[[Engine, Path], object]:
    def run(engine: Engine, target: Path) -> int:
        with target.open("w", encoding="utf-8", newline="") as stream:
            return write(read(engine, Selection()), stream)

    return run


def as_parquet(engine: Engine, target: Path) -> int:
    with target.open("wb") as stream:
        return parquet.write(read(engine, Selection()), stream)


def as_warc(engine: Engine, target: Path) -> int:
    with target.open("wb") as stream:
        export = WarcExport(engine, target)
        export.write(read(engine, Selection()), stream)
    return export.without


def as_snapshot(engine: Engine, target: Path) -> int:
    target.mkdir()
    manifest = Making(engine, date(2026, 11, 21)).write(target, lambda _: None)
    return manifest.tables["articles"].rows


FORMATS = {
    **{form.__name__.rpartition(".")[2]: as_text(form.write) for form in (jsonl, csv, csl, ris)},
    "bibtex": as_text(bibtex.write),
    "parquet": as_parquet,
    "warc": as_warc,
    "snapshot": as_snapshot,
}


def test_memory_does_not_grow_with_the_archive(
    engine: Engine, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # So that the few are many batches, too.
    monkeypatch.setattr("archive.exports.arrow._CHARACTERS", 500_000)
    for module in ("exports.records", "exports.warc", "snapshots.making"):
        monkeypatch.setattr(f"archive.{module}._BATCH", 40)
    store.save(samples.ELECTION)
    peaks: dict[str, list[int]] = {name: [] for name in FORMATS}
    for count in (FEW, MANY):
        grow(engine, count)
        for name, run in FORMATS.items():
            tracemalloc.start()
            assert run(engine, tmp_path / f"{name}-{count}") == count
            peaks[name].append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        peaks.setdefault("pyarrow", []).append(pa.default_memory_pool().max_memory())
    for name, (few, many) in peaks.items():
        assert many < 1.5 * few + 1_000_000, name
