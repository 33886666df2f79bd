"""How often something occurs in the passages of a text."""

from __future__ import annotations

import pytest

from archive.search.parser import parse
from archive.search.scoring import _Passages
from archive.search.tree import Phrase, Word


@pytest.mark.parametrize(
    ("text", "passages", "often"),
    [
        ('"tỉnh ủy"', ["Tỉnh uỷ và TỈNH, ỦY", "tỉnh uy"], 2),
        ('"tinh uy"', ["Tỉnh uỷ và TỈNH, ỦY", "tỉnh uy"], 3),
        ('"tinh uy"', ["họp tỉnh", "uỷ viên"], 0),
        ('"uy uy"', ["uy uy uy"], 2),
        ('"tinh uy*"', ["tỉnh ủy", "tỉnh uyên"], 2),
        ('"h\'lim tinh"', ["H’Lim tỉnh", "h lim tỉnh"], 1),
        ("dang", ["Đảng, đang", ""], 2),
        # What is put between passages, in the text itself.
        ('"tinh uy"', ["tỉnh ủy 0break0", "tỉnh", "ủy"], 1),
    ],
)
def test_occurrences_are_counted(text: str, passages: list[str], often: int) -> None:
    query = parse(text)
    assert isinstance(query, Word | Phrase)
    assert _Passages(passages).often(query) == often
