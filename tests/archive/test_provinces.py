from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from archive.errors import ArchiveError
from archive.provinces import (
    UnknownProvince,
    all_provinces,
    as_of,
    find,
    get,
    successor,
    units,
)

LAST_DAY = date(2025, 6, 30)
FIRST_DAY = date(2025, 7, 1)


@pytest.mark.parametrize(
    ("on", "count", "municipalities"),
    [
        (date(2000, 1, 1), 63, 5),
        (date(2024, 12, 31), 63, 5),
        (date(2025, 1, 1), 63, 6),
        (LAST_DAY, 63, 6),
        (FIRST_DAY, 34, 6),
        (date(2026, 11, 22), 34, 6),
    ],
)
def test_units_in_force(on: date, count: int, municipalities: int) -> None:
    there = [unit for unit in all_provinces() if unit.in_force(on)]
    assert len(there) == len({unit.name for unit in there}) == count
    assert len({unit.gso_code for unit in there}) == count
    assert sum(unit.kind == "municipality" for unit in there) == municipalities


def test_every_row_is_sound() -> None:
    every = all_provinces()
    assert len({unit.id for unit in every}) == len(every) == 87
    for unit in every:
        assert unit.kind in {"province", "municipality"}
        assert unit.committee == ("Thành ủy" if unit.kind == "municipality" else "Tỉnh ủy")
        assert unit.names[0] == unit.name
        assert len(set(unit.names)) == len(unit.names)
        heir = successor(unit.id)
        assert heir.valid_to is None
        assert heir.successor_id == heir.id
        assert (heir is unit) == (unit.valid_to is None)


def test_facts_agree_with_the_source(shared: Path) -> None:
    facts = json.loads((shared / "provinces.json").read_text("utf-8"))
    today = {row["ascii_slug"]: row for row in facts["current_34"]}
    for row in facts["old_63"]:
        unit = get(row["ascii_slug"])
        assert (unit.name, unit.kind, unit.committee, unit.gso_code, unit.iso_code) == (
            row["name"],
            row["type"],
            row["committee"],
            row["gso_code"],
            row["iso_code"],
        )
        assert successor(unit.id).name == row["merged_into"]
        spellings = [alias for alias in row["aliases"] if "(" not in alias]
        assert set(spellings) <= set(unit.names)
    for row in today.values():
        unit = find(row["name"])
        assert (unit.name, unit.kind, unit.gso_code) == (
            row["name"],
            row["type"],
            row["gso_code_2025"],
        )
        parts = {u.name for u in all_provinces() if u.in_force(date(2024, 1, 1))} & {
            u.name for u in all_provinces() if u.successor_id == unit.id
        }
        assert parts == set(row["formed_from"])


@pytest.mark.parametrize(
    ("spelling", "province"),
    [
        ("Bắc Kạn", "bac-kan"),
        ("bắc cạn", "bac-kan"),
        ("BAC KAN", "bac-kan"),
        ("bac-kan", "bac-kan"),
        ("bac_kan", "bac-kan"),
        ("backan", "bac-kan"),
        ("tỉnh Bắc Kạn", "bac-kan"),
        ("Hoà Bình", "hoa-binh"),
        ("Hòa Bình", "hoa-binh"),
        ("Thanh Hoá", "thanh-hoa"),
        ("Thanh Hóa", "thanh-hoa"),
        ("Đắk Lắk", "dak-lak"),
        ("Đăk Lăk", "dak-lak"),
        ("Đắc Lắc", "dak-lak"),
        ("Daklak", "dak-lak"),
        ("Đắc Nông", "dak-nong"),
        ("Kontum", "kon-tum"),
        ("Kon-Tum", "kon-tum"),
        ("T.T.Huế", "thua-thien-hue"),
        ("Thừa Thiên - Huế", "thua-thien-hue"),
        ("Huế", "thua-thien-hue"),
        ("BR-VT", "ba-ria-vung-tau"),
        ("Bà Rịa - Vũng Tàu", "ba-ria-vung-tau"),
        ("TP.HCM", "ho-chi-minh"),
        ("TPHCM", "ho-chi-minh"),
        ("TP HCM", "ho-chi-minh"),
        ("TP. Hồ Chí Minh", "ho-chi-minh"),
        ("thành phố hồ chí minh", "ho-chi-minh"),
        ("Thủ đô Hà Nội", "ha-noi"),
        ("TP. Đà Nẵng", "da-nang"),
    ],
)
def test_find_any_spelling(spelling: str, province: str) -> None:
    assert find(spelling, on=date(2020, 2, 29)).id == province


@pytest.mark.parametrize(
    ("name", "on", "province"),
    [
        ("Quảng Trị", LAST_DAY, "quang-tri"),
        ("Quảng Trị", FIRST_DAY, "quang-tri-2025"),
        ("Quảng Trị", None, "quang-tri-2025"),
        ("quang-tri-2025", None, "quang-tri-2025"),
        ("Lai Châu", None, "lai-chau"),
        ("Huế", None, "hue"),
        ("Thừa Thiên Huế", None, "hue"),
        ("Huế", date(2024, 12, 31), "thua-thien-hue"),
        ("Huế", date(2025, 1, 1), "hue"),
        ("Bắc Kạn", None, "bac-kan"),
        ("Bắc Kạn", FIRST_DAY, "bac-kan"),
    ],
)
def test_find_in_time(name: str, on: date | None, province: str) -> None:
    assert find(name, on).id == province


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("Thái Nguyên", ["thai-nguyen", "thai-nguyen-2025"]),
        ("Bắc Kạn", ["bac-kan"]),
        ("Cao Bằng", ["cao-bang"]),
        ("TP. Huế", ["thua-thien-hue", "hue"]),
    ],
)
def test_units_of_a_name(name: str, ids: list[str]) -> None:
    assert [unit.id for unit in units(name)] == ids


@pytest.mark.parametrize(
    ("province", "on", "then"),
    [
        ("bac-kan", LAST_DAY, "bac-kan"),
        ("bac-kan", FIRST_DAY, "thai-nguyen-2025"),
        ("thai-nguyen-2025", LAST_DAY, "thai-nguyen"),
        ("quang-tri", FIRST_DAY, "quang-tri-2025"),
        ("binh-thuan", date(2026, 1, 1), "lam-dong-2025"),
        ("nghe-an", date(2026, 1, 1), "nghe-an"),
        ("thua-thien-hue", date(2025, 1, 1), "hue"),
        ("hue", date(2024, 12, 31), "thua-thien-hue"),
    ],
)
def test_as_of(province: str, on: date, then: str) -> None:
    assert as_of(province, on).id == then


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Bac Can1", "unknown province 'Bac Can1'; did you mean 'Bắc Kạn'?"),
        ("Quang Try", "unknown province 'Quang Try'; did you mean 'Quảng Trị'?"),
        ("Atlantis", "unknown province 'Atlantis'"),
        ("", "unknown province ''"),
    ],
)
def test_unknown_name(name: str, message: str) -> None:
    with pytest.raises(UnknownProvince) as raised:
        find(name)
    assert str(raised.value) == message
    assert isinstance(raised.value, ArchiveError)


def test_unknown_id_is_not_guessed() -> None:
    with pytest.raises(UnknownProvince, match="did you mean 'Bắc Kạn'"):
        get("bac-can")
