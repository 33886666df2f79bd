"""What speaks against storing a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from archive.text import spelling_key, syllables
from crawler.fields.attachments import is_attachment_line
from crawler.fields.bodies import is_running_text
from crawler.fields.chrome import is_chrome, leads_on

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lxml.etree import _Element

    from crawler.fields.blocks import Block
    from crawler.fields.places import Place

_FEWEST_LINKS: Final = 4
_FEWEST_TURNS: Final = 3
_SHORTEST_LINK: Final = 20
_LINK: Final = 0.8
_EXPECTED_WORDS: Final = 4  # a shorter link text is no headline
_ENDS: Final = (b"</html", b"</body", b"</HTML", b"</BODY")
_OPENINGS: Final = (b"<html", b"<body", b"<HTML", b"<BODY", b"<!DOCTYPE", b"<!doctype")


def is_truncated(body: bytes) -> bool:
    """Tell whether a page was cut off: it opens a document that nothing closes."""
    return any(mark in body[:4096] for mark in _OPENINGS) and not any(
        body.rfind(mark) >= 0
        for mark in _ENDS  # from the end, where they stand
    )


def is_listing(
    head: Sequence[Block], body: Sequence[Block], below: Sequence[Block], *, headless: bool = False
) -> bool:
    """Tell whether a page is a list of articles and none itself.

    Its text is as rich in titles that are links as in paragraphs; or a linked title stands above the
    first paragraph already, and titles and paragraphs go on taking turns; two turns are enough
    where every paragraph has such a title.

    Args:
        head: What stands between the page's headline and the first paragraph.
        body: What was taken for the text.
        below: Everything from the headline to the end of the page.
        headless: The headline is printed nowhere on the page itself, which is odd for an article.
    """
    inside = [*head, *body]
    if sum(block.link_share > _LINK and leads_on(block.text) for block in inside) > 1:
        return True
    titles = sum(map(_is_linked_title, inside))
    if titles >= _FEWEST_LINKS and titles >= sum(map(is_running_text, inside)):
        return True
    if not headless and not any(map(_is_linked_title, head)):
        return False
    turns, linked = 0, False
    for block in below:
        if _is_linked_title(block):
            linked = True
        elif linked and is_running_text(block):
            turns, linked = turns + 1, False
    if turns >= _FEWEST_TURNS:
        return True
    return turns > 1 and turns >= sum(map(is_running_text, inside))


def is_among_others(
    blocks: Sequence[Block], position: int, place: Place | None, names: Sequence[str]
) -> bool:
    """Tell whether an article stands on the page as one of many, as on a listing or the home page.

    Many sites show their home page under the address of an article that is gone. The headline stands
    there too, but as a link only, and the page's own name is another.

    Args:
        blocks: The page.
        position: Where the headline stands, outside a link if it stands there at all; -1 for nowhere.
        place: What was taken for the article.
        names: What the page's head calls the page.
    """
    if position >= 0 and blocks[position].link_share > _LINK:
        key = spelling_key(blocks[position].text)
        if not any(key in spelling_key(name) for name in names):
            return True
    below = blocks[position + 1 :]
    if place is None:
        return is_listing([], [block for block in below if not block.region], below)
    return is_listing(place.head, place.body, below, headless=position < 0)


def has_other_title(
    root: _Element,
    title: str,
    expected: str | None,
    names: Sequence[str],
    is_own: Callable[[str], bool],
) -> bool:
    """Tell whether the headline is not the expected one, but belongs to another page.

    It does if it has hardly a word of the expected one and the page's head does not know it, or if it is
    the name of another page. Only both together speak against a page: editors change headlines, and
    articles of different months have the same one.

    Args:
        root: The page.
        title: Its headline.
        expected: The text of the link that led here.
        names: What the page's head calls the page.
        is_own: Tells whether an address is that of the page.
    """
    if not title or not expected:
        return False
    key, expected_key = spelling_key(title), spelling_key(expected)
    if key.startswith(expected_key) or expected_key.startswith(key):
        return False
    if _is_strange(title, expected) and not any(key in spelling_key(name) for name in names):
        return True
    return any(
        spelling_key("".join(map(str, link.itertext())).strip()) == key and not is_own(href)
        for link in root.iter("a")
        if (href := link.get("href")) and not href.startswith(("#", "javascript:"))
    )


def is_another_page(title: str, expected: str | None, body: Sequence[str]) -> bool:
    """Tell whether neither headline nor text know the words of the link that led here.

    So it is where a site answers every address with the same page. An editor who changes a headline does
    not write of something else, and the words of the old one are still in the text.

    Args:
        title: The page's headline.
        expected: The text of the link.
        body: The paragraphs.
    """
    if not expected or not title:
        return False
    return _is_strange(title, expected) and _is_strange(" ".join(body), expected)


def _is_strange(text: str, expected: str) -> bool:
    """Tell whether a text has hardly a word of the one that was expected."""
    words = set(syllables(expected))
    return len(words) >= _EXPECTED_WORDS and len(words & set(syllables(text))) < len(words) / 3


def _is_linked_title(block: Block) -> bool:
    return (
        block.link_share > _LINK
        and block.is_text
        and len(block.text) >= _SHORTEST_LINK
        and not block.text.endswith(".")
        and not is_chrome(block.text)
        and not is_attachment_line(block.element)
        and _leads_to_page(block.element)
    )


def _leads_to_page(element: _Element) -> bool:
    """Tell whether a line of links holds a title: "In bài", "Chia sẻ Facebook" are short or no pages."""
    links = [link for link in element.iter("a") if link.get("href")]
    return not links or any(
        len("".join(map(str, link.itertext())).strip()) >= _SHORTEST_LINK
        and not (link.get("href") or "").startswith(("#", "javascript:", "mailto:"))
        for link in links
    )
