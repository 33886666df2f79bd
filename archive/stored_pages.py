"""Stored pages, as they are read again: which fetch has the page, and what else its reading needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Table, select

from archive import rows
from archive.models import Base
from archive.readings import Precision, PrintedDate

_TABLES: Final = Base.metadata.tables
_ADDRESSES: Final = _TABLES["addresses"]
_ARTICLES: Final = _TABLES["articles"]
_CAPTURES: Final = _TABLES["captures"]
_DUPLICATES: Final = _TABLES["duplicates"]
_SITES: Final = _TABLES["sites"]
_BODIES: Final = _CAPTURES.alias("bodies")
_PLACE: Final = ("file", "offset", "length", "digest")
_LISTING: Final = "listing:"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a response lies (`archive.captures.StoredCapture`)."""

    file: str
    offset: int
    length: int
    digest: str
    original: Place | None = None


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page that was fetched, read and stored.

    Attributes:
        id: Number of the article, or of the duplicate.
        key: What identifies it.
        spider: Name of the spider.
        site: Host of the site.
        capture_id: Number of the fetch.
        fetched_at: When it was fetched.
        place: Where the response lies.
        hints: What listings said of the article, as the crawler wrote it (`addresses.hints`).
        listed: What the stored article has from a listing: ``title`` and ``section`` as text,
            ``published`` as a `PrintedDate`. It stands in for hints that are missing.
    """

    id: int
    key: str
    spider: str
    site: str
    capture_id: int
    fetched_at: datetime
    place: Place
    hints: Mapping[str, Any]
    listed: Mapping[str, Any]


def articles(connection: Connection, ids: Sequence[int]) -> list[StoredPage]:
    """Return the pages of some articles, in the order in which they lie on the disk.

    Articles without a capture are left out.
    """
    return _read(connection, _ARTICLES, ids)


def duplicates(connection: Connection, ids: Sequence[int]) -> list[StoredPage]:
    """Return the pages of some duplicates; as `articles`."""
    return _read(connection, _DUPLICATES, ids)


def _read(connection: Connection, table: Table, ids: Sequence[int]) -> list[StoredPage]:
    query = (
        select(
            *(table.c[name] for name in ("id", "key", "title", "section", *rows.DATE)),
            # A duplicate does not keep which rule read what, but for its date.
            *(column for column in table.c if column.name == "rules"),
            _SITES.c.spider,
            _SITES.c.host,
            _ADDRESSES.c.hints,
            _CAPTURES.c.id.label("capture_id"),
            _CAPTURES.c.fetched_at,
            *(_CAPTURES.c[name] for name in _PLACE),
            *(_BODIES.c[name].label(f"body_{name}") for name in _PLACE),
        )
        .join(_SITES, _SITES.c.id == table.c.site_id)
        .join(_CAPTURES, _CAPTURES.c.id == table.c.capture_id)
        .outerjoin(_BODIES, _BODIES.c.id == _CAPTURES.c.original_id)
        .outerjoin(_ADDRESSES, _ADDRESSES.c.key == table.c.key)
        .where(table.c.id.in_(ids))
        .order_by(_CAPTURES.c.file, _CAPTURES.c.offset)
    )
    return [_page(row) for row in connection.execute(query).mappings()]


def _page(row: Mapping[Any, Any]) -> StoredPage:
    has_body = row["body_file"] is None
    body = None if has_body else Place(**{name: row[f"body_{name}"] for name in _PLACE})
    return StoredPage(
        id=row["id"],
        key=row["key"],
        spider=row["spider"],
        site=row["host"],
        capture_id=row["capture_id"],
        fetched_at=row["fetched_at"],
        place=Place(**{name: row[name] for name in _PLACE}, original=body),
        hints=row["hints"] or {},
        listed=_listed(row),
    )


def _listed(row: Mapping[Any, Any]) -> dict[str, Any]:
    rules = row.get("rules", {})
    listed = {
        name: row[name] for name in ("title", "section") if rules.get(name, "").startswith(_LISTING)
    }
    if (row["published_rule"] or "").startswith(_LISTING):
        values = (row["published_at"], Precision(row["published_precision"]))
        listed["published"] = PrintedDate(*values, row["published_raw"], row["published_rule"])
    return listed
