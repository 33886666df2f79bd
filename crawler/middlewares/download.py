"""The last step before the network: fetching, perhaps from a copy of the site, and capturing.

With ``-a base_url=http://127.0.0.1:8080`` the bytes come from the copy, while requests, responses, links,
robots.txt, redirects, captures and stored addresses all keep the real host: only this step knows of
the copy.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit, urlunsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler

from archive.timezone import VIETNAM
from crawler.extensions.captures import CaptureRecorder
from crawler.middlewares.heads import BoundedHeadFactory

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.platforms.site import SiteSpider


def change_origin(url: str, origin: str) -> str:
    """Return ``url`` with the scheme and host of ``origin``.

    >>> change_origin("https://nghean.dcs.vn/vi-vn/tin/a?b=1", "http://127.0.0.1:8080")
    'http://127.0.0.1:8080/vi-vn/tin/a?b=1'
    """
    scheme, netloc = urlsplit(origin)[:2]
    return urlunsplit((scheme, netloc, *urlsplit(url)[2:]))


class SiteDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's handler for http and https, which can fetch from a copy of the site, and captures.

    Every answer to a request with ``capture_kind`` in its meta is captured, also one that is repeated or
    redirects; ``capture_earlier`` may name an earlier capture of the address. The result is left in the
    request's meta as ``capture``.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = BoundedHeadFactory
        self._recorder = crawler.get_extension(CaptureRecorder)

    async def download_request(self, request: Request) -> Response:
        """Fetch from the site, or from its copy where the operator named one.

        Raises:
            CaptureFailed: The answer could not be written to disk; the crawl ends.
        """
        self._count("downloader/request_count")
        response = await self._record(request)
        self._count("downloader/response_count")
        self._count(f"downloader/response_status_count/{response.status}")
        self._count("downloader/response_bytes", len(response.body))
        return response

    def _count(self, name: str, count: int = 1) -> None:
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value(name, count)

    async def _record(self, request: Request) -> Response:
        spider = cast("SiteSpider", self.crawler.spider)
        if self._recorder is None or "capture_kind" not in request.meta:
            return await self._fetch(request, spider)
        fetched_at = datetime.now(VIETNAM)
        response = await self._fetch(request, spider)
        self._recorder.record(request, response, fetched_at)
        return response

    async def _fetch(self, request: Request, spider: SiteSpider) -> Response:
        if spider.base_url is None:
            return await super().download_request(request)
        response = await super().download_request(_at(spider.base_url, request))
        location = response.headers.get("Location")
        if location is not None:
            response.headers["Location"] = spider.site_url(location.decode("latin-1"))
        answer = response.replace(url=request.url, headers=None)
        answer.headers = response.headers
        return answer


def _at(origin: str, request: Request) -> Request:
    """Return what is asked of a copy of the site in the place of a request.

    The address has been made safe already, and headers are not changed any more.
    """
    copy = Request(
        change_origin(request.url, origin),
        method=request.method,
        body=request.body,
        meta={**request.meta, "verbatim_url": True},
    )
    copy.headers = request.headers
    return copy
