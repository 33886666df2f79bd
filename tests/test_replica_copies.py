"""Copies of the replica's articles, for benchmarks: laid out alike, each in words of its own."""

from __future__ import annotations

import pytest

from archive.reprints.matching import text_syllables
from archive.reprints.shingles import SIZE, shingles
from tests.sites.server import Replica


def test_copies_make_a_larger_site_in_words_of_its_own() -> None:
    with Replica(["quang_tri"], copies=3) as replica:
        found = replica.truth("quang_tri")
    assert len({truth.path for truth in found}) == len(found)
    assert len({truth.title for truth in found}) == len(found)
    originals, *copies = (found[start : start + 32] for start in range(0, len(found), 32))
    texts = {truth.id: text_syllables(truth.lead, "\n".join(truth.body), []) for truth in found}
    known = {shingle for truth in originals for shingle in shingles(texts[truth.id])}
    for copy in copies:
        for original, truth in zip(originals, copy, strict=True):
            # Bylines stay; a paragraph is as long as its original, less a word cut at its end.
            assert len(truth.body) == len(original.body)
            assert len(texts[truth.id]) == pytest.approx(len(texts[original.id]), rel=0.2)
            made = set(shingles(texts[truth.id]))
            assert len(made) == max(0, len(texts[truth.id]) - SIZE + 1)
            assert known.isdisjoint(made)
            known |= made
