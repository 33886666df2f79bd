"""Reading listing pages and feeds: the articles they name, and what they say of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

from archive.readings import Precision, PrintedDate
from archive.text import clean
from archive.timezone import VIETNAM
from crawler.pages.base import Hints
from crawler.platforms.links import Link, is_refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element
    from lxml.html import HtmlElement

_MENU = re.compile(r"\b(?:nav|menu|navbar|header|footer|breadcrumbs?|topbar)\b", re.IGNORECASE)
_MENU_TAGS = frozenset({"nav", "header", "footer"})
_PAGE_TAGS = frozenset({"body", "html"})
_HEADINGS = ("h2", "h3", "h4", "h5")
_ENTRY = frozenset({"entry-title", "wp-block-post-title"})
_AROUND = 2  # elements between a link and its heading
_NO_PAGE = ("#", "javascript:", "mailto:", "tel:")
# What such a link leads to is the same on all pages of a site.
_FROM_ROOT = re.compile(r"(?:https?:/)?/[^/?#]")


@dataclass(slots=True)
class Anchors:
    """The links of a page, each with the elements that carry it."""

    links: list[Link]
    elements: dict[str, list[HtmlElement]]


def _is_menu(element: HtmlElement, known: dict[HtmlElement, bool]) -> bool:
    """Tell whether an element stands in a menu; ``known`` keeps what is found for the page."""
    climbed = []
    found = False
    for box in (element, *element.iterancestors()):
        if box in known:
            found = known[box]
            break
        climbed.append(box)
        if box.tag in _PAGE_TAGS:
            break
        names = f"{box.get('class', '')} {box.get('id', '')}"
        if box.tag in _MENU_TAGS or (names != " " and _MENU.search(names.replace("_", "-"))):
            found = True
            break
    known.update(dict.fromkeys(climbed, found))
    return found


@lru_cache(maxsize=4096)  # the menu of a site stands on each of its pages
def _absolute(base: str, href: str) -> str:
    return urldefrag(urljoin(base, href)).url


def read_links(
    root: HtmlElement,
    base: str,
    site_url: Callable[[str], str | None],
    identity: Callable[[str], str],
) -> Anchors:
    """Collect the links of a page, all links to one page as one.

    The address stays as the page prints it: it is what the site answers to. What is canonical serves
    to tell which addresses are one.

    Args:
        root: The parsed page.
        base: Address of the page, or its ``<base href>``.
        site_url: Gives an absolute address as the real site has it, or None where it leaves the site.
        identity: Gives what is the same for all addresses of one page.

    Returns:
        The links in the order of the page.
    """
    printed: dict[str, str] = {}
    texts: dict[str, str] = {}
    ranks: dict[str, tuple[bool, int]] = {}
    menu: dict[str, bool] = {}
    elements: dict[str, list[HtmlElement]] = {}
    menus: dict[HtmlElement, bool] = {}
    origin = urljoin(base, "/")
    for anchor in root.iter("a"):
        href = (anchor.get("href") or "").strip()
        if not href or href.startswith(_NO_PAGE):
            continue
        try:
            own = site_url(_absolute(origin if _FROM_ROOT.match(href) else base, href))
            if own is None:
                continue
            # A print view has the identity of its article, and must not stand for it.
            url = printed.setdefault(own if is_refused(Link(own, "")) else identity(own), own)
        except ValueError:
            continue
        text = _text_of(anchor)
        rank = _is_heading(anchor) and not text.endswith(("...", "…")), len(text)
        if rank > ranks.get(url, (False, -1)):
            ranks[url], texts[url] = rank, text
        menu[url] = menu.get(url, True) and _is_menu(anchor, menus)
        elements.setdefault(url, []).append(anchor)
    links = [
        Link(url, text, menu[url], any(map(_is_entry, elements[url])))
        for url, text in texts.items()
    ]
    return Anchors(links, elements)


def _is_heading(anchor: HtmlElement) -> bool:
    """Tell whether a link is a headline: other links to an article may say more than its title.

    So they do in WordPress and Joomla, *Tiếp tục đọc Hội nghị báo cáo viên*.
    """
    around = islice(anchor.iterancestors(), _AROUND)
    return (
        any(e.tag in _HEADINGS for e in around) or next(anchor.iter(*_HEADINGS), None) is not None
    )


def _is_entry(anchor: HtmlElement) -> bool:
    if "bookmark" in (anchor.get("rel") or "").lower().split():
        return True
    parent = anchor.getparent()
    return parent is not None and not _ENTRY.isdisjoint((parent.get("class") or "").split())


def _text_of(anchor: HtmlElement) -> str:
    """Return what a link says; of a link around a whole card its heading."""
    heading = next(anchor.iter(*_HEADINGS), None)
    if heading is not None and (text := clean(" ".join(heading.itertext()))):
        return text
    return clean(" ".join(anchor.itertext())) or clean(_image_text(anchor))


def _image_text(anchor: HtmlElement) -> str:
    image = next(anchor.iter("img"), None)
    return anchor.get("title") or (image.get("alt") if image is not None else None) or ""


def read_feed(root: _Element, section: str | None) -> Iterator[tuple[str, Hints]]:
    """Read the articles of an RSS feed.

    Only the day of ``pubDate`` is taken: NukeViet prints the month where the minutes belong
    (``H:m:s``), in every version, so the time of a feed cannot be trusted.

    Args:
        root: The parsed feed.
        section: Name of the section that the feed belongs to, if it is known.

    Yields:
        The address of each article, and what the feed says of it.
    """
    for item in root.iter("item"):
        link = (item.findtext("link") or "").strip()
        if not link:
            continue
        title = clean(item.findtext("title") or "") or None
        yield (
            link,
            Hints(title=title, published=_feed_date(item.findtext("pubDate")), section=section),
        )


def _feed_date(text: str | None) -> PrintedDate | None:
    try:
        moment = parsedate_to_datetime((text or "").strip()).astimezone(VIETNAM)
    except ValueError:
        return None
    day = moment.replace(hour=0, minute=0, second=0)
    return PrintedDate(day, Precision.DAY, (text or "").strip(), "feed:pubDate")
