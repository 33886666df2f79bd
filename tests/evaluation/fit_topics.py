"""Fit the signs of topics to the articles for tuning: ``python -m tests.evaluation.fit_topics``.

Writes ``archive/data/topic_weights.toml`` and ``archive/data/topic_syllables.csv`` and prints what they
are worth on writers that they were not fitted to: each writer in turn (the first letter of the ids), and
of the replica each spider, is left out and then read.
"""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from archive.metadata import topics
from archive.metadata.topic_syllables import (
    SCALE,
    SyllableWeights,
    counts_of,
    features_of,
    said_of_topics,
)
from archive.taxonomy import all_topics
from tests.evaluation import ridge
from tests.evaluation.labels import LabelledArticle, Split, articles
from tests.evaluation.logistic import Row, fit

_DATA: Final = Path(topics.__file__).parents[1] / "data"
FILE: Final = _DATA / "topic_weights.toml"
SYLLABLES: Final = _DATA / "topic_syllables.csv"
#: Articles that nobody who wrote phrases had read: they say how far phrases are to be believed. Who
#: widens the phrases after reading them has to write others.
FRESH: Final = ("articles_i", "articles_j", "articles_k")
_ALWAYS: Final = "always"
#: A section that takes in everything must not decide, even where the articles for tuning would let it.
_AT_MOST: Final = {"generic": 1.0}
_PENALTY: Final = 1.0  # of the syllables
_FEWEST: Final = 2  # articles in which a syllable stands
_LEAST: Final = 0.1  # what a syllable has to say for a topic, by its rarity
_TOGETHER: Final = ("phrases", "syllables", "length", "always")
_HEADER = """\
# What the signs of a topic weigh (archive/metadata/topics.py), each topic's log odds without any, and
# what both, the syllables (topic_syllables.csv) and the length of the text weigh together.
# Written by `python -m tests.evaluation.fit_topics` from the articles in tests/evaluation/tuning.
"""


class Fitted(NamedTuple):
    """What was fitted.

    Attributes:
        weights: Of the signs, and of signs and syllables together.
        syllables: Of the syllables.
    """

    weights: topics.Weights
    syllables: SyllableWeights


def main() -> None:
    """Fit, report and write."""
    labelled = [article for article in articles(Split.TUNING) if article.topics is not None]
    for group in sorted({_group(article) for article in labelled}):
        others = fitted_to([article for article in labelled if _group(article) != group])
        _report(group, (article for article in labelled if _group(article) == group), others)
    fitted = fitted_to(labelled)
    _report("fitted to all", labelled, fitted)
    FILE.write_text(_HEADER + _as_toml(fitted.weights), "utf-8")
    _write_syllables(SYLLABLES, fitted.syllables)


def fitted_to(labelled: Sequence[LabelledArticle]) -> Fitted:
    """Return the weights under which the labels of these articles are likeliest.

    How signs and syllables go together is fitted to the fresh ones among them, each file of them read
    with weights that were fitted to all others.
    """
    rows: list[Row] = []
    for file in FRESH:
        others = [article for article in labelled if article.writer != file]
        if len(others) < len(labelled):
            fresh = [article for article in labelled if article.writer == file]
            rows += _together(fresh, _signs_fitted_to(others), _syllables_fitted_to(others))
    found = fit(rows, free=_TOGETHER)
    together = [round(found[name], 2) for name in _TOGETHER]
    signs = _signs_fitted_to(labelled)
    weights = topics.Weights(signs.signs, signs.topics, *together)
    return Fitted(weights, _syllables_fitted_to(labelled))


def _signs_fitted_to(labelled: Sequence[LabelledArticle]) -> topics.Weights:
    rows = []
    for article in labelled:
        signs = topics.signs_of(article.text)
        for topic in all_topics():
            said = signs.get(topic.id, topics.Signs())._asdict()
            features = {name: sign for name, sign in said.items() if sign}
            features |= {_ALWAYS: 1.0, topic.id: 1.0}
            rows.append(Row(features, topic.id in (article.topics or ())))
    found = fit(rows, free=(_ALWAYS,))
    return topics.Weights(
        tuple(
            round(min(found.get(name, 0.0), _AT_MOST.get(name, 9.0)), 2)
            for name in topics.Signs._fields
        ),
        {topic.id: round(found[_ALWAYS] + found[topic.id], 2) for topic in all_topics()},
        phrases=1.0,
        syllables=0.0,
        length=0.0,
        always=0.0,
    )


def _syllables_fitted_to(labelled: Sequence[LabelledArticle]) -> SyllableWeights:
    counts = [counts_of(article.text) for article in labelled]
    numbers = Counter(word for counted in counts for word in counted)
    rarity = {
        word: round(math.log((1 + len(labelled)) / (1 + number)) + 1, 3)
        for word, number in sorted(numbers.items())
        if number >= _FEWEST
    }
    ids = [topic.id for topic in all_topics()]
    has = [[float(topic in (article.topics or ())) for topic in ids] for article in labelled]
    common = [sum(column) / len(labelled) for column in zip(*has, strict=True)]
    targets = [[so - mean for so, mean in zip(line, common, strict=True)] for line in has]
    found = ridge.fit([features_of(counted, rarity) for counted in counts], targets, _PENALTY)
    weights = {
        word: tuple(
            round(weight, 3) if abs(weight * rare) >= _LEAST else 0.0 for weight in found[word]
        )
        for word, rare in rarity.items()
    }
    shares = {topic: round(mean, 3) for topic, mean in zip(ids, common, strict=True)}
    return SyllableWeights(rarity, weights, shares)


def _together(
    fresh: Sequence[LabelledArticle], weights: topics.Weights, syllables: SyllableWeights
) -> Iterator[Row]:
    """Yield what signs, syllables and length say of each topic of articles, and whether they have it."""
    for article in fresh:
        signs = topics.signs_of(article.text)
        length = topics.length_of(article.text)
        for topic, said in said_of_topics(article.text, syllables, syllables.common).items():
            odds = topics.odds_by_signs(signs.get(topic, topics.Signs()), topic, weights)
            features = dict(zip(_TOGETHER, (odds, said, length, 1.0), strict=True))
            yield Row(features, topic in (article.topics or ()))


def _report(group: str, labelled: Iterable[LabelledArticle], fitted: Fitted) -> None:
    right = given = labels = 0
    for article in labelled:
        found = {finding.topic for finding in topics.topics_by(article.text, *fitted)}
        right += len(found & (article.topics or frozenset()))
        given += len(found)
        labels += len(article.topics or ())
    print(
        f"{group:<15} precision {right / given:.3f}  recall {right / labels:.3f}"
        f"  F1 {2 * right / (given + labels):.3f}"
    )


def _as_toml(weights: topics.Weights) -> str:
    signs = zip(topics.Signs._fields, weights.signs, strict=True)
    together = ((name, getattr(weights, name)) for name in _TOGETHER)
    return "".join(
        f"\n[{name}]\n" + "".join(f"{key} = {value}\n" for key, value in lines)
        for name, lines in (
            ("signs", signs),
            ("topics", weights.topics.items()),
            ("together", together),
        )
    )


def _write_syllables(path: Path, weights: SyllableWeights) -> None:
    """Write a line for each syllable: its rarity and what it says for each topic, in thousandths."""
    ids = list(weights.common)
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(["syllable", "rarity", *ids])
        lines.writerow(["", 0, *(round(weights.common[topic] * SCALE) for topic in ids)])
        for word, rare in weights.rarity.items():
            values = (round(said * SCALE) or "" for said in weights.topics[word])
            lines.writerow([word, round(rare * SCALE), *values])


def _group(article: LabelledArticle) -> str:
    return article.id.split("/")[0] if "/" in article.id else f"writer {article.id[0]}"


if __name__ == "__main__":
    main()
