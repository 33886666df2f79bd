"""Alembic's entry: runs the migrations on the archive's own engine."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from archive import database
from archive.models import Base
from archive.models.search import is_described


def run(connection: Connection) -> None:
    """Run the migrations in the transaction of this connection."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        # SQLite cannot alter most of a table: Alembic rebuilds it instead.
        render_as_batch=connection.dialect.name == "sqlite",
        # Our engine begins SQLite transactions itself, so that they hold schema changes too.
        transactional_ddl=True,
        compare_type=True,
        include_name=is_described,
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    raise SystemExit("migrations need the database: leave out --sql")

given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    # The `alembic` command, for people who develop this; `archive upgrade` gives its connection.
    engine = database.open_for_upgrade()
    with database.writers(engine).begin() as own:
        run(own)
    engine.dispose()
