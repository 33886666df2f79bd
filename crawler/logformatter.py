"""What Scrapy writes into the log of each page."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from scrapy.logformatter import LogFormatter

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.logformatter import LogFormatterResult
    from twisted.python.failure import Failure


class SeenLogFormatter(LogFormatter):
    """Scrapy's own, but for the two lines a page of level DEBUG where nobody sees them.

    Scrapy's loggers let everything pass, and the handler throws away what has been put together.
    """

    def __init__(self, *, debugging: bool) -> None:
        self._debugging = debugging

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the formatter for one crawl, at its ``LOG_LEVEL``."""
        level = crawler.settings["LOG_LEVEL"]
        number = level if isinstance(level, int) else logging.getLevelNamesMapping().get(level, 0)
        return cls(debugging=number <= logging.DEBUG)

    def crawled(  # type: ignore[override]
        self, request: Request, response: Response, spider: Spider
    ) -> LogFormatterResult | None:
        """Log a page that was fetched."""
        return super().crawled(request, response, spider) if self._debugging else None

    def scraped(  # type: ignore[override]
        self, item: Any, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult | None:
        """Log an article that went through all pipelines."""
        return super().scraped(item, response, spider) if self._debugging else None
