"""The health monitors at the end of a crawl: Spidermon's runner over the suites of the settings.

Spidermon's own extension does the same, and more that is not used here; what that needs (jsonschema, for
one) takes a seventh of the time that a crawl takes to start. It also writes forty lines through
``Spider.log``, which Scrapy has deprecated, when all is well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.misc import load_object
from spidermon import MonitorRunner  # type: ignore[import-untyped]

from crawler.monitors import deliveries

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler


class HealthExtension:
    """Runs the suites of ``SPIDERMON_SPIDER_CLOSE_MONITORS``, and logs what could not be delivered."""

    def __init__(self, crawler: Crawler) -> None:
        names = crawler.settings.getlist("SPIDERMON_SPIDER_CLOSE_MONITORS")
        self._suites = [load_object(name) for name in names]
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the extension, unless ``SPIDERMON_ENABLED`` is off."""
        if not crawler.settings.getbool("SPIDERMON_ENABLED"):
            raise NotConfigured
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_closed, signals.spider_closed)
        return extension

    def spider_closed(self, spider: Spider) -> None:
        """Run the suites; a delivery that failed is an error in the log."""
        for suite_class in self._suites:
            suite = suite_class(crawler=self._crawler)
            MonitorRunner().run(suite, crawler=self._crawler, spider=spider, meta={})
            for delivery in deliveries(suite):
                if delivery.complaint:
                    spider.logger.error("%s", delivery.complaint)
