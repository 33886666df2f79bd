"""What a crawl has to do and what it has done, kept in the archive so that no night forgets another.

Everything that a listing page gave is entered in one transaction: its articles, its further pages, and
that it has been read. Whenever the program is killed, the next crawl goes on behind the last such
transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Self

from sqlalchemy import Connection, Engine, Row, create_engine, insert, select
from sqlalchemy.pool import StaticPool

from archive import addresses, backfills, listings
from archive.addresses import Named, State
from archive.captures import Capture, Earlier
from archive.database import clear_errors, open_database, writers
from archive.listings import Found, Walker
from archive.models import Base
from archive.site_rows import site_id

_CAPTURES: Final = Base.metadata.tables["captures"]
# A walk that was cut off is taken up again; after this time a new one is begun.
_RESUMED_FOR: Final = timedelta(hours=12)
# More missing articles than this, and more than half of those looked at, and it is the site that is ill.
_MANY_MISSING: Final = 10


@dataclass(frozen=True, slots=True)
class ArticleTask:
    """An article that is to be asked for.

    Attributes:
        key: What identifies it.
        url: Its address.
        hints: What listings say of it.
        known: Whether the archive has it.
        earlier: The newest capture of its page.
    """

    key: str
    url: str
    hints: Mapping[str, Any]
    known: bool
    earlier: Earlier | None


@dataclass(frozen=True, slots=True)
class ListingTask:
    """A listing page that is to be asked for.

    Attributes:
        key: What identifies it on its site.
        row: Its row of the table.
        earlier: The newest capture of it.
    """

    key: str
    row: Row[Any]
    earlier: Earlier | None


@dataclass(frozen=True, slots=True)
class Missing:
    """An article of the archive whose page was not there tonight."""

    key: str
    at: datetime
    reason: str
    capture: Capture | None


class Step:
    """What one listing page gave, entered in one transaction."""

    def __init__(self, connection: Connection, walker: Walker) -> None:
        self._connection = connection
        self._walker = walker

    def name(self, named: Iterable[Named], at: datetime) -> dict[str, Row[Any]]:
        """Enter the articles that the page names; return what is known of each, by key."""
        return addresses.discover(self._connection, self._walker.site_id, named, at)

    def find(self, found: Sequence[Found]) -> list[ListingTask]:
        """Enter the listing pages that the page leads to, and return them."""
        rows = listings.discover(self._connection, self._walker, found)
        return _listing_tasks(self._connection, self._walker, rows)

    def walked(
        self,
        task: ListingTask,
        *,
        at: datetime,
        etag: str | None,
        last_modified: str | None,
        cards: Sequence[str],
        capture: Capture | None,
    ) -> None:
        """Note that the page was read in full; `archive.listings.walked` says more."""
        listings.walked(
            self._connection,
            task.row.id,
            at=at,
            etag=etag,
            last_modified=last_modified,
            cards=cards,
            capture_id=_capture_id(self._connection, capture),
        )

    def end(self, task: ListingTask, at: datetime) -> None:
        """Note that its listing was walked to the end."""
        listings.ended(self._connection, task.row.first_id or task.row.id, at)


class Frontier:
    """The account of one site's crawl.

    Args:
        engine: The archive.
        host: Host of the site, without ``www.``.
        spider: Name of the spider.
        province: Province of the site's body; None for a central site.

    Raises:
        ArchiveError: The database cannot be used; so does every method.
    """

    def __init__(self, engine: Engine, *, host: str, spider: str, province: str | None) -> None:
        self._engine = writers(engine)
        with self._writing() as connection:
            number = site_id(connection, host=host, spider=spider, province=province)
        self._walker = Walker(number)

    @classmethod
    def open(cls, url: str, *, host: str, spider: str, province: str | None) -> Self:
        """Return the frontier of a site in the archive at an address; without one, in memory."""
        if url:
            return cls(open_database(url), host=host, spider=spider, province=province)
        engine = create_engine("sqlite://", poolclass=StaticPool)
        Base.metadata.create_all(engine)
        return cls(engine, host=host, spider=spider, province=province)

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with clear_errors(self._engine), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def step(self) -> Iterator[Step]:
        """Enter what one listing page gave: wholly or, when an error is raised, not at all."""
        with self._writing() as connection:
            yield Step(connection, self._walker)

    # --- What is to be done ----------------------------------------------------------------------

    def plan(
        self,
        start: Sequence[Found],
        *,
        at: datetime,
        full_walk_days: float | None,
        only: bool = False,
    ) -> datetime:
        """Set out to walk the site's listings, or go on where the last crawl was cut off.

        Args:
            start: The start pages.
            at: Now.
            full_walk_days: A listing that was not walked to its end for so many days is walked to its
                end; None: each is.
            only: Walk no other listing that is known.

        Returns:
            When the walk was planned: now, or by the crawl that was cut off.
        """
        with self._writing() as connection:
            cut_off = listings.is_cut_off(connection, self._walker, whole=full_walk_days is None)
            rows = listings.discover(connection, self._walker, start)
            planned = listings.planned_at(connection, self._walker.site_id)
            if cut_off and not only and planned and at - planned < _RESUMED_FOR:
                return planned
            since = None if full_walk_days is None else at - timedelta(days=full_walk_days)
            numbers = [row.id for row in rows] if only else []
            listings.plan(connection, self._walker, at=at, walked_since=since, only=numbers)
        return at

    def plan_backfill(
        self, start: Sequence[Found], *, since: date | None, until: date | None, at: datetime
    ) -> datetime:
        """Set out to walk all listings to their ends, or go on with the backfill of the same period."""
        with self._writing() as connection:
            known = listings.first_pages(connection, self._walker)
            number = backfills.take_up(connection, self._walker.site_id, since, until, at)
            self._walker = Walker(self._walker.site_id, number)
            if not listings.first_pages(connection, self._walker):
                copied = ("key", "url", "feed", "form", "section", "named", "depth")
                more = [Found(**{name: getattr(row, name) for name in copied}) for row in known]
                keys = {page.key for page in start}
                listings.discover(
                    connection, self._walker, [*start, *(p for p in more if p.key not in keys)]
                )
                addresses.ask_again(connection, self._walker.site_id, at)
        return at

    def end_backfill(self, at: datetime) -> bool:
        """Note that a backfill has come to its end; return whether it has."""
        if self._walker.backfill_id is None:
            return True
        with self._writing() as connection:
            return backfills.end(connection, self._walker.backfill_id, at)

    def listings(self) -> list[ListingTask]:
        """Return the listing pages that are to be walked, in the order in which they were found."""
        with self._writing() as connection:
            return _listing_tasks(
                connection, self._walker, listings.pending(connection, self._walker)
            )

    def first_pages(self) -> Sequence[Row[Any]]:
        """Return the first pages of all listings that the nightly runs know."""
        with self._writing() as connection:
            return listings.first_pages(connection, Walker(self._walker.site_id))

    def articles(self, at: datetime, revisits: int) -> list[ArticleTask]:
        """Return the articles that are to be asked for now, those that nobody has read first.

        Args:
            at: Now.
            revisits: At most so many that have been read before.
        """
        with self._writing() as connection:
            rows = addresses.due(connection, self._walker.site_id, at, revisits)
            earlier = _earlier(connection, [row.capture_id for row in rows])
        return [article_task(row, earlier.get(row.capture_id)) for row in rows]

    # --- What became of it -----------------------------------------------------------------------

    def listing_not_modified(self, task: ListingTask, capture: Capture | None) -> None:
        """Note that the site said that a listing page has not changed."""
        with self._writing() as connection:
            _capture_id(connection, capture)
            listings.not_modified(connection, task.row.id)

    def listing_failed(self, task: ListingTask, reason: str, at: datetime) -> None:
        """Note that a listing page could not be read; it is walked next night if that may help."""
        with self._writing() as connection:
            listings.failed(connection, task.row.id, reason, at)

    def article_refused(
        self, key: str, *, at: datetime, reason: str, capture: Capture | None
    ) -> None:
        """Note that a page proved to be no article."""
        with self._writing() as connection:
            number = _capture_id(connection, capture)
            addresses.refused(connection, key, at=at, reason=reason, capture_id=number)

    def article_failed(self, key: str, *, at: datetime, reason: str) -> None:
        """Note that a page could not be had."""
        with self._writing() as connection:
            addresses.failed(connection, key, at=at, reason=reason)

    def articles_missing(self, missing: Sequence[Missing], *, looked_at: int, alive: bool) -> bool:
        """Note at the end of a crawl which articles of the archive were not there.

        A whole site that fails, is closed, or answers every address alike has lost no article: then
        they are only asked for again.

        Args:
            missing: The articles.
            looked_at: How many articles of the archive were asked for.
            alive: Whether the site's listings still name articles.

        Returns:
            Whether they count as missing.
        """
        many = len(missing) > _MANY_MISSING and 2 * len(missing) > looked_at
        believed = alive and not many
        for one in missing:
            with self._writing() as connection:
                number = _capture_id(connection, one.capture)
                if believed:
                    addresses.missing(
                        connection, one.key, at=one.at, reason=one.reason, capture_id=number
                    )
                else:
                    addresses.failed(connection, one.key, at=one.at, reason=one.reason)
        return believed


def article_task(row: Row[Any], earlier: Earlier | None = None) -> ArticleTask:
    """Return the task of reading an address."""
    known = row.state in (State.KNOWN, State.GONE)
    return ArticleTask(row.key, row.url, row.hints, known, earlier)


def _listing_tasks(
    connection: Connection, walker: Walker, rows: Sequence[Row[Any]]
) -> list[ListingTask]:
    earlier = _earlier(connection, [row.capture_id for row in rows])
    return [ListingTask(walker.plain(row.key), row, earlier.get(row.capture_id)) for row in rows]


def _earlier(connection: Connection, numbers: Sequence[int | None]) -> dict[int | None, Earlier]:
    """Return by the number of a capture the one that has its body."""
    found: dict[int | None, Earlier] = {}
    for number in dict.fromkeys(numbers):
        if number is None:
            continue
        row = connection.execute(select(_CAPTURES).where(_CAPTURES.c.id == number)).one()
        if row.original_id is not None:
            original = _CAPTURES.c.id == row.original_id
            row = connection.execute(select(_CAPTURES).where(original)).one()
        found[number] = Earlier(row.id, row.url, row.fetched_at, row.digest)
    return found


def _capture_id(connection: Connection, capture: Capture | None) -> int | None:
    if capture is None:
        return None
    values = asdict(capture)
    number: int | None = connection.scalar(
        insert(_CAPTURES).values(values).returning(_CAPTURES.c.id)
    )
    return number
