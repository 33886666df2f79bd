"""A crawl of small VNPT portals: every article once, field by field; and the day in an address."""

from __future__ import annotations

from datetime import datetime

import pytest

from archive.readings import Precision, PrintedDate
from archive.timezone import VIETNAM
from crawler.pages import Hints
from crawler.pages.vnpt import VnptPage
from crawler.platforms.vnpt import VnptSpider
from tests.crawler.pages.reading import FETCHED, read
from tests.crawler.platforms.crawls import FIELDS, Crawled
from tests.sites.platforms.vnpt import MEETING, Vnpt

RULES = {"travinh": "visible:", "soctrang": "listing:", "thanhhoa": "vnpt:address"}


class MauVnptSpider(VnptSpider):
    """A site of the kind."""

    name = "mau_vnpt"
    host = Vnpt.host
    province = "tra-vinh"


SITE, SPIDER = Vnpt, MauVnptSpider


def test_every_article_is_stored_once_and_nothing_else(crawled: Crawled) -> None:
    assert set(crawled.stored) == set(crawled.truths)
    assert crawled.report.outcomes == {"stored": len(crawled.truths)}
    assert crawled.report.listing_failures == {}


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_what_was_written(crawled: Crawled, field: str) -> None:
    assert crawled.wrong(field) == {}


@pytest.mark.parametrize("variant", Vnpt.variants)
def test_a_date_says_where_it_was_found(variant: str, crawls: dict[str, Crawled]) -> None:
    rules = {article.published_rule or "" for article in crawls[variant].stored.values()}
    assert all(rule.startswith(RULES[variant]) for rule in rules), rules


def test_no_port_is_kept_in_an_address(crawled: Crawled) -> None:
    assert not any(":443" in article.url for article in crawled.stored.values())


TEXT = (
    "<html><body><h1>Hội nghị Báo cáo viên Tỉnh ủy tháng 7</h1>"
    f"<p>{MEETING}</p><p>{MEETING} Đại biểu đến dự đúng giờ.</p></body></html>"
)
PLACE = "https://example.vn/portal/pages"


@pytest.mark.parametrize(
    ("url", "raw"),
    [
        (f"{PLACE}/2022-7-12/Hoi-nghi-Bao-cao-vien-thang-7n4tng30xgtuk.aspx", "2022-7-12"),
        (f"{PLACE}/2022-07-12/Hoi-nghi.aspx?x=1", "2022-07-12"),
        (f"{PLACE}/2022-13-12/Hoi-nghi.aspx", None),  # no such day
        (f"{PLACE}/2022-2-30/Hoi-nghi.aspx", None),
        (f"{PLACE}/1981-7-12/Hoi-nghi.aspx", None),
        (f"{PLACE}/2024-7-25/Hoi-nghi.aspx", None),  # the day after the fetch
        (f"{PLACE}/Hoi-nghi-2022-7-12.aspx", None),  # in a slug it is a word of the headline
        ("https://example.vn/2022-7-12/hoi-nghi.aspx", None),
    ],
)
def test_the_day_in_an_address_is_taken_from_its_own_place_only(url: str, raw: str | None) -> None:
    date = read(VnptPage, TEXT, url=url).published
    assert (date and date.raw) == raw
    if date is not None:
        day = datetime(2022, 7, 12, tzinfo=VIETNAM)
        assert (date.value, date.precision, date.rule) == (day, Precision.DAY, "vnpt:address")


def test_printed_dates_count_more_than_the_address() -> None:
    url = f"{PLACE}/2022-7-12/Hoi-nghi.aspx"
    listed = PrintedDate(FETCHED, Precision.DAY, "24/7/2024", "listing:near-link")
    assert read(VnptPage, TEXT, Hints(published=listed), url=url).published == listed
    printed = read(VnptPage, TEXT.replace("</h1>", "</h1><p>Ngày đăng: 13/7/2022</p>"), url=url)
    assert printed.published is not None
    assert printed.published.raw == "13/7/2022"
