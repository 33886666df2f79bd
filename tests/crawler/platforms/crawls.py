"""Crawls small sites of a content system with its spider, and compares the archive with their truth."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings

from archive.models import Article
from archive.timezone import now
from archive.urls import article_key
from crawler.outcomes import SiteReport
from crawler.pages.periods import page_for
from crawler.platforms.site import SiteSpider
from tests.crawling import Place, Ran, run
from tests.sites.platforms import PlatformSite, Served, serve
from tests.sites.truth import Truth


@dataclass(frozen=True, slots=True)
class Crawled:
    """What the crawl of a small site left behind.

    Attributes:
        stored: The articles of the archive, by key.
        truths: What it must hold, by key.
        requests: The request targets in order.
        ran: What the program said.
        report: Its report.
    """

    stored: dict[str, Article]
    truths: dict[str, Truth]
    requests: list[str]
    ran: Ran
    report: SiteReport

    def wrong(self, field: str) -> dict[str, tuple[Any, Any]]:
        """Return what is stored and what was written, by key, where they differ in a field."""
        return {
            key: values
            for key, truth in self.truths.items()
            if key in self.stored
            and (values := (FIELDS[field](self.stored[key]), getattr(truth, field)))[0] != values[1]
        }


#: The fields of a stored article in the form of `tests.sites.truth.Truth`.
FIELDS: dict[str, Callable[[Article], Any]] = {
    "title": lambda article: article.title,
    "lead": lambda article: article.lead,
    "body": lambda article: tuple(article.body.split("\n\n")),
    "headings": lambda article: tuple(article.headings),
    "author": lambda article: article.author,
    "section": lambda article: article.section,
    "published": lambda article: article.published_at,
    "precision": lambda article: article.published_precision,
    "images": lambda article: tuple((image.url, image.caption) for image in article.images),
}


Spiders = type[SiteSpider] | Mapping[str, type[SiteSpider]]


def crawl(folder: Path, sites: Sequence[PlatformSite], spiders: Spiders) -> dict[str, Crawled]:
    """Crawl sites in one process, each into an archive of its own.

    Args:
        folder: An empty folder.
        sites: The sites, each of another variant.
        spiders: A spider that the test's module defines: ``class MauSpider(LiferaySpider)`` with name,
            host and province; or one for each variant.

    Returns:
        What each crawl left behind, by variant.
    """

    def spider_of(site: PlatformSite) -> type[SiteSpider]:
        return spiders[site.variant] if isinstance(spiders, Mapping) else spiders

    with ExitStack() as stack:
        served = {site.variant: stack.enter_context(serve(site)) for site in sites}
        places = {variant: _place(folder / variant) for variant in served}
        copies = [
            (_name(spider_of(site)), str(places[v].folder), served[v].base_url)
            for site in sites
            for v in [site.variant]
        ]
        ran = run("python", "-m", __name__, json.dumps(copies))
    return {
        site.variant: _crawled(
            site, spider_of(site), places[site.variant], served[site.variant], ran
        )
        for site in sites
    }


def _name(spider: type[SiteSpider]) -> str:
    return f"{spider.__module__}:{spider.__name__}"


def _place(folder: Path) -> Place:
    folder.mkdir()
    return Place(folder).upgrade()


def _crawled(
    site: PlatformSite, spider: type[SiteSpider], place: Place, served: Served, ran: Ran
) -> Crawled:
    report = place.folder / "report.json"
    assert report.exists(), ran.err
    cms = page_for(spider, now()).cms
    return Crawled(
        stored={article.key: article for article in place.articles()},
        truths={article_key(truth.url, cms): truth for truth in site.truths},
        requests=served.requests,
        ran=ran,
        report=SiteReport.read(report),
    )


def main(copies: list[tuple[str, str, str]]) -> None:
    """Crawl copies of sites at the same time: spider, folder of the archive, address."""
    process = AsyncCrawlerProcess(get_project_settings())
    for spider, folder, base_url in copies:
        module, _, name = spider.partition(":")
        process.settings = get_project_settings()
        process.settings.setdict(
            {
                "ARCHIVE_CAPTURES": f"{folder}/captures",
                "ARCHIVE_DATABASE_URL": Place(Path(folder)).url,
                "DOWNLOAD_DELAY": 0,
                "RETRY_BACKOFF": 0.05,
                "RUN_REPORT": f"{folder}/report.json",
                "RUNS_FOLDER": f"{folder}/runs",
            },
            priority="cmdline",
        )
        process.crawl(getattr(import_module(module), name), base_url=base_url)
    process.start()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
