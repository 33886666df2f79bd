"""Where on a page the article stands, when no selector is known.

The headline is the anchor. From its element the search climbs, and takes from each ancestor the branches
behind the headline that hold running text, until it meets a list of other articles, the imprint, or
branches of links.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from archive.readings import Precision
from crawler.fields.attachments import is_attachment_line
from crawler.fields.blocks import Block, Kind, Walk, are_alike
from crawler.fields.bodies import is_heading, is_running_text
from crawler.fields.bylines import read_byline
from crawler.fields.chrome import is_chrome, is_imprint, is_related_heading
from crawler.fields.dates import is_clock, is_date_line, read_date

if TYPE_CHECKING:
    from lxml.etree import _Element

_OUTSIDE: Final = frozenset(
    {"related", "share", "comment", "rating", "footer", "navigation", "aside"}
)
_NOT_HEADINGS: Final = frozenset({"author", "date", "section", "tags", "title", "source"})
_SENTENCE: Final = 25  # characters of the shortest sentence that counts in a short notice
_INLINE: Final = frozenset({"span", "font", "b", "strong"})
_LINKS: Final = 0.5
_TITLE_LINK: Final = 0.8
_FEWEST_IN_BOX: Final = 2  # blocks of a box of other articles: its heading and a title
_ENOUGH: Final = 150  # characters of text after which a branch has to prove that it belongs


@dataclass(frozen=True, slots=True)
class Place:
    """The part of a page that is the article.

    Attributes:
        head: What stands between the headline and the text: dates, the lead's box, labels.
        body: The blocks from the first paragraph or picture to the last.
        wrapper: The smallest element that holds all of it.
    """

    head: list[Block]
    body: list[Block]
    wrapper: _Element


def find_place(walk: Walk, position: int) -> Place | None:
    """Return where the article stands whose headline is at ``position``; None where no text is.

    Where the headline is not among the blocks (-1), the element with the most running text counts.
    """
    blocks = walk.blocks
    if position < 0:
        cluster = _densest(walk)
        if cluster is None:
            return None
        start, end = walk.spans[cluster]
        wrapper, first = cluster, start
        start -= 1
    else:
        start, first = position, position + 1
        wrapper, end = blocks[position].element, position + 1
    region = blocks[position].region if position >= 0 else ""
    search = _Search(walk, first, end, region)
    search.climb(wrapper)
    taken = blocks[first : search.end]
    opening = next((i for i, b in enumerate(taken) if _opens_text(b, region)), None)
    if opening is None:
        return None
    opening = _with_headings(taken, _behind_date(taken, opening, region))
    end = len(taken)
    while end > opening + 1 and _is_published_line(taken[end - 1]):
        end -= 1
    return Place(taken[:opening], taken[opening:end], search.wrapper)


def _behind_date(taken: list[Block], opening: int, region: str) -> int:
    """Return where the text begins if its date stands between lead and text.

    The date of a chronicle's day has neither a label nor a time of day.
    """
    line = taken[opening + 1] if opening + 1 < len(taken) else None
    if line is None or not line.is_text or not is_date_line(line.text):
        return opening
    date = read_date(line.text)
    if date is None or (date.label is None and date.precision is not Precision.MINUTE):
        return opening
    behind = range(opening + 2, len(taken))
    return next((n for n in behind if _opens_text(taken[n], region)), opening)


def _is_published_line(block: Block) -> bool:
    """Tell whether a line under a text says when it was published, ``Ngày đăng: 18/07/2023``."""
    if not block.is_text or not is_date_line(block.text):
        return False
    date = read_date(block.text)
    return date is not None and date.label in ("published", "updated")


def box_of_both(walk: Walk, position: int, container: _Element) -> int:
    """Return where the smallest box begins that holds both the headline and a text's container."""
    around = set(container.iterancestors())
    title = walk.blocks[position].element
    shared = next((e for e in (title, *title.iterancestors()) if e in around), None)
    return 0 if shared is None else walk.spans.get(shared, (0, 0))[0]


def _with_headings(taken: list[Block], opening: int) -> int:
    """Return where the text begins, with the sub-headings right above its first paragraph."""
    first = taken[opening].element
    while opening > 0:
        block = taken[opening - 1]
        if (
            not are_alike(block.element, first)
            or not is_heading(block)
            or block.role in _NOT_HEADINGS
        ):
            break
        if is_date_line(block.text) or is_clock(block.text) or read_byline(block.text) is not None:
            break
        opening -= 1
    return opening


class _Search:
    """Climbs from an element and takes branches, as long as they belong to the article."""

    def __init__(self, walk: Walk, first: int, end: int, region: str) -> None:
        self.blocks, self.spans = walk.blocks, walk.spans
        self.first, self.end = first, end
        self.region = region
        self.wrapper: _Element = walk.blocks[first - 1].element if first else next(iter(walk.spans))
        self.stopped = False
        self.flat = 0  # paragraphs taken that stand in the present ancestor without a box
        self.found = any(_opens_text(b, region) for b in self.blocks[first:end])

    def climb(self, element: _Element) -> None:
        """Take what belongs to the article from the ancestors of ``element``."""
        self.wrapper = element
        for ancestor in (element, *element.iterancestors()):
            span = self.spans.get(ancestor)
            if span is None or span[1] <= self.end:
                continue
            before = self.end
            self._take_branches(ancestor, span[1])
            if self.end > before:
                self.wrapper = ancestor
            if self.stopped:
                return

    def _take_branches(self, ancestor: _Element, limit: int) -> None:
        position = self.end
        self.flat = 0
        while position < limit and not self.stopped:
            end = self._branch_end(ancestor, position, limit)
            branch = self.blocks[position:end]
            stop = self._article_end(position, end, limit)
            verdict = self._judge(branch, stop - position)
            if verdict == "stop":
                self.stopped = True
            elif verdict == "take":
                self.end = stop
                taken = self.blocks[position:stop]
                self.found = self.found or any(_opens_text(b, self.region) for b in taken)
                self.flat += len(branch) == 1 and _opens_text(branch[0], self.region)
                self.stopped = stop < end
            position = end

    def _branch_end(self, ancestor: _Element, position: int, limit: int) -> int:
        """Return where the child of ``ancestor`` ends that holds the block at ``position``."""
        element: _Element | None = self.blocks[position].element
        child = None
        while element is not None and element is not ancestor:
            child, element = element, element.getparent()
        span = self.spans.get(child) if child is not None else None
        return min(limit, span[1]) if span is not None and span[1] > position else position + 1

    def _ends_article(self, block: Block) -> bool:
        """Tell whether a block is the heading of a list of other articles or an imprint."""
        if not block.is_text or not self.found:
            return False
        return is_related_heading(block.text) or (
            is_imprint(block.text) and block.kind is not Kind.HEADING
        )

    def _article_end(self, start: int, end: int, limit: int) -> int:
        """Return where the article ends among the blocks from ``start`` to ``end``."""
        position = start
        while position < end:
            if self._ends_article(self.blocks[position]):
                behind = self._behind_box(position, limit)
                if behind is None:
                    return position
                position = behind
            else:
                position += 1
        return end

    def _behind_box(self, position: int, limit: int) -> int | None:
        """Return where the text goes on behind a box of other articles in its middle.

        The box is one element beside the paragraphs that stood before, and has no text but links; a
        paragraph beside it goes on.
        """
        before = [b.element for b in self.blocks[self.first : position] if is_running_text(b)]
        parents = {*before, *map(_box_around, before)}
        box: _Element | None = self.blocks[position].element
        while box is not None and _box_around(box) not in parents:
            box = _box_around(box)
        span = self.spans.get(box) if box is not None else None
        if box is None or span is None or span[1] - position < _FEWEST_IN_BOX or span[1] > limit:
            return None
        if any(is_running_text(b) for b in self.blocks[position : span[1]]):
            return None
        going_on = [b for b in self.blocks[span[1] : limit] if is_running_text(b)]
        beside = _box_around(box)
        if going_on and beside in (going_on[0].element, _box_around(going_on[0].element)):
            return span[1]
        return None

    def _judge(self, branch: list[Block], ends: int) -> str:
        """Return what to do with a branch: ``take`` it, ``skip`` it, or ``stop`` here.

        Args:
            branch: The blocks.
            ends: How many of them stand before the end of the article.
        """
        found = self.found
        if ends < len(branch) and not any(b.is_text for b in branch[:ends]):
            return "stop"
        branch = branch[:ends]
        inside = [b for b in branch if b.region not in _OUTSIDE or b.region == self.region]
        if not inside:
            return "skip"
        text = [b for b in inside if b.is_text]
        total = sum(len(b.text) for b in text)
        running = sum(len(b.text) for b in text if is_running_text(b))
        links = sum(len(b.text) * b.link_share for b in text)
        if any(b.link_share > _LINKS for b in text) and all(
            b.link_share <= _LINKS or is_attachment_line(b.element) for b in text
        ):
            return "take"
        if total and links > total * _LINKS:
            return "stop" if found and len(text) > 2 else "skip"
        if not found:
            return "take"
        if _are_cards(text) and not any(
            map(_is_other_headline, self.blocks[self.first : self.end])
        ):
            return "stop"
        if running:
            written = sum(
                len(b.text) for b in self.blocks[self.first : self.end] if is_running_text(b)
            )
            belongs = written < _ENOUGH or running > written / 2 or self._continues(branch)
            return "take" if belongs else "stop"
        belongs = _is_tail(text) or self._continues(branch) or self._is_notice(text)
        return "take" if belongs else "skip"

    def _is_notice(self, text: list[Block]) -> bool:
        """Tell whether a branch is the text of a short notice, below nothing but its lead."""
        written = [b for b in self.blocks[self.first : self.end] if is_running_text(b)]
        sentences = sum(len(b.text) for b in text if _opens_text(b, self.region))
        return len(written) == 1 and sentences * 2 > sum(len(b.text) for b in text)

    def _continues(self, branch: list[Block]) -> bool:
        """Tell whether a branch goes on with paragraphs that stand in this ancestor without a box."""
        if not self.flat:
            return False
        items = all(b.kind is Kind.ITEM for b in branch)
        return len(branch) == 1 or items or branch[0].kind in {Kind.IMAGE, Kind.CAPTION}


def _box_around(element: _Element) -> _Element | None:
    """Return the block element around an element; WebForms puts whole articles into a ``span``."""
    parent = element.getparent()
    while parent is not None and parent.tag in _INLINE:
        parent = parent.getparent()
    return parent


def _opens_text(block: Block, region: str) -> bool:
    """Tell whether an article's text may begin with a block: running text, or a short sentence."""
    if block.region in _OUTSIDE and block.region != region:
        return False
    if is_running_text(block):
        return True
    return (
        block.is_text
        and len(block.text) >= _SENTENCE
        and block.text.endswith((".", "!", ":", ";"))
        and block.link_share < _LINKS
        and not is_chrome(block.text)
        and not is_date_line(block.text)
    )


def _are_cards(text: list[Block]) -> bool:
    """Tell whether a branch is a list of other articles with their leads: a linked headline to each."""
    headlines = sum(map(_is_other_headline, text))
    return headlines > 1 and headlines >= sum(map(is_running_text, text))


def _is_other_headline(block: Block) -> bool:
    return (
        block.is_text
        and block.link_share > _TITLE_LINK
        and len(block.text) >= _SENTENCE
        and not block.text.endswith(".")
        and not is_chrome(block.text)
        and not is_attachment_line(block.element)
    )


def _is_tail(text: list[Block]) -> bool:
    """Tell whether short lines behind a text may belong to it: pictures, signatures, a date."""
    return len(text) <= 3 and all(
        len(b.text) < 120 and (b.upper or b.bold or read_byline(b.text)) for b in text
    )


def _densest(walk: Walk) -> _Element | None:
    """Return the element whose children hold the most running text, in more than one paragraph."""
    weights: dict[_Element, int] = {}
    counts: dict[_Element, int] = {}
    for block in walk.blocks:
        if not is_running_text(block) or block.region in _OUTSIDE:
            continue
        element = block.element
        parent = element.getparent()
        weights[element] = weights.get(element, 0) + len(block.text)
        counts[element] = counts.get(element, 0) + 1
        if parent is not None:
            weights[parent] = weights.get(parent, 0) + len(block.text)
            counts[parent] = counts.get(parent, 0) + 1
    candidates = {e: weight for e, weight in weights.items() if e in walk.spans and counts[e] > 1}
    return max(candidates, key=lambda e: candidates[e], default=None)
