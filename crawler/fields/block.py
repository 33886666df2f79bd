"""The block: a piece of a page that stands on lines of its own, and a page as a list of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from crawler.fields.styles import Kind

if TYPE_CHECKING:
    from lxml.etree import _Element

    from crawler.fields.tables import Table

Looks: TypeAlias = tuple[bool, bool, str, float, str, str, str]

_TEXT_KINDS: Final = frozenset({Kind.PARAGRAPH, Kind.HEADING, Kind.ITEM})


@dataclass(slots=True, eq=False)
class Block:
    """A piece of a page that stands on lines of its own.

    Attributes:
        kind: What the block is.
        text: Its clean text; of an image its ``alt``.
        element: The nearest block element around it (the ``p``, ``td`` or ``div``).
        bold: The whole text is bold.
        italic: The whole text is italic.
        align: ``right``, ``center`` or nothing.
        link_share: How much of the text is inside links, from 0 to 1.
        region: A part of the page that is not the article: ``related``, ``footer``...
        role: A part of the article named by a class: ``lead``, ``caption``, ``author``...
        source: Of an image its address as written.
        rows: Of a table its cells.
    """

    kind: Kind
    text: str
    element: _Element
    bold: bool = False
    italic: bool = False
    align: str = ""
    link_share: float = 0.0
    region: str = ""
    role: str = ""
    source: str = ""
    rows: Table | None = None

    @property
    def looks(self) -> Looks:
        """What is neither text nor table: the attributes from `bold` to `source`."""
        return (
            *(self.bold, self.italic, self.align, self.link_share),
            *(self.region, self.role, self.source),
        )

    @property
    def is_text(self) -> bool:
        """Whether the block is running text: a paragraph, a heading or a list item."""
        return self.kind in _TEXT_KINDS

    @property
    def upper(self) -> bool:
        """Whether the text is in capitals, ``CÁC TIN KHÁC``."""
        return self.text.isupper()


@dataclass(slots=True)
class Walk:
    """A walked tree.

    Attributes:
        blocks: The blocks in the order of the page.
        spans: Which of them are inside a block element: from the first to behind the last.
    """

    blocks: list[Block]
    spans: dict[_Element, tuple[int, int]]
