"""What the store does with an article that it has."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from archive.models import Article
from archive.readings import Image, Precision
from archive.store import Outcome, Saved, Store
from tests.archive.helpers import reading
from tests.archive.samples import ELECTION, about, printed

DAY = timedelta(days=1)
NEXT = ELECTION.fetched_at + DAY
MINUTE = printed("2021-05-04 17:29", Precision.MINUTE, "4/5/2021 17:29", "visible")


def test_same_again_is_unchanged_and_seen(store: Store, session: Session) -> None:
    first = store.save(reading())
    again = store.save(reading(fetched_at=NEXT, parser="TuyenGiaoPage/2"))

    article = session.get_one(Article, first.article_id)
    assert again == Saved(Outcome.UNCHANGED, first.article_id)
    assert (article.first_seen_at, article.last_seen_at) == (ELECTION.fetched_at, NEXT)
    assert (article.revision, article.parser) == (1, "TuyenGiaoPage/1")


def test_seen_moments_never_run_backwards(store: Store, session: Session) -> None:
    saved = store.save(reading())
    store.save(reading(fetched_at=NEXT))
    earlier = ELECTION.fetched_at - DAY
    store.save(reading(fetched_at=earlier))
    article = session.get_one(Article, saved.article_id)
    assert (article.first_seen_at, article.last_seen_at) == (earlier, NEXT)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Bắc Kạn đẩy mạnh tuyên truyền"},
        {"lead": None},
        {"body": [*ELECTION.body, "Tin sửa."]},
        {"tables": [[["Xã", "Phiếu"]]]},
        {"author": "Tô Long"},
        {"organisation": None},
        {"published": printed("2021-05-05", Precision.DAY, "5/5/2021")},
        {"published": printed("2021-05-04 17:30", Precision.MINUTE, "4/5/2021 17:30")},
    ],
    ids=lambda change: next(iter(change)),
)
def test_change_on_the_site_is_a_revision(
    store: Store, session: Session, change: dict[str, Any]
) -> None:
    saved = store.save(reading())
    store.save(reading(fetched_at=NEXT))
    changed = reading(fetched_at=NEXT + DAY, **change)
    assert store.save(changed) == Saved(Outcome.REVISED, saved.article_id)

    article = session.get_one(Article, saved.article_id)
    (old,) = article.revisions
    assert article.revision == 2
    assert (article.title, article.lead, article.body) == (
        changed.title,
        changed.lead,
        changed.body_text,
    )
    assert (article.author, article.organisation) == (changed.author, changed.organisation)
    assert article.tables == changed.tables
    assert changed.published is not None
    assert article.published_raw == changed.published.raw
    assert (article.first_seen_at, article.last_seen_at) == (ELECTION.fetched_at, NEXT + DAY)
    assert article.revised_at == NEXT + DAY

    assert (old.number, old.first_seen_at, old.last_seen_at) == (1, ELECTION.fetched_at, NEXT)
    assert (old.title, old.lead, old.body) == (
        ELECTION.title,
        ELECTION.lead,
        ELECTION.body_text,
    )
    assert (old.author, old.organisation) == (ELECTION.author, ELECTION.organisation)
    assert (old.tables, old.headings) == (ELECTION.tables, ELECTION.headings)
    assert ELECTION.published is not None
    assert (old.published_at, old.published_raw) == (
        ELECTION.published.value,
        ELECTION.published.raw,
    )
    assert store.save(changed).outcome is Outcome.UNCHANGED


def test_revisions_are_numbered_and_follow_each_other(store: Store, session: Session) -> None:
    saved = store.save(reading())
    for number in (1, 2):
        at = ELECTION.fetched_at + number * DAY
        store.save(reading(title=f"Lần {number}", fetched_at=at))
    article = session.get_one(Article, saved.article_id)
    first, second = article.revisions
    assert [first.title, second.title, article.title] == [ELECTION.title, "Lần 1", "Lần 2"]
    assert (first.number, second.number, article.revision) == (1, 2, 3)
    assert second.first_seen_at == ELECTION.fetched_at + DAY


def test_revision_refreshes_what_hangs_on_the_text(store: Store, session: Session) -> None:
    saved = store.save(reading())
    store.save(
        reading(
            title="Thái Nguyên: Khoa giáo",
            images=[Image("http://tuyengiao.vn/3.jpg", "Ảnh mới")],
            attachments=[],
            metadata=about("thai-nguyen", "title", "khoa-giao"),
            url="http://tuyengiao.vn/moi-133321",
        )
    )
    article = session.get_one(Article, saved.article_id)
    assert [topic.topic_id for topic in article.topics] == ["khoa-giao"]
    assert [image.url for image in article.images] == ["http://tuyengiao.vn/3.jpg"]
    assert article.attachments == []
    assert (article.province_id, article.url) == ("thai-nguyen", "http://tuyengiao.vn/moi-133321")


@pytest.mark.parametrize(
    "again",
    [
        None,
        printed("2021-05-04", Precision.DAY, "04/05/2021", "listing:near-link"),
        printed("2021-05-01", Precision.MONTH, "Tháng 5/2021"),
        printed("2021-01-01", Precision.YEAR, "2021"),
        printed("2021-05-04 17:29", Precision.MINUTE, "17:29 ngày 4/5/2021", "og"),
    ],
    ids=["none", "day", "month", "year", "printed differently"],
)
def test_date_is_never_lost(store: Store, session: Session, again: Any) -> None:
    saved = store.save(reading(published=MINUTE))
    assert store.save(reading(published=again)).outcome is Outcome.UNCHANGED
    revised = store.save(reading(published=again, title="Sửa", updated=None))
    assert revised.outcome is Outcome.REVISED
    article = session.get_one(Article, saved.article_id)
    if again is None or again.precision is not Precision.MINUTE:
        assert (article.published_at, article.published_raw) == (MINUTE.value, MINUTE.raw)
    assert article.published_precision == "minute"
    assert article.updated_raw == "5/5/2021"


@pytest.mark.parametrize(
    "again",
    [
        printed("2021-05-06", Precision.DAY, "6/5/2021"),
        printed("2021-06-01", Precision.MONTH, "6/2021"),
    ],
)
def test_coarser_date_that_contradicts_is_a_change(store: Store, again: Any) -> None:
    store.save(reading(published=MINUTE))
    assert store.save(reading(published=again)).outcome is Outcome.REVISED


def test_date_that_becomes_known_is_a_revision(store: Store, session: Session) -> None:
    saved = store.save(reading(published=None))
    assert store.save(reading(published=MINUTE)).outcome is Outcome.REVISED
    article = session.get_one(Article, saved.article_id)
    assert article.published_at == MINUTE.value
    assert article.revisions[0].published_at is None
