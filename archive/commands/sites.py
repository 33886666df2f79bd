"""``archive sites``: the register of sites, with what the archive holds of each."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from archive import coverage, provinces
from archive.commands.common import NOTHING, note, open_archive, print_rows, shown_date
from archive.coverage import Coverage, Published
from archive.errors import ArchiveError
from archive.exports.csv import BYTE_ORDER_MARK, cell
from archive.readings import Precision
from archive.sites import Site, Status, register

_CENTRAL = "(central)"
_DAY = 10  # characters of YYYY-MM-DD


class SitesFormat(StrEnum):
    """How the register is printed."""

    TABLE = "table"
    CSV = "csv"
    JSONL = "jsonl"


def sites_command(
    status: Annotated[
        Status | None,
        typer.Option("--status", help="Only sites whose spider is verified so far and no further."),
    ] = None,
    output: Annotated[
        SitesFormat,
        typer.Option(
            "--format", help="Tables to read; or every key of the register, for programs."
        ),
    ] = SitesFormat.TABLE,
) -> None:
    """List the sites that are known, their spiders, and what the archive holds of each.

    A spider is replica-tested (it reads a replica of the site), fixture-tested (it reads recorded pages
    of the site, and a person has looked at each value) or unverified. Counted are articles, not the
    duplicates of others'; the dates are the oldest and the newest that were printed. Provinces are those
    of the site's body as it was. Without an archive the register is listed alone.
    """
    sites = [site for site in register() if status is None or site.status == status]
    found = _collect()
    if output is SitesFormat.CSV:
        _print_csv(sites, found or {})
    elif output is SitesFormat.JSONL:
        for site in sites:
            print(json.dumps(_record(site, found or {}), ensure_ascii=False))
    else:
        _print_tables(sites, found, Console())
        if status is None:
            _print_reach(coverage.reach(sites, found), Console())


def _collect() -> dict[str, Coverage] | None:
    """Return what the archive holds; None, and a line that says why, where it cannot be asked."""
    try:
        with open_archive() as engine:
            found = coverage.collect(engine)
    except ArchiveError as error:
        note(f"archive: the register alone, since the archive cannot be asked: {error}")
        return None
    known = {site.spider for site in register()}
    if others := sorted(spider for spider in found if spider not in known):
        note(f"archive: there are articles of spiders without an entry: {', '.join(others)}")
    return found


# --- For programs ----------------------------------------------------------------------------------


def _record(site: Site, found: dict[str, Coverage]) -> dict[str, object]:
    """Return the keys of an entry and what the archive holds, by name; None for what is not known."""
    held = found.get(site.spider) if site.spider else None
    return {
        "host": site.host,
        "aliases": list(site.aliases),
        "body": site.body,
        "province": site.province,
        "province_today": site.province and provinces.successor(site.province).id,
        "spider": site.spider,
        "cms": site.cms,
        "status": site.status,
        "checked": site.checked.isoformat(),
        "articles": held and held.articles,
        "first_published": held and (_shown(held.first_published) or None),
        "last_published": held and (_shown(held.last_published) or None),
        "last_seen_at": held and held.last_seen_at and held.last_seen_at.isoformat(),
        "why": site.why,
        "evidence": site.evidence,
        "note": site.note,
    }


def _print_csv(sites: Sequence[Site], found: dict[str, Coverage]) -> None:
    sys.stdout.write(BYTE_ORDER_MARK)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    for number, site in enumerate(sites):
        record = _record(site, found)
        if number == 0:
            writer.writerow(record)
        writer.writerow([cell(value) for value in record.values()])


# --- For people ------------------------------------------------------------------------------------


def _print_tables(
    sites: Sequence[Site], found: dict[str, Coverage] | None, console: Console
) -> None:
    crawled = [site for site in sites if site.spider is not None]
    others = [site for site in sites if site.spider is None]
    if not sites:
        note("No site of the register is of this status.")
    if console.is_terminal:
        _print_folded(crawled, others, found, console)
        return
    if crawled:
        header = ("site", "body", "province", "spider", "system", "status", "articles")
        rows: list[tuple[str, ...]] = [
            (site.host, site.body, _province(site), *_spider(site), *_held(site, found))
            for site in crawled
        ]
        print_rows((*header, "first", "last", "last seen"), rows, console)
    if others:
        _part(console)
        rows = [(site.host, site.body, _province(site), site.why or "") for site in others]
        print_rows(("no spider", "body", "province", "why"), rows, console)


def _print_folded(
    crawled: Sequence[Site],
    others: Sequence[Site],
    found: dict[str, Coverage] | None,
    console: Console,
) -> None:
    """Print sites in two lines each, so that ten columns have room on a terminal."""
    table = Table(box=SIMPLE_HEAD)
    for name in ("site\nbody, province", "spider\nsystem, status"):
        table.add_column(name, overflow="fold")
    table.add_column("articles", justify="right")
    for name in ("first\nlast", "last seen"):
        table.add_column(name, no_wrap=True)
    for site in crawled:
        spider, cms, status = _spider(site)
        articles, first, last, seen = _held(site, found)
        published = Text(f"{first}\n{last}".strip())
        table.add_row(
            _place(site), _two_lines(spider, f"{cms}, {status}"), articles, published, seen
        )
    if crawled:
        console.print(table)
    table = Table("no spider\nbody, province", "why", box=SIMPLE_HEAD)
    for site in others:
        table.add_row(_place(site), Text(site.why or ""))
    if others:
        console.print(table)


def _place(site: Site) -> Text:
    return _two_lines(site.host, f"{site.body}, {_province(site)}")


def _two_lines(first: str, second: str) -> Text:
    return Text.assemble(first, "\n", (second, "dim"))


def _print_reach(counts: Sequence[coverage.Reach], console: Console) -> None:
    before, today = coverage.totals()
    _part(console)
    rows = [(count.what, str(count.before), str(count.today)) for count in counts]
    print_rows(
        ("provinces", f"of the {before} to June 2025", f"of the {today} since"), rows, console
    )


def _part(console: Console) -> None:
    if not console.is_terminal:
        console.file.write("\n")


def _spider(site: Site) -> tuple[str, str, str]:
    return site.spider or NOTHING, site.cms or NOTHING, site.status or NOTHING


def _held(site: Site, found: dict[str, Coverage] | None) -> tuple[str, str, str, str]:
    """Return articles, first and last publication and when they were last seen; empty without archive."""
    if found is None:
        return "", "", "", ""
    held = found.get(site.spider or "")
    if held is None or not held.articles:
        return "0", NOTHING, NOTHING, NOTHING
    seen = shown_date(held.last_seen_at, Precision.DAY)
    return (
        str(held.articles),
        _shown(held.first_published) or NOTHING,
        _shown(held.last_published) or NOTHING,
        seen,
    )


def _shown(published: Published | None) -> str:
    """Return a date to the day, or as exactly as it is known; nothing where there is none."""
    if published is None:
        return ""
    return shown_date(published.moment, published.precision)[:_DAY]


def _province(site: Site) -> str:
    return _CENTRAL if site.province is None else provinces.get(site.province).name
