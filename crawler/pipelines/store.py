"""Last pipeline: into the archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from scrapy.exceptions import NotConfigured

from archive import database
from archive.errors import AnotherText, ArchiveError, DatabaseBusy
from archive.store import Store
from crawler.ending import end_crawl
from crawler.items import Article
from crawler.outcomes import Failed, Outcome, Rejected
from crawler.rereading import Rereader

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from crawler.platforms.base import BaseSpider


class StorePipeline:
    """Store each article in one transaction, with the capture of its page.

    A busy database costs one article its turn; one that is full, read-only or gone ends the crawl, since
    every further page would be fetched for nothing.

    Where another version of the page object read the article before, its stored page is read again first:
    only what the site has changed makes a revision.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._engine = database.open_database(crawler.settings["ARCHIVE_DATABASE_URL"])
        folder = crawler.settings["ARCHIVE_CAPTURES"]
        if folder:
            spider = cast("type[BaseSpider]", crawler.spidercls)
            self._store = Store(self._engine, Rereader(Path(folder), {spider.name: spider}))
        else:
            self._store = Store(self._engine)

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
            Rejected: The page is another one than that of the article which the archive has.
            Failed: The database did not take it.
        """
        try:
            item.outcome = Outcome(self._store.save(item, item.capture).outcome)
        except AnotherText as error:
            raise Rejected("another-text", str(error)) from error
        except DatabaseBusy as error:
            raise Failed("database-busy", f"{error} ({item.url})") from error
        except ArchiveError as error:
            end_crawl(self._crawler, error, "database")
            raise Failed("database", f"{error} ({item.url})") from error
        return item
