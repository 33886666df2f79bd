from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.search.matching import Document, matches
from archive.search.parser import parse
from archive.search.snippets import ELLIPSIS, Piece, highlight, snippet
from archive.search.tree import Near, Query
from archive.search.words import exact_words
from tests.archive.search import trees


def marked(pieces: list[Piece]) -> str:
    return "".join(f"[{piece.text}]" if piece.hit else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("query", "text", "result"),
    [
        ("uỷ", "Tỉnh ủy, uỷ ban", "Tỉnh [ủy], [uỷ] ban"),
        ("dang", "Đảng đang họp", "[Đảng] [đang] họp"),
        ('"tỉnh uỷ"', "Ủy ban, Tỉnh uỷ.", "Ủy ban, [Tỉnh uỷ]."),
        ('"05 ct tw"', "Chỉ thị 05-CT/TW", "Chỉ thị [05-CT/TW]"),
        ('"a b" "b c"', "a, b, c", "[a, b, c]"),
        ('"a b" a', "a b a", "[a b] [a]"),
        ("tuy*", "Tuyên truyền tuỷ", "[Tuyên] truyền [tuỷ]"),
        ('"ban tuy*"', "ban tuyên, ban tin", "[ban tuyên], ban tin"),
        ("a NEAR/1 b", "a x b x x a", "[a] x [b] x x a"),
        ("a NEAR/0 b", "b a", "[b] [a]"),
        ("a -b", "a b", "[a] b"),
        ("a OR b", "a b", "[a] [b]"),
        ("title:a b", "a b", "a [b]"),
        ("author:a kind:tin date:2020", "a tin 2020", "a tin 2020"),
        ("h'lim", "“H’Lim” Niê", "“[H’Lim]” Niê"),
        ('"a b"', "a\n\nb a b", "a\n\nb [a b]"),
        ("a", "", ""),
    ],
)
def test_highlight(query: str, text: str, result: str) -> None:
    assert marked(highlight(text, parse(query))) == result


def test_what_is_asked_of_the_title_is_marked_in_titles() -> None:
    assert marked(highlight("a b", parse("title:a b"), title=True)) == "[a] [b]"


BODY = "Một hai ba bốn năm.\n\nSáu bảy tám, chín mười; “mười một” hai mươi.\n\n\n\nBa mươi."


@pytest.mark.parametrize(
    ("query", "length", "result"),
    [
        ("mười", 30, "Sáu bảy tám, chín [mười]; “[mười] một” hai mươi."),
        ("mười", 3, "…[mười]; “[mười] một…"),
        ("mười", 4, "…chín [mười]; “[mười] một…"),
        ("mười", 1, "…[mười]…"),
        ("một", 2, "[Một] hai…"),
        ("ba mươi", 30, "[Ba] [mươi]."),  # the passage with most terms
        ("hai", 2, "…[hai] ba…"),  # the first of equals
        ("bảy một", 6, "…[bảy] tám, chín mười; “mười [một]…"),
        ("bảy một", 5, "[Một] hai ba bốn năm."),
        ('"chín mười mười"', 2, "…[chín mười]…"),
        ("-bảy", 3, "Một hai ba…"),
        ("không", 30, "Một hai ba bốn năm."),
        ("kind:tin", 30, "Một hai ba bốn năm."),
    ],
)
def test_snippet(query: str, length: int, result: str) -> None:
    assert marked(snippet(BODY, parse(query), length=length)) == result


@pytest.mark.parametrize("text", ["", "\n\n", "  \n\n"])
def test_a_text_without_words_has_no_snippet(text: str) -> None:
    assert snippet(text, parse("a")) == []


_texts = st.lists(st.sampled_from([*trees.VOCABULARY, "Đảng", "…", "x,", "\n\n"]), max_size=25).map(
    " ".join
)
fast = settings(max_examples=200, deadline=None)


@fast
@given(_texts, trees.texts)
def test_pieces_are_the_text(text: str, query: Query) -> None:
    assert "".join(piece.text for piece in highlight(text, query)) == text


@fast
@given(_texts, st.one_of(trees.phrases, trees.nears()))
def test_what_is_found_is_marked(text: str, query: Query) -> None:
    found = matches(query, Document("", tuple(text.split("\n\n"))))
    if isinstance(query, Near) and "\n\n" in text:
        return  # it may reach from one passage into the next, which a snippet does not show
    assert any(piece.hit for piece in highlight(text, query)) is found
    assert any(piece.hit for piece in snippet(text, query)) is found


@fast
@given(_texts, trees.texts, st.integers(1, 8))
def test_a_snippet_is_a_stretch_of_the_text(text: str, query: Query, length: int) -> None:
    printed = "".join(piece.text for piece in snippet(text, query, length=length))
    assert printed.removeprefix(ELLIPSIS).removesuffix(ELLIPSIS) in text
    assert len(exact_words(printed)) <= length
