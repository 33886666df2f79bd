"""``scrapy crawl NAME``: Scrapy's command, with clear errors, a report and an exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from scrapy.commands.crawl import Command as ScrapyCrawl

from crawler.commands.checks import EXIT_TROUBLE, check_crawls, leave
from crawler.tables import print_reports

if TYPE_CHECKING:
    import argparse

    from crawler.platforms.site import SiteSpider


class Command(ScrapyCrawl):
    """Crawl one site into the archive, or into a feed export."""

    def long_desc(self) -> str:
        """Describe the command for ``--help``."""
        return (
            "Crawl one site into the archive. Arguments (-a): base_url=http://127.0.0.1:8080 crawls a "
            "copy of the site; since=YYYY-MM-DD and until=YYYY-MM-DD bound the publication date; "
            "full=1 walks every listing to its end; start_urls=/path,/path names other start pages; "
            "host=NAME and article_pattern=REGEX set what is not known of a site. With -O FILE the "
            "articles also go to a file, which needs no database. Exit code 0: all well; 1: the site "
            "failed or gave nothing; 2: the command was wrong."
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check everything before Scrapy starts, and logs that it does."""
        super().process_options(args, opts)
        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        if len(args) != 1:
            leave("name one spider: scrapy crawl NAME (`scrapy list` names them)")
        feed = bool(self.settings.getdict("FEEDS"))
        check_crawls(self.settings, {args[0]: opts.spargs}, feed=feed)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl, then print the report on standard output."""
        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        assert self.crawler_process is not None  # noqa: S101 - likewise
        crawler = self.crawler_process.create_crawler(args[0])
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        if crawler.spider is None:
            self.exitcode = EXIT_TROUBLE
            return
        report = cast("SiteSpider", crawler.spider).ledger.report
        if not _writes_to_stdout(self.settings.getdict("FEEDS")):
            print_reports([report])
        if report.trouble:
            self.exitcode = EXIT_TROUBLE


def _writes_to_stdout(feeds: dict[str, object]) -> bool:
    return any(str(target) in ("-", "stdout:") for target in feeds)
