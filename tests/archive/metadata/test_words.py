from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.metadata.findings import ArticleText, Evidence, Part, Span
from archive.metadata.words import word_pattern, words_of
from archive.text import clean, syllables


def test_words_of_an_article() -> None:
    words = words_of(ArticleText(title="Một hai", lead="Ba", body="Bốn năm.\n\n***\n\nSáu"))
    assert (words.title.part, words.title.words) == (Part.TITLE, ["một", "hai"])
    assert [(zone.part, zone.words, zone.printed, zone.start) for zone in words.text] == [
        (Part.LEAD, ["ba"], "Ba", 0),
        (Part.BODY, ["bốn", "năm"], "Bốn năm.", 0),
        (Part.BODY, ["sáu"], "Sáu", 15),
    ]


def test_evidence_is_what_is_printed() -> None:
    words = words_of(ArticleText(title="“Giao  ban” báo", body="H’Lim Niê,\n\nTỈNH UỶ họp"))
    first, second = words.text
    assert second.evidence(0, 2) == Evidence("TỈNH UỶ", Span(Part.BODY, 12, 19))
    assert first.evidence(1, 1) == Evidence("Niê", Span(Part.BODY, 6, 9))
    assert first.evidence(0, 1) == Evidence("H’Lim", Span(Part.BODY, 0, 5))
    assert words.title.evidence(0, 3) == Evidence("Giao  ban” báo", Span(Part.TITLE, 1, 15))


@given(st.text(alphabet="aăếuỷHQđĐ 1.’'\n–“”_-%(", max_size=60))
def test_every_syllable_is_where_it_is_printed(body: str) -> None:
    body = "\n\n".join(clean(paragraph) for paragraph in body.split("\n"))
    for zone in words_of(ArticleText(title="", body=body)).text:
        for number, word in enumerate(zone.words):
            shown = zone.evidence(number, 1)
            assert syllables(shown.words) == [word]
            assert body[shown.span.start : shown.span.end] == shown.words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Xã A, xã B", ["Xã", "xã"]),
        ("XÃ A, xxã, 1xã, _xã", []),
        ("thị trấn; Thị Trấn", ["thị trấn"]),
        ("(ấp)Ấp", ["ấp", "Ấp"]),
        ("xãxã", ["xã"]),
    ],
)
def test_words_where_a_word_begins(text: str, found: list[str]) -> None:
    assert re.findall(word_pattern("xã", "xa", "thị trấn", "ấp"), text) == found
