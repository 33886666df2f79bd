"""The one way into the archive: one reading, one transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Engine, select

from archive.captures import Capture
from archive.database import WRITES, clear_errors, writers
from archive.errors import UnknownReference
from archive.models import Base
from archive.readings import Reading
from archive.saving import Outcome, ReadAgain, Saved, Saving, SiteKey
from archive.statements import Statements
from archive.stored_pages import StoredPage
from archive.transaction import Replacing

__all__ = ["Outcome", "Saved", "Store"]

_TABLES: Final = Base.metadata.tables
_PROVINCES: Final = _TABLES["provinces"]
_TOPICS: Final = _TABLES["topics"]


def _unreadable(_page: StoredPage) -> None:
    """Read no stored page again."""


class Store:
    """Takes readings into the archive; made once a process and safe beside other processes.

    Args:
        engine: The archive.
        read_again: Reads a stored page with the page object of today, or says None where it cannot be
            read. It is asked within the transaction, so it must not write to the archive, nor raise.
    """

    def __init__(self, engine: Engine, read_again: ReadAgain = _unreadable) -> None:
        self._engine = writers(engine)
        self._read_again = read_again
        self._province_ids: frozenset[str] = frozenset()
        self._topic_ids: frozenset[str] = frozenset()
        self._site_ids: dict[SiteKey, int] = {}
        self._statements = Statements(engine.dialect)

    def save(self, reading: Reading, capture: Capture | None = None) -> Saved:
        """Store what a page gave: wholly or, when an error is raised, not at all.

        A key that the archive has is *unchanged*, or *revised* where the site has changed title, lead,
        body, tables, author, organisation or publication date: the state before goes to `revisions`, with
        its capture. What another page object reads otherwise, or a listing prints otherwise, is no change
        on the site: the reading before goes to `earlier_readings`. A new key whose text the archive has
        is a *duplicate* of that article. Everything else is *stored*; so is what was a duplicate and is
        none any more.

        Args:
            reading: What the page gave.
            capture: Where the page lies as it was fetched, safe on disk; None where it was not captured.

        Raises:
            AnotherText: The archive has an article at this address, and the page shares almost nothing
                with it: the site has given the address away, or answers with a page of its own.
            ArchiveError: The database is busy, full, read-only, or cannot be reached; or the reading
                names a province or topic that the archive does not have.
        """
        with clear_errors(self._engine):
            self._require_references(reading)
            with self._engine.begin() as connection:
                saving = Saving(
                    connection,
                    self._statements,
                    reading,
                    capture,
                    self._site_ids,
                    self._read_again,
                )
                saved = saving.save()
        # Only now is it certain that the row of a new site is there.
        self._site_ids.update(saving.new_site_ids)
        return saved

    def reread(
        self, article_id: int, reading: Reading, at: datetime, *, capture_id: int
    ) -> tuple[str, ...]:
        """Replace what an article's page gave by another reading of the same fetch.

        What is replaced stays in `earlier_readings`. A date that the article has from an earlier fetch
        stays the article's. Nothing is done where the article is gone, or its present state is from
        another fetch by now.

        Args:
            article_id: The article.
            reading: What the page object of today reads.
            at: Now.
            capture_id: The fetch that was read.

        Returns:
            The fields that changed, of `archive.states.FIELDS`; the page object's version may be another
            also where none did.

        Raises:
            ArchiveError: As `save`.
            ValueError: The reading is of another article.
        """
        with clear_errors(self._engine):
            self._require_references(reading)
            with self._engine.begin() as connection:
                replacing = Replacing(connection, self._statements)
                return replacing.reread(article_id, reading, at, capture_id)

    def _require_references(self, reading: Reading) -> None:
        """See that every province and topic that a reading names is in the archive."""
        provinces = {reading.site_province} if reading.site_province else set()
        topics: set[str] = set()
        if reading.metadata is not None:
            provinces |= {found.province for found in reading.metadata.provinces}
            topics |= {found.topic for found in reading.metadata.topics}
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
