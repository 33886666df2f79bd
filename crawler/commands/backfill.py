"""``scrapy backfill NAME``: walk through a site's history, in as many sittings as it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive import database, gaps
from archive.errors import ArchiveError
from crawler.commands.checks import EXIT_TROUBLE, leave
from crawler.commands.crawl import Command as Crawl

if TYPE_CHECKING:
    import argparse


class Command(Crawl):
    """Crawl a site's history; what was begun goes on with the same command."""

    command = "backfill"

    def short_desc(self) -> str:
        """Describe the command in one line."""
        return "Walk all listings of a site to their ends; stop and resume it as you like"

    def long_desc(self) -> str:
        """Describe the command for ``--help``."""
        return (
            "Walk all listings of one site to their ends and fetch every article that the archive does "
            "not have, between --since and --until where they are given. Stop it at any time (Ctrl-C, "
            "SIGTERM, kill): the same command goes on where it was stopped, also on another night, and "
            "nightly runs in between do not disturb it. With --gaps the period is from the first to the "
            "last gap that `archive gaps` reports of the site. Exit codes as of `scrapy crawl`."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument("--since", metavar="YYYY-MM-DD", help="first day of publication")
        parser.add_argument("--until", metavar="YYYY-MM-DD", help="last day of publication")
        parser.add_argument(
            "--gaps", action="store_true", help="fetch what `archive gaps` reports of the site"
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Turn the period into spider arguments, and check everything before Scrapy starts."""
        if opts.gaps:
            if opts.since or opts.until:
                leave("--gaps finds the period itself: leave --since and --until out")
            opts.since, opts.until = self._gaps(args)
        for name in ("since", "until"):
            if value := getattr(opts, name):
                opts.spargs.append(f"{name}={value}")
        super().process_options(args, opts)
        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        if not self.settings["ARCHIVE_DATABASE_URL"]:
            leave("a backfill needs an archive: set ARCHIVE_DATABASE_URL")
        self.settings.set("BACKFILL", value=True, priority="cmdline")

    def _gaps(self, args: list[str]) -> tuple[str, str]:
        """Return the first and the last day of all gaps of a site; leave where there are none."""
        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        try:
            engine = database.open_database(self.settings["ARCHIVE_DATABASE_URL"], read_only=True)
            database.check(engine, writable=False)
            found = gaps.find(engine, args[0] if args else None)
            engine.dispose()
        except ArchiveError as error:
            leave(str(error), EXIT_TROUBLE)
        if not found:
            leave(f"no gaps are known of {' '.join(args)}", 0)
        return str(min(gap.first for gap in found)), str(max(gap.last for gap in found))
