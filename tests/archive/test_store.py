from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from archive import errors
from archive.models import (
    Article,
    ArticleAttachment,
    ArticleImage,
    Duplicate,
    Revision,
    Site,
)
from archive.readings import Precision, Reading
from archive.store import Outcome, Saved, Store
from tests.archive.helpers import METADATA, counted, reading, refusal
from tests.archive.samples import ELECTION, UNDATED, about, moment, printed

DAY = timedelta(days=1)
NEXT = ELECTION.fetched_at + DAY
ELSEWHERE = {
    "url": "https://nghean.dcs.vn/tin/bau-cu-n56",
    "key": "nghean.dcs.vn:n56",
    "site": "nghean.dcs.vn",
    "spider": "nghe_an",
    "site_province": "nghe-an",
    "fetched_at": NEXT,
}
MINUTE = printed("2021-05-04 17:29", Precision.MINUTE, "4/5/2021 17:29", "visible")


def reprint(**changes: Any) -> Reading:
    return reading(**{**ELSEWHERE, **changes})


def test_new_article_is_stored_whole(store: Store, session: Session) -> None:
    saved = store.save(reading(source="Báo Bắc Kạn", source_mark="(TG)"))

    article = session.get_one(Article, saved.article_id)
    assert saved.outcome is Outcome.STORED
    same = (
        "url key title lead headings tables author organisation source source_mark section tags "
        "rules parser"
    )
    expected = reading(source="Báo Bắc Kạn", source_mark="(TG)")
    for name in same.split():
        assert getattr(article, name) == getattr(expected, name), name
    assert article.body == expected.body_text
    assert (article.site.host, article.site.spider) == ("tuyengiao.vn", "bac_kan")
    assert article.site.province_id is None
    date = expected.published
    assert date is not None
    assert article.published_at == date.value
    assert (article.published_precision, article.published_raw, article.published_rule) == (
        "minute",
        date.raw,
        date.rule,
    )
    assert expected.updated is not None
    assert (article.updated_at, article.updated_raw) == (
        expected.updated.value,
        expected.updated.raw,
    )
    assert [(i.url, i.caption) for i in article.images] == [
        (i.url, i.caption) for i in expected.images
    ]
    assert [(a.url, a.name) for a in article.attachments] == [
        (a.url, a.name) for a in expected.attachments
    ]
    assert article.first_seen_at == article.last_seen_at == article.revised_at
    assert article.first_seen_at == expected.fetched_at
    assert (article.revision, article.revisions, article.duplicates) == (1, [], [])


def test_article_without_anything_but_text_is_stored(store: Store, session: Session) -> None:
    bare = Reading(
        url="https://nghean.dcs.vn/1",
        key="nghean.dcs.vn:1",
        site="nghean.dcs.vn",
        spider="nghe_an",
        fetched_at=NEXT,
        parser="GenericPage/1",
        title="Tin",
        body=["Nội dung."],
    )
    article = session.get_one(Article, store.save(bare).article_id)
    assert (article.published_at, article.published_precision, article.province_id) == (None,) * 3
    assert (article.topics, article.images, article.attachments) == ([], [], [])


def test_moments_are_vietnam_wall_clock_time_in_sql(store: Store, engine: Engine) -> None:
    store.save(reading())
    with engine.connect() as connection:
        stored = connection.scalar(text("SELECT CAST(published_at AS VARCHAR(16)) FROM articles"))
    assert str(stored)[:16] == "2021-05-04 17:29"


def test_same_text_elsewhere_is_a_duplicate(store: Store, engine: Engine, session: Session) -> None:
    original = store.save(reading())
    body = [paragraph.replace("Tỉnh uỷ", "Tỉnh ủy") for paragraph in ELECTION.body]
    copy = reprint(title="Tuyên truyền bầu cử", body=body, published=MINUTE, author="Theo TG")
    assert store.save(copy) == Saved(Outcome.DUPLICATE, original.article_id)

    duplicate = session.scalars(select(Duplicate)).one()
    assert duplicate.article_id == original.article_id
    assert (duplicate.url, duplicate.key) == (copy.url, copy.key)
    assert (duplicate.title, duplicate.author) == ("Tuyên truyền bầu cử", "Theo TG")
    assert (duplicate.organisation, duplicate.section) == (copy.organisation, copy.section)
    assert (duplicate.published_at, duplicate.published_raw) == (MINUTE.value, MINUTE.raw)
    assert (duplicate.site.host, duplicate.site.province_id) == ("nghean.dcs.vn", "nghe-an")
    assert duplicate.first_seen_at == duplicate.last_seen_at == NEXT
    assert counted(engine)["articles"] == 1


def test_known_duplicate_is_refreshed(store: Store, session: Session) -> None:
    store.save(reading())
    store.save(reprint(published=MINUTE))
    store.save(reprint(published=None, fetched_at=NEXT + DAY, section="Tin mới"))
    duplicate = session.scalars(select(Duplicate)).one()
    assert (duplicate.first_seen_at, duplicate.last_seen_at) == (NEXT, NEXT + DAY)
    assert (duplicate.section, duplicate.published_at) == ("Tin mới", MINUTE.value)


def test_duplicate_whose_text_changes_becomes_an_article(
    store: Store, engine: Engine, session: Session
) -> None:
    original = store.save(reading())
    store.save(reprint(published=MINUTE))
    own = reprint(body=[*ELECTION.body, "Riêng ở Nghệ An thì khác."], fetched_at=NEXT + DAY)
    saved = store.save(own)
    assert saved.outcome is Outcome.STORED
    assert saved.article_id != original.article_id
    duplicate = session.scalars(select(Duplicate)).one()
    assert (duplicate.article_id, duplicate.last_seen_at) == (original.article_id, NEXT)
    assert store.save(own).outcome is Outcome.UNCHANGED
    assert counted(engine)["articles"] == 2


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({"body": ["Xem tệp đính kèm."], "title": "Lịch tuần 13"}, Outcome.STORED),
        ({"body": ["Xem tệp đính kèm."], "title": "Lịch tuần 12"}, Outcome.DUPLICATE),
        ({"body": [], "title": "Lịch tuần 12"}, Outcome.STORED),
    ],
    ids=["short, other title", "short, same title", "no text at all"],
)
def test_short_notices(store: Store, change: dict[str, Any], outcome: Outcome) -> None:
    first = {**change, "title": "Lịch tuần 12", "lead": None}
    store.save(reading(**first))
    assert store.save(reprint(**{**first, **change})).outcome is outcome


def test_tables_alone_make_a_text(store: Store) -> None:
    store.save(replace(UNDATED, lead=None, body=[]))
    twin = replace(UNDATED, key="x", url="x", lead=None, body=[])
    assert store.save(twin).outcome is Outcome.DUPLICATE
    assert store.save(replace(twin, key="y", tables=[[["Khác"]]])).outcome is Outcome.STORED


def test_site_is_kept_once_and_its_province_corrected(engine: Engine, session: Session) -> None:
    Store(engine).save(reading())
    Store(engine).save(reading(key="b", body=["Bài khác."], site_province="bac-kan"))
    site = session.scalars(select(Site)).one()
    assert site.province_id == "bac-kan"


def test_site_of_a_failed_save_is_not_remembered(store: Store, engine: Engine) -> None:
    broken = reading(images=[None])  # a fault of a caller, found after the site was written
    with pytest.raises(AttributeError):
        store.save(broken)
    assert counted(engine) == {}
    assert store.save(reading()).outcome is Outcome.STORED


def test_text_that_no_database_holds_is_cleaned(store: Store, session: Session) -> None:
    odd = reading(title="Tin\x00 mới \ud83d", section="Mục\x00", tags=["thẻ \udc00"])
    saved = store.save(odd)
    article = session.get_one(Article, saved.article_id)
    assert (article.title, article.section, article.tags) == ("Tin mới ", "Mục", ["thẻ "])
    assert store.save(odd).outcome is Outcome.UNCHANGED


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"metadata": about("bac-can")}, "the province 'bac-can'"),
        ({"site_province": "ha-tay"}, "the province 'ha-tay'"),
        ({"metadata": about(None, "", "bong-da")}, "the topic 'bong-da'"),
    ],
)
def test_unknown_province_or_topic_is_refused(
    store: Store, engine: Engine, change: dict[str, Any], named: str
) -> None:
    message = refusal(lambda: store.save(reading(**change)), errors.UnknownReference)
    assert named in message
    assert "`archive upgrade`" in message
    assert counted(engine) == {}


def test_province_added_by_an_upgrade_meanwhile_is_accepted(store: Store, engine: Engine) -> None:
    store.save(reading())
    with engine.begin() as connection:
        values = "('bong-da', 'Bóng đá', 'Football', 'Sport')"
        connection.execute(text(f"INSERT INTO topics VALUES {values}"))
    new = reading(key="b", body=["Khác."], metadata=about(None, "", "bong-da"))
    assert store.save(new).outcome is Outcome.STORED


# Several processes at once.

WRITER = """
import sys
from dataclasses import replace
from archive import database
from archive.store import Store
from tests.archive.samples import ELECTION

url, me, mode = sys.argv[1:]
store = Store(database.open_database(url))
print("ready", flush=True)
sys.stdin.readline()
for number in range(15):
    text = {"lead": None, "body": [f"{ELECTION.body_text} {number}"]}
    key = f"{number}" if mode == "article" else f"{me}-{number}"
    print(store.save(replace(ELECTION, key=key, url=key, **text)).outcome)
"""


@pytest.mark.parametrize(
    ("backend", "mode", "repeated"),
    [
        ("sqlite", "article", "unchanged"),
        ("postgresql", "text", "duplicate"),
        pytest.param("sqlite", "text", "duplicate", marks=pytest.mark.slow),
        pytest.param("postgresql", "article", "unchanged", marks=pytest.mark.slow),
    ],
    indirect=["backend"],
)
def test_processes_that_store_the_same_at_once(
    engine: Engine, database_url: str, mode: str, repeated: str
) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, database_url, str(me), mode],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for me in range(3)
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("\n")
        writer.stdin.flush()
    outcomes = [line for writer in writers for line in writer.communicate()[0].split()]

    assert [writer.returncode for writer in writers] == [0, 0, 0]
    assert Counter(outcomes) == {"stored": 15, repeated: 30}
    stored = counted(engine)
    assert stored["articles"] == 15
    assert stored["sites"] == 1
    assert stored.get("duplicates", 0) == (30 if mode == "text" else 0)


def test_parts_go_with_their_article(store: Store, engine: Engine) -> None:
    saved = store.save(reading())
    store.save(reading(title="Sửa"))
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM articles WHERE id = :id"), {"id": saved.article_id})
    parts = METADATA | {t.__tablename__ for t in (ArticleImage, ArticleAttachment, Revision)}
    assert not parts & counted(engine).keys()


def test_half_a_date_is_refused_by_the_database(store: Store, engine: Engine) -> None:
    store.save(reading())
    with engine.connect() as connection, pytest.raises(Exception, match="ck_articles_published"):
        connection.execute(text("UPDATE articles SET published_rule = NULL"))


def test_moments_need_a_zone(store: Store) -> None:
    naive = moment("2021-01-01").replace(tzinfo=None)
    with pytest.raises(Exception, match="without time zone"):
        store.save(reading(fetched_at=naive))
