"""From a tree of elements to a list of blocks, in one walk.

Every reading of a page starts here: paragraphs may be ``p``, ``div``, bare text separated by ``br``,
text beside block elements, spans nested by a word processor, or cells of a layout table; the walk
makes all of them plain blocks in the order of the page, each with what is cheap to know about its
looks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from archive.text import clean
from crawler.fields.block import Block, Walk
from crawler.fields.boxes import Boxes
from crawler.fields.chrome import is_tool
from crawler.fields.styles import PLAIN, Kind, Style, as_caption, style_of
from crawler.fields.tables import is_data_table, table_rows

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Block", "Kind", "Walk", "are_alike", "walk", "walk_page"]


_INLINE_TAGS: Final = """a abbr acronym b bdi bdo big blink cite code data del dfn em font i ins kbd label
mark nobr q s samp small span strike strong sub sup time tt u var wbr output"""
_SKIPPED_TAGS: Final = """script style noscript template iframe object embed audio video svg math head
title meta link button input select option textarea canvas map param source track marquee"""
# What is not here makes blocks of its own.
_WAYS: Final = {
    **dict.fromkeys(_INLINE_TAGS.split(), "inline"),
    **dict.fromkeys(_SKIPPED_TAGS.split(), "skip"),
    "br": "break",
    "img": "image",
}
# Parts of a page that are left out when nothing in them can be an article's. A breadcrumb is kept.
_LEFT_OUT: Final = frozenset({"navigation", "footer", "comment", "rating"})
_TEXT_TAGS: Final = ("p", "h1", "h2", "br", "table")
_SENTENCE_ENDS: Final = (".", "!", "?", ":", ";", "…", "”", '"', ")")
_ICON_SIZE: Final = 40  # pixels
_PICTURE_TABLE_TEXT: Final = 600  # characters; with more text, a table is no picture's frame
_LAZY: Final = ("data-original", "data-src", "data-lazy-src", "data-lazy", "src")
_GLUED: Final = frozenset({"span", "a", "label", "time"})
_WORD_CLASSES: Final = ("Mso", "Spell", "Gram", "Apple")
_BOXES: Final = frozenset({"div", "td", "section", "article", "main", "form", "body", "header"})
# What the parts of a template are made of.
_FURNITURE: Final = frozenset(
    {
        "aside",
        "center",
        "div",
        "footer",
        "form",
        "header",
        "nav",
        "ol",
        "section",
        "table",
        "td",
        "ul",
    }
)
_OUTER: Final = 16  # elements inside each other; the parts of a template stand no deeper
_WHOLE: Final = 0.95
_DEEPEST: Final = 150  # elements inside each other; what is deeper is text without form

_boxes: Final = Boxes()


def walk(root: _Element) -> list[Block]:
    """Return the blocks below an element, in the order of the page.

    Hidden elements, scripts and forms' controls give nothing. The class names of ``root`` itself do
    not count.
    """
    return walk_page(root).blocks


def walk_page(root: _Element) -> Walk:
    """Walk as `walk` does; tell also which blocks are inside which element."""
    walker = _Walker(root)
    walker.visit(root, PLAIN)
    walker.flush()
    walker.spans[root] = (0, len(walker.blocks))
    return walker.done


class _Walker:
    """Collects the text between two block boundaries and makes blocks of it."""

    __slots__ = (
        "_bold",
        "_chars",
        "_depth",
        "_italic",
        "_link",
        "_owner",
        "_parts",
        "_soft",
        "_style",
        "blocks",
        "done",
        "spans",
    )

    def __init__(self, root: _Element) -> None:
        self.done = Walk([], {})
        self.blocks, self.spans = self.done.blocks, self.done.spans
        self._parts: list[str] = []
        self._chars = self._bold = self._italic = self._link = 0
        self._owner = root
        self._style = PLAIN
        self._soft = False  # a line break was met
        self._depth = 0

    def visit(self, element: _Element, style: Style) -> None:
        """Walk through the content of an element."""
        if self._depth > _DEEPEST:
            self._add("".join(element.itertext()), style)
            return
        self._depth += 1
        text = element.text
        if text:
            self._add(text, style)
        for child in element:
            tag: Any = child.tag
            way = _WAYS.get(tag)
            if way == "inline":
                self._inline(child, tag, style)
            elif way is None:
                self._other(child, tag, style)
            elif way == "break":
                self._break()
            elif way == "image":
                self._image(child, style)
            text = child.tail
            if text and (self._parts or not text.isspace()):
                self._add(text, style)
        self._depth -= 1

    def _add(self, text: str, style: Style) -> None:
        if text.isspace():
            if self._parts:
                self._parts.append(" ")
            return
        if self._soft:
            self._soft = False
            if self._parts and not self._continues(text):
                self.flush()
        if not self._parts:
            self._style = style
        self._parts.append(text)
        length = len(text)
        self._chars += length
        if style.bold:
            self._bold += length
        if style.italic:
            self._italic += length
        if style.link:
            self._link += length

    def _continues(self, text: str) -> bool:
        """Tell whether the text after a line break goes on with the sentence before it."""
        start = text.lstrip()[:1]
        return start.islower() and not "".join(self._parts).rstrip().endswith(_SENTENCE_ENDS)

    def _break(self) -> None:
        if self._soft:  # two line breaks in a row
            self.flush()
        elif self._parts:
            self._soft = True
            self._parts.append(" ")

    def _inline(self, element: _Element, tag: str, style: Style) -> None:
        inner = style_of(element, tag, style)
        if inner is None:
            return
        if tag == "span" and _stands_alone(element):
            self._alone(element, inner)
            return
        if tag in _GLUED and self._parts and _is_label(element):
            before = element.getprevious()
            labels = before is not None and before.tag in _GLUED and not before.tail
            if before is not None and labels and _is_label(before):
                self._parts.append(" ")  # two labels of a template, not two parts of a word
        if inner.kind is style.kind:
            if len(element):
                start = len(self.blocks) + bool(self._parts)
                self.visit(element, inner)
                if element.get("id") is not None:  # a label of WebForms or DNN may hold the text
                    self.spans[element] = (start, len(self.blocks) + bool(self._parts))
            elif text := element.text:
                self._add(text, inner)
        else:  # a span with the class of a caption
            self.flush()
            self.visit(element, inner)
            self.flush()

    def _alone(self, element: _Element, style: Style) -> None:
        """Walk through an element that makes blocks of its own."""
        if self._parts:
            self.flush()
        owner, start = self._owner, len(self.blocks)
        self._owner = element
        self.visit(element, style)
        if self._parts:
            self.flush()
        self._owner = owner
        if len(self.blocks) > start:
            self.spans[element] = (start, len(self.blocks))

    def _other(self, element: _Element, tag: Any, style: Style) -> None:
        """Walk through a block element, or one that Word has made up; pass over a comment."""
        if not isinstance(tag, str):
            return
        if ":" in tag:
            self._inline(element, tag, style)
            return
        if self._parts:
            self.flush()
        inner = style_of(element, tag, style)
        if inner is None:
            return
        if (
            inner.region != style.region
            and inner.region in _LEFT_OUT
            and inner.role != "section"
            and next(element.iterdescendants(*_TEXT_TAGS), None) is None
        ):
            return
        if tag == "table":
            inner = self._table(element, inner)
            if inner is None:
                return
        if tag in _FURNITURE and self._depth <= _OUTER and len(element):
            self._box(element, tag, inner)
        else:
            self._alone(element, inner)

    def _box(self, element: _Element, tag: str, style: Style) -> None:
        """Walk through what may be a part of the template, unless a page before had the very same."""
        place = (self._depth, style, tag, element.get("class"))
        if not _boxes.is_tried(place):
            self._alone(element, style)
            return
        markup = etree.tostring(element, encoding="utf-8", with_tail=False)
        if _boxes.put_again(place, markup, element, self.done):
            return
        before = len(self.blocks), len(self.spans)
        self._alone(element, style)
        _boxes.keep(place, markup, element, self.done, before)

    def _table(self, table: _Element, style: Style) -> Style | None:
        """Take a data table as one block and return None; else return the style of the cells.

        The short text of a table around a picture is the picture's caption.
        """
        if next(table.iterdescendants("table"), None) is not None:
            return style
        if not all(map(_is_icon, table.iterdescendants("img"))):  # icons are no pictures
            if len("".join(table.itertext()).strip()) <= _PICTURE_TABLE_TEXT:
                return as_caption(style)
            return style
        if style.kind is Kind.CAPTION or not is_data_table(table):
            return style
        rows = table_rows(table)
        text = clean(" ".join(cell for row in rows for cell in row))
        self.blocks.append(
            Block(Kind.TABLE, text, table, region=style.region, role=style.role, rows=rows)
        )
        return None

    def _image(self, image: _Element, style: Style) -> None:
        if _is_icon(image):
            return
        source = ""
        for name in _LAZY:
            value = image.get(name)
            if value and not value.startswith("data:"):
                source = value.strip()
                break
        text = clean(image.get("alt") or image.get("title") or "")
        if not source or (style.link and is_tool(text)):  # the printer on a link to the print view
            return
        self.flush()
        block = Block(Kind.IMAGE, text, image)
        block.align, block.region, block.role = style.align, style.region, style.role
        block.link_share, block.source = float(style.link), source
        self.blocks.append(block)

    def flush(self) -> None:
        """End the present block."""
        self._soft = False
        if not self._parts:
            return
        text = clean("".join(self._parts))
        if text:
            style, chars = self._style, self._chars
            whole = chars * _WHOLE
            self.blocks.append(
                Block(
                    style.kind,
                    text,
                    self._owner,
                    self._bold >= whole,
                    self._italic >= whole,
                    style.align,
                    self._link / chars if chars else 0.0,
                    style.region,
                    style.role,
                )
            )
        self._parts.clear()
        self._chars = self._bold = self._italic = self._link = 0


def _stands_alone(element: _Element) -> bool:
    """Tell whether a span is a template's label with a line of its own, a headline or a date.

    Such labels stand beside other labels with nothing but blanks between, in a box and not in a
    paragraph, and each has a class or an id that the others have not.
    """
    parent = element.getparent()
    if (
        parent is None
        or parent.tag not in _BOXES
        or not (element.get("class") or element.get("id"))
    ):
        return False
    if parent.text and not parent.text.isspace():
        return False
    names = []
    for child in parent:
        if child.tail and not child.tail.isspace():
            return False
        if child.tag == "span":
            names.append(child.get("id") or child.get("class") or "")
    return 1 < len(names) == len(set(names)) and not names[0].startswith(_WORD_CLASSES)


def _is_label(element: _Element) -> bool:
    """Tell whether an inline element is a label of a template and not a part of a sentence."""
    names = element.get("class")
    if names is not None:
        return not names.startswith(_WORD_CLASSES)
    return element.get("id") is not None or element.tag in {"a", "time"}


def _is_icon(image: _Element) -> bool:
    for name in ("width", "height"):
        size = (image.get(name) or "").removesuffix("px").strip()
        if size.isdigit() and int(size) <= _ICON_SIZE:
            return True
    return False


def are_alike(one: _Element, other: _Element) -> bool:
    """Tell whether two elements are made alike beside each other: the same boxes in one parent."""
    here: _Element | None = one
    there: _Element | None = other
    while here is not None and there is not None and here.tag == there.tag:
        if here is there or here.getparent() is there.getparent():
            return True
        here, there = here.getparent(), there.getparent()
    return False
