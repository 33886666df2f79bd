"""Records as Arrow and Parquet have them: the schema follows from the types of a `TypedDict`.

Moments are instants with the zone ``Asia/Ho_Chi_Minh``: readers that know zones show what the page
prints. Importing this module imports pyarrow, which costs 0.3 s: only what writes Parquet should.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final, Self, Union, get_args, get_origin, get_type_hints

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

ZONE: Final = "Asia/Ho_Chi_Minh"
MOMENT: Final = pa.timestamp("us", ZONE)
DAY: Final = pa.date32()
_SIMPLE: Final[dict[Any, Any]] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    datetime: MOMENT,
    date: DAY,
}
# What exported articles have as text, by the ends of the fields' names.
_NAMED: Final = {"_at": MOMENT, "_on": DAY}
# A row group ends with so many rows, or with so many characters in them.
_ROWS: Final = 10_000
_CHARACTERS: Final = 8_000_000


def schema(record: type) -> Any:
    """Return the Arrow schema of a `TypedDict`: a field each, in their order.

    A text whose name ends in ``_at`` or ``_on`` becomes a moment or a day.
    """
    return pa.schema(_fields(record))


def _fields(record: type) -> list[Any]:
    return [_field(name, hint) for name, hint in get_type_hints(record).items()]


def _field(name: str, hint: Any) -> Any:
    options = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    (of,) = (option for option in options if option is not type(None))
    kind = _NAMED.get(name[-3:]) if of is str else None
    return pa.field(name, kind or _type(of), nullable=type(None) in options)


def _type(hint: Any) -> Any:
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if get_origin(hint) is list:
        # Parquet's own name, so that the schema is the same when it is read.
        return pa.list_(pa.field("element", _type(get_args(hint)[0])))
    if get_origin(hint) is dict:
        return pa.map_(*map(_type, get_args(hint)))
    return pa.struct(_fields(hint))


class TableWriter:
    """Writes rows as Parquet, in bounded memory; the same rows always become the same bytes.

    Args:
        stream: Where to write; it stays open.
        table: The Arrow schema.

    Attributes:
        rows: How many rows were added.
    """

    def __init__(self, stream: BinaryIO, table: Any) -> None:
        self.rows = 0
        self._schema = table
        self._writer = pq.ParquetWriter(stream, table, version="2.6", compression="zstd")
        self._waiting = Waiting()

    def add(self, row: Mapping[str, Any]) -> None:
        """Add a row; maps are lists of pairs."""
        self.rows += 1
        self._waiting.add(row)
        if self._waiting.are_many:
            self._flush()

    def _flush(self) -> None:
        if self._waiting.rows:
            self._writer.write_table(pa.Table.from_pylist(self._waiting.rows, self._schema))
            self._waiting = Waiting()

    def close(self) -> None:
        """Write what is left, and the footer."""
        self._flush()
        self._writer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self.close()
        else:
            # Else it would close itself later, when its stream is gone.
            self._writer.close()


class Waiting:
    """Rows that wait to become a row group.

    Attributes:
        rows: The rows.
        characters: How many characters they have, about.
    """

    def __init__(self) -> None:
        self.rows: list[Mapping[str, Any]] = []
        self.characters = 0

    def add(self, row: Mapping[str, Any]) -> None:
        """Add a row."""
        self.rows.append(row)
        self.characters += sum(len(value) for value in row.values() if isinstance(value, str))

    @property
    def are_many(self) -> bool:
        """Whether they are enough for a row group."""
        return len(self.rows) >= _ROWS or self.characters >= _CHARACTERS


def write(rows: Iterable[Mapping[str, Any]], stream: BinaryIO, table: Any) -> int:
    """Write rows as one Parquet file, and return how many."""
    with TableWriter(stream, table) as writer:
        for row in rows:
            writer.add(row)
    return writer.rows


def described(path: Path) -> tuple[int, dict[str, str]]:
    """Return how many rows a Parquet file has, and its columns with their types.

    Raises:
        pyarrow.ArrowException: It is none.
        OSError: It cannot be read.
    """
    with pq.ParquetFile(path) as file:
        columns = {column.name: str(column.type) for column in file.schema_arrow}
        return file.metadata.num_rows, columns
