"""``archive stats``: what the archive holds."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console

from archive.commands.common import NOTHING, note, open_archive, print_rows
from archive.statistics import Count, Statistics, collect


class StatsFormat(StrEnum):
    """How the numbers are printed."""

    TABLE = "table"
    JSON = "json"


def stats_command(
    output: Annotated[
        StatsFormat, typer.Option("--format", help="Tables to read, or one JSON object.")
    ] = StatsFormat.TABLE,
) -> None:
    """Count what the archive holds, by site, province, year, topic and kind.

    Provinces are those of the article's date; an article may have several provinces and topics.
    """
    with open_archive() as engine:
        statistics = collect(engine)
    if output is StatsFormat.JSON:
        sys.stdout.write(json.dumps(_as_json(statistics), ensure_ascii=False, indent=2) + "\n")
    else:
        _print_tables(statistics, Console())


def _as_json(statistics: Statistics) -> dict[str, object]:
    numbers = asdict(statistics)
    for name in ("first_seen_at", "last_seen_at"):
        moment = numbers[name]
        numbers[name] = moment and moment.isoformat()
    return numbers


def _print_tables(statistics: Statistics, console: Console) -> None:
    totals = (
        ("articles", statistics.articles),
        ("with a date", statistics.dated),
        ("duplicates", statistics.duplicates),
        ("earlier states kept", statistics.revisions),
        ("first seen", statistics.first_seen_at or NOTHING),
        ("last seen", statistics.last_seen_at or NOTHING),
    )
    print_rows(("archive", ""), [(name, str(value)) for name, value in totals], console)
    sites = [
        (site.host, site.spider, *map(str, (site.articles, site.dated, site.duplicates)))
        for site in statistics.by_site
    ]
    _print_group(("site", "spider", "articles", "with a date", "duplicates"), sites, console)
    years = [(str(count.year or NOTHING), str(count.articles)) for count in statistics.by_year]
    _print_group(("province", "name", "articles"), _rows(statistics.by_province), console)
    _print_group(("year", "articles"), years, console)
    _print_group(("topic", "name", "articles"), _rows(statistics.by_topic), console)
    _print_group(("kind", "name", "articles"), _rows(statistics.by_kind), console)
    if statistics.not_described:
        note(
            f"{statistics.not_described} articles were described by other readers than today's: "
            "run `archive retag`."
        )


def _rows(counts: Iterable[Count]) -> list[tuple[str, ...]]:
    return [(count.id or NOTHING, count.name or NOTHING, str(count.articles)) for count in counts]


def _print_group(
    header: tuple[str, ...], rows: Sequence[tuple[str, ...]], console: Console
) -> None:
    if not rows:
        return
    if not console.is_terminal:
        console.file.write("\n")
    print_rows(header, rows, console)
