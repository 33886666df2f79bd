"""No request leaves for anything but the site that is crawled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import IgnoreRequest

from archive.urls import same_site

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler


class ForeignRequest(IgnoreRequest):
    """A request that would leave the site, most often a redirect to another host."""


class SiteGuardMiddleware:
    """Refuse requests off the spider's host, and keep the whole host in one download slot.

    It stands first in the chain, so redirects, retries and robots.txt requests pass it too. The host's
    ``www.`` form shares the slot: the delay is owed to the machine, not to the spelling of its name.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware for one crawl."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let a request to the site pass.

        Raises:
            ForeignRequest: The request would go to another host, port or scheme.
        """
        host: str = self._crawler.spider.host  # type: ignore[union-attr]
        if not same_site(request.url, host):
            raise ForeignRequest(f"not on {host}: {request.url}")
        request.meta["download_slot"] = host
