"""From the blocks of an article to its body: what is kept, and what belongs to other fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from archive.text import spelling_key
from crawler.fields.attachments import is_attachment_line
from crawler.fields.blocks import Block, Kind
from crawler.fields.bylines import Byline, cut_glued_name, join, read_byline
from crawler.fields.captions import Picture, take_pictures
from crawler.fields.chrome import is_chrome, is_related_heading, strip_leftovers
from crawler.fields.dates import is_clock, is_date_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crawler.fields.tables import Table

_FOREIGN: Final = frozenset({"related", "share", "comment", "rating", "navigation", "footer"})
_LONGEST_HEADING: Final = 200
_LONGEST_CAPITALS: Final = 300
_HEADING_ENDS_NOT: Final = (".", ";", ",", "…")
_MOST_SIGNATURES: Final = 5
_SENTENCE_ENDS: Final = (".", "!", "?", "…", "”", '"', ")")
_LONG: Final = 80  # characters of a paragraph that is surely running text
_LINKS: Final = 0.8
_LABELLED: Final = 0.4


@dataclass(slots=True)
class Body:
    """The body of an article and what stood in it.

    Attributes:
        paragraphs: Paragraphs, sub-headings and list items in order.
        headings: Which of them are sub-headings.
        tables: The tables with data.
        pictures: The pictures with their captions.
        byline: What the lines at the end name.
        signed: How the author was found: ``line``, ``glued`` or nothing.
    """

    paragraphs: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    byline: Byline = field(default_factory=Byline)
    signed: str = ""


def is_running_text(block: Block) -> bool:
    """Tell whether a block is surely a paragraph of some text: long and not a link."""
    return block.is_text and len(block.text) >= _LONG and block.link_share < 0.4


def read_body(
    blocks: Sequence[Block],
    *,
    head: Sequence[Block] = (),
    repeated: Iterable[str | None] = (),
) -> Body:
    """Return the body that a run of blocks holds.

    Args:
        blocks: The blocks of the body's container, in order.
        head: What stands above them, of which only pictures and their captions belong to the body.
        repeated: The title and the lead, which many templates print once more on top of the body.
    """
    first = next((i for i, block in enumerate(head) if block.kind is Kind.IMAGE), len(head))
    above = [block for block in head[first:] if not is_date_line(block.text)]
    kept = [block for block in (*above, *until_related(blocks)) if not _is_foreign(block)]
    pictures, kept = take_pictures(kept)
    kept = [block for block in kept if block not in above]
    kept = _without_repetitions(kept, repeated)
    tables = [block.rows for block in kept if block.rows is not None]
    lines = _without_links_below([block for block in kept if block.is_text])
    byline, signed = _take_byline(lines)
    body = Body(tables=tables, pictures=pictures, byline=byline, signed=signed)
    all_bold = sum(block.bold for block in lines) * 2 > len(lines)
    for block in lines:
        if is_heading(block, all_bold=all_bold):
            body.headings.append(len(body.paragraphs))
        body.paragraphs.append(block.text)
    return body


def until_related(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks without lists of other articles.

    The heading of such a list cuts off everything behind it, except where the list is only a box in the
    middle: links alone, and behind them running text beside the paragraphs that stood before.
    """
    kept: list[Block] = []
    parents: set[object] = set()
    position, count = 0, len(blocks)
    while position < count:
        block = blocks[position]
        if block.is_text and is_related_heading(block.text):
            behind = position + 1
            while behind < count and not is_running_text(blocks[behind]):
                behind += 1
            resumes = behind < count and blocks[behind].element.getparent() in parents
            if parents and not resumes:
                break
            position = behind
            continue
        if is_running_text(block):
            parents.add(block.element.getparent())
        kept.append(block)
        position += 1
    return kept


def _is_foreign(block: Block) -> bool:
    if block.region in _FOREIGN:
        return True
    if not block.is_text:
        return False
    if block.kind is Kind.HEADING and block.link_share > _LINKS:
        return True  # the headline of another article, in a box without a name
    if block.link_share > _LABELLED and _is_labelled_links(block.text):
        return True
    return is_chrome(block.text) or (
        block.link_share > _LINKS and is_attachment_line(block.element)
    )


def _is_labelled_links(text: str) -> bool:
    """Tell whether a line with links offers tags or another article, ``Đọc thêm: Giao ban báo chí``."""
    label, colon, _ = text.partition(":")
    return bool(colon) and (is_related_heading(label) or is_chrome(label))


def _without_links_below(lines: list[Block]) -> list[Block]:
    """Return the lines without the links to other articles behind them, « Tin trước, Tin sau »."""
    end = len(lines)
    while end > 1 and lines[end - 1].link_share > _LINKS and lines[end - 1].kind is not Kind.ITEM:
        end -= 1
    return lines[:end]


def _without_repetitions(blocks: list[Block], repeated: Iterable[str | None]) -> list[Block]:
    """Return the blocks without the title, lead and date on top, and without lines printed twice."""
    keys = {spelling_key(text) for text in repeated if text}
    kept: list[Block] = []
    before = ""
    opened = False
    for block in blocks:
        if not block.is_text:
            kept.append(block)
            continue
        if not opened:
            key = spelling_key(block.text)
            if key in keys or is_date_line(block.text) or is_clock(block.text):
                continue
            block.text = strip_leftovers(block.text)
            opened = True
        if block.text and block.text != before:
            kept.append(block)
        before = block.text
    return kept


def is_heading(block: Block, *, all_bold: bool = False) -> bool:
    """Tell whether a block is a sub-heading: by its tag, in capitals, or bold as a whole."""
    text = block.text
    if block.kind is Kind.HEADING:
        return len(text) <= _LONGEST_CAPITALS
    if block.kind is not Kind.PARAGRAPH:
        return False
    if block.upper:
        return len(text) <= _LONGEST_CAPITALS and " " in text
    return (
        block.bold
        and not all_bold
        and len(text) <= _LONGEST_HEADING
        and not text.endswith(_HEADING_ENDS_NOT)
    )


def _take_byline(lines: list[Block]) -> tuple[Byline, str]:
    """Cut the lines that sign the text off its end; return what they name."""
    author: list[str] = []
    offices: list[str] = []
    source: str | None = None
    end = len(lines)
    while end > 1 and len(lines) - end < _MOST_SIGNATURES:
        block = lines[end - 1]
        byline = None if block.kind is Kind.ITEM else read_byline(block.text)
        if byline is None or (byline.organisation and author):
            break
        if byline.author:
            author.insert(0, byline.author)
        if byline.organisation:
            offices.insert(0, byline.organisation)
        source = byline.source or source
        end -= 1
    signed = lines[end:]
    del lines[end:]
    glued, how = (Byline(), "") if author else _take_glued(lines)
    if signed and not glued.author and not _can_be_signed(lines, len(author)):
        lines.extend(signed)
        return Byline(), ""
    found = Byline(", ".join(author) or glued.author, ", ".join(offices) or None, source)
    return found, how or ("line" if signed else "")


def read_signature(page: Sequence[Block], text: Sequence[Block]) -> Byline | None:
    """Return what the lines right below a text's container name, where an author is among them.

    Args:
        page: The blocks of the whole page.
        text: The blocks of the container.
    """
    last = next((block.text for block in reversed(text) if block.is_text), None)
    end = max((i for i, block in enumerate(page) if block.text == last), default=len(page))
    found = Byline()
    for block in page[end + 1 : end + 1 + _MOST_SIGNATURES]:
        byline = read_byline(block.text) if block.is_text and not block.region else None
        if byline is None or block.link_share > _LINKS:
            break
        found = join(found, byline)
    return found if found.author else None


def _can_be_signed(lines: list[Block], authors: int) -> bool:
    """Tell whether what stands before the signing lines is the end of a text and not a list."""
    before = lines[-1]
    if authors > 2 or before.text.endswith((":", ",", ";")):
        return False
    ends = before.text.endswith(_SENTENCE_ENDS)
    if authors:
        length = sum(len(block.text) for block in lines) if ends else 0
        return length >= _LONG or any(len(block.text) >= _LONG for block in lines)
    return ends


def _take_glued(lines: list[Block]) -> tuple[Byline, str]:
    if lines and lines[-1].kind is Kind.PARAGRAPH:
        cut = cut_glued_name(lines[-1].text)
        if cut is not None:
            lines[-1].text = cut[0]
            return cut[1], "glued"
    return Byline(), ""
