"""``scrapy checksite NAME``: a few polite requests, and whether the site is still read as it was."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, ClassVar, cast

from scrapy.spiderloader import get_spider_loader

from archive.errors import ArchiveError
from crawler.commands.checks import EXIT_TROUBLE, check_arguments, leave, load_spider
from crawler.project_command import ArgumentsCommand

if TYPE_CHECKING:
    import argparse

    from crawler.platforms.site import SiteSpider

_INTERRUPTED = 130
_FORMATS = ("table", "json")
_ARGUMENTS = ("base_url", "host")


class Command(ArgumentsCommand):
    """Look at a site with at most five requests, and say what is no longer read as it was."""

    arguments: ClassVar[str] = (
        "base_url=http://127.0.0.1:8080 asks a copy of the site; host=NAME sets the host"
    )

    def syntax(self) -> str:
        """Return the arguments for ``--help``."""
        return "[options] NAME"

    def short_desc(self) -> str:
        """Describe the command in one line."""
        return "Look at a site with at most 5 requests, and say what is no longer read as it was"

    def long_desc(self) -> str:
        """Describe the command for ``--help``."""
        return (
            "Ask a site for robots.txt, the listing that was recorded (or the start page) and three of "
            "its articles, at most 5 requests, as politely as a crawl; print what is read of them and "
            "by which rule, beside the newest fixture and the last 50 articles of the archive; and say "
            "what has changed: selectors that no longer match, dates or other fields that went missing, "
            "another content system, a listing without articles. Nothing is stored. Where the output is "
            "no terminal the table is Markdown, to be pasted into a review. Exit code 0: all is read as "
            "it was; 1: something is wrong, or the site cannot be reached; 2: the command was wrong; "
            "130: stopped by Ctrl-C."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument(
            "--format",
            metavar="FORMAT",
            default="table",
            help="table (default), or json for machines",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Look at the site, and print what came of it."""
        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        if len(args) != 1:
            leave("name one spider: scrapy checksite NAME (`scrapy list` names them)")
        if opts.format not in _FORMATS:
            leave(f"--format {opts.format}: write table or json")
        unknown = sorted(set(opts.spargs) - set(_ARGUMENTS))
        if unknown:
            leave(f"-a {unknown[0]}: there is no such argument; there are: {', '.join(_ARGUMENTS)}")
        check_arguments(self.settings, {args[0]: opts.spargs})
        spider = cast("type[SiteSpider]", load_spider(get_spider_loader(self.settings), args[0]))
        # What fetches pages takes a quarter of a second to import, and Scrapy imports all commands.
        from crawler.canary_report import as_json, print_check
        from crawler.canary_visit import look
        from crawler.scouting.visits import VisitsStopped

        try:
            check = look(self.settings, spider, opts.spargs)
        except ArchiveError as error:
            leave(str(error), EXIT_TROUBLE)
        except VisitsStopped:
            leave("stopped before all was looked at", _INTERRUPTED)
        if opts.format == "json":
            sys.stdout.write(json.dumps(as_json(check), ensure_ascii=False, indent=1) + "\n")
        else:
            print_check(check)
        self.exitcode = EXIT_TROUBLE if check.wrong else 0
