"""ASP.NET WebForms: articles without a number, articles under a GUID, addresses in any case.

The sites of `tests.sites.platforms.webforms` have markup of their own making: no party site's is known.
"""

from __future__ import annotations

import pytest

from crawler.pages import WebFormsPage
from crawler.platforms.webforms import WebFormsSpider
from tests.crawler.platforms.crawls import FIELDS, Crawled, crawl
from tests.crawler.platforms.reads import read_wrongly
from tests.sites.platforms.webforms import WebFormsSite


class HungYenTestSpider(WebFormsSpider):
    """Ban Tuyên giáo Tỉnh ủy Hưng Yên."""

    name = "hung_yen_test"
    host = "tuyengiaohungyen.vn"
    scheme = "http"
    province = "hung-yen"


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("variant", WebFormsSite.variants)
def test_every_field_of_every_page_is_read(variant: str, seed: int) -> None:
    assert read_wrongly(WebFormsSite(variant, seed=seed), WebFormsPage) == {}


@pytest.fixture(scope="module")
def crawls(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Crawled]:
    sites = [WebFormsSite(variant, seed=2) for variant in WebFormsSite.variants]
    return crawl(tmp_path_factory.mktemp("webforms"), sites, HungYenTestSpider)


@pytest.fixture(params=WebFormsSite.variants)
def crawled(request: pytest.FixtureRequest, crawls: dict[str, Crawled]) -> Crawled:
    return crawls[request.param]


def test_all_articles_are_stored_once_and_nothing_else(crawled: Crawled) -> None:
    assert set(crawled.stored) == set(crawled.truths), crawled.report
    outcomes = crawled.report.outcomes
    assert (outcomes["stored"], outcomes["rejected"], outcomes["failed"]) == (7, 0, 0)


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_what_was_written(crawled: Crawled, field: str) -> None:
    assert crawled.wrong(field) == {}


NEVER_ASKED_FOR = ("in-bai", "print", "login", "lien-he", "postback", "(s(")


def test_copies_and_tools_are_not_asked_for(crawled: Crawled) -> None:
    asked = [target.lower() for target in crawled.requests]
    assert [part for part in NEVER_ASKED_FOR if part in " ".join(asked)] == []
    articles = [target for target in asked if "/bai-viet/" in target or "articleid" in target]
    # Each in one of its forms, once.
    assert len(articles) == len(crawled.truths), articles
