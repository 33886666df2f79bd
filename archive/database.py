"""Where the archive lies and how it is opened: SQLite by default, PostgreSQL by its address.

The address is a SQLAlchemy URL in ``ARCHIVE_DATABASE_URL``, in the environment or in a file
``.env`` of the working directory; without it the archive is ``archive.db`` in that directory.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from archive import environment, failures
from archive.errors import (
    BadDatabaseUrl,
    DatabaseDamaged,
    DatabaseMissing,
    DatabaseNewer,
    DatabaseNotUpgraded,
    DatabaseUnreachable,
)
from archive.models import Base

VARIABLE = "ARCHIVE_DATABASE_URL"
DEFAULT_URL = "sqlite:///archive.db"
MIGRATIONS = Path(__file__).resolve().parents[1] / "migrations"
#: Newest migration. Written here so that a query need not import Alembic (0.2 s); a test compares.
NEWEST = "0008"
#: Seconds to wait for another program's write to end.
PATIENCE = 30.0
#: Execution option of transactions that write; see `writers`.
WRITES = "archive_writes"
# One number of our own for PostgreSQL's advisory locks: two upgrades at once would collide.
_UPGRADE_LOCK = 0x76_6E_70_61
# `json.dumps` makes an encoder for every value that is not ASCII.
_encode = json.JSONEncoder(ensure_ascii=False).encode
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def open_database(
    url: str | None = None, *, read_only: bool = False, patience: float = PATIENCE
) -> Engine:
    """Return an engine for the archive; nothing is connected or created yet.

    Args:
        url: SQLAlchemy URL; by default `configured_url`.
        read_only: Refuse to write, in the database itself.
        patience: Seconds to wait for another program's write to end.

    Raises:
        ArchiveError: The address cannot be used.
    """
    parsed = _parse(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engine(parsed, mode="ro" if read_only else "rw", patience=patience)
    return _postgresql_engine(parsed, read_only=read_only, patience=patience)


def configured_url() -> str:
    """Return the address of the archive: environment, ``.env``, or the default."""
    return os.environ.get(VARIABLE) or environment.from_file(VARIABLE) or DEFAULT_URL


def shown(url: URL) -> str:
    """Return the address as it may be printed: a path, or a URL without password and options.

    >>> shown(make_url("postgresql://an:bi-mat@may-chu/luu_tru?sslmode=require"))
    'postgresql://an@may-chu/luu_tru'
    """
    if url.get_backend_name() == "sqlite":
        path = Path(unquote((url.database or "").removeprefix("file:")))
        return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
    bare = url.set(drivername=url.get_backend_name(), query={})
    return URL.create(
        bare.drivername, bare.username, None, bare.host, bare.port, bare.database
    ).render_as_string()


def writers(engine: Engine) -> Engine:
    """Return the same engine, with transactions that take SQLite's write lock at their start.

    A transaction that first reads and later writes can fail half-way on SQLite, without waiting,
    when another program wrote in between; one that takes the lock at its start waits its turn.
    """
    return engine.execution_options(**{WRITES: True})


@contextmanager
def clear_errors(engine: Engine) -> Iterator[None]:
    """Turn what the database reports into an `ArchiveError` that says what to do."""
    try:
        yield
    except failures.database_errors() as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        clear = failures.explain(cause, shown(engine.url), sqlite_file(engine.url))
        if clear is None:
            raise
        raise clear from error
    except PoolTimeout as error:
        raise DatabaseUnreachable(
            f"too many connections to {shown(engine.url)} are open in this program: close some"
        ) from error


def check(engine: Engine, *, writable: bool) -> None:
    """See that the archive can be used; call it once before work begins.

    Args:
        engine: From `open_database`.
        writable: See also that it can be written, by writing a value that was there already.

    Raises:
        ArchiveError: It is missing, not upgraded, newer than this program, locked, read-only, full.
    """
    _require_file(engine.url)
    with clear_errors(engine), (writers(engine) if writable else engine).begin() as connection:
        _require_newest(_version(connection), shown(engine.url))
        if writable:
            connection.execute(text("UPDATE alembic_version SET version_num = version_num"))


def upgrade(url: str | None = None) -> None:
    """Create the archive or bring it up to date, in one transaction; harmless when it is.

    Raises:
        ArchiveError: As `check`, or the folder of the file is missing.
    """
    # Alembic costs 0.2 s to import, and only an upgrade needs it.
    from alembic import command

    from archive import reference
    from archive.search import building

    engine = open_for_upgrade(url)
    try:
        with clear_errors(engine), writers(engine).begin() as connection:
            if connection.dialect.name == "postgresql":
                _require_utf8(connection)
                connection.execute(
                    text("SELECT pg_advisory_xact_lock(:number)"), {"number": _UPGRADE_LOCK}
                )
            _require_ours(connection)
            before = _version(connection)
            command.upgrade(alembic_config(connection), "head")
            reference.write(connection)
            building.fill_small(connection)
            if before != NEWEST:
                _require_consistent(connection)
    finally:
        engine.dispose()


def open_for_upgrade(url: str | None = None) -> Engine:
    """Return an engine that may change the schema, and creates the file of a SQLite archive."""
    parsed = _parse(url)
    if parsed.get_backend_name() != "sqlite":
        return _postgresql_engine(parsed, read_only=False, patience=PATIENCE)
    _require_folder(parsed)
    # Rebuilding a table would empty those that refer to it while foreign keys are on.
    return _sqlite_engine(parsed, mode="rwc", patience=PATIENCE, foreign_keys=False)


def alembic_config(connection: Connection) -> Any:
    """Return the Alembic configuration that works in this connection's transaction."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def storable(value: str) -> str:
    """Return a text without what no database holds: U+0000 and halves of surrogate pairs.

    Both come out of JSON in pages, where a site cut a text in the middle of an emoji.
    """
    return _UNSTORABLE.sub("", value)


def _parse(url: str | None) -> URL:
    """Read an address, complete the driver, and refuse what cannot hold an archive."""
    given = configured_url() if url is None else url
    try:
        parsed = make_url(given)
    except (ArgumentError, ValueError):
        # The address may hold a password, so neither it nor the cause is shown.
        raise BadDatabaseUrl(
            f"the database address in {VARIABLE} cannot be read: "
            "write sqlite:///archive.db or postgresql://user:password@host/name"
        ) from None
    backend, _, driver = parsed.drivername.partition("+")
    if backend == "sqlite" and driver in ("", "pysqlite"):
        if not parsed.database or parsed.database == ":memory:":
            raise BadDatabaseUrl("an archive in memory is lost at once: write sqlite:///archive.db")
        if parsed.host or parsed.username:
            raise BadDatabaseUrl(
                "a SQLite address has three slashes before a path: write sqlite:///archive.db"
            )
        return parsed
    if backend in ("postgresql", "postgres") and driver in ("", "psycopg"):
        return parsed.set(drivername="postgresql+psycopg")
    raise BadDatabaseUrl(
        f"{parsed.drivername} is not a database that the archive can use: "
        "write sqlite:///archive.db or postgresql://user:password@host/name"
    )


def _sqlite_engine(url: URL, *, mode: str, patience: float, foreign_keys: bool = True) -> Engine:
    """Return an engine for a SQLite file; mode ``rw`` never creates the file."""
    if not (url.database or "").startswith("file:"):
        path = Path(url.database or "").absolute()
        query = {**url.query, "uri": "true", "mode": mode}
        if mode == "ro" and _on_read_only_disk(path):
            # Even a reader of a WAL database writes beside its file, unless nothing can change.
            query["immutable"] = "1"
        url = url.set(database=f"file:{quote(str(path))}", query=query)
    engine = create_engine(
        url, connect_args={"timeout": patience}, json_serializer=_json, pool_timeout=patience
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        # The driver must not begin transactions on its own: `begin` below does.
        connection.isolation_level = None
        connection.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")
        if mode == "ro":
            connection.execute("PRAGMA query_only=ON")
            return
        connection.execute("PRAGMA journal_mode=WAL")
        # Under WAL, NORMAL never damages the file and survives the death of the program; only a
        # power cut may take back the newest articles, and the next nightly run reads those pages
        # again. FULL would wait for the disk after every article.
        connection.execute("PRAGMA synchronous=NORMAL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get(WRITES)
        # Past SQLAlchemy, whose account of a statement costs as much as a query for an article.
        connection.connection.cursor().execute("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def _postgresql_engine(url: URL, *, read_only: bool, patience: float) -> Engine:
    """Return an engine for a PostgreSQL database."""
    settings = f"-c lock_timeout={int(patience * 1000)}"
    if read_only:
        settings += " -c default_transaction_read_only=on"
    given = url.query.get("options")
    if isinstance(given, str):
        settings = f"{given} {settings}"
    arguments: dict[str, Any] = {"options": settings, "client_encoding": "utf8"}
    if "connect_timeout" not in url.query:
        arguments["connect_timeout"] = 10
    return create_engine(
        url.difference_update_query(["options"]),
        connect_args=arguments,
        json_serializer=_json,
        # A nightly run outlives restarts of the server; a dead connection is replaced unnoticed.
        pool_pre_ping=True,
        pool_timeout=patience,
    )


def _json(value: object) -> str:
    """Write JSON with its diacritics, so that it can be searched in SQL."""
    return storable(_encode(value))


def _on_read_only_disk(path: Path) -> bool:
    return path.exists() and bool(os.statvfs(path).f_flag & os.ST_RDONLY)


def sqlite_file(url: URL) -> Path | None:
    """Return the file of a SQLite database."""
    if url.get_backend_name() != "sqlite":
        return None
    return Path(unquote((url.database or "").removeprefix("file:")))


def _require_file(url: URL) -> None:
    file = sqlite_file(url)
    if file is not None and not file.exists():
        raise DatabaseMissing(
            f"there is no archive at {shown(url)}: run `archive upgrade` to create it, "
            f"or set {VARIABLE} to where it is"
        )


def _require_folder(url: URL) -> None:
    file = sqlite_file(url)
    if file is not None and not file.absolute().parent.is_dir():
        raise DatabaseMissing(
            f"there is no folder {file.parent} for the archive: create it or change {VARIABLE}"
        )


def _require_utf8(connection: Connection) -> None:
    encoding = connection.scalar(text("SHOW server_encoding"))
    if encoding != "UTF8":
        raise BadDatabaseUrl(
            f"the database {shown(connection.engine.url)} holds {encoding}, which cannot hold "
            "Vietnamese: create it with ENCODING 'UTF8'"
        )


def _version(connection: Connection) -> str | None:
    """Return the migration that the database is at, or None where there is none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version


def _require_newest(version: str | None, name: str) -> None:
    # Migrations are numbered in order, so a greater number is one that this program does not have.
    if version is None:
        raise DatabaseNotUpgraded(f"{name} is not an archive yet: run `archive upgrade`")
    if version > NEWEST:
        raise DatabaseNewer(
            f"{name} was made by a newer version of this program (database {version}, "
            f"program {NEWEST}): update the program"
        )
    if version < NEWEST:
        raise DatabaseNotUpgraded(
            f"{name} is older than this program (database {version}, program {NEWEST}): "
            "run `archive upgrade`"
        )


def _require_ours(connection: Connection) -> None:
    """Refuse to upgrade what is newer than this program or belongs to another."""
    name = shown(connection.engine.url)
    version = _version(connection)
    if version is not None and version > NEWEST:
        _require_newest(version, name)
    if version is None:
        foreign = set(inspect(connection).get_table_names()) & set(Base.metadata.tables)
        if foreign:
            raise DatabaseDamaged(
                f"{name} holds tables of another program ({', '.join(sorted(foreign))}): "
                f"set {VARIABLE} to a new file or database"
            )


def _require_consistent(connection: Connection) -> None:
    """See that no row lost what it refers to while SQLite's foreign keys were off."""
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).first()
        if broken is not None:
            raise DatabaseDamaged(
                f"{shown(connection.engine.url)} was left as it was: the upgrade would break "
                f"references of table {broken[0]}; report this with the version of the program"
            )
