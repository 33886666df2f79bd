"""The terms of the index."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.search import positions, terms
from archive.search.words import folded_words

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


_PASSAGES = st.lists(st.lists(st.sampled_from(["đảng", "bộ", "tỉnh", "x"]), min_size=1), max_size=4)


def test_nothing_is_a_pair_across_passages() -> None:
    assert terms.pairs(["dang", "bo", terms.GAP, "tinh", "uy"]) == {"+dang_bo", "+tinh_uy"}


@given(_PASSAGES)
def test_pairs_and_rows_stand_in_one_passage(passages: list[list[str]]) -> None:
    words = terms.passage_terms(map(" ".join, passages))
    folded = folded_words(words)
    assert set(terms.pairs_text(folded).split()) == terms.pairs(folded)
    threes = [one[start : start + 3] for one in passages for start in range(len(one) - 2)]
    assert terms.rows_text(words).split() == list(map(terms.exact_row, threes))
    assert terms.rows(folded) == {terms.row(folded_words(three)) for three in threes}


def test_rows_of_three_have_the_same_term_everywhere() -> None:
    """They are stored; other numbers would need a new `entries.VERSION`."""
    assert terms.exact_row(["đảng", "bộ", "tỉnh"]) == "%2hds"
    assert terms.row(["dang", "bo", "tinh"]) == "%2hd"
    assert terms.exact_row(["dâng", "bộ", "tỉnh"]).startswith("%2hd")
