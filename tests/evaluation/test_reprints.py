"""The pairs for the reprint clusters, and what the clusters make of texts that they were tuned on."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from archive.reprints.comparing import Text, compare
from archive.reprints.shingles import SHORTEST, shingles
from archive.text import syllables
from tests.evaluation.reprint_edits import EDITS
from tests.evaluation.reprints import make_pairs, score

ARTICLES = Path(__file__).parents[1] / "sites" / "articles"


def texts(most: int) -> list[str]:
    """Texts of the replica: headline and paragraphs."""
    found = [
        f"{article['title']}\n\n{article['body'].strip()}"
        for path in sorted(ARTICLES.glob("*.toml"))
        for article in tomllib.loads(path.read_text("utf-8"))["article"]
    ]
    return found[:: max(len(found) // most, 1)][:most]


def test_pairs_are_the_same_every_time() -> None:
    base = texts(12)
    assert make_pairs(base) == make_pairs(base)
    assert make_pairs(base, seed=5) != make_pairs(base)
    assert len(make_pairs(base, rounds=2)) > 1.5 * len(make_pairs(base))


def test_labels_say_what_was_made() -> None:
    pairs = make_pairs(texts(40))
    sorts = {pair.sort for pair in pairs if pair.same}
    assert sorts == {*EDITS, "two edits", "edition reprinted"}
    for pair in pairs:
        assert pair.same == (pair.one.group == pair.other.group)
        one, other = (
            Text(words, shingles(words))
            for words in (syllables(pair.one.body), syllables(pair.other.body))
        )
        assert len(other.syllables) >= SHORTEST or not pair.same
        found = compare(other, one)
        share = 0.0 if found is None else found.shared / len(other.syllables)
        back = 0.0 if found is None else found.other_shared / len(one.syllables)
        if pair.sort.startswith("cut to"):
            assert share > 0.97
            assert abs(back - int(pair.sort.split()[2]) / 100) < 0.25
        if pair.sort in {"whole", "tone placement", "new title", "5 % of words"}:
            assert min(share, back) > 0.8
        if pair.sort == "50-70 % shared":
            assert max(share, back) < 0.85


def test_clusters_of_known_texts() -> None:
    result = score(make_pairs(texts(40)))
    assert result.precision >= 0.99
    assert result.recall >= 0.97
    assert result.recall_by_sort["cut to 30 %"] >= 0.95


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_clusters_of_all_known_texts(seed: int) -> None:
    result = score(make_pairs(texts(200), rounds=2, seed=seed))
    assert result.precision >= 0.99
    assert min(result.recall_by_sort.values()) >= 0.95
