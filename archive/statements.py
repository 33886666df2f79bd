"""Statements that run for every page, past what SQLAlchemy does around each of them.

SQLAlchemy writes them, once, and its types convert the values. But a crawl comes back to the store with
a processor's caches full of the page it has read, and SQLAlchemy's way from a statement to the driver
then takes ten times as long as SQLite itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Delete, Dialect, Insert, Select, Update
from sqlalchemy.sql.compiler import SQLCompiler

_Values = Mapping[str, Any]


class _Written:
    """The text of a statement, and what its values have to become for the driver."""

    def __init__(self, compiled: SQLCompiler, dialect: Dialect) -> None:
        self.text = str(compiled)
        self._order = compiled.positiontup
        self._own_values = compiled.params  # such as the 1 of LIMIT 1
        types = {name: bind.type.dialect_impl(dialect) for name, bind in compiled.binds.items()}
        self._converters: dict[str, Callable[[Any], Any]] = {
            name: converter
            for name, kind in types.items()
            if (converter := kind.bind_processor(dialect)) is not None
        }

    def parameters(self, values: _Values) -> Any:
        """Return the values as the driver takes them: by place or by name."""
        converted = {**self._own_values, **values}
        for name, convert in self._converters.items():
            converted[name] = convert(converted[name])
        return converted if self._order is None else [converted[name] for name in self._order]


class Statements:
    """Runs statements in a connection's transaction, each written once for its database."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._written: dict[tuple[object, ...], _Written] = {}

    def scalar(
        self, connection: Connection, statement: Select[Any] | Insert | Update, values: _Values
    ) -> Any:
        """Run a statement; return the first value of its first row, or None where it gives none."""
        row = self.first(connection, statement, values)
        return None if row is None else row[0]

    def first(
        self, connection: Connection, statement: Select[Any] | Insert | Update, values: _Values
    ) -> Sequence[Any] | None:
        """Run a statement; return its first row as the driver gives it, or None where it gives none."""
        return next(iter(self.rows(connection, statement, values)), None)

    def rows(
        self,
        connection: Connection,
        statement: Select[Any] | Insert | Update | Delete,
        values: _Values,
    ) -> list[tuple[Any, ...]]:
        """Run a statement; return its rows as the driver gives them, none where it gives none.

        SQLAlchemy's types do not see them, so ask for no moments and no JSON.
        """
        written = self._write(statement, values)
        cursor = connection.connection.cursor()
        cursor.execute(written.text, written.parameters(values))
        rows: list[tuple[Any, ...]] = list(cursor.fetchall()) if cursor.description else []
        cursor.close()
        return rows

    def insert(self, connection: Connection, statement: Insert, rows: Sequence[_Values]) -> None:
        """Insert one or more rows, which have the same columns."""
        written = self._write(statement, rows[0])
        cursor = connection.connection.cursor()
        if len(rows) == 1:
            # What psycopg does for many costs more than it saves for one.
            cursor.execute(written.text, written.parameters(rows[0]))
        else:
            cursor.executemany(written.text, [written.parameters(row) for row in rows])
        cursor.close()

    def _write(
        self, statement: Select[Any] | Insert | Update | Delete, values: _Values
    ) -> _Written:
        key = (statement, *values)
        if key not in self._written:
            compiled = statement.compile(dialect=self._dialect, column_keys=list(values))
            self._written[key] = _Written(compiled, self._dialect)
        return self._written[key]
