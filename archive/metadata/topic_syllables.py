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
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources
from typing import Final, NamedTuple

from archive.metadata.findings import ArticleText
from archive.metadata.phrases import words_of

#: What a number of the data file is divided by.
SCALE: Final = 1000
_TITLE: Final = 3  # how many times a syllable of the title counts
_BEGINNING: Final = 400  # syllables of lead and body
_COMMON: Final = ""  # in the data file, the line of what is said where no syllable says anything


class SyllableWeights(NamedTuple):
    """What the syllables weigh.

    Attributes:
        rarity: Of each syllable that counts, 1 where every article has it.
        topics: What a syllable says for topics, where it says anything.
        common: What is said of each topic where no syllable says anything: its share of the articles.
    """

    rarity: Mapping[str, float]
    topics: Mapping[str, Sequence[tuple[str, float]]]
    common: Mapping[str, float]


def counts_of(text: ArticleText) -> Counter[str]:
    """Return how often each syllable stands in title and beginning, those of the title three times."""
    words = words_of(text)
    counts = Counter(dict.fromkeys(words.title.words, 0))
    for word in words.title.words:
        counts[word] += _TITLE
    left = _BEGINNING
    for zone in (*((words.lead,) if words.lead else ()), *words.paragraphs):
        counts.update(zone.words[:left])
        left -= len(zone.words)
        if left <= 0:
            break
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


def said_of_topics(text: ArticleText, weights: SyllableWeights) -> dict[str, float]:
    """Return what the syllables of an article say of every topic, about 1 where it is one of its."""
    said = dict(weights.common)
    for word, value in features_of(counts_of(text), weights.rarity).items():
        for topic, weight in weights.topics.get(word, ()):
            said[topic] += value * weight
    return said


@lru_cache(maxsize=1)
def shipped_syllables() -> SyllableWeights:
    """Return the weights that the archive comes with."""
    file = resources.files("archive").joinpath("data/topic_syllables.csv")
    lines = csv.reader(file.read_text("utf-8").splitlines())
    topics = next(lines)[2:]
    rarity: dict[str, float] = {}
    weights: dict[str, tuple[tuple[str, float], ...]] = {}
    for word, rare, *values in lines:
        rarity[word] = int(rare) / SCALE
        pairs = zip(topics, values, strict=True)
        weights[word] = tuple((topic, int(value) / SCALE) for topic, value in pairs if value)
    common = dict(weights.pop(_COMMON))
    del rarity[_COMMON]
    return SyllableWeights(rarity, weights, common)
