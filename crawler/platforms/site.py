"""The base of all spiders: from the home page over the listing pages to the articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.spidermiddlewares.httperror import HttpError
from web_poet import HttpResponse, HttpResponseHeaders

from archive.addresses import Named, State, merged_hints
from archive.errors import ArchiveError
from archive.frontier import ArticleTask, Missing, article_task
from archive.listings import Found
from archive.timezone import now
from archive.urls import host_of
from crawler.failures import ForbiddenByRobots, ForeignRequest, reason_of
from crawler.outcomes import Outcome
from crawler.pages.base import PageContext
from crawler.pages.hints import from_json
from crawler.pages.periods import page_for
from crawler.platforms.responses import error_of, may_be_html
from crawler.platforms.walking import SECTION_DEPTH, ListingSpider
from crawler.platforms.walks import Walk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from scrapy.http import Response
    from sqlalchemy import Row
    from twisted.python.failure import Failure

    from archive.captures import Capture
    from crawler.items import Article
    from crawler.pages.base import Hints

# Listing pages come after the articles that were found, so that memory holds one page's worth of them;
# articles of the home page come last, since a section's listing says more about each.
_ARTICLE_PRIORITY, _HOME_PRIORITY = 10, -10
_GONE = (404, 410)


class SiteSpider(ListingSpider):
    """Crawls one site; a province's spider sets the attributes of `BaseSpider`, in about ten lines."""

    def __init__(self, name: str | None = None, **arguments: str) -> None:
        super().__init__(name, **arguments)
        self._found: set[str] = set()
        self._hints: dict[str, dict[str, Any]] = {}
        self._looked_at = 0
        self._missing: list[Missing] = []

    # --- Asking for articles ---------------------------------------------------------------------

    def new_requests(self, named: Sequence[Named], known: dict[str, Row[Any]]) -> Iterator[Request]:
        """Ask once for an article; what a later listing adds is kept for when its page arrives."""
        moment = now()
        for entry in named:
            row = known[entry.key]
            if entry.key in self._hints:
                self._hints[entry.key] = merged_hints(self._hints[entry.key], entry.hints)
            elif (
                entry.key not in self._found
                and row.state == State.PENDING
                and row.next_visit_at <= moment
                and self._is_wanted(row.hints)
            ):
                yield self.article_request(article_task(row))

    def article_request(self, task: ArticleTask) -> Request:
        """Return the request for an article."""
        self._found.add(task.key)
        self._hints[task.key] = dict(task.hints)
        self._looked_at += task.known
        self.ledger.find(task.key)
        return Request(
            task.url,
            callback=self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"key": task.key, "known": task.known},
            meta={
                "article_key": task.key,
                "capture_kind": "article",
                "capture_earlier": task.earlier,
            },
            priority=_ARTICLE_PRIORITY if "section" in task.hints else _HOME_PRIORITY,
            dont_filter=True,
        )

    # --- Reading articles ------------------------------------------------------------------------

    async def parse_article(
        self, response: Response, key: str, *, known: bool
    ) -> AsyncIterator[Article | Request]:
        """Read an article page with the site's page object."""
        capture: Capture | None = response.meta.get("capture")
        hints = from_json(self._hints.pop(key))
        if known and self._is_home(response):
            self._miss(key, "redirects-home", capture)
            return
        refusal = self._refusal(response)
        if refusal is not None:
            self.ledger.settle(key, Outcome.REJECTED, refusal)
            self.note(self.frontier.article_refused, key, at=now(), reason=refusal, capture=capture)
            self.logger.warning("%s: %s", refusal, response.url)
            return
        article = await self._read(response, hints, capture)
        yield article
        if "looks-like-a-listing" in article.problems:
            for request in self._misjudged(response, key, hints):
                yield request

    async def _read(self, response: Response, hints: Hints, capture: Capture | None) -> Article:
        moment = now() if capture is None else capture.fetched_at
        fetched_at = moment.replace(microsecond=0)
        page = page_for(self, fetched_at)(
            response=HttpResponse(
                response.url,
                body=response.body,
                status=response.status,
                headers=HttpResponseHeaders.from_bytes_dict(response.headers),
            ),
            context=PageContext(self.name, host_of(self.origin), self.province, fetched_at, hints),
        )
        article = await page.to_item()
        article.capture = capture
        return article

    def _misjudged(self, response: Response, key: str, hints: Hints) -> Iterator[Request]:
        """Walk a page that was taken for an article and proves to be a listing."""
        if key in self._listings:
            return
        self._listings.add(key)
        self._asked.add(key)
        page = Found(key, response.url, section=hints.title, named=False, depth=SECTION_DEPTH)
        try:
            with self.frontier.step() as step:
                (task,) = step.find([page])
        except ArchiveError as error:
            self.database_failed(error)
            return
        yield from self.parse_listing(response, task, Walk(self._overlap))

    def _refusal(self, response: Response) -> str | None:
        """Return why a response cannot be an article, before its page is read."""
        if not may_be_html(response):
            return "not-html"
        if not response.body.strip():
            return "empty-page"
        if self.identity(response.url) in self._listings:
            return "looks-like-a-listing"
        return None

    def article_failed(self, failure: Failure) -> None:
        """Settle an article whose page could not be had."""
        request = cast("Request", failure.request)  # type: ignore[attr-defined]
        key: str = request.meta["article_key"]
        self._hints.pop(key, None)
        error = error_of(failure)
        reason = reason_of(error)
        self.logger.warning("%s: %s", reason, request.url)
        response = error.response if isinstance(error, HttpError) else None
        capture = None if response is None else response.meta.get("capture")
        gone = response is not None and response.status in _GONE
        kept_out = isinstance(error, ForbiddenByRobots | ForeignRequest)
        if gone and request.cb_kwargs["known"]:
            self._miss(key, reason, capture)
            return
        self.ledger.settle(key, Outcome.REJECTED if kept_out else Outcome.FAILED, reason)
        if gone or kept_out:
            self.note(self.frontier.article_refused, key, at=now(), reason=reason, capture=capture)
        else:
            self.note(self.frontier.article_failed, key, at=now(), reason=reason)

    # --- Articles that are gone ------------------------------------------------------------------

    def _is_home(self, response: Response) -> bool:
        """Tell whether a site sent us to a listing in place of an article."""
        redirected = "redirect_urls" in response.meta
        home = urlsplit(response.url).path in ("", "/")
        return redirected and (home or self.identity(response.url) in self._listings)

    def _miss(self, key: str, reason: str, capture: Capture | None) -> None:
        """Note that an article of the archive is not there; whether that counts shows at the end."""
        self.ledger.settle(key, Outcome.MISSING, reason)
        self._missing.append(Missing(key, now(), reason, capture))

    def settle_missing(self) -> None:
        """Enter which articles were missing, now that it is known how the rest of the site is."""
        if self._missing and not self.frontier.articles_missing(
            self._missing, looked_at=self._looked_at, alive=self.is_alive
        ):
            self.logger.warning(
                "%d articles were missing, too many for a site that is well: not taken for gone",
                len(self._missing),
            )
        self._missing.clear()
