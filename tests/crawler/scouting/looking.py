"""Looks at sites without a network: a `Get` whose pages come from a replica's own tables."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from urllib.parse import urlsplit

from scrapy.http import HtmlResponse, Response

from archive.timezone import now
from crawler.scouting.proposal import Proposal, Recorded
from crawler.scouting.scout import LIMIT, Scout
from crawler.scouting.visits import Visit
from tests.sites.site import Page

Lookup = Callable[[str], Page]


class FakeGet:
    """Answers from a table, and counts as the real one does: robots.txt and redirects too."""

    def __init__(self, host: str, lookup: Lookup, limit: int = LIMIT) -> None:
        self.host = host
        self.robots = ""
        self.delay = 0.0
        self.left = limit
        self.asked: list[str] = []
        self._lookup = lookup

    def _send(self, target: str) -> Page:
        self.left -= 1
        self.asked.append(target)
        return self._lookup(target)

    async def __call__(self, url: str) -> Visit:
        if not self.asked:
            robots = self._send("/robots.txt")
            self.robots = robots.body.decode() if robots.status == 200 else ""
        for _ in range(5):
            if self.left <= 0:
                return Visit(url, now(), None, "limit-reached", "")
            parts = urlsplit(url)
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            page = self._send(target or "/")
            headers = dict(page.headers) | {"Content-Type": page.content_type}
            if page.status not in (301, 302):
                break
            url = f"{parts.scheme}://{parts.netloc}{urlsplit(headers['Location']).path}"
        kind = HtmlResponse if "html" in page.content_type else Response
        response = kind(url, page.status, headers=headers, body=page.body)
        trouble = f"http-{page.status}" if page.status >= 400 else None
        return Visit(url, now(), response, trouble)


def look(
    host: str,
    lookup: Lookup,
    *,
    path: str = "/",
    base_url: str | None = None,
    known: bool = True,
    limit: int = LIMIT,
) -> tuple[Proposal, Recorded, FakeGet]:
    """Look at a site; return what is proposed, what is recorded and what was asked for."""
    get = FakeGet(host, lookup, limit)
    scout = Scout(get, f"https://{host}{path}", base_url=base_url, host=host if known else None)
    proposal, recorded = asyncio.run(scout.look())
    return proposal, recorded, get
