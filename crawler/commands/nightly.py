"""``scrapy nightly [NAME ...]``: all sites, each in a process of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.spiderloader import get_spider_loader
from scrapy.utils.conf import arglist_to_dict

from crawler.commands.checks import EXIT_TROUBLE, check_crawls, leave
from crawler.nightly import Job, NightlyRun
from crawler.tables import print_reports

if TYPE_CHECKING:
    import argparse


class Command(ScrapyCommand):
    """Crawl all sites into the archive, and say what became of every article."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return the arguments for ``--help``."""
        return "[options] [NAME ...]"

    def short_desc(self) -> str:
        """Describe the command in one line."""
        return "Crawl all sites (or those named), each in its own process, and print the run table"

    def long_desc(self) -> str:
        """Describe the command for ``--help``."""
        return (
            "Crawl all sites, or those named, into the archive. Each site has a process of its own, so "
            "that one that hangs or dies takes no other with it; its log and its report lie under "
            "runs/. Exit code 0: all well; 1: a site failed or gave nothing; 2: the command was wrong."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument(
            "-a",
            dest="spargs",
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help="argument for every spider (since, until, full)",
        )
        parser.add_argument(
            "--copies",
            metavar="FILE",
            help="crawl copies of the sites: a JSON file with a base_url for each spider",
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the options."""
        super().process_options(args, opts)
        try:
            opts.spargs = arglist_to_dict(opts.spargs)
        except ValueError:
            raise UsageError("Invalid -a value, use -a NAME=VALUE", print_help=False) from None

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run all crawls, then print the run table on standard output."""
        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        copies = _copies(opts.copies)
        given = cast("dict[str, str]", opts.spargs)
        crawls = {
            name: given | ({"base_url": copies[name]} if name in copies else {})
            for name in args or sorted(get_spider_loader(self.settings).list())
        }
        check_crawls(self.settings, crawls, feed=False)
        jobs = [Job(name, arguments) for name, arguments in crawls.items()]
        reports = NightlyRun(self.settings, settings_given=opts.set).run(jobs)
        print_reports(reports)
        if any(report.trouble for report in reports):
            self.exitcode = EXIT_TROUBLE


def _copies(file: str | None) -> dict[str, str]:
    if file is None:
        return {}
    try:
        return {str(k): str(v) for k, v in json.loads(Path(file).read_text("utf-8")).items()}
    except OSError as error:
        leave(f"--copies {file}: {error.strerror}")
    except (ValueError, AttributeError):
        leave(f'--copies {file}: write JSON such as {{"nghe_an": "http://127.0.0.1:8080"}}')
