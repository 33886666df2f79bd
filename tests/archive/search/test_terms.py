"""The terms of the index."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.search import positions, terms

_POSITIONS = st.integers(0, positions.UNDATED + positions.PLACES)


@given(_POSITIONS, _POSITIONS, _POSITIONS)
def test_stretches_cover_a_range_once(one: int, other: int, between: int) -> None:
    first, last = min(one, other), max(one, other)
    found = list(terms.covering(first, last))
    for position in (first, last, first + between % (last - first + 1)):
        assert len(set(found).intersection(terms.stretches(position))) == 1
    # What lies a day and a half outside is not in it.
    for position in (first - (1 << 21), last + (1 << 21)):
        assert position < 0 or set(found).isdisjoint(terms.stretches(position))
    assert len(found) < 80


def test_nothing_is_a_pair_across_passages() -> None:
    assert terms.pairs(["dang", "bo", terms.GAP, "tinh", "uy"]) == {"+dang_bo", "+tinh_uy"}
