"""``archive backup`` and ``archive restore``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from archive import database
from archive.backups import Backup, Restoration
from archive.captures import configured_folder
from archive.commands.common import note, open_archive
from archive.commands.progress import byte_progress
from archive.locks import Lock

FolderArgument = Annotated[
    Path, typer.Argument(metavar="FOLDER", file_okay=False, help="Folder of the backup.")
]


def backup_command(folder: FolderArgument) -> None:
    """Copy the database and the captures into FOLDER, or bring the backup there up to date.

    A crawl may go on meanwhile. WARC files that FOLDER has already are not copied again, and none is ever
    taken out of it; of the database it keeps the newest copy. Everything is read again after writing.
    Exit code 1: the backup could not be made, or a file that the database needs is gone.
    """
    with open_archive() as engine:
        backup = Backup(engine, configured_folder(), folder)
        with (
            Lock(folder, "backup", f"archive backup {folder}"),
            byte_progress("Copying", backup.size()) as progress,
        ):
            problems = list(backup.run(progress.advance))
    _end(
        f"{backup.counts['articles']} articles and {backup.counts['captures']} captures are in "
        f"{folder}; {backup.copied} WARC files were copied.",
        problems,
    )


def restore_command(folder: FolderArgument) -> None:
    """Put the backup in FOLDER where ARCHIVE_DATABASE_URL and ARCHIVE_CAPTURES say.

    Nothing is overwritten: the SQLite file must not exist, the PostgreSQL database must be empty.
    Checksums and numbers of rows are compared. One that was cut off can be begun again.
    """
    restoration = Restoration(folder, database.configured_url(), configured_folder())
    with byte_progress("Restoring", restoration.size()) as progress:
        problems = list(restoration.run(progress.advance))
    manifest = restoration.manifest
    _end(
        f"{manifest.counts['articles']} articles and {manifest.counts['captures']} captures of "
        f"{manifest.made_at} are restored. `archive verify` looks at them all.",
        problems,
    )
    if manifest.version != database.NEWEST:
        note("The backup is of another version of this program: run `archive upgrade`.")


def _end(message: str, problems: list[str]) -> None:
    for problem in problems:
        print(problem)
    print(message)
    if problems:
        raise typer.Exit(1)
