"""Last pipeline: into the archive."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

from scrapy.exceptions import NotConfigured

from archive import database
from archive.errors import ArchiveError, DatabaseBusy
from archive.store import Store
from crawler.items import Article
from crawler.outcomes import Failed, Outcome

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from crawler.platforms.site import SiteSpider


class StorePipeline:
    """Store each article in one transaction.

    A busy database costs one article its turn; one that is full, read-only or gone ends the crawl, since
    every further page would be fetched for nothing.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._engine = database.open_database(crawler.settings["ARCHIVE_DATABASE_URL"])
        self._store = Store(self._engine)
        self._ending: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the pipeline for one crawl.

        Raises:
            NotConfigured: The crawl was started without a database (``-s ARCHIVE_DATABASE_URL=``).
        """
        if not crawler.settings["ARCHIVE_DATABASE_URL"]:
            raise NotConfigured("no archive database: articles go to the feed export only")
        return cls(crawler)

    def close_spider(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def process_item(self, item: Article) -> Article:
        """Store an article and note on it what the archive did.

        Raises:
            Failed: The database did not take it.
        """
        try:
            item.outcome = Outcome(self._store.save(item).outcome)
        except DatabaseBusy as error:
            raise Failed("database-busy", f"{error} ({item.url})") from error
        except ArchiveError as error:
            self._end_crawl(error)
            raise Failed("database", f"{error} ({item.url})") from error
        return item

    def _end_crawl(self, error: ArchiveError) -> None:
        spider = cast("SiteSpider", self._crawler.spider)
        if self._ending is None and self._crawler.engine is not None:
            spider.ledger.report.error = str(error)
            self._ending = asyncio.ensure_future(
                self._crawler.engine.close_spider_async(reason="database")
            )
