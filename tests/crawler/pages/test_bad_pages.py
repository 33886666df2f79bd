"""Pages that are not what they should be: a reason for each, and never an error."""

# ruff: noqa: E501 - markup and sentences are easier to read on one line

from __future__ import annotations

import pytest

from crawler.pages import (
    DnnPage,
    GenericPage,
    Hints,
    NgheAnPage,
    NukeVietPage,
    TuyenGiaoPage,
    WebFormsPage,
)
from tests.crawler.pages.reading import read
from tests.sites.server import Replica

PAGES: dict[str, type[GenericPage]] = {
    "bac_kan": TuyenGiaoPage,
    "binh_thuan": WebFormsPage,
    "lai_chau": NukeVietPage,
    "nghe_an": NgheAnPage,
    "quang_tri": DnnPage,
}

TEXT = (
    "Sáng 18/7, Ban Tuyên giáo Tỉnh ủy tổ chức Hội nghị sơ kết công tác tuyên giáo 6 tháng đầu năm 2023 với sự tham dự của hơn 200 "
    "đại biểu là lãnh đạo các ngành trong khối tư tưởng - văn hóa."
)
TITLE = "Hội nghị sơ kết công tác tuyên giáo 6 tháng đầu năm"
WHOLE = (
    f"<!DOCTYPE html><html><head><meta charset='{{charset}}'><title>{TITLE}</title></head><body><h1>{TITLE}</h1>"
    f"<div>Thứ ba - 18/07/2023 22:40</div><div class='b'><p>{TEXT}</p><p>{TEXT} Hội nghị kết thúc tốt đẹp.</p></div></body></html>"
)
GUARD = (
    "<html><head><title>Hãy đợi...</title></head><body><h1>Hệ thống đang từ chối truy cập của bạn. Hãy đợi 59 giây...</h1>"
    "</body></html>"
)


def listing(items: int) -> str:
    rows = "".join(
        f"<div><h3><a href='/tin/{n}.html'>Huyện ủy số {n} tổ chức hội nghị báo cáo viên</a></h3>"
        f"<span>1{n % 10}/07/2023</span><p>{TEXT}</p></div>"
        for n in range(items)
    )
    return f"<html><head><title>Tin hoạt động</title></head><body><h1>Tin hoạt động</h1>{rows}</body></html>"


@pytest.mark.parametrize("page_class", [GenericPage, NukeVietPage])
@pytest.mark.parametrize(
    ("html", "problems"),
    [
        pytest.param("", ["empty-page"], id="nothing"),
        pytest.param("   \n", ["empty-page"], id="blanks"),
        pytest.param("<html><body><script>x()</script></body></html>", ["empty-page"], id="script"),
        pytest.param(b"%PDF-1.4\n\x00\x01\x02<<binary>>", ["empty-page"], id="pdf"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00<" + bytes(range(256)), ["empty-page"], id="png"),
        pytest.param(GUARD, ["block-page"], id="guard"),
        pytest.param(
            f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p></p></body></html>",
            ["no-body"],
            id="no body",
        ),
        pytest.param(listing(8), ["looks-like-a-listing"], id="listing"),
        pytest.param(
            "<html><body>" + "<a href='/1'>Huyện ủy tổ chức hội nghị</a><br>" * 9 + "</body></html>",
            ["looks-like-a-listing", "no-title", "no-body"],
            id="links only",
        ),
        pytest.param(WHOLE[: WHOLE.index("Hội nghị kết thúc")], ["truncated-page"], id="cut off"),
        pytest.param(f"<html><body><p>{TEXT}</p><p>{TEXT}</p></body></html>", ["no-title"], id="no title"),
        pytest.param("<div>" * 5000 + "x" * 10 + "</div>" * 5000, None, id="deep"),
        pytest.param("<" * 10000, None, id="brackets"),
        pytest.param("<html><head><base href='http://[bad'><link rel=canonical href='http://[x'></head><body><p>x</p></body></html>", None, id="bad addresses"),
    ],
)  # fmt: skip
def test_reasons(
    page_class: type[GenericPage], html: str | bytes, problems: list[str] | None
) -> None:
    found = read(page_class, html).problems
    assert found
    if problems is not None:
        assert found == problems


@pytest.mark.parametrize("size", range(100, len(WHOLE), 37))
def test_cut_anywhere(size: int) -> None:
    assert read(GenericPage, WHOLE.encode()[:size]).problems


def test_whole_page_is_good() -> None:
    article = read(GenericPage, WHOLE)
    assert article.problems == []
    assert article.title == TITLE
    assert len(article.body) == 2


@pytest.mark.parametrize(
    ("encoding", "charset", "header"),
    [
        ("utf-8", "iso-8859-1", "text/html; charset=windows-1252"),
        ("utf-8", "utf-8", "text/html"),
        ("utf-16", "utf-16", "text/html"),
        ("utf-8-sig", "windows-1258", "text/html; charset=iso-8859-1"),
    ],
)
def test_wrong_charset(encoding: str, charset: str, header: str) -> None:
    html = WHOLE.replace("{charset}", charset).encode(encoding)
    article = read(GenericPage, html, headers={"Content-Type": header})
    assert article.problems == []
    assert article.title == TITLE
    assert article.body[0] == TEXT


def test_the_home_page_in_place_of_an_article_is_no_article() -> None:
    """Sites show it under the address of an article that is gone, and it may still name the article."""
    with Replica() as replica:
        for name, page_class in PAGES.items():
            home = replica.sites[name].lookup("/").body
            for truth in replica.truth(name):
                article = read(page_class, home, Hints(title=truth.title), url=truth.url)
                assert article.problems[:1] == ["looks-like-a-listing"], truth.title


def test_a_headline_may_be_a_link_to_its_own_page() -> None:
    linked = WHOLE.replace(f"<h1>{TITLE}</h1>", f"<h1><a href='/tin/1.html'>{TITLE}</a></h1>")
    assert read(GenericPage, linked).problems == []


def test_listing_of_nukeviet_is_no_article() -> None:
    html = listing(10).replace("<div><h3>", "<div class='news_column panel'><h3>")
    assert "looks-like-a-listing" in read(NukeVietPage, html).problems
