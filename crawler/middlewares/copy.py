"""Crawling a copy of a site under the addresses of the site.

With ``-a base_url=http://127.0.0.1:8080`` the bytes come from the copy, while requests, responses, links,
robots.txt, redirects and stored addresses all keep the real host: only this last step before the network
knows of the copy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit, urlunsplit

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler

if TYPE_CHECKING:
    from scrapy import Request
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
    """Scrapy's handler for http and https, which can fetch from a copy of the site."""

    async def download_request(self, request: Request) -> Response:
        """Fetch from the site, or from its copy where the operator named one."""
        spider = cast("SiteSpider", self.crawler.spider)
        if spider.base_url is None:
            return await super().download_request(request)
        copy = request.replace(url=change_origin(request.url, spider.base_url))
        response = await super().download_request(copy)
        location = response.headers.get("Location")
        if location is not None:
            response.headers["Location"] = spider.site_url(location.decode("latin-1"))
        return response.replace(url=request.url)
