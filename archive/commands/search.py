"""``archive search``: find articles by their words."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import closing
from enum import StrEnum
from itertools import islice
from typing import Annotated

import typer
from rich.console import Console

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
from archive.exports import csv, jsonl
from archive.exports.records import read_by_id
from archive.search import Hit, SearchRequest, search
from archive.selection import Selection


class SearchFormat(StrEnum):
    """How found articles are printed."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


def search_command(
    query: Annotated[
        str, typer.Argument(metavar="QUERY", help='Words that must all occur, and "phrases".')
    ],
    province: ProvinceOption = None,
    province_today: ProvinceTodayOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    topic: TopicOption = None,
    kind: KindOption = None,
    site: SiteOption = None,
    limit: Annotated[
        int, typer.Option("--limit", min=0, metavar="N", help="At most so many; 0 means all.")
    ] = 20,
    output: Annotated[
        SearchFormat,
        typer.Option(
            "--format", help="A table, or whole articles as `archive export` writes them."
        ),
    ] = SearchFormat.TABLE,
) -> None:
    """Find articles that contain all words of QUERY, newest first, undated ones last.

    A word typed with diacritics matches only itself, wherever the tone mark sits: 'uỷ' finds 'ủy',
    'Đảng' does not find 'đang'. A word typed without matches any: 'dang bo tinh' finds 'Đảng bộ
    tỉnh'. Words in quotation marks must follow each other: '"chuyển đổi số"'. Case never matters.
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
    request = SearchRequest(query, selection)
    with open_archive() as engine, closing(search(engine, request)) as hits:
        wanted = islice(hits, limit or None)
        if output is SearchFormat.TABLE:
            found = _print_table(wanted)
        else:
            write = jsonl.write if output is SearchFormat.JSONL else csv.write
            found = write(read_by_id(engine, (hit.id for hit in wanted)), sys.stdout)
        if not found:
            note("No article found.")
        elif limit and next(hits, None):
            note(f"There are more than {limit}; --limit 0 gives all.")


def _print_table(hits: Iterable[Hit]) -> int:
    rows = [
        (
            str(hit.id),
            shown_date(hit.published_at, hit.published_precision),
            hit.province or NOTHING,
            hit.site,
            hit.title,
        )
        for hit in hits
    ]
    if rows:
        print_rows(("id", "date", "province", "site", "title"), rows, Console())
    return len(rows)
