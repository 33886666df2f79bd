"""The addresses of articles: which are known, which wait to be read, and when each is looked at again.

This is the crawler's frontier, kept in the database: what a listing has named is not forgotten because
the program was killed, or because the page could not be had tonight.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, bindparam, insert, select, update

from archive.models import Base
from archive.schedule import schedule
from archive.site_rows import insert_if_new
from archive.statements import Statements
from archive.timezone import VIETNAM

_ADDRESSES: Final = Base.metadata.tables["addresses"]
_ARTICLES: Final = Base.metadata.tables["articles"]
_TOMBSTONES: Final = Base.metadata.tables["tombstones"]
# Two observations this far apart were made on different nights.
_ANOTHER_NIGHT: Final = timedelta(hours=12)
# SQLite allows some hundreds of values in one statement, and a portal's page may name as many articles.
_AT_ONCE: Final = 200

#: The reason under which an article outside an ordered period is put off.
OUTSIDE_PERIOD: Final = "outside-period"


class State(StrEnum):
    """What is known of an address."""

    PENDING = "pending"
    KNOWN = "known"
    REFUSED = "refused"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Named:
    """An article as a listing names it.

    Attributes:
        key: What identifies it (`archive.urls.article_key`).
        url: Its address as printed.
        hints: What the listing says of it, for the page object.
    """

    key: str
    url: str
    hints: dict[str, Any] = field(default_factory=dict)


_FIND: Final = select(
    _ADDRESSES.c.id,
    _ADDRESSES.c.state,
    _ADDRESSES.c.found_at,
    _ADDRESSES.c.failures,
    _ADDRESSES.c.missing_since,
).where(_ADDRESSES.c.key == bindparam("row_key"))
_FOUND: Final = select(_ADDRESSES.c.found_at, _ADDRESSES.c.state).where(
    _ADDRESSES.c.key == bindparam("row_key")
)
_VISITED: Final = (
    update(_ADDRESSES).where(_ADDRESSES.c.key == bindparam("row_key")).returning(_ADDRESSES.c.id)
)
_FIND_ALL: Final = select(_ADDRESSES).where(_ADDRESSES.c.key.in_(bindparam("keys", expanding=True)))
_CHANGE: Final = update(_ADDRESSES).where(_ADDRESSES.c.id == bindparam("row_id"))


def discover(
    connection: Connection, site_id: int, named: Iterable[Named], at: datetime
) -> dict[str, Row[Any]]:
    """Enter the articles that a listing names.

    Of an address that still waits to be read, hints that were missing are added.

    Args:
        connection: In a transaction that writes.
        site_id: The site.
        named: The articles, in the order of the listing.
        at: Now.

    Returns:
        By key what is known of each: its row of the table.
    """
    wanted = {entry.key: entry for entry in named}
    known = _rows(connection, list(wanted))
    new = [entry for key, entry in wanted.items() if key not in known]
    if new:
        entered = connection.execute(
            insert_if_new(connection, _ADDRESSES).returning(_ADDRESSES),
            [
                {
                    "site_id": site_id,
                    "key": entry.key,
                    "url": entry.url,
                    "hints": entry.hints,
                    "state": State.PENDING,
                    "found_at": at,
                    "next_visit_at": at,
                    "failures": 0,
                }
                for entry in new
            ],
        )
        known |= {row.key: row for row in entered}
        # Those that another program has entered meanwhile.
        known |= _rows(connection, [entry.key for entry in new if entry.key not in known])
    for key, row in known.items():
        if row.state == State.PENDING and row.found_at != at:
            hints = merged_hints(row.hints, wanted[key].hints)
            if hints != row.hints:
                _change(connection, row.id, hints=hints)
    return known


def merged_hints(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """Add to what one listing says what another says besides; a section's own listing says more."""
    own = second if second.get("section") and not first.get("section") else first
    merged = {**second, **{name: value for name, value in first.items() if value is not None}}
    return merged | {"listing_url": own.get("listing_url")}


def _rows(connection: Connection, keys: Sequence[str]) -> dict[str, Row[Any]]:
    found: dict[str, Row[Any]] = {}
    for start in range(0, len(keys), _AT_ONCE):
        part = keys[start : start + _AT_ONCE]
        for row in connection.execute(_FIND_ALL, {"keys": part}):
            found[row.key] = row
    return {key: found[key] for key in keys if key in found}


def due(connection: Connection, site_id: int, at: datetime, revisits: int) -> list[Row[Any]]:
    """Return the addresses of a site that are to be asked for now.

    Args:
        connection: Any connection.
        site_id: The site.
        at: Now.
        revisits: At most so many that have been read before; those that wait longest come first.

    Returns:
        First all that wait to be read, in the order in which they were found.
    """
    query = select(_ADDRESSES).where(
        _ADDRESSES.c.site_id == site_id, _ADDRESSES.c.next_visit_at <= at
    )
    unread = _ADDRESSES.c.state == State.PENDING
    pending = connection.execute(query.where(unread).order_by(_ADDRESSES.c.id)).all()
    return [*pending, *_first(connection, query.where(~unread), revisits)]


def _first(connection: Connection, query: Select[Any], count: int) -> Sequence[Row[Any]]:
    order = (_ADDRESSES.c.next_visit_at, _ADDRESSES.c.id)
    return connection.execute(query.order_by(*order).limit(count)).all()


def visited(
    connection: Connection,
    statements: Statements,
    *,
    key: str,
    at: datetime,
    capture_id: int | None,
    published_at: datetime | None,
) -> None:
    """Note that an article was read and is in the archive; one that was gone has come back.

    An address that no listing has named, because somebody stored it by hand, is passed over.

    Args:
        connection: In the transaction that stores the article.
        statements: Runs what runs for every article.
        key: What identifies the article.
        at: When its page was fetched.
        capture_id: The capture of its page.
        published_at: Its printed date.
    """
    found = statements.first(connection, _FOUND, {"row_key": key})
    if found is None:
        return
    found_at, state = found
    if state == State.GONE:
        connection.execute(
            update(_TOMBSTONES)
            .where(_TOMBSTONES.c.article_id.in_(_article(key)), _TOMBSTONES.c.returned_at.is_(None))
            .values(returned_at=at)
        )
    next_visit = schedule().next_visit(
        key=key, found_at=_moment(found_at), visited_at=at, published_at=published_at
    )
    values = {
        "state": State.KNOWN,
        "reason": None,
        "failures": 0,
        "missing_since": None,
        "visited_at": at,
        "next_visit_at": next_visit,
        "capture_id": capture_id,
    }
    statements.scalar(connection, _VISITED, {"row_key": key, **values})


def refused(
    connection: Connection, key: str, *, at: datetime, reason: str, capture_id: int | None
) -> None:
    """Note that a page proved to be no article; what the archive has of it stays."""
    row = connection.execute(_FIND, {"row_key": key}).first()
    if row is None:
        return
    refusals = row.failures + 1
    _change(
        connection,
        row.id,
        state=State.REFUSED if row.state == State.PENDING else row.state,
        reason=reason,
        failures=refusals,
        visited_at=at,
        next_visit_at=schedule().after_refusal(at, refusals),
        capture_id=capture_id,
    )


def failed(connection: Connection, key: str, *, at: datetime, reason: str) -> None:
    """Note that a page could not be had; it is asked for again next night, and later ever more rarely."""
    row = connection.execute(_FIND, {"row_key": key}).first()
    if row is None:
        return
    failures = row.failures + 1
    _change(
        connection,
        row.id,
        reason=reason,
        failures=failures,
        visited_at=at,
        next_visit_at=schedule().after_failure(at, failures),
    )


def is_in_archive(connection: Connection, key: str) -> bool:
    """Tell whether the archive has the article of an address."""
    row = connection.execute(_FIND, {"row_key": key}).first()
    return row is not None and row.state in (State.KNOWN, State.GONE)


def missing(
    connection: Connection, key: str, *, at: datetime, reason: str, capture_id: int | None
) -> bool:
    """Note that an article of the archive was not there; on another night it gets its tombstone.

    Args:
        connection: In a transaction that writes.
        key: What identifies the article.
        at: When its page was asked for.
        reason: ``http-404``, ``http-410`` or ``redirects-home``.
        capture_id: The capture of the answer.

    Returns:
        Whether it counts as gone now and did not before.
    """
    row = connection.execute(_FIND, {"row_key": key}).one()
    seen = {"visited_at": at, "reason": reason, "capture_id": capture_id}
    since = row.missing_since
    if row.state == State.GONE:
        later = schedule().after_gone(at, since or at)
        _change(connection, row.id, next_visit_at=later, **seen)
        return False
    if since is None or at - since < _ANOTHER_NIGHT:
        first = since or at
        due_at = schedule().confirmation(first)
        _change(connection, row.id, missing_since=first, next_visit_at=due_at, **seen)
        return False
    later = schedule().after_gone(at, at)
    _change(connection, row.id, state=State.GONE, next_visit_at=later, **seen)
    for article_id in connection.scalars(_article(key)):
        connection.execute(
            insert(_TOMBSTONES).values(
                article_id=article_id, reason=reason, missing_since=since, confirmed_at=at
            )
        )
    return True


def ask_again(connection: Connection, site_id: int, at: datetime) -> None:
    """Let articles that another period left out be asked for."""
    connection.execute(
        update(_ADDRESSES)
        .where(_ADDRESSES.c.site_id == site_id, _ADDRESSES.c.reason == OUTSIDE_PERIOD)
        .values(next_visit_at=at)
    )


def _change(connection: Connection, row_id: int, **values: object) -> None:
    connection.execute(_CHANGE, {"row_id": row_id, **values})


def _article(key: str) -> Select[Any]:
    return select(_ARTICLES.c.id).where(_ARTICLES.c.key == key)


def _moment(value: datetime | str) -> datetime:
    """Return a moment that the driver gives as it stores it: wall-clock time, on SQLite as text."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=VIETNAM)
