"""An archive to be backed up, and what is asked of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from archive import database
from archive.captures.folder import VARIABLE
from archive.store import Store
from tests.archive.captures.fetches import fetch, store, writing
from tests.archive.helpers import counted
from tests.archive.samples import ELECTION, Run


@dataclass
class Archive:
    """An archive with captures, and another place to restore it to."""

    run: Run
    monkeypatch: pytest.MonkeyPatch
    folder: Path
    engine: Engine
    elsewhere: str

    @property
    def captures(self) -> Path:
        return self.folder / "captures"

    @property
    def backup(self) -> Path:
        return self.folder / "backup"

    def add(self, first: int, last: int) -> None:
        """Crawl some pages."""
        with writing(self.captures) as writer:
            written = [writer.write(fetch(number)) for number in range(first, last)]
        store(self.engine, written)
        taken = Store(self.engine)
        for number in range(first, last):
            body = [f"{ELECTION.body[0]} {number}", *ELECTION.body[1:]]
            taken.save(replace(ELECTION, key=f"x:{number}", body=body))

    def move(self) -> None:
        """Let the archive be in the other place from now on."""
        self.monkeypatch.setenv(database.VARIABLE, self.elsewhere)
        self.monkeypatch.setenv(VARIABLE, "restored/captures")


def contents(url: str) -> dict[str, int]:
    engine = database.open_database(url, read_only=True)
    try:
        return counted(engine)
    finally:
        engine.dispose()


def refused(archive: Archive, *command: str) -> str:
    code, out, err = archive.run(*command)
    assert (code, out) == (1, "")
    assert err.startswith("archive: ")
    assert err.count("\n") == 1
    return err
