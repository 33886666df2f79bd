from __future__ import annotations

import pytest

from archive.reprints.occasions import changed_numbers, conflict, marks


@pytest.mark.parametrize(
    ("one", "other", "changed"),
    [
        ("87", "88", {("87", "88")}),
        ("tháng 5", "tháng 6", {("5", "6")}),
        ("1 8 2017", "1 8 2018", {("2017", "2018")}),
        ("lần thứ hai", "lần thứ ba", {("2", "3")}),
        ("khóa xii", "khóa xiii", {("12", "13")}),
        # The same number, written otherwise.
        ("01 8", "1 8", set()),
        ("02", "ii", set()),
        ("xiii", "13", set()),
        ("hai", "2", set()),
        ("26 472", "26472", set()),
        # Only one of them has a number there.
        ("hôm qua", "5 3", set()),
        ("5 3", "5 3 2021", set()),
        # `năm` is a year, `tư` half a word, `vi` a syllable.
        ("năm nay", "2017", set()),
        ("đầu tư", "6", set()),
        ("phấn khởi", "vui mừng", set()),
    ],
)
def test_changed_numbers(one: str, other: str, changed: set[tuple[str, str]]) -> None:
    assert changed_numbers([(one.split(), other.split())]) == changed
    back = {(after, before) for before, after in changed}
    assert changed_numbers([(other.split(), one.split())]) == back


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kỷ niệm 87 năm Ngày truyền thống", "Kỷ niệm 88 năm Ngày truyền thống"),
        ("Định hướng tuyên truyền tháng 5", "Định hướng tuyên truyền tháng 6/2019"),
        ("ĐỊNH HƯỚNG THÁNG 05", "Định hướng tháng sáu"),
        ("Tổng kết năm 2018", "Tổng kết năm 2019"),
        ("Báo cáo 6 tháng đầu năm", "Báo cáo 9 tháng đầu năm"),
        ("6 tháng đầu năm", "6 tháng cuối năm"),
        ("Giao ban quý I", "Giao ban quý II"),
        ("Hội nghị lần thứ 14", "Hội nghị lần thứ mười"),
        ("Lịch công tác tuần 21", "Lịch công tác tuần 22"),
        ("Bản tin số 3", "Bản tin số 4"),
        ("Đại hội khoá XII", "Đại hội khóa XIII"),
        ("Di sản của Người - Bài 1", "Di sản của Người - Bài 2"),
    ],
)
def test_headlines_of_different_occasions(one: str, other: str) -> None:
    assert conflict(marks(one), marks(other))
    assert conflict(marks(other), marks(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kỷ niệm 87 năm Ngày truyền thống", "Bắc Kạn: gặp mặt kỷ niệm 87 năm"),
        ("Tổng kết năm 2018, nhiệm vụ năm 2019", "Nhiệm vụ năm 2019"),
        ("Định hướng tháng 5", "Định hướng tháng 05/2019"),
        ("Giao ban quý II", "Giao ban quý 2"),
        ("Hội nghị lần thứ ba", "Hội nghị lần thứ 3"),
        ("Đại hội thành công", "Đại hội lần thứ XIV thành công"),
        ("Năm học mới", "Năm 2019"),
    ],
)
def test_headlines_of_one_occasion(one: str, other: str) -> None:
    assert not conflict(marks(one), marks(other))
