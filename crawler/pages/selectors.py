"""Selectors as data: what a CMS calls the parts of its article pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from lxml import etree
from lxml.cssselect import CSSSelector

if TYPE_CHECKING:
    from lxml.etree import _Element

_ID: Final = re.compile(r"#([\w-]+)")
_STEP: Final = re.compile(r"descendant-or-self::(?P<tag>\w+)\[(?P<condition>[^/\[\]]+)\]")


class Paths:
    """Compiled CSS selectors, tried in order: the first that finds something decides.

    Selectors are compiled once, at import. Give each a tag where it is known: libxml2 then looks at a
    fraction of the elements.
    """

    def __init__(self, *selectors: str) -> None:
        self._compiled = [(selector, _compile(selector)) for selector in selectors]
        self._any = _compile_together(selectors) if len(selectors) > 1 else None

    def find(self, scope: _Element) -> tuple[str, list[_Element]]:
        """Return the first selector that finds elements below ``scope``, and the elements."""
        if self._any is not None and not self._any(scope):
            return "", []
        for selector, path in self._compiled:
            found = path(scope)
            if isinstance(found, list) and found:
                return selector, [
                    element for element in found if isinstance(element, etree._Element)
                ]
        return "", []


def _compile(selector: str) -> etree.XPath:
    identifier = _ID.fullmatch(selector)
    if identifier:  # 80 times as fast as the selector
        return etree.XPath(f"id('{identifier[1]}')")
    return CSSSelector(selector)


def _compile_together(selectors: tuple[str, ...]) -> etree.XPath | None:
    """Compile selectors of elements with one tag as one, for most pages have none of them."""
    steps = [_STEP.fullmatch(CSSSelector(selector).path) for selector in selectors]
    tags = {step["tag"] if step else "" for step in steps}
    if len(tags) > 1 or "" in tags:
        return None
    conditions = " or ".join(f"({step['condition']})" for step in steps if step)
    return etree.XPath(f"descendant-or-self::{tags.pop()}[{conditions}]")


def _nothing() -> Paths:
    return Paths()


@dataclass(frozen=True, slots=True)
class Selectors:
    """Where a CMS prints the fields of an article; what is left out is found by meaning.

    Attributes:
        scope: The article as a whole; the other selectors look inside it, where it is found.
        title: The headline.
        date: The date of publication as printed.
        lead: The lead.
        body: The container of the body.
        picture: The picture beside the lead, with its caption.
        credits: The author's name, or lines that name author and source behind a label.
        section: The breadcrumb's items, or the section's name; the last one counts.
        tags: The tags.
        attachments: What holds the files for download.
    """

    scope: Paths = field(default_factory=_nothing)
    title: Paths = field(default_factory=_nothing)
    date: Paths = field(default_factory=_nothing)
    lead: Paths = field(default_factory=_nothing)
    body: Paths = field(default_factory=_nothing)
    picture: Paths = field(default_factory=_nothing)
    credits: Paths = field(default_factory=_nothing)
    section: Paths = field(default_factory=_nothing)
    tags: Paths = field(default_factory=_nothing)
    attachments: Paths = field(default_factory=_nothing)
