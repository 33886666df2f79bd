from __future__ import annotations

from archive.reprints.comparing import Comparison, Text, compare, covered
from archive.reprints.shingles import shingles
from tests.archive.reprints.texts import made


def text(words: str) -> Text:
    syllables = words.split()
    return Text(syllables, shingles(syllables))


def compared(one: str, other: str) -> Comparison:
    found = compare(text(one), text(other))
    assert found is not None
    return found


A, B, C = made(60, 1), made(50, 2), made(40, 3)


def test_the_same_text() -> None:
    found = compared(A, A)
    assert (found.shared, found.other_shared, found.begins, found.ends) == (60, 60, 0, 60)
    assert not found.replaced


def test_different_texts_have_nothing() -> None:
    assert compare(text(A), text(B)) is None


def test_a_part_and_where_it_stands() -> None:
    found = compared(B, f"{A} {B} {C}")
    assert (found.shared, found.other_shared) == (50, 50)
    assert (found.begins, found.ends) == (60, 110)


def test_passages_that_changed_places() -> None:
    assert compared(f"{A} {B}", f"{B} {A}").shared == 110


def test_a_replaced_word_counts_as_shared_and_is_named() -> None:
    one, other = f"{A} năm 2017 {B}", f"{A} năm 2018 {B}"
    found = compared(one, other)
    assert found.shared == found.other_shared == 112
    assert [(tuple(a), tuple(b)) for a, b in found.replaced] == [(("2017",), ("2018",))]


def test_words_that_were_put_in_replace_nothing() -> None:
    found = compared(f"{A} {B}", f"{A} thêm vài chữ {B}")
    assert [(list(a), list(b)) for a, b in found.replaced] == [([], ["thêm", "vài", "chữ"])]
    assert (found.shared, found.other_shared) == (110, 113)


def test_a_passage_of_its_own_is_not_shared() -> None:
    found = compared(f"{A} {made(30, 7)} {B}", f"{A} {made(30, 8)} {B}")
    assert (found.shared, found.other_shared) == (110, 110)
    assert not found.replaced


def test_what_differs_at_both_ends_is_named() -> None:
    found = compared(f"tháng 5 {A} số 7", f"tháng 6 {A} số 8")
    assert [(" ".join(a), " ".join(b)) for a, b in found.replaced] == [
        ("tháng 5", "tháng 6"),
        ("7", "8"),
    ]


def test_a_formula_that_stands_twice_does_not_break_the_alignment() -> None:
    formula = "đảng bộ chính quyền và nhân dân"
    one = f"{formula} {A} {formula} {B}"
    assert compared(one, one).replaced == ()
    assert compared(one, one).shared == len(one.split())


def test_covered() -> None:
    assert covered([(5, 10), (0, 3), (8, 12), (9, 11)]) == 10
    assert covered([]) == 0
