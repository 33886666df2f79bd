"""Boxes that come again are not walked again, and nobody can tell."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from crawler.fields import blocks as walks
from crawler.fields.blocks import Walk, walk_page
from crawler.fields.boxes import Boxes

MENU = """<div class="menu"><ul><li><a href="/">Trang chủ</a></li><li><b>Tin tức</b></li></ul>
<span class="a">Chào mừng</span> <span class="b" id="now">18/7/2023</span><img src="/logo.png">
<table border="1"><tr><td>a</td><td>1</td></tr><tr><td>b</td><td>2</td></tr></table></div>"""


@pytest.fixture(autouse=True)
def boxes(monkeypatch: pytest.MonkeyPatch) -> Boxes:
    fresh = Boxes()
    monkeypatch.setattr(walks, "_boxes", fresh)
    return fresh


def read(content: str) -> Walk:
    root = etree.fromstring(f"<html><body>{content}</body></html>", etree.HTMLParser())
    return walk_page(root)


def shown(walk: Walk) -> tuple[list[Any], list[Any]]:
    """Return all that a walk found, with the addresses of elements in place of them."""

    def path(element: etree._Element) -> str:
        return element.getroottree().getpath(element)

    names = ("kind", "text", "bold", "align", "link_share", "region", "role", "source", "rows")
    return (
        [(path(b.element), *(getattr(b, name) for name in names)) for b in walk.blocks],
        [(path(element), span) for element, span in walk.spans.items()],
    )


def test_a_page_is_read_the_same_every_time() -> None:
    pages = [f"<div>{MENU}<div><h1>Hội nghị {n}</h1><p>Một.</p></div></div>" for n in range(4)]
    first = [shown(read(page)) for page in pages]
    assert [shown(read(page)) for page in pages] == first
    assert len(first[0][0]) == 8


def test_a_box_is_kept_when_it_comes_again(boxes: Boxes) -> None:
    for n in range(3):
        read(f"{MENU}<div><p>{n}</p></div>")
    assert len(boxes._kept) == 2  # the menu, and the list in it


def test_what_a_reading_changes_stays_on_its_page() -> None:
    expected = shown(read(MENU))
    for _ in range(3):
        walk = read(MENU)
        assert shown(walk) == expected
        for block in walk.blocks:
            block.text += " (changed)"
            if block.rows:
                block.rows[0][0] = "changed"


@pytest.mark.parametrize(
    "around",
    [
        "<div><b>{}</b></div>",
        "<div align=center>{}</div>",
        "<div class=caption>{}</div>",
        "<footer>{}<p>Địa chỉ</p></footer>",
        "<div><div>{}</div></div>",
    ],
)
def test_the_same_box_elsewhere_is_another_one(around: str, boxes: Boxes) -> None:
    page = around.format(MENU)
    expected = shown(read(page))
    for _ in range(3):
        read(f"<div>{MENU}</div>")
    assert shown(read(page)) == expected


def test_boxes_that_differ_are_soon_tried_no_more(boxes: Boxes) -> None:
    for n in range(20):
        read(f"<div class=article><p>Đoạn {n}</p></div>")
    assert not boxes._kept
    assert len(boxes._met) < 10
