"""What a database driver reports, as an `ArchiveError` that says what to do."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from sqlalchemy.exc import DBAPIError

from archive import errors
from archive.errors import ArchiveError

if TYPE_CHECKING:
    import psycopg


class _Answer(NamedTuple):
    error: type[ArchiveError]
    advice: str


_BUSY = _Answer(
    errors.DatabaseBusy,
    "{name} is locked by another program: wait until it has finished, then try again",
)
_FULL = _Answer(
    errors.DatabaseFull, "the disk that holds {name} is full: make room, then try again"
)
_READ_ONLY = _Answer(
    errors.DatabaseReadOnly,
    "{name} cannot be written: allow this user to write the file and its folder",
)
_NOT_UPGRADED = _Answer(
    errors.DatabaseNotUpgraded, "{name} is not up to date: run `archive upgrade`"
)
_CANNOT_OPEN = _Answer(
    errors.DatabaseReadOnly,
    "{name} cannot be opened: allow this user to read and write the file and its folder",
)
_DAMAGED = _Answer(
    errors.DatabaseDamaged, "{name} is not an archive or is damaged: restore it from a copy"
)
_DISK = _Answer(
    errors.DatabaseUnreachable, "{name} cannot be read or written ({detail}): check the disk"
)
_MAY_NOT = _Answer(
    errors.DatabaseReadOnly, "{name} refuses this user ({detail}): grant the right to write"
)
_UNREACHABLE = _Answer(
    errors.DatabaseUnreachable,
    "{name} cannot be reached ({detail}): check the server and the address",
)

# By primary result code; the one extended code means that the WAL's index found no room.
_SQLITE = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR_SHMSIZE: _FULL,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: _CANNOT_OPEN,
    sqlite3.SQLITE_PERM: _CANNOT_OPEN,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_IOERR: _DISK,
}

# By SQLSTATE, or by its class where every state of the class means the same to a person.
_POSTGRESQL = {
    "55P03": _BUSY,  # lock_not_available
    "40P01": _BUSY,  # deadlock_detected
    "40001": _BUSY,  # serialization_failure
    "53300": _BUSY,  # too_many_connections
    "53100": _FULL,  # disk_full
    "25006": _READ_ONLY,  # read_only_sql_transaction
    "42501": _MAY_NOT,  # insufficient_privilege
    "42P01": _NOT_UPGRADED,  # undefined_table
    "42703": _NOT_UPGRADED,  # undefined_column
    "08": _UNREACHABLE,  # connection_exception
    "28": _UNREACHABLE,  # invalid_authorization_specification
    "3D": _UNREACHABLE,  # invalid_catalog_name
    "57": _UNREACHABLE,  # operator_intervention: the server stops or starts
}


def database_errors() -> tuple[type[Exception], ...]:
    """Return what a statement may raise: SQLAlchemy's error, and what a driver raises past it."""
    return DBAPIError, sqlite3.Error, *_psycopg_errors()


def _psycopg_errors() -> tuple[type[Exception], ...]:
    # Psycopg costs 0.07 s to import. Where nobody has needed it yet, nothing of it has failed; and where
    # something has, files may be out of reach.
    psycopg = sys.modules.get("psycopg")
    return () if psycopg is None else (psycopg.Error,)


def explain(cause: BaseException | None, name: str, file: Path | None) -> ArchiveError | None:
    """Return the error that a person understands, or None where the fault is this software's.

    Args:
        cause: What the driver raised.
        name: The database as it may be printed.
        file: The file of a SQLite database.
    """
    if isinstance(cause, sqlite3.Error):
        answer = _sqlite_answer(cause)
        if answer is _CANNOT_OPEN and file is not None and not file.exists():
            return errors.DatabaseMissing(f"there is no archive at {name}: run `archive upgrade`")
    elif isinstance(cause, _psycopg_errors()):
        answer = _postgresql_answer(cast("psycopg.Error", cause))
    else:
        return None
    if answer is None:
        return None
    if file is not None and file.is_dir():
        return errors.BadDatabaseUrl(
            f"{name} is a folder, and an archive is a file: name a file in it, {name}/archive.db"
        )
    detail = str(cause).strip().partition("\n")[0] or type(cause).__name__
    return answer.error(answer.advice.format(name=name, detail=detail))


def _sqlite_answer(cause: sqlite3.Error) -> _Answer | None:
    # Errors of the driver itself, such as a value that it cannot bind, carry no code.
    code: int = getattr(cause, "sqlite_errorcode", -1)
    if code == sqlite3.SQLITE_ERROR and str(cause).startswith(("no such table", "no such column")):
        return _NOT_UPGRADED
    return _SQLITE.get(code) or _SQLITE.get(code & 0xFF)


def _postgresql_answer(cause: psycopg.Error) -> _Answer | None:
    import psycopg

    if cause.sqlstate is None:
        # The server was never reached, or went away without a word.
        return _UNREACHABLE if isinstance(cause, psycopg.OperationalError) else None
    return _POSTGRESQL.get(cause.sqlstate) or _POSTGRESQL.get(cause.sqlstate[:2])
