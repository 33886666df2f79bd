"""Writes what is known beforehand, provinces, bodies, topics and kinds, into the database.

Part of every upgrade, so that articles can refer to them and SQL can join them. Rows are brought up to
date and added, never taken away: articles may refer to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from archive import bodies, provinces, taxonomy
from archive.models import Base
from archive.text import fold_words

_TABLES = Base.metadata.tables


def write(connection: Connection) -> None:
    """Bring provinces, their names, bodies, topics and kinds in the database up to date."""
    units = provinces.all_provinces()
    # A unit refers to its successor, which therefore comes first.
    in_order = sorted(units, key=lambda unit: unit.successor_id != unit.id)
    _write_rows(
        connection,
        _TABLES["provinces"],
        [
            {
                "id": unit.id,
                "name": unit.name,
                "kind": unit.kind,
                "committee": unit.committee,
                "gso_code": unit.gso_code,
                "iso_code": unit.iso_code,
                "valid_from": unit.valid_from,
                "valid_to": unit.valid_to,
                "successor_id": unit.successor_id,
            }
            for unit in in_order
        ],
    )
    # Nothing refers to a name, so names are written anew.
    connection.execute(delete(_TABLES["province_names"]))
    connection.execute(
        insert(_TABLES["province_names"]),
        [
            {"province_id": unit.id, "name": name, "folded": fold_words(name)}
            for unit in units
            for name in unit.names
        ],
    )
    # Nothing refers to a body either, and what is known of its dates may become less.
    connection.execute(delete(_TABLES["bodies"]))
    connection.execute(insert(_TABLES["bodies"]), [body.row() for body in bodies.all_bodies()])
    for table, entries in (("topics", taxonomy.all_topics()), ("kinds", taxonomy.all_kinds())):
        _write_rows(
            connection,
            _TABLES[table],
            [
                {
                    "id": entry.id,
                    "name_vi": entry.name_vi,
                    "name_en": entry.name_en,
                    "definition": entry.definition,
                }
                for entry in entries
            ],
        )


def _write_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Update the rows whose id the table has, and insert the others."""
    known = set(connection.scalars(select(table.c.id)))
    new = [row for row in rows if row["id"] not in known]
    old = [{**row, "row_id": row["id"]} for row in rows if row["id"] in known]
    if new:
        connection.execute(insert(table), new)
    if old:
        connection.execute(update(table).where(table.c.id == bindparam("row_id")), old)
