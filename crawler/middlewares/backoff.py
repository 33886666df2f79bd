"""Repeating failed requests, later and later, and giving up a site that has failed too often in a row."""

from __future__ import annotations

import asyncio
import gc
import logging
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final

from scrapy.core.downloader import Downloader
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Request, Response
from scrapy.utils.defer import deferred_from_coro
from twisted.internet.defer import inlineCallbacks

from archive.errors import ArchiveError
from crawler.ending import end_crawl
from crawler.failures import (
    CaptureFailed,
    ForbiddenByRobots,
    ForeignRequest,
    PrivateAddress,
    RobotsUnreachable,
    is_bad_certificate,
    reason_of,
)

if TYPE_CHECKING:
    from collections.abc import Generator

    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings
    from twisted.internet.defer import Deferred

logger = logging.getLogger(__name__)

# A failure, its frames and in them a page of up to DOWNLOAD_MAXSIZE are a cycle, which the collector
# finds in its own time. It is in use until the second fetch after it.
_IN_USE: Final = 2
_LOOK: Final = 0.5  # seconds between two looks whether the crawl is being ended
_TOO_MANY_REQUESTS: Final = 429
# Below 500, what a site answers that does not want us at all; 404 is an answer like any other.
_TROUBLED: Final = (401, 403, 408, _TOO_MANY_REQUESTS)
_SERVER_ERROR: Final = 500
# The site has done nothing wrong.
_HARMLESS: Final = (CaptureFailed, ForbiddenByRobots, ForeignRequest)
# Nothing was sent, so there is nobody to be spared.
_UNASKED: Final = (PrivateAddress, RobotsUnreachable)


def retry_after(value: str | None, now: datetime) -> float:
    """Return the seconds that a ``Retry-After`` header asks for; 0 where there is none.

    Args:
        value: The header: seconds, or an HTTP date (RFC 9110, 10.2.3).
        now: The present moment, with a time zone.
    """
    if value is None:
        return 0.0
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


async def rest(crawler: Crawler, seconds: float) -> None:
    """Wait, but no longer than the crawl goes on: SIGTERM does not wait for it."""
    while seconds > 0 and crawler.engine.running:
        await asyncio.sleep(min(seconds, _LOOK))
        seconds -= _LOOK


class SiteInTrouble(ArchiveError):
    """A site that is not asked any further tonight."""


class SiteDownloader(Downloader):
    """Scrapy's downloader, which keeps count of the fetches that failed one after the other.

    It sees what no middleware sees, the end of every fetch, whatever failed it. After each failure the
    site rests, twice as long as after the last; after ``FAILURES_IN_A_ROW`` the crawl is ended in order.

    Attributes:
        failures: Fetches that have failed since the last good answer, after all their repetitions.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.failures = 0
        self._littered = 0
        self._limit = crawler.settings.getint("FAILURES_IN_A_ROW")
        self._first = crawler.settings.getfloat("RETRY_BACKOFF")
        self._longest = crawler.settings.getfloat("RETRY_BACKOFF_MAX")

    @inlineCallbacks
    def fetch(  # type: ignore[override]
        self, request: Request
    ) -> Generator[Deferred[Any], Any, Response | Request]:
        """Fetch a page with all middlewares, and note how that ended."""
        # The page that wanted robots.txt fails in its turn.
        counts = not request.meta.get("dont_obey_robotstxt")
        if self._littered:
            self._littered -= 1
            gc.collect()
        try:
            result: Response | Request = yield super().fetch(request)
        except Exception as error:
            if counts and not isinstance(error, _HARMLESS):
                asked = not isinstance(error, _UNASKED)
                yield deferred_from_coro(self._failed(request, reason_of(error), asked=asked))
            raise
        if counts and isinstance(result, Response):
            if _is_trouble(result.status):
                yield deferred_from_coro(self._failed(request, f"http-{result.status}"))
            else:
                self.failures = 0
        return result

    async def _failed(self, request: Request, reason: str, *, asked: bool = True) -> None:
        """Count a failed fetch; let the site rest, where it was asked, or end the crawl."""
        self.failures += 1
        self._littered = _IN_USE
        if self.failures >= self._limit:
            self.give_up(f"{self.failures} pages in a row could not be fetched, the last: {reason}")
        elif asked:
            self.active.add(request)  # so that the engine asks for nothing else meanwhile
            try:
                await rest(self.crawler, min(self._first * 2**self.failures, self._longest))
            finally:
                self.active.remove(request)

    def give_up(self, why: str) -> None:
        """End the crawl in order; what has not been fetched waits for the next run.

        Args:
            why: For the report, in one line.
        """
        logger.error("%s", why)
        end_crawl(self.crawler, SiteInTrouble(f"{why}; the rest waits for the next run"), "trouble")


def _is_trouble(status: int) -> bool:
    return status >= _SERVER_ERROR or status in _TROUBLED


class BackoffRetryMiddleware(RetryMiddleware):
    """Scrapy's retries, with a wait that doubles and that honours ``Retry-After``.

    Scrapy repeats at once. The wait is spent here, where the request still counts as active, so that the
    whole site rests: a server in trouble is not asked for something else meanwhile. While the last fetch
    has failed already, nothing is repeated: the next page shows as well whether the site is there again.
    """

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self._first = settings.getfloat("RETRY_BACKOFF")
        self._longest = settings.getfloat("RETRY_BACKOFF_MAX")

    async def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Repeat a request that was answered with a server error or 429.

        A site that asks for a longer wait than we are ready for is not asked again: with 429, which is
        said to us and not of the page, not for anything.
        """
        if response.status not in self.retry_http_codes or self._is_failing():
            return response
        header = response.headers.get("Retry-After")
        asked = retry_after(header.decode("latin-1") if header else None, datetime.now(UTC))
        if asked > self._longest:
            if response.status == _TOO_MANY_REQUESTS and (downloader := self._downloader):
                downloader.give_up(f"the site asks not to be asked again for {asked:.0f} s")
            return response
        result = super().process_response(request, response)
        if result is not response:
            await self._wait(request, asked)
        return result

    async def process_exception(  # type: ignore[override]
        self, request: Request, exception: Exception
    ) -> Request | Response | None:
        """Repeat a request whose connection failed, unless that can only fail again."""
        if is_bad_certificate(exception) or self._is_failing():
            return None
        result = super().process_exception(request, exception)
        if result is not None:
            await self._wait(request, 0.0)
        return result

    @property
    def _downloader(self) -> SiteDownloader | None:
        found = self.crawler.engine.downloader
        return found if isinstance(found, SiteDownloader) else None

    def _is_failing(self) -> bool:
        return self._downloader is not None and self._downloader.failures > 0

    async def _wait(self, request: Request, asked: float) -> None:
        pause = max(self._first * 2 ** int(request.meta.get("retry_times", 0)), asked)
        await rest(self.crawler, min(pause, self._longest))
