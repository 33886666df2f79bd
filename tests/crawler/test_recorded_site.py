"""A recorded NukeViet site, replayed on loopback and crawled, gives its 66 articles field by field."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from archive.models import Article
from tests.crawling import Place
from tests.sites.warc import replay


@pytest.fixture(scope="module")
def crawled(
    shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[dict[str, Any], Article | None]]:
    place = Place(tmp_path_factory.mktemp("warc")).upgrade()
    with replay(shared / "pages" / "nukeviet.warc.gz") as server:
        # The recorded pages name the origin that they were served from; it stands for the real host.
        place.crawl(
            "lai_chau", server.base_urls["warc"], "-a", "host=127.0.0.1:8081", "-s", "RETRY_TIMES=0"
        )
    stored = {urlsplit(article.url).path: article for article in place.articles()}
    lines = (shared / "pages" / "nukeviet-truth.jsonl").read_text(encoding="utf-8").splitlines()
    truths = [json.loads(line) for line in lines]
    return [(truth, stored.get(urlsplit(truth["url"]).path)) for truth in truths]


def test_all_articles_are_found(crawled: list[tuple[dict[str, Any], Article | None]]) -> None:
    assert [truth["url"] for truth, article in crawled if article is None] == []


FIELDS: dict[str, Callable[[Article], Any]] = {
    "title": lambda article: article.title,
    "published": lambda article: article.published_at,
    "author": lambda article: article.author or "",
    "source": lambda article: article.source or "",
    "lead": lambda article: article.lead or "",
    "category": lambda article: article.section,
    "body": lambda article: article.body.split("\n\n"),
    "headings": lambda article: [article.body.split("\n\n")[n] for n in article.headings],
    "captions": lambda article: [i.caption for i in article.images if i.caption],
    "table_cells": lambda article: [c for table in article.tables for row in table for c in row],
    "tags": lambda article: sorted(article.tags),
}


def wanted(truth: dict[str, Any], field: str) -> Any:
    value = truth[field]
    if field == "published":
        return datetime.fromisoformat(value)
    if field == "tags":
        return sorted(value)
    if field == "captions" and truth["home_image_caption"]:
        return [truth["home_image_caption"], *value]
    if field == "author" and not value and truth["signature"]:
        # The page names no author apart from the one who signed the text.
        return truth["signature"].split(" / ")[0]
    return value


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_right_on_all_articles(
    crawled: list[tuple[dict[str, Any], Article | None]], field: str
) -> None:
    wrong = {
        truth["url"]: (FIELDS[field](article), wanted(truth, field))
        for truth, article in crawled
        if article is not None and FIELDS[field](article) != wanted(truth, field)
    }
    assert not wrong
