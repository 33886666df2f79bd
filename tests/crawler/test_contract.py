"""The contract: every spider keeps to the register, and reads its recorded pages as they were reviewed.

A test a field: ``lai_chau/2026-11-22/article-2/published_at``. What is asked is in
`crawler.fixtures.contract`, which ``test_fixtures.py`` tests in its turn. The pages of the five sites
come from the replica; no page here was fetched from a real site.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import cast

import pytest
from scrapy.settings import Settings

from archive.sites import site_of
from crawler import settings as project
from crawler.fixtures import ARTICLES, FIELDS, Fixture, FixtureError, fixtures_of, load
from crawler.fixtures.contract import (
    TimedReading,
    complaint_about_field,
    complaints_about_page,
    complaints_about_spider,
    timed,
)
from crawler.loading import SiteSpiderLoader
from crawler.platforms.site import SiteSpider
from tests.sites.server import SITES

FIXTURES = Path(__file__).parents[1] / "fixtures"
LOADER = SiteSpiderLoader.from_settings(Settings({"SPIDER_MODULES": project.SPIDER_MODULES}))
FOLDERS = sorted(file.parent for file in FIXTURES.glob("*/*/expected.toml"))


def label(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}"


def pages() -> Iterator[tuple[str, Path, int | None]]:
    """Every page that a fixture names; one that cannot be loaded is told by a test of its own."""
    for folder in FOLDERS:
        try:
            count = len(whole(folder).articles)
        except FixtureError:
            continue
        yield f"{label(folder)}/listing", folder, None
        for number in range(count):
            yield f"{label(folder)}/article-{number + 1}", folder, number


@cache
def whole(folder: Path) -> Fixture:
    return load(folder)


@cache
def reading(folder: Path, number: int | None) -> TimedReading:
    """A page is read once for all of its tests."""
    return timed(whole(folder), spider(folder.parent.name), number)


def spider(name: str) -> type[SiteSpider]:
    return cast("type[SiteSpider]", LOADER.load(name))


PAGES = list(pages())


def test_every_spider_can_be_used() -> None:
    assert LOADER.faults == {}


@pytest.mark.parametrize("name", sorted(LOADER.list()))
def test_a_spider_agrees_with_the_register(name: str) -> None:
    complaints = complaints_about_spider(
        spider(name), site_of(name), fixtures_of(name, FIXTURES), SITES
    )
    assert list(complaints) == []


@pytest.mark.parametrize("name", sorted(folder.name for folder in FIXTURES.iterdir()))
def test_a_folder_of_fixtures_belongs_to_a_spider(name: str) -> None:
    assert name in LOADER.list()


@pytest.mark.parametrize("folder", sorted(FIXTURES.glob("*/*/")), ids=label)
def test_a_fixture_is_whole(folder: Path) -> None:
    assert load(folder).articles


@pytest.mark.parametrize(
    ("folder", "number"), [page[1:] for page in PAGES], ids=[page[0] for page in PAGES]
)
def test_a_page_can_be_true(folder: Path, number: int | None) -> None:
    site = spider(folder.parent.name)
    complaints = complaints_about_page(
        whole(folder), number, (site.host, *site.aliases), reading(folder, number)
    )
    assert list(complaints) == []


@pytest.mark.parametrize(
    ("folder", "number", "field"),
    [
        pytest.param(folder, number, field, id=f"{name}/{field}")
        for name, folder, number in PAGES
        for field in ((ARTICLES,) if number is None else FIELDS)
    ],
)
def test_a_field_is_read_as_it_was_reviewed(folder: Path, number: int | None, field: str) -> None:
    complaint = complaint_about_field(whole(folder), number, field, reading(folder, number))
    assert complaint is None, complaint
