from __future__ import annotations

import pytest

from archive.metadata.phrases import Phrases, spelled_out
from archive.text import syllables

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
        ("tin báo chí", [5, 3]),
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


def test_a_longer_phrase_that_is_not_finished_leaves_the_shorter_ones() -> None:
    phrases = Phrases({"kinh": 1, "kinh tế xã hội": 3, "kinh tế": 2, "tế xã hội học": 4})
    words = syllables("kinh doanh; kinh tế; kinh tế xã; tế xã hội")
    assert phrases.found_in(words) == [(0, 1, 1), (2, 2, 2), (4, 2, 2)]


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
