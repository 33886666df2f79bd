"""What the newest articles of a site have, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from archive.recent import Recent, recent
from archive.store import Store
from tests.archive.samples import ARTICLES

SPIDER = "quang_tri"
OWN = [reading for reading in ARTICLES if reading.spider == SPIDER]


@pytest.fixture
def stored(store: Store, engine: Engine) -> Engine:
    """All samples, each a day after the one before."""
    for number, reading in enumerate(ARTICLES):
        store.save(replace(reading, fetched_at=reading.fetched_at + timedelta(days=number)))
    return engine


def test_the_share_of_articles_with_a_field_is_counted(stored: Engine) -> None:
    found = recent(stored, SPIDER, 50)
    assert found.articles == len(OWN)
    assert found.share("title") == 1.0
    for name in ("lead", "author"):
        assert found.having.get(name, 0) == sum(bool(getattr(one, name)) for one in OWN)
    assert found.having.get("published_at", 0) == sum(one.published is not None for one in OWN)
    assert found.having.get("images", 0) == sum(bool(one.images) for one in OWN)


def test_the_rules_are_those_of_the_readings(stored: Engine) -> None:
    rules = [one.published.rule for one in OWN if one.published]
    assert recent(stored, SPIDER, 50).rules["published_at"] == {
        rule: rules.count(rule) for rule in rules
    }


def test_only_the_newest_are_looked_at(stored: Engine) -> None:
    assert recent(stored, SPIDER, 1).articles == 1
    assert recent(stored, SPIDER, 1).having.get("lead", 0) == bool(OWN[-1].lead)


def test_a_site_without_articles_has_no_shares(engine: Engine) -> None:
    found = recent(engine, "lai_chau", 10)
    assert (found, found.share("title")) == (Recent(), None)
