"""Listing pages are parsed as Scrapy parses them, with elements that cost less."""

from __future__ import annotations

import pytest
from lxml import etree
from lxml.html import FormElement
from scrapy.http import HtmlResponse

from crawler.platforms.responses import root_of

URL = "https://nghean.dcs.vn/"
LISTING = (
    '<body><!-- x --><ul><li><a href="/a">Tin tức<b>mới</b></a></ul><form><input name="q"></form>'
)


@pytest.mark.parametrize(
    "body",
    [
        LISTING.encode(),
        f"\n\x00{LISTING}\x00".encode(),
        LISTING.encode("utf-16"),
        f'<meta charset="windows-1258">{LISTING}'.encode("cp1258", "replace"),
        f'{LISTING}<input type="hidden" name="__VIEWSTATE">'.encode(),
        b"\x00",
    ],
)
def test_the_tree_is_that_of_scrapy(body: bytes) -> None:
    response = HtmlResponse(URL, body=body)
    root = root_of(response)
    assert root is not None
    assert etree.tostring(root) == etree.tostring(response.selector.root)
    assert root.text_content() == response.selector.root.text_content()


def test_what_is_posted_to_come_to_the_next_page_is_known() -> None:
    form = '<form><input name="__VIEWSTATE" value="abc"></form>'
    root = root_of(HtmlResponse(URL, body=form.encode()))
    assert root is not None
    forms = [form for form in root.iter("form") if isinstance(form, FormElement)]
    assert [dict(form.fields) for form in forms] == [{"__VIEWSTATE": "abc"}]


@pytest.mark.parametrize("body", [b"", b" \n"])
def test_an_empty_answer_is_no_page(body: bytes) -> None:
    assert root_of(HtmlResponse(URL, body=body)) is None
