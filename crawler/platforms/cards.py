"""The cards of a listing page: the box of each article, its date, and which cards make the list.

Pages are read by their structure only: an article's card is the largest box around its link that names
no other article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.readings import PrintedDate
from archive.text import clean
from crawler.fields.dates import is_clock, read_date

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from lxml.html import HtmlElement

    from archive.addresses import Named
    from crawler.platforms.links import Link
    from crawler.platforms.listings import Anchors

# A box with more text, or more links that lead elsewhere, is a page and not a card.
_MOST_TEXT = 1500
_MOST_OTHER_LINKS = 4
# Longer pieces of text are teasers, whose dates are those of events.
_LONGEST_DATE = 80
# Characters beside the title from which a card has a teaser; the cards of side columns have none.
_TEASER = 40
# Part of the leading list's text beside the title that the cards of a further list must have.
_ALIKE = 0.6
_DIGIT = re.compile(r"\d")
_PAGE_TAGS = frozenset({"body", "html", "form"})
_IGNORED_TAGS = frozenset({"script", "style", "noscript"})


@dataclass(frozen=True, slots=True)
class Card:
    """The box of one article on a listing page.

    Attributes:
        url: Address of the article.
        box: The element.
        beside: Characters of text beside the title: teaser, date, author.
        place: Tags and classes from the page down to the box; cards of one list have the same.
    """

    url: str
    box: HtmlElement
    beside: int
    place: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListingLinks:
    """What a listing page gives.

    Attributes:
        anchors: Its links with their elements.
        links: Those links that may be followed.
        articles: Those of them that lead to articles.
        cards: The boxes of the articles.
        named: The articles, with what the page says of each.
    """

    anchors: Anchors
    links: list[Link]
    articles: list[Link]
    cards: list[Card]
    named: list[Named]


def read_cards(anchors: Anchors, articles: Iterable[Link]) -> list[Card]:
    """Find the cards of the articles that a page names, in the order of the page."""
    texts = {link.url: len(link.text) for link in articles}
    named: dict[HtmlElement, set[str]] = {}
    for url in texts:
        for anchor in anchors.elements[url]:
            for box in (anchor, *anchor.iterancestors()):
                named.setdefault(box, set()).add(url)
    cards: dict[HtmlElement, Card] = {}
    for url, title in texts.items():
        for anchor in anchors.elements[url]:
            box = _card_box(anchor, named)
            if box not in cards:
                beside = max(0, len(clean(box.text_content())) - title)
                cards[box] = Card(url, box, beside, _place(box))
    return list(cards.values())


def _card_box(anchor: HtmlElement, named: dict[HtmlElement, set[str]]) -> HtmlElement:
    card = anchor
    for box in anchor.iterancestors():
        if box.tag in _PAGE_TAGS or len(named[box]) > 1 or len(box.text_content()) > _MOST_TEXT:
            break
        if sum(1 for _ in box.iter("a")) > _MOST_OTHER_LINKS:
            break
        card = box
    return card


def _place(box: HtmlElement) -> tuple[str, ...]:
    return tuple(
        str(element.tag) + "." + (element.get("class") or "").partition(" ")[0]
        for element in box.iterancestors()
    )


def card_dates(cards: Iterable[Card]) -> dict[str, PrintedDate]:
    """Read the dates that cards print, by the address of their article."""
    dates: dict[str, PrintedDate] = {}
    for card in cards:
        if card.url not in dates and (date := _date(card.box)) is not None:
            dates[card.url] = date
    return dates


def _date(box: HtmlElement) -> PrintedDate | None:
    for text in _texts(box):
        if len(text) <= _LONGEST_DATE and not is_clock(text):
            date = read_date(text)
            if date is not None and not date.rest and date.label != "today":
                return date.printed("listing:near-link")
    return None


def _texts(element: HtmlElement) -> Iterator[str]:
    for node in element.iter():
        if not isinstance(node.tag, str) or node.tag in _IGNORED_TAGS:
            continue
        for piece in (node.text, node.tail if node is not element else None):
            if piece and _DIGIT.search(piece):
                yield clean(piece)


def listed(cards: Iterable[Card], on_start_pages: Collection[str]) -> set[str]:
    """Return the addresses of the articles in the list of a section's page.

    Its side columns name articles of other sections, most often as bare titles. The list is the group of
    like cards with the most text; further groups belong to it if their cards hold as much beside the
    title (a first article that is shown larger). Bare titles that all stand on the start page too are a
    side column of the whole site.

    Args:
        cards: The cards of the page.
        on_start_pages: Addresses of articles that the start pages name.
    """
    groups: dict[tuple[str, ...], list[Card]] = {}
    for card in cards:
        groups.setdefault(card.place, []).append(card)
    candidates = {
        place: group
        for place, group in groups.items()
        if _mean(group) >= _TEASER or any(card.url not in on_start_pages for card in group)
    }
    if not candidates:
        return set()
    leading = max(candidates.values(), key=lambda group: (sum(c.beside for c in group), len(group)))
    needed = max(_TEASER, _ALIKE * _mean(leading))
    chosen = [group for group in candidates.values() if group is leading or _mean(group) >= needed]
    return {card.url for group in chosen for card in group}


def _mean(group: list[Card]) -> float:
    return sum(card.beside for card in group) / len(group)
