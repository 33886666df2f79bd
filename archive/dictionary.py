"""Writes the data dictionary, ``docs/data-dictionary.md``, from the models.

``python -m archive.dictionary`` writes it; a test sees that it is current.
"""

from __future__ import annotations

import inspect
from pathlib import Path

from sqlalchemy import Column, DateTime, Table, TypeDecorator

from archive.models import Base

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
"""


def text() -> str:
    """Return the data dictionary in Markdown."""
    summaries = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
    # In the order of the models, which leads from the known to the collected.
    tables = Base.metadata.tables.values()
    parts = [_section(table, inspect.getdoc(summaries[table]) or "") for table in tables]
    return "\n".join([_HEAD, *parts])


def write(path: Path = PATH) -> None:
    """Write the data dictionary."""
    path.write_text(text(), encoding="utf-8")


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
    empty = "may be" if column.nullable else ""
    return f"| {name} | {_type(column)} | {empty} | {refers} | {column.doc} |"


def _type(column: Column[object]) -> str:
    kind = column.type
    if isinstance(kind, TypeDecorator):
        kind = kind.impl_instance
    return "timestamp" if isinstance(kind, DateTime) else str(kind).lower()


if __name__ == "__main__":
    write()
