"""What the five sites have in common: their pages by address, their listings, their truth."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from html import escape
from math import ceil
from pathlib import PurePosixPath
from typing import ClassVar
from urllib.parse import parse_qsl, unquote, urlencode

from archive.timezone import now

from .chrome import Item
from .furniture import Furniture, Place, furniture
from .markup import Names
from .truth import TEXT_KINDS, Article, Block, Kind, Section, SiteArticles, Truth

HTML = "text/html; charset=utf-8"
PIXEL = bytes.fromhex(
    "47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b"
)
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
FILES = {
    ".jpg": ("image/gif", PIXEL),
    ".jpeg": ("image/gif", PIXEL),
    ".png": ("image/gif", PIXEL),
    ".gif": ("image/gif", PIXEL),
    ".ico": ("image/gif", PIXEL),
    ".pdf": ("application/pdf", PDF),
    ".doc": ("application/msword", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ".docx": ("application/zip", b"PK\x03\x04"),
    ".css": ("text/css", b""),
    ".js": ("application/javascript", b""),
}
TRACKING = ("utm_", "fbclid", "zarsrc")


@dataclass(frozen=True, slots=True)
class Page:
    """One answer. `missing` bytes are promised and never sent; `delay` is waited for in seconds."""

    body: bytes = b""
    status: int = 200
    content_type: str = HTML
    headers: tuple[tuple[str, str], ...] = ()
    delay: float = 0.0
    missing: int = 0


Source = Page | Callable[[], Page]


def html(text: str, status: int = 200) -> Page:
    """Make a page of HTML."""
    return Page(text.encode(), status)


def redirect(target: str, status: int = 301) -> Page:
    """Make a redirect."""
    return Page(status=status, headers=(("Location", target),))


@dataclass(frozen=True, slots=True)
class Setup:
    """How a site is served.

    Attributes:
        served: Address of the replica, ``http://127.0.0.1:40001``.
        today: The day that the clocks print.
        seed: Which made-up names and structures are used.
        unknown_classes: Also replace the class names that public crawlers once saw on tuyengiao.vn.
        hosts: Real address of a site, by spider, where another than the known one is wanted.
    """

    served: str = "http://127.0.0.1"
    today: date = field(default_factory=lambda: now().date())
    seed: int = 0
    unknown_classes: bool = False
    hosts: dict[str, str] = field(default_factory=dict)


class Site(ABC):
    """One site: builds all of its pages once, and answers what cannot be listed beforehand."""

    spider: ClassVar[str]
    name: ClassVar[str]
    origin: ClassVar[str]
    place: ClassVar[Place]
    has_lead: ClassVar[bool] = True

    def __init__(self, data: SiteArticles, setup: Setup) -> None:
        self.data = data if self.has_lead else replace(data, articles=_without_leads(data))
        self.setup = setup
        self.names = Names(setup.seed, self.spider)
        self.real = setup.hosts.get(self.spider, self.origin)
        largest = max((len(self.in_section(s)) for s in data.sections), default=0)
        # Thirty articles in some sections still have to fill three listing pages of one of them.
        self.page_size = min(10, max(3, ceil(largest / 3)))
        self.pages: dict[str, Source] = {}

    # Addresses ------------------------------------------------------------------------------------

    @abstractmethod
    def path(self, article: Article) -> str:
        """Give the address of an article as listings print it."""

    @abstractmethod
    def listing_path(self, section: Section, page: int = 1) -> str:
        """Give the address of a listing page."""

    # Pages ----------------------------------------------------------------------------------------

    @abstractmethod
    def article_page(self, article: Article) -> str:
        """Write the page of an article."""

    @abstractmethod
    def listing_page(
        self, section: Section, articles: tuple[Article, ...], page: int, pages: int
    ) -> str:
        """Write one page of a listing."""

    @abstractmethod
    def home_page(self) -> str:
        """Write the home page."""

    def other_pages(self) -> Iterator[tuple[str, Source]]:
        """Give the pages that only this site has."""
        yield from ()

    def answer(self, path: str, query: dict[str, str]) -> Page | None:
        """Answer an address that is not among the pages built beforehand."""
        return None

    @cached_property
    def furniture(self) -> Furniture:
        """What stands on every page of the site."""
        sections = [(self.listing_path(s), s.name) for s in self.data.sections]
        return furniture(self.names, self.place, sections)

    def robots(self) -> str:
        """Write robots.txt."""
        return "User-agent: *\nDisallow: /admin/\nDisallow: /login\nDisallow: /print/\nAllow: /\n"

    def build(self) -> None:
        """Build all pages."""
        self.pages["/robots.txt"] = Page(self.robots().encode(), content_type="text/plain")
        self.pages["/"] = html(self.home_page())
        for section in self.data.sections:
            articles = self.in_section(section)
            pages = max(1, ceil(len(articles) / self.page_size))
            for page in range(1, pages + 1):
                shown = articles[(page - 1) * self.page_size : page * self.page_size]
                text = self.listing_page(section, shown, page, pages)
                self.pages[unquote(self.listing_path(section, page))] = html(text)
        for article in self.data.articles:
            page_of = html(self.article_page(article))
            for path in self.forms(article):
                self.pages[unquote(path)] = page_of
        self.pages.update(self.other_pages())

    def forms(self, article: Article) -> tuple[str, ...]:
        """Give all addresses under which an article answers."""
        return (self.path(article),)

    def lookup(self, target: str) -> Page:
        """Find the answer for a request target."""
        path, _, query = target.partition("?")
        path = unquote(path)
        fields = {k: v for k, v in parse_qsl(query) if not k.startswith(TRACKING)}
        key = f"{path}?{unquote(urlencode(fields))}" if fields else path
        source = self.pages.get(key)
        if source is not None:
            return source() if callable(source) else source
        return self.answer(path, fields) or self._file(path) or self.not_found()

    def _file(self, path: str) -> Page | None:
        found = FILES.get(PurePosixPath(path).suffix.lower())
        return Page(found[1], content_type=found[0]) if found else None

    def not_found(self) -> Page:
        """Make the page for an address that leads nowhere."""
        head = f"<head><title>{escape(self.name)}</title></head>"
        return html(f"<html>{head}<body><h1>404</h1><p>Không tìm thấy trang</p></body></html>", 404)

    # Articles -------------------------------------------------------------------------------------

    def in_section(self, section: Section) -> tuple[Article, ...]:
        """Give the articles of a section, newest first."""
        return tuple(a for a in self.data.articles if a.section == section)

    def others(self, article: Article | None, count: int, *, same: bool = True) -> list[Item]:
        """Give other articles, those of the same section first, as lists around an article show them."""
        rest = [a for a in self.data.articles if article is None or a.id != article.id]
        if article is not None and same:
            rest.sort(key=lambda a: a.section != article.section)
        return [self.item(a) for a in rest[:count]]

    def item(self, article: Article) -> Item:
        """Give an article as a line of a list."""
        return Item(self.path(article), article.title, self.listing_day(article), article.summary)

    def listing_day(self, article: Article) -> datetime | None:
        """Give the day that lists print behind a title."""
        return article.published

    def absolute(self, path: str) -> str:
        """Give an address on the real host."""
        return path if path.startswith("http") else self.real + path

    def truth(self, article: Article) -> Truth:
        """Say what an archive must hold of an article."""
        texts = [block for block in article.blocks if block.kind in TEXT_KINDS]
        path = self.path(article)
        return Truth(
            spider=self.spider,
            id=article.id,
            path=path,
            url=self.real + path,
            title=article.title,
            lead=article.lead,
            body=tuple(block.text for block in texts),
            headings=tuple(n for n, b in enumerate(texts) if _looks_like_heading(b)),
            tables=tuple(b.rows for b in article.blocks if b.kind is Kind.TABLE),
            images=tuple((self.absolute(p.path), p.text or None) for p in article.pictures),
            attachments=tuple((self.absolute(url), name) for name, url in article.attachments),
            section=article.section.name if article.section else None,
            author=article.author,
            organisation=article.organisation,
            source=None,
            source_mark=article.source_mark and article.source_mark.rstrip(" -–"),
            tags=(),
            published=article.published,
            precision=article.precision,
            in_listing_only=article.in_listing_only,
            updated=None,
            provinces=article.provinces,
            topics=article.topics,
            reprint_of=article.reprint_of,
        )


def _looks_like_heading(block: Block) -> bool:
    """Say what a reader of the page would: a line wholly in capitals looks like a sub-heading."""
    return block.kind is Kind.HEADING or block.text.isupper()


def _without_leads(data: SiteArticles) -> tuple[Article, ...]:
    """Make the lead the first paragraph, as on sites that do not set it apart."""
    return tuple(
        replace(a, lead=None, blocks=(Block(Kind.PARAGRAPH, a.lead), *a.blocks)) if a.lead else a
        for a in data.articles
    )


def attachments(article: Article, names: Names) -> str:
    """Write the files that an article offers, below its body."""
    if not article.attachments:
        return ""
    rows = "".join(
        f'<li><a href="{escape(url)}">{escape(name)}</a></li>' for name, url in article.attachments
    )
    return f'<div class="{names("files")}"><b>Tệp đính kèm:</b><ul>{rows}</ul></div>'
