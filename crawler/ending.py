"""Ending a crawl in order because going on would be for nothing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from archive.errors import ArchiveError
    from crawler.platforms.site import SiteSpider

_endings: set[asyncio.Task[None]] = set()


def end_crawl(crawler: Crawler, error: ArchiveError, reason: str) -> None:
    """End a crawl; the report says why. What has not been fetched stays for the next one.

    Args:
        crawler: The crawl.
        error: What happened.
        reason: A short fixed word for the log, ``database``.
    """
    report = cast("SiteSpider", crawler.spider).ledger.report
    if report.error is None and crawler.engine is not None:
        report.error = str(error)
        ending = asyncio.ensure_future(crawler.engine.close_spider_async(reason=reason))
        _endings.add(ending)  # the loop itself holds tasks by weak references only
        ending.add_done_callback(_endings.discard)
