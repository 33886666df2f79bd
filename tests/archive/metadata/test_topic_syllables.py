from __future__ import annotations

import math

import pytest

from archive.metadata.findings import ArticleText
from archive.metadata.topic_syllables import (
    SyllableWeights,
    counts_of,
    features_of,
    said_of_topics,
    shipped_syllables,
)
from archive.taxonomy import all_topics

WEIGHTS = SyllableWeights(
    rarity={"bầu": 2.0, "cử": 1.0},
    topics={"bầu": (0.5, 0.0), "cử": (0.25, -0.1)},
    common={"bau-cu": 0.05, "dai-hoi-dang": 0.1},
)


def test_syllables_of_the_title_count_three_times() -> None:
    text = ArticleText(title="Bầu cử", lead="Bầu xong", body="Cử tri đi bầu.\n\nCử tri vui.")
    counts = counts_of(text)
    assert (counts["bầu"], counts["cử"], counts["xong"], counts["tri"]) == (5, 5, 1, 2)


def test_only_the_beginning_of_the_text_counts() -> None:
    counts = counts_of(ArticleText(title="", lead="đầu " * 100, body="giữa " * 350 + "cuối " * 9))
    assert counts == {"đầu": 100, "giữa": 300}


def test_what_an_article_has_of_each_syllable_is_a_vector_of_length_1() -> None:
    features = features_of({"bầu": 3, "cử": 1, "tri": 7}, WEIGHTS.rarity)
    assert set(features) == {"bầu", "cử"}
    assert math.hypot(*features.values()) == pytest.approx(1)
    assert features["bầu"] / features["cử"] == pytest.approx(2 * (1 + math.log(3)))


def test_what_is_said_begins_with_what_is_common() -> None:
    nothing, text = ArticleText(title="", body=""), ArticleText(title="", body="cử")
    assert said_of_topics(nothing, WEIGHTS, WEIGHTS.common) == WEIGHTS.common
    said = said_of_topics(text, WEIGHTS, WEIGHTS.common)
    assert said == pytest.approx({"bau-cu": 0.3, "dai-hoi-dang": 0.0})
    assert said_of_topics(text, WEIGHTS, ["dai-hoi-dang"]) == {"dai-hoi-dang": said["dai-hoi-dang"]}


def test_the_shipped_weights_are_of_all_topics() -> None:
    topics = {topic.id for topic in all_topics()}
    weights = shipped_syllables()
    assert set(weights.common) == topics
    assert all(map(any, zip(*weights.topics.values(), strict=True)))
    assert set(weights.rarity) == set(weights.topics)
    assert all(rare > 0 for rare in weights.rarity.values())
