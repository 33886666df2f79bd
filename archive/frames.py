"""Articles as data frames of pandas and polars, the columns with their types.

Moments are instants with the zone ``Asia/Ho_Chi_Minh``, so that they show what the page prints; lists
stay lists, of objects where the export has objects. Neither package is needed for anything else, so
neither comes with the archive: the extras ``pandas`` and ``polars`` bring them.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, Union, get_args, get_origin, get_type_hints

from archive.errors import ArchiveError
from archive.exports.records import FIELDS, ExportedArticle
from archive.selection import BadRequest

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]
    import polars as pl

_ZONE: Final = "Asia/Ho_Chi_Minh"


class MissingPackage(ArchiveError):
    """A package that is not part of the archive is needed."""


def to_pandas(
    articles: Iterable[ExportedArticle], columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return articles as a pandas data frame, one row each.

    Texts are of type ``str``, whole numbers ``Int64``, which can be empty, moments
    ``datetime64[us, Asia/Ho_Chi_Minh]``; lists and objects are those of the export.

    Args:
        articles: The articles.
        columns: Which fields, in this order; None: all of them.

    Raises:
        MissingPackage: pandas is not installed.
        BadRequest: There is no such field.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise _missing("pandas") from error
    names = _names(columns)
    values: dict[str, list[Any]] = {name: [] for name in names}
    for article in articles:
        for name in names:
            values[name].append(article[name])  # type: ignore[literal-required]
    hints = get_type_hints(ExportedArticle)
    series = {name: _series(name, hints[name], values.pop(name)) for name in names}
    return pd.DataFrame(series, columns=list(names))


def to_polars(
    articles: Iterable[ExportedArticle], columns: Sequence[str] | None = None
) -> pl.DataFrame:
    """Return articles as a polars data frame, one row each, with the types of the Parquet export.

    Args:
        articles: The articles.
        columns: Which fields, in this order; None: all of them.

    Raises:
        MissingPackage: polars or pyarrow is not installed.
        BadRequest: There is no such field.
    """
    try:
        import polars as pl
        import pyarrow as pa  # type: ignore[import-untyped]

        from archive.exports import parquet
    except ImportError as error:
        raise _missing("polars") from error
    names = _names(columns)
    table = pa.schema([parquet.SCHEMA.field(name) for name in names])
    rows = ({name: row[name] for name in names} for row in map(parquet.row, articles))
    frame = pl.from_arrow(pa.Table.from_pylist(list(rows), table))
    assert isinstance(frame, pl.DataFrame)  # noqa: S101 - a table becomes one
    return frame


def _names(columns: Sequence[str] | None) -> Sequence[str]:
    names = FIELDS if columns is None else tuple(columns)
    for name in names:
        if name not in FIELDS:
            raise BadRequest(f"articles have no field {name!r}; they have {', '.join(FIELDS)}")
    return names


def _series(name: str, hint: Any, values: list[Any]) -> pd.Series:
    import pandas as pd

    options = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    (kind,) = (option for option in options if option is not type(None))
    if kind is str and name.endswith("_at"):
        moments = pd.Series(pd.to_datetime(values, format="ISO8601", utc=True))
        return moments.dt.tz_convert(_ZONE).dt.as_unit("us")
    types_of = {str: "str", int: "Int64"}
    return pd.Series(values, dtype=types_of.get(kind, "object"))


def _missing(package: str) -> MissingPackage:
    return MissingPackage(
        f"this needs {package}, which is not installed: "
        f"run `pip install -e '.[{package}]'` in the folder of this program"
    )
