"""The one way into the archive: one reading, one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import (
    Connection,
    CursorResult,
    Engine,
    Insert,
    Integer,
    Row,
    Select,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from archive import rows
from archive.database import WRITES, clear_errors, writers
from archive.errors import UnknownReference
from archive.fingerprints import text_digest
from archive.models import Base
from archive.readings import Reading
from archive.statements import Statements
from archive.text import fold_words

_TABLES: Final = Base.metadata.tables
_ARTICLES: Final = _TABLES["articles"]
_DUPLICATES: Final = _TABLES["duplicates"]
_REVISIONS: Final = _TABLES["revisions"]
_SITES: Final = _TABLES["sites"]
_PROVINCES: Final = _TABLES["provinces"]
_TOPICS: Final = _TABLES["topics"]
_PARTS: Final = tuple(
    _TABLES[name] for name in ("article_topics", "article_images", "article_attachments")
)

# What of an article a revision keeps under the same name; the first group makes a revision.
_TEXT: Final = ("title", "lead", "body", "tables", "author", "organisation")
_KEPT: Final = (*_TEXT, *rows.DATE, "headings", "parser", "last_seen_at")

# Numbers of our own that keep apart the kinds of PostgreSQL advisory locks.
_KEY_LOCK: Final = 1
_DIGEST_LOCK: Final = 2
_SITE_LOCK: Final = 3

_FIND_KEY: Final = select(_ARTICLES.c.id).where(_ARTICLES.c.key == bindparam("key"))
_FIND_ARTICLE: Final = select(
    _ARTICLES.c.id,
    _ARTICLES.c.revision,
    _ARTICLES.c.revised_at,
    _ARTICLES.c.first_seen_at,
    *(_ARTICLES.c[name] for name in _KEPT),
).where(_ARTICLES.c.key == bindparam("key"))
_FIND_TEXT: Final = (
    select(_ARTICLES.c.id)
    .where(_ARTICLES.c.text_digest == bindparam("digest"))
    .order_by(_ARTICLES.c.id)
    .limit(1)
)
_FIND_DUPLICATE: Final = select(
    _DUPLICATES.c.id,
    _DUPLICATES.c.first_seen_at,
    _DUPLICATES.c.last_seen_at,
    *(_DUPLICATES.c[name] for name in rows.DATE),
).where(_DUPLICATES.c.key == bindparam("key"))
_FIND_SITE: Final = select(_SITES.c.id, _SITES.c.province_id).where(
    _SITES.c.host == bindparam("host"), _SITES.c.spider == bindparam("spider")
)

_INSERT: Final = {table: insert(table) for table in (*_PARTS, _DUPLICATES, _REVISIONS, _SITES)}
_INSERT_ARTICLE: Final = insert(_ARTICLES).returning(_ARTICLES.c.id)
_UPDATE: Final = {
    table: update(table).where(table.c.id == bindparam("row_id"))
    for table in (_ARTICLES, _DUPLICATES, _SITES)
}
_CLEAR: Final = [delete(table).where(table.c.article_id == bindparam("row_id")) for table in _PARTS]

_LOCK: Final = select(
    func.pg_advisory_xact_lock(bindparam("kind", type_=Integer), bindparam("number", type_=Integer))
)

_SiteKey = tuple[str, str, str | None]


class Outcome(StrEnum):
    """What became of a reading."""

    STORED = "stored"
    DUPLICATE = "duplicate"
    UNCHANGED = "unchanged"
    REVISED = "revised"


@dataclass(frozen=True, slots=True)
class Saved:
    """The outcome, and the article that holds the text."""

    outcome: Outcome
    article_id: int


class Store:
    """Takes readings into the archive; made once a process and safe beside other processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = writers(engine)
        self._province_ids: frozenset[str] = frozenset()
        self._topic_ids: frozenset[str] = frozenset()
        self._site_ids: dict[_SiteKey, int] = {}
        self._statements = Statements(engine.dialect)

    def save(self, reading: Reading) -> Saved:
        """Store what a page gave: wholly or, when an error is raised, not at all.

        A key that the archive has is *unchanged*, or *revised* where title, lead, body, tables,
        author, organisation or publication date differ: the state before goes to `revisions`. A new
        key whose text the archive has is a *duplicate* of that article. Everything else is *stored*.

        Raises:
            ArchiveError: The database is busy, full, read-only, or cannot be reached; or the reading
                names a province or topic that the archive does not have.
        """
        with clear_errors(self._engine):
            self._require_references(reading)
            with self._engine.begin() as connection:
                transaction = _Transaction(connection, reading, self._site_ids, self._statements)
                saved = transaction.save()
        # Only now is it certain that the row of a new site is there.
        self._site_ids.update(transaction.new_site_ids)
        return saved

    def _require_references(self, reading: Reading) -> None:
        """See that every province and topic that a reading names is in the archive."""
        article_province = reading.province and reading.province.province
        provinces = {name for name in (reading.site_province, article_province) if name}
        topics = {score.topic for score in reading.topics}
        if not (provinces <= self._province_ids and topics <= self._topic_ids):
            # Read once, and again when an upgrade may have added some.
            with self._engine.execution_options(**{WRITES: False}).connect() as connection:
                self._province_ids = frozenset(connection.scalars(select(_PROVINCES.c.id)))
                self._topic_ids = frozenset(connection.scalars(select(_TOPICS.c.id)))
        unknown = [f"the province {name!r}" for name in sorted(provinces - self._province_ids)]
        unknown += [f"the topic {name!r}" for name in sorted(topics - self._topic_ids)]
        if unknown:
            raise UnknownReference(
                f"{reading.url} names {' and '.join(unknown)}, which the archive does not have: "
                "correct the name, or run `archive upgrade` where it is new"
            )


class _Transaction:
    """Saves one reading in a transaction that the caller begins and ends."""

    def __init__(
        self,
        connection: Connection,
        reading: Reading,
        site_ids: Mapping[_SiteKey, int],
        statements: Statements,
    ) -> None:
        self._connection = connection
        self._statements = statements
        self._reading = reading
        self._site_ids = site_ids
        self.new_site_ids: dict[_SiteKey, int] = {}

    def save(self) -> Saved:
        # Two processes with the same article wait for each other here; SQLite's writers always do.
        self._lock(_KEY_LOCK, hashlib.sha256(self._reading.key.encode()).hexdigest())
        key = {"key": self._reading.key}
        if self._scalar(_FIND_KEY, key) is not None:
            return self._renew(self._connection.execute(_FIND_ARTICLE, key).one())
        digest = self._digest()
        original = self._scalar(_FIND_TEXT, {"digest": digest})
        # A page without any text is not the same as every other such page.
        if original is not None and _has_text(self._reading):
            self._save_duplicate(original)
            return Saved(Outcome.DUPLICATE, original)
        return Saved(Outcome.STORED, self._insert(digest))

    def _renew(self, present: Row[Any]) -> Saved:
        """Save a reading of an article that the archive has."""
        new = rows.article(self._reading) | rows.kept_date(present, self._reading.published)
        seen = rows.seen(present, self._reading.fetched_at)
        old = present._mapping
        compared = (*_TEXT, "published_at", "published_precision")
        if all(new[name] == old[name] for name in compared):
            if seen != {name: old[name] for name in seen}:
                self._update(_ARTICLES, present.id, seen)
            return Saved(Outcome.UNCHANGED, present.id)
        self._connection.execute(
            _INSERT[_REVISIONS],
            {
                "article_id": present.id,
                "number": present.revision,
                "first_seen_at": present.revised_at,
                **{name: old[name] for name in _KEPT},
            },
        )
        if self._reading.updated is None:
            # A date that was printed once is not lost because it is not printed any more.
            del new["updated_at"], new["updated_raw"]
        new |= {
            **seen,
            **self._text_keys(self._digest()),
            "revision": present.revision + 1,
            "revised_at": max(self._reading.fetched_at, present.last_seen_at),
        }
        self._update(_ARTICLES, present.id, new)
        for statement in _CLEAR:
            self._connection.execute(statement, {"row_id": present.id})
        self._insert_parts(present.id)
        return Saved(Outcome.REVISED, present.id)

    def _insert(self, digest: str) -> int:
        """Store a new article and return its number."""
        article_id: int = self._scalar(
            _INSERT_ARTICLE,
            {
                **rows.article(self._reading),
                **rows.date(self._reading.published),
                **self._text_keys(digest),
                "site_id": self._site_id(),
                "key": self._reading.key,
                "revision": 1,
                "first_seen_at": self._reading.fetched_at,
                "last_seen_at": self._reading.fetched_at,
                "revised_at": self._reading.fetched_at,
            },
        )
        self._insert_parts(article_id)
        return article_id

    def _insert_parts(self, article_id: int) -> None:
        for table, parts in zip(_PARTS, rows.parts(self._reading), strict=True):
            if parts:
                filled = [{"article_id": article_id, **rows.clean(row)} for row in parts]
                self._statements.insert(self._connection, _INSERT[table], filled)

    def _save_duplicate(self, article_id: int) -> None:
        """Record that the text of an article was found at this reading's address."""
        reading = self._reading
        row = rows.clean(
            {
                "article_id": article_id,
                "site_id": self._site_id(),
                "url": reading.url,
                "title": reading.title,
                "author": reading.author,
                "organisation": reading.organisation,
                "section": reading.section,
            }
        )
        known = self._connection.execute(_FIND_DUPLICATE, {"key": reading.key}).first()
        if known is not None:
            row |= rows.kept_date(known, reading.published) | rows.seen(known, reading.fetched_at)
            self._update(_DUPLICATES, known.id, row)
            return
        seen = {"first_seen_at": reading.fetched_at, "last_seen_at": reading.fetched_at}
        row |= rows.date(reading.published) | seen
        self._connection.execute(_INSERT[_DUPLICATES], {**row, "key": reading.key})

    def _scalar(self, statement: Select[Any] | Insert, values: Mapping[str, Any]) -> Any:
        return self._statements.scalar(self._connection, statement, values)

    def _update(self, table: Table, row_id: int, values: Mapping[str, object]) -> None:
        self._connection.execute(_UPDATE[table], {**values, "row_id": row_id})

    def _digest(self) -> str:
        """Return the digest of the text, after waiting for whoever stores the same text."""
        reading = self._reading
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

    def _text_keys(self, digest: str) -> dict[str, str]:
        parts = (self._reading.title, self._reading.lead, self._reading.body_text)
        return {"text_digest": digest, "folded": fold_words(" ".join(filter(None, parts)))}

    def _site_id(self) -> int:
        """Return the number of the reading's site, whose row is made or corrected on demand."""
        reading = self._reading
        key = (reading.site, reading.spider, reading.site_province)
        if key in self._site_ids:
            return self._site_ids[key]
        names = {"host": reading.site, "spider": reading.spider}
        site = self._connection.execute(_FIND_SITE, names).first()
        if site is None:
            # Another process may be storing the first article of the same site.
            self._lock(_SITE_LOCK, hashlib.sha256(reading.site.encode()).hexdigest())
            site = self._connection.execute(_FIND_SITE, names).first()
        if site is None:
            result = self._connection.execute(
                _INSERT[_SITES], {**names, "province_id": reading.site_province}
            )
            site_id = _new_id(result)
        else:
            site_id = site.id
            if site.province_id != reading.site_province:
                self._update(_SITES, site_id, {"province_id": reading.site_province})
        self.new_site_ids[key] = site_id
        return site_id

    def _lock(self, kind: int, digest: str) -> None:
        """Wait until no other transaction holds this lock; it is held until this one ends.

        Locks are taken in the order key, digest, site, so that no two transactions wait for each
        other. On SQLite the transaction is alone already.
        """
        if self._connection.dialect.name == "postgresql":
            number = int(digest[:8], 16) - 2**31
            self._connection.execute(_LOCK, {"kind": kind, "number": number})


def _has_text(reading: Reading) -> bool:
    return bool(reading.lead or reading.body or reading.tables)


def _new_id(result: CursorResult[Any]) -> int:
    # The type allows for inserts of many rows, which have no such key.
    (number,) = result.inserted_primary_key or (0,)
    return int(number)
