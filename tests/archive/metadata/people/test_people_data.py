from __future__ import annotations

import tomllib
import unicodedata
from importlib import resources

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.metadata.people.names import begins_name
from archive.metadata.people.phrases import Kind, words
from archive.metadata.people.tokens import is_glued, tokenize
from archive.text import syllables

TEXT = resources.files("archive").joinpath("data/people.toml").read_text("utf-8")
DATA: dict[str, list[str]] = tomllib.loads(TEXT)


@pytest.mark.parametrize("name", DATA)
def test_no_list_says_a_thing_twice(name: str) -> None:
    keys = [" ".join(tokenize(entry).keys) for entry in DATA[name]]
    assert sorted(keys) == sorted(set(keys))


def test_letters_are_whole() -> None:
    assert unicodedata.is_normalized("NFC", TEXT)


def test_every_office_has_a_head_that_is_found() -> None:
    for phrase in DATA["heads"]:
        keys = tokenize(phrase).keys
        assert words().head(keys, 0) == len(keys), phrase


def test_every_common_family_name_begins_a_name() -> None:
    assert all(begins_name(tokenize(name).keys[0]) for name in DATA["common_surnames"])


def test_what_a_body_is_part_of_an_office_too() -> None:
    for phrase in DATA["bodies"]:
        assert words().match(tokenize(phrase).keys, 0)[1] & (Kind.PART | Kind.OPEN), phrase


@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    "Đồng chí",
                    "đ/c",
                    "Ông",
                    "bà",
                    "nguyên",
                    "quyền",
                    "phó",
                    "Trưởng",
                    "ban",
                    "tổng",
                ),
                *("bí thư", "Uỷ viên", "công chức", "Văn hoá - Xã hội", "K’", "Pê-đrô", "Mác", "3"),
                *(
                    " ",
                    " ",
                    " ",
                    " ",
                    "-",
                    "/",
                    "'",
                    "’",
                    "‘",
                    "ʼ",
                    "_",
                    ".",
                    "…",
                    "“",
                    "\xa0",
                    "./.",
                ),
            ]
        ),
        max_size=12,
    ).map("".join)
)
@example("Pê-đrôĐồng chí")
def test_a_text_that_may_name_nobody_has_no_calling_and_no_office(text: str) -> None:
    found = words().candidates(tokenize(text).keys)
    assert not found or is_glued(text) or words().may_name(syllables(text))
