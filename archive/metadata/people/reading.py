"""What stands behind a name: an office, and what may come between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from archive.metadata.people.offices import office_behind
from archive.metadata.people.phrases import Kind, words
from archive.metadata.people.ranks import after_academic
from archive.metadata.people.tokens import Tokens

_SEPARATORS: Final = frozenset(",-–—(")
_LONGEST_ASIDE: Final = 14  # words in brackets: (sinh năm 1950, dân tộc Mông)


@dataclass(slots=True)
class After:
    """What stands behind a name.

    Attributes:
        title: First word of the office and behind its last one; None where there is none.
        behind: Behind all of it.
        dropped: Whether there is an office without a certain end, or a trade that may be one.
    """

    title: tuple[int, int] | None
    behind: int
    dropped: bool = False


def office_after(tokens: Tokens, end: int) -> After:
    """Read the office behind a name that ends at ``end``.

    It stands behind a comma or a dash, or in brackets; an age or an aside in brackets may come between.
    """
    index = _behind_aside(tokens, end)
    known = words()
    if tokens.key(index) not in _SEPARATORS:
        if index == end and known.head(tokens.keys, end) > end:
            return _office(tokens, end, end)
        return After(None, end)
    start = _behind_age(tokens, index + 1) if tokens.key(index) == "," else index + 1
    start = after_academic(tokens, start)
    kind = known.match(tokens.keys, start)[1]
    if known.head(tokens.keys, start) > start or kind & Kind.POST:
        return _office(tokens, start, end)
    if kind & Kind.DOUBTFUL:
        return After(None, end, dropped=True)
    return After(None, end)


def _office(tokens: Tokens, start: int, end: int) -> After:
    office = office_behind(tokens, start)
    if office is None:
        return After(None, end)
    closed = tokens.key(start - 1) == "(" and tokens.key(office.end) == ")"
    return After((start, office.end), office.end + closed, dropped=not office.sure)


def _behind_aside(tokens: Tokens, index: int) -> int:
    """Return the index behind words in brackets that are no office."""
    if tokens.key(index) != "(" or words().head(tokens.keys, index + 1) > index + 1:
        return index
    last = min(index + _LONGEST_ASIDE, len(tokens))
    for position in range(index + 1, last):
        if tokens.keys[position] == ")":
            return position + 1
    return index


def _behind_age(tokens: Tokens, index: int) -> int:
    """Return the index behind ``65 tuổi,``; the same one where no age stands there."""
    if tokens.key(index).isdigit() and tokens.key(index + 1) == "tuổi":
        return index + 3 if tokens.key(index + 2) == "," else index
    return index
