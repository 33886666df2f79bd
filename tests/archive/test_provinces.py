from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from archive.errors import ArchiveError
from archive.provinces import (
    BadCode,
    NoProvinceToday,
    UnknownProvince,
    all_provinces,
    as_of,
    find,
    get,
    successor,
    units,
    units_today,
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


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("Thái Nguyên", ["bac-kan", "thai-nguyen", "thai-nguyen-2025"]),
        ("thai nguyen", ["bac-kan", "thai-nguyen", "thai-nguyen-2025"]),
        ("thai-nguyen-2025", ["bac-kan", "thai-nguyen", "thai-nguyen-2025"]),
        ("19@2026", ["bac-kan", "thai-nguyen", "thai-nguyen-2025"]),
        ("Cao Bằng", ["cao-bang"]),
        ("Thừa Thiên Huế", ["thua-thien-hue", "hue"]),
        ("TP.HCM", ["binh-duong", "ba-ria-vung-tau", "ho-chi-minh", "ho-chi-minh-2025"]),
        ("Đăk Lăk", ["phu-yen", "dak-lak", "dak-lak-2025"]),
    ],
)
def test_units_of_a_name_today(name: str, ids: list[str]) -> None:
    assert [unit.id for unit in units_today(name)] == ids


def test_units_of_today_share_out_all_units() -> None:
    today = [unit for unit in all_provinces() if unit.valid_to is None]
    parts = [part.id for unit in today for part in units_today(unit.name)]
    assert sorted(parts) == sorted(unit.id for unit in all_provinces())


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Bắc Cạn", "Bắc Kạn became part of Thái Nguyên on 2025-07-01; use --province"),
        ("tỉnh bac kan", "Bắc Kạn became part of Thái Nguyên on 2025-07-01; use --province"),
        ("15@2024", "Yên Bái became part of Lào Cai on 2025-07-01; use --province"),
        ("BR-VT", "Bà Rịa - Vũng Tàu became part of Hồ Chí Minh on 2025-07-01; use --province"),
    ],
)
def test_a_name_that_no_unit_bears_today(name: str, message: str) -> None:
    with pytest.raises(NoProvinceToday) as raised:
        units_today(name)
    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("code", "province"),
    [
        ("15@2024-06-30", "yen-bai"),
        ("15@2025-06-30", "yen-bai"),
        ("15@2025-07-01", "lao-cai-2025"),
        ("15@2025-08", "lao-cai-2025"),
        ("15@2024", "yen-bai"),
        (" 15 @ 2024 ", "yen-bai"),
        ("06@2025", "bac-kan"),
        ("46@2024-12", "thua-thien-hue"),
        ("46@2025", "hue"),
        ("04@2026", "cao-bang"),
        ("VN-53@2024-06-30", "bac-kan"),
        ("vn-sg@2020", "ho-chi-minh"),
        ("VN-04@2026", "cao-bang"),
    ],
)
def test_a_code_with_its_date(code: str, province: str) -> None:
    assert [unit.id for unit in units(code)] == [province]
    assert find(code).id == province


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (
            "15",
            "15 meant Yên Bái until 2025-06-30 and means Lào Cai since 2025-07-01; a code needs its "
            "date: write 15@2025-06-30 or 15@2025-07-01",
        ),
        ("04", "04 means Cao Bằng; a code needs its date: write 04@2025"),
        (
            "06",
            "06 meant Bắc Kạn until 2025-06-30; a code needs its date: write 06@2025-06-30",
        ),
        (
            "VN-53",
            "VN-53 meant Bắc Kạn until 2025-06-30; a code needs its date: write VN-53@2025-06-30",
        ),
        (
            "15@2025",
            "15 has two meanings in 2025: it meant Yên Bái until 2025-06-30 and means Lào Cai since "
            "2025-07-01",
        ),
        ("VN-53@2026", "VN-53 has no meaning in 2026: it meant Bắc Kạn until 2025-06-30"),
        (
            "15@",
            "15 meant Yên Bái until 2025-06-30 and means Lào Cai since 2025-07-01; a code needs "
            "its date: write 15@2025-06-30 or 15@2025-07-01",
        ),
        (
            "15@2025-13",
            "'2025-13' is not a date: write 15@YYYY-MM-DD, 15@YYYY-MM or 15@YYYY",
        ),
    ],
)
def test_a_code_without_one_meaning(code: str, message: str) -> None:
    for ask in (units, units_today, find):
        with pytest.raises(BadCode) as raised:
            ask(code)
        assert str(raised.value) == message


def test_unknown_code() -> None:
    with pytest.raises(UnknownProvince, match="unknown province '99'"):
        units("99@2024")


def test_codes_written_as_advised_are_understood() -> None:
    for unit in all_provinces():
        for code in filter(None, (unit.gso_code, unit.iso_code)):
            with pytest.raises(BadCode) as raised:
                units(code)
            advised = str(raised.value).rpartition("write ")[2].split(" or ")
            assert unit.id in {units(form)[0].id for form in advised}
