"""Enters in the frontier what became of articles that did not reach the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from scrapy import signals

from archive.errors import ArchiveError
from archive.timezone import now
from crawler.outcomes import Rejected

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.exceptions import DropItem
    from scrapy.http import Response

    from crawler.items import Article
    from crawler.platforms.site import SiteSpider


class FrontierRecorder:
    """Listens to Scrapy's signals; the store enters those that it has taken."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension and connect it."""
        recorder = cls(crawler)
        crawler.signals.connect(recorder.item_dropped, signal=signals.item_dropped)
        crawler.signals.connect(recorder.item_error, signal=signals.item_error)
        crawler.signals.connect(recorder.spider_error, signal=signals.spider_error)
        crawler.signals.connect(recorder.spider_closed, signal=signals.spider_closed)
        return recorder

    @property
    def _spider(self) -> SiteSpider:
        return cast("SiteSpider", self._crawler.spider)

    def item_dropped(self, item: Article, response: Response, exception: DropItem) -> None:
        """Enter an article that a pipeline refused; one that the database did not take waits."""
        if isinstance(exception, Rejected):
            self._spider.note(
                self._spider.frontier.article_refused,
                response.meta["article_key"],
                at=now(),
                reason=exception.reason,
                capture=item.capture,
            )

    def item_error(self, response: Response) -> None:
        """Enter an article over which a pipeline broke."""
        self._failed(response, "error-in-pipeline")

    def spider_error(self, response: Response) -> None:
        """Enter a page over which the spider or its page object broke."""
        if "article_key" in response.meta:
            self._failed(response, "error-while-reading")

    def _failed(self, response: Response, reason: str) -> None:
        key = response.meta["article_key"]
        self._spider.note(self._spider.frontier.article_failed, key, at=now(), reason=reason)

    def spider_closed(self, reason: str) -> None:
        """Enter what shows only at the end of a crawl."""
        spider = self._spider
        if not hasattr(spider, "frontier"):  # the database could not be opened
            return
        try:
            spider.settle_missing()
            if reason == "finished":
                spider.frontier.end_backfill(now())
        except ArchiveError as error:
            spider.ledger.report.error = spider.ledger.report.error or str(error)
        finally:
            spider.frontier.close()
