"""What an export can be parted by; apart from `archive.exports.parquet`, which imports pyarrow."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from archive.selection import BadRequest


class Partition(StrEnum):
    """What the folders of a parted export stand for."""

    PROVINCE = "province"
    YEAR = "year"

    @property
    def column(self) -> str:
        """The name that a folder has before the equals sign: no field of an article has it."""
        return _COLUMNS[self]


_COLUMNS: Final = {Partition.PROVINCE: "province_id", Partition.YEAR: "year"}


def partitions(text: str) -> Sequence[Partition]:
    """Read ``province,year``: each at most once, outermost first.

    Raises:
        BadRequest: It says something else.
    """
    names = [name.strip() for name in text.split(",")]
    try:
        found = [Partition(name) for name in names]
    except ValueError:
        found = []
    if not found or len(set(found)) < len(found):
        known = " or ".join(("province,year", *Partition))
        raise BadRequest(f"cannot part by {text!r}: write {known}")
    return found
