"""``archive export``: take articles out, whole."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TextIO

import typer
from rich.progress import MofNCompleteColumn

from archive.commands.common import (
    KindOption,
    ProvinceOption,
    ProvinceTodayOption,
    SinceOption,
    SiteOption,
    TopicOption,
    UntilOption,
    note,
    open_archive,
)
from archive.commands.progress import progress_bar
from archive.exports import csv, jsonl
from archive.exports.files import whole_file
from archive.exports.records import ExportedArticle, count, read
from archive.selection import Selection


class ExportFormat(StrEnum):
    """How exported articles are written."""

    JSONL = "jsonl"
    CSV = "csv"


_WRITERS = {ExportFormat.JSONL: jsonl.write, ExportFormat.CSV: csv.write}


def export_command(
    output: Annotated[
        ExportFormat,
        typer.Option(
            "--format", help="JSON Lines, or CSV for spreadsheets (see docs/researchers.md)."
        ),
    ],
    file: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            dir_okay=False,
            help="Write to this file, which appears when it is whole; default: standard output.",
        ),
    ] = None,
    province: ProvinceOption = None,
    province_today: ProvinceTodayOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    topic: TopicOption = None,
    kind: KindOption = None,
    site: SiteOption = None,
) -> None:
    """Write whole articles, in the order of their numbers: all of them, or those that you select.

    What every field means, and what it means when it is empty, stands in docs/researchers.md.
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
    with open_archive() as engine:
        total = count(engine, selection)
        with _stream(file) as stream:
            written = _WRITERS[output](_with_progress(read(engine, selection), total), stream)
    if not written:
        note("No article found.")
    elif file is not None:
        note(f"{written} articles written to {file}.")


def _stream(file: Path | None) -> AbstractContextManager[TextIO]:
    return nullcontext(sys.stdout) if file is None else whole_file(file)


def _with_progress(articles: Iterable[ExportedArticle], total: int) -> Iterator[ExportedArticle]:
    """Show a bar on standard error where that is a terminal."""
    with progress_bar("Exporting", MofNCompleteColumn()) as progress:
        yield from progress.track(articles, total=total)
