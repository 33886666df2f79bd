"""Failed requests are repeated later and later."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from crawler.middlewares import backoff
from crawler.middlewares.backoff import BackoffRetryMiddleware, SiteDownloader, retry_after
from crawler.spiders.nghe_an import NgheAnSpider

if TYPE_CHECKING:
    from scrapy.core.engine import ExecutionEngine
    from scrapy.crawler import Crawler

NOW = datetime(2024, 5, 4, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, 0),
        ("120", 120),
        ("Sat, 04 May 2024 12:01:30 GMT", 90),
        ("Sat, 04 May 2024 11:00:00 GMT", 0),
        ("soon", 0),
        ("²", 0),
        ("9" * 40, float("9" * 40)),
        ("Fri, 31 Dec 99999 23:59:59 GMT", 0),
    ],
)
def test_retry_after_is_read_in_both_forms(header: str | None, seconds: float) -> None:
    assert retry_after(header, NOW) == seconds


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits that would have been spent."""
    spent: list[float] = []

    async def rest(crawler: Crawler, seconds: float) -> None:
        spent.append(seconds)

    monkeypatch.setattr(backoff, "rest", rest)
    return spent


def a_crawler(**settings: Any) -> Crawler:
    """A crawl that has begun."""
    return get_crawler(
        NgheAnSpider,
        {
            "RETRY_TIMES": 3,
            "RETRY_BACKOFF": 5,
            "RETRY_BACKOFF_MAX": 60,
            "FAILURES_IN_A_ROW": 4,
            **settings,
        },
    )


def middleware(failures: int = 0, **settings: Any) -> BackoffRetryMiddleware:
    crawler = a_crawler(**settings)
    crawler.spider = crawler._create_spider()
    downloader = SiteDownloader(crawler)
    downloader.failures = failures
    crawler.engine = cast("ExecutionEngine", SimpleNamespace(running=True, downloader=downloader))
    return BackoffRetryMiddleware.from_crawler(crawler)


def test_a_wait_ends_with_the_crawl() -> None:
    """SIGTERM must not wait for it: the nightly run kills what does not end in half a minute."""
    engine = SimpleNamespace(running=True)
    crawler = cast("Crawler", SimpleNamespace(engine=engine))

    async def main() -> None:
        waiting = asyncio.ensure_future(backoff.rest(crawler, 300))
        await asyncio.sleep(0.01)
        engine.running = False
        await asyncio.wait_for(waiting, 2)

    asyncio.run(main())


def test_each_wait_is_twice_the_last_and_has_an_end(pauses: list[float]) -> None:
    retries = middleware(RETRY_BACKOFF_MAX=15)
    request: Any = Request("https://x.vn/")
    while isinstance(request, Request):
        last = asyncio.run(retries.process_response(request, Response(request.url, status=503)))
        request = last
    assert pauses == [5, 10, 15]
    assert request.status == 503


def test_a_site_that_asks_for_a_longer_wait_gets_it(pauses: list[float]) -> None:
    response = Response("https://x.vn/", status=429, headers={"Retry-After": "30"})
    asyncio.run(middleware().process_response(Request("https://x.vn/"), response))
    assert pauses == [30]


def test_a_page_that_is_to_rest_for_longer_than_we_wait_is_not_repeated(
    pauses: list[float],
) -> None:
    response = Response("https://x.vn/", status=503, headers={"Retry-After": "3600"})
    request = Request("https://x.vn/")
    assert asyncio.run(middleware().process_response(request, response)) is response
    assert pauses == []


def test_while_a_site_fails_nothing_is_repeated(pauses: list[float]) -> None:
    retries, request = middleware(failures=1), Request("https://x.vn/")
    response = Response("https://x.vn/", status=503)
    assert asyncio.run(retries.process_response(request, response)) is response
    assert asyncio.run(retries.process_exception(request, DownloadTimeoutError())) is None
    assert pauses == []


def test_a_site_rests_longer_after_each_failure_until_the_crawl_is_ended(
    pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[str] = []
    monkeypatch.setattr(
        backoff, "end_crawl", lambda crawler, error, reason: ended.append(str(error))
    )
    downloader = SiteDownloader(a_crawler(RETRY_BACKOFF_MAX=30))
    for _ in range(4):
        asyncio.run(downloader._failed(Request("https://x.vn/"), "timeout"))
    assert pauses == [10, 20, 30]
    assert ended == [
        "4 pages in a row could not be fetched, the last: timeout; the rest waits for the next run"
    ]
    assert downloader.active == set()


def test_failed_connections_are_repeated_and_good_answers_are_not(pauses: list[float]) -> None:
    retries, request = middleware(), Request("https://x.vn/")
    again = asyncio.run(retries.process_exception(request, DownloadTimeoutError()))
    assert isinstance(again, Request)
    assert asyncio.run(retries.process_exception(request, KeyError())) is None
    fine = Response("https://x.vn/")
    assert asyncio.run(retries.process_response(request, fine)) is fine
    assert pauses == [5]
