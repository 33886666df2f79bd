from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from archive.readings import Precision
from archive.reprints import listing
from archive.selection import BadRequest, Selection
from archive.store import Outcome, Store
from tests.archive.reprints.texts import NEWS, OTHER, article
from tests.archive.samples import printed

DAY = date(2019, 4, 12)


@pytest.fixture
def filled(engine: Engine, store: Store) -> Engine:
    """Article 1 is cut and came later, 2 was first, 3 has no date; 2 was copied; 4 is alone."""
    store.save(article(1, NEWS[:2], day=date(2019, 4, 15), title="Tin vắn"))
    store.save(article(2, NEWS, day=DAY))
    store.save(article(3, [*NEWS, "Thêm một câu do tòa soạn viết."], title="Tin khác"))
    copy = article(5, NEWS, day=date(2019, 4, 12), title="Bản sao")
    assert store.save(copy).outcome is Outcome.DUPLICATE
    store.save(article(4, OTHER, day=DAY, title="Cây dược liệu"))
    return engine


def test_versions_first_published_first(filled: Engine) -> None:
    found = listing.versions(filled, 1)
    assert [(v.article_id, v.relation, v.site, v.lag_days) for v in found] == [
        (2, "base", "site2.example", 0),
        (2, "copy", "site5.example", 0),
        (1, "abridged", "site1.example", 3),
        (3, "whole", "site3.example", None),
    ]
    assert {v.cluster_id for v in found} == {1}
    first, copy, cut, signed = found
    assert (first.cut, first.added, copy.cut, copy.added) == (0, 0, 0, 0)
    assert cut.cut is not None
    assert signed.added is not None
    assert (0.4 < cut.cut < 0.7, cut.added) == (True, 0)
    assert (signed.cut, 0 < signed.added < 0.1) == (0, True)
    for number in (2, 3):
        assert listing.versions(filled, number) == found


def test_a_text_of_one_page_has_no_versions(filled: Engine) -> None:
    assert listing.versions(filled, 4) == []


def test_copies_of_an_article_that_is_in_no_cluster(filled: Engine, store: Store) -> None:
    store.save(article(6, OTHER, day=date(2019, 4, 20)))
    found = listing.versions(filled, 4)
    assert [(v.article_id, v.relation, v.lag_days, v.cluster_id) for v in found] == [
        (4, "base", 0, None),
        (4, "copy", 8, None),
    ]


def test_a_date_known_to_the_month_is_certain_at_its_end(engine: Engine, store: Store) -> None:
    month = printed("2019-04-01", Precision.MONTH, "Tháng 4/2019")
    store.save(article(1, NEWS, published=month))
    store.save(article(2, [*NEWS, "BBT"], day=date(2019, 4, 29)))
    minute = printed("2019-04-29 08:00", Precision.MINUTE, "29/4/2019 08:00")
    store.save(article(3, [*NEWS, "Thu Hà"], published=minute))
    found = listing.versions(engine, 1)
    assert [(v.article_id, v.lag_days) for v in found] == [(3, 0), (2, 0), (1, None)]


def test_a_digest_and_what_it_has(filled: Engine, store: Store) -> None:
    title = "Tin hoạt động cơ sở trong tuần qua"
    number = store.save(article(7, [*NEWS, *OTHER], day=DAY, title=title)).article_id
    found = listing.versions(filled, number)
    assert (found[0].relation, found[0].cluster_id) == ("digest", None)
    assert {v.article_id for v in found[1:]} >= {2, 4}
    assert {v.relation for v in found[1:]} == {"piece"}


def test_largest(filled: Engine, store: Store) -> None:
    store.save(article(6, OTHER, day=date(2019, 4, 20)))
    both = listing.largest(filled, Selection(), 0)
    assert [(c.cluster_id, c.pages, c.sites, c.first.article_id) for c in both] == [
        (1, 4, 4, 2),
        (4, 2, 2, 4),
    ]
    assert both[0].last_published_at is not None
    assert both[0].last_published_at.date() == date(2019, 4, 15)
    assert listing.largest(filled, Selection(), 1) == both[:1]


@pytest.mark.parametrize(
    ("selection", "clusters"),
    [
        (Selection(site="site3.example"), [1]),
        (Selection(since=date(2019, 4, 14)), [1]),
        (Selection(until=date(2019, 4, 13)), [1, 4]),
        (Selection(since=date(2020, 1, 1)), []),
    ],
)
def test_largest_of_a_selection(
    filled: Engine, store: Store, selection: Selection, clusters: list[int]
) -> None:
    store.save(article(6, OTHER, day=date(2019, 4, 20)))
    assert [c.cluster_id for c in listing.largest(filled, selection, 0)] == clusters


def test_largest_of_an_unknown_site(filled: Engine) -> None:
    with pytest.raises(BadRequest, match="unknown site"):
        listing.largest(filled, Selection(site="site9"), 0)
