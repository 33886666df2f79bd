"""A crawl of small Joomla sites of three ages: every article once, field by field, and no trap."""

from __future__ import annotations

import re

import pytest

from archive.urls import article_key
from crawler.pages.joomla import JoomlaPage
from crawler.platforms.joomla import JoomlaSpider
from tests.crawler.pages.reading import read
from tests.crawler.platforms.crawls import FIELDS, Crawled
from tests.sites.platforms.joomla import Joomla

# Print views, forms for mails, PDF, accounts.
TRAPS = r"print=|tmpl=|mailto|format=pdf|component/users"


class MauJoomlaSpider(JoomlaSpider):
    """A site of the kind."""

    name = "mau_joomla"
    host = Joomla.host
    province = "gia-lai"


SITE, SPIDER = Joomla, MauJoomlaSpider


def test_every_article_is_stored_once_and_nothing_else(crawled: Crawled) -> None:
    assert set(crawled.stored) == set(crawled.truths)
    assert crawled.report.outcomes["stored"] == len(crawled.truths)
    assert crawled.report.listing_failures == {}


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_what_was_written(crawled: Crawled, field: str) -> None:
    assert crawled.wrong(field) == {}


def test_copies_and_traps_are_not_asked_for(crawled: Crawled) -> None:
    assert [target for target in crawled.requests if re.search(TRAPS, target)] == []
    assert len(crawled.requests) == len(set(crawled.requests))


@pytest.mark.parametrize("variant", Joomla.variants)
def test_an_article_under_another_address_names_its_own(variant: str) -> None:
    site = Joomla(variant)
    truth = site.truths[0]
    key = article_key(truth.url, "joomla")
    for path in site.forms(site.data.articles[0]):
        page = read(JoomlaPage, site.lookup(path).body, url=site.real + path)
        assert page.key == key, path


def test_a_change_is_no_publication() -> None:
    site = Joomla("three")
    body = site.lookup(site.truths[0].path).body.decode()
    change = '<dd class="modified"><time datetime="2024-07-15T09:00+07:00">15/7/2024</time></dd>'
    page = read(
        JoomlaPage, body.replace('<dd class="published">', change + '<dd class="published">')
    )
    assert page.published is not None
    assert page.updated is not None
    assert page.published.value == site.truths[0].published
    assert page.updated.raw == "2024-07-15T09:00+07:00"


@pytest.mark.parametrize("seed", range(2))
def test_the_dates_stand_above_or_below_the_text(seed: int) -> None:
    site = Joomla("three", seed=seed)
    truth = site.truths[0]
    page = read(JoomlaPage, site.lookup(truth.path).body, url=truth.url)
    assert page.published is not None
    assert (page.published.value, page.published.rule) == (truth.published, "joomla:datetime")
