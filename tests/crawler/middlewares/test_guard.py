"""No request leaves for anything but the site."""

from __future__ import annotations

import asyncio

import pytest
from scrapy import Request, Spider
from scrapy.utils.test import get_crawler

from crawler.failures import ForeignRequest
from crawler.middlewares.guard import SiteGuardMiddleware


@pytest.fixture
def guard() -> SiteGuardMiddleware:
    crawler = get_crawler()
    crawler.spider = Spider("x", host="nghean.dcs.vn", base_url="http://127.0.0.1:1")
    return SiteGuardMiddleware.from_crawler(crawler)


@pytest.mark.parametrize(
    "url",
    [
        "https://nghean.dcs.vn/vi-vn/tin/a/1-2-3",
        "http://nghean.dcs.vn/",
        "https://www.nghean.dcs.vn/",
        "https://nghean.dcs.vn:443/",
    ],
)
def test_the_site_shares_one_slot(guard: SiteGuardMiddleware, url: str) -> None:
    request = Request(url)
    asyncio.run(guard.process_request(request))
    assert request.meta["download_slot"] == "nghean.dcs.vn"


@pytest.mark.parametrize(
    "url",
    [
        "https://dangnhaphi88.com/tin/a",
        "https://nghean.dcs.vn.evil.com/",
        "https://evil.com@other.vn/",
        "https://user:secret@nghean.dcs.vn/",
        "http://127.0.0.1/",
        "http://10.0.0.1/",
        "http://[::1]/",
        "https://nghean.dcs.vn:8443/",
        "ftp://nghean.dcs.vn/file",
        "file:///etc/passwd",
        "data:text/html,x",
    ],
)
def test_everything_else_is_refused(guard: SiteGuardMiddleware, url: str) -> None:
    with pytest.raises(ForeignRequest):
        asyncio.run(guard.process_request(Request(url)))
