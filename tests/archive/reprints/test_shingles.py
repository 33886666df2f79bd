from __future__ import annotations

import random

import pytest

from archive.reprints.shingles import KEPT, SHORTEST, SPARSEST, shingles, sketch

WORDS = [f"từ{number}" for number in range(2000)]


def text(count: int, seed: int = 1) -> list[str]:
    return random.Random(seed).choices(WORDS, k=count)


def test_hashes_are_stored_so_they_never_change() -> None:
    assert shingles(["học", "tập", "và", "làm", "theo", "Bác"]) == [38361516870252, 105803485678801]


def test_order_counts() -> None:
    assert shingles(list("abcde")) != shingles(list("bacde"))


@pytest.mark.parametrize(("syllables", "count"), [(0, 0), (4, 0), (5, 1), (500, 496)])
def test_one_for_each_five_syllables_in_a_row(syllables: int, count: int) -> None:
    assert len(shingles(text(syllables))) == count


def test_numbers_fit_into_six_bytes_and_are_spread() -> None:
    hashes = shingles(text(2000))
    assert all(0 <= value < 2**47 for value in hashes)
    assert 0.45 < sum(value < 2**46 for value in hashes) / len(hashes) < 0.55


@pytest.mark.parametrize("share", [0.3, 0.6, 0.8])
def test_a_part_keeps_what_the_whole_keeps_of_it(share: float) -> None:
    whole = text(600)
    part = whole[: int(600 * share)]
    kept, kept_of_part = sketch(shingles(whole)), sketch(shingles(part))
    assert kept == sorted(kept)
    common = set(kept) & set(shingles(part))
    assert common <= set(kept_of_part)
    assert len(common) > KEPT * share / 2


def test_a_very_long_text_keeps_more() -> None:
    assert len(sketch(shingles(text(600)))) == KEPT
    assert len(sketch(shingles(text(6400)))) > 6400 // SPARSEST * 0.9


def test_repeated_shingles_count_once() -> None:
    assert len(sketch(shingles(["a"] * SHORTEST))) == 1
