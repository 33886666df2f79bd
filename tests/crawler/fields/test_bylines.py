"""Names, offices and sources under a text; places and slogans are none of them."""

# ruff: noqa: E501 - markup and sentences are easier to read on one line

from __future__ import annotations

import pytest

from crawler.fields.bylines import (
    Byline,
    cut_glued_name,
    is_office,
    read_byline,
    read_credit,
    read_source_mark,
)
from crawler.fields.names import is_names, is_person

BODY = "Tổ chức các hoạt động kỷ niệm 90 năm ngày truyền thống ngành Tuyên giáo"


@pytest.mark.parametrize(
    "name",
    [
        "Đàm Thu Hương", "Tô Long", "Vũ Võ", "Phan Sỹ Thành", "Mai Diệu Linh", "Thanh Huyền", "Quốc Đạt", "Ksor Hạnh",
        "H’Lim Niê", "Tòng Thị Phóng", "Nguyễn Thị Ngọc Ánh", "NGUYỄN VĂN AN", "Đoàn Thị Lan Chi",
        "Hoàng Văn Quyết", "Vi Kim Oanh", "Lý Mỹ Uyên",
    ],
)  # fmt: skip
def test_persons(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize(
    "text",
    [
        "Đảng Cộng sản Việt Nam", "Việt Nam", "Hồ Chí Minh", "Quảng Trị", "Bình Thuận", "Bắc Kạn", "Điện Biên Phủ", "Lai Châu",
        "Ban Tuyên giáo", "Tỉnh ủy", "Go Top", "Android APK", "TIẾP TỤC THỰC HIỆN", "KHOA GIÁO", "Hội nghị thành công",
        "Trường Sa", "Facebook Twitter", "Vũ", "Thứ Hai", "tô long", "2020", "Tin Mới", "Thành Ủy",
    ],
)  # fmt: skip
def test_not_persons(text: str) -> None:
    assert not is_person(text)


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("Thanh Huyền - Quốc Đạt", True),
        ("Vũ Võ, Tô Long và Mai Diệu Linh", True),
        ("Vũ Võ - T.H", True),
        ("Bắc Kạn - Thái Nguyên", False),
        ("Tiên phong - Trọng tâm - Thuyết phục", False),
        ("Kỷ cương, trách nhiệm", False),
    ],
)
def test_several_names(text: str, joined: bool) -> None:
    assert is_names(text) is joined


@pytest.mark.parametrize(
    ("text", "byline"),
    [
        ("Tô Long", Byline(author="Tô Long")),
        ("(Vũ Võ)", Byline(author="Vũ Võ")),
        ("Bài, ảnh: Vũ Võ", Byline(author="Vũ Võ")),
        ("Tin, ảnh: Thanh Huyền - Quốc Đạt", Byline(author="Thanh Huyền - Quốc Đạt")),
        ("BBT", Byline(author="BBT")),
        ("Tác giả: Vũ Võ", Byline(author="Vũ Võ")),
        ("ThS. Nguyễn Văn An", Byline(author="ThS. Nguyễn Văn An")),
        ("Ảnh: Phan Sỹ Thành", Byline(photo="Phan Sỹ Thành")),
        ("Theo Báo Nhân Dân", Byline(source="Báo Nhân Dân")),
        ("(Theo dangcongsan.vn)", Byline(source="dangcongsan.vn")),
        ("Nguồn: TTXVN", Byline(source="TTXVN")),
        ("Ban Tuyên giáo Tỉnh ủy Bắc Kạn", Byline(organisation="Ban Tuyên giáo Tỉnh ủy Bắc Kạn")),
        ("Phó Trưởng Ban Tuyên giáo Tỉnh ủy", Byline(organisation="Phó Trưởng Ban Tuyên giáo Tỉnh ủy")),
        ("Vũ Võ (Ban Tuyên giáo Tỉnh ủy)", Byline(author="Vũ Võ", organisation="Ban Tuyên giáo Tỉnh ủy")),
        ("Theo đồng chí Trần Thị Lộc, Ủy viên Ban Thường vụ", None),
        ("Ban Tuyên giáo Tỉnh ủy tổ chức hội nghị giao ban báo chí định kỳ.", None),
        ("Hội nghị kết thúc tốt đẹp./.", None),
        ("Một là: đẩy mạnh công tác tuyên truyền", None),
    ],
)  # fmt: skip
def test_lines(text: str, byline: Byline | None) -> None:
    assert read_byline(text) == byline


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"{BODY}. Mai Diệu Linh", "Mai Diệu Linh"),
        (f"{BODY}./. Tô Long", "Tô Long"),
        (f"{BODY}.Phan Sỹ Thành", "Phan Sỹ Thành"),
        (f"{BODY}… Vũ Võ", "Vũ Võ"),
        (f"{BODY}. Quảng Trị", None),
        (f"{BODY} của đồng chí Mai Diệu Linh", None),
        (f"{BODY} tại TP. Hồ Chí Minh", None),
        (f"{BODY} của ThS. Nguyễn Văn An", None),
        (f"{BODY}. Đảng Cộng sản Việt Nam", None),
        ("1. Nguyễn Văn An", None),
        (f"{BODY}.", None),
    ],
)
def test_glued_names(text: str, name: str | None) -> None:
    cut = cut_glued_name(text)
    assert (cut[1].author if cut else None) == name
    if cut:
        assert cut[0].startswith(BODY)
        assert not cut[0].endswith(" ")


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("(TUAG)- Sáng 5/4, Ban Tuyên giáo", "(TUAG)"),
        ("(TGCT) Sáng 5/4", "(TGCT)"),
        ("(ĐCSVN) - Sáng 5/4", "(ĐCSVN)"),
        ("(Thanhuytphcm.vn) - Sáng 5/4", "(Thanhuytphcm.vn)"),
        ("TCCSĐT - Sáng 5/4", "TCCSĐT"),
        ("BHG - Sáng 5/4", "BHG"),
        ("(GLO)- Sáng 5/4", "(GLO)"),
        ("YênBái - Sáng 5/4", "YênBái"),
        ("UBND - HĐND tỉnh", None),
        ("(1) Về công tác tuyên truyền", None),
        ("(Kèm theo Kế hoạch số 12) Sáng 5/4", None),
        ("Sáng 5/4, Ban Tuyên giáo", None),
    ],
)
def test_source_marks(text: str, mark: str | None) -> None:
    assert read_source_mark(text) == mark


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("Ban Tuyên giáo Tỉnh uỷ", True),
        ("Huyện ủy Kỳ Sơn", True),
        ("Báo Lai Châu", True),
        ("Ban Tuyên giáo Tỉnh ủy tổ chức hội nghị.", False),
        ("Việt Nam", False),
    ],
)
def test_offices(text: str, office: bool) -> None:
    assert is_office(text) is office


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Viết bởi Lê Minh Quân", "Lê Minh Quân"),
        ("Bởi Lê Minh Quân", "Lê Minh Quân"),
        ("Written by Ban Biên tập", "Ban Biên tập"),
        ("Lê Minh Quân", "Lê Minh Quân"),
        # Accounts are no authors.
        ("Viết bởi Super User", None),
        ("Bởi quantri", None),
        ("Administrator", None),
    ],
)
def test_the_author_that_a_system_prints(line: str, author: str | None) -> None:
    byline = read_credit(line)
    assert (byline and byline.author) == author
