from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Connection, Engine, Table, insert, inspect, select, text
from sqlalchemy.orm import Session

from archive import database
from archive.models import Address, Article, Base
from archive.models.search import is_described
from archive.models.views import VIEWS
from archive.store import Store
from tests import forking
from tests.archive.helpers import capture
from tests.archive.samples import ELECTION, FIRST_RUN, REPRINT, SECOND_RUN

ROOT = Path(__file__).parents[2]


@pytest.fixture
def schema(database_url: str) -> Iterator[Engine]:
    """An engine that may change the schema of this test's archive."""
    engine = database.open_for_upgrade(database_url)
    yield engine
    engine.dispose()


def fill(engine: Engine) -> None:
    """Put a row into every table."""
    store = Store(engine)
    saved = store.save(ELECTION, capture(ELECTION))
    store.save(REPRINT, capture(REPRINT))
    store.save(replace(ELECTION, title="Sửa"), capture(ELECTION, offset=1000))
    newer = replace(ELECTION, title="Sửa lại", parser="TuyenGiaoPage/2")
    with engine.connect() as connection:
        newest = connection.scalar(select(Article.capture_id).where(Article.id == saved.article_id))
    assert newest is not None
    assert store.reread(saved.article_id, newer, FIRST_RUN, capture_id=newest)
    with engine.begin() as connection:
        values = {"article_id": saved.article_id, "relation": "digest"}
        connection.execute(insert(Base.metadata.tables["reprints"]).values(values))
    for table in Base.metadata.sorted_tables:
        with engine.begin() as connection:
            if connection.execute(select(table).limit(1)).first() is None:
                connection.execute(insert(table).values(example(connection, table)))


def example(connection: Connection, table: Table) -> dict[str, object]:
    """A row with something in every column that must have something, and with every reference."""
    # Moments have a type of our own.
    plain = {int: 0, bool: False, str: "x", bytes: b"", float: 0.5, object: FIRST_RUN}
    row: dict[str, object] = {}
    for column in table.columns:
        if column.foreign_keys:
            (key,) = column.foreign_keys
            if key.column.table is not table:
                row[column.name] = connection.scalar(select(key.column).limit(1))
        elif not column.nullable and (not column.primary_key or column.autoincrement is False):
            row[column.name] = (
                {} if isinstance(column.type, JSON) else plain[column.type.python_type]
            )
    return row


def differences(connection: Connection) -> list[object]:
    options = {
        "compare_type": True,
        "compare_server_default": True,
        "include_name": is_described,
    }
    context = MigrationContext.configure(connection, opts=options)
    return list(compare_metadata(context, Base.metadata))


def drop_views(connection: Connection) -> None:
    """What a migration does before it alters tables: no database alters what a view looks at."""
    for view in VIEWS:
        connection.execute(text(f"DROP VIEW {view.name}"))


def check_constraints(connection: Connection) -> set[str | None]:
    inspector = inspect(connection)
    tables = Base.metadata.tables
    return {check["name"] for name in tables for check in inspector.get_check_constraints(name)}


def test_migrations_give_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        assert differences(connection) == []
        # Alembic does not compare these.
        assert check_constraints(connection) == {
            *(f"ck_{table}_published" for table in ("articles", "duplicates", "revisions")),
            "ck_reprints_relation",
        }


def test_comparison_sees_a_difference(schema: Engine) -> None:
    with schema.begin() as connection:
        drop_views(connection)
        connection.execute(text("ALTER TABLE articles DROP COLUMN section"))
        assert len(differences(connection)) == 1


def test_every_constraint_has_its_name(engine: Engine) -> None:
    """Unnamed constraints cannot be altered later; batch mode once lost their names."""
    inspector = inspect(engine)
    for table in Base.metadata.tables:
        names = [inspector.get_pk_constraint(table)["name"]]
        names += [key["name"] for key in inspector.get_foreign_keys(table)]
        names += [unique["name"] for unique in inspector.get_unique_constraints(table)]
        assert None not in names, table


def test_down_to_nothing_and_up_again_with_rows_in(
    engine: Engine, schema: Engine, database_url: str
) -> None:
    fill(engine)
    with engine.connect() as connection:
        for name, table in Base.metadata.tables.items():
            assert connection.execute(select(table).limit(1)).first() is not None, name
    engine.dispose()

    with schema.begin() as connection:
        command.downgrade(database.alembic_config(connection), "base")
    assert inspect(schema).get_table_names() == ["alembic_version"]

    database.upgrade(database_url)
    with engine.connect() as connection:
        assert differences(connection) == []
    fill(engine)


def test_what_the_first_version_stored_is_known_to_the_crawler(
    engine: Engine, schema: Engine, database_url: str
) -> None:
    fill(engine)
    engine.dispose()
    with schema.begin() as connection:
        command.downgrade(database.alembic_config(connection), "0001")
        assert connection.scalar(text("SELECT count(*) FROM revisions")) == 1
    database.upgrade(database_url)
    with Session(engine) as session:
        known = session.scalars(select(Address).order_by(Address.id)).all()
        assert [(row.key, row.state, row.url) for row in known] == [
            (ELECTION.key, "known", ELECTION.url),
            (REPRINT.key, "known", REPRINT.url),
        ]
        assert [row.next_visit_at for row in known] == [FIRST_RUN, SECOND_RUN]
        assert session.scalars(select(Article.title)).all() == ["Sửa lại"]
        assert session.scalars(select(Article.capture_id)).all() == [None]


def test_rebuilding_a_table_loses_no_row_and_no_name(engine: Engine, schema: Engine) -> None:
    """What later migrations will do to SQLite: alembic #1834, and foreign keys that cascade."""
    fill(engine)

    def rows() -> dict[str, int]:
        with engine.connect() as connection:
            return {
                name: len(connection.execute(select(table)).all())
                for name, table in Base.metadata.tables.items()
                if name != "articles"
            }

    before = rows()
    with schema.begin() as connection:
        drop_views(connection)
        context = MigrationContext.configure(
            connection, opts={"target_metadata": Base.metadata, "render_as_batch": True}
        )
        recreate: Literal["always", "never"] = "never"
        if connection.dialect.name == "sqlite":
            recreate = "always"
        with Operations(context).batch_alter_table("articles", recreate=recreate) as batch:
            batch.alter_column("section", new_column_name="muc")
    with schema.connect() as connection:
        assert connection.scalar(text("SELECT muc FROM articles")) == ELECTION.section
        if connection.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
    assert rows() == before
    names = {key["name"] for key in inspect(schema).get_foreign_keys("articles")}
    assert names == {
        "fk_articles_site_id_sites",
        "fk_articles_province_id_provinces",
        "fk_articles_kind_id_kinds",
        "fk_articles_capture_id_captures",
    }
    assert inspect(schema).get_unique_constraints("articles")[0]["name"] == "uq_articles_key"
    with schema.connect() as connection:
        assert "ck_articles_published" in check_constraints(connection)


def test_failed_migration_is_undone(database_url: str, engine: Engine, schema: Engine) -> None:
    """Schema changes are part of the transaction on both databases."""

    def migrate() -> None:
        with database.writers(schema).begin() as connection:
            connection.execute(text("DROP TABLE revisions"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        migrate()
    with engine.connect() as connection:
        assert differences(connection) == []


def test_program_knows_the_newest_migration() -> None:
    scripts = ScriptDirectory(str(database.MIGRATIONS))
    assert scripts.get_heads() == [database.NEWEST]
    numbers = sorted(script.revision for script in scripts.walk_revisions())
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]


def test_migrations_do_not_lean_on_the_models() -> None:
    """A migration is frozen; the models go on."""
    for path in (database.MIGRATIONS / "versions").glob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        imported = {
            node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
        } | {
            name.name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import)
            for name in node.names
        }
        assert not {name for name in imported if name.split(".")[0] == "archive"}, path


def test_alembic_command_of_developers(
    database_url: str, monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    monkeypatch.setenv(database.VARIABLE, database_url)
    for arguments in (["downgrade", "base"], ["upgrade", "head"], ["check"]):
        ran = forking.server().run(["python", "-m", "alembic", *arguments], ROOT, os.environ, 60)
        assert ran.code == 0, ran.err
    with engine.connect() as connection:
        assert connection.scalars(select(Article.id)).all() == []


def test_configuration_holds_no_address() -> None:
    assert "://" not in (ROOT / "alembic.ini").read_text("utf-8")
