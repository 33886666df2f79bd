"""SQLite's FTS5: tables without texts whose row numbers are positions, and its language for queries.

FTS5 yields rows in the order of their numbers, so the newest come first without sorting, and a period is
a range of numbers. The tables keep no text: to take an article out, what was put in is said again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Connection,
    Select,
    bindparam,
    column,
    insert,
    literal_column,
    select,
    table,
)

from archive.statements import Statements

# Pages that one step of merging writes at most, and what tells that there was nothing to merge.
_PAGES: Final = 4000
_NOTHING: Final = 2


class Fts5:
    """A table.

    Args:
        name: Its name.
        columns: Its columns; each holds terms.
    """

    def __init__(self, name: str, *columns: str) -> None:
        self._name = name
        rows = table(name, column("rowid", BigInteger), *map(column, columns))
        self._put = insert(rows)
        # FTS5 takes commands as values of a column that is called like the table.
        self._command = insert(table(name, *map(column, (name, "rank", "rowid", *columns))))
        self.position = rows.c.rowid

    def put(
        self,
        connection: Connection,
        statements: Statements,
        position: int,
        texts: Mapping[str, str],
    ) -> None:
        """Put an article there: the terms of each column, with spaces between."""
        statements.insert(connection, self._put, [{"rowid": position, **texts}])

    def remove(
        self,
        connection: Connection,
        statements: Statements,
        position: int,
        texts: Mapping[str, str],
    ) -> None:
        """Take an article out that was put there with the same terms."""
        row = {self._name: "delete", "rowid": position, **texts}
        statements.insert(connection, self._command, [row])

    def clear(self, connection: Connection) -> None:
        """Take all articles out."""
        connection.execute(self._command, {self._name: "delete-all"})

    def settle(self, connection: Connection) -> bool:
        """Merge some of its parts, which makes it quicker; return whether more is left."""
        driver: Any = connection.connection.driver_connection
        before = driver.total_changes
        connection.execute(self._command, {self._name: "merge", "rank": -_PAGES})
        return bool(driver.total_changes - before >= _NOTHING)

    def matching(self, match: str, first: int | None, last: int | None) -> Select[Any]:
        """Return a query for the positions of articles.

        Args:
            match: What they have, in FTS5's language.
            first: First position; None: any.
            last: Last one.
        """
        query = select(self.position.label("position")).where(
            literal_column(self._name).op("MATCH")(bindparam(None, match, unique=True))
        )
        if first is not None:
            query = query.where(self.position >= first)
        if last is not None:
            query = query.where(self.position <= last)
        return query


class _Syntax:
    """FTS5's language for queries."""

    def term(self, text: str, *, prefix: bool = False) -> str:
        """Ask for a term, or for all that begin so; of several terms, one behind the other."""
        return f'"{text}"' + " *" * prefix

    def all_of(self, parts: Iterable[str]) -> str:
        """Ask for all of some parts."""
        return _joined(" AND ", parts)

    def any_of(self, parts: Iterable[str]) -> str:
        """Ask for one of some parts."""
        return _joined(" OR ", parts)

    def but_not(self, wanted: str, unwanted: Iterable[str]) -> str:
        """Ask for what has none of some parts, which may be none."""
        parts = list(unwanted)
        return f"({wanted} NOT {self.any_of(parts)})" if parts else wanted


def _joined(operator: str, parts: Iterable[str]) -> str:
    found = list(parts)
    return found[0] if len(found) == 1 else f"({operator.join(found)})"


#: FTS5's language for queries.
SYNTAX: Final = _Syntax()
