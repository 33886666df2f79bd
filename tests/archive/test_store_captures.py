"""Which fetch the store says that a state was read from."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from archive import addresses, stored_pages
from archive.errors import AnotherText
from archive.models import Address, Article, Base, Capture, Duplicate
from archive.readings import Precision, Reading
from archive.store import Outcome, Store
from tests.archive.helpers import capture, counted, reading
from tests.archive.samples import ELECTION, INCENSE, REPRINT, printed

DAY = timedelta(days=1)


def at(day: int) -> datetime:
    return ELECTION.fetched_at + day * DAY


def save(store: Store, day: int, **changes: object) -> Outcome:
    """Read the article on a night; its capture's offset is the night's number."""
    read = reading(fetched_at=at(day), **changes)
    return store.save(read, capture(read, offset=day)).outcome


def nights(session: Session, *ids: int | None) -> list[int | None]:
    """On which nights some captures were made."""
    return [None if number is None else session.get_one(Capture, number).offset for number in ids]


def test_the_capture_is_entered_whole(store: Store, session: Session) -> None:
    written = capture(ELECTION, offset=2**40)
    store.save(ELECTION, written)
    row = session.scalars(select(Capture)).one()
    for name in ("url", "kind", "fetched_at", "status", "digest", "file", "offset", "length"):
        assert getattr(row, name) == getattr(written, name), name
    assert row.original_id is None
    first = row.id
    session.rollback()
    revisit = replace(written, offset=7, original_id=first)
    store.save(reading(fetched_at=at(1)), revisit)
    assert session.scalars(select(Capture.original_id).order_by(Capture.id)).all() == [None, first]


def test_every_state_points_to_the_fetch_it_was_first_read_from(
    store: Store, session: Session
) -> None:
    assert save(store, 0) is Outcome.STORED
    assert save(store, 1) is Outcome.UNCHANGED
    assert save(store, 2, title="Sửa") is Outcome.REVISED
    assert save(store, 3, title="Sửa") is Outcome.UNCHANGED
    assert save(store, 4, title="Sửa lại") is Outcome.REVISED
    article = session.get_one(Article, 1)
    states = [*(revision.capture_id for revision in article.revisions), article.capture_id]
    assert nights(session, *states) == [0, 2, 4]
    assert len(session.scalars(select(Capture)).all()) == 5


def test_an_article_stored_without_a_capture_gets_one_that_shows_it_unchanged(
    store: Store, session: Session
) -> None:
    store.save(ELECTION)
    assert save(store, 1) is Outcome.UNCHANGED
    assert save(store, 2) is Outcome.UNCHANGED
    assert nights(session, session.get_one(Article, 1).capture_id) == [1]


def test_a_state_that_was_not_captured_has_no_capture(store: Store, session: Session) -> None:
    save(store, 0)
    store.save(reading(fetched_at=at(1), title="Sửa"))
    article = session.get_one(Article, 1)
    assert article.capture_id is None
    assert nights(session, article.revisions[0].capture_id) == [0]


def test_a_duplicate_points_to_the_fetch_that_says_what_it_says(
    store: Store, session: Session
) -> None:
    store.save(ELECTION, capture(ELECTION))
    for day, title in ((1, "Tin"), (2, "Tin"), (3, "Tin khác")):
        again = replace(REPRINT, fetched_at=at(day), title=title)
        assert store.save(again, capture(again, offset=day)).outcome is Outcome.DUPLICATE
        number = session.scalars(select(Duplicate.capture_id)).one()
        assert nights(session, number) == [1 if day < 3 else 3]
        session.rollback()


def test_the_capture_goes_with_its_transaction(store: Store, engine: Engine) -> None:
    with pytest.raises(AttributeError):
        store.save(reading(images=[None]), capture(ELECTION))
    assert counted(engine) == {}


# --- The address ----------------------------------------------------------------------------------


def named(engine: Engine, store: Store, of: Reading, **hints: str) -> None:
    """Enter an article's address as a listing does."""
    store.save(INCENSE)
    with engine.begin() as connection:
        number = connection.scalar(select(Base.metadata.tables["sites"].c.id))
        assert number is not None
        addresses.discover(connection, number, [addresses.Named(of.key, of.url, hints)], at(0))


@pytest.mark.parametrize(
    "changes", [{}, {"title": "Sửa"}, {"title": "Sửa", "parser": "TuyenGiaoPage/2"}], ids=str
)
def test_every_outcome_marks_the_address(
    engine: Engine, store: Store, session: Session, changes: dict[str, object]
) -> None:
    named(engine, store, ELECTION)
    save(store, 1)
    save(store, 2, **changes)
    address = session.scalars(select(Address).where(Address.key == ELECTION.key)).one()
    assert (address.state, address.visited_at) == ("known", at(2))
    assert nights(session, address.capture_id) == [2]


def test_a_duplicate_marks_its_address(engine: Engine, store: Store, session: Session) -> None:
    named(engine, store, REPRINT)
    store.save(ELECTION)
    store.save(REPRINT, capture(REPRINT))
    assert session.scalars(select(Address.state)).one() == "known"


# --- Another text at a known address --------------------------------------------------------------

OTHER_DAY = printed("2023-07-18", Precision.DAY, "18/07/2023")
PARKED = {
    "title": "Domain for sale",
    "lead": None,
    "body": ["This domain may be for sale. Contact the owner today, and make an offer."],
    "published": None,
    "tags": [],
}


@pytest.mark.parametrize(
    "change",
    [
        PARKED,
        # The listing still says when the article was published.
        PARKED | {"published": printed("2021-05-04", Precision.DAY, "4/5/2021", "listing:link")},
        {"title": INCENSE.title, "lead": None, "body": INCENSE.body, "published": None},
        {"title": INCENSE.title, "lead": None, "body": INCENSE.body, "published": OTHER_DAY},
        {"title": "", "lead": None, "body": [], "published": None},
    ],
    ids=["parking page", "with the listing's date", "other article", "other date", "nothing"],
)
def test_a_page_that_shares_nothing_with_the_article_is_refused(
    store: Store, engine: Engine, session: Session, change: dict[str, object]
) -> None:
    save(store, 0)
    before = counted(engine)
    with pytest.raises(AnotherText, match="holds another text than article 1"):
        save(store, 1, **change)
    assert counted(engine) == before
    assert session.get_one(Article, 1).last_seen_at == at(0)


@pytest.mark.parametrize(
    "change",
    [
        {"lead": None, "body": INCENSE.body},
        {"title": INCENSE.title, "lead": None, "body": INCENSE.body},
        {"title": INCENSE.title, "published": None},
        {"title": INCENSE.title, "lead": None, "body": ELECTION.body[:1], "published": None},
        {"body": [], "lead": None, "published": None},
    ],
    ids=["same headline and date", "same date", "same text", "cut short", "same headline"],
)
def test_a_rewritten_article_is_a_revision(store: Store, change: dict[str, object]) -> None:
    save(store, 0)
    assert save(store, 1, **change) is Outcome.REVISED


def test_the_page_that_the_listing_named_takes_the_place_of_a_notice(
    store: Store, engine: Engine
) -> None:
    named(engine, store, ELECTION, title=ELECTION.title.upper())
    notice = {"title": "Thông báo", "lead": None, "body": ["Trang đang bảo trì."]}
    save(store, 0, **notice, published=None)
    with pytest.raises(AnotherText):
        save(store, 1, **PARKED)
    assert save(store, 2, published=None) is Outcome.REVISED
    with pytest.raises(AnotherText):
        save(store, 3, **PARKED)


@pytest.mark.parametrize(
    ("body", "title", "expected"),
    [
        (["Xem tệp đính kèm bên dưới."], "Lịch công tác tuần 13", Outcome.REVISED),
        (["Xem tệp đính kèm."], "Thông báo mới", Outcome.REVISED),
        (["Website đang được nâng cấp, vui lòng quay lại sau."], "Thông báo", None),
    ],
)
def test_short_notices_are_told_by_what_little_they_say(
    store: Store, body: list[str], title: str, expected: Outcome | None
) -> None:
    short = {"lead": None, "published": None, "title": "Lịch công tác tuần 12"}
    save(store, 0, **short, body=["Xem tệp đính kèm."])
    if expected is None:
        with pytest.raises(AnotherText):
            save(store, 1, **short | {"title": title}, body=body)
    else:
        assert save(store, 1, **short | {"title": title}, body=body) is expected


# --- Articles and duplicates whose texts meet and part -------------------------------------------


def test_an_article_that_becomes_equal_to_another_stays_an_article(
    store: Store, engine: Engine, session: Session
) -> None:
    save(store, 0)
    other = replace(REPRINT, body=[*REPRINT.body, "Riêng ở Nghệ An thì khác."])
    assert store.save(other, capture(other)).outcome is Outcome.STORED
    equal = replace(REPRINT, fetched_at=at(3))
    saved = store.save(equal, capture(equal))
    assert (saved.outcome, saved.article_id) == (Outcome.REVISED, 2)
    assert counted(engine).get("duplicates", 0) == 0
    article = session.get_one(Article, 2)
    assert [revision.body for revision in article.revisions] == [other.body_text]
    assert article.text_digest == session.get_one(Article, 1).text_digest


def test_a_duplicate_that_becomes_equal_to_another_article_loses_neither(
    store: Store, session: Session
) -> None:
    save(store, 0)
    store.save(replace(INCENSE, title=REPRINT.title))
    store.save(REPRINT)
    changed = replace(REPRINT, fetched_at=at(3), lead=None, body=INCENSE.body)
    saved = store.save(changed)
    assert (saved.outcome, saved.article_id) == (Outcome.STORED, 3)
    duplicate = session.scalars(select(Duplicate)).one()
    assert (duplicate.article_id, duplicate.last_seen_at) == (1, REPRINT.fetched_at)


def test_a_duplicate_whose_article_changed_keeps_the_old_text_as_an_article(
    store: Store, session: Session
) -> None:
    save(store, 0)
    store.save(REPRINT)
    save(store, 2, body=[*ELECTION.body, "Tin sửa."])
    saved = store.save(replace(REPRINT, fetched_at=at(3)))
    assert (saved.outcome, saved.article_id) == (Outcome.STORED, 2)
    assert session.get_one(Article, 2).body == ELECTION.body_text
    assert session.scalars(select(Duplicate.article_id)).all() == [1]


def test_a_duplicate_that_is_read_otherwise_stays_one(
    engine: Engine, store: Store, session: Session
) -> None:
    """A new page object adds a paragraph to what it reads of the same page."""
    save(store, 0)
    newer = replace(
        REPRINT, fetched_at=at(3), parser="NgheAnPage/2", body=[*REPRINT.body, "Xem thêm."]
    )
    asked: list[stored_pages.StoredPage] = []

    def read_again(page: stored_pages.StoredPage) -> Reading:
        asked.append(page)
        return replace(newer, fetched_at=page.fetched_at)

    rereading = Store(engine, read_again)
    rereading.save(REPRINT, capture(REPRINT))
    saved = rereading.save(newer, capture(newer, offset=3))
    assert (saved.outcome, saved.article_id) == (Outcome.DUPLICATE, 1)
    assert [(page.key, page.fetched_at) for page in asked] == [(REPRINT.key, REPRINT.fetched_at)]
    really = replace(newer, fetched_at=at(4), body=[*newer.body, "Sửa trên trang."])
    assert rereading.save(really, capture(really)).outcome is Outcome.STORED


def test_a_duplicate_whose_page_is_parked_is_no_new_article(store: Store, engine: Engine) -> None:
    save(store, 0)
    store.save(REPRINT)
    before = counted(engine)
    parked = replace(
        REPRINT, title="Domain for sale", lead=None, body=["For sale."], published=None
    )
    with pytest.raises(AnotherText, match="whose duplicate it was"):
        store.save(replace(parked, fetched_at=at(3)))
    assert counted(engine) == before


def test_an_address_of_its_own_is_not_needed(store: Store, engine: Engine) -> None:
    """Somebody stores by hand what no listing has named."""
    save(store, 0)
    assert "addresses" not in counted(engine)
    with engine.begin() as connection:
        site = connection.scalar(select(Base.metadata.tables["sites"].c.id))
        row: dict[str, object] = {
            "site_id": site,
            "key": "x",
            "url": "x",
            "hints": {},
            "state": "pending",
        }
        moments = {"found_at": at(0), "next_visit_at": at(0), "failures": 0}
        connection.execute(insert(Address).values(**row, **moments))
    save(store, 1)
    assert counted(engine)["addresses"] == 1
