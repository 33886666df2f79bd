"""The walk from elements to blocks: one paragraph a block, in whatever markup it stands."""

# ruff: noqa: E501 - markup and sentences are easier to read on one line

from __future__ import annotations

import pytest
from lxml import etree

from crawler.fields.blocks import Block, Kind, walk

ONE = "Sáng 18/7, Ban Tuyên giáo Tỉnh ủy tổ chức hội nghị."
TWO = "Dự hội nghị có 120 đại biểu."
SPANS = "<span><span style='font-size:14pt'><span lang=VI>{}</span></span></span>"


def blocks(html: str) -> list[Block]:
    root = etree.fromstring(f"<html><body>{html}</body></html>", etree.HTMLParser())
    return walk(root)


def texts(html: str) -> list[str]:
    return [block.text for block in blocks(html) if block.is_text]


def test_icons_do_not_make_the_text_beside_them_a_caption() -> None:
    icon = "<img src='/in.png' alt='In' width='16'>"
    table = "<table><tr><td>{}</td><td>{}</td></tr></table>"
    assert [b.kind for b in blocks(table.format(ONE, icon))] == [Kind.PARAGRAPH]
    picture = icon.replace("16", "640").replace("'In'", "''")
    assert [b.kind for b in blocks(table.format(ONE, picture))] == [Kind.CAPTION, Kind.IMAGE]


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(f"<p>{ONE}</p><p>{TWO}</p>", id="p"),
        pytest.param(f"<p>{ONE}<p>{TWO}", id="unclosed p"),
        pytest.param(f"<div>{ONE}</div><div>{TWO}</div>", id="div"),
        pytest.param(f"{ONE}<br>{TWO}", id="one break"),
        pytest.param(f"{ONE}<br  />\n<br  />\n{TWO}<br><br>", id="two breaks"),
        pytest.param(f"{ONE}<br>&nbsp;<br>{TWO}", id="blank between breaks"),
        pytest.param(f"<p>&nbsp;</p><p>{ONE}</p><p>\u200b</p><p>{TWO}</p>", id="blank paragraphs"),
        pytest.param(f"<p>{SPANS.format(ONE)}</p><p>{SPANS.format(TWO)}<o:p></o:p></p>", id="Word"),
        pytest.param(f"{ONE}<p>{TWO}</p>", id="text before p"),
        pytest.param(f"<p>{ONE}</p>{TWO}", id="text behind p"),
        pytest.param(f"<span><p>{ONE}</p><p>{TWO}</p></span>", id="blocks in span"),
        pytest.param(f"<table><tr><td>{ONE}</td></tr><tr><td>{TWO}</td></tr></table>", id="cells"),
        pytest.param(f"<p>{ONE}<script>x()</script><!-- y --></p><style>p{{}}</style><p>{TWO}</p>", id="script"),
        pytest.param(f"<p>{ONE}</p><p style='display: none'>Ẩn</p><p class='hidden'>Ẩn</p><p hidden>Ẩn</p>{TWO}", id="hidden"),
        pytest.param(f"<div><span class='t1'>{ONE}</span>\n<span class='t2'>{TWO}</span></div>", id="labels of a template"),
    ],
)  # fmt: skip
def test_two_paragraphs(html: str) -> None:
    found = texts(html)
    assert found == [ONE, TWO]


def test_what_is_very_deep_loses_its_form_only() -> None:
    assert texts("<div>" * 200 + f"{ONE}<br>{TWO}") == [ONE + TWO]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Ban <b>Tuyên</b> giáo</p>", "Ban Tuyên giáo"),
        ("<p><b>N</b>gày</p>", "Ngày"),
        ("<p>(<span class='SpellE'>Khuổi</span>)</p>", "(Khuổi)"),
        ("<p><span class='SpellE'>Khu</span><span class='SpellE'>ổi</span></p>", "Khuổi"),
        ("<p>đẩy mạnh phát triển<br>khoa học và công nghệ</p>", "đẩy mạnh phát triển khoa học và công nghệ"),
        ("<p><span class='fontstyle0'>Hội</span> <span class='fontstyle2'>nghị</span></p>", "Hội nghị"),
        ("<a href='#'>In tin bài</a><a href='#'>Lưu tin bài</a>", "In tin bài Lưu tin bài"),
        ("<div><span class='h5'>22:40</span><span class='h5'>953</span></div>", "22:40 953"),
        ("<p>Kết qủa  đạt\xa0được</p>", "Kết qủa đạt được"),
    ],
)  # fmt: skip
def test_one_block(html: str, text: str) -> None:
    assert texts(html) == [text]


def test_looks() -> None:
    bold, plain, right, link = blocks(
        "<p><strong>Đậm</strong></p><p><b>Đậm</b> và thường</p>"
        "<p style='text-align: right'><em>Vũ Võ</em></p><p><a href='/1'>Tin khác</a></p>"
    )
    assert (bold.bold, plain.bold) == (True, False)
    assert (right.align, right.italic) == ("right", True)
    assert link.link_share == 1


def test_kinds() -> None:
    found = blocks(
        "<h2>Đầu</h2><ul><li><p>Một;</p></li><li>Hai.</li></ul><figure><img src='/a.jpg' alt='x'>"
        "<figcaption>Chú thích</figcaption></figure><table border=1><tr><td>TT</td><td>Đơn vị</td></tr>"
        "<tr><td>1</td><td></td></tr><tr><td>2</td><td>Huyện ủy</td></tr></table><p>Cuối</p>"
    )
    kinds = [block.kind for block in found]
    assert kinds == [
        Kind.HEADING,
        Kind.ITEM,
        Kind.ITEM,
        Kind.IMAGE,
        Kind.CAPTION,
        Kind.TABLE,
        Kind.PARAGRAPH,
    ]
    assert found[5].rows == [["TT", "Đơn vị"], ["1", ""], ["2", "Huyện ủy"]]


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>Ngày đăng</td><td>4.8.2017 - 11:20</td></tr></table>",
        "<table border=1><tr><td><h1>Hội nghị</h1></td><td>x</td></tr><tr><td>a</td><td>b</td></tr></table>",
        f"<table><tr><td>{ONE * 20}</td><td>Tin</td></tr><tr><td>a</td><td>b</td></tr></table>",
    ],
)
def test_layout_tables_are_no_data(html: str) -> None:
    assert Kind.TABLE not in [block.kind for block in blocks(html)]


@pytest.mark.parametrize(
    ("html", "sources"),
    [
        ("<img src='data:image/gif;base64,x' data-src='/a.jpg'>", ["/a.jpg"]),
        ("<img src='/blank.gif' data-original='/a.jpg'>", ["/a.jpg"]),
        ("<img src='/icon.png' width=16><img src='/b.jpg' width='600px'>", ["/b.jpg"]),
        ("<img alt='x'>", []),
        (
            "<a href='?in=1'><img src='/p.gif' alt='Print'></a><a href='/b.jpg'><img src='/b.jpg' alt='Lễ ra mắt'></a>",
            ["/b.jpg"],
        ),
        ("<a href='/b.jpg'><img src='/b.jpg' alt='2'></a>", ["/b.jpg"]),
    ],
)
def test_images(html: str, sources: list[str]) -> None:
    assert [block.source for block in blocks(html) if block.kind is Kind.IMAGE] == sources
