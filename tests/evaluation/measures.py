"""What is measured, and the floors that no figure may fall under."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from tests.evaluation import labels, reprints, scoring
from tests.evaluation.labels import LabelledArticle, LabelledString, Split
from tests.evaluation.scoring import Score

FLOORS = Path(__file__).parent / "floors.toml"
# Times that every sort of edit is made of every base text.
_ROUNDS = {Split.TUNING: 1, Split.HELD_OUT: 2}

_Item = TypeVar("_Item", LabelledArticle, LabelledString)
_OF_ARTICLES: dict[str, Callable[[Iterable[LabelledArticle]], Score]] = {
    "provinces": scoring.provinces,
    "topics": scoring.topics,
    "kind": scoring.kinds,
    "people": scoring.people,
}
MEASURES = (*_OF_ARTICLES, "citations", "reprints")


def measure(name: str, split: Split) -> tuple[Score, dict[str, Score]]:
    """Return the score of a measure on all data of a split, and on its parts.

    The parts are the writers; of reprints they are the sorts of edits and of hard negatives.
    """
    if name == "reprints":
        return _reprints(split)
    if name == "citations":
        strings = list(labels.strings(split))
        parts = _by_writer(strings)
        return scoring.citations(strings), {
            writer: scoring.citations(part) for writer, part in parts.items()
        }
    articles = list(labels.articles(split))
    score = _OF_ARTICLES[name]
    return score(articles), {writer: score(part) for writer, part in _by_writer(articles).items()}


def _by_writer(items: Iterable[_Item]) -> dict[str, list[_Item]]:
    parts: dict[str, list[_Item]] = {}
    for item in items:
        parts.setdefault(item.writer, []).append(item)
    return parts


def _reprints(split: Split) -> tuple[Score, dict[str, Score]]:
    texts = ["\n\n".join(_paragraphs(article)) for article in labels.articles(split)]
    result = reprints.score(reprints.make_pairs(texts, rounds=_ROUNDS[split]))
    parts = {
        sort: Score(items=count, right=result.found[sort], missed=count - result.found[sort])
        for sort, count in result.positives.items()
    } | {
        sort: Score(items=count, wrong=result.merged[sort])
        for sort, count in result.negatives.items()
    }
    found, positives = result.found.total(), result.positives.total()
    whole = Score(
        items=positives + result.negatives.total(),
        right=found,
        wrong=result.merged.total() + result.strays,
        missed=positives - found,
        errors=[
            f"{pair.sort}: {pair.one.title!r} and {pair.other.title!r}" for pair in result.missed
        ],
    )
    return whole, parts


def _paragraphs(article: LabelledArticle) -> list[str]:
    parts = (text for _, part in article.text.parts() for text in part.split("\n\n"))
    return [text for text in parts if text.strip()]


def floors() -> dict[str, dict[str, float]]:
    """Return the floors on held-out data: measure to figure to value."""
    return tomllib.loads(FLOORS.read_text("utf-8"))
