"""What the ways into the archive share, within a transaction that the caller begins and ends."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Insert,
    Integer,
    Select,
    Table,
    Update,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from archive import reprints, rows, states
from archive.fingerprints import text_digest
from archive.metadata import storing
from archive.models import Base
from archive.readings import Reading
from archive.search.indexing import Indexing
from archive.statements import Statements

_TABLES: Final = Base.metadata.tables
_ARTICLES: Final = _TABLES["articles"]
_PARTS: Final = tuple(_TABLES[name] for name in ("article_images", "article_attachments"))

# Numbers of our own that keep apart the kinds of PostgreSQL advisory locks.
_KEY_LOCK: Final = 1
_DIGEST_LOCK: Final = 2

_INSERT_PARTS: Final = {table: insert(table) for table in _PARTS}
_INSERT_EARLIER: Final = insert(_TABLES["earlier_readings"])
_UPDATE: Final = {
    table: update(table).where(table.c.id == bindparam("row_id")).returning(table.c.id)
    for table in (_ARTICLES, _TABLES["duplicates"])
}
_CLEAR: Final = [delete(table).where(table.c.article_id == bindparam("row_id")) for table in _PARTS]

_LOCK: Final = select(
    func.pg_advisory_xact_lock(bindparam("kind", type_=Integer), bindparam("number", type_=Integer))
)


class Transaction:
    """What several ways into the archive share: statements, locks, and the parts of an article."""

    def __init__(self, connection: Connection, statements: Statements) -> None:
        self._connection = connection
        self._statements = statements
        self._index = Indexing(connection, statements)
        self._changed_id: int | None = None  # the article whose text is another than before

    def _scalar(self, statement: Select[Any] | Insert | Update, values: Mapping[str, Any]) -> Any:
        return self._statements.scalar(self._connection, statement, values)

    def _update(self, table: Table, row_id: int, values: Mapping[str, object]) -> None:
        self._scalar(_UPDATE[table], {**values, "row_id": row_id})

    def _insert_parts(self, article_id: int, reading: Reading) -> None:
        for table, parts in zip(_PARTS, rows.parts(reading), strict=True):
            if parts:
                filled = [{"article_id": article_id, **rows.clean(row)} for row in parts]
                self._statements.insert(self._connection, _INSERT_PARTS[table], filled)

        if reading.metadata is not None:
            storing.insert_parts(self._connection, self._statements, article_id, reading.metadata)

    def _replace_parts(self, article_id: int, reading: Reading) -> None:
        for statement in _CLEAR:
            self._connection.execute(statement, {"row_id": article_id})
        storing.clear(self._connection, [article_id])
        self._insert_parts(article_id, reading)

    def _announce(self) -> None:
        """Put the text into the index and compare it with others, if it is new; the last thing to do."""
        if self._changed_id is not None:
            self._index.update([self._changed_id])
            reprints.join(self._connection, self._statements, self._changed_id)

    def _digest(self, reading: Reading) -> str:
        """Return the digest of a text, after waiting for whoever stores the same text."""
        digest = text_digest(
            title=reading.title,
            lead=reading.lead,
            body=reading.body_text,
            source_mark=reading.source_mark,
            cells=[cell for table in reading.tables for row in table for cell in row],
            files=[attachment.name for attachment in reading.attachments],
        )
        self._lock(_DIGEST_LOCK, digest)
        return digest

    def _lock_key(self, key: str) -> None:
        """Wait for other processes with the same article; SQLite's writers always do."""
        self._lock(_KEY_LOCK, hashlib.sha256(key.encode()).hexdigest())

    def _lock(self, kind: int, digest: str) -> None:
        """Wait until no other transaction holds this lock; it is held until this one ends.

        Locks are taken in the order key, digest, so that no two transactions wait for each other. On
        SQLite the transaction is alone already.
        """
        if self._connection.dialect.name == "postgresql":
            number = int(digest[:8], 16) - 2**31
            self._connection.execute(_LOCK, {"kind": kind, "number": number})


class Replacing(Transaction):
    """Puts a reading in the place of one that is stored, which goes to `earlier_readings`."""

    def reread(
        self, article_id: int, reading: Reading, at: datetime, capture_id: int
    ) -> tuple[str, ...]:
        """Replace what is stored by another reading of the same fetch; see `Store.reread`."""
        fields = self._reread(article_id, reading, at, capture_id)
        self._announce()
        return fields

    def _reread(
        self, article_id: int, reading: Reading, at: datetime, capture_id: int
    ) -> tuple[str, ...]:
        self._lock_key(reading.key)
        before = states.stored(self._connection, [article_id]).get(article_id)
        if before is None or before["capture_id"] != capture_id:
            return ()
        if before["key"] != reading.key:
            raise ValueError(f"article {article_id} is {before['key']}, and not {reading.key}")
        after = states.read(reading, states.dates_of_same(reading, before))
        return self._replace(before, after, reading, at)

    def _replace(
        self,
        before: states.State,
        after: states.State,
        reading: Reading,
        at: datetime,
        **further: object,
    ) -> tuple[str, ...]:
        """Replace one state by another; return the fields that differ.

        Args:
            before: What is stored.
            after: What the reading says.
            reading: The reading.
            at: Now.
            further: Other columns of the article that change.
        """
        fields = states.differences(before, after)
        changes = {"parser": reading.parser, **further}
        if fields:
            self._connection.execute(
                _INSERT_EARLIER,
                {
                    "article_id": before["id"],
                    "revision": before["revision"],
                    "parser": before["parser"],
                    "replaced_at": at,
                    "capture_id": before["capture_id"],
                    "fields": states.as_json(before, fields),
                },
            )
            changes |= states.columns(after) | {"text_digest": self._digest(reading)}
            changes |= storing.columns(reading.metadata)
            self._changed_id = before["id"]
            self._index.note([before["id"]])
            self._replace_parts(before["id"], reading)
        self._update(_ARTICLES, before["id"], changes)
        return fields
