"""What the small sites have in common: seven articles in two sections, and what stands around them.

Nothing here is a content system's own. A class name that is not the system's comes from `Site.names`
(another ``seed``, other names), so that no reader can lean on it.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import ClassVar, Protocol, Self, runtime_checkable

from archive.timezone import now
from tests.sites import chrome
from tests.sites.furniture import Place
from tests.sites.server import Server
from tests.sites.site import Page, Setup, Site
from tests.sites.truth import Article, Block, SiteArticles, Truth, load

ARTICLES = Path(__file__).parent / "articles.toml"


class PlatformSite(Site):
    """A small site on one content system.

    A system's class writes `path`, `listing_path`, `article_page`, `listing_page` and `home_page`, adds
    its copies and traps in `other_pages` (by address) or `answer` (what has no end), and corrects
    `truth` where the system prints less than was written (`replace(super().truth(article), ...)`).

    Attributes:
        cms: The word by which the page object knows the system.
        host: Host of the site that it stands for.
        scheme: ``https`` or ``http``.
        province: The province of its texts, ``An Giang``.
        variants: Versions or make-ups of the system that it can be; the first is the usual one.
        variant: The one that it is.
        page_size: Articles on a listing page.
        texts: File of its articles.
    """

    cms: ClassVar[str]
    host: ClassVar[str]
    scheme: ClassVar[str] = "https"
    province: ClassVar[str] = "An Giang"
    variants: ClassVar[tuple[str, ...]] = ("stock",)
    page_size: int
    texts: ClassVar[Path] = ARTICLES

    def __init_subclass__(cls) -> None:
        """Derive what the five sites state by themselves."""
        if hasattr(cls, "cms"):
            cls.spider = cls.cms
            cls.origin = f"{cls.scheme}://{cls.host}"
            cls.name = f"Ban Tuyên giáo Tỉnh ủy {cls.province}"
            cls.place = Place(
                cls.province,
                "số 1 đường Trần Hưng Đạo",
                ("Tân Thạnh", "Phú Hòa", "Long Điền"),
            )

    def __init__(self, variant: str = "", *, seed: int = 0, today: date | None = None) -> None:
        self.variant = variant or self.variants[0]
        if self.variant not in self.variants:
            raise ValueError(f"{self.cms} has no variant {self.variant!r}: {self.variants}")
        setup = Setup(seed=seed, today=today or now().date())
        super().__init__(_articles_of(self.province, self.texts), setup)
        self.page_size = 2
        self.build()

    @cached_property
    def truths(self) -> list[Truth]:
        """What an archive must hold of the site, newest first.

        `published` is a datetime, or None where the site prints no date; `body` holds the paragraphs.
        """
        return [self.truth(article) for article in self.data.articles]

    def clock(self) -> str:
        """Write the clock of the header, which prints today."""
        today = self.setup.today
        weekday = chrome.weekday(today, capital=True)
        return f'<div class="{self.names("clock")}">{weekday}, {chrome.padded_date(today)}</div>'

    def side(self) -> str:
        """Write a side column: titles of other articles with dates, documents, partners, counters."""
        names = self.names
        boxes = (
            chrome.most_read(self.others(None, 4), names),
            chrome.documents(names, self.setup.today),
            chrome.partners(names),
            chrome.counters(names),
            *self.furniture.side,
        )
        return "".join(names.shuffled("side", boxes))

    def without(self, *words: str) -> Self:
        """Replace class names and ids in all pages, as another maker would have called them."""
        for path, page in self.pages.items():
            if isinstance(page, Page):
                text = page.body.decode()
                for word in words:
                    text = text.replace(word, self.names(word))
                self.pages[path] = replace(page, body=text.encode())
        return self

    def footer(self) -> str:
        """Write the footer, which prints the date of a licence."""
        return chrome.footer(self.names, self.name) + self.furniture.foot


@runtime_checkable
class TakesForms(Protocol):
    """A site that turns its pages by forms."""

    def post(self, target: str, body: bytes) -> Page:
        """Answer a form that is posted."""


@dataclass(frozen=True, slots=True)
class Served:
    """A site that is being served.

    Attributes:
        base_url: Its address, without a slash at its end.
        requests: The request targets that it was asked for, in order.
    """

    base_url: str
    requests: list[str]


@contextmanager
def serve(site: Site, *, port: int = 0) -> Iterator[Served]:
    """Serve a site on loopback, on a free port if none is named."""
    posts = {site.spider: site.post} if isinstance(site, TakesForms) else {}
    ports = {site.spider: port}
    with Server({site.spider: site.lookup}, posts=posts, ports=ports) as server:
        yield Served(server.base_urls[site.spider], server.logs[site.spider])


def _articles_of(province: str, texts: Path) -> SiteArticles:
    """Read a file's articles as those of a province."""

    def of_province(article: Article) -> Article:
        lead = article.lead and article.lead.replace("{place}", province)
        blocks = (replace(b, text=b.text.replace("{place}", province)) for b in article.blocks)
        return replace(article, lead=lead, blocks=tuple[Block, ...](blocks))

    data = load(texts)
    return replace(data, articles=tuple(map(of_province, data.articles)))


class _Sites(Mapping[str, type[PlatformSite]]):
    """The classes of the sites by their ``cms`` word; a module is imported when it is asked for."""

    def __getitem__(self, cms: str) -> type[PlatformSite]:
        if cms not in set(self):
            raise KeyError(cms)
        module = import_module(f"{__package__}.{cms}")
        (found,) = (
            value
            for value in vars(module).values()
            if isinstance(value, type)
            and issubclass(value, PlatformSite)
            and getattr(value, "cms", None) == cms
            and value.__module__ == module.__name__
        )
        return found

    def __iter__(self) -> Iterator[str]:
        folder = str(Path(__file__).parent)
        names = (module.name for module in pkgutil.iter_modules([folder]))
        return (name for name in names if name != "site" and not name.startswith("_"))

    def __len__(self) -> int:
        return len(list(iter(self)))


SITES = _Sites()
