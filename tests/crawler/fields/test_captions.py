"""Pictures and their captions: once, and out of the body."""

# ruff: noqa: E501 - markup and sentences are easier to read on one line

from __future__ import annotations

import pytest
from lxml import etree

from crawler.fields.blocks import walk
from crawler.fields.captions import is_file_name, take_pictures

TEXT = "Sáng 18/7, Ban Tuyên giáo Tỉnh ủy tổ chức hội nghị."
CAPTION = "Quang cảnh Hội nghị"


def take(html: str) -> tuple[list[str | None], list[str]]:
    root = etree.fromstring(f"<html><body>{html}</body></html>", etree.HTMLParser())
    pictures, rest = take_pictures(walk(root))
    return [picture.caption for picture in pictures], [block.text for block in rest]


@pytest.mark.parametrize(
    "picture",
    [
        f"<figure><img src=a.jpg alt='{CAPTION}'><figcaption>{CAPTION}</figcaption></figure>",
        f"<figure><figcaption>{CAPTION}</figcaption><img src=a.jpg></figure>",
        f"<table class=tbl-image><tr><td><img src=a.jpg></td></tr><tr><td class=td-image-desc>{CAPTION}</td></tr></table>",
        f"<table class=picture><tr><td class=pic><img src=a.jpg></td></tr><tr><td class=caption>{CAPTION}</td></tr></table>",
        f"<table><tr><td><img src=a.jpg></td></tr><tr><td><p>{CAPTION}</p></td></tr></table>",
        f"<div style='text-align:center'><img src=a.jpg><br><em>{CAPTION}</em></div>",
        f"<p align=center><img src=a.jpg></p><p align=center><i>{CAPTION}</i></p>",
        f"<center><img src=a.jpg><br>{CAPTION}</center>",
        f"<p><img src=a.jpg alt='48vu vo'></p><p>{CAPTION}</p>",
        f"<p><img src=a.jpg alt='{CAPTION}'></p><p>{CAPTION}</p><p>{CAPTION}</p>",
        f"<img src=a.jpg><p>48vu vo</p><p>{CAPTION}</p>",
        f"<div class=wp-caption><img src=a.jpg><p class=wp-caption-text>{CAPTION}</p></div>",
    ],
)
def test_caption_once(picture: str) -> None:
    assert take(f"<p>{TEXT}</p>{picture}<p>{TEXT}</p>") == ([CAPTION], [TEXT, TEXT])


@pytest.mark.parametrize(
    "line",
    [
        TEXT,
        "<b>Kết quả nổi bật</b>",
        "KẾT QUẢ NỔI BẬT",
        "1. Kết quả nổi bật",
        "- Kết quả nổi bật",
        "Vũ Võ",
        "Kết quả cụ thể như sau:",
    ],
)
def test_line_under_a_picture_that_is_no_caption(line: str) -> None:
    captions, rest = take(f"<p><img src=a.jpg></p><p>{line}</p><p>{TEXT}</p>")
    assert captions == [None]
    assert len(rest) == 2


def test_pictures_side_by_side() -> None:
    html = (
        "<table><tr><td><img src=a.jpg></td><td><img src=b.jpg></td></tr>"
        "<tr><td>Quang cảnh hội nghị</td><td>Đại biểu dự hội nghị</td></tr></table>"
    )
    assert take(html) == (["Quang cảnh hội nghị", "Đại biểu dự hội nghị"], [])


@pytest.mark.parametrize(
    ("text", "is_name"),
    [
        ("48vu vo", True),
        ("IMG_1234.JPG", True),
        ("z4521", True),
        ("anh hoi nghi.png", False),
        ("2", True),
        ("Quang cảnh Hội nghị", False),
        ("48 đại biểu dự hội nghị", False),
    ],
)
def test_file_names(text: str, is_name: bool) -> None:
    assert is_file_name(text) is is_name
