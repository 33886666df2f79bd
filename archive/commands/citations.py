"""``archive citations``: who cites a document, which are cited most, and counts of it."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from typing import Annotated, Any, Final

import typer
from rich.console import Console

from archive.citation_counts import By, Count, counts
from archive.citations import Cited, Citing, citing, most_cited
from archive.commands.common import (
    NOTHING,
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
    shown_date,
)
from archive.documents import wanted
from archive.exports.csv import BYTE_ORDER_MARK, cell
from archive.provinces import get
from archive.selection import MOST, Selection

_NOT_PRINTED: Final = "edition not printed"


class CitationsFormat(StrEnum):
    """How citations are printed."""

    TABLE = "table"
    CSV = "csv"
    JSONL = "jsonl"


def citations_command(
    symbol: Annotated[
        str | None,
        typer.Argument(
            metavar="SYMBOL",
            help="The document, in any spelling: '05-CT/TW', 'ct 05/tw', 'NQTW4', 'Chỉ thị 05', "
            "'05-CT/TW khóa XII'. Without it: the documents that most articles cite.",
            show_default=False,
        ),
    ] = None,
    province: ProvinceOption = None,
    province_today: ProvinceTodayOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    topic: TopicOption = None,
    kind: KindOption = None,
    site: SiteOption = None,
    by: Annotated[
        By | None,
        typer.Option(
            "--by",
            help="Counts in place of a list, by the citing articles' date and province. An article "
            "about several provinces counts for each.",
        ),
    ] = None,
    limit: Annotated[
        int,
        typer.Option(
            "--limit",
            min=0,
            max=MOST,
            metavar="N",
            help="At most so many of the most cited documents; 0 means all.",
        ),
    ] = 20,
    output: Annotated[
        CitationsFormat,
        typer.Option("--format", help="A table to read, CSV for spreadsheets, or JSON Lines."),
    ] = CitationsFormat.TABLE,
) -> None:
    """List which articles cite a document, where and when.

    A number is not a key: 35-CT/TW of 2019 and of 2024 are two documents. So references are grouped by
    edition: the term of the committee, the year or the day of the document, as printed with it or with a
    fuller reference in the same article. Where none is printed, the edition is not guessed.
    """
    document = None if symbol is None else wanted(symbol)
    selection = Selection(
        province=province,
        province_today=province_today,
        since=since,
        until=until,
        topic=topic,
        kind=kind,
        site=site,
    )
    with open_archive() as engine:
        if by is not None:
            found: Sequence[Citing | Cited | Count] = counts(engine, document, selection, by)
        elif document is not None:
            found = citing(engine, document, selection)
        else:
            found = most_cited(engine, selection, limit)
    if not found:
        note("No citation found.")
    elif output is CitationsFormat.TABLE:
        _print_tables(found, Console())
    elif output is CitationsFormat.CSV:
        _print_csv(found)
    else:
        _print_jsonl(found)


# --- Tables ---------------------------------------------------------------------------------------


def _print_tables(found: Sequence[Citing | Cited | Count], console: Console) -> None:
    if isinstance(found[0], Citing):
        _print_editions([row for row in found if isinstance(row, Citing)], console)
    elif isinstance(found[0], Cited):
        rows = [_cited(row) for row in found if isinstance(row, Cited)]
        print_rows(("articles", "citations", "first", "last", "document"), rows, console)
    else:
        _print_counts([row for row in found if isinstance(row, Count)], console)


def _print_editions(found: Iterable[Citing], console: Console) -> None:
    """Print the references to each edition under its name."""
    header = ("id", "date", "province", "site", "printed")
    for number, ((name, edition), group) in enumerate(
        groupby(found, key=lambda row: (row.document, row.edition))
    ):
        rows = list(group)
        articles = len({row.article for row in rows})
        unknown = "" if edition else f" ({_NOT_PRINTED})"
        before = "\n" if number else ""
        console.file.write(
            f"{before}{name}{unknown}: {_count(len(rows), 'reference')} "
            f"in {_count(articles, 'article')}\n\n"
        )
        print_rows(header, [_citing(row) for row in rows], console)


def _citing(row: Citing) -> tuple[str, ...]:
    return (
        str(row.article),
        shown_date(row.published_at, row.published_precision),
        ", ".join(get(province).name for province in row.provinces) or NOTHING,
        row.site,
        " ".join(row.printed.split()) + (" (misprint)" if row.misprint else ""),
    )


def _cited(row: Cited) -> tuple[str, ...]:
    years = (NOTHING if year is None else str(year) for year in (row.first, row.last))
    name = row.document if row.edition else f"{row.document} ({_NOT_PRINTED})"
    return (str(row.articles), str(row.citations), *years, name)


def _print_counts(found: Sequence[Count], console: Console) -> None:
    """Print counts; a column that has nothing to tell apart is left out."""
    columns: dict[str, list[str | None]] = {
        "document": [row.document and _named(row) for row in found],
        "period": [row.period for row in found],
        "province": [row.province_name for row in found],
        "articles": [str(row.articles) for row in found],
        "citations": [str(row.citations) for row in found],
    }
    shown = {name: values for name, values in columns.items() if any(values)}
    rows = zip(*shown.values(), strict=True)
    print_rows(tuple(shown), [tuple(value or NOTHING for value in row) for row in rows], console)


def _named(row: Count) -> str:
    return f"{row.document}" if row.edition else f"{row.document} ({_NOT_PRINTED})"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


# --- For programs ---------------------------------------------------------------------------------


def _print_csv(found: Sequence[Citing | Cited | Count]) -> None:
    sys.stdout.write(BYTE_ORDER_MARK)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    rows = [_plain(row) for row in found]
    writer.writerow(rows[0])
    for row in rows:
        writer.writerow(
            cell("; ".join(value) if isinstance(value, list) else value) for value in row.values()
        )


def _print_jsonl(found: Iterable[Citing | Cited | Count]) -> None:
    for row in found:
        sys.stdout.write(json.dumps(_plain(row), ensure_ascii=False) + "\n")


def _plain(row: Citing | Cited | Count) -> dict[str, Any]:
    """Return a row as JSON has it: dates in ISO 8601, as exactly as they are known."""
    values = asdict(row)
    if isinstance(row, Citing):
        known = row.published_at and shown_date(row.published_at, row.published_precision)
        values["published_at"] = known
        values["provinces"] = list(row.provinces)
    return {
        name: value.isoformat() if isinstance(value, date | datetime) else value
        for name, value in values.items()
    }
