"""One crawl in this process: locked, recorded, ended in order, and reported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from crawler.extensions.outcomes import OutcomeRecorder
from crawler.extensions.runs import RunRecorder
from crawler.stopping import CrawlSignals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy.crawler import AsyncCrawlerProcess

    from crawler.outcomes import SiteReport
    from crawler.platforms.site import SiteSpider

EXIT_TROUBLE = 1


@dataclass(frozen=True, slots=True)
class Crawled:
    """What a crawl left behind.

    Attributes:
        report: Its figures; None where it could not even begin.
        findings: What the health monitors say of the site, one line each.
        exit_code: 0, 1, or 128 and the number of the signal that ended it.
    """

    report: SiteReport | None
    findings: tuple[str, ...]
    exit_code: int


def crawl(process: AsyncCrawlerProcess, spider: str, arguments: Mapping[str, str]) -> Crawled:
    """Crawl a site to its end, or until a signal comes; the caller holds the lock of the site.

    Args:
        process: Scrapy's process, not yet started.
        spider: Name of the spider.
        arguments: Its arguments.
    """
    crawler = process.create_crawler(spider)
    signals = CrawlSignals(process, process.settings.getfloat("STOP_PATIENCE"))
    process.crawl(crawler, **arguments)
    process.start(install_signal_handlers=False)
    if crawler.spider is None:
        return Crawled(None, (), signals.exit_code or EXIT_TROUBLE)
    # Where the crawl was ended at once, nobody has closed its account.
    if outcomes := crawler.get_extension(OutcomeRecorder):
        outcomes.spider_closed("shutdown")
    if record := crawler.get_extension(RunRecorder):
        record.spider_closed("shutdown")
    report = cast("SiteSpider", crawler.spider).ledger.report
    stats = crawler.stats
    serious = stats is not None and stats.get_value("health/serious", 0) > 0
    findings = () if stats is None else stats.get_value("health/findings", ())
    trouble = EXIT_TROUBLE if report.trouble or serious else 0
    return Crawled(report, tuple(findings), signals.exit_code or trouble)
