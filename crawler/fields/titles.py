"""The headline: which of the texts on a page it is.

What the listing, ``og:title`` and the ``title`` element say is compared with what the page prints; the
name of the site, which stands in many of these places, is never the headline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from archive.text import spelling_key
from crawler.fields.blocks import Block, Kind
from crawler.fields.bodies import is_running_text
from crawler.fields.chrome import (
    is_chrome,
    is_related_heading,
    looks_like_site_name,
    strip_leftovers,
)
from crawler.fields.dates import is_clock, is_date_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

    from crawler.fields.blocks import Walk

_SHORTEST, _LONGEST = 8, 350
_START: Final = 6  # letters
_MOST_SIGNS: Final = 3  # of a key for one sign of a text: the ellipsis
_HEADING: Final = Kind.HEADING  # to look up a member takes Python 3.11 as long as five attributes
_SEPARATOR: Final = re.compile(r"\s+[-–—|»:·•]+\s+|\s*[|»]\s*")
_CUT_OFF: Final = re.compile(r"\s*(?:\.\.\.|…)$")
_DATED: Final = re.compile(r"(.{8,}?)\s*\(([^()]{8,30})\)")
_OUTSIDE: Final = frozenset({"related", "share", "comment", "rating", "footer"})
_HOMES: Final = frozenset({"/", "./", "/vi/", "/index.php", "/Default.aspx", "/default.aspx"})
_NEAR: Final = 8  # blocks between a headline and the first paragraph
_ENOUGH: Final = 4
_FEWEST_WORDS: Final = 5
_OTHER_ROLES: Final = frozenset({"section", "tags", "caption", "author"})
_TAGS: Final = {"h1": 4, "h2": 2, "h3": 1}
_MOST_LOOKS: Final = 13  # points at most for tag, class, bold type and place; see `_rate`


@dataclass(frozen=True, slots=True)
class TitleSources:
    """What the page and its listing say the headline is.

    Attributes:
        hint: The link text of the listing.
        og: ``og:title``.
        page: The text of the ``title`` element, which often holds the site's name too.
        site: The names of the site: ``og:site_name``, ``meta[name=author]``.
    """

    hint: str = ""
    og: str = ""
    page: str = ""
    site: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Title:
    """A headline, where it stands among the blocks (-1: nowhere), and the rule that found it.

    Where a selector found it, `element` is what it found.
    """

    text: str
    position: int
    rule: str
    element: _Element | None = None


def find_title(blocks: Sequence[Block], sources: TitleSources) -> Title | None:
    """Return the headline of a page; None where nothing can be it."""
    best: tuple[int, int, str] | None = None
    for points, position, rule in _candidates(blocks, _Keys.of(sources)):
        if best is not None and points + _MOST_LOOKS < best[0]:
            break  # nor can any candidate behind it
        rated = _rate(blocks, position, points, rule)
        if rated is not None and (best is None or (rated[0], -position) > (best[0], -best[1])):
            best = (rated[0], position, rated[1])
    if best is not None and best[0] >= _ENOUGH:
        return Title(strip_leftovers(blocks[best[1]].text), best[1], best[2])
    return _from_sources(sources)


def where_printed(walk: Walk, title: Title) -> int:
    """Return where a headline stands among the blocks: in its own element, or else where it is printed.

    A page prints it elsewhere too, in its breadcrumb or in a list; outside of links and of such parts
    comes first.

    Returns:
        The position, or -1 where no block is the headline.
    """
    key = spelling_key(title.text)
    shortest = len(key) / _MOST_SIGNS
    start, end = walk.spans.get(title.element, (0, 0)) if title.element is not None else (0, 0)
    same = [  # in its own element it may look like anything, like a caption beside icons
        (not start <= index < end, block.link_share > 0.5, bool(block.region), index)
        for index, block in enumerate(walk.blocks)
        if len(block.text) >= shortest
        and (block.is_text or start <= index < end)
        and spelling_key(block.text) == key
    ]
    return min(same)[-1] if same else -1


def _candidates(blocks: Sequence[Block], keys: _Keys) -> list[tuple[int, int, str]]:
    """Return the points that the sources give to lines of the page, where each stands, and the source.

    Those with the most points come first: their looks seldom need to be compared with those of others.
    """
    found: list[tuple[int, int, str]] = []
    for position, block in enumerate(blocks):
        text = block.text
        if (
            block.link_share > 0.5
            and text[:_START].lower() not in keys.starts
            and (block.kind is not _HEADING or block.element.tag != "h1")
        ):
            continue  # most blocks of a page
        if not _SHORTEST <= len(text) <= _LONGEST or not block.is_text or block.region in _OUTSIDE:
            continue
        points, rule = keys.match(spelling_key(strip_leftovers(text)))
        found.append((points, position, rule))
    found.sort(key=lambda candidate: -candidate[0])
    return found


@dataclass(frozen=True, slots=True)
class _Keys:
    """What the sources say, as spelling keys.

    Attributes:
        hint: The link text of the listing.
        hint_is_cut: It ends with an ellipsis.
        og: ``og:title``.
        page: The text of the ``title`` element, unless it is the site's name.
        site: The names of the site.
        starts: What a text begins with for which any of them can speak: a test in short for links.
    """

    hint: str
    hint_is_cut: bool
    og: str
    page: str
    site: frozenset[str]
    starts: frozenset[str]

    @classmethod
    def of(cls, sources: TitleSources) -> _Keys:
        hint, og = _key(sources.hint), _key(sources.og)
        page = "" if looks_like_site_name(sources.page) else spelling_key(sources.page)
        return cls(
            hint,
            len(sources.hint) > 20 and _CUT_OFF.search(sources.hint) is not None,
            og,
            page,
            frozenset(spelling_key(name) for name in sources.site if name),
            frozenset((hint[:_START], og[:_START], *_parts(page))),
        )

    def match(self, key: str) -> tuple[int, str]:
        """Return how much the sources speak for a text, and which of them."""
        if key in self.site:
            return -20, ""
        points, rule = 0, ""
        if self.page and _is_part(key, self.page):
            points, rule = 5, "title-element"
        if self.og and key == self.og:
            points, rule = points + 5, "og:title"
        if self.hint and (key == self.hint or (self.hint_is_cut and key.startswith(self.hint))):
            points, rule = points + 12, "listing-hint"
        return points, rule


def _key(text: str) -> str:
    return spelling_key(_CUT_OFF.sub("", strip_leftovers(text)))


def _parts(page: str) -> Iterator[str]:
    return (page[start : start + _START] for start in range(len(page) - _START + 1))


def _is_part(key: str, page: str) -> bool:
    """Tell whether a text is the ``title`` element, or the part of it before or after a separator."""
    if key == page:
        return True
    if page.startswith(key):
        return _SEPARATOR.match(page, len(key)) is not None
    return (
        page.endswith(key)
        and _SEPARATOR.search(page[: -len(key)]) is not None
        and page[: -len(key)].rstrip().endswith(("-", "|", "»", ":", "–", "—"))
    )


def _rate(blocks: Sequence[Block], position: int, points: int, rule: str) -> tuple[int, str] | None:
    """Return how likely a block is the headline, with the strongest reason; None: not at all.

    Args:
        blocks: The blocks of the page.
        position: Where the block stands.
        points: How much the sources speak for it.
        rule: Which of them does.
    """
    block = blocks[position]
    tag = block.element.tag
    if not (points or tag in _TAGS or block.role == "title" or block.bold) and not _is_dated(
        blocks, position
    ):
        return None
    if is_date_line(block.text) or is_clock(block.text) or is_chrome(block.text):
        return None
    if is_related_heading(block.text):
        return None
    rating = points + _TAGS.get(str(tag), 0) + 2 * (block.role == "title") + block.bold
    rating += _place_rating(blocks, position) + _look_rating(block)
    if looks_like_site_name(block.text) and rule != "listing-hint":
        rating -= 5
    if len(block.text) > 200 and not points:
        rating -= 3
    if (
        not points
        and tag not in _TAGS
        and sum(word[0].isalnum() for word in block.text.split()) < _FEWEST_WORDS
    ):
        rating -= 1  # the name of a module or section rather than a headline
    if not rule:
        looks = "bold" if block.bold else "beside-date"
        rule = str(tag) if tag in _TAGS else "class:title" if block.role == "title" else looks
    return rating, rule


def _is_near_text(blocks: Sequence[Block], position: int) -> bool:
    """Tell whether few text blocks stand between a block and the next running text."""
    between = 0
    for block in islice(blocks, position + 1, None):
        if is_running_text(block):
            return True
        between += block.is_text
        if between > _NEAR:
            return False
    return len(blocks) + between <= _NEAR  # on a page of few lines nothing is far


def _place_rating(blocks: Sequence[Block], position: int) -> int:
    """Return what speaks for a block in the lines around it."""
    around = (*blocks[max(0, position - 2) : position], *blocks[position + 1 : position + 4])
    dated = any(near.is_text and is_date_line(near.text) for near in around)
    near_text = _is_near_text(blocks, position)
    return 3 * near_text + 2 * dated + _is_dated(blocks, position)


def _look_rating(block: Block) -> int:
    """Return what speaks against a block in its own looks."""
    rating = 0
    if block.link_share > 0.5:
        rating -= 20 if _leads_home(block) else 5
    if block.region:
        rating -= 5
    if block.role in _OTHER_ROLES:
        rating -= 4
    if block.kind is Kind.ITEM:
        rating -= 2
    if is_running_text(block) and block.text.endswith("."):
        rating -= 3
    return rating


def _leads_home(block: Block) -> bool:
    """Tell whether a block is the site's name: a link to the home page."""
    return any(link.get("href") in _HOMES for link in block.element.iter("a"))


def _is_dated(blocks: Sequence[Block], position: int) -> bool:
    """Tell whether a date of publication stands right under a block."""
    return position + 1 < len(blocks) and is_date_line(blocks[position + 1].text)


def split_date(title: str) -> tuple[str, str]:
    """Split a date with its time off the end of a headline, ``... nửa nhiệm kỳ (03/02/2019 21:20)``.

    Returns:
        The headline and the date; the date is empty where the brackets hold none or no time.
    """
    match = _DATED.fullmatch(title)
    if match is None or ":" not in match[2] or not is_date_line(match[2]):
        return title, ""
    return match[1], match[2]


def _from_sources(sources: TitleSources) -> Title | None:
    """Return the headline that the page prints nowhere but in its head."""
    site = {spelling_key(name) for name in sources.site if name}
    if sources.og and spelling_key(sources.og) not in site and not looks_like_site_name(sources.og):
        return Title(strip_leftovers(sources.og), -1, "meta:og:title")
    parts = [part for part in _SEPARATOR.split(sources.page) if part]
    while parts and (spelling_key(parts[-1]) in site or looks_like_site_name(parts[-1])):
        parts.pop()
    if parts and not (len(parts) == 1 and looks_like_site_name(parts[0])):
        text = sources.page[: sources.page.rindex(parts[-1]) + len(parts[-1])]
        if len(text) >= _SHORTEST and " " in text:
            return Title(strip_leftovers(text), -1, "title-element")
    if sources.hint:
        return Title(strip_leftovers(sources.hint), -1, "listing:title")
    return None
