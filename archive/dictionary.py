"""Writes the data dictionary, ``docs/data-dictionary.md``, from the models.

``python -m archive.dictionary`` writes it; a test sees that it is current.
"""

from __future__ import annotations

import inspect
from pathlib import Path

from sqlalchemy import Column, Table

from archive.models import Base
from archive.models.views import VIEWS, View, type_name

PATH = Path(__file__).resolve().parents[1] / "docs" / "data-dictionary.md"

_HEAD = """\
# Data dictionary

Generated from `archive/models/` by `python -m archive.dictionary`; change it there.

An empty value (`NULL`) means that the page does not print it, or that it could not be read with
certainty: a value is never guessed. Where a value has a rule beside it (`published_rule`,
`province_rule`, `rules`), the rule says where the value comes from. All moments are Vietnam wall-clock
time (UTC+7) without an offset, on SQLite and PostgreSQL alike, so that `date(published_at)` is the day
that the page prints. A date that is known to the day, month or year only has the first moment of it as
its value: take `published_precision` into account.

The views come first: they have the names beside the numbers, so that ordinary questions need no join
([sql.md](sql.md)).
"""

_EMPTY = {True: "may be", False: ""}


def text() -> str:
    """Return the data dictionary in Markdown."""
    summaries = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
    # In the order of the models, which leads from the known to the collected.
    tables = Base.metadata.tables.values()
    parts = [_section(table, inspect.getdoc(summaries[table]) or "") for table in tables]
    return "\n".join([_HEAD, *map(_view, VIEWS), *parts])


def write(path: Path = PATH) -> None:
    """Write the data dictionary."""
    path.write_text(text(), encoding="utf-8")


def _view(view: View) -> str:
    rows = [
        f"| `{column.name}` | {column.type} | {_EMPTY[column.nullable]} | {column.doc} |"
        for column in view.columns
    ]
    head = ["| Column | Type | Empty | Meaning |", "|---|---|---|---|"]
    return "\n".join([f"## View `{view.name}`", "", view.doc, "", *head, *rows, ""])


def _section(table: Table, summary: str) -> str:
    rows = [_row(column) for column in table.columns]
    return "\n".join(
        [
            f"## `{table.name}`",
            "",
            summary,
            "",
            "| Column | Type | Empty | Refers to | Meaning |",
            "|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _row(column: Column[object]) -> str:
    name = f"**`{column.name}`**" if column.primary_key else f"`{column.name}`"
    refers = ", ".join(f"`{key.target_fullname}`" for key in column.foreign_keys)
    empty = _EMPTY[bool(column.nullable)]
    return f"| {name} | {type_name(column.type)} | {empty} | {refers} | {column.doc} |"


if __name__ == "__main__":
    write()
