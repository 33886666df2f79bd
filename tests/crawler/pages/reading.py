"""Reading a page in a test."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

from web_poet import HttpResponse

from archive.timezone import VIETNAM
from crawler.items import Article
from crawler.pages import ArticlePage, Hints, PageContext

FETCHED = datetime(2024, 7, 24, 20, 28, tzinfo=VIETNAM)
URL = "https://example.vn/tin/bai-viet-12.html"


def read(
    page_class: type[ArticlePage],
    html: str | bytes,
    hints: Hints | None = None,
    *,
    url: str = URL,
    fetched_at: datetime = FETCHED,
    **response: Any,
) -> Article:
    """Return what a page object reads from a page."""
    context = PageContext("mau", "example.vn", None, fetched_at, hints or Hints())
    body = html.encode() if isinstance(html, str) else html
    page = page_class(HttpResponse(url, body, status=200, **response), context)
    return asyncio.run(page.to_item())
