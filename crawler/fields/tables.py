"""Tables: which hold data, and their cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from archive.text import clean

if TYPE_CHECKING:
    from lxml.etree import _Element

Table = list[list[str]]

_ROWS: Final = frozenset({"tr"})
_GROUPS: Final = frozenset({"thead", "tbody", "tfoot"})
_CELLS: Final = frozenset({"td", "th"})
_HEADINGS: Final = frozenset({"h1", "h2", "h3"})
_LONGEST_CELL: Final = 500  # characters; a longer cell is a column of a layout


def _cells(table: _Element) -> list[list[_Element]]:
    rows: list[_Element] = []
    for child in table:
        if child.tag in _ROWS:
            rows.append(child)
        elif child.tag in _GROUPS:
            rows.extend(row for row in child if row.tag in _ROWS)
    return [[cell for cell in row if cell.tag in _CELLS] for row in rows]


def is_data_table(table: _Element) -> bool:
    """Tell whether a table without tables and pictures inside holds data and is not a layout.

    Data has at least two rows of at least two filled cells (three where no border and no head speak for
    it), and no cell that is a headline or as long as a column of text.
    """
    filled_rows = 0
    marked = (table.get("border") or "0") != "0" or "border" in (table.get("style") or "")
    for row in _cells(table):
        filled = 0
        for cell in row:
            marked = marked or cell.tag == "th" or "border" in (cell.get("style") or "")
            if any(child.tag in _HEADINGS for child in cell):
                return False
            length = len("".join(cell.itertext()).strip())
            if length > _LONGEST_CELL:
                return False
            filled += length > 0
        filled_rows += filled > 1
    return filled_rows > (1 if marked else 2)


def table_rows(table: _Element) -> Table:
    """Return the clean text of every cell, row by row; rows without any text are left out."""
    rows = [[clean(" ".join(cell.itertext())) for cell in row] for row in _cells(table)]
    return [row for row in rows if any(row)]
