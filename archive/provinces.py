"""The provinces in time: 63 units until 30 June 2025, 34 since 1 July 2025.

A name is not a unit: Quảng Trị before the merger (``quang-tri``) and the Quảng Trị that it formed
with Quảng Bình (``quang-tri-2025``) are two. Units that were not merged keep one row; Thừa Thiên
Huế became the municipality of Huế half a year before. Facts: ``archive/data/provinces.csv``.
"""

from __future__ import annotations

import csv
import difflib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Final

from archive.errors import ArchiveError
from archive.text import fold_words

_KIND_WORDS: Final = ("thanh pho ", "thu do ", "tinh ", "tp ")


@dataclass(frozen=True, slots=True)
class Province:
    """A province-level unit in one period.

    Attributes:
        id: Identifier, ``bac-kan``; a unit that the merger founded ends in its year.
        name: Name with diacritics, ``Bắc Kạn``.
        kind: ``province`` or ``municipality``.
        committee: ``Tỉnh ủy`` or ``Thành ủy``.
        gso_code: Code of the statistics office; seven codes changed their meaning in 2025.
        iso_code: ISO 3166-2 code; None for units of 2025, for which none is known here.
        valid_from: First day; None: before the archive begins.
        valid_to: Last day; None: the unit exists today.
        successor_id: The unit of today that it became part of; itself where it exists today.
        names: Every spelling it is found under, ``name`` first.
    """

    id: str
    name: str
    kind: str
    committee: str
    gso_code: str
    iso_code: str | None
    valid_from: date | None
    valid_to: date | None
    successor_id: str
    names: tuple[str, ...]

    def in_force(self, on: date) -> bool:
        """Tell whether the unit existed on a day."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )


class UnknownProvince(ArchiveError):
    """A name that no province bears; the message names the nearest ones."""

    def __init__(self, name: str) -> None:
        message = f"unknown province {name!r}"
        near = _near_names(name)
        if near:
            message += f"; did you mean {' or '.join(repr(n) for n in near)}?"
        super().__init__(message)
        self.name = name


@lru_cache(maxsize=1)
def all_provinces() -> tuple[Province, ...]:
    """Return every unit, the 63 first, then those founded in 2025."""
    table = resources.files("archive").joinpath("data/provinces.csv").read_text("utf-8")
    return tuple(_province(row) for row in csv.DictReader(table.splitlines()))


def get(province_id: str) -> Province:
    """Return the unit with an identifier, such as ``quang-tri-2025``.

    Raises:
        UnknownProvince: There is none.
    """
    province = _by_id().get(province_id)
    if province is None:
        raise UnknownProvince(province_id)
    return province


def units(name: str) -> tuple[Province, ...]:
    """Return all units that bear a name over time, oldest first.

    The name may be in any spelling and case, with or without diacritics, ``tỉnh`` or ``TP.``.

    >>> [unit.id for unit in units("tỉnh Quang Tri")]
    ['quang-tri', 'quang-tri-2025']

    Raises:
        UnknownProvince: No unit ever bore it.
    """
    found = _by_key().get(_key(name))
    if found is None:
        raise UnknownProvince(name)
    return found


def find(name: str, on: date | None = None) -> Province:
    """Return the unit that bears a name on a day, today without one.

    Where no unit bore the name that day, it is the one that did last: ``Bắc Kạn`` is ``bac-kan``
    today as well; `successor` and `as_of` lead on.

    >>> find("TPHCM").id, find("Đăk Lăk", on=date(2020, 2, 3)).id
    ('ho-chi-minh-2025', 'dak-lak')

    Raises:
        UnknownProvince: No unit ever bore it.
    """
    found = units(name)
    if on is not None:
        for unit in found:
            if unit.in_force(on):
                return unit
    return found[-1]


def successor(province_id: str) -> Province:
    """Return the unit of today that a unit became part of, itself where it still exists."""
    return get(get(province_id).successor_id)


def as_of(province_id: str, on: date) -> Province:
    """Return the unit of the same lineage that was in force on a day.

    Later days lead to the successor (``bac-kan`` to ``thai-nguyen-2025``), earlier ones to the unit
    of the same name (``thai-nguyen-2025`` to ``thai-nguyen``), or to the only one (``hue``).
    """
    unit = get(province_id)
    if unit.in_force(on):
        return unit
    if unit.valid_to is not None and on > unit.valid_to:
        return successor(province_id)
    before = [u for u in all_provinces() if u.successor_id == unit.id and u.id != unit.id]
    return next((u for u in before if u.name == unit.name), before[0])


def _province(row: dict[str, str]) -> Province:
    others = [name for name in row["other_names"].split("|") if name]
    return Province(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        committee=row["committee"],
        gso_code=row["gso_code"],
        iso_code=row["iso_code"] or None,
        valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        successor_id=row["successor_id"],
        names=(row["name"], *others),
    )


def _key(name: str) -> str:
    """Return what all spellings of a name share: folded, without ``tỉnh``, in one word."""
    words = fold_words(name)
    for kind in _KIND_WORDS:
        if words.startswith(kind):
            words = words[len(kind) :]
            break
    return words.replace(" ", "")


@lru_cache(maxsize=1)
def _by_id() -> dict[str, Province]:
    return {unit.id: unit for unit in all_provinces()}


@lru_cache(maxsize=1)
def _by_key() -> dict[str, tuple[Province, ...]]:
    found: dict[str, tuple[Province, ...]] = {}
    for unit in all_provinces():
        for key in dict.fromkeys(_key(name) for name in (unit.id, *unit.names)):
            found[key] = (*found.get(key, ()), unit)
    return found


def _near_names(name: str) -> list[str]:
    keys = difflib.get_close_matches(_key(name), _by_key(), n=3, cutoff=0.75)
    return list(dict.fromkeys(_by_key()[key][-1].name for key in keys))
