"""``archive retag``: describe articles anew, after the readers of metadata have changed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import MofNCompleteColumn
from sqlalchemy import Engine

from archive import database, reprints, retagging
from archive.commands.common import note, print_rows
from archive.commands.progress import progress_bar
from archive.metadata.describing import VERSION


def retag_command(
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Say what would change, and change nothing."),
    ] = False,
    jobs: Annotated[
        int,
        typer.Option(
            "--jobs", min=1, metavar="N", help="So many processes; default: one a processor."
        ),
    ] = os.cpu_count() or 1,
) -> None:
    """Describe articles anew: provinces, topics, kind, documents cited, people; and find reprints.

    Articles that today's versions of the readers have described are left alone, so the command can be
    stopped at any moment and run again. It needs no network and no captures; a crawl may go on meanwhile.
    """
    engine = database.open_database()
    try:
        database.check(engine, writable=not dry_run)
        ids, to_compare = retagging.find(engine), reprints.pending(engine)
        if ids:
            _describe(engine, ids, jobs=jobs, apply=not dry_run)
        if to_compare and dry_run:
            note(f"{to_compare} articles would be compared with others.")
        elif to_compare:
            _compare(engine, to_compare)
        if not (ids or to_compare):
            note(f"Every article is described by today's readers ({VERSION}).")
    finally:
        engine.dispose()


def _describe(engine: Engine, ids: Sequence[int], *, jobs: int, apply: bool) -> None:
    with progress_bar("Describing", MofNCompleteColumn()) as progress:
        task = progress.add_task("", total=len(ids))
        result = retagging.run(
            engine,
            ids,
            jobs=min(jobs, len(ids)),
            apply=apply,
            advance=lambda number: progress.advance(task, number),
        )
    rows = [(name, str(result.fields[name])) for name in retagging.FIELDS]
    print_rows(("field", "articles changed"), rows, Console())
    done = "described" if apply else "would be described"
    note(f"{result.articles} articles {done} by {VERSION}; something changed in {result.changed}.")
    if result.moved:
        note(f"{result.moved} articles were changed by a crawl meanwhile, which described them.")


def _compare(engine: Engine, number: int) -> None:
    with progress_bar("Comparing", MofNCompleteColumn()) as progress:
        task = progress.add_task("", total=number)
        compared = reprints.rebuild(engine, lambda done: progress.advance(task, done))
    note(f"{compared} articles compared with others, for reprints.")
