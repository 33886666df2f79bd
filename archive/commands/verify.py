"""``archive verify``: are all captures whole, and are they what the database says?"""

from __future__ import annotations

from typing import Annotated

import typer

from archive.captures import configured_folder
from archive.captures.verifying import Verification
from archive.commands.common import note, open_archive
from archive.commands.progress import byte_progress


def verify_command(
    repair: Annotated[
        bool,
        typer.Option(
            "--repair",
            help="Cut off torn tails, which a killed crawl leaves; what is cut off is kept beside "
            "the file, under its name and .torn.",
        ),
    ] = False,
) -> None:
    """Look through all captures: whole records, right digests, and what the database says of them.

    Every problem is a line. Exit code 1: there are some, apart from those that were repaired. A crawl may
    go on meanwhile.
    """
    folder = configured_folder()
    if folder is None:
        note("No captures are kept: ARCHIVE_CAPTURES is empty.")
        return
    verification = Verification(folder, repair=repair)
    found = left = 0
    with (
        open_archive() as engine,
        engine.connect() as connection,
        byte_progress("Verifying", verification.size()) as progress,
    ):
        for problem in verification.problems(connection, progress.advance):
            progress.print(str(problem))
            found += 1
            left += not problem.repaired
    counts = (
        f"{verification.files} files, {verification.records} records, "
        f"{verification.captures} captures in the database"
    )
    if not found:
        print(f"{counts}: all is well.")
        return
    print(f"{counts}: {found} problems, {found - left} repaired.")
    if left:
        raise typer.Exit(1)
