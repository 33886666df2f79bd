"""What docs/sql.md and docs/python.md tell people to run, runs, in Datasette and DuckDB as well."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest
from datasette.app import Datasette  # type: ignore[import-untyped]
from sqlalchemy import make_url, text

from archive import database
from archive.api import Archive
from archive.exports import jsonl
from archive.frames import to_pandas
from archive.models.views import VIEWS
from tests.archive import samples
from tests.archive.samples import Run
from tests.postgresql import Server

DOCS = Path(__file__).resolve().parents[2] / "docs"


def blocks(page: str, language: str) -> list[str]:
    guide = (DOCS / page).read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)


(ROLE,) = blocks("sql.md", "sql role")
(DUCKDB,) = blocks("sql.md", "python duckdb")


@pytest.mark.parametrize("query", blocks("sql.md", "sql"))
def test_queries(archive_url: str, query: str) -> None:
    engine = database.open_database(archive_url, read_only=True)
    with engine.connect() as connection:
        assert connection.execute(text(query)).all()
    engine.dispose()


def test_every_view_is_named_and_asked() -> None:
    guide = (DOCS / "sql.md").read_text("utf-8")
    for view in VIEWS:
        assert f"| `{view.name}` |" in guide
        assert f"FROM {view.name}\n" in guide


@pytest.mark.parametrize("program", blocks("python.md", "python"))
def test_programs(
    archive_url: str,
    program: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(database.VARIABLE, archive_url)
    with Archive.open() as archive:
        exec(program, {"archive": archive})
    assert capsys.readouterr().out


# --- Reading without writing ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory, upgraded_sqlite: Path) -> Path:
    """The samples in a SQLite file of this module."""
    path = tmp_path_factory.mktemp("sql") / "archive.db"
    path.write_bytes(upgraded_sqlite.read_bytes())
    samples.filled(f"sqlite:///{path}")
    return path


@pytest.mark.parametrize(
    ("address", "pragma"),
    [("file:{}?mode=ro", ""), ("file:{}", "PRAGMA query_only = ON"), ("file:{}?immutable=1", "")],
    ids=["mode=ro", "query_only", "immutable"],
)
def test_sqlite_that_cannot_be_written(sqlite_file: Path, address: str, pragma: str) -> None:
    connection = sqlite3.connect(address.format(sqlite_file), uri=True)
    connection.execute(pragma)
    assert connection.execute("SELECT count(*) FROM articles_view").fetchone() == (6,)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM articles")
    connection.close()


@pytest.fixture
def role(postgresql_server: Server) -> Iterator[Callable[[], psycopg.Connection[Any]]]:
    """Connects as the role of the guide to an archive that was upgraded after the role was made."""
    url = postgresql_server.create("role")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(ROLE.encode())
    database.upgrade(url)
    samples.filled(url)
    yield lambda: psycopg.connect(
        make_url(url).set(username="nghien_cuu").render_as_string(hide_password=False)
    )
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP OWNED BY nghien_cuu")
        connection.execute("DROP ROLE nghien_cuu")
    postgresql_server.drop("role")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM articles",
        "UPDATE articles SET title = 'x'",
        "INSERT INTO search_state VALUES (2, 1, true)",
        "CREATE TABLE mine (id integer)",
        "DROP VIEW coverage",
    ],
)
def test_postgresql_role_that_cannot_write(
    role: Callable[[], psycopg.Connection[Any]], statement: str
) -> None:
    with role() as connection:
        for view in VIEWS:
            query = f"SELECT count(*) FROM {view.name}"
            (number,) = connection.execute(query.encode()).fetchone() or (0,)
            assert number
        connection.commit()
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute(statement.encode())
        connection.rollback()
        # The setting is for mistakes only; what holds is what the role was granted.
        connection.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE")
        connection.commit()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement.encode())


# --- Datasette and DuckDB -------------------------------------------------------------------------


def ask(file: Path, *paths: str) -> list[Any]:
    """What Datasette answers, without a server."""

    async def answers() -> list[Any]:
        datasette = Datasette([str(file)], settings={"sql_time_limit_ms": 10_000})
        await datasette.invoke_startup()
        found = [await datasette.client.get(path) for path in paths]
        for one in datasette.databases.values():
            one.close()
        return found

    return asyncio.run(answers())


def test_datasette_shows_views(sqlite_file: Path) -> None:
    paths = [f"/archive/{view.name}.json?_shape=array" for view in VIEWS]
    for path, answer in zip(paths, ask(sqlite_file, *paths), strict=True):
        assert answer.status_code == 200, path
        assert answer.json(), path
    page, facets, csv = ask(
        sqlite_file,
        "/archive/articles_view?_facet=province_today&_facet=year&_sort_desc=published_at",
        "/archive/articles_view.json?_facet=province_today&_facet=year",
        "/archive/citations_view.csv?symbol=115-HD%2FBTGTU&_size=max",
    )
    assert page.status_code == 200
    assert "Thái Nguyên" in page.text
    found = facets.json()["facet_results"]["province_today"]["results"]
    assert {(one["value"], one["count"]) for one in found} >= {("Quảng Trị", 2), ("Thái Nguyên", 1)}
    assert len(csv.text.splitlines()) == 2


def test_datasette_cannot_write(sqlite_file: Path) -> None:
    (answer,) = ask(sqlite_file, "/archive.json?sql=delete+from+articles&_shape=array")
    assert answer.status_code == 400


def rows(query: str) -> list[Any]:
    """What DuckDB answers."""
    with duckdb.connect() as connection:
        found: list[Any] = connection.execute(query).fetchall()
        return found


def test_duckdb_reads_parquet(
    filled: Run, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, _ = filled(
        "export", "--format", "parquet", "--partition", "province,year", "-o", "parquet"
    )
    assert code == 0
    exec(DUCKDB, {})
    shown = capsys.readouterr().out
    assert "Học tập và làm theo Bác" in shown
    query = "SELECT typeof(min(published_at)) FROM read_parquet('parquet/**/*.parquet')"
    assert rows(query) == [("TIMESTAMP WITH TIME ZONE",)]


def test_duckdb_reads_json_lines_and_frames(archive_url: str, folder: Path) -> None:
    with Archive.open(archive_url) as archive:
        with Path("articles.jsonl").open("w", encoding="utf-8") as stream:
            jsonl.write(archive.iterate(), stream)
        frame = to_pandas(archive.iterate(), ["site", "province_today"])
    query = "SELECT count(*), count(published_at) FROM read_json('articles.jsonl')"
    assert rows(query) == [(6, 5)]
    with duckdb.connect() as connection:
        connection.register("frame", frame)
        query = "SELECT count(*) FROM frame WHERE province_today = 'Quảng Trị'"
        assert connection.execute(query).fetchall() == [(2,)]
