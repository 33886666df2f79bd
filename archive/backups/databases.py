"""Copies of the database: SQLite by its own backup, PostgreSQL by its own programs."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Final, cast

from sqlalchemy import URL, Connection, func, inspect, select, text

from archive.backups.manifest import BackupError
from archive.models import Base

# Pages of a SQLite file copied between two steps of the progress bar.
_STEP: Final = 2048
_CAPTURES: Final = Base.metadata.tables["captures"]


def counts(connection: Connection) -> dict[str, int]:
    """Return how many rows each table has."""
    names = set(inspect(connection).get_table_names())
    return {
        name: connection.scalar(select(func.count()).select_from(table)) or 0
        for name, table in Base.metadata.tables.items()
        if name in names
    }


def ends(connection: Connection) -> dict[str, int]:
    """Return up to which byte the database needs each WARC file."""
    end = func.max(_CAPTURES.c.offset + _CAPTURES.c.length)
    rows = connection.execute(select(_CAPTURES.c.file, end).group_by(_CAPTURES.c.file))
    return {row[0]: row[1] for row in rows}


def dump(connection: Connection, target: Path, advance: Callable[[int], object]) -> None:
    """Copy the database as this connection's transaction sees it, while others write to it.

    Args:
        connection: The archive; on PostgreSQL in a transaction of isolation level REPEATABLE READ.
        target: The file to write.
        advance: Told how many more bytes have been copied.

    Raises:
        BackupError: The copy is not sound, or PostgreSQL's programs are missing or fail.
        OSError: It cannot be written.
    """
    if connection.dialect.name == "sqlite":
        _dump_sqlite(connection, target, advance)
        return
    snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
    arguments = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
    _postgresql("pg_dump", connection.engine.url, [*arguments, f"--file={target}"])
    # Reads the list of contents, which stands at the end of what a whole dump needs.
    _run("pg_restore", ["--list", str(target)], {})


def load(source: Path, url: URL) -> None:
    """Fill an empty PostgreSQL database from a copy, in one transaction.

    Raises:
        BackupError: PostgreSQL's programs are missing or fail.
    """
    arguments = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    _postgresql("pg_restore", url, [*arguments, str(source)])


def _dump_sqlite(connection: Connection, target: Path, advance: Callable[[int], object]) -> None:
    source = cast("sqlite3.Connection", connection.connection.driver_connection)
    page: int = source.execute("PRAGMA page_size").fetchone()[0]
    done = 0

    def progress(_status: int, remaining: int, total: int) -> None:
        nonlocal done
        advance((total - remaining - done) * page)
        done = total - remaining

    try:
        with closing(sqlite3.connect(target)) as copy:
            source.backup(copy, pages=_STEP, progress=progress)
            # One file, without the two beside it that a database in use has.
            copy.execute("PRAGMA journal_mode=DELETE")
            _require_sound(copy)
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (
            sqlite3.SQLITE_FULL,
            sqlite3.SQLITE_IOERR,
            sqlite3.SQLITE_CANTOPEN,
        ):
            raise OSError(None, str(error), str(target)) from error
        raise


def _require_sound(copy: sqlite3.Connection) -> None:
    found = [row[0] for row in copy.execute("PRAGMA integrity_check(1)")]
    if found != ["ok"]:
        raise BackupError(
            f"the database is damaged ({found[0]}): the last backup is left as it was; restore it, "
            "and see docs/operations.md"
        )


def _postgresql(program: str, url: URL, arguments: list[str]) -> None:
    """Run one of PostgreSQL's programs on a database; its password is not seen on the command line."""
    address = url.set(drivername="postgresql", password=None).render_as_string()
    password = {} if url.password is None else {"PGPASSWORD": str(url.password)}
    _run(program, [f"--dbname={address}", *arguments], password)


def _run(program: str, arguments: list[str], environment: dict[str, Any]) -> None:
    found = shutil.which(program)
    if found is None:
        raise BackupError(
            f"the program {program} is not on this machine: install the client programs of "
            "PostgreSQL, in the version of the server"
        )
    done = subprocess.run(  # noqa: S603 - the program that was found, arguments as a list
        [found, *arguments],
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | environment,
    )
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()] or ["no reason given"]
        raise BackupError(f"{program} failed: {' '.join(lines[:2])}")
