from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, Row, select

from archive import addresses
from archive.addresses import Named, State
from archive.database import writers
from archive.models import Base
from archive.site_rows import site_id
from archive.statements import Statements
from archive.store import Store
from archive.timezone import VIETNAM
from tests.archive.samples import ELECTION

ADDRESSES = Base.metadata.tables["addresses"]
TOMBSTONES = Base.metadata.tables["tombstones"]
NIGHT = datetime(2026, 3, 1, 1, 45, tzinfo=VIETNAM)
DAY = timedelta(days=1)
KEY = ELECTION.key
HINTS = {"title": "Đại hội", "listing_url": "https://nghean.dcs.vn/"}


class Book:
    """The addresses of one site, each call in a transaction of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = writers(engine)
        with self._engine.begin() as connection:
            self.site = site_id(connection, host="nghean.dcs.vn", spider="nghe_an", province=None)

    def call(self, function: Any, *values: Any, **named: Any) -> Any:
        with self._engine.begin() as connection:
            return function(connection, *values, **named)

    def name(self, key: str = KEY, at: datetime = NIGHT, **hints: Any) -> Row[Any]:
        named = [Named(key, ELECTION.url, HINTS | hints)]
        row: Row[Any] = self.call(addresses.discover, self.site, named, at)[key]
        return row

    def visit(self, at: datetime = NIGHT, key: str = KEY) -> None:
        values = {"capture_id": None, "published_at": None}
        self.call(addresses.visited, Statements(self._engine.dialect), key=key, at=at, **values)

    def miss(self, at: datetime) -> bool:
        missed: bool = self.call(addresses.missing, KEY, at=at, reason="http-404", capture_id=None)
        return missed

    def due(self, at: datetime, revisits: int = 10) -> list[str]:
        return [row.key for row in self.call(addresses.due, self.site, at, revisits)]

    def row(self, key: str = KEY) -> Row[Any]:
        query = select(ADDRESSES).where(ADDRESSES.c.key == key)
        row: Row[Any] = self.call(lambda connection: connection.execute(query).one())
        return row

    def tombstones(self) -> list[Row[Any]]:
        rows: list[Row[Any]] = self.call(lambda c: c.execute(select(TOMBSTONES)).all())
        return rows


@pytest.fixture
def book(engine: Engine) -> Book:
    return Book(engine)


def test_what_a_listing_names_waits_until_it_is_read(book: Book) -> None:
    book.name()
    assert book.row().state == State.PENDING
    assert book.due(NIGHT) == [KEY]
    book.visit()
    assert book.row().state == State.KNOWN
    assert book.due(NIGHT) == []
    assert book.due(NIGHT + DAY) == [KEY]


def test_naming_an_address_again_changes_nothing_but_missing_hints(book: Book) -> None:
    book.name()
    book.name(at=NIGHT + DAY, title="Tên khác", section="Tin tức", listing_url="https://n/tin/")
    row = book.row()
    assert row.found_at == NIGHT
    assert row.hints == {"title": "Đại hội", "section": "Tin tức", "listing_url": "https://n/tin/"}
    book.visit()
    book.name(at=NIGHT + 2 * DAY, author="không")
    assert book.row().hints == row.hints


def test_many_addresses_are_entered_and_given_back_in_order(book: Book) -> None:
    named = [Named(f"k{number}", f"https://x/{number}", {}) for number in range(450)]
    rows = book.call(addresses.discover, book.site, [*named, named[3]], NIGHT)
    assert list(rows) == [one.key for one in named]
    assert book.due(NIGHT) == list(rows)


def test_unread_addresses_come_first_and_revisits_are_limited(book: Book) -> None:
    for number in range(5):
        book.name(f"k{number}")
    for number, day in ((0, 4), (1, 2), (2, 0)):
        book.visit(NIGHT + day * DAY, key=f"k{number}")
    assert book.due(NIGHT + 30 * DAY, revisits=2) == ["k3", "k4", "k2", "k1"]


def test_a_page_that_fails_waits_longer_each_time_and_is_not_given_up(book: Book) -> None:
    book.name()
    waits = []
    for _ in range(7):
        book.call(addresses.failed, KEY, at=NIGHT, reason="http-503")
        waits.append(book.row().next_visit_at - NIGHT)
    assert waits[0] == timedelta(0)
    assert waits == sorted(waits)
    assert book.row().state == State.PENDING
    assert book.due(NIGHT + 40 * DAY) == [KEY]
    book.visit(NIGHT + DAY)
    assert (book.row().failures, book.row().reason) == (0, None)


def test_a_refused_page_of_the_archive_stays_known(book: Book) -> None:
    book.name()
    refusal = {"at": NIGHT, "reason": "no-body", "capture_id": None}
    book.call(addresses.refused, KEY, **refusal)
    assert book.row().state == State.REFUSED
    book.visit()
    book.call(addresses.refused, KEY, **refusal)
    assert (book.row().state, book.row().reason) == (State.KNOWN, "no-body")
    assert book.call(addresses.is_in_archive, KEY)


def test_missing_on_two_nights_makes_a_tombstone(book: Book, store: Store) -> None:
    book.name()
    store.save(replace(ELECTION, fetched_at=NIGHT))
    assert not book.miss(NIGHT + DAY)
    assert not book.miss(NIGHT + DAY + timedelta(hours=1)), "the same night"
    assert book.tombstones() == []
    assert book.due(NIGHT + DAY * 2) == [KEY]
    assert book.miss(NIGHT + DAY * 2)
    (stone,) = book.tombstones()
    assert (stone.missing_since, stone.confirmed_at) == (NIGHT + DAY, NIGHT + 2 * DAY)
    assert (stone.reason, stone.returned_at) == ("http-404", None)
    assert not book.miss(NIGHT + 10 * DAY)
    assert len(book.tombstones()) == 1


def test_missing_once_and_there_again_makes_none(book: Book, store: Store) -> None:
    book.name()
    store.save(replace(ELECTION, fetched_at=NIGHT))
    book.miss(NIGHT + DAY)
    store.save(replace(ELECTION, fetched_at=NIGHT + 2 * DAY))
    assert book.row().missing_since is None
    book.miss(NIGHT + 3 * DAY)
    assert book.tombstones() == []


def test_an_article_that_comes_back_closes_its_tombstone(book: Book, store: Store) -> None:
    book.name()
    store.save(replace(ELECTION, fetched_at=NIGHT))
    for day in (1, 2):
        book.miss(NIGHT + day * DAY)
    store.save(replace(ELECTION, fetched_at=NIGHT + 9 * DAY))
    (stone,) = book.tombstones()
    assert stone.returned_at == NIGHT + 9 * DAY
    assert book.row().state == State.KNOWN


def test_an_address_that_no_listing_named_is_passed_over(book: Book) -> None:
    book.visit(key="ai/do/luu/bang/tay")
    book.call(addresses.failed, "khong-co", at=NIGHT, reason="timeout")
    assert book.due(NIGHT + 99 * DAY) == []


def test_another_period_asks_for_what_one_left_out(book: Book) -> None:
    book.name()
    reason = addresses.OUTSIDE_PERIOD
    book.call(addresses.refused, KEY, at=NIGHT, reason=reason, capture_id=None)
    assert book.due(NIGHT) == []
    book.call(addresses.ask_again, book.site, NIGHT)
    assert book.due(NIGHT) == [KEY]
