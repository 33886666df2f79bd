"""What every page object has in common: its inputs, how bytes become a tree, and how a page is refused.

A page object reads one article page and knows nothing of Scrapy, so that a stored capture is read again
with the same code that read the page on the night of its download.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Final
from urllib.parse import urljoin, urlsplit

from lxml import etree
from web_poet import HttpResponse, ItemPage
from web_poet.fields import field as page_field
from web_poet.fields import item_from_fields_sync

from archive.readings import PrintedDate
from archive.text import clean
from archive.urls import article_key, canonical_url, host_of
from crawler.fields.attachments import web_address
from crawler.fields.encoding import looks_like_html, to_utf8
from crawler.items import Article
from crawler.pages.selectors import Names

if TYPE_CHECKING:
    from lxml.etree import _Element

    from crawler.pages.selectors import Paths

_PARSER: Final = etree.HTMLParser(
    encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, recover=True
)


@dataclass(frozen=True, slots=True)
class Hints:
    """What the listing page printed about an article.

    A hint fills a field only where the article page prints none; the title hint also helps to find the
    headline on a page whose class names are not known.

    Attributes:
        title: The link text, ``Đồng Tháp: Nhiều đổi mới trong công tác tuyên giáo``.
        published: The date printed beside the link; its ``rule`` starts with ``listing:``.
        section: The section whose listing it was, ``Tuyên giáo các cấp``.
        listing_url: The listing page, on the real host.
    """

    title: str | None = None
    published: PrintedDate | None = None
    section: str | None = None
    listing_url: str | None = None


@dataclass(frozen=True, slots=True)
class PageContext:
    """What a page object has to know besides the page itself.

    Attributes:
        spider: Name of the spider, ``bac_kan``.
        site: Host of the site, ``tuyengiao.vn``.
        site_province: Province of the site's body, or None for a central site.
        fetched_at: When the page was fetched, Vietnam time.
        hints: What the listing page said.
    """

    spider: str
    site: str
    site_province: str | None
    fetched_at: datetime
    hints: Hints = field(default_factory=Hints)


class ArticlePage(ItemPage[Article]):
    """One article page: its inputs, its tree, and the fields that do not depend on its looks.

    Subclasses read the rest. A page object never raises on a bad page: what speaks against the page
    stands in the item's ``problems``.

    Attributes:
        cms: The family of sites whose address rules count (`archive.urls`).
        version: Goes up when the reading changes, so that stored readings can be told apart.
    """

    cms: ClassVar[str] = "generic"
    version: ClassVar[int] = 1

    def __init__(self, response: HttpResponse, context: PageContext) -> None:
        self.response = response
        self.context = context
        self.read_by: dict[str, str] = {}
        self._selected: dict[tuple[Paths, _Element], tuple[str, list[_Element]]] = {}

    def _validate_input(self) -> None:
        """Validate nothing, and keep nothing.

        web-poet's own method caches its answer in a reference of the page to itself: the tree of every
        page would stay in memory until the garbage collector finds it.
        """

    async def to_item(self) -> Article:
        """Read all fields; web-poet's own would ask of each whether it is to be waited for."""
        return item_from_fields_sync(self, item_cls=Article)

    @cached_property
    def address(self) -> str:
        """The address of the page as it was fetched."""
        return str(self.response.url)

    @cached_property
    def root(self) -> _Element:
        """The parsed page; a page that is no HTML gives an empty document."""
        body = self.response.body
        if not looks_like_html(body):
            return etree.Element("html")
        root = etree.fromstring(to_utf8(body, self.response.headers.declared_encoding()), _PARSER)
        return etree.Element("html") if root is None else root

    @cached_property
    def names(self) -> Names:
        """What class names and ids the page has."""
        return Names(self.root)

    def select(self, paths: Paths, scope: _Element) -> tuple[str, list[_Element]]:
        """Return the first of some selectors that finds elements, and the elements; look only once."""
        if (paths, scope) not in self._selected:
            self._selected[paths, scope] = paths.find(scope, self.names)
        return self._selected[paths, scope]

    @cached_property
    def head(self) -> dict[str, list[_Element]]:
        """The elements of the page's head, by tag."""
        found: dict[str, list[_Element]] = {"base": [], "link": [], "meta": [], "title": []}
        for head in self.root.iterchildren("head"):
            for element in head:
                if element.tag in found:
                    found[str(element.tag)].append(element)
        return found

    @cached_property
    def meta(self) -> dict[str, str]:
        """The page's meta elements: property or name to content, the first of each name."""
        found: dict[str, str] = {}
        for element in self.head["meta"]:
            name = element.get("property") or element.get("name")
            content = element.get("content")
            if name and content:
                found.setdefault(name.lower(), clean(content))
        return found

    @cached_property
    def page_title(self) -> str:
        """The text of the ``title`` element."""
        return clean("".join(text for e in self.head["title"] for text in e.itertext()))

    @cached_property
    def base_url(self) -> str:
        """What relative addresses on the page are relative to."""
        for element in self.head["base"]:
            href = element.get("href")
            if href is not None:
                return web_address(self.address, href) or self.address
        return self.address

    @page_field
    def url(self) -> str:
        """Canonical address: the page's own word for it, where that can be true."""
        for element in self.head["link"]:
            if element.get("rel") != "canonical":
                continue
            named = web_address(self.address, element.get("href") or "")
            if named is None or host_of(named) != host_of(self.address):
                continue
            parts = urlsplit(named)
            if (
                parts.path.strip("/") or parts.query
            ):  # many sites name their home page on every page
                return canonical_url(named, self.cms)
        return canonical_url(self.address, self.cms)

    @page_field
    def key(self) -> str:
        """What identifies the article whatever form its address takes."""
        return article_key(self.url, self.cms)

    def is_own(self, href: str) -> bool:
        """Tell whether an address on the page is that of the page itself."""
        try:
            return bool(article_key(urljoin(self.base_url, href), self.cms) == self.key)
        except ValueError:
            return False

    @page_field
    def site(self) -> str:
        """Host of the site."""
        return self.context.site

    @page_field
    def spider(self) -> str:
        """Name of the spider."""
        return self.context.spider

    @page_field
    def site_province(self) -> str | None:
        """Province of the site's body."""
        return self.context.site_province

    @page_field
    def fetched_at(self) -> datetime:
        """When the page was fetched."""
        return self.context.fetched_at

    @page_field
    def parser(self) -> str:
        """Name and version of the page object."""
        return f"{type(self).__name__}/{self.version}"
