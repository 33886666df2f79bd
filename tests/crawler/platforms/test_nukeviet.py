"""Stock NukeViet, 4.5 and 3.4: pages read by its page object, and the site crawled by its base spider.

The site is `tests.sites.platforms.nukeviet`. What it shows is that the templates of the public source are
read; the themes that departments have bought or changed are another matter.
"""

from __future__ import annotations

import re

import pytest

from crawler.pages import NukeVietPage
from crawler.platforms.nukeviet import NukeVietSpider
from tests.crawler.platforms.crawls import FIELDS, Crawled, crawl
from tests.crawler.platforms.reads import read_wrongly
from tests.sites.platforms.nukeviet import NukeVietSite


class ThaiNguyenTestSpider(NukeVietSpider):
    """Ban Tuyên giáo Tỉnh ủy Thái Nguyên."""

    name = "thai_nguyen_test"
    host = "tuyengiaothainguyen.org.vn"
    aliases = ("tuyengiaothainguyen.org",)
    province = "thai-nguyen"


@pytest.mark.parametrize("seed", [0, 5])
@pytest.mark.parametrize("variant", NukeVietSite.variants)
def test_every_field_of_every_page_is_read(variant: str, seed: int) -> None:
    assert read_wrongly(NukeVietSite(variant, seed=seed), NukeVietPage) == {}


def with_a_guard(site: NukeVietSite) -> NukeVietSite:
    """Let the guard against floods answer one of the requests in place of an article."""
    path = site.path(site.data.articles[2])
    answers, page = iter([site.blocked()]), site.lookup(path)
    site.pages[path] = lambda: next(answers, page)
    return site


CRAWLED = ("4.5", "3.4")


@pytest.fixture(scope="module")
def crawls(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Crawled]:
    sites = [with_a_guard(NukeVietSite(variant, seed=3)) for variant in CRAWLED]
    return crawl(tmp_path_factory.mktemp("nukeviet"), sites, ThaiNguyenTestSpider)


@pytest.fixture(params=CRAWLED)
def crawled(request: pytest.FixtureRequest, crawls: dict[str, Crawled]) -> Crawled:
    return crawls[request.param]


def test_all_articles_are_stored_once_and_nothing_else(crawls: dict[str, Crawled]) -> None:
    crawled = crawls["4.5"]
    assert set(crawled.stored) == set(crawled.truths), crawled.report
    # Two modules number their articles apart.
    assert sum("-518" in key for key in crawled.stored) == 2
    outcomes = crawled.report.outcomes
    # The article whose address leads to another host is rejected.
    assert (outcomes["stored"], outcomes["rejected"], outcomes["failed"]) == (9, 1, 0)


def test_a_guard_that_answers_200_costs_its_article_a_night(crawls: dict[str, Crawled]) -> None:
    crawled = crawls["3.4"]
    (missing,) = set(crawled.truths) - set(crawled.stored)
    assert "90-nam-mot-chang-duong" in missing
    assert set(crawled.stored) < set(crawled.truths)
    outcomes = crawled.report.outcomes
    assert (outcomes["stored"], outcomes["rejected"], outcomes["failed"]) == (8, 1, 1)


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_what_was_written(crawled: Crawled, field: str) -> None:
    assert crawled.wrong(field) == {}


def test_dates_are_the_visible_ones(crawled: Crawled) -> None:
    assert {article.published_rule for article in crawled.stored.values()} == {"nukeviet:visible"}


ARTICLE = re.compile(r"(?<!/page)-\d+(?:\.html|/)$")
NEVER_ASKED_FOR = (
    *("print", "savefile", "sendmail", "users", "nvvithemever", "/tag/", "q=", "/en/", "banners"),
    *("voting", "contact", "statistics", "/about/", "/laws/", "feeds", "download", "cronjobs"),
)


def test_copies_tools_and_endless_pages_are_not_asked_for(crawled: Crawled) -> None:
    asked = " ".join(crawled.requests).lower()
    assert [part for part in NEVER_ASKED_FOR if part in asked] == []
    addresses = {target for target in crawled.requests if ARTICLE.search(target)}
    # Each in one of its forms; one more leads to another host.
    assert len(addresses) == len(crawled.truths) + 1, addresses
