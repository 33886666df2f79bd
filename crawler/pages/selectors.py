"""Selectors as data: what a CMS calls the parts of its article pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, cast

from lxml import etree
from lxml.cssselect import CSSSelector

if TYPE_CHECKING:
    from lxml.etree import _Element

_ID: Final = re.compile(r"#([\w-]+)")
_CLASSES: Final = re.compile(r"\.([\w-]+)")
_CONDITION: Final = re.compile(r"\[[^\]]*\]")
_IDS: Final = re.compile(r"#([\w-]+)|\[id\$=([\w-]+)\]")


class Names:
    """The class names and ids of a page: most selectors look for some that a page has not.

    To collect them costs as much as to try two or three selectors.
    """

    _ALL_CLASSES: Final = etree.XPath("descendant::*/@class", smart_strings=False)
    _ALL_IDS: Final = etree.XPath("descendant::*/@id", smart_strings=False)

    def __init__(self, root: _Element) -> None:
        self.root = root

    @cached_property
    def _classes(self) -> str:
        return "\n".join(map(str, cast("list[str]", self._ALL_CLASSES(self.root))))

    @cached_property
    def _ids(self) -> str:
        return "\n".join(map(str, cast("list[str]", self._ALL_IDS(self.root))))

    def hold(self, classes: tuple[str, ...], ids: tuple[str, ...]) -> bool:
        """Tell whether the page may have elements with all these class names and parts of ids."""
        return all(name in self._classes for name in classes) and all(
            part in self._ids for part in ids
        )


class Paths:
    """Compiled CSS selectors, tried in order: the first that finds something decides.

    Selectors are compiled once, at import. Give each a tag where it is known: libxml2 then looks at a
    fraction of the elements.
    """

    def __init__(self, *selectors: str) -> None:
        self._compiled = [
            (selector, _compile(selector), *_names_in(selector)) for selector in selectors
        ]

    def find(self, scope: _Element, names: Names | None = None) -> tuple[str, list[_Element]]:
        """Return the first selector that finds elements below ``scope``, and the elements.

        Args:
            scope: Where to look.
            names: What class names and ids the page has; worth to be asked where the scope is the whole
                page and the selectors are likely to find nothing.
        """
        if names is not None and scope is not names.root:
            names = None
        for selector, path, classes, ids in self._compiled:
            if names is not None and not names.hold(classes, ids):
                continue
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


def _names_in(selector: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the class names and the parts of ids without which a selector finds nothing."""
    if _ID.fullmatch(selector):  # quicker than to ask
        return (), ()
    ids = (whole or end for whole, end in _IDS.findall(selector))
    return tuple(_CLASSES.findall(_CONDITION.sub("", selector))), tuple(ids)


def _nothing() -> Paths:
    return Paths()


@dataclass(frozen=True, slots=True)
class Selectors:
    """Where a CMS prints the fields of an article; what is left out is found by meaning.

    Attributes:
        scope: The article as a whole; the other selectors look inside it, where it is found.
        title: The headline.
        date: The date of publication as printed; of a ``time`` element its ``datetime`` attribute.
        updated: The date of the last change, in the same way.
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
    updated: Paths = field(default_factory=_nothing)
    lead: Paths = field(default_factory=_nothing)
    body: Paths = field(default_factory=_nothing)
    picture: Paths = field(default_factory=_nothing)
    credits: Paths = field(default_factory=_nothing)
    section: Paths = field(default_factory=_nothing)
    tags: Paths = field(default_factory=_nothing)
    attachments: Paths = field(default_factory=_nothing)
