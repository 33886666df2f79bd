"""The lines around a headline: the date of publication, and sometimes the author."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crawler.fields.blocks import Block, Kind
from crawler.fields.dates import DateText, is_date_line, read_date, read_dates
from crawler.fields.names import begins_with_surname, is_names, is_person

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ABOVE: Final = 5  # text blocks above the headline
_BELOW: Final = 12
_LONGEST: Final = 160
_LONGEST_REST: Final = 60
_OUTSIDE: Final = frozenset(
    {"related", "comment", "rating", "footer", "navigation", "header", "aside"}
)


def dates_near(
    blocks: Sequence[Block], position: int, text_at: int, text_end: int, first: int = 0
) -> Iterator[tuple[DateText, int]]:
    """Return the dates printed near a headline, with their distance in lines.

    Args:
        blocks: The blocks of the page.
        position: Where the headline stands.
        text_at: Where the text begins; from here to its end nothing is a date of publication.
        text_end: Where the text ends; behind it only a labelled date counts.
        first: Where the box of headline and text begins; above it stands the page's header, where only
            a labelled date counts, or one right above the headline.
    """
    region = blocks[position].region
    distance = 0
    for index in range(position - 1, -1, -1):
        block = blocks[index]
        if not block.is_text or distance > _ABOVE:
            if distance > _ABOVE:
                break
            continue
        distance += 1
        if _is_outside(block, region) or not (is_date_line(block.text) or _is_named(block)):
            continue
        inside = index >= first or distance == 1
        yield from ((date, -distance) for date in _dates(block) if inside or date.label is not None)
    distance = 0
    for block in blocks[position + 1 : text_at][:_BELOW]:
        if not block.is_text:
            continue
        distance += 1
        if not _is_outside(block, region) and block.link_share < 0.8:
            yield from ((date, distance) for date in _dates(block))
    for block in blocks[text_end : text_end + _ABOVE]:
        distance += 1
        if block.is_text and not _is_outside(block, region) and is_date_line(block.text):
            yield from ((date, distance) for date in _dates(block) if date.label is not None)


def author_above(head: Sequence[Block]) -> tuple[str | None, str]:
    """Return the name printed between headline and text, and the rule that found it.

    A class has to say that it is the author, or it stands in the line of the date,
    ``Sỹ Hào - 06:16, 22/08/2024``, or beside it with a family name.
    """
    for index, block in enumerate(head):
        if is_person(block.text) and begins_with_surname(block.text):
            beside = [other for other in head[max(0, index - 1) : index + 2] if other is not block]
            parent = block.element.getparent()
            if any(b.element.getparent() is parent and is_date_line(b.text) for b in beside):
                return block.text, "beside-date"
        if block.role == "author" and is_names(block.text):
            return block.text, "class:author"
        name = author_in(block.text)
        if name is not None:
            return name, "date-line"
    return None, ""


def author_in(line: str) -> str | None:
    """Return the name that stands in the line of the date.

    >>> author_in("Đăng ngày: 20/01/2020 - 8:28:04 AM | Lượt xem: 1231 | Trần Thị Thanh Thủy")
    'Trần Thị Thanh Thủy'
    """
    date = read_date(line) if len(line) <= _LONGEST else None
    return date.rest if date is not None and is_names(date.rest) else None


def _is_outside(block: Block, region: str) -> bool:
    return block.region in _OUTSIDE and block.region != region


def _is_named(block: Block) -> bool:
    return block.role == "date" and block.kind is not Kind.ITEM


def _dates(block: Block) -> list[DateText]:
    if len(block.text) > _LONGEST or block.kind is Kind.CAPTION:
        return []
    return [date for date in read_dates(block.text) if len(date.rest) <= _LONGEST_REST]
