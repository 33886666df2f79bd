"""The last resort for a body: trafilatura, where no container was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree

from archive.text import clean, spelling_key
from crawler.fields.bodies import is_running_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from crawler.fields.blocks import Block

_FEWEST: Final = 200  # characters of running text that are worth a fallback
_OUTSIDE: Final = frozenset(
    {"related", "share", "comment", "rating", "footer", "navigation", "aside"}
)


def trafilatura_blocks(root: _Element, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks that trafilatura takes for the body; nothing where it finds no running text.

    It only chooses among the blocks of the page, which keeps links, lists of other articles and the
    imprint out.
    """
    if not any(is_running_text(block) for block in blocks):
        return []
    from trafilatura import extract  # slow to import, and hardly ever needed

    html = etree.tostring(root, encoding="unicode", method="html")
    text = extract(html, include_comments=False, include_tables=False, favor_precision=True) or ""
    lines = {spelling_key(clean(line)) for line in text.splitlines()}
    chosen = [
        block
        for block in blocks
        if block.is_text and block.region not in _OUTSIDE and spelling_key(block.text) in lines
    ]
    running = sum(len(block.text) for block in chosen if is_running_text(block))
    return chosen if running >= _FEWEST else []
