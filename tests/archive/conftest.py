"""Both databases for the tests of the data layer: a SQLite file and a real PostgreSQL server."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from pathlib import Path

import pytest
import typer.main
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from archive import database
from archive.cli import main
from archive.store import Store
from tests.archive import samples
from tests.archive.samples import Run
from tests.postgresql import Server

BACKENDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def upgraded_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite archive that was just upgraded, to be copied."""
    path = tmp_path_factory.mktemp("template") / "archive.db"
    database.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def upgraded_postgresql(postgresql_server: Server) -> str:
    """The name of a PostgreSQL database that was just upgraded, to be copied."""
    database.upgrade(postgresql_server.create("upgraded"))
    return "upgraded"


_number = count()


@pytest.fixture
def empty_database_url(backend: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database without tables (PostgreSQL) or of no file yet (SQLite)."""
    if backend == "sqlite":
        yield f"sqlite:///{request.getfixturevalue('tmp_path') / 'archive.db'}"
        return
    server: Server = request.getfixturevalue("postgresql_server")
    name = f"empty_{next(_number)}"
    yield server.create(name)
    server.drop(name)


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an archive of this test's own, upgraded and without articles, on both databases."""
    if backend == "sqlite":
        path = request.getfixturevalue("tmp_path") / "archive.db"
        shutil.copyfile(request.getfixturevalue("upgraded_sqlite"), path)
        yield f"sqlite:///{path}"
        return
    server: Server = request.getfixturevalue("postgresql_server")
    name = f"archive_{next(_number)}"
    yield server.create(name, template=request.getfixturevalue("upgraded_postgresql"))
    server.drop(name)


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """The kind of database that this test runs on; every test that asks for a database runs twice."""
    name: str = request.param
    return name


@pytest.fixture
def open_engine(database_url: str) -> Iterator[Callable[..., Engine]]:
    """Opens engines on this test's archive, and closes them at its end."""
    engines: list[Engine] = []

    def opened(**options: object) -> Engine:
        engines.append(database.open_database(database_url, **options))  # type: ignore[arg-type]
        return engines[-1]

    yield opened
    for engine in engines:
        engine.dispose()


@pytest.fixture
def engine(open_engine: Callable[..., Engine]) -> Engine:
    """This test's archive."""
    return open_engine()


@pytest.fixture
def store(engine: Engine) -> Store:
    """The way into this test's archive."""
    return Store(engine)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory without settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(database.VARIABLE, raising=False)
    return tmp_path


@pytest.fixture(scope="module", params=BACKENDS)
def archive_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an archive with the samples, for the tests of a module that only read it."""
    with samples.archive_url(request) as url:
        yield url


@pytest.fixture(scope="session", autouse=True)
def built_once() -> Iterator[None]:
    """Let Typer build the command line once, and not for each command: that takes half of its time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("typer.main.get_command", cache(typer.main.get_command))
        yield


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs ``archive`` in an empty folder; gives exit code, standard output and standard error."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def filled(run: Run, monkeypatch: pytest.MonkeyPatch, archive_url: str) -> Run:
    """Runs ``archive`` on the samples, on both databases."""
    monkeypatch.setenv(database.VARIABLE, archive_url)
    return run


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session that reads this test's archive."""
    with Session(engine) as session:
        yield session
