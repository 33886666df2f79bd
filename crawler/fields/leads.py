"""The lead, where a page sets it apart from the body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crawler.fields.blocks import Block, Kind
from crawler.fields.bodies import is_running_text
from crawler.fields.chrome import is_chrome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

_LONGEST: Final = 2000
_MOST_BLOCKS: Final = 3
_SENTENCE: Final = 25  # characters of the shortest sentence that counts in a short notice
_OUTSIDE: Final = frozenset({"related", "share", "comment", "rating", "navigation"})
_OUTER: Final = 6  # generations that are compared


def find_lead(
    head: Sequence[Block], blocks: Sequence[Block]
) -> tuple[str | None, list[Block], str]:
    """Return the lead, the blocks without it, and the rule that found it.

    A lead is in an element whose class says so; or it is the first paragraph, bold or a heading as a
    whole before paragraphs that are not; or it has a box of its own beside the box of the text. A first
    paragraph that looks like all others is the body's.
    """
    everything = [*head, *blocks]
    named = [block for block in everything if block.role == "lead" and block.is_text and block.text]
    rest = [block for block in blocks if block not in named]
    if named and len(named) <= _MOST_BLOCKS and any(map(is_running_text, rest)):
        text = " ".join(block.text for block in named)
        if len(text) <= _LONGEST and len(text) > 20:
            return text, rest, "class:lead"
    above = [block for block in head if is_running_text(block) and block.region not in _OUTSIDE]
    if len(above) == 1 and len(above[0].text) <= _LONGEST:
        return above[0].text, list(blocks), "above"
    running = [block for block in blocks if is_running_text(block)]
    if len(running) == 1:  # a short notice below its lead
        running += [b for b in blocks if b is not running[0] and _is_sentence(b)]
    if len(running) < 2 or not _is_first(running[0], blocks) or len(running[0].text) > _LONGEST:
        return None, list(blocks), ""
    first, second = running[0], running[1]
    rest = [block for block in blocks if block is not first]
    if first.kind is Kind.HEADING and second.kind is not Kind.HEADING:
        return first.text, rest, "heading"
    if first.kind is not Kind.PARAGRAPH or first.upper:
        return None, list(blocks), ""
    if first.bold and not any(block.bold for block in running[1:]):
        return first.text, rest, "bold"
    if _has_own_box(first.element, [block.element for block in running[1:]]):
        return first.text, rest, "own-box"
    return None, list(blocks), ""


def _is_sentence(block: Block) -> bool:
    return (
        block.is_text
        and len(block.text) >= _SENTENCE
        and block.text.endswith((".", "!"))
        and not is_chrome(block.text)
    )


def _is_first(block: Block, blocks: Sequence[Block]) -> bool:
    """Tell whether nothing but pictures stands before a block."""
    for other in blocks:
        if other is block:
            return True
        if other.kind not in {Kind.IMAGE, Kind.CAPTION}:
            return False
    return False


def _has_own_box(first: _Element, others: list[_Element]) -> bool:
    """Tell whether an element stands in a box of the template, and all others in another box beside it.

    Both boxes bear a class or an id, as a template's do and an editor's paragraphs do not.
    """
    lines = [_line(element) for element in (first, *others)]
    shared = set(lines[0]).intersection(*map(set, lines[1:]))
    branches = [_branch(line, shared) for line in lines]
    mine, theirs = branches[0], set(branches[1:])
    if mine is None or len(theirs) != 1 or mine in theirs:
        return False
    other = theirs.pop()
    if other is None or (len(others) < 2 and other in others):
        return False
    return _is_named(mine) and _is_named(other) and len(set(lines[0]) & set(lines[1])) > 0


def _line(element: _Element) -> list[_Element]:
    line = [element]
    for ancestor in element.iterancestors():
        line.append(ancestor)
        if len(line) > _OUTER:
            break
    return line


def _branch(line: list[_Element], shared: set[_Element]) -> _Element | None:
    """Return the outermost element of a line that the others do not share."""
    branch = None
    for element in line:
        if element in shared:
            return branch
        branch = element
    return None


def _is_named(element: _Element) -> bool:
    if element.tag == "tr" and len(element) == 1:
        element = element[0]
    names = element.get("class") or element.get("id") or ""
    return bool(names) and not names.startswith("Mso")
