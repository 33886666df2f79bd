"""Pages around the text of a sample article, in the shapes that editors and templates give it.

A shape is a function from a sample (a row of ``gold.json``) to the markup of the article; `page` puts a
header, columns, lists of other articles and a foot around it, in which everything stands that never
belongs to a body.
"""

# ruff: noqa: E501 - markup and sentences are easier to read on one line

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

Sample = dict[str, Any]
Paragraphs = Callable[[list[str]], str]
Picture = Callable[[str, int], str]

SECTIONS = ("Trang chủ", "Giới thiệu", "Tin hoạt động", "Văn bản", "Lý luận chính trị", "Liên hệ")
OTHERS = (
    "Giao ban báo chí định kỳ tháng 11 năm 2020",
    "Họp báo tuyên truyền Đại hội đại biểu Đảng bộ tỉnh lần thứ XIX, nhiệm kỳ 2020 - 2025",
    "Quỳnh Lưu: Cần nắm chắc tình hình tư tưởng, dư luận xã hội để kịp thời tham mưu định hướng",
    "Những kết quả nổi bật của công tác tuyên giáo năm 2019",
    "Hội nghị báo cáo viên định kỳ tháng 12",
)
HEADINGS = ("Tin cùng chuyên mục", "CÁC TIN KHÁC", "Các tin khác", "Tin liên quan")
CLOCKS = (
    "Thứ Tư, 24/7/2024",
    "Hôm nay, ngày 24 tháng 7 năm 2024",
    "Thứ Tư, ngày 24 tháng 7 năm 2024 - 8:28:19 PM",
)


# ---- paragraphs ----------------------------------------------------------------------------------


def p(texts: list[str]) -> str:
    return "\n".join(f'<p style="text-align: justify;">{escape(t)}</p>' for t in texts)


def div_nbsp(texts: list[str]) -> str:
    return "\n".join(
        f'<div style="text-align: justify;">{escape(t)}<br />\n&nbsp;</div>' for t in texts
    )


def br_br(texts: list[str]) -> str:
    return "<br  />\n<br  />\n".join(escape(t) for t in texts) + "<br  />"


def br(texts: list[str]) -> str:
    return "<br>".join("&nbsp; &nbsp; &nbsp; " + escape(t) for t in texts)


def word(texts: list[str]) -> str:
    span = '<span style="font-size:14.0pt"><span style="line-height:107%"><span style="font-family:&quot;Times New Roman&quot;">'
    return "\n<p>&nbsp;</p>\n".join(
        f'<p class="MsoNormal" style="text-align:justify">{span}{escape(t)}</span></span></span><o:p></o:p></p>'
        for t in texts
    )


def div_p(texts: list[str]) -> str:
    return "\n".join(f"<div><p><b>{escape(t[:9])}</b>{escape(t[9:])}</p></div>" for t in texts)


def cells(texts: list[str]) -> str:
    rows = "".join(f"<tr><td valign=top>{escape(t)}</td></tr>" for t in texts)
    return f'<table width="100%" cellpadding="0">{rows}</table>'


# ---- pictures ------------------------------------------------------------------------------------


def figure(caption: str, number: int) -> str:
    return f'<figure class="image"><img alt="{escape(caption)}" src="/uploads/{number}.jpg" /><figcaption>{escape(caption)}</figcaption></figure>'


def picture_table(caption: str, number: int) -> str:
    return (
        f'<table class="tbl-image" align="center"><tbody><tr><td><img alt="48vu vo" src="/uploads/{number}.jpg" width="500"></td></tr>'
        f'<tr><td class="td-image-desc">{escape(caption)}</td></tr></tbody></table>'
    )


def nameless_table(caption: str, number: int) -> str:
    return (
        f'<table width="1"><tr><td><img src="/uploads/{number}.jpg" alt="{escape(caption)}"></td></tr>'
        f"<tr><td><p>{escape(caption)}</p></td></tr></table>"
    )


def centred(caption: str, number: int) -> str:
    return f'<div style="text-align: center;"><img alt="" src="/uploads/{number}.jpg" /><br  /><em>{escape(caption)}</em></div>'


def plain(caption: str, number: int) -> str:
    return (
        f'<p><img alt="IMG_{number}.JPG" src="/uploads/{number}.jpg"></p><p>{escape(caption)}</p>'
    )


# ---- the article ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shape:
    """How an article is written down.

    Attributes:
        name: Name of the shape.
        paragraphs: How its paragraphs are.
        picture: How its pictures are.
        names: Class names of title, date, lead, body, author; unknown to every page object.
        lead: ``class``, ``bold`` or ``box``: what sets the lead apart.
        table_layout: The whole page is made of tables.
    """

    name: str
    paragraphs: Paragraphs
    picture: Picture
    names: tuple[str, str, str, str, str] = ("k1", "k2", "k3", "k4", "k5")
    lead: str = "box"
    table_layout: bool = False


SHAPES = (
    Shape("paragraphs", p, figure),
    Shape("divs", div_nbsp, centred, lead="bold"),
    Shape("two breaks", br_br, picture_table),
    Shape("one break", br, nameless_table, lead="bold"),
    Shape("word", word, plain, ("a-t", "a-d", "a-sapo", "a-b", "a-a"), lead="class"),
    Shape("boxes", div_p, figure, ("", "", "x", "y", ""), lead="box"),
    Shape("layout tables", p, picture_table, lead="bold", table_layout=True),
    Shape("cells", cells, plain, lead="bold", table_layout=True),
)


def _attribute(name: str) -> str:
    return f' class="{name}"' if name else ""


def _signature(sample: Sample, name: str) -> str:
    if sample.get("author_note"):  # glued to the last sentence
        return ""
    lines = [sample["author"], sample["author_organisation"]]
    return "".join(
        f'<p{_attribute(name)} style="text-align: right;"><strong>{escape(line)} </strong></p>'
        for line in lines
        if line
    )


def _text(sample: Sample, shape: Shape) -> str:
    """Return the markup of the text with its pictures, signed at its end."""
    body = list(sample["body"])
    if sample.get("author_note"):
        body[-1] = f"{body[-1]} {sample['author']}"
    captions = sample["image_captions"]
    first = shape.picture(captions[0], 1) if captions else ""
    half = len(body) // 2
    second = shape.picture(captions[1], 2) if len(captions) > 1 else ""
    if not second:
        return first + shape.paragraphs(body)
    return first + shape.paragraphs(body[:half]) + second + shape.paragraphs(body[half:])


def _lead(sample: Sample, shape: Shape) -> str:
    if not sample["lead"]:
        return ""
    text = escape(sample["lead"])
    if shape.lead == "bold":
        return f"<p><strong>{text}</strong></p>"
    return f"<div{_attribute(shape.names[2])}>{text}</div>"


def article(sample: Sample, shape: Shape) -> str:
    """Return the markup of the article in a shape."""
    title, date, _, body, author = shape.names
    heading = f"<div{_attribute(title)}><b>{escape(sample['title'])} </b></div>"
    if not shape.table_layout and title != "k1":
        heading = f"<h1{_attribute(title)}>{escape(sample['title'])}</h1>"
    printed = sample["published_raw"]
    dated = f"<div{_attribute(date)}>{escape(printed)}</div>" if printed else ""
    text, lead, signed = _text(sample, shape), _lead(sample, shape), _signature(sample, author)
    if shape.table_layout:
        rows = (heading, dated, lead + text + signed)
        return "<table>" + "".join(f"<tr><td>{row}</td></tr>" for row in rows if row) + "</table>"
    return f"{heading}{dated}{lead}<div{_attribute(body)}>{text}{signed}</div>"


# ---- the page ------------------------------------------------------------------------------------


def others(heading: str) -> str:
    """Return a list of other articles, each title twice (picture and link) and with a date."""
    items = "".join(
        f'<li><a href="/khac/{n}.html"><img src="/t{n}.jpg" alt="{t}"></a><a href="/khac/{n}.html">{t}</a> <em>(2{n}/07/2024)</em></li>'
        for n, t in enumerate(OTHERS)
    )
    return f"<div><b>{heading}</b></div><ul>{items}</ul>"


def page(sample: Sample, shape: Shape, content: str | None = None, section: str = "") -> str:
    """Return a whole page: header, columns, the article, other articles and the foot."""
    number = SHAPES.index(shape) if shape in SHAPES else 0
    menu = "".join(f'<li><a href="/muc/{n}">{name}</a></li>' for n, name in enumerate(SECTIONS))
    clock = CLOCKS[number % len(CLOCKS)]
    heading = HEADINGS[number % len(HEADINGS)]
    inner = article(sample, shape) if content is None else content
    crumbs = (
        f'<div class="duong"><a href="/">Trang chủ</a> » <a href="/muc/2">{section}</a></div>'
        if section
        else ""
    )
    foot = (
        "<div>Phản hồi</div><div>Thư viện ảnh</div><div>Liên kết website</div>"
        "<div>Hiện tại không có bình chọn nào đang hoạt động.</div><div>Thống kê truy cập</div>"
        "<ul><li>Người trực tuyến Người trực tuyến</li><li>Khách Khách 52</li><li>Tổng lượt truy cập: 31642365</li></ul>"
    )
    side = (
        "<div><b>Văn bản mới</b></div><div>Số: 25/2024/TT-BTC</div>"
        "<div>Thông tư Bãi bỏ Thông tư số 83/2014/TT-BTC, ngày 26 tháng 6 năm 2014 của Bộ trưởng Bộ Tài chính hướng dẫn thực hiện thuế</div>"
        "<div>lượt xem: 581 | lượt tải:68</div>"
    )
    imprint = "<div>Cơ quan chủ quản: Ban Tuyên giáo Tỉnh ủy. Giấy phép số 12/GP-TTĐT ngày 01/02/2016 của Sở Thông tin và Truyền thông.</div>"
    tools = "<div><a href='#'>In tin bài</a><a href='#'>Lưu tin bài</a></div><div>320 <a href='#top'>Go top</a></div>"
    head = f"<title>{escape(sample['title'])} - Ban Tuyên giáo Tỉnh ủy</title>"
    top = f"<div>{clock}</div><div>Cỡ chữ: A+ A-</div><ul>{menu}</ul>"
    if shape.table_layout:
        main = (
            f"<table><tr><td colspan=3>{top}</td></tr><tr><td><ul>{menu}</ul></td>"
            f"<td>{crumbs}{inner}{tools}{others(heading)}</td><td>{side}</td></tr><tr><td colspan=3>{foot}{imprint}</td></tr></table>"
        )
    else:
        main = f"<div>{top}</div><div><div>{crumbs}<div>{inner}</div>{tools}{others(heading)}</div><div>{side}</div></div><div>{foot}{imprint}</div>"
    return f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body><form id="aspnetForm">{main}</form></body></html>'
