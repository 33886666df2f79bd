"""Home-made sites: links by pattern, pages by meaning, whatever the markup is.

The sites of `tests.sites.platforms.generic` have the addresses and dates of party sites, and markup of
their own making.
"""

from __future__ import annotations

import re

import pytest

from crawler.pages import GenericPage
from crawler.platforms.generic import GenericSpider
from tests.crawler.pages.reading import read
from tests.crawler.platforms.crawls import FIELDS, Crawled, crawl
from tests.crawler.platforms.reads import read_wrongly
from tests.sites.platforms.generic import HOST, GenericSite


class ArticleIdSpider(GenericSpider):
    """As bantuyengiao.cantho.gov.vn."""

    name = "article_id"
    host = HOST
    province = "can-tho"
    article_pattern = r"^/article/[^/]+/\d+\.htm(?:\?|$)"
    section_pattern = r"^/chuyen-muc/[a-z-]+\.htm$"


class PageNumberSpider(GenericSpider):
    """As phuyen.dcs.vn, whose section addresses are the plainest there are."""

    name = "pagenumber"
    host = HOST
    province = "can-tho"
    article_pattern = r"^/[a-z-]+/[^/?]+-\d+(?:\?|$)"
    section_pattern = r"^/[a-z-]+$"


class CPageSpider(GenericSpider):
    """As tinhuytthue.vn."""

    name = "cpage"
    host = HOST
    province = "can-tho"
    article_pattern = r"^/[a-z-]+/[^/?]+\.html(?:\?|$)"


class PageIndexSpider(GenericSpider):
    """As dienbien.dcs.vn: neither articles nor sections have a number."""

    name = "pageindex"
    host = HOST
    province = "can-tho"
    article_pattern = r"^/[A-Z][A-Za-z]+/[^/?]+-[^/?]+(?:\?|$)"
    section_pattern = r"^/[A-Z][A-Za-z]+$"


class WithoutPatternsSpider(GenericSpider):
    """A site of which nothing is known."""

    name = "without_patterns"
    host = HOST
    province = "can-tho"


SPIDERS: dict[str, type[GenericSpider]] = {
    "article-id": ArticleIdSpider,
    "pagenumber": PageNumberSpider,
    "cpage": CPageSpider,
    "pageindex": PageIndexSpider,
    "danh-muc": WithoutPatternsSpider,
}


@pytest.mark.parametrize("seed", [0, 4, 14, 19])
@pytest.mark.parametrize("variant", GenericSite.variants)
def test_every_field_of_every_page_is_read(variant: str, seed: int) -> None:
    assert read_wrongly(GenericSite(variant, seed=seed), GenericPage) == {}


TEXT = (
    "<p>Trong tháng 8, nhiều sự kiện lịch sử của tỉnh diễn ra, có ý nghĩa giáo dục truyền thống cách "
    "mạng cho cán bộ, đảng viên và thế hệ trẻ.</p>"
)
NEXT = (
    "<p>Chi bộ đầu tiên của tỉnh được thành lập với năm đảng viên, mở đầu một thời kỳ đấu tranh mới của "
    "công nhân và nông dân trong toàn tỉnh.</p>"
)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("12/07/2024 15:25", "2024-07-12"),
        ("Ngày đăng: 12/07/2024", "2024-07-12"),
        # A chronicle's own days have neither a time nor a label.
        ("Ngày 12/07/1930", None),
    ],
)
def test_a_date_between_lead_and_text_has_a_time_or_a_label(line: str, day: str | None) -> None:
    article = f"<h1>Những ngày tháng 8 lịch sử</h1>{TEXT}<p>{line}</p>{NEXT}"
    found = read(GenericPage, f"<html><body><div>{article}</div></body></html>").published
    assert (found.value.date().isoformat() if found else None) == day


@pytest.fixture(scope="module")
def crawls(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Crawled]:
    sites = [GenericSite(variant, seed=seed) for seed, variant in enumerate(SPIDERS)]
    return crawl(tmp_path_factory.mktemp("generic"), sites, SPIDERS)


@pytest.fixture(params=SPIDERS)
def crawled(request: pytest.FixtureRequest, crawls: dict[str, Crawled]) -> Crawled:
    return crawls[request.param]


def test_all_articles_are_stored_once_and_nothing_else(crawled: Crawled) -> None:
    assert set(crawled.stored) == set(crawled.truths), crawled.report
    outcomes = crawled.report.outcomes
    assert (outcomes["stored"], outcomes["rejected"], outcomes["failed"]) == (7, 0, 0)


def test_an_article_under_two_addresses_is_one(crawls: dict[str, Crawled]) -> None:
    found = {variant: one.report.outcomes for variant, one in crawls.items()}
    # By its text where the pages do not name their canonical address, else by that.
    assert {v: n["duplicate"] for v, n in found.items() if n["duplicate"]} == {"pagenumber": 1}
    assert {v: n["unchanged"] for v, n in found.items() if n["unchanged"]} == {"danh-muc": 1}


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_what_was_written(crawled: Crawled, field: str) -> None:
    assert crawled.wrong(field) == {}


NEVER_ASKED_FOR = ("in-bai", "print", "lang=", "/en", "dang-nhap", "tim-kiem", "lich-", "lien-he")


def test_copies_tools_and_endless_pages_are_not_asked_for(crawled: Crawled) -> None:
    asked = " ".join(crawled.requests).lower()
    assert [part for part in NEVER_ASKED_FOR if part in asked] == []
    pages = [int(number) for number in re.findall(r"(?:page|index|number|trang|p)=(\d+)", asked)]
    # Two articles a page, four in the longer section; one page more shows that there is none.
    assert sorted(set(pages)) in ([2], [2, 3]), pages
