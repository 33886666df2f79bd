"""Boxes that come again: menus, side columns and addresses are the same on every page of a site.

They are nine tenths of the elements of a page. What the walk makes of a box depends on nothing but its
markup, its depth and the style around it; so the blocks are kept, and a further page with the very same
markup is given others like them. To serialise a box takes libxml2 a tenth of the time of a walk.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from crawler.fields.block import Block

if TYPE_CHECKING:
    from lxml.etree import _Element

    from crawler.fields.block import Looks, Walk
    from crawler.fields.styles import Kind, Style
    from crawler.fields.tables import Table

# Depth, style inside, tag and class of a box.
Place: TypeAlias = tuple[int, "Style", str, str | None]

_CREDIT: Final = 8
_MOST: Final = 2048


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the walk made of a box; elements are numbered in the order of the page.

    Attributes:
        tags: The tags of those of its elements that have blocks or spans; only such are counted.
        size: How many elements it has.
        blocks: Its blocks, each with the number of its element, and as what makes another one like it.
        spans: Number of an element, the first of its blocks, and the one behind the last.
    """

    tags: frozenset[str]
    size: int
    blocks: list[tuple[int, Kind, str, Looks, Table | None]]
    spans: list[tuple[int, int, int]]


class Boxes:
    """The boxes that were met, and where on its pages a site prints boxes that come again.

    Where boxes differ from page to page, as those around the article do, they are soon tried no more.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[Place, bytes], _Kept] = {}
        self._met: set[int] = set()
        self._credit: dict[Place, int] = {}

    def _forget(self) -> None:
        self._kept.clear()
        self._met.clear()
        self._credit.clear()

    def is_tried(self, place: Place) -> bool:
        """Tell whether a box at this place may have come before."""
        return self._credit.get(place, _CREDIT) > 0

    def put_again(self, place: Place, markup: bytes, box: _Element, walk: Walk) -> bool:
        """Add the blocks of a box that came before; tell whether it did."""
        kept = self._kept.get((place, markup))
        elements = [] if kept is None else list(box.iter(*kept.tags))
        if kept is None or len(elements) != kept.size:
            self._credit[place] = self._credit.get(place, _CREDIT) - 1
            return False
        self._credit[place] = _CREDIT
        start = len(walk.blocks)
        walk.blocks += [
            Block(kind, text, elements[number], *looks, rows and [[*row] for row in rows])
            for number, kind, text, looks, rows in kept.blocks
        ]
        for number, first, end in kept.spans:
            walk.spans[elements[number]] = (start + first, start + end)
        return True

    def keep(
        self, place: Place, markup: bytes, box: _Element, walk: Walk, before: tuple[int, int]
    ) -> None:
        """Keep the blocks of a box that is met for the second time.

        Args:
            place: Where it stands.
            markup: Its markup.
            box: The box.
            walk: The walk, right behind the box.
            before: How many blocks and spans there were in front of it.
        """
        met = hash((place, markup))
        if met not in self._met:
            if len(self._met) >= _MOST:  # the site has changed, or it is another one
                self._forget()
            self._met.add(met)
            return
        start, first_span = before
        blocks, spans = walk.blocks[start:], [*walk.spans.items()][first_span:]
        tags = frozenset(str(e.tag) for e in (*(b.element for b in blocks), *(e for e, _ in spans)))
        numbers = {element: number for number, element in enumerate(box.iter(*tags))}
        self._kept[place, markup] = _Kept(
            tags,
            len(numbers),
            # The reading goes on to change the blocks of its page, and what it makes of their tables.
            [
                (numbers[b.element], b.kind, b.text, b.looks, b.rows and [[*row] for row in b.rows])
                for b in blocks
            ],
            [(numbers[element], first - start, end - start) for element, (first, end) in spans],
        )
