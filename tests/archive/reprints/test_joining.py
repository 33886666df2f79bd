"""Articles join as the store takes them in, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from archive.models import Article, ArticleShingle, ArticleSketch, Reprint, ReprintLink
from archive.store import Outcome, Store
from tests.archive.helpers import capture
from tests.archive.reprints.texts import NEWS, OTHER, article, made
from tests.archive.samples import SECOND_RUN

DAY = date(2019, 4, 12)
BYLINE = "Nguyễn Văn Bình"


def clusters(engine: Engine) -> list[set[int]]:
    found: dict[int, set[int]] = {}
    with engine.connect() as connection:
        for number, cluster in connection.execute(select(Reprint.article_id, Reprint.cluster_id)):
            if cluster is not None:
                found.setdefault(cluster, set()).add(number)
    assert all(name == min(together) for name, together in found.items())
    return sorted(found.values(), key=min)


def relations(engine: Engine) -> dict[int, str]:
    with engine.connect() as connection:
        return {
            row[0]: row[1]
            for row in connection.execute(select(Reprint.article_id, Reprint.relation))
        }


def test_reprints_on_other_sites(engine: Engine, store: Store) -> None:
    one = store.save(article(1, NEWS, day=DAY)).article_id
    alone = store.save(article(2, OTHER, day=DAY)).article_id
    cut = store.save(article(3, NEWS[:2], day=DAY + timedelta(1), title="Tin khác")).article_id
    signed = store.save(article(4, [*NEWS, BYLINE], day=DAY)).article_id
    toned = [p.replace("ủy", "uỷ").replace("hóa", "hoá") for p in NEWS]
    retoned = store.save(article(5, [*toned, "BBT"], title="Tên mới", day=None)).article_id
    assert clusters(engine) == [{one, cut, signed, retoned}]
    found = relations(engine)
    assert alone not in found
    assert (found[one], found[cut], found[signed], found[retoned]) == (
        "base",
        "abridged",
        "whole",
        "whole",
    )


def test_every_article_has_a_sketch_and_short_ones_an_empty_one(
    engine: Engine, store: Store
) -> None:
    store.save(article(1, NEWS))
    store.save(article(2, ["Xem tệp đính kèm."]))
    with Session(engine) as session:
        sketches = session.scalars(select(ArticleSketch).order_by(ArticleSketch.article_id)).all()
        assert [bool(s.hashes) for s in sketches] == [True, False]
        assert sketches[0].syllables > 150
        assert (
            session.scalar(select(func.count()).select_from(ArticleShingle))
            == len(sketches[0].hashes) // 8
        )


def test_editions_stay_apart(engine: Engine, store: Store) -> None:
    def edition(site: int, years: int, days: int = 0) -> int:
        year = 1930 + years
        first = f"Kỷ niệm {years} năm Ngày truyền thống ngành (01/8/1930 - 01/8/{year})."
        title = f"Đề cương tuyên truyền kỷ niệm {years} năm Ngày truyền thống"
        body = [first, *NEWS, f"Phát huy truyền thống {years} năm. Site {site}"]
        day = date(year, 7, 20) + timedelta(days)
        key = f"{site}-{years}"
        return store.save(article(site, body, day=day, title=title, key=key)).article_id

    for years in (87, 88, 89):
        edition(1, years)
    assert clusters(engine) == []
    original, reprint = edition(2, 90), edition(3, 90, days=4)
    assert clusters(engine) == [{original, reprint}]


def test_a_digest_glues_nothing(engine: Engine, store: Store) -> None:
    one = store.save(article(1, NEWS, day=DAY)).article_id
    other = store.save(article(2, OTHER, day=DAY, title="Cây dược liệu dưới tán rừng")).article_id
    again = store.save(article(3, [*OTHER, BYLINE], day=DAY, title="Dược liệu")).article_id
    digest = article(4, [*NEWS, *OTHER], day=DAY, title="Tin hoạt động cơ sở trong tuần qua")
    digest_id = store.save(digest).article_id
    assert clusters(engine) == [{other, again}]
    assert relations(engine)[digest_id] == "digest"
    after = store.save(article(5, [*NEWS, BYLINE], day=DAY, title="Tên mới")).article_id
    assert clusters(engine) == [{one, after}, {other, again}]


def test_a_digest_that_came_first(engine: Engine, store: Store) -> None:
    digest = article(4, [*NEWS, *OTHER], title="Tin hoạt động cơ sở trong tuần qua")
    digest_id = store.save(digest).article_id
    one = store.save(article(1, NEWS)).article_id
    assert clusters(engine) == [{digest_id, one}]
    store.save(article(2, OTHER, title="Cây dược liệu dưới tán rừng"))
    assert clusters(engine) == []
    assert relations(engine) == {digest_id: "digest"}


def test_a_revised_article_leaves_its_cluster(engine: Engine, store: Store) -> None:
    reading = article(1, NEWS, day=DAY)
    one = store.save(reading).article_id
    two = store.save(article(2, [*NEWS, BYLINE], day=DAY)).article_id
    three = store.save(article(3, [*NEWS, "BBT"], day=DAY)).article_id
    assert clusters(engine) == [{one, two, three}]
    revised = replace(reading, body=[*OTHER, "Sửa"], fetched_at=SECOND_RUN)
    assert store.save(revised).outcome is Outcome.REVISED
    assert clusters(engine) == [{two, three}]
    with engine.connect() as connection:
        links = connection.execute(select(ReprintLink.shorter_id, ReprintLink.longer_id)).all()
        assert {frozenset(pair) for pair in links} == {frozenset((two, three))}
    store.save(replace(reading, fetched_at=SECOND_RUN + timedelta(days=1)))
    assert clusters(engine) == [{one, two, three}]


def test_a_reread_article_joins(engine: Engine, store: Store) -> None:
    broken = article(1, ["Menu", "Trang chủ"], day=DAY)
    one = store.save(broken, capture(broken)).article_id
    two = store.save(article(2, [*NEWS, BYLINE], day=DAY)).article_id
    with engine.connect() as connection:
        number = connection.scalar(select(Article.capture_id).where(Article.id == one))
    assert number is not None
    read_well = article(1, NEWS, day=DAY, parser="NukeVietPage/2")
    store.reread(one, read_well, SECOND_RUN, capture_id=number)
    assert clusters(engine) == [{one, two}]


def test_a_printed_date_that_comes_later_counts(engine: Engine, store: Store) -> None:
    """Two undated texts with another number; then both turn out to be news of one day."""
    one = article(1, [*NEWS, "Có 120 người dự hội nghị của tỉnh trong ngày hôm ấy."])
    other = article(2, [*NEWS, "Có 125 người dự hội nghị của tỉnh trong ngày hôm ấy."])
    ids = {store.save(reading).article_id for reading in (one, other)}
    assert clusters(engine) == []
    for number, reading in enumerate((one, other), start=1):
        dated = article(number, reading.body, day=DAY, fetched_at=SECOND_RUN)
        assert store.save(dated).outcome is Outcome.REVISED
    assert clusters(engine) == [ids]


def test_an_article_that_is_seen_again_changes_nothing(engine: Engine, store: Store) -> None:
    store.save(article(1, NEWS))
    store.save(article(2, [*NEWS, BYLINE]))
    before = relations(engine)
    assert store.save(article(1, NEWS, fetched_at=SECOND_RUN)).outcome is Outcome.UNCHANGED
    assert relations(engine) == before


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_arrival_does_not_matter(engine: Engine, store: Store, seed: int) -> None:
    """Versions of two texts and a digest come in any order."""
    texts = {
        1: (NEWS, "Tên một"),
        2: (NEWS[:3], "Tên hai của bài này khác hẳn"),
        3: ([made(30, 3), *NEWS], "Tên ba không giống bài nào"),
        4: (OTHER, "Cây dược liệu dưới tán rừng"),
        5: ([*OTHER, BYLINE], "Dược liệu"),
        6: ([*NEWS, *OTHER], "Tin hoạt động cơ sở trong tuần qua"),
    }
    order = sorted(texts, key=lambda number: (number * 7 + seed * 5) % 11)
    ids = {
        store.save(article(number, texts[number][0], title=texts[number][1])).article_id: number
        for number in order
    }
    named = [{ids[number] for number in together} for together in clusters(engine)]
    assert sorted(named, key=min) == [{1, 2, 3}, {4, 5}]
    assert {ids[n] for n, name in relations(engine).items() if name == "digest"} == {6}


def test_two_processes_store_the_same_text_at_once(open_engine: Callable[..., Engine]) -> None:
    engines = [open_engine() for _ in range(4)]
    start = Barrier(len(engines))

    def save(number: int) -> int:
        store = Store(engines[number])
        start.wait()
        return max(
            store.save(
                article(10 * turn + number, [*NEWS, f"Người viết {turn} {number}"], day=DAY)
            ).article_id
            for turn in range(5)
        )

    with ThreadPoolExecutor(len(engines)) as pool:
        list(pool.map(save, range(len(engines))))
    assert [len(together) for together in clusters(engines[0])] == [20]
