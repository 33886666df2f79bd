from __future__ import annotations

import re
from itertools import permutations

import pytest
from hypothesis import given, settings

from archive.search.abbreviations import all_forms, expand
from archive.search.matching import Document, matches
from archive.search.parser import parse
from archive.search.tree import Query
from archive.search.words import exact_words
from tests.archive.search import trees

# Beginning, vowels, end: everything that can be a syllable, and more.
SYLLABLE = re.compile(
    "(?:b|ch?|d|gh?|gi|h|kh?|l|m|ngh?|nh?|ph|qu|r|s|th?|tr|v|x)?[aeiouy]{1,3}(?:ch?|m|ng?|nh|p|t)?"
)


@pytest.mark.parametrize(
    ("query", "expanded"),
    [
        ("TW", 'tw OR "trung ương" OR "t ư" OR "t w"'),
        ('"Trung ương"', '"trung ương" OR tw OR "t ư" OR "t w"'),
        ('"trung uong"', '"trung uong" OR tw OR "t ư" OR "t w"'),
        ("HĐND -ubnd", '(hđnd OR "hội đồng nhân dân") -(ubnd OR "ủy ban nhân dân")'),
        ("title:BCH", 'title:(bch OR "ban chấp hành")'),
        ("author:BTV", 'author:(btv OR "ban thường vụ")'),
        ('"UBND tỉnh"', '"ubnd tỉnh" OR "ủy ban nhân dân tỉnh"'),
        ('"ubnd tinh"', '"ubnd tinh" OR "uy ban nhan dan tinh"'),
        ("UBND NEAR/3 tỉnh", 'ubnd NEAR/3 tỉnh OR "ủy ban nhân dân" NEAR/3 tỉnh'),
        # The full form would be near a part of itself.
        ('UBND NEAR/3 "nhân dân"', 'ubnd NEAR/3 "nhân dân"'),
        ("UBND NEAR/3 tinh", 'ubnd NEAR/3 tinh OR "uy ban nhan dan" NEAR/3 tinh'),
        ("ubnd OR a", 'ubnd OR "ủy ban nhân dân" OR a'),
        ("tw* đảng trung ương", "tw* đảng trung ương"),
        ("kind:tin date:2020", "kind:tin date:2020-01-01..2020-12-31"),
    ],
)
def test_expand(query: str, expanded: str) -> None:
    assert str(expand(parse(query))) == expanded


def test_parts_of_a_name_are_expanded_each() -> None:
    found = str(expand(parse('"Ban Chấp hành Trung ương"'))).split(" OR ")
    assert found[0] == '"ban chấp hành trung ương"'
    assert {"bchtw", '"bch trung ương"', '"bch tw"', '"ban chấp hành tw"'} < set(found)


def test_a_phrase_of_many_names_has_a_limit() -> None:
    names = " ".join(forms[0] for forms in all_forms()[:8])
    assert len(str(expand(parse(f'"{names}"'))).split(" OR ")) == 64


def test_no_abbreviation_is_a_syllable() -> None:
    single = [form for forms in all_forms() for form in forms if len(exact_words(form)) == 1]
    assert [form for form in single if SYLLABLE.fullmatch(" ".join(exact_words(form)))] == []
    assert SYLLABLE.fullmatch("tu")
    assert len(single) > 80


def test_the_forms_of_a_name_differ_and_none_holds_another() -> None:
    texts = [[f" {' '.join(exact_words(form))} " for form in forms] for forms in all_forms()]
    assert [one for forms in texts for one, other in permutations(forms, 2) if other in one] == []
    full = [forms[0] for forms in texts]
    assert len(full) == len(set(full))
    assert all(len(forms) > 1 for forms in texts)


@settings(max_examples=100, deadline=None)
@given(trees.texts)
def test_a_query_without_abbreviations_stays(query: Query) -> None:
    document = Document("Đảng bộ tỉnh ủy tuyên", ("dang bo 05 ct h'lim",))
    assert matches(expand(query), document) is matches(query, document)
