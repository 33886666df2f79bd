"""Looks at a site page by page, within a budget of requests, and says how a spider can crawl it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from lxml.etree import LxmlError
from scrapy.utils.response import get_base_url

from archive.text import clean, fold_words
from archive.urls import host_of
from crawler.fixtures import RecordedPage, read_fields
from crawler.middlewares.download import change_origin
from crawler.pages.hints import from_json
from crawler.platforms.cards import listed
from crawler.platforms.generic import GenericSpider
from crawler.platforms.links import Link, is_section, parents
from crawler.platforms.pagers import Following, ListingPage
from crawler.scouting.addresses import settle_addresses
from crawler.scouting.feeds import look_at_feed, look_at_sitemap
from crawler.scouting.guesses import describe, guess_body, guess_province, named_addresses
from crawler.scouting.looked import Looked, ReadArticle, date_forms
from crawler.scouting.proposal import Proposal, Recorded, Section, counted
from crawler.scouting.recognition import Seen, judge, recognise, tail_of
from crawler.scouting.troubles import Unusable, explain, no_news, see_usable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from lxml.html import HtmlElement
    from scrapy.http import HtmlResponse

    from crawler.pages.base import Hints
    from crawler.platforms.cards import ListingLinks
    from crawler.platforms.site import SiteSpider
    from crawler.scouting.guesses import SelfDescription
    from crawler.scouting.recognition import Evidence, Verdict
    from crawler.scouting.visits import Get, Visit

#: Requests that one look at a site takes at most, robots.txt included.
LIMIT: Final = 12
_ARTICLES: Final = 3
_SECTIONS: Final = 2  # that are proven by looking at them
_MOST_SECTIONS: Final = 3  # that are looked at
_SHOWN_SECTIONS: Final = 12
_HOME: Final = re.compile(
    r"(?:^|/)(?:home|trang-?chu|index\.\w+)/?$|^/default\.aspx/?$|^/(?:vi|vi-vn)/?$", re.IGNORECASE
)
# Folded names of pages that stand in every menu and list no news.
_NO_NEWS: Final = frozenset(
    {
        *("trang chu", "trang nhat", "home", "gioi thieu", "lien he", "thu vien anh", "hinh anh"),
        *("video", "van ban", "so do site", "co cau to chuc", "chuc nang nhiem vu", "hoi dap"),
    }
)


class Scout:
    """One look at a site.

    Args:
        get: Asks for pages.
        url: The page to begin with, on the host that ``get`` knows.
        base_url: Origin of the copy that is asked in place of the site.
        host: Host of the site; None: a copy's pages may name it.
        see: Is handed what the start page says of the site, and may raise, before more is asked for.
    """

    def __init__(
        self,
        get: Get,
        url: str,
        *,
        base_url: str | None = None,
        host: str | None = None,
        see: Callable[[SelfDescription], None] = lambda site: None,  # noqa: ARG005 - all is well
    ) -> None:
        self._get = get
        self._see_description = see
        self._url = url
        self._path = tail_of(url) or "/"
        self._base_url = base_url
        self._host = host
        self._evidence: list[Evidence] = []
        self._verdict: Verdict = judge(())
        self._base: type[SiteSpider] = GenericSpider
        self._looked: list[Looked] = []
        self._read: list[ReadArticle] = []
        self._troubles: list[str] = []

    async def look(self) -> tuple[Proposal, Recorded]:
        """Look at the site.

        Raises:
            Unusable: No spider can be written for it; the message says why.
        """
        home = await self._home()
        candidates = self._candidates(home)
        await self._look_at_sections(home, candidates)
        listing = self._listing(home)
        pager, second = await self._second_page(listing)
        await self._read_articles(listing, second, home)
        site = describe(home.root, self._get.host)
        proposal = Proposal(
            host=self._get.host,
            scheme=urlsplit(self._url).scheme,
            home=self._path,
            verdict=self._verdict,
            base=self._base,
            province=guess_province(site),
            body=guess_body(site),
            sections=self._sections(candidates),
            pager=pager,
            dates=date_forms(self._read),
            troubles=self._troubles,
        )
        others = [link.url for link in candidates]
        pools = [look.given.articles for look in self._looked]
        proposal.marked = any(link.is_entry for links in pools for link in links)
        settle_addresses(
            proposal,
            {link.url for links in (*pools, *self._by_shape()) for link in links},
            others,
            [entry.visit.url for entry in self._read],
        )
        proposal.feed = await look_at_feed(self._get, self._probe(), home.root, home.visit)
        dates = {e.visit.url: e.fields["published_at"].value for e in self._read}
        proposal.sitemap = await look_at_sitemap(self._get, self._probe(), dates)
        articles = [entry.visit for entry in self._read]
        return proposal, Recorded(listing.visit, listing.section, articles)

    # --- The start page ---------------------------------------------------------------------------

    async def _home(self) -> Looked:
        visit = await self._get(self._url)
        if visit.trouble:
            raise Unusable(explain(visit, self._get.host, self._base_url))
        root = visit.root
        if root is None:
            raise Unusable(f"{visit.url} is no page of HTML: give the address of the start page")
        visit = self._learn_host(visit, root)
        self._url = visit.url
        shapes = self._links(visit, root, self._probe())
        see_usable(visit, root, len(shapes.links), self._get.host)
        self._see_description(describe(root, self._get.host))
        self._recognise(visit, root, shapes.articles)
        return self._see(visit, root, None)

    def _learn_host(self, visit: Visit, root: HtmlElement) -> Visit:
        """Learn from the start page of a copy which host it is a copy of."""
        if self._host is not None:
            return visit
        named = next(named_addresses(root), None)
        if named is None:
            return visit
        self._get.host = host_of(named)
        url = change_origin(visit.url, f"{urlsplit(named).scheme}://{self._get.host}")
        response = visit.response and visit.response.replace(url=url)
        return replace(visit, url=url, response=response)

    def _recognise(self, visit: Visit, root: HtmlElement, articles: Iterable[Link]) -> None:
        """Add what a page shows of its system, and settle which base reads the site."""
        tails = [tail_of(link.url) for link in articles]
        self._evidence += recognise(Seen(root, visit.body, visit.headers, tails))
        self._verdict = judge(self._evidence)
        system = self._verdict.system
        self._base = (system and system.spider()) or GenericSpider

    # --- Reading with a base ----------------------------------------------------------------------

    def _class(self, base: type[SiteSpider] | None = None) -> type[SiteSpider]:
        base = self._base if base is None else base
        own = {"name": "probe", "host": self._get.host, "province": None}
        return type("Probe", (base,), own | {"scheme": urlsplit(self._url).scheme})

    def _probe(self, base: type[SiteSpider] | None = None) -> SiteSpider:
        copy = {} if self._base_url is None else {"base_url": self._base_url}
        return self._class(base)(**copy)

    @staticmethod
    def _links(visit: Visit, root: HtmlElement, probe: SiteSpider) -> ListingLinks:
        response: HtmlResponse = visit.response  # type: ignore[assignment]  # it has a root
        return probe.read_listing(root, visit.url, get_base_url(response), None)

    def _see(self, visit: Visit, root: HtmlElement, section: str | None) -> Looked:
        given = self._links(visit, root, self._probe())
        shown = {link.url for look in self._looked[:1] for link in look.given.articles}
        chosen = (
            {link.url for link in given.articles if not link.in_menu}
            if section is None
            else listed(given.cards, shown)
        )
        in_order = tuple(link.url for link in given.articles if link.url in chosen)
        look = Looked(visit, root, given, section, in_order)
        self._looked.append(look)
        return look

    def _by_shape(self) -> Iterator[list[Link]]:
        """Return the links that look like articles whatever the base says of their form."""
        if self._base.article_pattern is not None:
            generic = self._probe(GenericSpider)
            for look in self._looked:
                yield self._links(look.visit, look.root, generic).articles

    # --- Sections ---------------------------------------------------------------------------------

    def _candidates(self, home: Looked) -> list[Link]:
        """Return the links to what may be sections, the likeliest first."""
        articles = set(home.given.articles)
        own_form = self._base.section_pattern
        forms = [None] if own_form is None else [re.compile(own_form), None]
        names = {fold_words(name) for name in describe(home.root, self._get.host).names}
        links = [
            link
            for link in home.given.links
            if link not in articles
            and link.url != home.visit.url
            and not _HOME.search(tail_of(link.url))
            and fold_words(link.text) not in names
        ]
        for form in forms:
            found = [link for link in links if is_section(link, form)]
            if found:
                break
        paths = [urlsplit(link.url).path for link in home.given.articles]

        wide = parents(found)

        def rank(link: Link) -> tuple[bool, bool, bool, bool]:
            stem = re.sub(r"\.\w{3,5}$", "", urlsplit(link.url).path).rstrip("/") + "/"
            holds = stem != "/" and any(path.startswith(stem) for path in paths)
            # Texts with digits are numbers of documents.
            no_news = fold_words(link.text) in _NO_NEWS or re.search(r"\d", link.text) is not None
            return no_news, link.url in wide, not holds, not link.in_menu

        return sorted(found, key=rank)

    async def _look_at_sections(self, home: Looked, candidates: list[Link]) -> None:
        proven = 0
        for url, title in [(x.url, clean(x.text)) for x in candidates[:_MOST_SECTIONS]]:
            if proven >= _SECTIONS or self._get.left <= _ARTICLES + 1:
                return
            visit = await self._get(url)
            if visit.trouble or visit.root is None:
                self._troubles.append(f"section {title}: {visit.trouble or 'no page of HTML'}")
                continue
            proven += bool(self._see(visit, visit.root, title).list)
        if not proven and not home.list:
            title = clean("".join(e.text_content() for e in home.root.iter("title")))
            raise no_news(self._get.host, len(self._looked), title)

    def _sections(self, candidates: list[Link]) -> list[Section]:
        looked = {look.visit.url: look for look in self._looked}
        form = self._base.section_pattern
        found = []
        for link in candidates:
            title = clean(link.text)
            if link.url in looked:
                if looked[link.url].list:
                    found.append(Section(link.url, title, len(looked[link.url].list)))
            elif form and re.search(form, tail_of(link.url)) and not re.search(r"\d", title):
                found.append(Section(link.url, title))
        return found[:_SHOWN_SECTIONS]

    def _listing(self, home: Looked) -> Looked:
        """Return the listing that is recorded: with further pages and a long list, if there is one."""
        proven = [look for look in self._looked if look.section is not None and look.list]
        wide = parents([Link(look.visit.url, "") for look in proven])
        return max(
            proven,
            key=lambda look: (look.visit.url not in wide, bool(_following(look)), len(look.list)),
            default=home,
        )

    async def _second_page(self, listing: Looked) -> tuple[str, Looked | None]:
        """Return how the next page of the listing is reached, and that page where it was looked at."""
        following = _following(listing)
        if following is None:
            return "none seen", None
        if following.body is not None:
            return "ASP.NET postback, __doPostBack (not looked at)", None
        form = f"{tail_of(listing.visit.url)} -> {tail_of(following.url)}"
        if self._get.left <= _ARTICLES:
            return f"{form} (not looked at)", None
        visit = await self._get(following.url)
        if visit.trouble or visit.root is None:
            self._troubles.append(f"page 2: {visit.trouble or 'no page of HTML'}")
            return form, None
        second = self._see(visit, visit.root, listing.section)
        fresh = len(set(second.list) - set(listing.list))
        return f"{form} ({counted(fresh, 'further article')})", second

    # --- Articles ---------------------------------------------------------------------------------

    async def _read_articles(self, listing: Looked, second: Looked | None, home: Looked) -> None:
        """Read three articles that differ: the newest of the listing, an older one, one of elsewhere."""
        older = [*reversed(second.list if second else ()), *reversed(listing.list)]
        elsewhere = [
            url
            for look in self._looked
            if look.section not in (None, listing.section)
            for url in look.list
        ]
        queues = [list(listing.list), older, [*elsewhere, *home.list, *listing.list]]
        hints = self._hints()
        asked: set[str] = set()
        for queue in queues:
            for url in queue:
                if url in asked:
                    continue
                if not self._get.left:
                    break
                asked.add(url)
                if await self._read_article(url, hints) or len(asked) > _ARTICLES:
                    break
        if not self._read:
            raise Unusable(
                f"none of {len(asked)} pages of {self._get.host} could be read as an article: "
                f"{'; '.join(self._troubles) or 'none was named'}"
            )

    def _hints(self) -> dict[str, Hints]:
        return {
            entry.url: from_json(entry.hints)
            for look in reversed(self._looked)
            for entry in look.given.named
        }

    async def _read_article(self, url: str, hints: dict[str, Hints]) -> bool:
        visit = await self._get(url)
        if visit.trouble or visit.root is None:
            self._troubles.append(f"{url}: {visit.trouble or 'no page of HTML'}")
            return False
        if not self._read:
            self._recognise(visit, visit.root, ())
        page = RecordedPage.of_answer(visit)
        try:
            fields = read_fields(self._class(), page, hints.get(url))
        except LxmlError as error:
            self._troubles.append(f"{url}: {error}")
            return False
        read = ReadArticle(visit, fields)
        if read.problems:
            self._troubles.append(f"{url}: {', '.join(read.problems)}")
            return False
        self._read.append(read)
        return True


def _following(look: Looked) -> Following | None:
    """Return the next page of a listing, if it has one."""
    base = get_base_url(look.visit.response)  # type: ignore[arg-type]  # it is HTML
    page = ListingPage(look.root, look.given.anchors, look.visit.url, base)
    others = [link for link in look.given.links if link not in look.given.articles]
    return page.following(others, 1)
