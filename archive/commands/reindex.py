"""``archive reindex``: fill the search index, or make it anew."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.progress import MofNCompleteColumn

from archive import database
from archive.commands.common import note
from archive.commands.progress import progress_bar
from archive.search import building


def reindex_command(
    anew: Annotated[
        bool,
        typer.Option(
            "--anew", help="Empty the index first. Until the end nothing can be searched."
        ),
    ] = False,
) -> None:
    """Put every article into the search index that is not in it.

    Needed once after an upgrade of a large archive, and after one that cuts words by other rules; a
    crawl does it for what it stores. The command can be stopped at any moment and run again; a crawl
    may go on meanwhile. On PostgreSQL the last step of a large archive is one statement: the bar then
    stands at its end for minutes.
    """
    engine = database.open_database()
    try:
        database.check(engine, writable=True)
        if anew:
            building.discard(engine)
        total = building.pending(engine)
        with progress_bar("Indexing", MofNCompleteColumn()) as progress:
            task = progress.add_task("", total=total)
            done = building.build(engine, lambda number: progress.advance(task, number))
    finally:
        engine.dispose()
    note(
        f"{done} articles were put into the search index."
        if done
        else "Every article is in the index."
    )
