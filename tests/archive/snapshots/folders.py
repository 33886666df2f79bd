"""Snapshots of the samples, and what is found wrong with one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from archive.snapshots.making import Making
from archive.snapshots.manifest import Manifest
from archive.snapshots.verifying import problems

FIRST, SECOND = date(2026, 11, 20), date(2026, 11, 21)


def make(engine: Engine, folder: Path, as_of: date = FIRST) -> Path:
    folder.mkdir()
    steps: list[int] = []
    making = Making(engine, as_of)
    manifest = making.write(folder, steps.append)
    assert sum(steps) == making.size() == manifest.tables["articles"].rows
    return folder


def wrong(folder: Path, cited: str | None = None) -> list[str]:
    found = list(problems(folder, Manifest.read(folder), lambda _: None, cited))
    assert not any("\n" in line for line in found)
    return found
