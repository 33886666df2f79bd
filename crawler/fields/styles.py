"""What an element hands down to its content: looks, and what its class names say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from crawler.fields.chrome import class_hint

if TYPE_CHECKING:
    from lxml.etree import _Element


class Kind(StrEnum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    CAPTION = "caption"
    TABLE = "table"
    IMAGE = "image"


@dataclass(frozen=True, slots=True, eq=False)
class Style:
    """What holds for the content of an element; one object for all elements that are alike.

    Attributes:
        bold: It is bold.
        italic: It is italic.
        link: It is inside a link.
        align: ``right``, ``center``, ``justify`` or nothing.
        kind: What its blocks are.
        region: The part of the page that is not the article, if it is in one.
        role: The part of the article that a class names, if it is in one.
    """

    bold: bool = False
    italic: bool = False
    link: bool = False
    align: str = ""
    kind: Kind = Kind.PARAGRAPH
    region: str = ""
    role: str = ""


PLAIN: Final = Style()


class _Css(NamedTuple):
    """What a ``style`` attribute says."""

    hidden: bool
    bold: bool | None
    italic: bool
    align: str


_BOLD: Final = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"})
_ITALIC: Final = frozenset({"em", "i", "cite"})
_KINDS: Final = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Kind.HEADING),
    **dict.fromkeys(("li", "dd", "dt"), Kind.ITEM),
    **dict.fromkeys(("figcaption", "caption"), Kind.CAPTION),
}
_REGIONS: Final = {"nav": "navigation", "footer": "footer", "aside": "aside", "header": "header"}
_TELLING: Final = _BOLD | _ITALIC | frozenset(_KINDS) | frozenset(_REGIONS) | {"a", "center"}

_HEEDED: Final = frozenset({"hidden", "style", "align", "class", "id"})


def style_of(element: _Element, tag: str, outer: Style) -> Style | None:
    """Return the style inside an element; None where the element is hidden."""
    names = element.keys()
    if _HEEDED.isdisjoint(names):
        return _inside(outer, tag, "href" in names) if tag in _TELLING else outer
    if "hidden" in names:
        return None
    return _inside(
        outer,
        tag,
        "href" in names,
        element.get("style") if "style" in names else None,
        element.get("align") if "align" in names else None,
        element.get("class") if "class" in names else None,
        element.get("id") if "id" in names else None,
    )


# A page has hundreds of elements and some dozens of different ones, which all pages of a site share.
@lru_cache(maxsize=8192)
def _inside(
    outer: Style,
    tag: str,
    linked: bool = False,
    css: str | None = None,
    align: str | None = None,
    classes: str | None = None,
    identifier: str | None = None,
) -> Style | None:
    look, hint = _read_css(css or ""), class_hint(f"{classes or ''} {identifier or ''}")
    if look.hidden or hint.hidden:
        return None
    kind = _KINDS.get(tag, outer.kind)
    if outer.kind is Kind.CAPTION or hint.role == "caption":
        kind = Kind.CAPTION
    printed = "center" if tag == "center" else outer.align
    if align is not None:
        printed = align.lower()
    elif look.align:
        printed = look.align
    return _shared(
        outer.bold or tag in _BOLD if look.bold is None else look.bold,
        outer.italic or tag in _ITALIC or look.italic,
        outer.link or (tag == "a" and linked),
        hint.align or printed,
        kind,
        hint.region or outer.region or _REGIONS.get(tag, ""),
        hint.role or outer.role,
    )


@lru_cache(maxsize=1024)
def _shared(
    bold: bool, italic: bool, link: bool, align: str, kind: Kind, region: str, role: str
) -> Style:
    return Style(bold, italic, link, align, kind, region, role)


def as_caption(style: Style) -> Style:
    """Return a style whose blocks are captions."""
    return _shared(
        style.bold, style.italic, style.link, style.align, Kind.CAPTION, style.region, style.role
    )


@lru_cache(maxsize=2048)
def _read_css(text: str) -> _Css:
    css = text.replace(" ", "").lower()
    hidden = "display:none" in css or "visibility:hidden" in css
    bold = None
    if "font-weight:" in css:
        bold = "font-weight:bold" in css or "font-weight:7" in css
    align = ""
    if "text-align:" in css:
        align = css.partition("text-align:")[2].partition(";")[0]
    return _Css(hidden, bold, "font-style:italic" in css, align)
