"""Records the fixtures of the five sites from the replica, and confirms them by its truth.

    .venv/bin/python -m tests.sites.record

writes ``tests/fixtures/<spider>/2026-11-22/`` anew, the same bytes each time: no server, no clock.
Nothing here was ever fetched from a real site; ``origin = "replica"`` says so in each file.
"""

from __future__ import annotations

import shutil
import sys
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from scrapy.settings import Settings

from archive.text import clean
from archive.timezone import VIETNAM
from archive.urls import article_key
from crawler import settings as project
from crawler.fixtures import Fixture, RecordedPage, Value, fixture_folder, load, record
from crawler.fixtures.fixture import confirm_all
from crawler.loading import SiteSpiderLoader
from crawler.pages.periods import page_for
from tests.sites.server import SITES
from tests.sites.site import Setup, Site
from tests.sites.truth import load_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crawler.platforms.site import SiteSpider
    from tests.sites.truth import Article, Section, Truth

BY = "replica's truth"
MOMENT = datetime(2026, 11, 22, 9, 0, tzinfo=VIETNAM)
DAY = MOMENT.date()
ARTICLES = 3


@cache
def site_of(name: str) -> Site:
    """Build a site of the replica as it is on the day of the fixtures."""
    kind = SITES[name]
    site = kind(load_all()[name], Setup(served=kind.origin, today=DAY))
    site.build()
    return site


@cache
def spiders() -> Mapping[str, type[SiteSpider]]:
    """Return the spiders whose sites are in the replica."""
    loader = SiteSpiderLoader.from_settings(Settings({"SPIDER_MODULES": project.SPIDER_MODULES}))
    return {name: cast("type[SiteSpider]", loader.load(name)) for name in SITES}


def traits(article: Article) -> set[str]:
    """Return which fields of an article are worth to be recorded."""
    found = {
        "lead": article.lead,
        "author": article.author,
        "organisation": article.organisation,
        "attachments": article.attachments,
        "pictures": article.pictures,
        "minute": article.precision == "minute",
        "listing": article.in_listing_only,
        "undated": article.published is None,
    }
    return {name for name, value in found.items() if value}


def choose(articles: Iterable[Article]) -> list[Article]:
    """Choose three articles that have as many different fields as three can have."""
    left = list(articles)
    chosen: list[Article] = []
    seen: set[str] = set()
    while left and len(chosen) < ARTICLES:
        best = max(left, key=lambda article: len(traits(article) - seen))
        left.remove(best)
        chosen.append(best)
        seen |= traits(best)
    return chosen


def choose_section(site: Site) -> tuple[Section, list[Article]]:
    """Choose the section whose first listing page names the richest three articles, and those."""
    options = [
        (section, choose(site.in_section(section)[: site.page_size]))
        for section in site.data.sections
    ]
    return max(options, key=lambda option: len(set().union(*map(traits, option[1]))))


def page(site: Site, path: str, number: int) -> RecordedPage:
    """Return a page of the replica as a crawl with its delay would have fetched it."""
    answer = site.lookup(path)
    headers = [("Content-Type", answer.content_type), *answer.headers]
    moment = MOMENT + timedelta(seconds=2 * number)
    return RecordedPage.of(
        site.absolute(path), answer.body, moment, status=answer.status, headers=headers
    )


def record_site(folder: Path, spider: type[SiteSpider]) -> Fixture:
    """Record a site, see that everything is read as it was written, and confirm it.

    Raises:
        AssertionError: A value is not the truth; nothing stays recorded.
    """
    site = site_of(spider.name)
    section, articles = choose_section(site)
    paths = [site.listing_path(section), *(site.path(article) for article in articles)]
    listing, *pages = (page(site, path, number) for number, path in enumerate(paths))
    shutil.rmtree(folder / spider.name / f"{DAY}", ignore_errors=True)
    fixture = record(folder, spider, listing, pages, section=section.name, origin="replica")
    cms = page_for(spider, MOMENT).cms
    wrong = [
        f"{spider.name}: {one.url}: {fault}"
        for number, (one, article) in enumerate(zip(pages, articles, strict=True))
        for fault in faults(fixture, number, site.truth(article), cms, [one, listing])
    ]
    named = {article_key(url, cms) for url in fixture.sheet.named.value or ()}
    own = {article_key(site.absolute(site.path(one)), cms) for one in site.data.articles}
    shown = {article_key(one.url, cms) for one in pages}
    wrong += [f"{spider.name}: the listing does not name {key}" for key in sorted(shown - named)]
    wrong += [f"{spider.name}: {key} is no article" for key in sorted(named - own)]
    if wrong:
        shutil.rmtree(fixture.folder)
        raise AssertionError("\n".join(wrong))
    confirm_all(fixture, BY, DAY)
    return load(fixture.folder)


def truth_values(truth: Truth) -> dict[str, Any]:
    """Return what the truth says of the fields; what is left out is checked by `faults`."""
    return {
        "title": truth.title,
        "lead": truth.lead,
        "body": list(truth.body),
        "author": truth.author,
        "organisation": truth.organisation,
        "section": truth.section,
        "published_at": truth.published and truth.published.isoformat(),
        "published_precision": truth.precision and truth.precision.value,
        "updated_at": truth.updated and truth.updated.isoformat(),
        "images": [{"url": url, "caption": caption} for url, caption in truth.images],
        "attachments": [{"url": url, "name": name} for url, name in truth.attachments],
        "problems": None,
    }


def faults(
    fixture: Fixture, number: int, truth: Truth, cms: str, printed_on: list[RecordedPage]
) -> Iterable[str]:
    """Say where the values of an article are not the truth; of addresses the key counts."""
    read = {name: Value(x.value, x.rule) for name, x in fixture.expected(number).items()}
    for name, wanted in truth_values(truth).items():
        if read[name].value != (wanted or None):
            yield f"{name}: {read[name].value!r} in place of {wanted!r}"
    if article_key(read["url"].value, cms) != article_key(truth.url, cms):
        yield f"url: {read['url'].value} in place of {truth.url}"
    raw, rule = read["published_raw"].value, read["published_rule"].value
    if truth.published is None:
        return
    texts = [clean(page.body.decode()) for page in printed_on]
    if raw is None or not any(raw in text for text in texts):
        yield f"published_raw: {raw!r} is printed nowhere"
    if rule is None or rule.startswith("listing:") is not truth.in_listing_only:
        yield f"published_rule: {rule!r}"


def main() -> int:
    """Record all five sites, and return the exit code."""
    for spider in spiders().values():
        fixture = record_site(fixture_folder(), spider)
        size = sum(file.stat().st_size for file in fixture.folder.iterdir())
        sys.stdout.write(f"{fixture.folder}: {len(fixture.articles)} articles, {size} bytes\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
