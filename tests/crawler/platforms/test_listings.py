"""Listing pages and feeds say what they say of each article."""

# ruff: noqa: E501 - markup is easier to read on one line

from __future__ import annotations

from datetime import datetime

import pytest
from lxml import etree, html

from archive.readings import Precision
from archive.timezone import VIETNAM
from crawler.platforms.listings import read_feed, read_links

PAGE = """
<html><body>
<div class="navbar"><a href="/khoa-giao">Khoa giáo</a></div>
<ul>
  <li><div><a href="/a-1.html"><img src="x.jpg" alt="ảnh"></a></div>
      <h3><a href="/a-1.html">Hội nghị báo cáo viên</a></h3><p>Ngày 5/4/2021, Ban Tuyên giáo tổ chức</p>
      <span>03/04/2021</span></li>
  <li><h3><a href="http://127.0.0.1:9/b-2.html">Giao ban báo chí</a></h3><em>(24/08/2023)</em></li>
  <li><h3><a href="/c-3.html">Không có ngày</a></h3></li>
</ul>
<a href="https://other.vn/d-4.html">Nơi khác</a><a href="javascript:void(0)">x</a><a>y</a>
</body></html>
"""


def site_url(url: str) -> str | None:
    url = url.replace("http://127.0.0.1:9", "https://x.vn")
    return url if url.startswith("https://x.vn") else None


def test_a_link_around_a_card_says_its_headline() -> None:
    card = '<a href="/a-1.html"><img src="x.jpg"><h4>Giao ban báo chí</h4><p>Sáng 5/4, Ban Tuyên giáo tổ chức</p></a>'
    anchors = read_links(html.fromstring(f"<p>{card}</p>"), "https://x.vn/", site_url, str.lower)
    assert [link.text for link in anchors.links] == ["Giao ban báo chí"]


def test_links_of_one_address_are_one_link_with_the_longest_text() -> None:
    anchors = read_links(html.fromstring(PAGE), "https://x.vn/", site_url, str.lower)
    assert [
        (link.url.removeprefix("https://x.vn"), link.text, link.in_menu) for link in anchors.links
    ] == [
        ("/khoa-giao", "Khoa giáo", True),
        ("/a-1.html", "Hội nghị báo cáo viên", False),
        ("/b-2.html", "Giao ban báo chí", False),
        ("/c-3.html", "Không có ngày", False),
    ]
    assert len(anchors.elements["https://x.vn/a-1.html"]) == 2


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("b.html", "https://x.vn/khoa-giao/b.html"),
        ("?p=2", "https://x.vn/khoa-giao/a.html?p=2"),
        ("/b.html#ý-kiến", "https://x.vn/b.html"),
        ("/../b.html", "https://x.vn/b.html"),
        ("/?p=2", "https://x.vn/?p=2"),
        ("//x.vn/b.html", "https://x.vn/b.html"),
        ("https://x.vn", "https://x.vn"),
        ("https:b.html", "https://x.vn/khoa-giao/b.html"),
        ("https://", "https://x.vn/khoa-giao/a.html"),
    ],
)
def test_links_lead_where_a_browser_goes(href: str, url: str) -> None:
    page = html.fromstring(f"<html><body><a href='{href}'>Tin</a></body></html>")
    anchors = read_links(page, "https://x.vn/khoa-giao/a.html", site_url, str.lower)
    assert [link.url for link in anchors.links] == [url]


@pytest.mark.parametrize(
    ("boxes", "in_menu"),
    [
        ('<div id="main_menu"><p>{}</p></div>', True),
        ("<header><ul><li>{}</li></ul></header>", True),
        ('<div class="menuitem"><p>{}</p></div>', False),
        ('<div class="list"><p>{}</p></div><div class="nav"></div>', False),
    ],
)
def test_all_links_of_a_menu_are_in_it(boxes: str, in_menu: bool) -> None:
    links = boxes.format('<a href="/a">Một</a><b><a href="/b">Hai</a></b>')
    page = html.fromstring(f"<html><body class='menu'>{links}</body></html>")
    anchors = read_links(page, "https://x.vn/", site_url, str.lower)
    assert [link.in_menu for link in anchors.links] == [in_menu, in_menu]


COPY = '<a href="/a-1.html?print=1" title="In bài viết Giao ban báo chí định kỳ tháng 5">In</a>'
MORE = '<a href="/a-1.html">Đọc thêm: Giao ban báo chí</a>'


@pytest.mark.parametrize(
    ("card", "text"),
    [
        (
            '<h2 class="entry-title"><a href="/a-1.html">Giao ban báo chí</a></h2>{}',
            "Giao ban báo chí",
        ),
        ('{}<h2><span><a href="/a-1.html">Giao ban báo chí</a></span></h2>', "Giao ban báo chí"),
        ('{}<h2><a href="/a-1.html">Giao ban...</a></h2>', "Đọc thêm: Giao ban báo chí"),
    ],
)
def test_a_headline_says_what_an_article_is_called(card: str, text: str) -> None:
    page = html.fromstring(f"<div>{card.format(MORE)}</div>")
    (link,) = read_links(page, "https://x.vn/", site_url, str.lower).links
    assert (link.text, link.is_entry) == (text, "entry-title" in card)


def test_a_print_view_does_not_stand_for_its_article() -> None:
    page = html.fromstring(
        f'<div>{COPY}<h2><a href="/a-1.html" rel="bookmark">Giao ban</a></h2></div>'
    )
    anchors = read_links(page, "https://x.vn/", site_url, lambda url: url.partition("?")[0])
    assert [(link.url, link.text, link.is_entry) for link in anchors.links] == [
        ("https://x.vn/a-1.html?print=1", "In", False),
        ("https://x.vn/a-1.html", "Giao ban", True),
    ]


def test_only_the_day_of_a_feed_is_taken() -> None:
    # NukeViet prints the month (08) where the minutes belong.
    feed = etree.fromstring(
        b"<rss><channel><item><title>Giao ban b\xc3\xa1o ch\xc3\xad</title>"
        b"<link> https://x.vn/b-2.html </link><pubDate>Thu, 24 Aug 2023 16:08:00 +0700</pubDate></item>"
        b"<item><title>No link</title></item>"
        b"<item><link>https://x.vn/c-3.html</link><pubDate>soon</pubDate></item></channel></rss>"
    )
    (url, first), (_, second) = read_feed(feed, "Khoa giáo")
    assert (url, first.title, first.section) == (
        "https://x.vn/b-2.html",
        "Giao ban báo chí",
        "Khoa giáo",
    )
    assert first.published is not None
    assert first.published.value == datetime(2023, 8, 24, tzinfo=VIETNAM)
    assert first.published.precision is Precision.DAY
    assert second.published is None
