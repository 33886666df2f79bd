"""Records the outcome of every article, and writes the site's report."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, cast

from scrapy import signals

from crawler.items import Article
from crawler.outcomes import Failed, Outcome, Rejected

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.exceptions import DropItem
    from scrapy.http import Response

    from crawler.platforms.site import SiteSpider

# Seconds between two writings of the report while the crawl goes on.
_WRITE_INTERVAL = 0.5
# Scrapy's words for why a crawl ended, where they would not tell an operator.
_ENDINGS = {
    "shutdown": "stopped by a signal",
    "closespider_timeout": "ended after CLOSESPIDER_TIMEOUT seconds",
}


class OutcomeRecorder:
    """Listens to Scrapy's signals and keeps the spider's ledger.

    With the setting ``RUN_REPORT`` (a file name) the report is written there as JSON during and after
    the crawl; ``scrapy nightly`` reads it for its progress display and its table.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        path = crawler.settings.get("RUN_REPORT")
        self._path = Path(path) if path else None
        self._written = 0.0
        self._closed = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension and connect it."""
        recorder = cls(crawler)
        crawler.signals.connect(recorder.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(recorder.item_scraped, signal=signals.item_scraped)
        crawler.signals.connect(recorder.item_dropped, signal=signals.item_dropped)
        crawler.signals.connect(recorder.item_error, signal=signals.item_error)
        crawler.signals.connect(recorder.spider_error, signal=signals.spider_error)
        crawler.signals.connect(recorder.response_received, signal=signals.response_received)
        crawler.signals.connect(recorder.spider_closed, signal=signals.spider_closed)
        return recorder

    @property
    def _spider(self) -> SiteSpider:
        return cast("SiteSpider", self._crawler.spider)

    def spider_opened(self) -> None:
        """Show that the crawl has begun."""
        self._write()

    def item_scraped(self, item: Article, response: Response) -> None:
        """Settle an article that went through all pipelines."""
        self._spider.ledger.report.count_fields(item)
        self._settle(response, item.outcome or Outcome.EXPORTED)

    def item_dropped(self, exception: DropItem, response: Response) -> None:
        """Settle an article that a pipeline refused."""
        if isinstance(exception, Failed):
            self._settle(response, Outcome.FAILED, exception.reason)
        elif isinstance(exception, Rejected):
            self._settle(response, Outcome.REJECTED, exception.reason)
        else:
            self._settle(response, Outcome.REJECTED, "dropped")

    def item_error(self, response: Response) -> None:
        """Settle an article over which a pipeline broke."""
        self._settle(response, Outcome.FAILED, "error-in-pipeline")

    def spider_error(self, response: Response) -> None:
        """Count a page over which the spider or its page object broke."""
        if "article_key" in response.meta:
            self._settle(response, Outcome.FAILED, "error-while-reading")
        else:
            self._spider.ledger.report.listing_failures["error-while-reading"] += 1

    def response_received(self) -> None:
        """Show that the crawl is alive."""
        self._write()

    def spider_closed(self, reason: str) -> None:
        """Close the account and write the last report, once."""
        if self._closed:
            return
        self._closed = True
        ledger = self._spider.ledger
        ledger.report.finished = reason == "finished"
        if reason != "finished" and ledger.report.error is None:
            ledger.report.error = _ENDINGS.get(reason, f"the crawl was ended: {reason}")
        ledger.close()
        stats = self._crawler.stats
        if stats is not None:
            ledger.report.requests = stats.get_value("downloader/request_count", 0)
            stats.set_value("article/found", ledger.report.found)
            for outcome, count in ledger.report.outcomes.items():
                stats.set_value(f"article/{outcome}", count)
            for cause, count in ledger.report.reasons.items():
                stats.set_value(f"article/{cause.replace(': ', '/')}", count)
        self._write(last=True)

    def _settle(self, response: Response, outcome: Outcome, reason: str | None = None) -> None:
        self._spider.ledger.settle(response.meta["article_key"], outcome, reason)
        self._write()

    def _write(self, *, last: bool = False) -> None:
        now = time.monotonic()
        if self._path is not None and (last or now - self._written > _WRITE_INTERVAL):
            self._written = now
            self._spider.ledger.report.write(self._path)
