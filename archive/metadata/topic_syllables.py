"""What the syllables of an article say of its topics, whatever phrases they make up: a linear model.

The phrases of `archive.metadata.topics` were widened on the articles for tuning until they fitted them
closely; a writer who says the same in other words is not understood. Here each syllable counts, weighed
by how rare it is, in title and beginning. The weights (``archive/data/topic_syllables.csv``) are
fitted to the same articles by ridge regression: ``python -m tests.evaluation.fit_topics``.
"""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from itertools import chain, islice
from operator import mul
from typing import Final, NamedTuple

from archive.metadata.findings import ArticleText
from archive.metadata.words import words_of

#: What a number of the data file is divided by.
SCALE: Final = 1000
_TITLE: Final = 3  # how many times a syllable of the title counts
_BEGINNING: Final = 400  # syllables of lead and body
_COMMON: Final = ""  # in the data file, the line of what is said where no syllable says anything


class SyllableWeights(NamedTuple):
    """What the syllables weigh.

    Attributes:
        rarity: Of each syllable that counts, 1 where every article has it.
        topics: What a syllable says for each topic, in the order of `common`.
        common: What is said of each topic where no syllable says anything: its share of the articles.
    """

    rarity: Mapping[str, float]
    topics: Mapping[str, Sequence[float]]
    common: Mapping[str, float]


def counts_of(text: ArticleText) -> Counter[str]:
    """Return how often each syllable stands in title and beginning, those of the title three times."""
    words = words_of(text)
    counts = Counter(dict.fromkeys(words.title.words, 0))
    for word in words.title.words:
        counts[word] += _TITLE
    following = chain.from_iterable(zone.words for zone in words.text)
    counts.update(islice(following, _BEGINNING))
    return counts


def features_of(counts: Mapping[str, int], rarity: Mapping[str, float]) -> dict[str, float]:
    """Return what each syllable counts by number and rarity, as a vector of length 1."""
    counted = {
        word: (1 + math.log(number)) * rarity[word]
        for word, number in counts.items()
        if word in rarity
    }
    length = math.sqrt(sum(value * value for value in counted.values())) or 1.0
    return {word: value / length for word, value in counted.items()}


def said_of_topics(
    text: ArticleText, weights: SyllableWeights, topics: Iterable[str]
) -> dict[str, float]:
    """Return what the syllables of an article say of some topics, about 1 where it is one of its."""
    features = features_of(counts_of(text), weights.rarity)
    rows = [weights.topics[word] for word in features]
    columns = dict(zip(weights.common, zip(*rows, strict=True), strict=False))  # none without rows
    return {
        topic: sum(map(mul, features.values(), columns.get(topic, ())), weights.common[topic])
        for topic in topics
    }


@lru_cache(maxsize=1)
def shipped_syllables() -> SyllableWeights:
    """Return the weights that the archive comes with."""
    file = resources.files("archive").joinpath("data/topic_syllables.csv")
    lines = csv.reader(file.read_text("utf-8").splitlines())
    topics = next(lines)[2:]
    rarity: dict[str, float] = {}
    weights: dict[str, tuple[float, ...]] = {}
    # Few numbers occur, and a number that is kept once is sooner at hand.
    numbers = {"": 0.0}
    for word, rare, *values in lines:
        rarity[word] = int(rare) / SCALE
        weights[word] = tuple(
            numbers.setdefault(value, int(value or 0) / SCALE) for value in values
        )
    common = dict(zip(topics, weights.pop(_COMMON), strict=True))
    del rarity[_COMMON]
    return SyllableWeights(rarity, weights, common)
