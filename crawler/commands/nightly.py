"""``scrapy nightly [NAME ...]``: all sites, each in a process of its own."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from archive.errors import ArchiveError
from archive.locks import NIGHTLY
from archive.sites import Status, register
from archive.timezone import now
from crawler.alerts import line
from crawler.commands.checks import EXIT_TROUBLE, check_arguments, hold_lock, leave, read_alerts
from crawler.loading import SiteSpiderLoader
from crawler.night import Night
from crawler.nightly import Job, NightlyRun
from crawler.project_command import ArgumentsCommand
from crawler.stopping import Signals
from crawler.tables import print_lines, print_reports

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from scrapy.settings import BaseSettings


class Command(ArgumentsCommand):
    """Crawl all sites into the archive, and say what became of every article."""

    arguments: ClassVar[str] = "argument for every spider (since, until, full)"

    def syntax(self) -> str:
        """Return the arguments for ``--help``."""
        return "[options] [NAME ...]"

    def short_desc(self) -> str:
        """Describe the command in one line."""
        return (
            "Crawl the verified sites, or those named, each in its own process; print the run table"
        )

    def long_desc(self) -> str:
        """Describe the command for ``--help``."""
        return (
            "Crawl all sites, or those named, into the archive. Spiders that are unverified (`archive "
            "sites`) are crawled only where they are named. Each site has a process of its own, so "
            "that one that hangs or dies takes no other with it; its log and its report lie under "
            "runs/, with report.json for the whole night. What was found wrong is printed and sent to "
            "where the settings ALERT_... say. Exit code 0: all well; 1: a site failed or gave nothing, "
            "a health monitor found something serious, or the archive could not be used; 2: the command "
            "was wrong; 3: another nightly run is on; 143 or 130: stopped by SIGTERM or Ctrl-C, with "
            "all reports written."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument(
            "--copies",
            metavar="FILE",
            help="crawl copies of the sites: a JSON file with a base_url for each spider",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run all crawls, then print the run table on standard output."""
        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        copies = _copies(opts.copies)
        given = cast("dict[str, str]", opts.spargs)
        loader = SiteSpiderLoader.from_settings(self.settings)
        names, left_out = (args, []) if args else verified_names(loader)
        crawls = {
            name: given | ({"base_url": copies[name]} if name in copies else {}) for name in names
        }
        # A spider that cannot be used ends the command where it was named, else only its own crawl.
        usable = {
            name: value for name, value in crawls.items() if args or name not in loader.faults
        }
        check_arguments(self.settings, usable)
        alerts = read_alerts(self.settings)
        with hold_lock(self.settings, NIGHTLY, "scrapy nightly"):
            night = Night(self.settings, alerts, _folder(self.settings), Signals())
            jobs = [Job(name, given) for name, given in crawls.items()]
            self._crawl(night, jobs, opts.set, left_out)

    def _crawl(
        self, night: Night, jobs: Sequence[Job], given: Sequence[str], left_out: Sequence[str]
    ) -> None:
        assert self.settings is not None  # noqa: S101 - set by scrapy.cmdline
        reports = []
        if night.begin():
            if left_out:
                sys.stderr.write(
                    f"unverified spiders left out: {len(left_out)}; `archive sites --status unverified` "
                    "lists them, and `scrapy nightly NAME` crawls one\n"
                )
            crawls = NightlyRun(self.settings, night.folder, night.run_id, night.signals, given)
            reports = crawls.run(jobs)
        verdict = night.end(reports, jobs, given)
        if night.problem:
            sys.stderr.write(f"{night.problem}\n")
        for delivery in verdict.deliveries:
            if delivery.complaint:
                sys.stderr.write(f"{delivery.complaint}\n")
        if reports:
            print_reports(reports)
            print_lines(line(finding) for finding in verdict.findings)
            print_lines(seen for check in verdict.checks for seen in check.lines())
        self.exitcode = verdict.exit_code


def verified_names(loader: SiteSpiderLoader) -> tuple[list[str], list[str]]:
    """Return the spiders of a run for which none was named, and those that are left out.

    Those that cannot be used are among the first: the night has to say so.
    """
    try:
        status = {site.spider: site.status for site in register()}
    except ArchiveError as error:
        leave(str(error), EXIT_TROUBLE)
    names = sorted({*loader.list(), *loader.faults})
    verified = [name for name in names if status.get(name, Status.UNVERIFIED) != Status.UNVERIFIED]
    return verified, [name for name in names if name not in verified]


def _folder(settings: BaseSettings) -> Path:
    """Make the folder of this run; end with one line where that cannot be done."""
    folder = Path(settings["RUNS_FOLDER"]) / f"{now():%Y%m%dT%H%M%S}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        leave(f"the folder {folder} of RUNS_FOLDER cannot be made: {error.strerror}", EXIT_TROUBLE)
    return folder


def _copies(file: str | None) -> dict[str, str]:
    if file is None:
        return {}
    try:
        return {str(k): str(v) for k, v in json.loads(Path(file).read_text("utf-8")).items()}
    except OSError as error:
        leave(f"--copies {file}: {error.strerror}")
    except (ValueError, AttributeError):
        leave(f'--copies {file}: write JSON such as {{"nghe_an": "http://127.0.0.1:8080"}}')
