"""``archive export``: take articles out, whole."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import Annotated, BinaryIO, TextIO

import typer
from rich.progress import MofNCompleteColumn
from sqlalchemy import Engine

from archive.captures import VARIABLE, configured_folder
from archive.commands.common import (
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
)
from archive.commands.progress import progress_bar
from archive.exports import bibtex, csl, csv, jsonl, ris
from archive.exports.files import whole_bytes, whole_file, whole_folder
from archive.exports.partitions import partitions
from archive.exports.records import ExportedArticle, count, read, read_by_id
from archive.exports.warc import WarcExport
from archive.search import engine as search
from archive.search.resolving import asked
from archive.selection import BadRequest, Selection


class ExportFormat(StrEnum):
    """How exported articles are written."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    WARC = "warc"
    CSL_JSON = "csl-json"
    BIBTEX = "bibtex"
    RIS = "ris"


_TEXTS: dict[ExportFormat, Callable[[Iterable[ExportedArticle], TextIO], int]] = {
    ExportFormat.JSONL: jsonl.write,
    ExportFormat.CSV: csv.write,
    ExportFormat.CSL_JSON: csl.write,
    ExportFormat.BIBTEX: bibtex.write,
    ExportFormat.RIS: ris.write,
}


def export_command(
    output: Annotated[
        ExportFormat,
        typer.Option(
            "--format",
            help="jsonl: JSON Lines; csv: for spreadsheets; parquet: typed, for DuckDB, pandas, R; warc: "
            "the raw pages; csl-json, bibtex, ris: bibliographic records, for Zotero "
            "(see docs/researchers.md).",
        ),
    ],
    file: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write to this file, which appears when it is whole; default: standard output. With "
            "--partition, a folder that is not there yet.",
        ),
    ] = None,
    partition: Annotated[
        str | None,
        typer.Option(
            "--partition",
            metavar="NAMES",
            help="Part Parquet into a folder of files by 'province,year', 'province' or 'year'.",
        ),
    ] = None,
    province: ProvinceOption = None,
    province_today: ProvinceTodayOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    topic: TopicOption = None,
    kind: KindOption = None,
    site: SiteOption = None,
    query: Annotated[
        str | None,
        typer.Option(
            "--query", metavar="QUERY", help="Only articles that `archive search QUERY` finds."
        ),
    ] = None,
    expanded: ExpandOption = False,
) -> None:
    """Write whole articles: all of them, or those that you select.

    They come in the order of their numbers; with --query the newest come first.

    What every field means, and what it means when it is empty, stands in docs/researchers.md.
    Exit code 1, of WARC: a capture could not be read; the file has the others.
    """
    if partition is None and file is not None and file.is_dir():
        raise BadRequest(f"{file} is a directory: name a file in it")
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
        total, chosen = _chosen(engine, selection, query, expanded=expanded)
        articles = _with_progress(chosen, total)
        if partition is not None:
            written = _write_partitions(articles, output, file, partition)
        elif output is ExportFormat.WARC:
            _write_warc(articles, engine, file)
            return
        elif output is ExportFormat.PARQUET:
            written = _write_parquet(articles, file)
        else:
            with nullcontext(sys.stdout) if file is None else whole_file(file) as stream:
                written = _TEXTS[output](articles, stream)
    _end(written, file)


def _chosen(
    engine: Engine, selection: Selection, text: str | None, *, expanded: bool
) -> tuple[int, Iterator[ExportedArticle]]:
    """Return how many articles a person asks for, and the articles: all formats take them from here."""
    if text is None:
        return count(engine, selection), read(engine, selection)
    query = asked(text, selection, expanded=expanded)
    return search.count(engine, query), read_by_id(engine, search.article_ids(engine, query))


def _write_parquet(articles: Iterable[ExportedArticle], file: Path | None) -> int:
    # Imports pyarrow, which the other formats need not wait for.
    from archive.exports import parquet

    with _bytes(file) as stream:
        return parquet.write(articles, stream)


def _write_partitions(
    articles: Iterable[ExportedArticle], output: ExportFormat, file: Path | None, names: str
) -> int:
    by = partitions(names)
    if output is not ExportFormat.PARQUET:
        raise BadRequest("--partition goes with --format parquet")
    if file is None:
        raise BadRequest("--partition writes a folder: name it with -o")
    from archive.exports import parquet

    with whole_folder(file) as folder:
        return parquet.write_folder(articles, folder, by)


def _write_warc(articles: Iterable[ExportedArticle], engine: Engine, file: Path | None) -> None:
    folder = configured_folder()
    if folder is None:
        raise BadRequest(f"{VARIABLE} is empty: set it to the folder of the captures")
    export = WarcExport(engine, folder)
    with _bytes(file) as stream:
        written = export.write(articles, stream)
    if written or not (export.without or export.unread):
        _end(written, file)
    if export.without:
        note(f"{export.without} articles have no capture.")
    if export.trouble is not None:
        note(f"Of {export.unread} articles a capture cannot be read, the first: {export.trouble}")
        raise typer.Exit(1)


def _bytes(file: Path | None) -> AbstractContextManager[BinaryIO]:
    if file is not None:
        return whole_bytes(file)
    if sys.stdout.isatty():
        raise BadRequest("this format is not for a terminal: name a file with -o")
    return nullcontext(sys.stdout.buffer)


def _end(written: int, file: Path | None) -> None:
    if not written:
        note("No article found.")
    elif file is not None:
        note(f"{written} articles written to {file}.")


def _with_progress(articles: Iterable[ExportedArticle], total: int) -> Iterator[ExportedArticle]:
    """Show a bar on standard error where that is a terminal."""
    with progress_bar("Exporting", MofNCompleteColumn()) as progress:
        yield from progress.track(articles, total=total)
