"""A crawl of small WordPress sites in three themes: every post once, field by field, and no trap."""

from __future__ import annotations

import re

import pytest

from archive.urls import article_key
from crawler.pages.wordpress import WordPressPage
from crawler.platforms.wordpress import WordPressSpider
from tests.crawler.pages.reading import read
from tests.crawler.platforms.crawls import FIELDS, Crawled
from tests.sites.platforms.wordpress import WordPress

# Archives of days and months, feeds of comments, short links, copies and tools.
TRAPS = (
    r"^/\d{4}/\d\d/(?:\d\d/)?$|comments/feed|/\d\d/[^/]+/feed|[?&]p=|wp-|xmlrpc|/tag/|/author/"
    r"|/embed|replytocom|share="
)


class MauWordPressSpider(WordPressSpider):
    """A site of the kind."""

    name = "mau_wordpress"
    host = WordPress.host
    province = "ha-giang"


SITE, SPIDER = WordPress, MauWordPressSpider


def test_every_article_is_stored_once_and_nothing_else(crawled: Crawled) -> None:
    assert set(crawled.stored) == set(crawled.truths)
    assert crawled.report.outcomes["stored"] == len(crawled.truths)


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_what_was_written(crawled: Crawled, field: str) -> None:
    assert crawled.wrong(field) == {}


def test_copies_and_traps_are_not_asked_for(crawled: Crawled) -> None:
    plain = any(target.startswith("/?cat=") for target in crawled.requests)
    traps = TRAPS.replace("|[?&]p=", "|feed=comments") if plain else TRAPS
    assert [target for target in crawled.requests if re.search(traps, target)] == []
    assert len(crawled.requests) == len(set(crawled.requests))


def test_a_short_link_leads_to_the_article_itself() -> None:
    site = WordPress("classic")
    truth = site.truths[0]
    page = read(WordPressPage, site.lookup(truth.path).body, url=f"{site.real}/?p={truth.id}")
    assert (page.url, page.key) == (truth.url, article_key(truth.url, "wordpress"))


def test_a_change_is_no_publication() -> None:
    # As the themes from Twenty Twelve to Twenty Twenty write it where a post was changed.
    site = WordPress("classic")
    body = site.lookup(site.truths[0].path).body.decode()
    both = body.replace('published updated"', 'published"').replace(
        "</time></span><span",
        '</time><time class="updated" datetime="2024-07-15">x</time></span><span',
    )
    page = read(WordPressPage, both)
    assert page.published is not None
    assert page.updated is not None
    assert page.published.value == site.truths[0].published
    assert page.updated.raw == "2024-07-15"


def test_dates_of_other_posts_are_not_taken_where_the_post_prints_none() -> None:
    site = WordPress("block")
    body = site.lookup(site.truths[0].path).body
    without = re.sub(rb'<div class="wp-block-post-date"><time.*?</div>', b"", body, count=1)
    assert read(WordPressPage, body).published is not None
    assert read(WordPressPage, without).published is None
