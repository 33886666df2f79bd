"""Pages that send a browser on are followed, whatever their encoding; others are not decoded."""

from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler

from crawler.middlewares.refresh import RefreshMiddleware
from crawler.spiders.nghe_an import NgheAnSpider

URL = "https://nghean.dcs.vn/"
TARGET = URL + "vi-vn/trang-chu"
META = f'<html><head><meta http-equiv="Refresh" content="0; url={TARGET}"></head></html>'


def answer(body: bytes, encoding: str | None = None) -> HtmlResponse:
    return HtmlResponse(URL, body=body, encoding=encoding)


@pytest.fixture
def middleware() -> RefreshMiddleware:
    crawler = get_crawler(NgheAnSpider)
    crawler.spider = NgheAnSpider()
    return RefreshMiddleware.from_crawler(crawler)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "cp1258"])
def test_a_page_that_sends_us_on_is_followed(middleware: RefreshMiddleware, encoding: str) -> None:
    request = middleware.process_response(Request(URL), answer(META.encode(encoding), encoding))
    assert isinstance(request, Request)
    assert request.url == TARGET


def test_the_word_may_stand_behind_much_vietnamese(middleware: RefreshMiddleware) -> None:
    page = answer(("<!-- " + "ữ" * 3500 + " -->" + META).encode())
    assert isinstance(middleware.process_response(Request(URL), page), Request)


@pytest.mark.parametrize("page", ["<p>Tin</p>", "<p>refresh</p>", " " * 20_000 + META])
def test_any_other_page_is_handed_on(middleware: RefreshMiddleware, page: str) -> None:
    response = answer(page.encode())
    assert middleware.process_response(Request(URL), response) is response
