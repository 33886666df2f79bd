"""Checking a snapshot: is every file the one that the manifest names, and every table what it says?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]

from archive.exports import arrow
from archive.snapshots.manifest import (
    CHECKSUM,
    NAME,
    Entry,
    Manifest,
    TableEntry,
    checksum,
    checksum_line,
)
from archive.snapshots.tables import TABLES


def problems(
    folder: Path,
    manifest: Manifest,
    advance: Callable[[int], object],
    cited: str | None = None,
) -> Iterator[str]:
    """Yield a line for everything that is wrong with a snapshot.

    Args:
        folder: The folder.
        manifest: Its manifest.
        advance: Told how many more bytes have been looked at.
        cited: The SHA-256 that its manifest must have; None: any.
    """
    yield from _manifest(folder, cited)
    for name, entry in manifest.files.items():
        yield from _file(folder, name, entry)
        advance(entry.size)
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    for name in sorted(there - set(manifest.files) - {NAME, CHECKSUM}):
        yield f"{name}: is not in the manifest"
    for table in TABLES:
        if table.name not in manifest.tables:
            yield f"{NAME}: names no table {table.name}"
    for name, listed in manifest.tables.items():
        if listed.file not in manifest.files:
            yield f"{NAME}: has no checksum of {listed.file}"
        if (folder / listed.file).is_file():
            yield from _table(folder / listed.file, name, listed)


def _manifest(folder: Path, cited: str | None) -> Iterator[str]:
    """Yield what is wrong with the manifest itself, which no entry in it can tell."""
    try:
        if (folder / CHECKSUM).read_bytes() != checksum_line(folder).encode():
            yield f"{NAME}: is not what was written: its SHA-256 is not the one in {CHECKSUM}"
    except OSError as error:
        yield f"{CHECKSUM}: cannot be read: {error.strerror}"
    if cited is not None and cited != checksum(folder / NAME):
        yield f"{NAME}: is not the one that is cited: its SHA-256 is {checksum(folder / NAME)}"


def _file(folder: Path, name: str, entry: Entry) -> Iterator[str]:
    path = folder / name
    if not path.is_file():
        yield f"{name}: is gone"
        return
    try:
        size = path.stat().st_size
        if size != entry.size:
            yield f"{name}: has {size} bytes, and had {entry.size}"
        elif checksum(path) != entry.sha256:
            yield f"{name}: is not what was written: its SHA-256 is another"
    except OSError as error:
        yield f"{name}: cannot be read: {error.strerror}"


def _table(path: Path, name: str, listed: TableEntry) -> Iterator[str]:
    try:
        rows, columns = arrow.described(path)
    except (pa.ArrowException, OSError):
        yield f"{listed.file}: is no Parquet file that can be read"
        return
    if rows != listed.rows:
        yield f"{listed.file}: has {rows} rows, and the manifest says {listed.rows}"
    for column in sorted(columns.keys() | listed.columns.keys()):
        found, said = columns.get(column), listed.columns.get(column)
        if found != said:
            yield (
                f"{listed.file}: column {column} of {name} is {found or 'not there'}, and the manifest "
                f"says {said or 'nothing of it'}"
            )
