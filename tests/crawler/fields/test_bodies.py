"""The body: what is kept, and what belongs to other fields."""

# ruff: noqa: E501 - markup and sentences are easier to read on one line

from __future__ import annotations

import pytest
from lxml import etree

from crawler.fields.blocks import walk
from crawler.fields.bodies import Body, read_body

LONG = (
    "Sáng 18/7, Ban Tuyên giáo Tỉnh ủy tổ chức hội nghị sơ kết công tác tuyên giáo 6 tháng đầu năm 2023"
    " với sự tham dự của hơn 200 đại biểu."
)
LAST = "Hội nghị đã biểu dương 26 tập thể có thành tích xuất sắc trong phong trào thi đua của toàn ngành./."


def body(html: str, *repeated: str) -> Body:
    root = etree.fromstring(f"<html><body>{html}</body></html>", etree.HTMLParser())
    return read_body(walk(root), repeated=repeated)


@pytest.mark.parametrize("heading", ["Các tin khác", "CÁC TIN KHÁC:", "Tin cùng chuyên mục", "Mới nhất", "Những tin cũ hơn"])  # fmt: skip
def test_related_heading_cuts_everything_behind(heading: str) -> None:
    html = f"<p>{LONG}</p><p><b>{heading}</b></p><p>Hội nghị khác</p><div><p>{LONG} Khác.</p></div>"
    assert body(html).paragraphs == [LONG]


def test_box_of_links_in_the_middle_is_left_out() -> None:
    html = f"<p>{LONG}</p><p>Tin liên quan</p><p><a href='/1'>Hội nghị báo cáo viên</a></p><p>{LAST}</p>"
    assert body(html).paragraphs == [LONG, LAST]


@pytest.mark.parametrize(
    "chrome",
    ["Cỡ chữ: A+ A-", "In tin bài", "320 Go top", "lượt xem: 581 | lượt tải:68", "953", "Lượt xem: 1.231", "Tổng số điểm của bài viết là: 0 trong 0 đánh giá"],
)  # fmt: skip
def test_chrome_is_left_out(chrome: str) -> None:
    assert body(f"<p>{LONG}</p><div>{chrome}</div><p>{LAST}</p>").paragraphs == [LONG, LAST]


@pytest.mark.parametrize(
    "line",
    ["Đánh giá chung", "Hôm nay, toàn tỉnh ra quân", "In ấn tài liệu tuyên truyền", "Phản hồi của cử tri về công tác cán bộ"],
)  # fmt: skip
def test_what_only_sounds_like_chrome_stays(line: str) -> None:
    assert body(f"<p>{LONG}</p><p>{line}</p><p>{LAST}</p>").paragraphs == [LONG, line, LAST]


def test_repetitions_on_top_are_left_out() -> None:
    html = f"<h1>Hội nghị sơ kết</h1><p>Thứ ba - 18/07/2023 22:40</p><p>{LONG}</p><p>{LAST}</p><p>{LAST}</p>"
    assert body(html, "Hội nghị sơ kết").paragraphs == [LONG, LAST]


@pytest.mark.parametrize(
    ("html", "headings"),
    [
        (f"<h2>Kết quả</h2><p>{LONG}</p>", [0]),
        (f"<p>{LONG}</p><p><strong>1. Kết quả đạt được</strong></p><p>{LAST}</p>", [1]),
        (f"<p>TỒN TẠI</p><p>{LONG}</p>", [0]),
        (f"<p><b>{LONG}</b></p><p>{LAST}</p>", []),
        (f"<p><b>Kết</b> quả</p><p>{LONG}</p>", []),
        (f"<p><b>Một</b></p><p><b>Hai</b></p><p><b>{LONG}</b></p>", []),
        (f"<ul><li><b>Tham mưu</b></li></ul><p>{LONG}</p>", []),
    ],
)
def test_headings(html: str, headings: list[int]) -> None:
    assert body(html).headings == headings


@pytest.mark.parametrize(
    ("signature", "author", "organisation", "signed"),
    [
        ("<p>Tô Long</p>", "Tô Long", None, "line"),
        ("<p align=right><b>Vũ Võ</b></p><p><b>Ban Tuyên giáo Tỉnh ủy</b></p>", "Vũ Võ", "Ban Tuyên giáo Tỉnh ủy", "line"),
        ("<p>Ban Tuyên giáo Tỉnh ủy</p>", None, "Ban Tuyên giáo Tỉnh ủy", "line"),
        ("<p>Bài, ảnh: Vũ Võ</p><p>(Theo Báo Lai Châu)</p>", "Vũ Võ", None, "line"),
        ("<p>Mai Linh</p><p>Ảnh: Vũ Võ</p>", "Mai Linh", None, "line"),
        ("", None, None, ""),
    ],
)  # fmt: skip
def test_signatures(
    signature: str, author: str | None, organisation: str | None, signed: str
) -> None:
    read = body(f"<p>{LONG}</p><p>{LAST}</p>{signature}")
    assert read.paragraphs == [LONG, LAST]
    assert (read.byline.author, read.byline.organisation, read.signed) == (
        author,
        organisation,
        signed,
    )


def test_glued_name_above_an_office() -> None:
    read = body(f"<p>{LONG}</p><p>{LAST} Mai Diệu Linh</p><p>Trường Chính trị Lê Duẩn</p>")
    assert read.paragraphs == [LONG, LAST]
    assert (read.byline.author, read.byline.organisation) == (
        "Mai Diệu Linh",
        "Trường Chính trị Lê Duẩn",
    )


def test_list_of_names_is_no_signature() -> None:
    html = f"<p>{LONG}</p><p>Các cá nhân được khen thưởng gồm:</p><p>Vũ Võ</p><p>Tô Long</p>"
    read = body(html)
    assert read.paragraphs[-2:] == ["Vũ Võ", "Tô Long"]
    assert read.byline.author is None


def test_offered_files_are_no_paragraphs() -> None:
    html = f"<p>{LONG}</p><p><a href='/kh-12.pdf'>Kế hoạch số 12-KH/TU</a></p>"
    assert body(html).paragraphs == [LONG]
