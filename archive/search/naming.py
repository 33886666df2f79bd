"""What values are called that are identifiers: provinces, topics, kinds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final, TypeVar

from sqlalchemy import Connection, select

from archive import provinces
from archive.models import Kind, Topic

_By = TypeVar("_By", bound=str)

_TABLES: Final[dict[str, type[Topic | Kind]]] = {"topic": Topic, "kind": Kind}


def names(connection: Connection, by: Iterable[_By]) -> dict[_By, dict[str, str]]:
    """Return the names of all values, by what they are values of.

    Args:
        connection: The archive.
        by: Of what: ``province``, ``province-today``, ``topic``, ``kind``; others have no names.
    """
    found: dict[_By, dict[str, str]] = {}
    for one in by:
        if one == "province":
            found[one] = _units()
        elif one == "province-today":
            found[one] = {unit.id: unit.name for unit in provinces.all_provinces()}
        elif one in _TABLES:
            table = _TABLES[one]
            rows = connection.execute(select(table.id, table.name_vi))
            found[one] = {row.id: row.name_vi for row in rows}
    return found


def _units() -> dict[str, str]:
    """Return the names of provinces; of those that share one, the later one's with its year."""
    units = provinces.all_provinces()
    bearers = Counter(unit.name for unit in units)
    return {
        unit.id: f"{unit.name} ({unit.valid_from.year})"
        if unit.valid_from and bearers[unit.name] > 1
        else unit.name
        for unit in units
    }
