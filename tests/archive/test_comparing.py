"""Whether a page can be the article that its address had: measured on the replica's articles."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import timedelta
from itertools import combinations, pairwise
from typing import Any

import pytest

from archive import rows
from archive.comparing import changed, changed_by_page, is_another_text
from archive.readings import Precision, Reading
from archive.timezone import now
from tests.archive.helpers import reading
from tests.archive.samples import printed
from tests.sites.truth import load_all


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    """All articles of the replica that are no reprints, without their dates."""
    return [
        Reading(
            url=str(article.id),
            key=str(article.id),
            site=name,
            spider=name,
            fetched_at=now(),
            parser="ReplicaPage/1",
            title=article.title,
            lead=article.lead,
            body=[block.text for block in article.blocks if block.text],
            tables=[[list(row) for row in block.rows] for block in article.blocks if block.rows],
        )
        for name, site in load_all().items()
        for article in site.articles
        if article.reprint_of is None
    ]


def state(of: Reading) -> dict[str, Any]:
    return rows.article(of) | rows.date(of.published)


def test_different_articles_are_nearly_always_told_apart(readings: list[Reading]) -> None:
    pairs = random.Random(2026).sample(list(combinations(readings, 2)), 3000)
    refused = sum(is_another_text(state(first), second) for first, second in pairs)
    assert refused > 0.9 * len(pairs)


@pytest.mark.parametrize(("kept", "passes"), [(1.0, 1.0), (0.5, 0.9)])
def test_an_article_under_another_headline_is_known_by_what_it_keeps(
    readings: list[Reading], kept: float, passes: float
) -> None:
    dice = random.Random(2026)

    def rewritten(old: Reading) -> Reading:
        other = dice.choice([one for one in readings if one is not old])
        lines = [re.split(r"(?<=[.!?])\s+", text.body_text) for text in (old, other)]
        text = [line if dice.random() < kept else dice.choice(lines[1]) for line in lines[0]]
        return replace(old, title=other.title, lead=None, body=[" ".join(text)])

    passed = sum(not is_another_text(state(old), rewritten(old)) for old in readings)
    assert passed >= passes * len(readings)


def test_a_headline_or_a_printed_day_is_enough(readings: list[Reading]) -> None:
    date = printed("2021-05-04 17:29", Precision.MINUTE, "4/5/2021 17:29")
    later = replace(date, value=date.value.replace(hour=9), precision=Precision.DAY)
    for old, other in pairwise(readings):
        assert not is_another_text(state(old), replace(other, title=old.title))
        dated = state(replace(old, published=date))
        assert not is_another_text(dated, replace(other, published=later))
        listed = replace(later, rule="listing:near-link")
        assert is_another_text(dated, replace(other, published=listed)) == is_another_text(
            state(old), other
        )


@pytest.mark.parametrize(
    ("changes", "expected", "by_page"),
    [
        ({}, [], []),
        ({"section": "Tin", "tags": [], "images": [], "parser": "X/1", "rules": {}}, [], []),
        ({"title": "Tin", "tables": [[["1"]]]}, ["title", "tables"], ["title", "tables"]),
        ({"title": "Tin", "rules": {"title": "listing:title"}}, ["title"], []),
        (
            {"published": printed("2021-05-06", Precision.DAY, "6/5", "listing:near-link")},
            ["published_at", "published_precision"],
            [],
        ),
        ({"published": None, "author": None}, ["author", "published_at", "published_precision"],
         ["author", "published_at", "published_precision"]),
    ],
)  # fmt: skip
def test_which_changes_are_the_pages_own(
    changes: dict[str, Any], expected: list[str], by_page: list[str]
) -> None:
    old, new = state(reading()), state(reading(**changes))
    assert changed(old, new) == expected
    assert changed_by_page(expected, old, new) == by_page


def test_the_day_of_fetching_says_nothing() -> None:
    later = reading(fetched_at=reading().fetched_at + timedelta(days=400))
    assert changed(state(reading()), state(later)) == []
