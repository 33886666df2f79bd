"""The labelled data are what they are said to be."""

from __future__ import annotations

from collections import Counter

import pytest

from archive.provinces import all_provinces
from archive.taxonomy import all_kinds, all_topics
from tests.evaluation import labels
from tests.evaluation.labels import LabelledArticle, Split

# Of the labelled data that have to be there this share at least is held out; tuning data may grow.
HELD_OUT = 1 / 3


@pytest.fixture(scope="module", params=Split)
def articles(request: pytest.FixtureRequest) -> list[LabelledArticle]:
    return list(labels.articles(request.param))


def test_identifiers_are_known(articles: list[LabelledArticle]) -> None:
    topics = {topic.id for topic in all_topics()}
    kinds = {kind.id for kind in all_kinds()}
    provinces = {province.id for province in all_provinces()}
    for article in articles:
        assert (article.topics or set()) <= topics, article.id
        assert article.kind in {None, *kinds}, article.id
        assert (article.provinces or set()) <= provinces, article.id


def test_people_stand_in_the_text_in_this_order(articles: list[LabelledArticle]) -> None:
    for article in articles:
        text = "\n".join(part for _, part in article.text.parts())
        counts = Counter(name for name, _ in article.people or ())
        for name, office in article.people or ():
            assert name in text, (article.id, name)
            assert office in text, (article.id, office)
            assert text.count(name) >= counts[name], (article.id, name)


@pytest.mark.parametrize(
    ("what", "least"), [("topics", 200), ("kind", 200), ("provinces", 150), ("people", 100)]
)
def test_enough_articles_are_labelled_and_held_out(what: str, least: int) -> None:
    counts = {
        split: sum(getattr(article, what) is not None for article in labels.articles(split))
        for split in Split
    }
    assert sum(counts.values()) >= least
    assert counts[Split.HELD_OUT] >= HELD_OUT * least


def test_enough_strings_are_labelled_and_held_out() -> None:
    counts = {split: len(list(labels.strings(split))) for split in Split}
    assert sum(counts.values()) >= 300
    assert counts[Split.HELD_OUT] >= HELD_OUT * 300


def test_nothing_is_labelled_twice() -> None:
    names = [item.id for split in Split for item in labels.articles(split)]
    names += [item.id for split in Split for item in labels.strings(split)]
    assert len(names) == len(set(names))


def test_no_text_is_in_both_parts() -> None:
    tuning, held_out = (
        {(item.text.title, item.text.body) for item in labels.articles(split)} for split in Split
    )
    assert not tuning & held_out
