"""The next page by what a link says, or by a postback."""

# ruff: noqa: E501 - markup is easier to read on one line

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from lxml import html

from crawler.platforms.listings import read_links
from crawler.platforms.pagers import Following, ListingPage

SITE = "https://x.vn"


def following(markup: str, current: str, page: int = 1) -> Following | None:
    url = SITE + current
    root = html.document_fromstring(f"<body>{markup}</body>")
    anchors = read_links(root, url, lambda found: found, str.lower)
    return ListingPage(root, anchors, url, url).following(anchors.links, page)


@pytest.mark.parametrize(
    ("markup", "current", "expected"),
    [
        ("<a href=/cm/a.2.html rel=next></a>", "/cm/a.html", "/cm/a.2.html"),
        ("<a href=/a/2>2</a><a href=/a/3>3</a><a href=/a/9>»</a>", "/a", "/a/2"),
        ("<a href=/a/1>1</a><a href=/a/3>3</a>", "/a/2", "/a/3"),
        ("<a href=/a/9>»</a><a href=/a/2>›</a>", "/a", "/a/2"),
        ("<li class=pg-next><a href=/a/2><i></i></a></li>", "/a", "/a/2"),
        ("<a href=/a/2 title='Trang sau'><i></i></a>", "/a", "/a/2"),
        ("<a href=?page=1>2</a><a href=?page=1>Trang cuối »</a>", "/a", "/a?page=1"),
        ("<a href=/b/2>2</a><a href=/lich-12>»</a>", "/a", None),
        ("<a href=/a/1>‹</a><a href=/a/1>Trang trước</a>", "/a/2", None),
        ("<a href=/tin-12>»</a>", "/", None),
    ],
)
def test_links(markup: str, current: str, expected: str | None) -> None:
    found = following(markup, current, page=2 if current == "/a/2" else 1)
    assert found == (Following(SITE + expected) if expected else None)


FORM = '<form action="{}"><input type=hidden name=__VIEWSTATE value="/wE="><input name=q value="đảng">{}</form>'
GRID = "<a href=\"javascript:__doPostBack('ctl00$grid','Page$%d')\">%s</a>"


@pytest.mark.parametrize(
    ("markup", "page", "target", "argument"),
    [
        (GRID % (2, "2") + GRID % (3, "3"), 1, "ctl00$grid", "Page$2"),
        (GRID % (1, "1") + GRID % (3, "3"), 2, "ctl00$grid", "Page$3"),
        (
            '<a href="javascript:__doPostBack(&#39;dnn$btnNext&#39;,&#39;&#39;)">Trang sau</a>',
            5,
            "dnn$btnNext",
            "",
        ),
        ("<a href=# onclick=\"__doPostBack('p','2');return false\">2</a>", 1, "p", "2"),
    ],
)
def test_postbacks(markup: str, page: int, target: str, argument: str) -> None:
    found = following(FORM.format("./ds.aspx?id=3", markup), "/tin/ds.aspx?id=3", page)
    assert found is not None
    assert found.url == f"{SITE}/tin/ds.aspx?id=3"
    assert parse_qs((found.body or b"").decode(), keep_blank_values=True) == {
        "__VIEWSTATE": ["/wE="],
        "q": ["đảng"],
        "__EVENTTARGET": [target],
        "__EVENTARGUMENT": [argument],
    }


@pytest.mark.parametrize(
    "markup",
    [GRID % (2, "2"), FORM.format("", GRID % (1, "1")), FORM.format("", GRID % (2, "Sắp xếp"))],
)
def test_no_postback(markup: str) -> None:
    assert following(markup, "/ds.aspx") is None
