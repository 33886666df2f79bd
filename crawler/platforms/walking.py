"""The walk of a site: from the start pages over sections and feeds to the addresses of articles.

A CMS base sets the attributes that are known of its addresses; where nothing is set, links are told
apart by their shape and content (`crawler.platforms.links`). What is to be walked, and what is known
already, stands in the archive (`archive.frontier`), so that one night goes on where the last one ended.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urljoin

from lxml import etree
from scrapy import Request
from scrapy.utils.response import get_base_url

from archive.addresses import Named
from archive.errors import ArchiveError
from archive.frontier import ArticleTask, Frontier, ListingTask
from archive.health import EMPTY_LISTING
from archive.listings import Found, is_trusted
from archive.timezone import now
from archive.urls import host_of
from crawler.failures import ForbiddenByRobots, ForeignRequest, reason_of
from crawler.pages.base import Hints
from crawler.pages.hints import from_json, to_json
from crawler.platforms.base import BaseSpider
from crawler.platforms.cards import Card, ListingLinks, card_dates, listed, read_cards
from crawler.platforms.links import (
    Link,
    find_articles,
    is_article,
    is_headline,
    is_refused,
    is_section,
    parents,
)
from crawler.platforms.listings import read_feed, read_links
from crawler.platforms.pagers import FORM_TYPE, ListingPage
from crawler.platforms.responses import error_of, feed_parser, root_of
from crawler.platforms.walks import Walk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Sequence

    from lxml.html import HtmlElement
    from scrapy.http import HtmlResponse, Response
    from sqlalchemy import Row
    from twisted.python.failure import Failure


# Sections of a portal's boards are named on the board's own page, one link from the home page.
SECTION_DEPTH = 2
# A site whose links all look like sections must not hold the run for ever.
_SECTION_LIMIT = 200
_FEED_TYPES = ("application/rss+xml",)
_NOT_MODIFIED = 304


class ListingSpider(BaseSpider):
    """Walks the listing pages of a site; `crawler.platforms.site.SiteSpider` reads the articles.

    Attributes:
        is_alive: Whether a listing of the site still names articles, or has not changed since it did.
    """

    def __init__(self, name: str | None = None, **arguments: str) -> None:
        super().__init__(name, **arguments)
        self.is_alive = False
        self._asked: set[str] = set()
        self._listings: set[str] = set()
        self._on_start_pages: set[str] = set()
        self._sections = 0
        self._pattern_fits = False
        self._planned_at = now()

    # --- Asking for listing pages ----------------------------------------------------------------

    async def start(self) -> AsyncIterator[Request]:
        """Ask for what is due: what waits from other nights, and the first pages of all listings."""
        if self.host.endswith(".invalid") and self.base_url is None:
            self.ledger.report.error = (
                f"the host of {self.name} is not known: set it with -a host=... or SITE_HOSTS"
            )
            return
        try:
            articles, tasks = self._plan()
        except ArchiveError as error:
            self.ledger.report.error = str(error)
            return
        in_section = [task for task in articles if task.hints.get("section")]
        for article in in_section:
            yield self.article_request(article)
        for task in tasks:
            yield self._listing_request(task, Walk(self._overlap))
        for article in articles:
            if article not in in_section:
                yield self.article_request(article)

    def _plan(self) -> tuple[list[ArticleTask], list[ListingTask]]:
        settings = self.crawler.settings
        moment = now()
        self.frontier = Frontier.open(
            settings["ARCHIVE_DATABASE_URL"],
            host=host_of(self.origin),
            spider=self.name,
            province=self.province,
        )
        start = [
            Found(self.identity(url), url)
            for url in (urljoin(self.origin, path) for path in self._start_paths)
        ]
        if settings.getbool("BACKFILL"):
            self._planned_at = self.frontier.plan_backfill(
                start, since=self.period.since, until=self.period.until, at=moment
            )
            revisits = 0
        else:
            days = None if self.full else settings.getfloat("FULL_WALK_DAYS")
            only = self._start_paths != self.start_paths
            self._planned_at = self.frontier.plan(start, at=moment, full_walk_days=days, only=only)
            revisits = settings.getint("REVISIT_LIMIT")
        for row in self.frontier.first_pages():
            self._listings.add(row.key)
            self._on_start_pages.update(row.cards)
        return self.frontier.articles(moment, revisits), self.frontier.listings()

    @property
    def _overlap(self) -> int:
        return self.crawler.settings.getint("LISTING_OVERLAP")

    def _listing_request(self, task: ListingTask, walk: Walk) -> Request:
        row = task.row
        self._asked.add(task.key)
        headers = {} if row.form is None else {"Content-Type": FORM_TYPE}
        trust = self.crawler.settings.getfloat("LISTING_TRUST_DAYS")
        if is_trusted(row, now(), trust):
            headers |= {"If-None-Match": row.etag} if row.etag else {}
            headers |= {"If-Modified-Since": row.last_modified} if row.last_modified else {}
        return Request(
            row.url,
            method="GET" if row.form is None else "POST",
            headers=headers,
            body=row.form,
            callback=self.parse_feed if row.feed else self.parse_listing,
            errback=self.listing_failed,
            cb_kwargs={"task": task, "walk": walk},
            meta={
                "capture_kind": "listing",
                "capture_earlier": task.earlier,
                "start_page": row.page == 1 and row.depth == 0 and not row.feed,
                "handle_httpstatus_list": [_NOT_MODIFIED],
            },
            dont_filter=True,
        )

    @abstractmethod
    def article_request(self, task: ArticleTask) -> Request:
        """Return the request for an article."""

    @abstractmethod
    def new_requests(self, named: Sequence[Named], known: dict[str, Row[Any]]) -> Iterator[Request]:
        """Ask for those articles of a listing page that nobody has read."""

    # --- Reading listing pages -------------------------------------------------------------------

    def parse_listing(self, response: Response, task: ListingTask, walk: Walk) -> Iterator[Request]:
        """Read a listing page: its articles, its next page and, on a start page, the sections."""
        if self._is_not_modified(response, task):
            return
        root = root_of(response)
        if root is None:
            self._lose_listing(task, "not-html")
            return
        self.ledger.report.listings += 1
        row = task.row
        base = get_base_url(cast("HtmlResponse", response))
        given = self.read_listing(root, response.url, base, row.section if row.named else None)
        if row.page == 1 and not given.named:
            self.ledger.report.listing_failures[EMPTY_LISTING] += 1
        found: list[Found] = []
        if self.follow_sections and row.page == 1 and row.depth < SECTION_DEPTH:
            found += self._found_sections(given.links, given.articles, row.depth + 1)
            found += self._found_feeds(root, base, row.depth + 1)
        others = [link for link in given.links if link not in given.articles]
        page = ListingPage(root, given.anchors, response.url, base)
        shown = [card.url for card in given.cards] if row.section is None and row.named else []
        self._on_start_pages.update(shown)
        yield from self._enter(
            *(response, task, walk, given.named, found),
            lambda: self._next_page(page, others, task),
            shown,
        )

    def read_listing(
        self, root: HtmlElement, url: str, base: str, section: str | None
    ) -> ListingLinks:
        """Read the links of a listing page, and what it says of the articles that it names.

        Args:
            root: The parsed page.
            url: Its address on the real host.
            base: What its relative addresses are relative to.
            section: The section whose listing it is, where that says something of its articles.
        """
        anchors = read_links(root, base, self.own_url, self.identity)
        links = [link for link in anchors.links if not is_refused(link)]
        articles = self._articles(links)
        cards = read_cards(anchors, articles)
        named = list(self._named(articles, cards, url, section))
        return ListingLinks(anchors, links, articles, cards, named)

    def _enter(
        self,
        response: Response,
        task: ListingTask,
        walk: Walk,
        named: Sequence[Named],
        found: Sequence[Found],
        next_page: Callable[[], Found | None],
        cards: Sequence[str] = (),
    ) -> Iterator[Request]:
        """Enter what a listing page gave, then ask for what is new."""
        moment = now()
        self.is_alive = self.is_alive or bool(named)
        try:
            with self.frontier.step() as step:
                known = step.name(named, moment)
                tasks = step.find(found)
                following = next_page() if self._goes_on(task, walk, known) else None
                if following is None and task.row.whole and self.period.is_open:
                    step.end(task, moment)
                nexts = step.find([following] if following else [])
                step.walked(
                    task,
                    at=moment,
                    etag=_header(response, "ETag"),
                    last_modified=_header(response, "Last-Modified"),
                    cards=cards,
                    capture=response.meta.get("capture"),
                )
        except ArchiveError as error:
            self.database_failed(error)
            return
        # Sections go first: what is asked for at once would else be the home page's articles.
        for other in tasks:
            row = other.row
            unread = row.pending or row.read_at is None or row.read_at < self._planned_at
            self._listings.add(other.key)
            if unread and other.key not in self._asked:
                yield self._listing_request(other, Walk(self._overlap))
        yield from self.new_requests(named, known)
        for other in nexts:
            yield self._listing_request(other, walk)

    def _goes_on(self, task: ListingTask, walk: Walk, known: dict[str, Row[Any]]) -> bool:
        """Tell whether the walk is to go on behind a page that has been read."""
        fresh = walk.brings_new(known)
        if task.row.page > 1 and not fresh:
            return False
        wanted = [row for row in known.values() if self._is_wanted(row.hints)]
        past = bool(known) and not wanted and self.period.since is not None
        news = any(row.found_at >= self._planned_at for row in wanted)
        if task.row.whole and not past:
            walk.passed = 0
            return True
        return not walk.has_left_new_ground(news=news)

    def _is_wanted(self, hints: dict[str, Any]) -> bool:
        if self.period.is_open:
            return True
        date = from_json(hints).published
        return date is None or self.period.covers(date)

    def _named(
        self, articles: list[Link], cards: list[Card], listing_url: str, section: str | None
    ) -> Iterator[Named]:
        """Return the articles of a listing page with what it says of each."""
        dates = card_dates(cards)
        in_section = set() if section is None else listed(cards, self._on_start_pages)
        for link in articles:
            hints = Hints(
                title=link.text if link.words > 2 else None,
                published=dates.get(link.url),
                section=section if link.url in in_section else None,
                listing_url=listing_url,
            )
            yield Named(self.identity(link.url), link.url, to_json(hints))

    def _articles(self, links: list[Link]) -> list[Link]:
        """Return the links to articles; a pattern that has never fitted a link is not this site's."""
        articles = find_articles(links, self._article_form)
        self._pattern_fits = self._pattern_fits or bool(articles)
        return articles if self._pattern_fits else [link for link in links if is_headline(link)]

    def _next_page(self, page: ListingPage, links: list[Link], task: ListingTask) -> Found | None:
        row = task.row
        following = page.following(links, row.page)
        own = self.own_url(following.url) if following else None
        if following is None or own is None:
            return None
        key = self.identity(own)
        if following.body is not None:
            key = f"{key} page {row.page + 1}"
        elif key in self._asked or key == task.key:
            return None
        limit = self.crawler.settings.getint("LISTING_PAGE_LIMIT")
        unlimited = self.full or self.crawler.settings.getbool("BACKFILL")
        if row.page >= limit and not unlimited:
            self.logger.warning("%s: stopped after %d listing pages", page.url, row.page)
            return None
        return Found(
            key,
            own,
            form=None if following.body is None else following.body.decode("ascii"),
            section=row.section,
            named=row.named,
            depth=row.depth,
            first_id=row.first_id or row.id,
            page=row.page + 1,
            whole=row.whole,
        )

    def _found_sections(
        self, links: list[Link], articles: list[Link], depth: int
    ) -> Iterator[Found]:
        taken = {link.url for link in articles}
        sections = [x for x in links if x.url not in taken and is_section(x, self._section_form)]
        wide = parents(sections)
        for link in sections:
            key = self.identity(link.url)
            if key in self._asked:
                continue
            self._sections += 1
            if self._sections > _SECTION_LIMIT:
                self.logger.warning(
                    "more than %d sections: %s is left out", _SECTION_LIMIT, link.url
                )
                return
            yield Found(key, link.url, section=link.text, named=link.url not in wide, depth=depth)

    def _found_feeds(self, root: HtmlElement, base: str, depth: int) -> Iterator[Found]:
        for link in root.iterfind(".//link[@rel='alternate'][@href]"):
            url = self.own_url(urljoin(base, link.get("href", "")))
            if url and link.get("type") in _FEED_TYPES:
                yield Found(self.identity(url), url, feed=True, depth=depth)

    def parse_feed(self, response: Response, task: ListingTask, walk: Walk) -> Iterator[Request]:
        """Read a feed; it names articles that the listings may no longer show."""
        if self._is_not_modified(response, task):
            return
        try:
            root = etree.fromstring(response.body, feed_parser())
        except etree.XMLSyntaxError:
            root = None
        if root is None:
            self._lose_listing(task, "not-a-feed")
            return
        self.ledger.report.listings += 1
        named = []
        for link, hints in read_feed(root, None):
            url = self.own_url(urljoin(response.url, link))
            if url and is_article(Link(url, hints.title or ""), self._article_form):
                said = to_json(replace(hints, listing_url=response.url))
                named.append(Named(self.identity(url), url, said))
        yield from self._enter(response, task, walk, named, [], lambda: None)

    # --- What goes wrong -------------------------------------------------------------------------

    def _is_not_modified(self, response: Response, task: ListingTask) -> bool:
        if response.status != _NOT_MODIFIED:
            return False
        self.ledger.report.not_modified += 1
        self.is_alive = True
        self.note(self.frontier.listing_not_modified, task, response.meta.get("capture"))
        return True

    def listing_failed(self, failure: Failure) -> None:
        """Count a listing page that could not be had; it is asked for again next night."""
        error = error_of(failure)
        request = cast("Request", failure.request)  # type: ignore[attr-defined]
        reason = reason_of(error)
        kept_out = isinstance(error, ForbiddenByRobots | ForeignRequest)
        if kept_out and not request.meta["start_page"]:  # a menu may name what is not ours
            self.note(self.frontier.listing_failed, request.cb_kwargs["task"], reason, now())
        else:
            self._lose_listing(request.cb_kwargs["task"], reason)

    def _lose_listing(self, task: ListingTask, reason: str) -> None:
        self.ledger.report.listing_failures[reason] += 1
        self.note(self.frontier.listing_failed, task, reason, now())


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return None if value is None else value.decode("latin-1")
