"""``archive gaps``: months in which the archive lacks articles of a site."""

from __future__ import annotations

from dataclasses import asdict

from rich.console import Console

from archive import gaps
from archive.commands.common import open_archive, print_rows
from archive.commands.reports import FormatOption, ReportFormat, SiteOption, print_json, spiders

_WHOLE_SITE = "(whole site)"


def gaps_command(site: SiteOption = None, output: FormatOption = ReportFormat.TABLE) -> None:
    """List months with far fewer articles than the months around them, by site and section.

    Expected is the median of the six months before and after, those without articles left out; listed
    are months with less than a quarter of it. `scrapy backfill --gaps` fetches what is missing.
    Duplicates are counted; articles without a date and the present month are not.
    """
    with open_archive() as engine:
        names = spiders(engine, site)
        found = [gap for gap in gaps.find(engine) if names is None or gap.spider in names]
    if output is ReportFormat.JSON:
        print_json(asdict(gap) for gap in found)
        return
    if not found:
        print("No gaps.")
        return
    rows = [
        (
            gap.spider,
            f"{gap.first:%Y-%m}",
            f"{gap.expected:g}",
            str(gap.seen),
            gap.section or _WHOLE_SITE,
        )
        for gap in found
    ]
    print_rows(("site", "month", "expected", "seen", "section"), rows, Console())
