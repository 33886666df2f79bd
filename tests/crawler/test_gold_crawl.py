"""The five sample pages, rendered in the replica's templates and crawled, give the gold exactly."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from archive.models import Article
from tests.crawling import Place
from tests.sites.gold import PAGES
from tests.sites.server import Replica

GOLD_FIELDS = {
    "title": "title",
    "author": "author",
    "author_organisation": "organisation",
    "section": "section",
    "lead": "lead",
    "published_raw": "published_raw",
    "published_precision": "published_precision",
}


@pytest.fixture(
    scope="module",
    params=[0, pytest.param(3, marks=pytest.mark.slow), 11],
    ids=lambda seed: f"classes-{seed}",
)
def crawled(
    request: pytest.FixtureRequest, shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[Article, dict[str, Any]]]:
    place = Place(tmp_path_factory.mktemp("gold")).upgrade()
    file = shared / "seeds" / "gold.json"
    with Replica.of_gold(file, class_seed=request.param) as replica:
        ran = place.nightly(replica)
    stored = {article.site.spider: article for article in place.articles()}
    assert len(stored) == len(PAGES), ran.out + ran.err
    gold = json.loads(file.read_text(encoding="utf-8"))
    return {page.spider: (stored[page.spider], gold[n]) for n, page in enumerate(PAGES)}


@pytest.mark.parametrize("spider", [page.spider for page in PAGES])
@pytest.mark.parametrize("name", GOLD_FIELDS)
def test_a_field_is_that_of_the_gold(
    crawled: dict[str, tuple[Article, dict[str, Any]]], spider: str, name: str
) -> None:
    article, gold = crawled[spider]
    assert getattr(article, GOLD_FIELDS[name]) == gold[name]


@pytest.mark.parametrize("spider", [page.spider for page in PAGES])
def test_the_date_is_that_of_the_gold(
    crawled: dict[str, tuple[Article, dict[str, Any]]], spider: str
) -> None:
    article, gold = crawled[spider]
    wanted = gold["published"] and datetime.fromisoformat(gold["published"])
    assert article.published_at == wanted


@pytest.mark.parametrize("spider", [page.spider for page in PAGES])
def test_body_and_captions_are_those_of_the_gold(
    crawled: dict[str, tuple[Article, dict[str, Any]]], spider: str
) -> None:
    article, gold = crawled[spider]
    # The sample texts double some spaces; the archive does not keep that.
    assert article.body.split("\n\n") == [" ".join(text.split()) for text in gold["body"]]
    assert [image.caption for image in article.images if image.caption] == gold["image_captions"]
    for phrase in gold["never_in_body"]:
        assert phrase not in article.body
        assert phrase not in (article.lead or "")


@pytest.mark.parametrize("spider", [page.spider for page in PAGES])
def test_the_province_is_that_of_the_gold(
    crawled: dict[str, tuple[Article, dict[str, Any]]], spider: str
) -> None:
    article, _ = crawled[spider]
    assert article.province_id == spider.replace("_", "-")
