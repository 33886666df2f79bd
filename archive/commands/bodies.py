"""``archive bodies``: what the committees and their departments were called, and when."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console

from archive import provinces
from archive.bodies import Body, Boundary, all_bodies
from archive.commands.common import NOTHING, print_rows
from archive.selection import province_ids


class BodiesFormat(StrEnum):
    """How the bodies are printed."""

    TABLE = "table"
    CSV = "csv"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a day: write YYYY-MM-DD") from None


def bodies_command(
    province: Annotated[
        str | None,
        typer.Option(
            "--province",
            metavar="NAME",
            help="Only bodies of this province, in any spelling: 'Bắc Giang', 'bac giang'. A name that "
            "several units bore over time means all of them.",
        ),
    ] = None,
    on: Annotated[
        date | None,
        typer.Option(
            "--on",
            parser=_day,
            metavar="DATE",
            help="Only bodies that worked on this day, YYYY-MM-DD, or may have: where only a window is "
            "known, both the old and the new one are listed, with 'perhaps'.",
        ),
    ] = None,
    output: Annotated[
        BodiesFormat,
        typer.Option("--format", help="A table to read, or CSV with all columns and sources."),
    ] = BodiesFormat.TABLE,
) -> None:
    """List the party committees, propaganda and mass mobilisation departments of the provinces in time.

    Ban Tuyên giáo and Ban Dân vận became one department in 2025, in each province on a day of its own.
    Where no source names the day, the earliest and latest possible ones are shown.
    """
    found = _of_province(province)
    if on is not None:
        found = [body for body in found if body.worked(on) is not False]
    if output is BodiesFormat.CSV:
        _print_csv(found, on)
    elif not found:
        print("No bodies.")
    else:
        _print_table(found, on)


def _of_province(name: str | None) -> list[Body]:
    if name is None:
        return list(all_bodies())
    units = province_ids(provinces.units, name)
    return [body for body in all_bodies() if body.province_id in units]


def _print_csv(bodies: Sequence[Body], on: date | None) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    worked = () if on is None else ("worked",)
    writer.writerow((*all_bodies()[0].row(), *worked))
    for body in bodies:
        worked = () if on is None else (_worked(body, on),)
        writer.writerow((*body.row().values(), *worked))


def _print_table(bodies: Sequence[Body], on: date | None) -> None:
    header = ["from", "to", "function", "name"]
    rows = [
        [_shown(body.first), _shown(body.last), body.function.value, body.name] for body in bodies
    ]
    if on is not None:
        header.insert(0, f"on {on}")
        for row, body in zip(rows, bodies, strict=True):
            row.insert(0, _worked(body, on))
    print_rows(header, rows, Console())


def _worked(body: Body, on: date) -> str:
    return "yes" if body.worked(on) else "perhaps"


def _shown(boundary: Boundary | None) -> str:
    """Return a day, or the window in which it lies."""
    if boundary is None:
        return NOTHING
    return f"{boundary.day or f'{boundary.earliest}..{boundary.latest}'}"
