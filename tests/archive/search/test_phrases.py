"""Which articles may have a phrase, as the second table on SQLite is asked."""

from __future__ import annotations

import pytest
from sqlalchemy.dialects import sqlite

from archive.search.asking import asked
from archive.search.parser import parse
from archive.search.phrases import candidates
from archive.search.terms import exact_row, row
from archive.search.tree import EVERYTHING, And, Filter, Not, Query

_EXACT = exact_row(["đảng", "bộ", "tỉnh"])
_ROW = row(["dang", "bo", "tinh"])


def _named(query: Query) -> Query:
    """Name the kind in a filter."""
    match query:
        case And(nodes):
            return And(tuple(map(_named, nodes)))
        case Not(node):
            return Not(_named(node))
        case Filter(field, text):
            return Filter(field, text, (text,))
        case _:
            return query


@pytest.mark.parametrize(
    ("text", "match", "unsure"),
    [
        ('"dang bo"', '"+dang_bo"', ""),
        ('"dang bo*"', '"+dang_bo" *', ""),
        ('"đảng bộ"', '"+dang_bo"', '"đảng bộ"'),
        (
            '"dang bo tinh"',
            f'("+dang_bo" AND "+bo_tinh" AND "{_ROW}" *)',
            '"dang bo tinh"',
        ),
        ('"đảng bộ tỉnh"', f'("+dang_bo" AND "+bo_tinh" AND "{_EXACT}")', '"đảng bộ tỉnh"'),
        ('"dang bo tinh*"', '("+dang_bo" AND "+bo_tinh" *)', '"dang bo tinh*"'),
        ('"dang bo" kind:tin', '("+dang_bo" AND "#kind.tin")', ""),
        ('"dang bo" -kind:tin', '("+dang_bo" NOT "#kind.tin")', ""),
        ('"dang bo" tỉnh -"bo uy"', '("+dang_bo" NOT "+bo_uy")', "tỉnh"),
        ('"dang bo" -tỉnh', '"+dang_bo"', "-tỉnh"),
        ('title:"dang bo"', '"+dang_bo"', 'title:"dang bo"'),
        ('"dang bo" NEAR/2 tinh', '"+dang_bo"', '"dang bo" NEAR/2 tinh'),
        ('"dang bo" OR "bo uy"', '("+dang_bo" OR "+bo_uy")', ""),
    ],
)
def test_candidates(text: str, match: str, unsure: str) -> None:
    found = candidates(asked(_named(parse(text))))
    assert found is not None
    assert found.query.compile(dialect=sqlite.dialect()).params == {"param_1": match}
    assert str(found.unsure) == unsure
    assert found.are_sure is (found.unsure == EVERYTHING) is (unsure == "")


@pytest.mark.parametrize(
    "text",
    [
        *("đảng", "-đảng", '-"dang bo"', "kind:tin", 'author:"dang bo"'),
        *('"dang bo" OR dang', '"dang bo" OR kind:tin', '"dang bo" (tinh OR kind:tin)'),
    ],
)
def test_of_other_queries_nothing_is_known(text: str) -> None:
    assert candidates(asked(_named(parse(text)))) is None


def test_a_period_is_a_range() -> None:
    found = candidates(asked(parse('"dang bo" date:2020-02-10..2021-03-10')))
    assert found is not None
    match, *positions = found.query.compile(dialect=sqlite.dialect()).params.values()
    assert match == '("+dang_bo" NOT ("#in.2021-03" OR "#in.2021"))'
    assert len(positions) == 2
