from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.text import (
    clean,
    fold,
    fold_words,
    has_marks,
    spelling_key,
    spellings,
    syllables,
)

SAMPLE = (
    "Kết qủa xoá đói,giảm nghèo của Tỉnh uỷ hoà với Ðảng bộ: “Quý I” \N{EN DASH} 97,55%…"
    "\u00a0\u200b\u00ad\ufeff\u0300\u0323ĐđẮKQúYqùyTHUỶÓAN./. H\N{RIGHT SINGLE QUOTATION MARK}Lim\t\n"
)
TEXTS = st.text(st.one_of(st.sampled_from(SAMPLE), st.characters()), max_size=60)
fast = settings(max_examples=150, deadline=None)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    ("printed", "cleaned"),
    [
        ("", ""),
        (" \n\t ", ""),
        ("Tin hoạt động", "Tin hoạt động"),
        ("\u00a0 \u00a0 \u00a0 Sáng ngày 5/4", "Sáng ngày 5/4"),
        ("Đẩy  mạnh\nhọc\ttập", "Đẩy mạnh học tập"),
        ("a\u2003b\u3000c\u2028d\x85e", "a b c d e"),
        ("Tuyên\u200bgiáo", "Tuyêngiáo"),
        ("\ufeffTỉnh ủy", "Tỉnh ủy"),
        ("tuyên truy\u00adền", "tuyên truyền"),
        ("Tỉnh \u200b ủy", "Tỉnh ủy"),
        ("e\u200b\u0301", "é"),
        ("ASCII\u0000 only\u0007", "ASCII only"),
        ("lone \ud800surrogate", "lone surrogate"),
        (nfd("Đảng bộ tỉnh Quảng Trị"), "Đảng bộ tỉnh Quảng Trị"),
        ("ê\u0323", "ệ"),
        ("miền Ðông", "miền Đông"),
        ("Ðảng bộ", "Đảng bộ"),
        ("ÐẢNG BỘ", "ĐẢNG BỘ"),
        ("Ɖảng bộ và ðảng viên", "Đảng bộ và đảng viên"),
        ("Sigurður Þórsson", "Sigurður Þórsson"),
        ("Friðrik Ólafsson", "Friðrik Ólafsson"),
        # What is printed stays, right or wrong.
        ("Tỉnh uỷ và Tỉnh ủy", "Tỉnh uỷ và Tỉnh ủy"),
        ("Kết qủa", "Kết qủa"),
        ("địa bàn;tiếp tục", "địa bàn;tiếp tục"),
        ("nghệ.Ban tin“Công khoa giáotrên", "nghệ.Ban tin“Công khoa giáotrên"),
        ("“Học Bác”… 2015–2020./.", "“Học Bác”… 2015–2020./."),
        ("H’Lim Niê", "H’Lim Niê"),
    ],
)
def test_clean(printed: str, cleaned: str) -> None:
    assert clean(printed) == cleaned


def test_clean_removes_every_invisible_character() -> None:
    invisible = [
        chr(code)
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) in {"Cf", "Cc", "Cs"} and not chr(code).isspace()
    ]
    assert [hex(ord(c)) for c in invisible if clean(f"a{c}b") != "ab"] == []
    assert len(invisible) > 2000


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đảng bộ tỉnh Đắk Lắk", "dang bo tinh dak lak"),
        (nfd("Điện Biên"), "dien bien"),
        ("Ðảng Ɖảng ðảng", "dang dang dang"),
        ("TỈNH UỶ Tỉnh ủy", "tinh uy tinh uy"),
        ("ư ơ ă â ê ô ằ ệ ữ", "u o a a e o a e u"),
        ("ấn phẩm “Khoa giáo”", "an pham “khoa giao”"),
        ("plain", "plain"),
        ("ñandú", "nandu"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Thừa Thiên - Huế", "thua thien hue"),
        ("T.T.Huế", "t t hue"),
        ("snake_case/slug-đẹp", "snake case slug dep"),
        ("  …  ", ""),
    ],
)
def test_fold_words(text: str, words: str) -> None:
    assert fold_words(text) == words


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        # The tone mark goes to the first vowel at the end of a syllable ...
        ("Tỉnh uỷ", "tỉnh ủy"),
        ("TỈNH UỶ", "tỉnh ủy"),
        ("xoá, xoà xoả xoã xoạ", "xóa, xòa xỏa xõa xọa"),
        ("khoẻ hoè choé", "khỏe hòe chóe"),
        ("thuỷ, tuỳ tuý tuỹ tuỵ", "thủy, tùy túy tũy tụy"),
        ("văn hoá.", "văn hóa."),
        ("hoá2", "hóa2"),
        # ... and nowhere else.
        ("hoàn toàn hoạt khoáng ngoài", "hoàn toàn hoạt khoáng ngoài"),
        ("thuyết uyển huỳnh khuỷu", "thuyết uyển huỳnh khuỷu"),
        ("quý quỹ quỳ quỷ quà quá quả quạ", "quý quỹ quỳ quỷ quà quá quả quạ"),
        # Marks on the wrong letter.
        ("Kết qủa", "kết quả"),
        ("qúy qũy qùynh qúôc", "quý quỹ quỳnh quốc"),
        ("hòan tòan hòanh hùynh", "hoàn toàn hoành huỳnh"),
        ("“Học” ‘tập’ 2015–2020 — … «x»", '"học" \'tập\' 2015-2020 - ... "x"'),
        ("H’Lim Niê", "h'lim niê"),
        ("hoàn thành nhiệm vụ./.", "hoàn thành nhiệm vụ"),
        ("nhiệm vụ ./. ./.", "nhiệm vụ"),
        ("ASCII text./.", "ascii text"),
        (nfd("Kết qủa của Tỉnh uỷ"), "kết quả của tỉnh ủy"),
    ],
)
def test_spelling_key(printed: str, key: str) -> None:
    assert spelling_key(printed) == key


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("địa bàn;tiếp tục", ["địa", "bàn", "tiếp", "tục"]),
        ("nghệ.Ban tin“Công", ["nghệ", "ban", "tin", "công"]),
        ("khoa giáotrên", ["khoa", "giáotrên"]),
        ("H’Lim 'Kring' Ba", ["h'lim", "kring", "ba"]),
        ("97,55% - 1.890 cuốn • 31.10", ["97", "55", "1", "890", "cuốn", "31", "10"]),
        ("Chỉ thị số 05-CT/TW", ["chỉ", "thị", "số", "05", "ct", "tw"]),
        ("T.Ư; Vietnam.vn", ["t", "ư", "vietnam", "vn"]),
        ("vụ./.", ["vụ"]),
        ("snake_case", ["snake", "case"]),
        ("", []),
    ],
)
def test_syllables(text: str, parts: list[str]) -> None:
    assert syllables(text) == parts


@pytest.mark.parametrize(
    ("word", "marked"),
    [
        ("ủy", True),
        ("Đak", True),
        ("ƠN", True),
        (nfd("Huế"), True),
        ("uy", False),
        ("Bac Kan", False),
        ("ñ", False),
        ("", False),
    ],
)
def test_has_marks(word: str, marked: bool) -> None:
    assert has_marks(word) is marked


@fast
@given(TEXTS)
def test_clean_is_idempotent_and_one_line(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == " ".join(cleaned.split())
    cleaned.encode("utf-8")


@fast
@given(TEXTS)
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold_words(fold_words(text)) == fold_words(text)


@fast
@given(TEXTS)
def test_spelling_key_is_idempotent(text: str) -> None:
    key = spelling_key(clean(text))
    assert spelling_key(key) == key


@fast
@given(TEXTS)
def test_keys_do_not_depend_on_the_normal_form(text: str) -> None:
    cleaned = clean(text)
    assert clean(nfd(cleaned)) == cleaned
    assert spelling_key(nfd(cleaned)) == spelling_key(cleaned)
    assert fold(nfd(cleaned)) == fold(cleaned)


@fast
@given(TEXTS)
def test_syllables_hold_every_letter_and_digit(text: str) -> None:
    key = spelling_key(clean(text))
    parts = syllables(key)
    assert "".join(c for part in parts for c in part if c.isalnum()) == "".join(
        c for c in key if c.isalnum()
    )
    assert all(part[0].isalnum() and part[-1].isalnum() for part in parts)


@fast
@given(TEXTS)
def test_words_of_common_letters_are_found_as_all_others(text: str) -> None:
    # A sign outside Vietnamese, and an apostrophe, lead past the table of bytes.
    assert fold_words(text) == re.sub(r"[\W_]+", " ", fold(text)).strip()
    assert syllables(text) == re.findall(r"[^\W_]+(?:'[^\W_]+)*", spelling_key(text))


@fast
@given(TEXTS)
def test_a_sign_outside_vietnamese_folds_no_other(text: str) -> None:
    assert fold(f"{text}☞") == f"{fold(text)}☞"


@fast
@given(st.text(st.sampled_from("oóòaáàeéuúùyýqkn"), min_size=1, max_size=5))
def test_a_word_is_among_the_spellings_of_its_key(word: str) -> None:
    key = spelling_key(word)
    found = spellings(key)
    assert word in found
    assert {spelling_key(one) for one in found} == {key}
