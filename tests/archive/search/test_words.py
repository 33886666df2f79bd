from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.search.words import (
    author_passages,
    body_passages,
    exact_words,
    folded_words,
    words,
)
from archive.text import clean, fold, spelling_key, syllables

SIGNS = "Đđăâê ưở uỷhoàqủaÒan’'‘`\u1fef–“\"…./0159_%ÐéÜİ\u0301\u0309\u0338\u200b\u00a0\n²Å"
TEXTS = st.text(st.one_of(st.sampled_from(SIGNS), st.characters()), max_size=60)
fast = settings(max_examples=200, deadline=None)


@pytest.mark.parametrize(
    ("text", "exact", "folded"),
    [
        ("Tỉnh uỷ", ["tỉnh", "ủy"], ["tinh", "uy"]),
        ("HOÀN thành, kết qủa", ["hoàn", "thành", "kết", "quả"], ["hoan", "thanh", "ket", "qua"]),
        ("H’Lim 'Niê'", ["h'lim", "niê"], ["h'lim", "nie"]),
        ("nghệ.Ban tin“Công", ["nghệ", "ban", "tin", "công"], ["nghe", "ban", "tin", "cong"]),
        ("05-CT/TW", ["05", "ct", "tw"], ["05", "ct", "tw"]),
        ("1.890 97,55%", ["1", "890", "97", "55"], ["1", "890", "97", "55"]),
        ("T.Ư ./.", ["t", "ư"], ["t", "u"]),
        ("Điện Bie\u0302n", ["điện", "biên"], ["dien", "bien"]),
        ("cá\u0301c đ\u0323", ["cá\u0301c", "đ\u0323"], ["cac", "d"]),
        ("…", [], []),
        ("", [], []),
    ],
)
def test_words(text: str, exact: list[str], folded: list[str]) -> None:
    assert exact_words(text) == exact
    assert folded_words(exact) == folded
    assert [(word.exact, word.folded) for word in words(text)] == list(
        zip(exact, folded, strict=True)
    )


def test_places_are_those_of_the_printed_text() -> None:
    text = "“Tỉnh uỷ”, bà H’Lim"
    assert [text[word.start : word.end] for word in words(text)] == ["Tỉnh", "uỷ", "bà", "H’Lim"]


@fast
@given(TEXTS)
def test_words_with_and_without_places_are_the_same(text: str) -> None:
    text = clean(text)
    found = words(text)
    assert [word.exact for word in found] == exact_words(text)
    assert [word.folded for word in found] == folded_words(exact_words(text))
    assert all(spelling_key(text[word.start : word.end]) == word.exact for word in found)


@fast
@given(TEXTS)
def test_a_word_is_cut_no_further(text: str) -> None:
    exact = exact_words(clean(text))
    assert [exact_words(word) for word in exact] == [[word] for word in exact]
    assert all(fold(word) for word in exact)


@fast
@given(st.text(st.sampled_from("Đđăâê ưởuỷhoàqủa’'–“…./0159_% \n"), max_size=60))
def test_common_texts_have_the_syllables_as_words(text: str) -> None:
    assert exact_words(text) == syllables(text)


def test_passages() -> None:
    assert list(body_passages(None, "một\n\nhai")) == ["một", "hai"]
    assert list(body_passages("lead", "một")) == ["lead", "một"]
    assert list(author_passages(None, None)) == []
    assert list(author_passages("Bích Ngọc", "Ban")) == ["Bích Ngọc", "Ban"]
