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


@dataclass(slots=True)
class Style:
    """What holds for the content of an element.

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

    def copy(self) -> Style:
        """Return a style that can be changed for an element inside."""
        return Style(
            self.bold, self.italic, self.link, self.align, self.kind, self.region, self.role
        )


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


def style_of(element: _Element, tag: str, outer: Style) -> Style | None:
    """Return the style inside an element; None where the element is hidden."""
    names = element.keys()
    if tag not in _TELLING and not names:
        return outer
    style = outer.copy()
    if tag in _BOLD:
        style.bold = True
    elif tag in _ITALIC:
        style.italic = True
    elif tag == "a":
        style.link = style.link or "href" in names
    elif tag == "center":
        style.align = "center"
    if tag in _KINDS and style.kind is not Kind.CAPTION:
        style.kind = _KINDS[tag]
    if tag in _REGIONS and not style.region:
        style.region = _REGIONS[tag]
    return style if not names or _apply(element, names, style) else None


def _apply(element: _Element, names: list[str], style: Style) -> bool:
    """Add to a style what the attributes of an element say; False where they hide it."""
    if "hidden" in names:
        return False
    if "style" in names:
        css = _read_css(element.get("style") or "")
        if css.hidden:
            return False
        style.bold = style.bold if css.bold is None else css.bold
        style.italic = style.italic or css.italic
        style.align = css.align or style.align
    if "align" in names:
        style.align = (element.get("align") or "").lower()
    if "class" in names or "id" in names:
        classes = element.get("class") or ""
        hint = class_hint(f"{classes} {element.get('id') or ''}")
        if hint.hidden:
            return False
        style.align = hint.align or style.align
        style.region = hint.region or style.region
        if hint.role:
            style.role = hint.role
            if hint.role == "caption":
                style.kind = Kind.CAPTION
    return True


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
