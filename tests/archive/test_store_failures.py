"""What goes wrong around the store, on real conditions: a clear line, and nothing half-stored."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select, text

from archive import database, errors
from archive.models import Article
from archive.store import Outcome, Store
from tests.archive.helpers import counted, reading, refusal


def test_locked_database_is_busy_and_later_takes_the_article(
    open_engine: Callable[..., Engine], backend: str
) -> None:
    store = Store(open_engine(patience=0.2))
    store.save(reading())
    with database.writers(open_engine()).begin() as other:
        if backend == "postgresql":
            other.execute(text("LOCK TABLE articles IN ACCESS EXCLUSIVE MODE"))
        message = refusal(lambda: store.save(reading(title="Sửa")), errors.DatabaseBusy)
    assert "locked by another program: wait" in message
    assert store.save(reading(title="Sửa")).outcome is Outcome.REVISED


def test_reader_does_not_hold_up_the_writer(open_engine: Callable[..., Engine]) -> None:
    store = Store(open_engine(patience=0.2))
    with open_engine(read_only=True).connect() as reader:
        reader.execute(select(func.count()).select_from(Article)).all()
        assert store.save(reading()).outcome is Outcome.STORED


def fill_disk(engine: Engine, backend: str) -> None:
    """Leave no room for the whole of an article."""
    if backend == "sqlite":

        @event.listens_for(engine, "connect")
        def limit(connection: Any, _record: Any) -> None:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count={pages + 1}")

        return
    # A server whose disk is full reports 53100 from the statement that found no room.
    function = (
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
        "$$BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' "
        "USING ERRCODE = '53100'; END$$"
    )
    trigger = (
        "CREATE TRIGGER full_disk BEFORE INSERT ON article_images EXECUTE FUNCTION full_disk()"
    )
    with engine.begin() as connection:
        connection.execute(text(function))
        connection.execute(text(trigger))


def test_full_database(open_engine: Callable[..., Engine], engine: Engine, backend: str) -> None:
    full = open_engine()
    fill_disk(full, backend)
    big = reading(body=["Đảng bộ tỉnh. " * 2000])
    message = refusal(lambda: Store(full).save(big), errors.DatabaseFull)
    assert "is full: make room" in message
    assert counted(engine) == {}
    if backend == "sqlite":
        assert Store(engine).save(big).outcome is Outcome.STORED


def test_read_only_archive(open_engine: Callable[..., Engine], engine: Engine) -> None:
    refusal(lambda: Store(open_engine(read_only=True)).save(reading()), errors.DatabaseReadOnly)
    assert counted(engine) == {}


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_lost_connection_is_reported_and_then_replaced(
    open_engine: Callable[..., Engine], engine: Engine
) -> None:
    store = Store(engine)
    store.save(reading())

    @event.listens_for(engine, "before_cursor_execute", once=True)
    def cut(*_: object) -> None:
        others = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        with open_engine().connect() as connection:
            connection.execute(text(others))

    message = refusal(lambda: store.save(reading(title="Sửa")), errors.DatabaseUnreachable)
    assert "cannot be reached" in message
    assert store.save(reading(title="Sửa")).outcome is Outcome.REVISED


def test_database_that_was_not_upgraded(empty_database_url: str, backend: str) -> None:
    if backend == "sqlite":
        Path(empty_database_url.removeprefix("sqlite:///")).touch()
    engine = database.open_database(empty_database_url)
    message = refusal(lambda: Store(engine).save(reading()), errors.DatabaseNotUpgraded)
    assert "`archive upgrade`" in message
    engine.dispose()


# In a mount namespace of its own, which ends with the process whatever happens.
ON_A_DISK = """
import os, shutil, subprocess, sys
from pathlib import Path
from archive import database, errors
from archive.store import Store
from tests.archive.helpers import reading

template, disk = map(Path, sys.argv[1:])
size = template.stat().st_size + 200_000
subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", disk], check=True)
shutil.copyfile(template, disk / "archive.db")
url = f"sqlite:///{disk}/archive.db"

def attempt(name, call):
    try:
        call()
    except errors.ArchiveError as error:
        print(name, type(error).__name__)
    else:
        print(name, "good")

def checked(writable, read_only=False):
    engine = database.open_database(url, read_only=read_only)
    database.check(engine, writable=writable)
    engine.dispose()

engine = database.open_database(url)
store = Store(engine)
attempt("first", lambda: store.save(reading()))
big = reading(key="2", body=["Đảng bộ tỉnh. " * 20_000])
attempt("big", lambda: store.save(big))
engine.dispose()
(disk / "filler").write_bytes(b"0" * shutil.disk_usage(disk).free)
attempt("full", lambda: checked(True))
(disk / "filler").unlink()
attempt("room", lambda: checked(True))
with engine.connect() as connection:
    print("keys", *connection.exec_driver_sql("SELECT key FROM articles").scalars())
    print("integrity", connection.exec_driver_sql("PRAGMA integrity_check").scalar())
engine.dispose()

subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
attempt("read", lambda: checked(False, read_only=True))
attempt("write", lambda: checked(True))
attempt("upgrade", lambda: database.upgrade(url))
"""
PRIVATE = ["unshare", "--mount", "--map-root-user"]


def test_disk_that_is_full_and_then_read_only(tmp_path: Path, upgraded_sqlite: Path) -> None:
    mount = [*PRIVATE, "mount", "-t", "tmpfs", "tmpfs", str(tmp_path)]
    if shutil.which("unshare") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("needs the right to mount a disk of its own (unshare)")
    answer = subprocess.run(
        [*PRIVATE, sys.executable, "-c", ON_A_DISK, str(upgraded_sqlite), str(tmp_path)],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    assert answer.stdout.splitlines() == [
        "first good",
        "big DatabaseFull",
        "full DatabaseFull",
        "room good",
        "keys tuyengiao.vn:133321",
        "integrity ok",
        "read good",
        "write DatabaseReadOnly",
        "upgrade DatabaseReadOnly",
    ]
