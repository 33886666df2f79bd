"""What the texts of articles are asked, against the reference and against the words of the index."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.search import terms
from archive.search.matching import Document, matches
from archive.search.occurrences import Forms, places
from archive.search.parser import parse
from archive.search.texts import Part, Text
from archive.search.tree import InAuthor, InTitle, Phrase, Query, Word
from tests.archive.search import trees
from tests.archive.search.corpus import PRINTED

# Words and what may stand between them; some have letters that are not Vietnamese.
_WORDS = st.sampled_from(
    [*PRINTED, "hoà", "Hòa", "quả", "qủa", "ĐẢNG", "‘uy’", "Müller", "ủý", "x", "½"]
)
_BETWEEN = st.sampled_from([" ", ", ", "", " ", "\n", " – ", ". “", "''", "_"])
_PASSAGE = st.lists(st.tuples(_WORDS, _BETWEEN), max_size=8).map(
    lambda parts: "".join(word + between for word, between in parts)
)
_PASSAGES = st.lists(_PASSAGE, max_size=3)


@pytest.mark.parametrize(
    ("text", "passages", "often"),
    [
        ('"tỉnh ủy"', ["Tỉnh uỷ và TỈNH, ỦY", "tỉnh uy"], 2),
        ('"tinh uy"', ["Tỉnh uỷ và TỈNH, ỦY", "tỉnh uy"], 3),
        ('"tinh uy"', ["họp tỉnh", "uỷ viên"], 0),
        ('"uy uy"', ["uy uy uy"], 2),
        ('"tinh uy*"', ["tỉnh ủy", "tỉnh uyên"], 2),
        ('"tỉnh hó*"', ["tỉnh hoá", "tỉnh hóa", "tỉnh hoán"], 2),
        ('"h\'lim tinh"', ["H’Lim tỉnh", "h lim tỉnh"], 1),
        ('"h lim"', ["H’Lim", "‘h’ lim"], 1),
        ("dang", ["Đảng, đang", ""], 2),
        ("đảng", ["Đảng, đang Müller Đảng"], 2),
        ("a" * 120, ["a" * 130], 1),
    ],
)
def test_occurrences_are_counted(text: str, passages: list[str], often: int) -> None:
    query = parse(text)
    assert isinstance(query, Word | Phrase)
    assert Part(passages).often(query) == often
    assert Part(passages).has(query) is (often > 0)


@settings(max_examples=150, deadline=None)
@given(query=trees.phrases, passages=_PASSAGES)
def test_a_text_has_the_words_of_the_index(query: Word | Phrase, passages: list[str]) -> None:
    expected = len(list(places(query, Forms(terms.passage_terms(passages)))))
    assert Part(passages).often(query) == expected


def test_what_is_not_indexed_of_a_long_text_is_not_found() -> None:
    query = parse('"tinh uy"')
    assert isinstance(query, Phrase)
    assert Part(["x " * 100_000, "tỉnh uỷ"]).often(query) == 1
    assert Part(["x " * 300_000, "tỉnh uỷ"]).often(query) == 0


@settings(max_examples=100, deadline=None)
@given(
    query=st.one_of(trees.texts, trees.texts.map(InTitle), trees.texts.map(InAuthor)),
    printed=st.tuples(_PASSAGE, _PASSAGE, _PASSAGES, _PASSAGE),
)
def test_texts_say_what_the_reference_says(
    query: Query, printed: tuple[str, str, list[str], str]
) -> None:
    title, lead, body, author = printed
    document = Document(title, (lead, *body), (author,))
    assert Text(title, lead or None, "\n\n".join(body), author, None).holds(query) is matches(
        query, document
    )
