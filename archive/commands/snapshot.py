"""``archive snapshot``: the archive as it was on a day, as a dataset that a paper can cite."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.progress import MofNCompleteColumn

from archive.commands.common import note, open_archive
from archive.commands.progress import byte_progress, progress_bar
from archive.exports.files import whole_folder
from archive.selection import BadRequest, last_day
from archive.snapshots.manifest import NAME, Manifest, checksum
from archive.timezone import now

_SHA256: Final = re.compile("[0-9A-Fa-f]{64}")


def _day(text: str) -> date:
    try:
        return last_day(text)
    except BadRequest as error:
        raise typer.BadParameter(str(error)) from None


def snapshot_command(
    as_of: Annotated[
        date | None,
        typer.Option(
            "--as-of",
            parser=_day,
            metavar="DATE",
            help="The archive as it was at the end of this day: YYYY-MM-DD (2026-10 is 31 October).",
        ),
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FOLDER",
            help="Write into this folder, which appears when it is whole; default: snapshot-DATE.",
        ),
    ] = None,
    verify: Annotated[
        Path | None,
        typer.Option(
            "--verify", metavar="FOLDER", help="Check the snapshot in this folder instead."
        ),
    ] = None,
    cited: Annotated[
        str | None,
        typer.Option(
            "--sha256",
            metavar="HASH",
            help=f"With --verify: it must be the snapshot whose {NAME} has this SHA-256, as it is cited.",
        ),
    ] = None,
) -> None:
    """Write a dataset that a paper can cite: Parquet tables, their sources, a data card, checksums.

    It has the articles that had been seen by that day, each in the state that it had then. The same
    archive, day and program give the same bytes. README.md in the folder says what it holds and lacks.
    --verify compares every file with its checksum and every table with its counts and columns, and prints
    a line for what is wrong. Exit code 1: something is. With --sha256 it says whether this is the very
    dataset that a paper cites.
    """
    if verify is not None:
        if as_of is not None or folder is not None:
            raise BadRequest("--verify goes without --as-of and -o")
        _verify(verify, None if cited is None else _hash(cited))
    elif cited is not None:
        raise BadRequest("--sha256 goes with --verify FOLDER")
    elif as_of is None:
        raise BadRequest("name a day, --as-of 2026-10-31, or check a snapshot with --verify FOLDER")
    else:
        _make(as_of, folder or Path(f"snapshot-{as_of}"))


def _make(as_of: date, folder: Path) -> None:
    # Imports pyarrow, which other commands need not wait for.
    from archive.snapshots.making import Making

    with open_archive() as engine:
        making = Making(engine, as_of)
        total = making.size()
        with (
            whole_folder(folder) as draft,
            progress_bar("Writing", MofNCompleteColumn()) as progress,
        ):
            task = progress.add_task("Writing", total=total)
            manifest = making.write(draft, lambda number: progress.advance(task, number))
    if as_of >= now().date():
        note(f"{as_of} is not over: a snapshot that is made tomorrow may have more.")
    _report(folder, manifest, "is written to")


def _hash(text: str) -> str:
    """Return a SHA-256 as it is written here.

    Raises:
        BadRequest: It is none.
    """
    if not _SHA256.fullmatch(text.strip()):
        raise BadRequest(f"--sha256 is no SHA-256: write the 64 digits and letters of {NAME}'s")
    return text.strip().lower()


def _verify(folder: Path, cited: str | None) -> None:
    from archive.snapshots.verifying import problems

    manifest = Manifest.read(folder)
    total = sum(entry.size for entry in manifest.files.values())
    count = 0
    with byte_progress("Checking", total) as progress:
        for problem in problems(folder, manifest, progress.advance, cited):
            progress.print(problem)
            count += 1
    if count:
        raise typer.Exit(1)
    _report(folder, manifest, "is whole in")


def _report(folder: Path, manifest: Manifest, what: str) -> None:
    articles = manifest.tables["articles"].rows
    print(f"The snapshot as of {manifest.as_of}, {articles} articles, {what} {folder}.")
    print(f"SHA-256 of {NAME}, to cite it by: {checksum(folder / NAME)}")
