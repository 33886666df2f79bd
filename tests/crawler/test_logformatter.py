"""Lines of log that nobody sees are not put together."""

from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler

from crawler.logformatter import SeenLogFormatter
from crawler.spiders.nghe_an import NgheAnSpider

URL = "https://nghean.dcs.vn/"


@pytest.mark.parametrize(
    ("level", "seen"), [("DEBUG", True), ("INFO", False), ("ERROR", False), (10, True), (20, False)]
)
def test_pages_and_articles_are_logged_where_somebody_looks(level: str | int, seen: bool) -> None:
    crawler = get_crawler(NgheAnSpider, {"LOG_LEVEL": level})
    formatter = SeenLogFormatter.from_crawler(crawler)
    spider, answer = NgheAnSpider(), HtmlResponse(URL)
    crawled = formatter.crawled(Request(URL), answer, spider)
    assert (crawled is not None) is seen
    assert (formatter.scraped({}, answer, spider) is not None) is seen
