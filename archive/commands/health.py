"""``archive health``: what is wrong with the sites, from the records of the runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import typer
from rich.console import Console

from archive import history
from archive.commands.common import NOTHING, note, open_archive, print_rows
from archive.commands.reports import FormatOption, ReportFormat, SiteOption, print_json, spiders
from archive.health import Finding, check
from archive.timezone import now


def health_command(site: SiteOption = None, output: FormatOption = ReportFormat.TABLE) -> None:
    """Say what is wrong with the sites, each measured against its own history.

    Watched are crawls that failed or died, sites that have gone quiet or are not crawled, fields that
    fewer articles have, rejections, failures and missing articles that rise, listings that are not
    reached or are empty, and start pages of another system.

    Exit code 0: nothing was found; 1: there are findings, or the archive cannot be read.
    """
    with open_archive() as engine:
        histories = history.read(engine, spiders(engine, site))
    findings = [finding for site in histories for finding in check(site, now())]
    if output is ReportFormat.JSON:
        print_json(asdict(finding) for finding in findings)
    elif any(site.runs for site in histories):
        _print_table(findings)
    else:
        note("archive: no crawl is recorded yet")
    if findings:
        raise typer.Exit(1)


def _print_table(findings: Sequence[Finding]) -> None:
    if not findings:
        print("All is well.")
        return
    rows = [
        (
            finding.site or NOTHING,
            finding.monitor.value,
            finding.severity.value,
            f"{finding.since:%Y-%m-%d}" if finding.since else NOTHING,
            finding.message,
        )
        for finding in findings
    ]
    print_rows(("site", "monitor", "severity", "since", "what was seen"), rows, Console())
