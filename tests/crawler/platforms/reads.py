"""Reads the articles of a small site without a crawl, page by page, and compares them with its truth."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

from web_poet import HttpResponse

from archive.timezone import VIETNAM
from crawler.items import Article
from crawler.pages import ArticlePage, Hints, PageContext
from tests.sites.platforms import PlatformSite

FETCHED = datetime(2026, 11, 22, 21, 7, tzinfo=VIETNAM)

#: The fields of a page that was read, in the form of `tests.sites.truth.Truth`.
FIELDS: dict[str, Callable[[Article], Any]] = {
    "title": lambda read: read.title,
    "lead": lambda read: read.lead,
    "body": lambda read: tuple(read.body),
    "headings": lambda read: tuple(read.headings),
    "tables": lambda read: tuple(tuple(tuple(row) for row in table) for table in read.tables),
    "author": lambda read: read.author,
    "organisation": lambda read: read.organisation,
    "source": lambda read: read.source,
    "source_mark": lambda read: read.source_mark,
    "section": lambda read: read.section,
    "tags": lambda read: tuple(read.tags),
    "published": lambda read: read.published and read.published.value,
    "images": lambda read: tuple((image.url, image.caption) for image in read.images),
    "attachments": lambda read: tuple((file.url, file.name) for file in read.attachments),
}


def read_wrongly(
    site: PlatformSite, page: type[ArticlePage], *, but: tuple[str, ...] = ()
) -> dict[tuple[str, str], tuple[Any, Any]]:
    """Return what a page object reads and what was written, by path and field, where they differ.

    Args:
        site: The site.
        page: The page object; it is told the link's text and the section, as a walk would.
        but: Fields that are not compared.
    """
    wrong: dict[tuple[str, str], tuple[Any, Any]] = {}
    for truth in site.truths:
        hints = Hints(title=truth.title, section=truth.section)
        context = PageContext("mau", site.host, None, FETCHED, hints)
        answer = site.lookup(truth.path)
        response = HttpResponse(truth.url, answer.body, status=answer.status)
        read = asyncio.run(page(response, context).to_item())
        if read.problems:
            wrong[truth.path, "problems"] = (read.problems, [])
        for name, value in FIELDS.items():
            if name not in but and value(read) != getattr(truth, name):
                wrong[truth.path, name] = (value(read), getattr(truth, name))
    return wrong
