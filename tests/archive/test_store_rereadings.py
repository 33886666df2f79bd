"""Readings of one fetch by several page objects: no change on the site, and none is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from archive.errors import AnotherText
from archive.models import Article, Capture, EarlierReading
from archive.readings import Image, Precision, Reading
from archive.states import FIELDS
from archive.store import Outcome, Saved, Store
from archive.stored_pages import StoredPage
from tests.archive.helpers import capture, reading
from tests.archive.samples import ELECTION, REPRINT, about, printed

DAY = timedelta(days=1)
NEW = "TuyenGiaoPage/2"
LISTED = printed("2021-05-04", Precision.DAY, "4/5/2021", "listing:near-link")


def at(day: int) -> datetime:
    return ELECTION.fetched_at + day * DAY


def save(store: Store, day: int, **changes: Any) -> Saved:
    read = reading(fetched_at=at(day), **changes)
    return store.save(read, capture(read, offset=day))


def reread(store: Store, session: Session, day: int, **changes: Any) -> tuple[str, ...]:
    """Read the first article's present page once more, as another page object does."""
    number = session.scalar(select(Article.capture_id).where(Article.id == 1))
    assert number is not None
    fetched = session.get_one(Capture, number).fetched_at
    session.rollback()
    return store.reread(1, reading(fetched_at=fetched, **changes), at(day), capture_id=number)


def earlier(session: Session) -> list[EarlierReading]:
    return list(session.scalars(select(EarlierReading).order_by(EarlierReading.id)))


# --- Store.reread ---------------------------------------------------------------------------------

OTHERWISE: dict[str, Any] = {
    "url": "http://tuyengiao.vn/khac-133321",
    "title": "Thái Nguyên: Tuyên truyền bầu cử",
    "lead": None,
    "body": ["Lời dẫn nay thuộc về bài.", *ELECTION.body],
    "headings": [2],
    "tables": [[["Xã", "Phiếu"]]],
    "author": "Tô Long",
    "organisation": None,
    "source": "Báo Bắc Kạn",
    "source_mark": "(TG)",
    "section": None,
    "tags": [],
    "published": printed("2021-05-05", Precision.DAY, "5/5/2021", "near-title"),
    "updated": None,
    "metadata": about("thai-nguyen", "title", "khoa-giao"),
    "images": [Image("http://tuyengiao.vn/3.jpg", "Ảnh mới")],
    "attachments": [],
    "rules": {"title": "h2"},
}


def test_a_newer_reading_takes_the_place_and_the_earlier_one_is_kept(
    store: Store, session: Session
) -> None:
    save(store, 0)
    fields = reread(store, session, 5, parser=NEW, **OTHERWISE)
    assert fields == FIELDS

    article = session.get_one(Article, 1)
    new = reading(parser=NEW, **OTHERWISE)
    assert (article.title, article.lead, article.body) == (new.title, None, new.body_text)
    assert (article.tables, article.headings, article.rules) == (new.tables, [2], new.rules)
    assert (article.parser, article.published_raw) == (NEW, "5/5/2021")
    assert [topic.topic_id for topic in article.topics] == ["khoa-giao"]
    assert [image.url for image in article.images] == ["http://tuyengiao.vn/3.jpg"]
    assert article.attachments == []
    assert (article.revision, article.revisions) == (1, [])
    assert (article.revised_at, article.last_seen_at) == (at(0), at(0))

    (kept,) = earlier(session)
    assert (kept.revision, kept.parser, kept.replaced_at) == (1, ELECTION.parser, at(5))
    assert kept.capture_id == article.capture_id
    assert set(kept.fields) == set(fields)
    assert (kept.fields["title"], kept.fields["body"]) == (ELECTION.title, ELECTION.body_text)
    assert kept.fields["published_at"] == "2021-05-04T17:29:00+07:00"
    assert kept.fields["updated_at"] == "2021-05-05T00:00:00+07:00"
    assert kept.fields["rules"] == ELECTION.rules
    assert kept.fields["images"][0] == {
        "url": "http://tuyengiao.vn/Uploads/1.jpg",
        "caption": "Quang cảnh hội nghị",
    }


def test_every_reading_before_the_present_one_can_be_put_together(
    store: Store, session: Session
) -> None:
    save(store, 0)
    titles = [ELECTION.title, "Một", "Hai", "Ba"]
    for day, title in enumerate(titles[1:], start=2):
        reread(store, session, day, title=title, parser=f"TuyenGiaoPage/{day}")
    assert [kept.fields["title"] for kept in earlier(session)] == titles[:-1]
    assert [kept.parser for kept in earlier(session)] == [
        "TuyenGiaoPage/1",
        "TuyenGiaoPage/2",
        "TuyenGiaoPage/3",
    ]
    assert reread(store, session, 9, title="Ba", parser="TuyenGiaoPage/4") == ()


def test_a_reading_that_says_the_same_changes_the_parser_only(
    store: Store, session: Session
) -> None:
    save(store, 0)
    assert reread(store, session, 1, parser=NEW) == ()
    assert session.get_one(Article, 1).parser == NEW
    assert earlier(session) == []


def test_the_text_of_a_re_reading_is_found_as_a_duplicate(store: Store, session: Session) -> None:
    save(store, 0)
    body = [*ELECTION.body, "Đoạn cuối mà bản trước bỏ sót."]
    reread(store, session, 1, body=body, parser=NEW)
    copy = replace(REPRINT, body=body)
    assert store.save(copy) == Saved(Outcome.DUPLICATE, 1)


def test_a_state_of_another_fetch_is_left_alone(store: Store, session: Session) -> None:
    save(store, 0)
    number = session.scalar(select(Article.capture_id))
    assert number is not None
    session.rollback()
    save(store, 1, title="Sửa")
    late = reading(title="Đọc lại", parser=NEW)
    assert store.reread(1, late, at(2), capture_id=number) == ()
    assert store.reread(7, late, at(2), capture_id=number) == ()
    assert session.get_one(Article, 1).title == "Sửa"


def test_a_reading_of_another_article_is_a_fault(store: Store, session: Session) -> None:
    save(store, 0)
    with pytest.raises(ValueError, match=r"tuyengiao\.vn:133321, and not x"):
        reread(store, session, 1, key="x")


@pytest.mark.parametrize(
    ("now_printed", "reread_as", "kept"),
    [
        # The page stopped printing the date; the re-reading of that page cannot know it.
        (None, None, True),
        # It printed the day only; a better reading finds another day.
        (
            printed("2021-05-04", Precision.DAY, "4/5"),
            printed("2021-05-04", Precision.DAY, "4/5"),
            True,
        ),
        (None, printed("2021-05-06", Precision.DAY, "6/5/2021"), False),
    ],
)
def test_a_date_of_an_earlier_state_survives_a_re_reading(
    store: Store, session: Session, now_printed: Any, reread_as: Any, kept: bool
) -> None:
    save(store, 0)
    save(store, 1, title="Sửa", published=now_printed, updated=None)
    article = session.get_one(Article, 1)
    assert (article.published_precision, article.updated_raw) == ("minute", "5/5/2021")
    assert article.rules["published"] == article.rules["updated"] == "kept from an earlier state"
    session.rollback()
    reread(store, session, 2, title="Sửa", published=reread_as, updated=None, parser=NEW)
    article = session.get_one(Article, 1)
    assert (article.published_precision == "minute") is kept
    assert article.updated_raw == "5/5/2021"


def test_a_re_reading_may_empty_a_date_that_was_misread(store: Store, session: Session) -> None:
    save(store, 0)
    assert reread(store, session, 1, published=None, parser=NEW) == (
        *("published_at", "published_precision", "published_raw", "published_rule"),
    )
    assert session.get_one(Article, 1).published_at is None


# --- Saving what another page object read ----------------------------------------------------------

ReadAgain = Callable[[StoredPage], Reading | None]


def newer_reader(**changes: Any) -> ReadAgain:
    """What the page object of today makes of the stored page."""
    return lambda page: reading(fetched_at=page.fetched_at, parser=NEW, **changes)


def test_another_version_makes_no_revision(engine: Engine, session: Session) -> None:
    longer = [*ELECTION.body, "Đoạn mà bản trước bỏ sót."]
    store = Store(engine, newer_reader(body=longer))
    save(store, 0)
    assert save(store, 1, body=longer, parser=NEW).outcome is Outcome.UNCHANGED
    article = session.get_one(Article, 1)
    assert (article.revision, article.parser, article.body.count("\n\n")) == (1, NEW, 3)
    assert session.get_one(Capture, article.capture_id).offset == 0
    assert article.last_seen_at == at(1)
    (kept,) = earlier(session)
    assert kept.fields == {"body": ELECTION.body_text}


def test_what_the_site_changed_meanwhile_is_a_revision_all_the_same(
    engine: Engine, session: Session
) -> None:
    longer = [*ELECTION.body, "Đoạn mà bản trước bỏ sót."]
    store = Store(engine, newer_reader(body=longer))
    save(store, 0)
    assert save(store, 1, body=longer, title="Sửa", parser=NEW).outcome is Outcome.REVISED
    article = session.get_one(Article, 1)
    (revision,) = article.revisions
    assert (revision.title, revision.parser) == (ELECTION.title, NEW)
    assert revision.body.endswith("bỏ sót.")
    assert session.get_one(Capture, revision.capture_id).offset == 0
    assert session.get_one(Capture, article.capture_id).offset == 1
    assert [kept.fields for kept in earlier(session)] == [{"body": ELECTION.body_text}]


def unreadable(page: StoredPage) -> None:
    return None


def of_another_article(page: StoredPage) -> Reading:
    return replace(REPRINT, parser=NEW)


@pytest.mark.parametrize("read_again", [unreadable, of_another_article, None])
def test_without_a_readable_capture_the_difference_is_no_revision(
    engine: Engine, session: Session, read_again: ReadAgain | None
) -> None:
    if read_again is None:  # nothing was captured
        store = Store(engine, newer_reader())
        store.save(ELECTION)
    else:
        store = Store(engine, read_again)
        save(store, 0)
    assert save(store, 1, title="Sửa", parser=NEW).outcome is Outcome.UNCHANGED
    article = session.get_one(Article, 1)
    assert (article.title, article.revision, article.revisions) == ("Sửa", 1, [])
    assert article.rules["changed"] == (
        "read by TuyenGiaoPage/1 before, whose page cannot be read again"
    )
    assert session.get_one(Capture, article.capture_id).offset == 1
    (kept,) = earlier(session)
    assert (kept.fields["title"], kept.parser) == (ELECTION.title, "TuyenGiaoPage/1")
    assert (kept.capture_id is None) is (read_again is None)
    session.rollback()
    # To read that fetch once more does not answer the question.
    assert reread(store, session, 1, title="Sửa", parser=NEW) == ()
    assert save(store, 2, title="Sửa lại", parser=NEW).outcome is Outcome.REVISED


def test_a_parking_page_is_refused_by_whichever_version_reads_it(engine: Engine) -> None:
    store = Store(engine, unreadable)
    save(store, 0)
    parked = {"title": "For sale", "lead": None, "body": ["Domain."], "published": None}
    with pytest.raises(AnotherText):
        save(store, 1, parser=NEW, **parked)


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        (
            {"author": "Bích Ngọc (TH)", "lead": None, "body": [ELECTION.lead, *ELECTION.body]},
            "same",
        ),
        ({"body": [*ELECTION.body, "Tin sửa."]}, "revised"),
    ],
    ids=["same words", "other words"],
)
def test_a_redesigned_site_is_judged_by_its_words(
    engine: Engine, session: Session, changes: dict[str, Any], outcome: str
) -> None:
    """The stored page stays with the old reader, whose reading differs in form."""
    store = Store(engine, lambda page: reading(fetched_at=page.fetched_at))
    save(store, 0)
    saved = save(store, 1, parser="NukeVietPage/1", **changes)
    article = session.get_one(Article, 1)
    if outcome == "revised":
        assert saved.outcome is Outcome.REVISED
    else:
        assert (saved.outcome, article.revision) == (Outcome.UNCHANGED, 1)
        assert article.author == "Bích Ngọc (TH)"
        assert article.rules["changed"] == "read by TuyenGiaoPage/1 before, with the same words"
        assert earlier(session)[0].fields["lead"] == ELECTION.lead


# --- What a listing says --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [(None, LISTED), (LISTED, replace(LISTED, value=LISTED.value + DAY, raw="5/5/2021"))],
    ids=["becomes known", "changes"],
)
def test_what_a_listing_prints_makes_no_revision(
    store: Store, session: Session, before: Any, after: Any
) -> None:
    save(store, 0, published=before)
    assert save(store, 1, published=after).outcome is Outcome.UNCHANGED
    article = session.get_one(Article, 1)
    assert (article.revision, article.published_raw) == (1, after.raw)
    assert earlier(session)[0].fields["published_raw"] == (before and before.raw)


def test_a_listing_never_overrules_the_page(store: Store, session: Session) -> None:
    save(store, 0)
    later = replace(LISTED, value=LISTED.value + 9 * DAY, raw="13/5/2021")
    assert save(store, 1, published=later).outcome is Outcome.UNCHANGED
    assert session.get_one(Article, 1).published_raw == "Thứ Ba, 4/5/2021 17:29'(GMT+7)"
    assert earlier(session) == []
