from __future__ import annotations

import pytest

from archive.metadata.people.tokens import is_name_syllable, tokenize


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("H’Lim Niê, K’ Mák", ["H’Lim", "Niê", ",", "K’", "Mák"]),
        ("Pê-đrô Pa-blô", ["Pê-đrô", "Pa-blô"]),
        ("kinh tế-xã hội", ["kinh", "tế", "-", "xã", "hội"]),
        ("đ/c PGS.TS", ["đ", "/", "c", "PGS", ".", "TS"]),
        ("Tỉnh\xa0uỷ", ["Tỉnh", "uỷ"]),
        ("K’\xa0Mák, K’ mák_K’Mák", ["K’", "Mák", ",", "K", "’", "mák", "K’Mák"]),
    ],
)
def test_words_and_signs(text: str, tokens: list[str]) -> None:
    found = tokenize(text)
    assert found.words == tokens
    assert all(text.startswith(token, found.start(at)) for at, token in enumerate(tokens))
    assert found.printed(0, len(tokens)) == text


def test_keys_have_one_spelling() -> None:
    assert tokenize("Uỷ viên – ỦY VIÊN").keys == ["ủy", "viên", "-", "ủy", "viên"]


@pytest.mark.parametrize(
    ("text", "capitals"),
    [
        ("BÍ THƯ TỈNH ỦY", True),
        ("Đồng Chí Lê Văn An, Bí Thư Tỉnh Ủy Thăm Và Làm Việc", True),
        ("Đồng chí Lê Văn An, Bí thư Tỉnh ủy thăm và làm việc", False),
        ("Lê Văn An, Hà Thị Ba", False),
    ],
)
def test_capitals_that_say_nothing(text: str, capitals: bool) -> None:
    assert tokenize(text).capitals is capitals


@pytest.mark.parametrize(
    ("word", "syllable"),
    [
        *(("Thưởng", True), ("THƯỞNG", True), ("H’Lim", True), ("A", True), ("Kbuôr", True)),
        *(("UBND", False), ("MTTQ", False), ("tỉnh", False), ("35", False), ("VnExpress", False)),
    ],
)
def test_syllables_of_names(word: str, syllable: bool) -> None:
    assert is_name_syllable(word) is syllable
