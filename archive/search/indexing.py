"""Keeps the index like the articles, within the transaction that changes them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import BigInteger, Connection, bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from archive.models import Base
from archive.search import entries, positions
from archive.search.backends import backend_of
from archive.search.entries import Entry
from archive.statements import Statements

_INDEX: Final = Base.metadata.tables["article_index"]
_STATE: Final = Base.metadata.tables["search_state"]

_VERSION: Final = select(_STATE.c.version).where(_STATE.c.id == bindparam("row_id"))
# The next free position of a minute, unless it is full.
_FREE: Final = (
    select(
        func.coalesce(func.max(_INDEX.c.position) + 1, bindparam("first", type_=BigInteger)).label(
            "position"
        )
    )
    .where(_INDEX.c.position.between(bindparam("first"), bindparam("last")))
    .subquery()
)
_ROW: Final = select(
    _FREE.c.position,
    *(
        bindparam(column.name, type_=column.type)
        for column in _INDEX.c
        if column is not _INDEX.c.position
    ),
).where(_FREE.c.position <= bindparam("last"))
_TAKE: Final = {
    dialect.__name__.rpartition(".")[2]: dialect.insert(_INDEX)
    .from_select([column.name for column in _INDEX.c], _ROW)
    .on_conflict_do_nothing(index_elements=["position"])
    .returning(_INDEX.c.position)
    for dialect in (postgresql, sqlite)
}
_IS_FULL: Final = select(_INDEX.c.position).where(_INDEX.c.position == bindparam("last"))
_CHANGE: Final = (
    update(_INDEX)
    .where(_INDEX.c.position == bindparam("old_position"))
    .returning(_INDEX.c.position)
)
_DELETE: Final = delete(_INDEX).where(_INDEX.c.position == bindparam("old_position"))


class Indexing:
    """Brings the index up to date with some articles that change.

    Call `note` before an article that may be in the index changes in any way that search sees, and
    `update` when it is as it is to be. An index that was made by other rules is left as it is:
    `archive reindex` makes it anew.

    Args:
        connection: In a transaction that writes.
        statements: Runs what runs for every article.
    """

    def __init__(self, connection: Connection, statements: Statements) -> None:
        self._connection = connection
        self._statements = statements
        self._backend = backend_of(connection)
        self._noted: dict[int, Entry] = {}
        self._is_ours: bool | None = None

    def note(self, article_ids: Iterable[int]) -> None:
        """Note what is in the index of some articles, to take it out when they have changed.

        Of an article that is noted again, what was noted first counts.
        """
        for article_id in article_ids:
            if article_id in self._noted or not self._can_write():
                continue
            entry = entries.read(self._connection, self._statements, article_id)
            if entry.position is not None:
                self._noted[article_id] = entry

    def update(self, article_ids: Iterable[int]) -> None:
        """Put articles into the index as they are now, in the place of what was noted of them."""
        for article_id in article_ids:
            if self._can_write():
                self._update(article_id)

    def _can_write(self) -> bool:
        if self._is_ours is None:
            version = self._statements.scalar(self._connection, _VERSION, {"row_id": 1})
            self._is_ours = version == entries.VERSION
        return self._is_ours

    def _update(self, article_id: int) -> None:
        entry = entries.read(self._connection, self._statements, article_id)
        noted = self._noted.pop(article_id, None)
        if entry.position is None:
            position = self._take(entry)
        elif entry == noted:
            return
        else:
            self._backend.remove(self._connection, self._statements, entry.position, noted)
            position = self._move(entry.position, entry)
        self._backend.put(self._connection, self._statements, position, entry)

    def _move(self, old: int, entry: Entry) -> int:
        """Change an article's row; return the position that it has then."""
        if positions.is_of(old, entry.published_at):
            values = {**entry.row(), "old_position": old}
            self._statements.scalar(self._connection, _CHANGE, values)
            return old
        self._statements.rows(self._connection, _DELETE, {"old_position": old})
        return self._take(entry)

    def _take(self, entry: Entry) -> int:
        """Insert an article's row at the next free position of its minute."""
        take = _TAKE[self._connection.dialect.name]
        first = positions.first_position(entry.published_at)
        while True:
            last = positions.last_position(first)
            position = self._scalar(take, {**entry.row(), "first": first, "last": last})
            if position is not None:
                return int(position)
            # Another program may have taken it since.
            if self._scalar(_IS_FULL, {"last": last}) is not None:
                first = positions.minute_after(first)

    def _scalar(self, statement: Any, values: dict[str, Any]) -> Any:
        return self._statements.scalar(self._connection, statement, values)
