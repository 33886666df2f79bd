"""The listing pages of a site: which are to be walked, and what the site said of each last.

The pages of a listing hang together: the first page is known from the menu, each further one is found on
the page before it. A page that was found and not walked, because the program was killed or the page could
not be had, stays *pending* until it is. A backfill has rows of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, select, update

from archive.models import Base
from archive.site_rows import insert_if_new

_LISTINGS: Final = Base.metadata.tables["listings"]
_SITES: Final = Base.metadata.tables["sites"]

# Made once: to put a statement together takes SQLAlchemy as long as to run it.
_OWN_SITE: Final = _LISTINGS.c.site_id == bindparam("own_site")
_FIND: Final = select(_LISTINGS).where(
    _OWN_SITE, _LISTINGS.c.key.in_(bindparam("keys", expanding=True))
)
_RENEW: Final = update(_LISTINGS).where(_OWN_SITE, _LISTINGS.c.key == bindparam("own_key"))
_CHANGE: Final = update(_LISTINGS).where(_LISTINGS.c.id == bindparam("row_id"))

# A further page that failed so often in a row is not asked for any more; a first page always is.
_GIVEN_UP: Final = 5
# Reasons that asking once more next night would not change; the next walk of the listing asks again.
_LASTING: Final = frozenset(
    {
        "forbidden-by-robots",
        "http-404",
        "http-410",
        "leads-to-another-host",
        "not-a-feed",
        "not-html",
    }
)
# What a page that is found again takes over from where it was found.
_RENEWED: Final = ("url", "form", "section", "named", "depth", "first_id", "page", "whole")


@dataclass(frozen=True, slots=True)
class Walker:
    """Whose listing pages these are: the nightly runs' of a site, or a backfill's."""

    site_id: int
    backfill_id: int | None = None

    @property
    def rows(self) -> ColumnElement[bool]:
        """The condition that its rows meet."""
        return and_(
            _LISTINGS.c.site_id == self.site_id,
            _LISTINGS.c.backfill_id.is_not_distinct_from(self.backfill_id),
        )

    def key(self, key: str) -> str:
        """Return the key under which the page of a key is kept."""
        return self._prefix + key

    def plain(self, key: str) -> str:
        """Return the key of a page that is kept under a key."""
        return key.removeprefix(self._prefix)

    @property
    def _prefix(self) -> str:
        return "" if self.backfill_id is None else f"backfill {self.backfill_id}: "


@dataclass(frozen=True, slots=True)
class Found:
    """A listing page that has been found.

    Attributes:
        key: What identifies it on its site.
        url: Its address.
        feed: Whether it is an RSS feed.
        form: Form that is posted to the address, where the pager is a postback.
        section: Name of the section, from the link that led to it; None on the start pages.
        named: Whether that is the section of the articles that the page names.
        depth: How many links lead there from a start page.
        first_id: First page of its listing; None where this is one.
        page: Which page of its listing, from 1.
        whole: Whether its listing is walked to the end.
    """

    key: str
    url: str
    feed: bool = False
    form: str | None = None
    section: str | None = None
    named: bool = True
    depth: int = 0
    first_id: int | None = None
    page: int = 1
    whole: bool = True


def planned_at(connection: Connection, site_id: int) -> datetime | None:
    """Return when the last walk of a site was planned."""
    moment: datetime | None = connection.scalar(
        select(_SITES.c.planned_at).where(_SITES.c.id == site_id)
    )
    return moment


def is_cut_off(connection: Connection, walker: Walker, *, whole: bool) -> bool:
    """Tell whether a walk was cut off before its end: it left pages that nobody has asked for.

    Args:
        connection: Any connection.
        walker: Whose walk.
        whole: Count only a walk that was to go to the end of every listing.
    """
    unasked = and_(walker.rows, _LISTINGS.c.pending, _LISTINGS.c.failures == 0)
    kinds = set(connection.scalars(select(_LISTINGS.c.whole).where(unasked).distinct()))
    return kinds == {True} if whole else bool(kinds)


def plan(
    connection: Connection,
    walker: Walker,
    *,
    at: datetime,
    walked_since: datetime | None,
    only: Sequence[int] = (),
) -> None:
    """Begin a walk: first pages are to be walked.

    Args:
        connection: In a transaction that writes.
        walker: Whose pages.
        at: Now.
        walked_since: A listing that was not walked to its end since then is walked to its end; None: each
            is.
        only: Numbers of the first pages; by default all that are known.
    """
    first = and_(walker.rows, _LISTINGS.c.page == 1)
    if only:
        first = and_(first, _LISTINGS.c.id.in_(only))
    connection.execute(update(_LISTINGS).where(first).values(pending=True, whole=True, failures=0))
    if walked_since is not None:
        recent = and_(first, _LISTINGS.c.walked_at >= walked_since)
        connection.execute(update(_LISTINGS).where(recent).values(whole=False))
        dead = and_(recent, _LISTINGS.c.read_at.is_(None))
        connection.execute(update(_LISTINGS).where(dead).values(pending=False))
    connection.execute(update(_SITES).where(_SITES.c.id == walker.site_id).values(planned_at=at))


def first_pages(connection: Connection, walker: Walker) -> Sequence[Row[Any]]:
    """Return the first pages that are known, in the order in which they were found."""
    query = select(_LISTINGS).where(walker.rows, _LISTINGS.c.page == 1)
    return connection.execute(query.order_by(_LISTINGS.c.id)).all()


def pending(connection: Connection, walker: Walker) -> Sequence[Row[Any]]:
    """Return the pages that are to be walked, in the order in which they were found."""
    query = select(_LISTINGS).where(walker.rows, _LISTINGS.c.pending)
    return connection.execute(query.order_by(_LISTINGS.c.id)).all()


def discover(connection: Connection, walker: Walker, found: Sequence[Found]) -> list[Row[Any]]:
    """Enter listing pages that have been found.

    A further page is to be walked because its listing is; a first page that is known stays as planned.

    Returns:
        The rows of all of them, in the order given.
    """
    if not found:
        return []
    rows = [
        {
            **asdict(page),
            "key": walker.key(page.key),
            "site_id": walker.site_id,
            "backfill_id": walker.backfill_id,
            "pending": True,
            "failures": 0,
            "cards": [],
        }
        for page in found
    ]
    connection.execute(insert_if_new(connection, _LISTINGS), rows)
    for row in rows:
        if row["first_id"] is not None:
            own = {"own_site": walker.site_id, "own_key": row["key"]}
            renewed = {name: row[name] for name in _RENEWED}
            connection.execute(_RENEW, {**own, "pending": True, **renewed})
    keys = [row["key"] for row in rows]
    same = connection.execute(_FIND, {"own_site": walker.site_id, "keys": keys})
    by_key = {row.key: row for row in same}
    return [by_key[key] for key in keys]


def walked(
    connection: Connection,
    listing_id: int,
    *,
    at: datetime,
    etag: str | None,
    last_modified: str | None,
    cards: Sequence[str],
    capture_id: int | None,
) -> None:
    """Note that a listing page was read in full.

    Args:
        connection: In a transaction that writes.
        listing_id: The page.
        at: Now.
        etag: What the site calls this state of the page.
        last_modified: When the site says that it changed last.
        cards: Of a start page, the addresses of the articles that it shows.
        capture_id: The capture of it.
    """
    _change(
        connection,
        listing_id,
        pending=False,
        failures=0,
        reason=None,
        read_at=at,
        etag=etag,
        last_modified=last_modified,
        cards=list(cards),
        capture_id=capture_id,
    )


def not_modified(connection: Connection, listing_id: int) -> None:
    """Note that the site said that a listing page has not changed since it was read."""
    _change(connection, listing_id, pending=False, failures=0, reason=None)


def ended(connection: Connection, first_id: int, at: datetime) -> None:
    """Note that a listing was walked to its end."""
    _change(connection, first_id, walked_at=at)


def failed(connection: Connection, listing_id: int, reason: str, at: datetime) -> None:
    """Note that a listing page could not be read; it stays to be walked if that may help.

    A link of a menu that has never led to a listing is tried again as rarely as listings are walked to
    their ends.
    """
    query = select(_LISTINGS.c.failures, _LISTINGS.c.page, _LISTINGS.c.read_at)
    row = connection.execute(query.where(_LISTINGS.c.id == listing_id)).one()
    failures = row.failures + 1
    lasting = reason in _LASTING
    given_up = lasting or (row.page > 1 and failures >= _GIVEN_UP)
    _change(connection, listing_id, pending=not given_up, failures=failures, reason=reason)
    if lasting and row.read_at is None:
        _change(connection, listing_id, walked_at=at)


def is_trusted(row: Row[Any], at: datetime, days: float) -> bool:
    """Tell whether the site may be asked whether a page has changed since it was read.

    Not for ever: a server that wrongly says no would hide its news.
    """
    if row.whole or row.read_at is None or not (row.etag or row.last_modified):
        return False
    return bool(at - row.read_at < timedelta(days=days))


def _change(connection: Connection, listing_id: int, **values: object) -> None:
    connection.execute(_CHANGE, {"row_id": listing_id, **values})
