"""What a page prints around its article."""

# ruff: noqa: E501 - markup and sentences are easier to read on one line

from __future__ import annotations

import pytest

from crawler.fields.chrome import (
    class_hint,
    is_chrome,
    is_imprint,
    is_related_heading,
    strip_leftovers,
)


@pytest.mark.parametrize(
    "line",
    [
        "Skip Ribbon Commands", "Cỡ chữ: A+ A-", "In tin bàiLưu tin bài", "Go top", "320 Go top", "TOP", "A A", "Email In PDF.",
        "Android APK", "Trang sau >>", "Khách Khách 52", "Người trực tuyến Người trực tuyến", "Đang truy cập135",
        "Hôm nay13,131", "Tổng lượt truy cập: 31642365", "Hiện tại không có bình chọn nào đang hoạt động.",
        "Bạn đã không sử dụng Site, Bấm vào đây để duy trì trạng thái đăng nhập. Thời gian chờ: 60 giây", "953 0", "5.645", "Bản in Quay lại",
    ],
)  # fmt: skip
def test_chrome(line: str) -> None:
    assert is_chrome(line)


@pytest.mark.parametrize(
    "line",
    ["Hôm nay, ngày 18/7, toàn tỉnh ra quân", "Khách mời dự hội nghị", "Trong tuần qua có 12 hội nghị", "Inox", "Chia sẻ khó khăn với nhân dân vùng lũ"],
)  # fmt: skip
def test_no_chrome(line: str) -> None:
    assert not is_chrome(line)


@pytest.mark.parametrize(
    "line", ["Các tin khác", "CÁC TIN KHÁC:", "» Tin liên quan", "Tin đã đưa", "Phản hồi"]
)
def test_related(line: str) -> None:
    assert is_related_heading(line)


@pytest.mark.parametrize(
    "line", ["Các tin khác nhau lan truyền trên mạng", "Mới nhất là Chỉ thị số 05"]
)
def test_not_related(line: str) -> None:
    assert not is_related_heading(line)


@pytest.mark.parametrize(
    ("text", "stripped"),
    [
        ("null Hội nghị", "Hội nghị"),
        ("{title} {publish} {head} Hội nghị", "Hội nghị"),
        ("nullity", "nullity"),
        ("Hội nghị", "Hội nghị"),
        ("null", ""),
    ],
)
def test_leftovers(text: str, stripped: str) -> None:
    assert strip_leftovers(text) == stripped


@pytest.mark.parametrize(
    ("names", "region", "role"),
    [
        ("article__sapo", "", "lead"),
        ("ctl00_main_lblTomTat", "", "lead"),
        ("td-image-desc", "", "caption"),
        ("box-tin-lien-quan", "related", ""),
        ("k1 q7", "", ""),
        ("post-date", "", "date"),
        ("update", "", ""),
        ("MsoNormal", "", ""),
    ],
)
def test_class_names(names: str, region: str, role: str) -> None:
    hint = class_hint(names)
    assert (hint.region, hint.role, hint.hidden) == (region, role, False)


def test_imprint() -> None:
    assert is_imprint("Giấy phép số 12/GP-TTĐT ngày 01/02/2016")
    assert not is_imprint("Cấp giấy phép xây dựng cho 12 công trình")
