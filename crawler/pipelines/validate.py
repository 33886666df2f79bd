"""First pipeline: only articles go on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from crawler.items import Article
from crawler.outcomes import Rejected

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from crawler.platforms.site import SiteSpider

# Site clocks run ahead by hours, not by days; a later date is a misprint or a misreading.
_CLOCK_TOLERANCE = timedelta(days=1)


def require_sound(item: Article) -> Article:
    """Let a sound article pass, whichever day it is of.

    A publication date in the future is emptied, not kept: an empty field is better than a wrong one.

    Raises:
        Rejected: The page object found a problem.
    """
    if item.problems:
        raise Rejected(item.problems[0], f"{', '.join(item.problems)} at {item.url}")
    if item.published and item.published.value > item.fetched_at + _CLOCK_TOLERANCE:
        item.rules["published"] = f"refused, in the future: {item.published.raw}"
        item.published = None
    return item


class ValidatePipeline:
    """Drop what is not an article, counted under its reason."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the pipeline for one crawl."""
        return cls(crawler)

    def process_item(self, item: Article) -> Article:
        """Let a sound article of the crawl's period pass.

        Raises:
            Rejected: It is not sound, or its date is outside ``since`` and ``until``.
        """
        item = require_sound(item)
        spider = cast("SiteSpider", self._crawler.spider)
        if item.published and not spider.period.covers(item.published):
            raise Rejected("outside-period", f"{item.published.raw} at {item.url}")
        return item
