"""``scrapy crawl NAME``: Scrapy's command, with clear errors, a report and an exit code."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, cast

from scrapy.commands.crawl import Command as ScrapyCrawl

from crawler.commands.checks import check_crawls, hold_lock, leave, read_alerts
from crawler.crawling import crawl
from crawler.tables import print_lines, print_reports

if TYPE_CHECKING:
    import argparse
    from contextlib import AbstractContextManager

    from scrapy.crawler import AsyncCrawlerProcess


class Command(ScrapyCrawl):
    """Crawl one site into the archive, or into a feed export.

    Attributes:
        command: What the run is recorded as (`runs.command`).
    """

    command = "crawl"
    _lock: AbstractContextManager[object] = nullcontext()

    def long_desc(self) -> str:
        """Describe the command for ``--help``."""
        return (
            "Crawl one site into the archive. Arguments (-a): base_url=http://127.0.0.1:8080 crawls a "
            "copy of the site; since=YYYY-MM-DD and until=YYYY-MM-DD bound the publication date; "
            "full=1 walks every listing to its end; start_urls=/path,/path names other start pages; "
            "host=NAME and article_pattern=REGEX set what is not known of a site. With -O FILE the "
            "articles also go to a file, which needs no database. Exit code 0: all well; 1: the site "
            "failed or gave nothing, or a health monitor found something serious; 2: the command was "
            "wrong; 3: another crawl of the site is on; 143 or 130: stopped by SIGTERM or Ctrl-C, with "
            "the report written."
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check everything before Scrapy starts, and logs that it does."""
        super().process_options(args, opts)
        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        if len(args) != 1:
            leave("name one spider: scrapy crawl NAME (`scrapy list` names them)")
        feed = bool(self.settings.getdict("FEEDS"))
        check_crawls(self.settings, {args[0]: opts.spargs}, feed=feed)
        read_alerts(self.settings)
        # A crawl without a database harms no other.
        if self.settings["ARCHIVE_DATABASE_URL"]:
            self._lock = hold_lock(self.settings, args[0], f"scrapy {self.command} {args[0]}")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl, then print the report on standard output."""
        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        assert self.crawler_process is not None  # noqa: S101 - likewise
        self.settings.set("RUN_COMMAND", self.command, priority="cmdline")
        with self._lock:
            crawled = crawl(cast("AsyncCrawlerProcess", self.crawler_process), args[0], opts.spargs)
        if crawled.report is not None and not _writes_to_stdout(self.settings.getdict("FEEDS")):
            print_reports([crawled.report])
            print_lines(crawled.findings)
        self.exitcode = crawled.exit_code


def _writes_to_stdout(feeds: dict[str, object]) -> bool:
    return any(str(target) in ("-", "stdout:") for target in feeds)
