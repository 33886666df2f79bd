"""The next page of a listing where the numbers in addresses do not tell it.

Pagers print numbers, words (``Trang sau``) or arrows (``»``), on links or on ASP.NET's postbacks, which
post the page's form instead of following an address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin, urlsplit

from lxml.html import FormElement

from archive.text import clean
from crawler.platforms.links import Link, next_page, page_number, says_next

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from crawler.platforms.listings import Anchors

FORM_TYPE = "application/x-www-form-urlencoded"
_POSTBACK = re.compile(r"""__doPostBack\(\s*(['"])(.*?)\1\s*,\s*(['"])(.*?)\3\s*\)""")
_ENDING = re.compile(r"(?:/(?:default|index)\.\w+|\.(?:aspx|html?|php))?/?$", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_NEXT_CLASS = re.compile(r"(?:^|[\W_])next(?:$|[\W_])", re.IGNORECASE)
# How well a link says "next page": an arrow may also lead to the last page.
_BY_NUMBER, _BY_WORD, _BY_ARROW, _BY_DOUBLE_ARROW = range(4)
_ARROWS = {
    **dict.fromkeys(("›", ">", "→"), _BY_ARROW),
    **dict.fromkeys(("»", ">>"), _BY_DOUBLE_ARROW),
}


@dataclass(frozen=True, slots=True)
class Following:
    """The page after a listing page: its address, and the form that is posted to it, if any."""

    url: str
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class ListingPage:
    """A page of a listing, as far as its pager counts.

    Attributes:
        root: The parsed page.
        anchors: The elements that carry its links.
        url: Its address.
        base: What relative addresses on it are relative to.
    """

    root: HtmlElement
    anchors: Anchors
    url: str
    base: str

    def following(self, links: list[Link], page: int) -> Following | None:
        """Return the next page: by its number in the address, by what a link says, by a postback.

        Args:
            links: The links of the page that are not refused and lead to no article.
            page: Which page of the listing it is, counted from 1.
        """
        link = next_page(links, self.url) or self._by_text(links, page)
        return self._by_postback(page) if link is None else Following(link.url)

    def _by_text(self, links: list[Link], page: int) -> Link | None:
        found: list[tuple[int, int, Link]] = []
        for link in links:
            if link.url == self.url:
                continue
            elements = self.anchors.elements[link.url]
            if any((element.get("rel") or "").lower() == "next" for element in elements):
                return link
            ranks = [rank for e in elements if (rank := _rank(e, page)) is not None]
            if ranks and is_further(link.url, self.url):
                found.append((min(ranks), len(found), link))
        return min(found)[2] if found else None

    def _by_postback(self, page: int) -> Following | None:
        form = next(
            (
                form
                for form in self.root.iter("form")
                if isinstance(form, FormElement) and "__VIEWSTATE" in form.fields
            ),
            None,
        )
        found: list[tuple[int, int, str, str]] = []
        for anchor in self.root.iter("a") if form is not None else ():
            call = _POSTBACK.search(f"{anchor.get('href')} {anchor.get('onclick')}")
            rank = _rank(anchor, page) if call else None
            if call and rank is not None:
                found.append((rank, len(found), call[2], call[4]))
        if form is None or not found:
            return None
        *_, target, argument = min(found)
        values = {name: value or "" for name, value in form.form_values()}
        values |= {"__EVENTTARGET": target, "__EVENTARGUMENT": argument}
        action = form.get("action")
        url = urljoin(self.base, action) if action else self.url
        return Following(url, urlencode(values).encode("ascii"))


def is_further(url: str, current: str) -> bool:
    """Tell whether an address may be a further page of a listing.

    It differs from the listing's address in its digits only, or goes on where that one ends, with a
    number.

    >>> is_further("https://x.vn/cm/khoa-giao.2.html", "https://x.vn/cm/khoa-giao.html")
    True
    >>> is_further("https://x.vn/cm/van-hoa.2.html", "https://x.vn/cm/khoa-giao.html")
    False
    """
    there, here = _tail(url), _tail(current)
    if there == here:
        return False
    if _DIGITS.sub("0", there) == _DIGITS.sub("0", here):
        return True
    stem = _ENDING.sub("", here)
    rest = there[len(stem) :]
    if not there.startswith(stem) or rest[:1].isalpha():
        return False
    if not stem and not rest.startswith(
        ("?", "/?")
    ):  # all addresses go on where the home page's ends
        return page_number(url) is not None
    return _DIGITS.search(rest) is not None


def _tail(url: str) -> str:
    parts = urlsplit(url.lower())
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _rank(anchor: HtmlElement, page: int) -> int | None:
    """Return how well an anchor says that it leads to the next page; None where it does not."""
    text = clean(anchor.text_content())
    if text.isdigit():
        return _BY_NUMBER if int(text) == page + 1 else None
    if text in _ARROWS:
        return _ARROWS[text]
    label = text or anchor.get("aria-label") or anchor.get("title") or ""
    if says_next(label):
        return _BY_WORD
    parent = anchor.getparent()
    classes = f"{anchor.get('class', '')} {'' if parent is None else parent.get('class', '')}"
    return _BY_WORD if not text and _NEXT_CLASS.search(classes) else None
