"""Labelled pairs of articles for the reprint clusters: made from base texts by documented edits.

A base text is one string: the headline, an empty line, and the paragraphs with empty lines between them.
Everything else is made from the base texts and a seed, the same on every machine. Positive pairs are a
base and an edit of it (`reprint_edits.EDITS`, and two at once); negative pairs are a base, or an edition
of a formula text made of it, and a text that shares much with it (`reprint_edits.NEGATIVES`).

The pairs of one round go into two archives, the editions into one of their own, so each text meets all
others, in random order.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from archive.reprints.shingles import shingles
from archive.text import syllables
from tests.evaluation.reprint_archive import Piece, clusters
from tests.evaluation.reprint_edits import NEGATIVES, Maker, Pair, digests, editions, positives


@dataclass(slots=True)
class Score:
    """How well clusters agree with labelled pairs.

    Attributes:
        found: Positive pairs in one cluster, by sort.
        positives: All positive pairs, by sort.
        merged: Negative pairs in one cluster, by sort.
        negatives: All negative pairs, by sort.
        strays: Pairs of different texts that have articles in one cluster and are labelled nowhere.
        missed: Positive pairs that are not in one cluster, and negative ones that are.
    """

    found: Counter[str] = field(default_factory=Counter)
    positives: Counter[str] = field(default_factory=Counter)
    merged: Counter[str] = field(default_factory=Counter)
    negatives: Counter[str] = field(default_factory=Counter)
    strays: int = 0
    missed: list[Pair] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of the pairs in one cluster that belong there."""
        found = self.found.total()
        return found / max(found + self.merged.total() + self.strays, 1)

    @property
    def recall(self) -> float:
        """Share of the positive pairs that are in one cluster."""
        return self.found.total() / max(self.positives.total(), 1)

    @property
    def recall_by_sort(self) -> dict[str, float]:
        """The same for every sort of edit."""
        return {sort: self.found[sort] / count for sort, count in self.positives.items()}


def score(pairs: Iterable[Pair]) -> Score:
    """Put the articles of the pairs into archives, one a round, and compare clusters and labels.

    The archives have the real tables, on SQLite in memory; articles join as `archive.store` lets them.
    """
    rounds: dict[int, list[Pair]] = {}
    for pair in pairs:
        rounds.setdefault(pair.one.round, []).append(pair)
    result = Score()
    for number, labelled in sorted(rounds.items()):
        pieces = list({piece: None for pair in labelled for piece in (pair.one, pair.other)})
        random.Random(number).shuffle(pieces)
        _count(result, labelled, clusters(pieces))
    return result


def _count(result: Score, pairs: Sequence[Pair], cluster_of: Mapping[Piece, int]) -> None:
    labelled = set()
    for pair in pairs:
        cluster = cluster_of.get(pair.one)
        together = cluster is not None and cluster == cluster_of.get(pair.other)
        counted = result.positives if pair.same else result.negatives
        counted[pair.sort] += 1
        (result.found if pair.same else result.merged)[pair.sort] += together
        if together != pair.same:
            result.missed.append(pair)
        labelled.add(tuple(sorted((pair.one.group, pair.other.group))))
    groups: dict[int, set[str]] = {}
    for piece, number in cluster_of.items():
        groups.setdefault(number, set()).add(piece.group)
    mixed = {two for together in groups.values() for two in combinations(sorted(together), 2)}
    result.strays += len(mixed - labelled)


def make_pairs(texts: Sequence[str], *, rounds: int = 1, seed: int = 4) -> list[Pair]:
    """Return labelled pairs, about 22 a base text and round.

    Args:
        texts: Base texts; of those that are alike only the first is taken.
        rounds: How many times each edit is made of each base, with other random choices.
        seed: Of all random choices.
    """
    bases = [(title, rest) for title, *rest in (text.split("\n\n") for text in _distinct(texts))]
    vocabulary = [word for _, paragraphs in bases for p in paragraphs for word in p.split()]
    pairs: list[Pair] = []
    for number in range(rounds):
        maker = Maker(bases, 2 * number, random.Random(f"{seed} {number}"), vocabulary)
        pieces = [maker.piece(f"base {i}", *text) for i, text in enumerate(bases)]
        for index, base in enumerate(pieces):
            pairs += positives(maker, index, base)
            for make in NEGATIVES:
                pairs += make(maker, index, base)
        pairs += digests(maker, pieces)
        # An edition has the whole base text, so it goes into an archive without that.
        maker.round += 1
        for index in range(len(bases)):
            pairs += editions(maker, index)
    return pairs


def _distinct(texts: Iterable[str]) -> list[str]:
    """Leave out texts that have a fifth of their shingles in common with one before."""
    taken: list[str] = []
    seen: set[int] = set()
    for text in texts:
        own = set(shingles(syllables(text)))
        if len(own & seen) < len(own) / 5:
            taken.append(text)
            seen |= own
    return taken
