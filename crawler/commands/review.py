"""``scrapy review NAME``: a person looks at each value that was read of recorded pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from scrapy.spiderloader import get_spider_loader

from archive.errors import ArchiveError
from crawler.commands.checks import EXIT_TROUBLE, leave, load_spider
from crawler.project_command import ProjectCommand

if TYPE_CHECKING:
    import argparse

    from crawler.platforms.site import SiteSpider


class Command(ProjectCommand):
    """Show each value that nobody has confirmed beside its page, and enter what a person says."""

    def syntax(self) -> str:
        """Return the arguments for ``--help``."""
        return "[options] NAME"

    def short_desc(self) -> str:
        """Describe the command in one line."""
        return "Show what was read of a site's recorded pages beside the pages, and take your word"

    def long_desc(self) -> str:
        """Describe the command for ``--help``."""
        return (
            "Walk through the values of a site's fixtures (tests/fixtures/NAME/) that nobody has "
            "reviewed: the lines of the page on the left, the value and its rule on the right. Answer y "
            "(the page says this), e (edit), n (the page prints nothing of the kind), v (view the whole "
            "value), s (skip), q (quit). Each answer is written at once with your name and the day: q or "
            "Ctrl-C loses nothing, and the same command goes on. When all is reviewed and read so, the "
            "register says fixture-tested, and the nightly run crawls the site. Answers may come from a "
            "pipe, one a line. Exit code 0: all is reviewed, and read so; 1: something is left, or is "
            "read otherwise than you said; 2: the command was wrong."
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002
        """Put the questions, then say how the site stands."""
        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        if len(args) != 1:
            leave("name one spider: scrapy review NAME (`scrapy list` names them)")
        name = args[0]
        spider = cast("type[SiteSpider]", load_spider(get_spider_loader(self.settings), name))
        # Scrapy imports all commands, and only this one needs what reads and shows recorded pages.
        from crawler.fixtures.session import review

        try:
            self.exitcode = review(spider)
        except ArchiveError as error:
            leave(str(error), EXIT_TROUBLE)
