"""The base of all spiders: from the home page over the listing pages to the articles.

A CMS base sets the attributes that are known of its addresses; where nothing is set, links are told
apart by their shape and content (`crawler.platforms.links`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar, cast
from urllib.parse import urljoin

from lxml import etree
from scrapy import Request, Spider
from scrapy.http import HtmlResponse
from scrapy.utils.response import get_base_url
from web_poet import HttpResponse, HttpResponseHeaders

from archive.timezone import now
from archive.urls import article_key, host_of, same_site
from crawler.failures import reason_of
from crawler.middlewares.guard import ForeignRequest
from crawler.middlewares.robots import ForbiddenByRobots
from crawler.outcomes import Outcome, OutcomeLedger
from crawler.pages.base import ArticlePage, Hints, PageContext
from crawler.platforms.arguments import (
    BadArgument,
    read_day,
    read_flag,
    read_origin,
    read_paths,
    read_pattern,
)
from crawler.platforms.cards import Card, card_dates, listed, read_cards
from crawler.platforms.links import (
    Link,
    find_articles,
    is_article,
    is_headline,
    is_refused,
    is_section,
    parents,
)
from crawler.platforms.listings import Anchors, read_feed, read_links
from crawler.platforms.pagers import FORM_TYPE, ListingPage
from crawler.platforms.period import Period
from crawler.platforms.responses import error_of, feed_parser, may_be_html, root_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Generator, Iterator
    from typing import Self

    from lxml.html import HtmlElement
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from crawler.items import Article

# Listing pages come after the articles that were found, so that memory holds one page's worth of them;
# articles of the home page come last, since a section's listing says more about each.
_ARTICLE_PRIORITY, _LISTING_PRIORITY, _HOME_PRIORITY = 10, 0, -10
ARGUMENTS = {"base_url", "host", "since", "until", "full", "start_urls", "article_pattern"}
# Sections of a portal's boards are named on the board's own page, one link from the home page.
_SECTION_DEPTH = 2
# A site whose links all look like sections must not hold the run for ever.
_SECTION_LIMIT = 200
_AFTER_ORIGIN = ("/", "?", "#")
_FEED_TYPES = ("application/rss+xml",)


@dataclass(slots=True)
class Walk:
    """The walk through the pages of one listing.

    Attributes:
        section: Name of the section, from the link that led to it; None on the start pages.
        named: Whether ``section`` is the section of the articles that the listing names.
        depth: How many links lead here from a start page.
        pages: Listing pages read.
        seen: Keys of the articles that its pages named.
    """

    section: str | None
    named: bool = True
    depth: int = 0
    pages: int = 0
    seen: set[str] = field(default_factory=set)


class SiteSpider(Spider):
    """Walks one site; a province's spider sets the attributes below, in about ten lines.

    Attributes:
        host: Host of the site, without ``www.``. A host under ``.invalid`` is not known to this project
            and has to be set (setting ``SITE_HOSTS`` or ``-a host=``).
        scheme: ``https`` or ``http``.
        province: Identifier of the province of the site's body; None for a central site.
        page: Page object that reads its articles.
        start_paths: Where the walk begins.
        follow_sections: Whether links to sections on the start pages are followed.
        article_pattern: Regular expression of article addresses (path and query), where it is known.
        section_pattern: The same of sections.
    """

    host: str
    scheme: str = "https"
    province: str | None = None
    page: ClassVar[type[ArticlePage]]
    start_paths: tuple[str, ...] = ("/",)
    follow_sections: bool = True
    article_pattern: str | None = None
    section_pattern: str | None = None

    def __init__(self, name: str | None = None, **arguments: str) -> None:
        super().__init__(name)
        unknown = sorted(set(arguments) - ARGUMENTS)
        if unknown:
            known = ", ".join(sorted(ARGUMENTS))
            raise BadArgument(f"-a {unknown[0]}: there is no such argument; there are: {known}")
        self.host = arguments.get("host", self.host).lower().removeprefix("www.")
        self.base_url = read_origin(arguments.get("base_url"))
        self.period = Period(
            read_day("since", arguments["since"]) if "since" in arguments else None,
            read_day("until", arguments["until"]) if "until" in arguments else None,
        )
        self.full = read_flag("full", arguments.get("full", "0"))
        self._start = read_paths(arguments.get("start_urls")) or self.start_paths
        self._article = read_pattern(arguments.get("article_pattern", self.article_pattern))
        self._section = read_pattern(self.section_pattern)
        self.ledger = OutcomeLedger(self.name)
        self._hints: dict[str, Hints] = {}
        self._found: set[str] = set()
        self._listings: set[str] = set()
        self._on_start_pages: set[str] = set()
        self._sections = 0
        self._pattern_fits = False
        self._page_limit = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Build the spider for one crawl, with the host that the settings give."""
        hosts = crawler.settings.getdict("SITE_HOSTS")
        if cls.name in hosts:
            kwargs.setdefault("host", hosts[cls.name])
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider._page_limit = crawler.settings.getint("LISTING_PAGE_LIMIT")
        return spider

    # --- Addresses -----------------------------------------------------------------------------

    @property
    def origin(self) -> str:
        """Scheme and host of the real site."""
        return f"{self.scheme}://{self.host}"

    def site_url(self, url: str) -> str:
        """Return an absolute address as the real site has it, also where the copy names itself."""
        if self.base_url is None or not url.startswith(self.base_url):
            return url
        rest = url.removeprefix(self.base_url)
        return self.origin + rest if rest.startswith(_AFTER_ORIGIN) or not rest else url

    def _own_url(self, url: str) -> str | None:
        url = self.site_url(url)
        return url if same_site(url, self.host) else None

    def _identity(self, url: str) -> str:
        return article_key(url, self.page.cms)

    # --- Listing pages -------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Request]:
        """Begin at the start pages."""
        if self.host.endswith(".invalid") and self.base_url is None:
            self.ledger.report.error = (
                f"the host of {self.name} is not known: set it with -a host=... or SITE_HOSTS"
            )
            return
        for path in self._start:
            yield self._listing_request(urljoin(self.origin, path), Walk(None))

    def _listing_request(self, url: str, walk: Walk, form: bytes | None = None) -> Request:
        self._listings.add(self._identity(url))
        return Request(
            url,
            method="GET" if form is None else "POST",
            headers=None if form is None else {"Content-Type": FORM_TYPE},
            body=form,
            callback=self.parse_listing,
            errback=self.listing_failed,
            cb_kwargs={"walk": walk},
            priority=_LISTING_PRIORITY,
            dont_filter=True,
        )

    def parse_listing(self, response: Response, walk: Walk) -> Iterator[Request]:
        """Read a listing page: its articles, its next page and, on a start page, the sections."""
        root = root_of(response)
        if root is None:
            self.ledger.report.listing_failures["not-html"] += 1
            return
        self.ledger.report.listings += 1
        walk.pages += 1
        base = get_base_url(cast("HtmlResponse", response))
        anchors = read_links(root, base, self._own_url, self._identity)
        links = [link for link in anchors.links if not is_refused(link)]
        articles = self._articles(links)
        # Sections go first: what is asked for at once would else be the home page's articles.
        if self.follow_sections and walk.pages == 1 and walk.depth < _SECTION_DEPTH:
            yield from self._section_requests(links, articles, walk.depth + 1)
            yield from self._feed_requests(root, base)
        fresh = yield from self._article_requests(articles, anchors, response.url, walk)
        if fresh or walk.pages == 1:
            page = ListingPage(root, anchors, response.url, base)
            yield from self._next_requests(page, [x for x in links if x not in articles], walk)

    def _articles(self, links: list[Link]) -> list[Link]:
        """Return the links to articles; a pattern that has never fitted a link is not this site's."""
        articles = find_articles(links, self._article)
        self._pattern_fits = self._pattern_fits or bool(articles)
        return articles if self._pattern_fits else [link for link in links if is_headline(link)]

    def _article_requests(
        self, articles: list[Link], anchors: Anchors, listing_url: str, walk: Walk
    ) -> Generator[Request, None, int]:
        """Ask for the articles of a listing page; return how many this walk had not met before."""
        cards = read_cards(anchors, articles)
        dates = card_dates(cards)
        in_section = self._in_section(cards, walk)
        fresh = 0
        for link in articles:
            key = self._identity(link.url)
            fresh += key not in walk.seen
            walk.seen.add(key)
            hints = Hints(
                title=link.text if link.words > 2 else None,
                published=dates.get(link.url),
                section=walk.section if walk.named and link.url in in_section else None,
                listing_url=listing_url,
            )
            yield from self._article_request(link.url, hints)
        return fresh

    def _in_section(self, cards: list[Card], walk: Walk) -> set[str]:
        """Return which articles belong to the section, not to a side column of its page."""
        if walk.section is None:
            self._on_start_pages.update(card.url for card in cards)
            return set()
        return listed(cards, self._on_start_pages)

    def _article_request(self, url: str, hints: Hints) -> Iterator[Request]:
        """Ask for an article once; what a later listing adds is kept for when its page arrives."""
        key = self._identity(url)
        if key in self._found:
            if key in self._hints:
                self._hints[key] = _merge(self._hints[key], hints)
            return
        if hints.published and not self.period.covers(hints.published):
            return
        self._found.add(key)
        self._hints[key] = hints
        self.ledger.find(key)
        yield Request(
            url,
            callback=self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"key": key},
            meta={"article_key": key},
            priority=_HOME_PRIORITY if hints.section is None else _ARTICLE_PRIORITY,
            dont_filter=True,
        )

    def _next_requests(self, page: ListingPage, links: list[Link], walk: Walk) -> Iterator[Request]:
        following = page.following(links, walk.pages)
        own = self._own_url(following.url) if following else None
        if following is None or own is None:
            return
        if following.body is None and self._identity(own) in self._listings:
            return
        if walk.pages >= self._page_limit and not self.full:
            self.logger.warning("%s: stopped after %d listing pages", page.url, walk.pages)
            return
        yield self._listing_request(own, walk, following.body)

    def _section_requests(
        self, links: list[Link], articles: list[Link], depth: int
    ) -> Iterator[Request]:
        taken = {link.url for link in articles}
        sections = [x for x in links if x.url not in taken and is_section(x, self._section)]
        wide = parents(sections)
        for link in sections:
            if self._identity(link.url) in self._listings:
                continue
            self._sections += 1
            if self._sections > _SECTION_LIMIT:
                self.logger.warning(
                    "more than %d sections: %s is left out", _SECTION_LIMIT, link.url
                )
                return
            yield self._listing_request(link.url, Walk(link.text, link.url not in wide, depth))

    def _feed_requests(self, root: HtmlElement, base: str) -> Iterator[Request]:
        for link in root.iterfind(".//link[@rel='alternate'][@href]"):
            url = self._own_url(urljoin(base, link.get("href", "")))
            if (
                link.get("type") in _FEED_TYPES
                and url
                and self._identity(url) not in self._listings
            ):
                self._listings.add(self._identity(url))
                yield Request(
                    url, callback=self.parse_feed, errback=self.listing_failed, dont_filter=True
                )

    def parse_feed(self, response: Response) -> Iterator[Request]:
        """Read a feed; it names articles that the listings may no longer show."""
        try:
            root = etree.fromstring(response.body, feed_parser())
        except etree.XMLSyntaxError:
            root = None
        if root is None:
            self.ledger.report.listing_failures["not-a-feed"] += 1
            return
        self.ledger.report.listings += 1
        for link, hints in read_feed(root, None):
            url = self._own_url(urljoin(response.url, link))
            if url and is_article(Link(url, hints.title or ""), self._article):
                yield from self._article_request(url, replace(hints, listing_url=response.url))

    def listing_failed(self, failure: Failure) -> None:
        """Count a listing page that could not be read."""
        error = error_of(failure)
        if not isinstance(error, ForbiddenByRobots | ForeignRequest):
            self.ledger.report.listing_failures[reason_of(error)] += 1

    # --- Articles ------------------------------------------------------------------------------

    async def parse_article(self, response: Response, key: str) -> AsyncIterator[Article | Request]:
        """Read an article page with the site's page object."""
        hints = self._hints.pop(key)
        refusal = self._refusal(response)
        if refusal is not None:
            self.ledger.settle(key, Outcome.REJECTED, refusal)
            self.logger.warning("%s: %s", refusal, response.url)
            return
        page = self.page(
            response=HttpResponse(
                response.url,
                body=response.body,
                status=response.status,
                headers=HttpResponseHeaders.from_bytes_dict(response.headers),
            ),
            context=PageContext(self.name, host_of(self.origin), self.province, now(), hints),
        )
        article = await page.to_item()
        yield article
        if "looks-like-a-listing" in article.problems:
            for request in self._misjudged(response, key, hints):
                yield request

    def _misjudged(self, response: Response, key: str, hints: Hints) -> Iterator[Request]:
        """Walk a page that was taken for an article and proves to be a listing."""
        if key not in self._listings:
            self._listings.add(key)
            yield from self.parse_listing(
                response, Walk(hints.title, named=False, depth=_SECTION_DEPTH)
            )

    def _refusal(self, response: Response) -> str | None:
        """Return why a response cannot be an article, before its page is read."""
        if not may_be_html(response):
            return "not-html"
        if not response.body.strip():
            return "empty-page"
        if self._identity(response.url) in self._listings:
            return "looks-like-a-listing"
        return None

    def article_failed(self, failure: Failure) -> None:
        """Settle an article whose page could not be had."""
        request = cast("Request", failure.request)  # type: ignore[attr-defined]
        key: str = request.meta["article_key"]
        self._hints.pop(key, None)
        error = error_of(failure)
        kept_out = isinstance(error, ForbiddenByRobots | ForeignRequest)
        outcome = Outcome.REJECTED if kept_out else Outcome.FAILED
        reason = reason_of(error)
        self.ledger.settle(key, outcome, reason)
        self.logger.warning("%s: %s", reason, request.url)


def _merge(first: Hints, second: Hints) -> Hints:
    return Hints(
        title=first.title or second.title,
        published=first.published or second.published,
        section=first.section or second.section,
        listing_url=first.listing_url if first.section else second.listing_url,
    )
