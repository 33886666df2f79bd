"""The site's own section: the last item of a breadcrumb, or a line above the headline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from archive.text import clean, spelling_key
from crawler.fields.blocks import are_alike
from crawler.fields.chrome import is_chrome, is_home, is_related_heading
from crawler.fields.dates import is_clock, read_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crawler.fields.blocks import Block

_STEP: Final = re.compile(r"\s*(?:[|»›>→\\]+|::|\s/\s)\s*")
_LONGEST: Final = 80
_LONGEST_PLAIN: Final = 60
_MOST_STEPS: Final = 6
_FAR: Final = 6  # blocks above the headline


def last_section(items: Iterable[str], title: str) -> str | None:
    """Return the innermost section of a breadcrumb's items, which may end with the headline.

    >>> last_section(["Trang nhất", "BAN TUYÊN GIÁO TỈNH UỶ | TIN HOẠT ĐỘNG"], "Hội nghị giao ban")
    'TIN HOẠT ĐỘNG'
    """
    title_key = spelling_key(title)
    steps = [step.strip(" /|»›>:-") for item in items for step in _STEP.split(item)]
    for step in reversed(steps):
        key = spelling_key(step)
        if (
            not step
            or len(step) > _LONGEST
            or key == title_key
            or (len(key) > 20 and title_key.startswith(key))
        ):
            continue
        if read_date(step) is not None:
            continue
        return None if is_home(step) and len(steps) < 2 else step
    return None


def find_section(
    blocks: Sequence[Block], position: int, title: str, hint: str | None
) -> tuple[str, str] | None:
    """Return the section printed above the headline, and the rule that found it.

    Args:
        blocks: The blocks of the page.
        position: Where the headline stands.
        title: The headline.
        hint: The section whose listing led here.
    """
    above = list(blocks[:position])
    crumbs = [block for block in above if block.role == "section"]
    if crumbs:
        run = _last_run(above, crumbs[-1])
        section = last_section([item for block in run for item in _items(block)], title)
        if section is not None and not is_home(section):
            return section, "breadcrumb"
    for block in reversed(above[-_FAR:]):
        text = block.text
        if not block.is_text or len(text) > 2 * _LONGEST or is_clock(text) or is_chrome(text):
            continue
        steps = [step for item in _items(block) for step in _STEP.split(item) if step]
        if 1 < len(steps) <= _MOST_STEPS and read_date(text) is None and not _is_tool(block):
            section = last_section(steps, title)
            if section is not None and not is_home(section):
                return section, "breadcrumb:line"
    return _line_above(above) or _line_of_hint(above[-_FAR:], hint)


def _is_tool(block: Block) -> bool:
    """Tell whether the links of a line lead to no page, ``Biểu quyết | Xem kết quả``."""
    targets = [link.get("href") or "" for link in block.element.iter("a")]
    return bool(targets) and all(href.startswith(("#", "javascript:")) for href in targets)


def _items(block: Block) -> list[str]:
    """Return the items of a breadcrumb's line: its links, where the first leads to the home page."""
    links = [clean("".join(map(str, link.itertext()))) for link in block.element.iter("a")]
    links = [text for text in links if text and text in block.text]
    if len(links) > 1 and is_home(links[0]) and block.text.startswith(links[0]):
        last = block.text.rpartition(links[-1])[2].strip()
        return [*links, last] if last else links
    return [block.text]


def _line_of_hint(above: list[Block], hint: str | None) -> tuple[str, str] | None:
    """Return the line that repeats what the listing calls the section."""
    for block in reversed(above):
        if hint and block.is_text and spelling_key(block.text) == spelling_key(hint):
            return block.text, "near-title"
    return None


def _last_run(blocks: list[Block], last: Block) -> list[Block]:
    """Return the blocks of the breadcrumb that ends with ``last``."""
    end = blocks.index(last) + 1
    start = end
    while start > 0 and blocks[start - 1].role == "section":
        start -= 1
    return blocks[start:end]


def _line_above(above: list[Block]) -> tuple[str, str] | None:
    """Return a short line that stands by itself in one box with the headline and the date."""
    lines = [block for block in above[-3:] if block.is_text]
    dates = [
        block for block in lines if read_date(block.text) is not None and not is_clock(block.text)
    ]
    plain = [block for block in lines if block not in dates]
    if not plain or not dates or len(lines) > 3:
        return None
    text, element = plain[-1].text, plain[-1].element
    if len(text) > _LONGEST_PLAIN or text.endswith((".", ":", "?")) or plain[-1].region:
        return None
    if is_chrome(text) or is_related_heading(text) or is_home(text) or is_clock(text):
        return None
    date_element = dates[-1].element
    beside = element.getparent() is date_element.getparent()
    beside = beside or element is date_element or are_alike(element, date_element)
    return (text, "near-title") if beside else None
