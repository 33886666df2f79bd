"""Statements that take a list of numbers as a table: each database has its own way to say so."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Connection,
    Delete,
    Insert,
    Select,
    String,
    TableValuedAlias,
    bindparam,
    func,
)
from sqlalchemy.dialects.postgresql import ARRAY

from archive.statements import Statements

_LISTS: Final[dict[str, TableValuedAlias]] = {
    "sqlite": func.json_each(bindparam("numbers", type_=String)).table_valued("value"),
    "postgresql": func.unnest(bindparam("numbers", type_=ARRAY(BigInteger)))
    .table_valued("value")
    .render_derived(),
}
_VALUES: Final[dict[str, Callable[[Iterable[int]], object]]] = {
    "sqlite": lambda numbers: json.dumps(list(numbers)),
    "postgresql": list,
}


class Listed:
    """A statement that takes a list of numbers.

    Args:
        make: Returns the statement for a table that has the numbers in its column ``value``.
    """

    def __init__(
        self,
        make: Callable[[TableValuedAlias], Select[Any] | Insert | Delete],
    ) -> None:
        self._by_database = {name: make(numbers) for name, numbers in _LISTS.items()}

    def rows(
        self, connection: Connection, statements: Statements, numbers: Iterable[int], **further: Any
    ) -> list[tuple[Any, ...]]:
        """Run it; return its rows as the driver gives them, none where it gives none.

        Args:
            connection: Where to run it.
            statements: Runs it.
            numbers: The list.
            further: What else it takes.
        """
        name = connection.dialect.name
        values = {"numbers": _VALUES[name](numbers), **further}
        return statements.rows(connection, self._by_database[name], values)


def moment(stored: datetime | str | None) -> datetime | None:
    """Return a moment that a driver gave, which is text on SQLite."""
    return datetime.fromisoformat(stored) if isinstance(stored, str) else stored
