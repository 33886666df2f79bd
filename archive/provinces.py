"""The provinces in time: 63 units until 30 June 2025, 34 since 1 July 2025.

A name is not a unit: Quảng Trị before the merger (``quang-tri``) and the Quảng Trị that it formed
with Quảng Bình (``quang-tri-2025``) are two. Units that were not merged keep one row; Thừa Thiên
Huế became the municipality of Huế half a year before. Facts: ``archive/data/provinces.csv``.

So there are two maps to ask by: `units` are those that bear a name, `units_today` those that a unit of
today was made of. A code is not a unit either: 15 was Yên Bái and is Lào Cai, so a code comes with a
date, ``15@2024-06-30``.
"""

from __future__ import annotations

import csv
import difflib
import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources
from typing import Final

from archive.errors import ArchiveError
from archive.text import fold_words

_KIND_WORDS: Final = ("thanh pho ", "thu do ", "tinh ", "tp ")
_CODE: Final = re.compile(r"\s*([0-9]{2}|VN-[0-9A-Z]{2})\s*(?:@\s*(.*?)\s*)?", re.IGNORECASE)
_PERIOD: Final = re.compile(r"([12][0-9]{3})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


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


class BadProvince(ArchiveError):
    """What a person wrote for a province does not name one; the message says what would."""


class UnknownProvince(BadProvince):
    """A name that no province bears; the message names the nearest ones."""

    def __init__(self, name: str) -> None:
        message = f"unknown province {name!r}"
        near = _near_names(name)
        if near:
            message += f"; did you mean {' or '.join(repr(n) for n in near)}?"
        super().__init__(message)
        self.name = name


class BadCode(BadProvince):
    """A code without the date that gives it a meaning, or with one on which it had none."""


class NoProvinceToday(BadProvince):
    """A name that a province bore, but none does today; the message says where it went."""

    def __init__(self, gone: Province) -> None:
        heir, first = successor(gone.id), first_day_after(gone)
        super().__init__(f"{gone.name} became part of {heir.name} on {first}; use --province")
        self.province = gone


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

    The name may be in any spelling and case, with or without diacritics, ``tỉnh`` or ``TP.``. A code of
    the statistics office or of ISO 3166-2 stands for the one unit that had it on its date (a day, month
    or year).

    >>> [unit.id for unit in units("tỉnh Quang Tri")]
    ['quang-tri', 'quang-tri-2025']
    >>> [unit.id for unit in units("15@2024-06-30") + units("15@2025-08")]
    ['yen-bai', 'lao-cai-2025']

    Raises:
        UnknownProvince: No unit ever bore it.
        BadCode: A code has no date, or no single meaning on its date.
    """
    code = _CODE.fullmatch(name)
    if code:
        return (_unit_with_code(code[1].upper(), code[2]),)
    found = _by_key().get(_key(name))
    if found is None:
        raise UnknownProvince(name)
    return found


def units_today(name: str) -> tuple[Province, ...]:
    """Return all units over time that today's unit of a name was made of, itself included.

    >>> [unit.id for unit in units_today("Thái Nguyên")]
    ['bac-kan', 'thai-nguyen', 'thai-nguyen-2025']

    Raises:
        UnknownProvince: No unit ever bore the name.
        NoProvinceToday: One did, but none does today.
        BadCode: As for `units`.
    """
    last = units(name)[-1]
    if last.valid_to is not None:
        raise NoProvinceToday(last)
    return tuple(unit for unit in all_provinces() if unit.successor_id == last.id)


def find(name: str, on: date | None = None) -> Province:
    """Return the unit that bears a name on a day, today without one.

    Where no unit bore the name that day, it is the one that did last: ``Bắc Kạn`` is ``bac-kan``
    today as well; `successor` and `as_of` lead on.

    >>> find("TPHCM").id, find("Đăk Lăk", on=date(2020, 2, 3)).id
    ('ho-chi-minh-2025', 'dak-lak')

    Raises:
        UnknownProvince: No unit ever bore it.
        BadCode: As for `units`.
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


def first_day_after(unit: Province) -> date:
    """Return the day after the last one of a unit that is no more.

    Raises:
        ValueError: The unit exists today.
    """
    if unit.valid_to is None:
        raise ValueError(f"{unit.id} exists today")
    return unit.valid_to + timedelta(days=1)


def _unit_with_code(code: str, when: str | None) -> Province:
    """Return the one unit that had a code in a period.

    Raises:
        UnknownProvince: No unit ever had the code.
        BadCode: There is no period, or the code had no meaning or two in it.
    """
    holders = [unit for unit in all_provinces() if code in (unit.gso_code, unit.iso_code)]
    if not holders:
        raise UnknownProvince(code)
    meanings = " and ".join(map(_meaning, holders))
    if not when:
        forms = " or ".join(
            f"{code}@{unit.valid_to or unit.valid_from or '2025'}" for unit in holders
        )
        raise BadCode(f"{code} {meanings}; a code needs its date: write {forms}")
    first, last = _period(code, when)
    found = [
        unit
        for unit in holders
        if (unit.valid_from is None or unit.valid_from <= last)
        and (unit.valid_to is None or first <= unit.valid_to)
    ]
    if len(found) != 1:
        trouble = "has two meanings" if found else "has no meaning"
        raise BadCode(f"{code} {trouble} in {when}: it {meanings}")
    return found[0]


def _meaning(unit: Province) -> str:
    if unit.valid_to is not None:
        return f"meant {unit.name} until {unit.valid_to}"
    return f"means {unit.name}" + (f" since {unit.valid_from}" if unit.valid_from else "")


def _period(code: str, when: str) -> tuple[date, date]:
    """Return the first and last day of a day, month or year."""
    match = _PERIOD.fullmatch(when)
    try:
        if match is None:
            raise ValueError(when)
        year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
        first = date(year, month if match[2] else 1, day if match[3] else 1)
    except ValueError:
        raise BadCode(
            f"{when!r} is not a date: write {code}@YYYY-MM-DD, {code}@YYYY-MM or {code}@YYYY"
        ) from None
    if match[3]:
        return first, first
    last_month = first.month if match[2] else 12
    return first, date(year, last_month, monthrange(year, last_month)[1])


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
