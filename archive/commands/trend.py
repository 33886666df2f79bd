"""``archive trend``: how frequent words are, over time and elsewhere."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from archive.charts.drawing import Picture, draw
from archive.charts.wording import Language
from archive.commands.bars import print_bars, shown_rate
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
    print_rows,
)
from archive.exports.csv import BYTE_ORDER_MARK, cell
from archive.exports.files import whole_bytes
from archive.search.abbreviations import expand
from archive.search.parser import parse
from archive.search.resolving import from_selection
from archive.search.trends import By, Frequency, Trend, Unit, trend
from archive.selection import MOST, BadRequest, Selection

_DIGITS: Final = 6


class TrendFormat(StrEnum):
    """How frequencies are printed."""

    TABLE = "table"
    CSV = "csv"
    CHART = "chart"


def trend_command(
    texts: Annotated[
        list[str],
        typer.Argument(
            metavar="QUERY...",
            help="One query as for `archive search`, or several to be compared. What begins with - comes "
            "last, behind --.",
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
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="NAMES",
            help=f"What to tell apart: {', '.join(By)}; or two of them: 'month,province'.",
        ),
    ] = By.YEAR.value,
    per: Annotated[
        int,
        typer.Option(
            "--per", min=1, max=MOST, metavar="N", help="Frequencies are on so many articles."
        ),
    ] = 1000,
    unit: Annotated[
        Unit,
        typer.Option(
            "--count",
            help="Count articles, or the places in them that `archive concordance` shows, for which all "
            "articles that match are read.",
        ),
    ] = Unit.ARTICLES,
    expanded: ExpandOption = False,
    output: Annotated[
        TrendFormat | None,
        typer.Option(
            "--format",
            help="A table, CSV for spreadsheets, or bars; default: a table, or with -o nothing.",
            show_default=False,
        ),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Draw a figure into this file, NAME.png or NAME.svg.",
        ),
    ] = None,
    language: Annotated[
        Language, typer.Option("--language", help="Language of what is written in the figure.")
    ] = Language.ENGLISH,
) -> None:
    """Count how frequent words are, beside all articles of the same month or province.

    A frequency is how many of N articles match, of those that the options choose; tables and figures have
    its 95 % interval (Wilson). What stands in QUERY itself, fields too, is what is counted; only date:
    restricts both. An article with several provinces or topics counts for each. A month or year of
    which the archive has no article is a gap, not a zero.
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
    parsed = {" ".join(text.split()): parse(text) for text in texts}
    queries = {name: expand(query) if expanded else query for name, query in parsed.items()}
    told_apart = _by(by)
    picture = None if file is None else _picture(file)
    with open_archive() as engine:
        found = trend(engine, queries, told_apart, among=from_selection(selection), unit=unit)
    if not any(found.found.values()):
        note("No article found.")
    if file is not None and picture is not None:
        with whole_bytes(file) as stream:
            draw(found, stream, picture, per=per, language=language)
    if output is TrendFormat.CSV:
        _print_csv(found, per)
    elif output is TrendFormat.CHART:
        print_bars(found, per, Console())
    elif output is TrendFormat.TABLE or file is None:
        _print_table(found, per)
    _say_what_is_left_out(found)


def _by(text: str) -> list[By]:
    """Return what ``--by`` names.

    Raises:
        BadRequest: It names something else.
    """
    names = [name.strip() for name in text.split(",")]
    unknown = [name for name in names if name not in list(By)]
    if unknown:
        raise BadRequest(f"--by knows no {unknown[0]!r}; known are {', '.join(By)}")
    return [By(name) for name in names]


def _picture(file: Path) -> Picture:
    """Return the format that a file's name asks for.

    Raises:
        BadRequest: It ends otherwise.
    """
    ending = file.suffix.lower().removeprefix(".")
    if ending not in list(Picture):
        raise BadRequest(f"-o draws a figure: name the file {file.stem}.png or {file.stem}.svg")
    return Picture(ending)


def _say_what_is_left_out(found: Trend) -> None:
    """Tell about articles that are in no period."""
    period = next((by for by in found.by if by.is_period), None)
    if period is None or not found.without_period:
        return
    matching = ", ".join(
        f"{number:,}" + (f" ({name})" if len(found.found) > 1 else "")
        for name, number in found.found_without_period.items()
    )
    note(
        f"In no {period.value}, because none is known: {found.without_period:,} of {found.total:,} "
        f"articles; of these match: {matching}."
    )


# --- Tables ---------------------------------------------------------------------------------------


def _print_table(found: Trend, per: int) -> None:
    """Print frequencies with what they are related to; the query where there are several."""
    several, hits = len(found.found) > 1, found.unit is Unit.HITS
    counts = ("hits", "articles") if hits else ("articles",)
    interval = () if hits else ("95 % interval",)
    header = (*found.by, *counts, "of", f"per {per:,}", *interval, *(["query"] if several else []))
    rows = [
        (
            *_values(found, row),
            *([_number(row.hits)] if hits else []),
            _number(row.articles),
            f"{row.total:,}",
            _rate(row.rate(found.unit, per)),
            *([] if hits else [_interval(row, per)]),
            *([row.query] if several else []),
        )
        for row in found.rows
    ]
    if rows:
        print_rows(header, rows, Console())


def _values(found: Trend, row: Frequency) -> list[str]:
    return [
        NOTHING if value is None else found.name(by, value)
        for by, value in zip(found.by, row.group, strict=True)
    ]


def _number(number: int | None) -> str:
    return "" if number is None else f"{number:,}"


def _rate(rate: float | None) -> str:
    return "" if rate is None else shown_rate(rate)


def _interval(row: Frequency, per: int) -> str:
    found = row.interval(per)
    return "" if found is None else " to ".join(map(shown_rate, found))


def _print_csv(found: Trend, per: int) -> None:
    sys.stdout.write(BYTE_ORDER_MARK)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    hits = found.unit is Unit.HITS
    named = [by for by in found.by if by in found.names]
    writer.writerow(
        (
            "query",
            *(by.replace("-", "_") for by in found.by),
            *(f"{by.replace('-', '_')}_name" for by in named),
            "articles",
            *(["hits"] if hits else []),
            *("total", "per", "rate"),
            *([] if hits else ["low", "high"]),
        )
    )
    for row in found.rows:
        values = dict(zip(found.by, row.group, strict=True))
        writer.writerow(
            (
                cell(row.query),
                *(cell(value) for value in values.values()),
                *(cell(_name(found, by, values[by])) for by in named),
                row.articles,
                *([row.hits] if hits else []),
                *(row.total, per),
                *_rounded([row.rate(found.unit, per)]),
                *([] if hits else _rounded(row.interval(per) or (None, None))),
            )
        )


def _name(found: Trend, by: By, value: str | None) -> str | None:
    return None if value is None else found.name(by, value)


def _rounded(numbers: Sequence[float | None]) -> list[float | None]:
    return [None if number is None else round(number, _DIGITS) for number in numbers]
