"""Small DNN sites, crawled: every article once, field by field, and no trap is entered."""

from __future__ import annotations

import pytest

from crawler.pages.dnn import DnnPage
from crawler.platforms.dnn import DnnSpider
from tests.crawler.platforms.crawls import FIELDS, Crawled
from tests.crawler.platforms.reads import read_wrongly
from tests.sites.platforms.dnn import Dnn

TRAPS = ("en-us", "/ctl/", "returnurl", "skinsrc", "dnnprintmode", "rss.aspx", "/tag/")


class MauDnnSpider(DnnSpider):
    """A site of the kind."""

    name = "mau_dnn"
    host = Dnn.host
    scheme = Dnn.scheme
    province = "quang-nam"


SITE, SPIDER = Dnn, MauDnnSpider


def test_every_article_is_stored_once_and_nothing_else(crawled: Crawled) -> None:
    assert set(crawled.stored) == set(crawled.truths)
    assert crawled.report.outcomes == {"stored": len(crawled.truths)}


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_what_was_written(crawled: Crawled, field: str) -> None:
    assert crawled.wrong(field) == {}


def test_copies_and_traps_are_not_asked_for(crawled: Crawled) -> None:
    asked = " ".join(crawled.requests).lower()
    assert [part for part in TRAPS if part in asked] == []


def test_postbacks_are_posted_and_the_walk_ends(crawls: dict[str, Crawled]) -> None:
    # Two pages of each of two sections, under one address.
    asked = [target for target in crawls["news"].requests if target.startswith("/Tin-tuc/")]
    assert sorted(asked) == sorted(2 * ["/Tin-tuc/tin-hoat-dong", "/Tin-tuc/xay-dung-dang"])


@pytest.mark.parametrize("variant", ["easydnn", "tabid"])
def test_pages_without_end_are_left_where_they_bring_nothing_new(
    crawls: dict[str, Crawled], variant: str
) -> None:
    asked = crawls[variant].requests
    assert any(target.endswith("page=3") for target in asked)
    assert not any(target.endswith("page=4") for target in asked)


@pytest.mark.parametrize("seed", range(4))  # with and without a label that the parser splits
def test_the_news_module_is_read_whatever_the_parser_makes_of_it(seed: int) -> None:
    assert read_wrongly(Dnn("news", seed=seed), DnnPage, but=("tags",)) == {}
