from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.search.asking import scored
from archive.search.matching import Document, matches
from archive.search.occurrences import Forms, spans
from archive.search.parser import parse
from archive.search.terms import passage_terms
from archive.search.tree import Query
from tests.archive.search import trees


def found(query: Query, *passages: str) -> list[tuple[int, int]]:
    return spans([one.text for one in scored(query)], Forms(passage_terms(passages)))


@pytest.mark.parametrize(
    ("query", "text", "places"),
    [
        ("a", "a b a", [(0, 1), (2, 3)]),
        ("a b", "b x a", [(0, 1), (2, 3)]),
        ('"a b"', "a a b a b", [(1, 3), (3, 5)]),
        ('"a a"', "a a a", [(0, 2), (1, 3)]),  # they overlap, and none is within another
        ('a "a b"', "a b a", [(0, 2), (2, 3)]),  # the word within the phrase is no place of its own
        ('"a b" "b c"', "a b c", [(0, 2), (1, 3)]),
        ("a NEAR/1 b", "a x b x x a", [(0, 3)]),
        ("a NEAR/2 b", "b a x b", [(0, 2), (1, 4)]),
        ("a NEAR/3 b", "a a x b", [(1, 4)]),  # the shortest stretch
        ('"a b" NEAR/0 "b c"', "a b c", [(0, 3)]),  # they overlap
        ('a NEAR/1 "b c"', "b c x a", [(0, 4)]),
        ("a NEAR/2 b x", "a x b x", [(0, 3), (3, 4)]),
        ("tuy*", "Tuyên tuy y", [(0, 1), (1, 2)]),
        ("-a b", "a b", [(1, 2)]),
        ("dang", "Đảng đang", [(0, 1), (1, 2)]),
        ("đảng", "Đảng đang", [(0, 1)]),
        ("author:a", "a", []),
    ],
)
def test_places(query: str, text: str, places: list[tuple[int, int]]) -> None:
    assert found(parse(query), text) == places


def test_the_place_between_passages_counts_as_a_word() -> None:
    assert found(parse("a NEAR/1 b"), "x a", "b") == [(1, 4)]
    assert found(parse("a NEAR/0 b"), "x a", "b") == []
    assert found(parse('"a b"'), "x a", "b") == []


_passages = st.lists(
    st.lists(st.sampled_from(trees.VOCABULARY), max_size=8).map(" ".join), max_size=4
)


@settings(max_examples=300, deadline=None)
@given(_passages, st.one_of(trees.phrases, trees.nears()))
def test_there_is_a_place_where_a_query_matches(passages: list[str], query: Query) -> None:
    assert bool(found(query, *passages)) is matches(query, Document("", tuple(passages)))


@settings(max_examples=200, deadline=None)
@given(_passages, trees.texts)
def test_no_place_lies_within_another(passages: list[str], query: Query) -> None:
    places = found(query, *passages)
    assert places == sorted(places)
    assert all(one[0] < other[0] and one[1] < other[1] for one, other in pairwise(places))
