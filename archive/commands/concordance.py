"""``archive concordance``: every place where words stand, with the text around them."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import asdict
from enum import StrEnum
from itertools import chain, islice
from typing import Annotated, Any, Final

import typer
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from archive.commands.common import (
    NOTHING,
    ExpandOption,
    KindOption,
    ProvinceOption,
    ProvinceTodayOption,
    SinceOption,
    SiteOption,
    TopicOption,
    UntilOption,
    note,
    open_archive,
    shown_date,
)
from archive.exports.csv import BYTE_ORDER_MARK, cell
from archive.provinces import get
from archive.search.concordance import WIDTH, Line, Sort, concordance
from archive.search.resolving import asked
from archive.selection import MOST, BadRequest, Selection

# Cells of the columns before the text, which cannot wait for the longest value: number of the article,
# date, province. And how much of a line of a terminal the keyword is given.
_COLUMNS: Final = (7, 10, 17)
_GAP: Final = "  "
_KEYWORD: Final = 20
_NARROWEST: Final = 15
_WIDEST: Final = 10_000


class ConcordanceFormat(StrEnum):
    """How the lines are printed."""

    TABLE = "table"
    CSV = "csv"
    JSONL = "jsonl"


def concordance_command(
    text: Annotated[
        str,
        typer.Argument(
            metavar="QUERY",
            help='Words and "phrases" as for `archive search`; all of them are shown. One that begins '
            "with - comes last, behind --.",
            show_default=False,
        ),
    ],
    province: ProvinceOption = None,
    province_today: ProvinceTodayOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    topic: TopicOption = None,
    kind: KindOption = None,
    site: SiteOption = None,
    expanded: ExpandOption = False,
    width: Annotated[
        int | None,
        typer.Option(
            "--width",
            min=0,
            max=_WIDEST,
            metavar="N",
            help="At most so many letters on each side, whole words; default: what a line of the "
            f"terminal has room for, {WIDTH} elsewhere.",
            show_default=False,
        ),
    ] = None,
    sort: Annotated[
        Sort,
        typer.Option(
            "--sort",
            help="Newest article first, or by the words before (left) or behind (right) the keyword.",
        ),
    ] = Sort.DATE,
    limit: Annotated[
        int,
        typer.Option(
            "--limit", min=0, max=MOST, metavar="N", help="At most so many lines; 0 means all."
        ),
    ] = 100,
    output: Annotated[
        ConcordanceFormat,
        typer.Option("--format", help="A table to read, CSV for spreadsheets, or JSON Lines."),
    ] = ConcordanceFormat.TABLE,
) -> None:
    """Show every place where the words of QUERY stand in title, lead and body: keyword in context.

    Phrases are shown as one keyword, and of NEAR both sides with what is between. ¶ is the end of a
    paragraph. Excluded words, fields and author: choose articles and are not shown.
    """
    selection = Selection(
        province=province,
        province_today=province_today,
        since=since,
        until=until,
        topic=topic,
        kind=kind,
        site=site,
    )
    query = asked(text, selection, expanded=expanded)
    if sort is not Sort.DATE and not limit:
        raise BadRequest("--sort left and right keep the lines in memory: give --limit a number")
    console = Console()
    if width is None:
        is_shown = output is ConcordanceFormat.TABLE and console.is_terminal
        width = _room(console) if is_shown else WIDTH
    most = limit + 1 if limit else None
    with (
        open_archive() as engine,
        closing(concordance(engine, query, width=width, sort=sort, limit=most)) as lines,
    ):
        first = next(lines, None)
        if first is None:
            note("No article found.")
            return
        shown = chain([first], islice(lines, limit - 1) if limit else lines)
        if output is ConcordanceFormat.TABLE:
            _print_table(shown, width, console)
        elif output is ConcordanceFormat.CSV:
            _print_csv(shown)
        else:
            _print_jsonl(shown)
        if next(lines, None) is not None:
            note(f"There are more than {limit} lines; --limit 0 gives all.")


def _room(console: Console) -> int:
    """Return how many cells a line of a terminal has for the context on each side."""
    left = console.width - sum(_COLUMNS) - len(_GAP) * len(_COLUMNS) - _KEYWORD
    return max(left // 2, _NARROWEST)


def _print_table(lines: Iterable[Line], width: int, console: Console) -> None:
    """Print lines one by one, the keywords below each other."""
    header = _row(("id", "date", "province"), "", width)
    console.print(Text(header.rstrip(), "bold"), soft_wrap=True)
    for line in lines:
        facts = (
            str(line.article),
            shown_date(line.published_at, line.published_precision)[: _COLUMNS[1]],
            ", ".join(get(province).name for province in line.provinces) or NOTHING,
        )
        before = _row(facts, line.left, width)
        console.print(
            Text.assemble(before, (line.keyword, "bold green"), line.right), soft_wrap=True
        )


def _row(facts: Sequence[str], left: str, width: int) -> str:
    """Return what stands before a keyword."""
    columns = (set_cell_size(*column) for column in zip(facts, _COLUMNS, strict=True))
    return _GAP.join((*columns, " " * (width - cell_len(left)) + left))


def _print_csv(lines: Iterable[Line]) -> None:
    sys.stdout.write(BYTE_ORDER_MARK)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    for number, line in enumerate(lines):
        row = _plain(line)
        if not number:
            writer.writerow(row)
        writer.writerow(
            cell("; ".join(value) if isinstance(value, list) else value) for value in row.values()
        )


def _print_jsonl(lines: Iterable[Line]) -> None:
    for line in lines:
        sys.stdout.write(json.dumps(_plain(line), ensure_ascii=False) + "\n")


def _plain(line: Line) -> dict[str, Any]:
    """Return a line as JSON has it: its date as exactly as it is known."""
    known = shown_date(line.published_at, line.published_precision) if line.published_at else None
    return {**asdict(line), "published_at": known, "provinces": list(line.provinces)}
