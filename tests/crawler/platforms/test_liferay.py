"""Small Liferay sites, crawled: every article once, field by field, and no trap is entered."""

from __future__ import annotations

from datetime import datetime

import pytest

from archive.readings import Precision
from crawler.pages.liferay import LiferayPage
from crawler.platforms.arguments import read_pattern
from crawler.platforms.liferay import LiferaySpider
from crawler.platforms.links import Link, is_article, is_section
from tests.crawler.pages.reading import read
from tests.crawler.platforms.crawls import FIELDS, Crawled
from tests.crawler.platforms.reads import read_wrongly
from tests.sites.platforms.liferay import Liferay

TRAPS = ("update_language", "lifecycle=2", "viewmode=print", "/rss", "/c/portal", "_8_month")
ARTICLE, SECTION = (
    read_pattern(LiferaySpider.article_pattern),
    read_pattern(LiferaySpider.section_pattern),
)


class MauLiferaySpider(LiferaySpider):
    """A site of the kind."""

    name = "mau_liferay"
    host = Liferay.host
    province = "dong-thap"


SITE, SPIDER = Liferay, MauLiferaySpider


def test_every_article_is_stored_once_and_nothing_else(crawled: Crawled) -> None:
    assert set(crawled.stored) == set(crawled.truths)
    assert crawled.report.outcomes == {"stored": len(crawled.truths)}


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_what_was_written(crawled: Crawled, field: str) -> None:
    assert crawled.wrong(field) == {}


def test_addresses_are_stored_without_the_way_back(crawled: Crawled) -> None:
    assert [article.url for article in crawled.stored.values() if "?" in article.url] == []


def test_copies_and_traps_are_not_asked_for(crawled: Crawled) -> None:
    asked = " ".join(crawled.requests).lower()
    assert [part for part in TRAPS if part in asked] == []


@pytest.mark.parametrize("seed", [5, 6])
@pytest.mark.parametrize(
    ("variant", "words"),
    [
        ("tapchicongsan", ("detailContent", "publishdate", '"sumary"', '"author"')),
        ("bkav", ("assetPublishDate", "asset_title", "assetdesc-text", "social-panel")),
    ],
)
def test_the_words_of_makers_are_not_needed(
    variant: str, words: tuple[str, ...], seed: int
) -> None:
    site = Liferay(variant, seed=seed).without(*words)
    assert read_wrongly(site, LiferayPage) == {}


EGOV = (
    '<html><body><div class="asset_publisher_view_full_content"><div class="asset_title">'
    '<span>Hội nghị báo cáo viên tháng 7</span></div><span class="assetPublishDate">{}</span>'
    '<div class="asset-full-content"><div class="journal-content-article"><p>Sáng nay, Ban Tuyên giáo '
    "Tỉnh ủy tổ chức hội nghị báo cáo viên tháng 7 với sự tham dự của hơn 300 đại biểu.</p></div></div>"
    "</div></body></html>"
)


@pytest.mark.parametrize(
    ("printed", "value", "precision"),
    [
        # Seconds behind the colon, or twelve hours without AM and PM: only the day is sure.
        ("Thứ Sáu, ngày 12/07/2024 15:27 | GMT +7", "2024-07-12 00:00", Precision.DAY),
        ("Fri, 12/07/2024 03:27 | GMT +7", "2024-07-12 00:00", Precision.DAY),
        ("Thứ Bẩy, ngày 13/07/2024 09:05 | GMT +7", "2024-07-13 00:00", Precision.DAY),
        # Of three parts the second one is the minute; the hour 24 is midnight, on which day is not sure.
        ("12/07/2024 15:27:31", "2024-07-12 15:27", Precision.MINUTE),
        ("12/07/2024 24:27:31", "2024-07-12 00:00", Precision.DAY),
    ],
)
def test_minutes_of_portal_egov_are_read_only_where_they_are_minutes(
    printed: str, value: str, precision: Precision
) -> None:
    published = read(LiferayPage, EGOV.format(printed)).published
    assert published is not None
    assert published.value.replace(tzinfo=None) == datetime.fromisoformat(value)
    assert (published.precision, published.raw) == (precision, printed)
    assert published.rule == "liferay:visible"


@pytest.mark.parametrize(
    ("path", "article", "section"),
    [
        ("/web/btg/chi-tiet-bai-viet/-/asset_publisher/1mOzUrGkrdAE/content/id/7337177", True, False),
        ("/tin/-/asset_publisher//Content/bo-y-te-ieu-can-biet?123", True, False),
        ("/trang-thong-tin-dia-phuong/-/2018/48642/tra-vinh--thuc-hien-toan-dien.aspx", True, False),
        ("/tin-tuc-su-kien-/-/view_content/37676456-ky-niem-88-nam-ngay-truyen-thong", True, False),
        ("/w/hoi-nghi-bao-cao-vien", True, False),
        ("/-/asset_publisher/Ab4/rss", False, False),
        ("/web/guest/tin-hoat-dong", False, True),
        ("/tin-hoat-dong", False, True),
        ("/web/guest/lich?p_p_id=8&p_p_lifecycle=2", False, False),
        ("/c/portal/update_language?p_l_id=3045&redirect=%2Fweb%2Fbtg&languageId=en_US", False, False),
        ("/documents/10180/0/ke-hoach", False, False),
        ("/image/image_gallery", False, False),
    ],
)  # fmt: skip
def test_addresses_are_told_apart(path: str, article: bool, section: bool) -> None:
    link = Link(f"https://btg.dongthap.gov.vn{path}", "Tin hoạt động")
    assert is_article(link, ARTICLE) is article
    assert (not article and is_section(link, SECTION)) is section
