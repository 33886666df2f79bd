from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from archive.search.matching import Document, matches
from archive.search.parser import parse
from archive.search.tree import EVERYTHING, Field, Filter, Not, Query
from tests.archive.search import trees

ARTICLE = Document(
    title="Bắc Kạn: Đẩy mạnh tuyên truyền bầu cử",
    body=(
        "Đảng bộ tỉnh đang tập trung tuyên truyền.",
        "Ban Tuyên giáo Tỉnh uỷ đã ban hành hướng dẫn số 115-HD/BTGTU.",
        "…",
        "Bà H’Lim Niê cho biết: chi bộ phấn khởi.",
    ),
    author=("Bích Ngọc", "Ban Tuyên giáo Tỉnh ủy"),
    published=(date(2021, 5, 1), date(2021, 5, 31)),
    properties={Field.PROVINCE: frozenset({"bac-kan"})},
)

FOUND = [
    "dang bo tinh",
    "đảng bo",
    "tỉnh uỷ",
    "TỈNH ỦY",
    '"ban tuyen giao"',
    '"Ban Tuyên giáo"',
    "tuy*",
    '"hướng dẫ*"',
    "115-HD/BTGTU",
    "h'lim niê",
    "title:kạn",
    'title:"bầu cử"',
    "title:(bầu -ủy)",
    "-title:ủy",
    "author:ngọc",
    'author:"tuyên giáo"',
    "author:(ngoc uy)",
    "đảng -tá",
    "đảng OR tá",
    "tập NEAR/1 tuyên",
    "tuyên NEAR/1 tập",
    '"tuyên truyền" NEAR/0 trung',
    # The empty place between two passages counts as a word; a passage without words makes none.
    "truyền NEAR/1 ban",
    '"btgtu" NEAR/1 bà',
    # Terms that overlap are near.
    '"tập trung" NEAR/0 "trung tuyên"',
    "date:2021",
    "date:2021-05",
    "date:..2021-05",
    "date:2021-05-01..",
    "-bích",
]
NOT_FOUND = [
    "dâng",
    "đáng",
    '"ban tuyên giao"',  # one mark in a phrase: giao is no giáo
    '"bầu cử đảng"',  # from title to lead
    "cử NEAR/9 đảng",
    '"tuyên truyền ban"',  # from paragraph to paragraph
    "truyền NEAR/0 ban",
    "tập NEAR/0 tuyên",
    "im",  # whole words only
    "lim",
    "title:ủy",
    "title:(bầu -kạn)",
    "ngọc",  # the author is no text
    "author:bầu",
    'author:"ngọc ban"',
    "đảng -uỷ",
    "đảng -title:kạn",
    "date:2020",
    "date:2021-05-02..",  # known to the month, of which the first day is not in the period
    "date:..2021-05-30",
]


@pytest.mark.parametrize("query", FOUND)
def test_found(query: str) -> None:
    assert matches(parse(query), ARTICLE)


@pytest.mark.parametrize("query", NOT_FOUND)
def test_not_found(query: str) -> None:
    assert not matches(parse(query), ARTICLE)


def test_an_undated_article_is_in_no_period() -> None:
    undated = replace(ARTICLE, published=None)
    assert not matches(parse("date:1900..2100"), undated)
    assert matches(EVERYTHING, undated)


@pytest.mark.parametrize(
    ("field", "values", "found"),
    [
        (Field.PROVINCE, ("thai-nguyen", "bac-kan"), True),
        (Field.PROVINCE, ("thai-nguyen",), False),
        (Field.PROVINCE, (), False),
        (Field.TOPIC, ("bac-kan",), False),
    ],
)
def test_filters(field: Field, values: tuple[str, ...], found: bool) -> None:
    assert matches(Filter(field, "x", values), ARTICLE) is found


@settings(max_examples=150, deadline=None)
@given(trees.texts)
def test_a_query_or_its_contrary_finds_an_article(query: Query) -> None:
    assert matches(query, ARTICLE) is not matches(Not(query), ARTICLE)
