"""The canary: a few polite requests, and whether a site is still read as it was.

What is read of a listing and up to three articles is compared with the newest fixture, read with the
page objects of today, and with the newest articles of the archive. `scrapy checksite` prints it, and the
nightly run sends it along with what the health monitors found.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from archive.timezone import now
from crawler.canary_judging import (
    FIELDS,
    Check,
    ReadArticle,
    Reference,
    Word,
    Wrong,
    judge_cms,
    judge_fields,
)
from crawler.fixtures import Fixture, RecordedPage, Value, read_fields, read_listing
from crawler.fixtures.reading import root_of_page
from crawler.middlewares.download import change_origin
from crawler.pages.periods import page_for
from crawler.scouting.recognition import Seen, judge, recognise
from crawler.scouting.troubles import explain

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping

    from lxml.html import HtmlElement

    from crawler.fixtures import ListingReading
    from crawler.platforms.site import SiteSpider
    from crawler.scouting.visits import Visit

    #: What asks for a page (`crawler.scouting.visits.Get`).
    Get = Callable[[str], Awaitable[Visit]]

#: Requests of one check at most: robots.txt, a listing, three articles.
LIMIT: Final = 5
#: Articles that are looked at.
ARTICLES: Final = 3
_GONE: Final = ("http-404", "http-410")
_NO_SITE: Final = (
    *("host-unreachable", "connection-refused", "connection-failed", "timeout"),
    *("certificate-invalid", "private-address"),
)


def reference_of(fixture: Fixture, spider: type[SiteSpider]) -> Reference:
    """Return what a fixture says, read with the page objects of today."""
    pages = [fixture.read(spider, number) for number in range(len(fixture.articles))]
    shown = [_seen_in(page) for page in (fixture.listing, *fixture.articles[:1])]
    return Reference(
        f"{fixture.spider}/{fixture.folder.name}",
        len(pages),
        Counter(name for values in pages for name in FIELDS if values[name].value),
        _rules(pages),
        recognised(shown),
    )


def _rules(pages: Iterable[Mapping[str, Value]]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for values in pages:
        for name in FIELDS:
            if values[name].value and values[name].rule:
                found.setdefault(name, Counter())[str(values[name].rule)] += 1
    return found


def _seen_in(page: RecordedPage) -> Seen | None:
    root = root_of_page(page)
    if root is None:
        return None
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in page.headers]
    return Seen(root, page.body, headers)


def recognised(pages: Iterable[Seen | None]) -> str | None:
    """Return the word of the system that pages show; None where they show none that is known."""
    evidence = [found for page in pages if page is not None for found in recognise(page)]
    system = judge(evidence).system
    return None if system is None else system.cms


class Canary:
    """Looks at one site.

    Args:
        spider: Its spider.
        check: What is known beforehand; what is found is added to it.
        fixture: Its newest fixture.
    """

    def __init__(self, spider: type[SiteSpider], check: Check, fixture: Fixture | None) -> None:
        self._spider = spider
        self._check = check
        self._fixture = fixture
        self._section = None if fixture is None else fixture.sheet.section

    async def look(self, get: Get) -> None:
        """Ask for a listing and some of its articles, and judge what is read."""
        found = await self._listing(get)
        if found is None:
            return
        visit, listing = found
        shown = [_seen(visit)]
        host = urlsplit(visit.url).netloc
        # On www. and without it lie two robots.txt, which would both be asked for.
        for url in sorted(listing.articles, key=lambda x: urlsplit(x).netloc != host)[:ARTICLES]:
            article = await get(url)
            if article.trouble == "limit-reached":
                self._check.notes.append(
                    f"{url} was not looked at: {article.trouble}, {LIMIT} requests were sent"
                )
                break
            shown.append(_seen(article))
            self._read(article, listing)
        # As many pages as of the fixture: more would show more marks.
        self._check.cms = recognised(shown[:2])
        self._check.wrong += judge_cms(self._check, page_for(self._spider, now()).cms)
        self._check.wrong += judge_fields(
            self._check.articles,
            self._check.reference,
            self._check.history,
            in_section=self._section is not None,
        )

    async def _listing(self, get: Get) -> tuple[Visit, ListingReading] | None:
        """Ask for the listing that was recorded, or the start page; None where nothing can be read."""
        scheme = self._spider.scheme
        start = f"{scheme}://{self._check.host}{self._spider.start_paths[0]}"
        known = start
        if self._fixture is not None:
            known = change_origin(self._fixture.listing.url, f"{scheme}://{self._check.host}")
        visit = await get(known)
        if visit.trouble in _GONE and known != start:
            gone = f"{known}: {visit.trouble}; the start page is looked at in its place"
            visit, self._section = await get(start), None
            if visit.trouble is None:
                self._wrong(Word.LISTING_GONE, gone)
        if visit.trouble is not None:
            self._unreachable(visit)
            return None
        listing = read_listing(self._spider, RecordedPage.of_answer(visit), self._section)
        if not listing.articles:
            self._check.cms = recognised([_seen(visit)])
            self._wrong(Word.EMPTY_LISTING, f"{visit.url} names no article{self._named()}")
            self._check.wrong += judge_cms(self._check, page_for(self._spider, now()).cms)
            return None
        return visit, listing

    def _named(self) -> str:
        if self._fixture is None:
            return ""
        return f"; the recorded one names {len(self._fixture.sheet.named.value or ())}"

    def _read(self, visit: Visit, listing: ListingReading) -> None:
        if visit.trouble is not None:
            self._unreachable(visit)
            return
        page = RecordedPage.of_answer(visit)
        try:
            values = read_fields(self._spider, page, listing.hints_for(page.url))
        except Exception as error:  # whatever a page object does, the others are looked at
            self._wrong(Word.READING_FAILED, f"{page.url}: {error!r}: mend the page object")
            return
        self._check.articles.append(ReadArticle(page.url, values))
        if problems := values["problems"].value:
            self._wrong(Word.REFUSED, f"{page.url}: a crawl refuses it: {', '.join(problems)}")

    def _unreachable(self, visit: Visit) -> None:
        # Where robots.txt cannot be had because the site cannot, that is what an operator has to know.
        cause = (visit.trouble or "").removeprefix("robots-")
        if cause in _NO_SITE:
            visit = replace(visit, trouble=cause)
        self._wrong(Word.UNREACHABLE, explain(visit, self._check.host))

    def _wrong(self, word: Word, message: str) -> None:
        self._check.wrong.append(Wrong(word, message))


def _seen(visit: Visit) -> Seen | None:
    root: HtmlElement | None = visit.root
    return None if root is None or visit.trouble else Seen(root, visit.body, visit.headers)
