from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, select, text

from archive import database, errors
from archive.models import Article, Province, ProvinceName, Topic
from archive.store import Store
from tests.archive.helpers import checked, refusal
from tests.archive.samples import ELECTION


def test_default_is_a_file_in_the_working_directory(folder: Path) -> None:
    database.upgrade()
    assert (folder / "archive.db").is_file()
    checked("sqlite:///archive.db")


def test_environment_goes_before_the_env_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".env").write_text(f"{database.VARIABLE}=sqlite:///tệp.db\n", encoding="utf-8")
    assert database.configured_url() == "sqlite:///tệp.db"
    monkeypatch.setenv(database.VARIABLE, "sqlite:///biến.db")
    assert database.configured_url() == "sqlite:///biến.db"
    monkeypatch.setenv(database.VARIABLE, "")
    assert database.configured_url() == "sqlite:///tệp.db"


def test_env_file_that_is_no_text(folder: Path) -> None:
    (folder / ".env").write_bytes(b"\xff\xfe\x00")
    assert ".env" in refusal(database.configured_url, errors.BadSettings)


@pytest.mark.parametrize(
    "url",
    [
        "archive.db",
        "",
        "postgresql//an:bi-mat@host/x",
        "postgresql://an:bi-mat@host:cổng/x",
        "mysql://an:bi-mat@host/x",
        "postgresql+psycopg2://an:bi-mat@host/x",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite://archive.db",
        "sqlite://an:bi-mat@host/archive.db",
    ],
)
def test_address_that_cannot_be_used(url: str) -> None:
    message = refusal(lambda: database.open_database(url), errors.BadDatabaseUrl)
    assert "write sqlite:///archive.db" in message


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_postgresql_uses_psycopg_3(scheme: str) -> None:
    assert database.open_database(f"{scheme}://an@host/x").dialect.driver == "psycopg"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql+psycopg://an:bi-mat@host:5433/x?sslmode=a", "postgresql://an@host:5433/x"),
        ("postgresql://host/x?user=an&password=bi-mat", "postgresql://host/x"),
        ("sqlite:////srv/kho/archive.db", "/srv/kho/archive.db"),
        ("sqlite:///file:/srv/kho.db?mode=ro&uri=true", "/srv/kho.db"),
        ("sqlite:///kho/archive.db", "kho/archive.db"),
    ],
)
def test_address_as_it_may_be_printed(url: str, expected: str) -> None:
    assert database.shown(make_url(url)) == expected


def test_file_below_the_working_directory_is_shown_short(folder: Path) -> None:
    assert database.shown(database.open_database("sqlite:///kho 1.db").url) == "kho 1.db"


def test_postgresql_options_of_the_address_are_kept(database_url: str, backend: str) -> None:
    if backend == "sqlite":
        url = make_url(database_url).update_query_dict({"timeout": "1"})
        query, expected = "PRAGMA foreign_keys", "1"
    else:
        options = {"options": "-c application_name=kho"}
        url = make_url(database_url).update_query_dict(options)
        query, expected = "SHOW application_name", "kho"
    engine = database.open_database(url.render_as_string(hide_password=False))
    with engine.connect() as connection:
        assert str(connection.scalar(text(query))) == expected
    engine.dispose()


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("foreign_keys", 1), ("journal_mode", "wal"), ("synchronous", 1), ("busy_timeout", 30000)],
)
def test_sqlite_settings(engine: Engine, pragma: str, value: object) -> None:
    with engine.connect() as connection:
        assert connection.scalar(text(f"PRAGMA {pragma}")) == value


@pytest.mark.parametrize("name", ["kho 100%.db", "kho?mode=memory.db", "lưu trữ#1.db"])
def test_file_names_with_signs_of_addresses(tmp_path: Path, name: str) -> None:
    url = str(make_url("sqlite://").set(database=str(tmp_path / name)))
    database.upgrade(url)
    assert (tmp_path / name).is_file()
    checked(url)


# Upgrade.


def test_upgrade_writes_provinces_names_and_topics_and_repeats(
    database_url: str, engine: Engine
) -> None:
    def known() -> list[int]:
        with engine.connect() as connection:
            return [
                len(connection.execute(select(model)).all())
                for model in (Province, ProvinceName, Topic)
            ]

    before = known()
    with engine.begin() as connection:
        connection.execute(text("UPDATE provinces SET name = 'Sai' WHERE id = 'bac-kan'"))
        connection.execute(text("DELETE FROM province_names WHERE name = 'Bắc Cạn'"))
        connection.execute(text("DELETE FROM topics WHERE id = 'khoa-giao'"))
    database.upgrade(database_url)
    assert known() == before
    assert before[0] == 63 + 24
    with engine.connect() as connection:
        row = connection.execute(select(Province.__table__).filter_by(id="bac-kan")).one()
        assert (row.name, row.successor_id) == ("Bắc Kạn", "thai-nguyen-2025")
        folded = select(ProvinceName.folded).where(ProvinceName.name == "Bắc Cạn")
        assert connection.scalar(folded) == "bac can"


def test_upgrade_keeps_what_was_stored(database_url: str, store: Store, engine: Engine) -> None:
    store.save(ELECTION)
    database.upgrade(database_url)
    with engine.connect() as connection:
        assert connection.scalar(select(Article.title)) == ELECTION.title


def test_upgrades_at_once_do_not_collide(empty_database_url: str) -> None:
    program = "import sys; from archive import database; database.upgrade(sys.argv[1])"
    upgrades = [
        subprocess.Popen([sys.executable, "-c", program, empty_database_url]) for _ in range(3)
    ]
    assert [upgrade.wait() for upgrade in upgrades] == [0, 0, 0]
    checked(empty_database_url)


def test_failed_upgrade_leaves_nothing(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_connection: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("archive.reference.write", fail)
    with pytest.raises(RuntimeError):
        database.upgrade(empty_database_url)
    refusal(lambda: checked(empty_database_url), errors.DatabaseNotUpgraded)
    monkeypatch.undo()
    database.upgrade(empty_database_url)


def test_upgrade_without_the_folder(folder: Path) -> None:
    message = refusal(lambda: database.upgrade("sqlite:///kho/archive.db"), errors.DatabaseMissing)
    assert "no folder kho" in message


def test_upgrade_of_a_database_of_another_program(empty_database_url: str, backend: str) -> None:
    if backend == "sqlite":
        with sqlite3.connect(empty_database_url.removeprefix("sqlite:///")) as connection:
            connection.execute("CREATE TABLE articles (id INTEGER)")
        connection.close()
    else:
        engine = database.open_database(empty_database_url)
        with engine.begin() as other:
            other.execute(text("CREATE TABLE articles (id INTEGER)"))
        engine.dispose()
    message = refusal(lambda: database.upgrade(empty_database_url), errors.DatabaseDamaged)
    assert "tables of another program (articles)" in message


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_database_that_cannot_hold_vietnamese(empty_database_url: str) -> None:
    engine = database.open_database(empty_database_url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("DROP DATABASE IF EXISTS latin"))
        connection.execute(
            text("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
        )
    url = make_url(empty_database_url).set(database="latin").render_as_string(hide_password=False)
    message = refusal(lambda: database.upgrade(url), errors.BadDatabaseUrl)
    assert "ENCODING 'UTF8'" in message
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("DROP DATABASE latin"))
    engine.dispose()
