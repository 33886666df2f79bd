"""The cards of a listing page: dates beside links, and which articles the section lists."""

from __future__ import annotations

from lxml import html

from crawler.platforms.cards import card_dates, listed, read_cards
from crawler.platforms.listings import Anchors, read_links

SITE = "https://x.vn"


def anchors_of(page: str) -> Anchors:
    return read_links(html.fromstring(page), SITE + "/", lambda url: url, str.lower)


def dates(page: str) -> dict[str, str]:
    anchors = anchors_of(page)
    articles = [link for link in anchors.links if link.url.endswith(".html")]
    found = card_dates(read_cards(anchors, articles))
    return {url.removeprefix(SITE): date.value.date().isoformat() for url, date in found.items()}


def test_the_date_of_an_article_is_that_of_its_own_card() -> None:
    assert dates(
        """<div>Hôm nay, ngày 21 tháng 7 năm 2018</div><ul>
        <li><div><a href="/a.html"><img src="x.jpg"></a></div><h3><a href="/a.html">Hội nghị</a></h3>
          <p>Ngày 5/4/2021, Ban Tuyên giáo tổ chức</p><span>03/04/2021</span></li>
        <li><h3><a href="/b.html">Giao ban báo chí</a></h3><em>(24/08/2023)</em></li>
        <li><h3><a href="/c.html">Không có ngày</a></h3></li></ul>"""
    ) == {"/a.html": "2021-04-03", "/b.html": "2023-08-24"}


def test_a_page_with_one_article_is_not_its_card() -> None:
    links = "".join(f'<a href="/muc-{n}">Mục {n}</a>' for n in range(6))
    assert (
        dates(
            f"""<div><div>Thứ Tư, 24/7/2024</div><div>{links}</div>
        <div><h3><a href="/a.html">Hội nghị báo cáo viên</a></h3></div></div>"""
        )
        == {}
    )


TEASER = "Ban Tuyên giáo Tỉnh ủy tổ chức hội nghị giao ban công tác tuyên giáo quý III."


def in_list(page: str, *start: str) -> set[str]:
    anchors = anchors_of(page)
    articles = [link for link in anchors.links if link.url.endswith(".html")]
    found = listed(read_cards(anchors, articles), {SITE + path for path in start})
    return {url.removeprefix(SITE) for url in found}


def rows(*names: str, teaser: str = "") -> str:
    return "".join(
        f'<li><a href="/{name}.html">Bài {name} về công tác tuyên giáo</a><p>{teaser}</p></li>'
        for name in names
    )


def test_the_side_column_is_not_the_list() -> None:
    page = f"<ul class=l>{rows('a', 'b', teaser=TEASER)}</ul><ul class=r>{rows('x', 'y', 'z')}</ul>"
    assert in_list(page) == {"/a.html", "/b.html"}
    assert in_list(page, "/a.html", "/b.html") == {"/a.html", "/b.html"}


def test_a_first_article_that_is_shown_larger_belongs_to_the_list() -> None:
    page = (
        f"<div class=top>{rows('a', teaser=TEASER)}</div><ul>{rows('b', 'c', teaser=TEASER)}</ul>"
    )
    assert in_list(page) == {"/a.html", "/b.html", "/c.html"}


def test_bare_titles_of_the_start_page_are_a_side_column_of_the_whole_site() -> None:
    page = f"<p>Giới thiệu</p><ul class=r>{rows('x', 'y')}</ul>"
    assert in_list(page, "/x.html", "/y.html") == set()
    assert in_list(page) == {"/x.html", "/y.html"}
