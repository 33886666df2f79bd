"""Spidermon in this project: it runs the suites of `crawler.monitors` and leaves the log readable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spidermon import MonitorRunner  # type: ignore[import-untyped]
from spidermon.contrib.scrapy.extensions import Spidermon  # type: ignore[import-untyped]

from crawler.monitors import deliveries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy import Spider
    from spidermon import MonitorSuite


class HealthExtension(Spidermon):  # type: ignore[misc]
    """Spidermon's extension with a runner that does not log through ``Spider.log``.

    Scrapy has deprecated that, and Spidermon writes forty lines with it even when all is well.
    """

    def _run_suites(self, spider: Spider, suites: Sequence[MonitorSuite]) -> None:
        for suite in suites:
            MonitorRunner().run(suite, **self._generate_data_for_spider(spider), meta={})
            for delivery in deliveries(suite):
                if delivery.complaint:
                    spider.logger.error("%s", delivery.complaint)
