"""Resolutions that are cited by their plenum or congress."""

from __future__ import annotations

from datetime import date

import pytest

from tests.archive.metadata.citations.showing import cited


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nghị quyết Trung ương 4 (khóa XII)", ["NQTW4 XII"]),
        ("Nghị quyết Trung ương 4, khóa XII", ["NQTW4 XII"]),
        ("Nghị quyết Hội nghị Trung ương 4 (khóa XI, khóa XII)", ["NQTW4 XI", "NQTW4 XII"]),
        ("Nghị quyết Trung ương 4 (khóa XI), (khóa XII)", ["NQTW4 XI", "NQTW4 XII"]),
        ("Nghị quyết Trung ương 4, 5, 6 (khóa XII)", ["NQTW4 XII", "NQTW5 XII", "NQTW6 XII"]),
        ("Nghị quyết Trung ương 6 và 7 khóa XII", ["NQTW6 XII", "NQTW7 XII"]),
        ("NGHỊ QUYẾT HỘI NGHỊ LẦN THỨ TÁM BAN CHẤP HÀNH TRUNG ƯƠNG KHOÁ XI", ["NQTW8 XI"]),
        ("Nghị quyết Hội nghị lần thứ mười một, BCH Trung ương Đảng khóa XI", ["NQTW11 XI"]),
        ("Nghị quyết Hội nghị Trung ương Đảng lần thứ tư (khóa 12)", ["NQTW4 XII"]),
        ("Nghị quyết T.Ư 4, NQTW 5 khoá XII, NQ TW6", ["NQTW4", "NQTW5 XII", "NQTW6"]),
        ("Nghị quyết Trung ương V khóa VIII", ["NQTW5 VIII"]),
        ("Nghị quyết Trung ương lần thứ 5, lần thứ 6 khóa XII", ["NQTW5 XII", "NQTW6 XII"]),
        ("Nghị quyết Trung ương 5 và Trung ương 6 khóa XII", ["NQTW5 XII", "NQTW6 XII"]),
        ("Nghị quyết Trung ương 4 khóa XI, Trung ương 5 khóa XII", ["NQTW4 XI", "NQTW5 XII"]),
        ("Nghị quyết Hội nghị lần thứ tư, lần thứ sáu BCH TW khóa XII", ["NQTW4 XII", "NQTW6 XII"]),
        ("Nghị quyết Hội nghị lần thứ 6 (khóa XII) của BCH Trung ương", ["NQTW6 XII"]),
        ("Nghị quyết Trung ương 4 “Một số vấn đề cấp bách” (khóa XI)", ["NQTW4 XI"]),
        ("Nghị quyết Trung ương 4 về xây dựng Đảng (khóa XII)", ["NQTW4 XII"]),
        ("Nghị quyết Trung ương 4 và vai trò của Tỉnh ủy (khóa XV)", ["NQTW4"]),
        ("Nghị quyết Trung ương 4 (XI)", ["NQTW4 XI"]),
        ("Nghị quyết Trung ương 4 (các khóa XI, XII)", ["NQTW4 XI", "NQTW4 XII"]),
        ("Nghị quyết Trung ương 6 (lần 2) khóa VIII", ["NQTW6 VIII"]),
        (
            "Nghị quyết Trung ương 5 khóa XII, Nghị quyết Trung ương 6 cùng khóa",
            ["NQTW5 XII", "NQTW6 XII"],
        ),
        ("Nghị quyết Trung ương 4, 7 phòng, ban đã sửa quy chế", ["NQTW4"]),
        ("Nghị quyết Trung ương 5 (khóa XI), Nghị quyết số 15-NQ/TW", ["NQTW5 XI", "15-NQ/TW"]),
        ("Nghị quyết Trung ương 5 khóa XI (Nghị quyết số 15-NQ/TW)", ["NQTW5 XI", "15-NQ/TW"]),
        ("Nghị quyết Trung ương bốn khóa XI", ["NQTW4 XI"]),
        ("Nghị quyết Trung ương năm 2018", []),
        ("Hội nghị Trung ương 8 khóa XII", []),
        ("Nghị quyết số 04-NQ/TW Hội nghị Trung ương 4 (khóa XII)", ["04-NQ/TW XII"]),
    ],
)
def test_resolutions_of_plenums(text: str, expected: list[str]) -> None:
    assert cited(text) == [f"NQ {one}" for one in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nghị quyết Đại hội XIII của Đảng", ["XIII"]),
        ("Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII của Đảng", ["XIII"]),
        ("Nghị quyết Đại hội Đảng lần thứ 13", ["XIII"]),
        ("NQĐH XIII của Đảng", ["XIII"]),
        ("Nghị quyết Đại hội lần thứ XII, XIII của Đảng", ["XII", "XIII"]),
        ("Nghị quyết Đại hội Đảng bộ các cấp và Đại hội XIII của Đảng", ["XIII"]),
        ("Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XX", ["XX @binh-dinh"]),
        ("Nghị quyết Đại hội Đảng bộ tỉnh (khóa XX)", ["XX @binh-dinh"]),
        ("Nghị quyết Đại hội tỉnh Đảng bộ lần thứ XX", ["XX @binh-dinh"]),
        ("Nghị quyết Đại hội lần thứ XX Đảng bộ tỉnh Gia Lai", ["XX @gia-lai"]),
        ("Nghị quyết Đại hội XVI, nhiệm kỳ 2020 - 2025 của Đảng bộ tỉnh", ["XVI @binh-dinh"]),
        ("Nghị quyết Đại hội lần thứ XX của tỉnh", ["XX @binh-dinh"]),
        ("Nghị quyết Đại hội Đảng bộ thành phố Đà Nẵng lần thứ XXII", ["XXII @da-nang"]),
        ("Nghị quyết Đại hội Đảng bộ thành phố Quy Nhơn lần thứ XII", []),
        ("Nghị quyết Đại hội Đảng bộ huyện Tây Sơn lần thứ XX", []),
        (
            "Nghị quyết Đại hội XIII của Đảng, Đại hội Đảng bộ tỉnh lần thứ XX",
            ["XIII", "XX @binh-dinh"],
        ),
        (
            "Nghị quyết Đại hội Đảng bộ thị xã lần thứ V, Đại hội Đảng bộ tỉnh lần thứ XX",
            ["XX @binh-dinh"],
        ),
        ("Nghị quyết Đại hội Đoàn toàn quốc lần thứ XII", []),
        ("Nghị quyết Đại hội XII Công đoàn Việt Nam", []),
        ("nghị quyết đại hội đảng các cấp", []),
        ("thực hiện nghị quyết đại hội 5 năm", []),
        ("Nghị quyết Đại hội XX", []),
    ],
)
def test_resolutions_of_congresses(text: str, expected: list[str]) -> None:
    assert cited(text) == [f"NQ NQĐH {one}" for one in expected]


def test_a_congress_that_was_not_held_yet_is_no_national_one() -> None:
    text = "Nghị quyết Đại hội XIV"
    assert cited(text, on=date(2016, 3, 1)) == []
    assert cited(text, on=date(2025, 12, 1)) == ["NQ NQĐH XIV"]
