"""Fit the signs of topics to the articles for tuning: ``python -m tests.evaluation.fit_topics``.

Writes ``archive/data/topic_weights.toml`` and prints what the signs are worth on writers that they were
not fitted to: each writer in turn (the first letter of the ids), and of the replica each spider, is left
out and then read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from archive.metadata import topics
from archive.taxonomy import all_topics
from tests.evaluation.labels import LabelledArticle, Split, articles
from tests.evaluation.logistic import Row, fit

FILE = Path(topics.__file__).parents[1] / "data" / "topic_weights.toml"
_ALWAYS = "always"
#: A section that takes in everything must not decide, even where the articles for tuning would let it.
_AT_MOST = {"generic": 1.0}
_HEADER = """\
# What the signs of a topic weigh (archive/metadata/topics.py), and each topic's log odds without any.
# Written by `python -m tests.evaluation.fit_topics` from the articles in tests/evaluation/tuning.
"""


def main() -> None:
    """Fit, report and write."""
    labelled = [article for article in articles(Split.TUNING) if article.topics is not None]
    for group in sorted({_group(article) for article in labelled}):
        others = fitted_to([article for article in labelled if _group(article) != group])
        _report(group, (article for article in labelled if _group(article) == group), others)
    weights = fitted_to(labelled)
    _report("fitted to all", labelled, weights)
    FILE.write_text(_HEADER + _as_toml(weights), "utf-8")


def fitted_to(labelled: Sequence[LabelledArticle]) -> topics.Weights:
    """Return the weights of signs and topics under which the labels of these articles are likeliest."""
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
    )


def _report(group: str, labelled: Iterable[LabelledArticle], weights: topics.Weights) -> None:
    right = given = labels = 0
    for article in labelled:
        found = {finding.topic for finding in topics.topics_by(article.text, weights)}
        right += len(found & (article.topics or frozenset()))
        given += len(found)
        labels += len(article.topics or ())
    print(
        f"{group:<15} precision {right / given:.3f}  recall {right / labels:.3f}"
        f"  F1 {2 * right / (given + labels):.3f}"
    )


def _as_toml(weights: topics.Weights) -> str:
    signs = zip(topics.Signs._fields, weights.signs, strict=True)
    return "".join(
        f"\n[{name}]\n" + "".join(f"{key} = {value}\n" for key, value in lines)
        for name, lines in (("signs", signs), ("topics", weights.topics.items()))
    )


def _group(article: LabelledArticle) -> str:
    return article.id.split("/")[0] if "/" in article.id else f"writer {article.id[0]}"


if __name__ == "__main__":
    main()
