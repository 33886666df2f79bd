"""The five spiders crawl the replica, and the archive holds what the articles' author wrote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from archive.models import Article, Duplicate
from archive.timezone import now
from archive.urls import article_key
from crawler.pages.periods import page_for
from crawler.spiders.bac_kan import BacKanSpider
from crawler.spiders.binh_thuan import BinhThuanSpider
from crawler.spiders.lai_chau import LaiChauSpider
from crawler.spiders.nghe_an import NgheAnSpider
from crawler.spiders.quang_tri import QuangTriSpider
from tests.crawling import Place, Ran
from tests.sites.server import Replica
from tests.sites.truth import Truth

SPIDERS = {
    spider.name: spider
    for spider in (BacKanSpider, BinhThuanSpider, LaiChauSpider, NgheAnSpider, QuangTriSpider)
}


@dataclass(frozen=True)
class Crawled:
    """A replica that was crawled twice."""

    replica: Replica
    place: Place
    first: Ran
    second: Ran


@pytest.fixture(
    scope="module",
    params=[pytest.param(0, marks=pytest.mark.slow), 7],
    ids=lambda seed: f"classes-{seed}",
)
def crawled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Crawled]:
    place = Place(tmp_path_factory.mktemp("crawl")).upgrade()
    with Replica(class_seed=request.param, unknown_classes=request.param > 0) as replica:
        yield Crawled(replica, place, place.nightly(replica), place.nightly(replica))


@cache
def by_key(place: Place, spider: str) -> dict[str, Article | Duplicate]:
    found: dict[str, Article | Duplicate] = {}
    for article in place.articles():
        found[article.key] = article
        found |= {copy.key: copy for copy in article.duplicates}
    host = SPIDERS[spider].host
    return {key: one for key, one in found.items() if key.startswith(host)}


def truths(crawled: Crawled, spider: str) -> dict[str, Truth]:
    cms = page_for(SPIDERS[spider], now()).cms
    return {article_key(truth.url, cms): truth for truth in crawled.replica.truth(spider)}


@pytest.mark.parametrize("spider", SPIDERS)
def test_every_article_is_found_and_nothing_else(crawled: Crawled, spider: str) -> None:
    wanted = truths(crawled, spider)
    assert len(wanted) >= 30
    assert set(by_key(crawled.place, spider)) == set(wanted)


FIELDS = (
    *(
        "title",
        "lead",
        "body",
        "headings",
        "tables",
        "author",
        "organisation",
        "source",
        "source_mark",
    ),
    *("section", "tags", "published", "precision", "images", "attachments", "provinces"),
)


def read(article: Article) -> dict[str, object]:
    """The fields of a stored article in the form of the truth."""
    return {
        "title": article.title,
        "lead": article.lead,
        "body": tuple(article.body.split("\n\n")),
        "headings": tuple(article.headings),
        "tables": tuple(tuple(tuple(row) for row in table) for table in article.tables),
        "author": article.author,
        "organisation": article.organisation,
        "source": article.source,
        "source_mark": article.source_mark,
        "section": article.section,
        "tags": tuple(article.tags),
        "published": article.published_at,
        "precision": article.published_precision,
        "images": tuple((image.url, image.caption) for image in article.images),
        "attachments": tuple((file.url, file.name) for file in article.attachments),
        "provinces": tuple(found.province_id for found in article.provinces),
    }


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("spider", SPIDERS)
def test_a_field_is_what_was_written(crawled: Crawled, spider: str, field: str) -> None:
    stored = by_key(crawled.place, spider)
    wrong = {}
    for key, truth in truths(crawled, spider).items():
        article = stored[key]
        if isinstance(article, Article):
            value, wanted = read(article)[field], getattr(truth, field)
            if value != wanted:
                wrong[key] = (value, wanted)
    assert not wrong


@pytest.mark.parametrize("spider", SPIDERS)
def test_a_date_says_where_it_was_printed(crawled: Crawled, spider: str) -> None:
    stored = by_key(crawled.place, spider)
    for key, truth in truths(crawled, spider).items():
        rule, raw = stored[key].published_rule, stored[key].published_raw
        if truth.published is None:
            assert (rule, raw) == (None, None)
        else:
            assert rule is not None
            assert rule.startswith("listing:") is truth.in_listing_only
            assert raw


def test_reprints_are_recorded_as_duplicates_with_their_own_dates(crawled: Crawled) -> None:
    reprints = {
        key: truth
        for spider in SPIDERS
        for key, truth in truths(crawled, spider).items()
        if truth.reprint_of
    }
    assert len(reprints) >= 2
    found: dict[str, Article | Duplicate] = {}
    for article in crawled.place.articles():
        for copy in article.duplicates:
            # Whichever of the two was crawled first is the article.
            found[copy.key] = copy
            found[article.key] = article
    for key, truth in reprints.items():
        assert found[key].title == truth.title
        assert found[key].published_at == truth.published


def test_every_article_ends_in_one_outcome_and_a_second_night_finds_nothing_new(
    crawled: Crawled,
) -> None:
    assert crawled.first.code == 0, crawled.first.out + crawled.first.err
    assert crawled.second.code == 0, crawled.second.out + crawled.second.err
    found = sum(len(truths(crawled, spider)) for spider in SPIDERS)
    # found, stored, revised, duplicate, unchanged, missing, rejected, failed; one article of Lai Châu's
    # home page is a redirect to another host: found, and rejected.
    assert totals(crawled.first)[2:] == [found + 1, found - 2, 0, 2, 0, 0, 1, 0]
    listings, _, *articles = totals(crawled.second)
    assert listings > 0
    assert articles == [0] * 8


def totals(ran: Ran) -> list[int]:
    """The figures of the last row of a run table."""
    (line,) = (line for line in ran.out.splitlines() if "total" in line)
    return [int(cell) for cell in line.replace("│", " ").split() if cell.isdigit()]


def test_stored_addresses_keep_the_real_host(crawled: Crawled) -> None:
    for article in crawled.place.articles():
        text = f"{article.url} {[image.url for image in article.images]}"
        assert "127.0.0.1" not in text
        assert SPIDERS[article.site.spider].host in article.url


@pytest.mark.parametrize("spider", SPIDERS)
def test_copies_tools_and_endless_pages_are_not_asked_for(crawled: Crawled, spider: str) -> None:
    asked = " ".join(crawled.replica.requests(spider)).lower()
    for part in ("print", "savefile", "login", "lang=en", "/en", "calendar", "lich?", ".pdf"):
        assert part not in asked
