"""Prints by what the articles that `archive search` found are counted."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence

from rich.console import Console

from archive.commands.common import NOTHING, note, print_rows
from archive.commands.found import SearchFormat
from archive.exports.csv import BYTE_ORDER_MARK
from archive.search.counting import Count, Facet, Period, Step


def print_facets(found: Mapping[Facet, Sequence[Count]], output: SearchFormat) -> None:
    """Print the counts of facets: names for people, identifiers beside them for programs."""
    rows = [(field, count) for field, counts in found.items() for count in counts]
    if not rows:
        note("No article found.")
    elif output is SearchFormat.TABLE:
        shown = [(field, one.name or NOTHING, str(one.articles)) for field, one in rows]
        print_rows(("facet", "value", "articles"), shown, Console())
    else:
        plain = [(field.value, one.value, one.name, one.articles) for field, one in rows]
        _print_plain(("facet", "value", "name", "articles"), plain, output)
    total = sum(one.articles for one in found[Facet.SITE])
    for period in (Facet.YEAR, Facet.MONTH):
        undated = next((one.articles for one in found[period] if one.value is None), 0)
        _say_what_has_none(period.value, undated, total)


def print_timeline(by: Period, steps: Sequence[Step], output: SearchFormat) -> None:
    """Print a timeline; a gap has no count."""
    if not steps:
        note("No article found.")
    elif output is SearchFormat.TABLE:
        shown = [(step or NOTHING, _number(articles)) for step, articles in steps]
        print_rows((by.value, "articles"), shown, Console())
    else:
        _print_plain((by.value, "articles"), steps, output)
    undated = next((articles or 0 for step, articles in steps if step is None), 0)
    _say_what_has_none(by.value, undated, sum(articles or 0 for _, articles in steps))


def _number(articles: int | None) -> str:
    return "" if articles is None else str(articles)


def _print_plain(
    header: Sequence[str], rows: Sequence[Sequence[str | int | None]], output: SearchFormat
) -> None:
    if output is SearchFormat.CSV:
        sys.stdout.write(BYTE_ORDER_MARK)
        csv.writer(sys.stdout).writerows([header, *rows])
        return
    for row in rows:
        print(json.dumps(dict(zip(header, row, strict=True)), ensure_ascii=False))


def _say_what_has_none(period: str, undated: int, total: int) -> None:
    """Tell about articles that are in no period."""
    if undated:
        note(f"In no {period}, because none is known: {undated:,} of {total:,} articles.")
