"""Keeps the index like the articles, within the transaction that changes them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from archive.models import Base
from archive.search import entries, positions
from archive.search.backends import backend_of
from archive.search.entries import Entry
from archive.statements import Statements

_INDEX: Final = Base.metadata.tables["article_index"]
_STATE: Final = Base.metadata.tables["search_state"]

_VERSION: Final = select(_STATE.c.version).where(_STATE.c.id == bindparam("row_id"))
_POSITION: Final = select(_INDEX.c.position).where(_INDEX.c.article_id == bindparam("article_id"))
_HIGHEST: Final = select(func.max(_INDEX.c.position)).where(
    _INDEX.c.position.between(bindparam("first"), bindparam("last"))
)
_TAKE: Final = {
    dialect.__name__.rpartition(".")[2]: dialect.insert(_INDEX)
    .on_conflict_do_nothing(index_elements=["position"])
    .returning(_INDEX.c.position)
    for dialect in (postgresql, sqlite)
}
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
            if self._position(article_id) is not None:
                entry = entries.read(self._connection, self._statements, article_id)
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
        old, noted = self._position(article_id), self._noted.pop(article_id, None)
        if old is None:
            position = self._take(entry)
        elif entry == noted:
            return
        else:
            self._backend.remove(self._connection, self._statements, old, noted)
            position = self._move(old, entry)
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
        first = positions.first_position(entry.published_at)
        while True:
            last = positions.last_position(first)
            highest = self._scalar(_HIGHEST, {"first": first, "last": last})
            position = first if highest is None else highest + 1
            if position > last:
                first = positions.minute_after(first)
                continue
            row = {**entry.row(), "position": position}
            # Another program may have taken it since.
            if self._scalar(_TAKE[self._connection.dialect.name], row) is not None:
                return position

    def _position(self, article_id: int) -> int | None:
        found: int | None = self._scalar(_POSITION, {"article_id": article_id})
        return found

    def _scalar(self, statement: Any, values: dict[str, Any]) -> Any:
        return self._statements.scalar(self._connection, statement, values)
