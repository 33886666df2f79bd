"""Obeying robots.txt as RFC 9309 wants it, and its Crawl-delay, which is not in the RFC.

What became of ``/robots.txt`` decides (RFC 9309, 2.3.1):

- 200: its rules count, of the first 500 KiB; a page of HTML in its place has none;
- 4xx, or redirects that lead nowhere or off the site: there is none, everything may be fetched;
- 5xx, 429, no answer or one that cannot be read: nothing may be fetched until it can.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.misc import build_from_crawler

from crawler.failures import ForbiddenByRobots, RobotsUnreachable, reason_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

logger = logging.getLogger(__name__)

# What RFC 9309 (2.5) wants to be read at least; a longer file is none that a person has written.
_PARSED: Final = 500 * 1024
_TOO_MANY_REQUESTS: Final = 429
# The site has answered, and what it said of robots.txt is that it has none.
_NONE: Final = ("leads-to-another-host", "too-many-redirects")
# The page itself is refused for the same reason, and says so better.
_OURS: Final = ("private-address",)


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's robots middleware, which refuses where robots.txt cannot be had and honours Crawl-delay.

    Scrapy takes an error page for the file and fetches everything where there is no answer.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._longest = crawler.settings.getfloat("CRAWL_DELAY_MAX")
        self._delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self._rules: dict[str, RobotParser | RobotsUnreachable] = {}
        self._asking = asyncio.Lock()

    async def robot_parser(self, request: Request) -> RobotParser:
        """Return the rules for an address, from the robots.txt of its host.

        Raises:
            RobotsUnreachable: They could not be had.
        """
        scheme, netloc = urlsplit(request.url)[:2]
        async with self._asking:
            if netloc not in self._rules:
                self._rules[netloc] = await self._ask(f"{scheme}://{netloc}/robots.txt")
                self._obey_delay(self._rules[netloc], request)
        rules = self._rules[netloc]
        if isinstance(rules, RobotsUnreachable):
            raise RobotsUnreachable(rules.cause)
        return rules

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Refuse what robots.txt forbids.

        Raises:
            ForbiddenByRobots: The address is disallowed for us.
        """
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest:
            raise ForbiddenByRobots(request.url) from None

    async def _ask(self, url: str) -> RobotParser | RobotsUnreachable:
        request = Request(
            url,
            priority=self.DOWNLOAD_PRIORITY,
            meta={"dont_obey_robotstxt": True},
            callback=NO_CALLBACK,
        )
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:  # whatever it is, the rules are not there
            reason = reason_of(error)
            if reason in (*_NONE, *_OURS):
                return self._parsed(b"")
            return _unreachable(url, reason)
        if response.status >= 500 or response.status == _TOO_MANY_REQUESTS:
            return _unreachable(url, f"http-{response.status}")
        return self._parsed(rules_in(response))

    def _parsed(self, body: bytes) -> RobotParser:
        parser: RobotParser = build_from_crawler(self._parserimpl, self.crawler, body)
        return parser

    def _obey_delay(self, rules: RobotParser | RobotsUnreachable, request: Request) -> None:
        """Wait as long between two requests as the site asks, and never shorter."""
        if isinstance(rules, RobotsUnreachable):
            return
        asked = rules.crawl_delay(self._robotstxt_useragent or self._default_useragent)
        if asked is None or not asked > self._delay:
            return
        delay = min(asked, self._longest)
        if delay < asked:
            logger.warning(
                "robots.txt asks for %g s between requests: CRAWL_DELAY_MAX is %g s", asked, delay
            )
        host = request.meta["download_slot"]
        downloader = self.crawler.engine.downloader
        # The slot of an idle site is thrown away, and its successor reads the settings of slots.
        downloader.per_slot_settings[host] = {"delay": delay, "jitter": 0.0}
        if host in downloader.slots:
            downloader.slots[host].delay = delay
            downloader.slots[host].jitter = 0.0


def rules_in(response: Response) -> bytes:
    """Return what of an answer to ``/robots.txt`` are rules: nothing of a page of HTML or an error."""
    if response.status >= 300 or response.body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return b""
    return response.body[:_PARSED]


def _unreachable(url: str, cause: str) -> RobotsUnreachable:
    logger.error("%s: %s; nothing of the site may be fetched", url, cause)
    return RobotsUnreachable(cause)
