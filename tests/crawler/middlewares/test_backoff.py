"""Failed requests are repeated later and later."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from crawler.middlewares.backoff import BackoffRetryMiddleware, retry_after

NOW = datetime(2024, 5, 4, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, 0),
        ("120", 120),
        ("Sat, 04 May 2024 12:01:30 GMT", 90),
        ("Sat, 04 May 2024 11:00:00 GMT", 0),
        ("soon", 0),
    ],
)
def test_retry_after_is_read_in_both_forms(header: str | None, seconds: float) -> None:
    assert retry_after(header, NOW) == seconds


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits that would have been spent."""
    spent: list[float] = []

    async def sleep(seconds: float) -> None:
        spent.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    return spent


def middleware(**settings: Any) -> BackoffRetryMiddleware:
    crawler = get_crawler(
        settings_dict={"RETRY_TIMES": 3, "RETRY_BACKOFF": 5, "RETRY_BACKOFF_MAX": 60, **settings}
    )
    crawler.spider = crawler._create_spider("x")
    return BackoffRetryMiddleware.from_crawler(crawler)


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


def test_failed_connections_are_repeated_and_good_answers_are_not(pauses: list[float]) -> None:
    retries, request = middleware(), Request("https://x.vn/")
    again = asyncio.run(retries.process_exception(request, DownloadTimeoutError()))
    assert isinstance(again, Request)
    assert asyncio.run(retries.process_exception(request, KeyError())) is None
    fine = Response("https://x.vn/")
    assert asyncio.run(retries.process_response(request, fine)) is fine
    assert pauses == [5]
