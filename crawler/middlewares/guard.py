"""No request leaves for anything but the site that is crawled."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from scrapy import signals

from archive.urls import same_site
from crawler.failures import ForeignRequest
from crawler.middlewares.resolver import check_host, installed

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler

    from crawler.platforms.site import SiteSpider


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
        guard = cls(crawler)
        crawler.signals.connect(guard.spider_opened, signal=signals.spider_opened)
        return guard

    @property
    def _spider(self) -> SiteSpider:
        return cast("SiteSpider", self._crawler.spider)

    def spider_opened(self) -> None:
        """Let the copy of the site lie anywhere: the operator has named it."""
        resolver = installed()
        host = urlsplit(self._spider.base_url or "").hostname
        if resolver is not None and host:
            resolver.permit(host)

    async def process_request(self, request: Request) -> None:
        """Let a request to the site pass.

        Raises:
            ForeignRequest: The request would go to another host, port or scheme.
            PrivateAddress: The host's address is not of the public internet. With ``base_url`` nothing
                is asked of the host itself, so that its address does not matter.
        """
        spider = self._spider
        if not same_site(request.url, spider.host):
            raise ForeignRequest(f"not on {spider.host}: {request.url}")
        request.meta["download_slot"] = spider.host
        if spider.base_url is None:
            await check_host(urlsplit(request.url).hostname or "")
