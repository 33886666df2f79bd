"""Small SharePoint sites, crawled: every article once, field by field, and no trap is entered."""

from __future__ import annotations

import pytest

from crawler.pages.sharepoint import SharePointPage
from crawler.platforms.arguments import read_pattern
from crawler.platforms.links import Link, is_article, is_refused, is_section
from crawler.platforms.sharepoint import SharePointSpider
from tests.crawler.platforms.crawls import FIELDS, Crawled
from tests.crawler.platforms.reads import read_wrongly
from tests.sites.platforms.sharepoint import SharePoint

TRAPS = ("_layouts", "newform", "editform", "sortfield", "/en-us/", "isdlg")
ARTICLE, SECTION = (
    read_pattern(SharePointSpider.article_pattern),
    read_pattern(SharePointSpider.section_pattern),
)


class MauSharePointSpider(SharePointSpider):
    """A site of the kind."""

    name = "mau_sharepoint"
    host = SharePoint.host
    province = "an-giang"


SITE, SPIDER = SharePoint, MauSharePointSpider


def test_every_article_is_stored_once_and_nothing_else(crawled: Crawled) -> None:
    assert set(crawled.stored) == set(crawled.truths)
    assert crawled.report.outcomes == {"stored": len(crawled.truths)}


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_what_was_written(crawled: Crawled, field: str) -> None:
    assert crawled.wrong(field) == {}


def test_addresses_are_stored_without_the_way_back(crawled: Crawled) -> None:
    assert [a.url for a in crawled.stored.values() if "source=" in a.url.lower()] == []


def test_copies_and_traps_are_not_asked_for(crawled: Crawled) -> None:
    asked = " ".join(crawled.requests).lower()
    assert [part for part in TRAPS if part in asked] == []


@pytest.mark.parametrize("seed", range(4))  # with SharePoint's page layout, and with others
def test_the_words_of_a_page_layout_are_not_needed(seed: int) -> None:
    assert read_wrongly(SharePoint("publishing", seed=seed), SharePointPage) == {}


@pytest.mark.parametrize("seed", [5, 6])
def test_the_words_of_a_web_part_are_not_needed(seed: int) -> None:
    site = SharePoint("detail", seed=seed).without("ngaydang", "ArticleContent", "news-detail")
    assert read_wrongly(site, SharePointPage) == {}


@pytest.mark.parametrize(
    ("path", "article", "section"),
    [
        ("/Lists/TuTuongVanHoa/TongQuat.aspx?PageIndex=40", False, False),  # a further page
        ("/Lists/TuTuongVanHoa/TongQuat.aspx", False, True),
        ("/Lists/TuTuongVanHoa/DispForm.aspx?ID=12&Source=%2FLists%2FTuTuongVanHoa", True, False),
        ("/Lists/TuTuongVanHoa/ChiTiet.aspx?id=12", True, False),
        ("/Lists/TuTuongVanHoa/EditForm.aspx?ID=12", False, False),
        ("/Lists/TuTuongVanHoa/TongQuat.aspx?SortField=Created&SortDir=Asc", False, False),
        ("/news/Pages/new.aspx?CateID=2", False, True),
        ("/news/Pages/newsdetail.aspx?NewsID=1203&CateID=2", True, False),
        ("/Trang/ChiTietTinTuc.aspx?nid=113139", True, False),
        ("/chi-tiet/Pages/chi-tiet-tin.aspx?ItemID=123&l=TinTuc", True, False),
        ("/vi-VN/a/dukcq/hdnv/tuyentruyen/Pages/default.aspx", False, True),
        ("/vi-VN/a/dukcq/hdnv/tuyentruyen", False, True),
        ("/vi-VN/a/dukcq/hdnv/tuyentruyen/Pages/hoi-nghi-bao-cao-vien.aspx", True, False),
        ("/_layouts/15/listfeed.aspx?List=%7BC0A1%7D", False, False),
        ("/TaiLieu/Forms/AllItems.aspx", False, False),
    ],
)
def test_addresses_are_told_apart(path: str, article: bool, section: bool) -> None:
    link = Link(f"https://angiang.dcs.vn{path}", "Tư tưởng văn hóa")
    assert not is_refused(link)
    assert is_article(link, ARTICLE) is article
    assert (not article and is_section(link, SECTION)) is section
