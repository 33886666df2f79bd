"""``scrapy reextract [NAME ...]``: stored pages through the page objects of today, without network."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from scrapy.spiderloader import get_spider_loader

from archive import database
from archive.errors import ArchiveError
from archive.store import Store
from crawler.commands.checks import EXIT_TROUBLE, leave, load_spider
from crawler.platforms.arguments import read_day
from crawler.platforms.period import Period
from crawler.project_command import ProjectCommand
from crawler.reextraction import Comparison, Work
from crawler.tables import console

if TYPE_CHECKING:
    import argparse

    from crawler.platforms.base import BaseSpider


class Command(ProjectCommand):
    """Read stored pages again, and say which fields would change; with ``--apply`` store the result."""

    def syntax(self) -> str:
        """Return the arguments for ``--help``."""
        return "[options] [NAME ...]"

    def short_desc(self) -> str:
        """Describe the command in one line."""
        return "Read the stored pages of articles again, and report which fields would change"

    def long_desc(self) -> str:
        """Describe the command for ``--help``."""
        return (
            "Read the stored pages of all articles, or those of the sites named, with the page objects "
            "of today, without network, and report which fields would change, with examples. With "
            "--apply the articles take the new reading, and what it replaces stays in the table "
            "earlier_readings; that makes no revision. It can be stopped at any time and run again, also "
            "while sites are crawled. A page that cannot be read again is counted with its reason, and "
            "its article stays as it is. Exit code 0: every page was read; 1: some could not be read, "
            "the archive could not be used, or the work was stopped; 2: the command was wrong."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument(
            "--site",
            action="append",
            default=[],
            metavar="NAME",
            help="only articles of this spider; may be given several times, as NAME may",
        )
        parser.add_argument(
            "--since",
            metavar="YYYY-MM-DD",
            help="only articles published on this day or later, and undated ones",
        )
        parser.add_argument(
            "--until",
            metavar="YYYY-MM-DD",
            help="only articles published on this day or earlier, and undated ones",
        )
        parser.add_argument("--apply", action="store_true", help="store what was read")
        parser.add_argument(
            "--jobs",
            metavar="N",
            default=str(len(os.sched_getaffinity(0))),
            help="processes that read pages (default: one for each core)",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read, compare, store; then print the report on standard output."""
        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        spiders = self._spiders([*args, *opts.site])
        if not opts.jobs.isdecimal() or int(opts.jobs) < 1:
            leave(f"--jobs {opts.jobs}: give a number of processes, 1 or more")
        try:
            period = Period(_day("since", opts.since), _day("until", opts.until))
        except ArchiveError as error:
            leave(str(error))
        url, folder = self.settings["ARCHIVE_DATABASE_URL"], self.settings["ARCHIVE_CAPTURES"]
        if not url or not folder:
            name = "ARCHIVE_CAPTURES" if url else "ARCHIVE_DATABASE_URL"
            leave(f"there are no stored pages without {name}: set it to where they are")
        try:
            engine = database.open_database(url, read_only=not opts.apply)
            try:
                database.check(engine, writable=opts.apply)
                store = Store(engine) if opts.apply else None
                work = Work(engine, Path(folder), spiders, period, int(opts.jobs), store)
                self._run(work)
            finally:
                engine.dispose()
        except ArchiveError as error:
            leave(str(error), EXIT_TROUBLE)
        except KeyboardInterrupt:
            leave(
                "stopped: what was stored stays, and the same command does the rest", EXIT_TROUBLE
            )

    def _spiders(self, names: list[str]) -> dict[str, type[BaseSpider]]:
        """Return the spiders that are named, or all; end with one line where there is no such spider."""
        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        loader = get_spider_loader(self.settings)
        return {
            name: cast("type[BaseSpider]", load_spider(loader, name))
            for name in names or loader.list()
        }

    def _run(self, work: Work) -> None:
        ids = work.find()
        if not ids:
            sys.stderr.write("no article of these sites and this period has a stored page\n")
            return
        with _progress() as progress:
            task = progress.add_task("pages", total=len(ids))
            comparison = work.run(ids, lambda count: progress.advance(task, count))
        print_comparison(comparison, applied=work.store is not None)
        if comparison.unreadable:
            self.exitcode = EXIT_TROUBLE


def _day(name: str, value: str | None) -> Any:
    return None if value is None else read_day(name, value)


def _progress() -> Progress:
    target = console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=target,
        disable=not target.is_terminal,
    )


def print_comparison(comparison: Comparison, *, applied: bool) -> None:
    """Print what came out to standard output: fields with examples, then what could not be read."""
    out = console()
    did = "changed" if applied else "would change"
    out.print(
        f"{comparison.read} pages read again: {comparison.changed} articles {did}; "
        f"{comparison.parsers} had been read by another version of their page object."
    )
    if comparison.moved:
        out.print(
            f"{comparison.moved} articles were left alone: a crawl has changed them meanwhile."
        )
    if comparison.fields:
        table = Table(title=f"Articles that {did}, by field", title_justify="left")
        table.add_column("field")
        table.add_column("articles", justify="right")
        table.add_column("examples: number, before → after", overflow="fold")
        for name, count in comparison.fields.most_common():
            examples = [f"{x.article_id}: {x.old} → {x.new}" for x in comparison.examples[name]]
            table.add_row(name, str(count), "\n".join(examples).replace("[", r"\["))
        out.print(table)
    for reason, count in comparison.unreadable.most_common():
        out.print(f"not read again: {count} × {reason}", markup=False)
        for detail in comparison.details[reason]:
            out.print(f"    {detail}", markup=False, soft_wrap=True)
    if comparison.changed and not applied:
        out.print("Nothing was stored; --apply stores it, and keeps what it replaces.")
