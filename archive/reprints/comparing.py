"""How much of one text another one has, and what differs where they agree around it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from archive.reprints.occasions import Replaced
from archive.reprints.shingles import SIZE

# Up to so many syllables between two passages that both texts have, one after the other, are words that
# were replaced; more are another text. Of a text in which one word in twenty was replaced, this leaves
# all but a few passages.
_LONGEST_GAP: Final = 12


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it is compared.

    Attributes:
        syllables: Its syllables.
        hashes: Their shingles.
    """

    syllables: Sequence[str]
    hashes: Sequence[int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two texts have in common, in syllables.

    Attributes:
        shared: How much of the one the other has, words replaced in between included.
        other_shared: How much of the other the one has, likewise.
        begins: Syllable of the other where what is shared begins, from 0.
        ends: Syllable of the other behind what is shared.
        replaced: The words that were replaced.
    """

    shared: int
    other_shared: int
    begins: int
    ends: int
    replaced: tuple[Replaced, ...]


class _Run(NamedTuple):
    """Syllables in a row that both texts have: where they stand in the one and in the other."""

    start: int
    end: int
    other_start: int
    other_end: int


def compare(one: Text, other: Text) -> Comparison | None:
    """Compare two texts; None where they have no five syllables in a row in common.

    Passages may have changed places; where one stands twice, the first place counts.
    """
    runs = _runs(one.hashes, other.hashes)
    if not runs:
        return None
    gaps = [gap for gap in map(_gap, *zip(*pairwise(runs), strict=True)) if gap] if runs[1:] else []
    head, tail = runs[0], runs[-1]
    edges = [
        _Run(0, head.start, 0, head.other_start),
        _Run(tail.end, len(one.syllables), tail.other_end, len(other.syllables)),
    ]
    replaced = [gap for gap in (*gaps, *filter(_is_short, edges)) if any(_sizes(gap))]
    spans = [(run.other_start, run.other_end) for run in (*runs, *gaps)]
    return Comparison(
        shared=covered([(run.start, run.end) for run in (*runs, *gaps)]),
        other_shared=covered(spans),
        begins=min(start for start, _ in spans),
        ends=max(end for _, end in spans),
        replaced=tuple(
            (one.syllables[gap.start : gap.end], other.syllables[gap.other_start : gap.other_end])
            for gap in replaced
        ),
    )


def _runs(one: Sequence[int], other: Sequence[int]) -> list[_Run]:
    """Return the longest passages that both have, in the order of the one."""
    # The first place of each shingle: later ones are overwritten.
    places = dict(zip(reversed(other), range(len(other) - 1, -1, -1), strict=True))
    runs = []
    here, offset, size = 0, 0, len(other)
    while here < len(one):
        shingle = one[here]
        # Where the texts were side by side last is tried first, for a formula stands at several places.
        if not 0 <= here + offset < size or other[here + offset] != shingle:
            if shingle not in places:
                here += 1
                continue
            offset = places[shingle] - here
        start = here
        while here < len(one) and here + offset < size and one[here] == other[here + offset]:
            here += 1
        end = here + SIZE - 1
        runs.append(_Run(start, end, start + offset, end + offset))
    return runs


def _gap(before: _Run, after: _Run) -> _Run | None:
    """Return the words between two passages, where some were replaced by others."""
    gap = _Run(before.end, after.start, before.other_end, after.other_start)
    # Passages overlap by a few syllables where a word was put in or taken out.
    return gap if _is_short(gap) else None


def _is_short(gap: _Run) -> bool:
    return all(0 <= size <= _LONGEST_GAP for size in _sizes(gap))


def _sizes(gap: _Run) -> tuple[int, int]:
    return gap.end - gap.start, gap.other_end - gap.other_start


def covered(spans: Iterable[tuple[int, int]]) -> int:
    """Return how many syllables lie in any of some spans."""
    total = reached = 0
    for start, end in sorted(spans):
        if end > reached:
            total += end - max(start, reached)
            reached = end
    return total
