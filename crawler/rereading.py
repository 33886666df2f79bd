"""Reads stored pages again, without network, with the page objects of today."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from web_poet import HttpResponse, HttpResponseHeaders

from archive.captures import CaptureError, CaptureMissing, read_capture
from crawler.outcomes import Rejected
from crawler.pages.base import PageContext
from crawler.pages.hints import from_json
from crawler.pages.periods import page_for
from crawler.pipelines.enrich import EnrichPipeline
from crawler.pipelines.validate import require_sound

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from archive.captures import Page
    from archive.stored_pages import StoredPage
    from crawler.items import Article
    from crawler.pages.base import ArticlePage, Hints
    from crawler.platforms.base import BaseSpider

logger = logging.getLogger(__name__)


class NotReadable(Exception):
    """A stored page does not give its article again.

    Args:
        reason: A short fixed word, ``capture-missing``, which the report counts.
        detail: What an operator needs to look into it.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class Rereader:
    """Reads stored pages as a crawl would: page object, validation, province and topics.

    Args:
        folder: Folder of the captures.
        spiders: The classes of the spiders, by name.
    """

    def __init__(self, folder: Path, spiders: Mapping[str, type[BaseSpider]]) -> None:
        self._folder = folder
        self._spiders = spiders
        self._enrich = EnrichPipeline()

    def __call__(self, page: StoredPage) -> Article | None:
        """Read a stored page, or say None where it cannot be read; the log says why."""
        try:
            return self.read(page)
        except NotReadable as error:
            logger.warning(
                "the stored page of %s cannot be read again: %s", page.key, error, exc_info=error
            )
            return None

    def read(self, page: StoredPage) -> Article:
        """Read a stored page.

        Raises:
            NotReadable: The capture cannot be read, or today's page object refuses the page.
        """
        spider = self._spiders.get(page.spider)
        if spider is None:
            raise NotReadable("no-spider", f"there is no spider {page.spider} any more")
        captured = self._captured(page)
        try:
            reader = _reader(spider, page, captured)
            article = self._enrich.process_item(require_sound(run_reader(reader)))
        except Rejected as error:
            raise NotReadable(error.reason, str(error)) from error
        except Exception as error:
            # A page object that breaks over one page must not end the work on all others.
            raise NotReadable("error-while-reading", f"{error!r} at {captured.url}") from error
        if article.key != page.key:
            raise NotReadable("another-key", f"{article.key} in place of {page.key}")
        return article

    def _captured(self, page: StoredPage) -> Page:
        try:
            return read_capture(self._folder, page.place)
        except CaptureMissing as error:
            raise NotReadable("capture-missing", str(error)) from error
        except CaptureError as error:
            raise NotReadable("capture-damaged", str(error)) from error


def _reader(spider: type[BaseSpider], page: StoredPage, captured: Page) -> ArticlePage:
    """Return the page object that reads a stored page."""
    return page_for(spider, page.fetched_at)(
        HttpResponse(
            captured.url,
            body=captured.body,
            status=captured.status,
            headers=HttpResponseHeaders(captured.headers),
        ),
        PageContext(page.spider, page.site, spider.province, page.fetched_at, _hints(page)),
    )


def run_reader(reader: ArticlePage) -> Article:
    """Return what a page object reads; it has nothing to wait for, so it needs no event loop.

    Raises:
        RuntimeError: It waits for something all the same.
    """
    running = reader.to_item()
    try:
        running.send(None)
    except StopIteration as end:
        article: Article = end.value
        return article
    running.close()
    raise RuntimeError(f"{type(reader).__name__} waits for something")


def _hints(page: StoredPage) -> Hints:
    """Return what listings said, in the words of the stored article where nothing else was kept."""
    hints = from_json(dict(page.hints))
    missing = {name: value for name, value in page.listed.items() if not getattr(hints, name)}
    return replace(hints, **missing)
