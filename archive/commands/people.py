"""``archive people``: where people are named, with which offices, and who is named most."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.console import Console

from archive.commands.common import (
    NOTHING,
    KindOption,
    LimitOption,
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
from archive.exports.csv import BYTE_ORDER_MARK, cell
from archive.mentions import Named, Officer, mentions, most_named, wanted
from archive.provinces import get
from archive.selection import Selection


class PeopleFormat(StrEnum):
    """How mentions are printed."""

    TABLE = "table"
    CSV = "csv"
    JSONL = "jsonl"


def people_command(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help="Words of the name, with diacritics or without: 'Nguyễn Văn An', 'nguyen van an', "
            "'Bông'. Without it: the names that most articles print, each with its offices.",
            show_default=False,
        ),
    ] = None,
    office: Annotated[
        str | None,
        typer.Option(
            "--office",
            metavar="WORDS",
            help="Only where the offices printed with the name hold these words: "
            "'Trưởng Ban Tuyên giáo', 'bi thu tinh uy'.",
        ),
    ] = None,
    province: ProvinceOption = None,
    province_today: ProvinceTodayOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    topic: TopicOption = None,
    kind: KindOption = None,
    site: SiteOption = None,
    limit: LimitOption = 20,
    output: Annotated[
        PeopleFormat,
        typer.Option("--format", help="A table to read, CSV for spreadsheets, or JSON Lines."),
    ] = PeopleFormat.TABLE,
) -> None:
    """List where a person is named, earliest first, with the offices printed there.

    A name is not a person: namesakes are not told apart, and offices are shown as printed. Only within
    one article a given name alone ('đồng chí Bình') is counted for the one full name that ends with it.
    A word typed with diacritics matches only itself, a word typed without matches any.
    """
    whom = wanted(name, office)
    selection = Selection(
        province=province,
        province_today=province_today,
        since=since,
        until=until,
        topic=topic,
        kind=kind,
        site=site,
    )
    asked = limit and limit + 1
    with open_archive() as engine:
        found: Sequence[Named | Officer]
        if name is None:
            found = most_named(engine, whom, selection, asked)
        else:
            found = mentions(engine, whom, selection, asked)
    if not found:
        note("No mention found.")
        return
    _print(found[: limit or None], output)
    if limit and len(found) > limit:
        note(f"There are more than {limit}; --limit 0 gives all.")


def _print(found: Sequence[Named | Officer], output: PeopleFormat) -> None:
    if output is PeopleFormat.TABLE:
        rows = [_mention(row) if isinstance(row, Named) else _officer(row) for row in found]
        header = (
            ("id", "date", "province", "site", "name", "office")
            if isinstance(found[0], Named)
            else ("articles", "mentions", "first", "last", "name", "office")
        )
        print_rows(header, rows, Console())
    elif output is PeopleFormat.CSV:
        _print_csv(found)
    else:
        for row in found:
            sys.stdout.write(json.dumps(_plain(row), ensure_ascii=False) + "\n")


def _mention(row: Named) -> tuple[str, ...]:
    name = row.name if row.name == row.full_name else f"{row.name} ({row.full_name})"
    return (
        str(row.article),
        shown_date(row.published_at, row.published_precision),
        ", ".join(get(province).name for province in row.provinces) or NOTHING,
        row.site,
        _one_line(name),
        _one_line(row.office),
    )


def _officer(row: Officer) -> tuple[str, ...]:
    days = (NOTHING if day is None else f"{day:%Y-%m-%d}" for day in (row.first, row.last))
    office = _one_line(row.office)
    return (str(row.articles), str(row.mentions), *days, _one_line(row.name), office)


def _one_line(text: str | None) -> str:
    return " ".join(text.split()) if text else NOTHING


def _print_csv(found: Sequence[Named | Officer]) -> None:
    sys.stdout.write(BYTE_ORDER_MARK)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    rows = [_plain(row) for row in found]
    writer.writerow(rows[0])
    for row in rows:
        writer.writerow(
            cell("; ".join(value) if isinstance(value, list) else value) for value in row.values()
        )


def _plain(row: Named | Officer) -> dict[str, Any]:
    """Return a row as JSON has it: dates in ISO 8601, as exactly as they are known."""
    values = asdict(row)
    if isinstance(row, Named):
        known = row.published_at and shown_date(row.published_at, row.published_precision)
        values["published_at"] = known
        values["provinces"] = list(row.provinces)
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
    }
