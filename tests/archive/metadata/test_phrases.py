from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.metadata.findings import ArticleText, Evidence, Part, Span
from archive.metadata.phrases import Phrases, Place, Printed, spelled_out, words_of
from archive.text import clean, syllables

PHRASES = Phrases({"giao ban": 1, "giao ban báo chí": 2, "báo chí": 3, "văn nghệ sĩ": 4, "tin": 5})


def found(text: str) -> list[int]:
    return [value for _, _, value in PHRASES.found_in(syllables(text))]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Giao ban tháng 5", [1]),
        ("Hội nghị GIAO BAN BÁO CHÍ", [2]),
        ("giao ban; báo chí", [2]),
        ("báo chí và giao ban", [3, 1]),
        ("văn nghệ sỹ, văn nghệ sĩ", [4, 4]),
        ("tin giao", [5]),
        ("giao", []),
        ("", []),
    ],
)
def test_the_longest_phrase_at_a_place_hides_those_within_it(text: str, values: list[int]) -> None:
    assert found(text) == values


def test_phrases_that_overlap_are_both_found() -> None:
    phrases = Phrases({"phát triển kinh tế": "a", "kinh tế thị trường": "b", "kinh tế": "c"})
    words = syllables("phát triển kinh tế thị trường")
    assert phrases.found_in(words) == [(0, 4, "a"), (2, 4, "b")]


@pytest.mark.parametrize(
    ("written", "phrases"),
    [
        ("lễ hội", ["lễ hội"]),
        ("(lễ|ngày) hội", ["lễ hội", "ngày hội"]),
        ("hội (làng|)", ["hội làng", "hội"]),
        ("a (b (c|d)|e)", ["a b c", "a e", "a b d", "a e"]),
    ],
)
def test_alternatives(written: str, phrases: list[str]) -> None:
    assert list(spelled_out(written)) == phrases


def test_words_of_an_article() -> None:
    text = ArticleText(title="Một hai", lead="Ba", body="Bốn năm.\n\n***\n\nSáu")
    words = words_of(text)
    assert list(words.title.words) == ["một", "hai"]
    assert words.lead is not None
    assert list(words.lead.words) == ["ba"]
    assert [(list(zone.words), zone.first) for zone in words.paragraphs] == [
        (["bốn", "năm"], 0),
        (["sáu"], 2),
    ]


def test_printed_words() -> None:
    text = ArticleText(title="“Giao  ban” báo", body="H’Lim Niê,\n\nTỈNH UỶ họp")
    printed = Printed(text)
    assert printed.at(Place(Part.BODY, 2, 2)) == Evidence("TỈNH UỶ", Span(Part.BODY, 12, 19))
    assert printed.at(Place(Part.BODY, 0, 1)) == Evidence("H’Lim", Span(Part.BODY, 0, 5))
    assert printed.at(Place(Part.TITLE, 0, 3)) == Evidence(
        "Giao  ban” báo", Span(Part.TITLE, 1, 15)
    )


@given(st.text(alphabet="aăếuỷHQđĐ 1.’'\n–“”_-%(", max_size=60))
def test_every_syllable_is_where_it_is_printed(body: str) -> None:
    body = "\n\n".join(clean(paragraph) for paragraph in body.split("\n"))
    text = ArticleText(title="", body=body)
    printed = Printed(text)
    for zone in words_of(text).paragraphs:
        for number, word in enumerate(zone.words):
            shown = printed.at(Place(Part.BODY, zone.first + number, 1))
            assert syllables(shown.words) == [word]
            assert body[shown.span.start : shown.span.end] == shown.words
