# ruff: noqa: E501 (HTML reads better in long lines)
"""A department on stock NukeViet, as Thái Nguyên's was in 2020; its articles are invented.

Two modules with series of numbers of their own (``news`` and ``chuyen-de``), ``/vi/`` in all addresses,
and what the CMS adds to each article: a printed copy, a saved copy, the form before rewriting, the
addresses under its other categories, pages of its tags.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time
from html import escape
from math import ceil
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote
from zlib import crc32

from archive.timezone import VIETNAM
from tests.sites import chrome, feeds, markup
from tests.sites.chrome import Item
from tests.sites.feeds import malformed_time
from tests.sites.markup import link
from tests.sites.nukeviet import comments, rating
from tests.sites.site import Page, Source, html, redirect
from tests.sites.truth import Article, Section, Truth

from . import _nukeviet_34 as old
from . import _nukeviet_45 as new
from .site import PlatformSite

XML = "text/xml; charset=utf-8"
TOPICS = "hoc-tap-va-lam-theo-Bac"  # the section of the module `chuyen-de`
TWIN = "tuyengiaothainguyen.org"
OUTSIDE = "/vi/news/tin-tuc-su-kien/toan-van-bai-phat-bieu-cua-dong-chi-bi-thu-tinh-uy-599.html"
BLOCKED_45 = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Hãy đợi...</title></head><body><div class="wrapper">
<p>Hệ thống đang từ chối truy cập của bạn. Hãy đợi <span id="secField">59</span> giây...</p></div></body></html>"""


class NukeVietSite(PlatformSite):
    """The stock edition: 4.5 with its theme ``default``, and 3.4 with ``default`` and ``modern``."""

    cms = "nukeviet"
    host = "tuyengiaothainguyen.org.vn"
    province = "Thái Nguyên"
    variants = ("4.5", "3.4", "3.4-modern")
    texts: ClassVar[Path] = Path(__file__).with_suffix(".toml")

    @property
    def is_old(self) -> bool:
        """Whether it is NukeViet 3."""
        return self.variant.startswith("3")

    # Addresses ------------------------------------------------------------------------------------

    def module(self, section: Section | None) -> str:
        """Give the module that a section belongs to."""
        return "chuyen-de" if section and section.slug == TOPICS else "news"

    def path(self, article: Article) -> str:
        """Give /vi/<module>/<category>/<slug>-<id>.html; NukeViet 3 ends it with a slash."""
        assert article.section is not None
        return self._under(article, article.section)

    def _under(self, article: Article, category: Section) -> str:
        end = "/" if self.is_old else ".html"
        number = article.key or article.id
        return f"/vi/{self.module(article.section)}/{category.slug}/{article.slug}-{number}{end}"

    def listing_path(self, section: Section, page: int = 1) -> str:
        """Give /vi/<module>/<category>/ and /vi/<module>/<category>/page-2/."""
        tail = f"page-{page}/" if page > 1 else ""
        return f"/vi/{self.module(section)}/{section.slug}/{tail}"

    def _unwritten(self, article: Article) -> str:
        module, _, rest = self.path(article).removeprefix("/vi/").partition("/")
        return f"/index.php?language=vi&nv={module}&op={rest}"

    def forms(self, article: Article) -> tuple[str, ...]:
        """Give the address, and its forms on a server without rewriting."""
        return (self.path(article), self._unwritten(article), f"/index.php{self.path(article)}")

    def copy(self, article: Article, kind: str) -> str:
        """Give the address of a copy: /vi/<module>/savefile/<category>/<slug>-<id>.html."""
        module, _, rest = self.path(article).removeprefix("/vi/").partition("/")
        return f"/vi/{module}/{kind}/{rest}"

    def truth(self, article: Article) -> Truth:
        """Add what only this CMS prints; NukeViet 3 prints less."""
        a = article
        if self.is_old:
            return replace(
                super().truth(a), tags=a.tags, source=a.source, attachments=(), organisation=None
            )
        return replace(super().truth(a), tags=a.tags, source=a.source, updated=a.updated)

    def robots(self) -> str:
        """Write robots.txt as NukeViet does."""
        return (
            "User-agent: *\nDisallow: /users/\nDisallow: /vi/users/\nDisallow: /statistics/\n"
            f"Disallow: /admin/\nSitemap: {self.real}/sitemap.xml\n"
        )

    # Pages ----------------------------------------------------------------------------------------

    def article_page(self, article: Article) -> str:
        """Write the page of an article."""
        a = article
        assert a.section is not None
        path = self.path(a)
        place = self.data.articles.index(a)
        lists = {
            "Những tin mới hơn": [
                self.item(x) for x in self.data.articles[max(0, place - 3) : place]
            ],
            "Những tin cũ hơn": [self.item(x) for x in self.data.articles[place + 1 : place + 4]],
        }
        crumbs = self._crumbs(a.section)
        tags = [(self._tag_path(tag), tag) for tag in a.tags]
        if self.is_old:
            modern = self.variant == "3.4-modern"
            main = old.detail(a, path, tags, modern=modern) + old.related(lists, modern=modern)
            return self._frame(a.title, path, main, crumbs)
        address = self.real + path
        main = new.detail(a, path, address, tags) + rating() + comments(a.id) + new.related(lists)
        return self._frame(a.title, path, main, crumbs, metas=_article_metas(a))

    def _crumbs(self, section: Section | None) -> list[tuple[str, str]]:
        module = self.module(section)
        crumbs = [(f"/vi/{module}/", "Chuyên đề" if module == "chuyen-de" else "Tin Tức")]
        return crumbs + ([(self.listing_path(section), section.name)] if section else [])

    def _frame(
        self, title: str, path: str, main: str, crumbs: list[tuple[str, str]], *, metas: str = ""
    ) -> str:
        menu = [
            *(("/vi/about/", "Giới thiệu"), ("/vi/news/", "Tin Tức")),
            *((self.listing_path(s), s.name) for s in self.data.sections),
            *(("/vi/chuyen-de/", "Chuyên đề"), ("/vi/laws/", "Văn bản")),
            *(("/vi/voting/", "Thăm dò ý kiến"), ("/vi/contact/", "Liên hệ")),
        ]
        if self.is_old:
            moment = datetime.combine(self.setup.today, time(21, 7), VIETNAM)
            return old.frame(
                title, main, site=self.name, menu=menu, crumbs=crumbs, side=self._side(), now=moment
            )
        head = new.Head(
            title=title,
            address=self.real + path,
            metas=metas or '<meta property="og:type" content="website">',
            feeds=[
                ("/vi/news/rss/", "Tin Tức"),
                *((self._feed_path(s), s.name) for s in self.data.sections),
            ],
        )
        return new.frame(
            head,
            main,
            site=self.name,
            menu=menu,
            crumbs=[("/", "Trang nhất"), *crumbs],
            side=self._side(),
            token=f"{crc32(title.encode()):x}",
        )

    def _side(self) -> str:
        """Write the side column: its links have the forms before rewriting, and that of a twin domain."""
        hits = "".join(
            f'<li class="clearfix"><a class="show" href="{escape(href)}" data-content="{escape(a.summary[:90])}">{escape(a.title)}</a></li>\n'
            for n, a in enumerate(self.data.articles[:5])
            for href in [(*self.forms(a), f"https://{TWIN}{self.path(a)}")[n % 4]]
        )
        banner = '<div class="nv-block-banners"><a rel="nofollow" href="/vi/banners/click/?id=1&amp;s=ab12"><img alt="hiến pháp" src="/uploads/banners/hienphap.jpg"/></a></div>\n'
        box = f'<div class="panel panel-primary"><div class="panel-heading">Tin xem nhiều</div><div class="panel-body"><ul class="block_tophits list-none list-items">{hits}</ul></div></div>\n'
        names = self.names
        own = (
            chrome.documents(names, self.setup.today),
            chrome.partners(names),
            chrome.counters(names),
        )
        return "".join(names.shuffled("side", (banner, box, *own)))

    def listing_page(
        self, section: Section, articles: tuple[Article, ...], page: int, pages: int
    ) -> str:
        """Write a listing; one article is named under a category that is not its first."""
        hrefs = [self.listing_path(section, n) for n in range(1, pages + 1)]
        shown = [(self.path(a), a) for a in articles]
        if page == 1:
            shown += [(self._under(a, section), a) for a in self._filed_here_too(section)]
        main = self._list(section.name, shown, page, hrefs)
        path = self.listing_path(section, page)
        return self._frame(section.name, path, main, self._crumbs(section))

    def _filed_here_too(self, section: Section) -> tuple[Article, ...]:
        first, second, *_ = self.data.sections
        return self.in_section(first)[-1:] if section == second else ()

    def _list(
        self, name: str, shown: Sequence[tuple[str, Article]], page: int, hrefs: Sequence[str]
    ) -> str:
        following = [self.item(a) for a in self.data.articles[page * self.page_size :][:4]]
        if self.is_old:
            return old.rows(shown) + old.others(following) + old.pager(page, hrefs)
        return new.rows(shown) + new.others(following) + new.pager(name, page, hrefs)

    def home_page(self) -> str:
        """Write the home page: the newest articles, and an article that leads to another host."""
        newest = [(self.path(a), a) for a in self.data.articles[:3]]
        zones = "".join(
            f'<div class="news_column panel panel-default"><div class="panel-heading"><h4 class="cat-icon">{link(self.listing_path(s), s.name)}</h4></div>'
            f"{self._rows([(self.path(a), a) for a in self.in_section(s)[:2]])}</div>"
            for s in self.data.sections
        )
        outside = f'<h3><a target="_blank" href="{OUTSIDE}">Toàn văn bài phát biểu của đồng chí Bí thư Tỉnh ủy tại Đại hội</a></h3>'
        return self._frame(self.name, "/", self._rows(newest) + outside + zones, [])

    def _rows(self, shown: Sequence[tuple[str, Article]]) -> str:
        return old.rows(shown) if self.is_old else new.rows(shown)

    # Feeds, copies, traps -------------------------------------------------------------------------

    def _feed_path(self, section: Section | None) -> str:
        tail = f"{section.slug}/" if section else ""
        return f"/vi/{self.module(section)}/rss/{tail}"

    def _tag_path(self, tag: str) -> str:
        if self.is_old:
            return f"/index.php?language=vi&nv=news&op=search&q={quote(tag)}"
        return f"/vi/news/tag/{tag.replace(' ', '-')}"

    def other_pages(self) -> Iterator[tuple[str, Source]]:
        """Give module pages, tags, feeds, sitemaps, and the copies to print and to save."""
        for module in ("news", "chuyen-de"):
            shown = [
                (self.path(a), a) for a in self.data.articles if self.module(a.section) == module
            ]
            name = "Tin Tức" if module == "news" else "Chuyên đề"
            path = f"/vi/{module}/"
            yield path, html(self._frame(name, path, self._list(name, shown, 1, []), []))
        yield (
            "/vi/about/",
            html(
                self._frame(
                    "Giới thiệu",
                    "/vi/about/",
                    f"<h1>Giới thiệu</h1>{link('/vi/about/co-cau-to-chuc.html', 'Cơ cấu tổ chức')}",
                    [],
                )
            ),
        )
        yield OUTSIDE, redirect("https://dangcongsan.vn/toan-van-bai-phat-bieu.html", 302)
        for tag in {tag for a in self.data.articles for tag in a.tags}:
            shown = [(self.path(a), a) for a in self.data.articles if tag in a.tags]
            path = self._tag_path(tag)
            yield path, html(self._frame(tag, path, self._list(tag, shown, 1, []), []))
        for a in self.data.articles:
            yield self.copy(a, "print"), html(self._print(a))
            saved = Page(self._print(a).encode(), content_type="application/octet-stream")
            yield self.copy(a, "savefile"), saved
        yield from self._machine_pages()

    def _machine_pages(self) -> Iterator[tuple[str, Source]]:
        def href(article: Article) -> str:
            return self.real + self.path(article)

        for section in (None, *self.data.sections):
            path = self._feed_path(section)
            listed = self.data.articles if section is None else self.in_section(section)
            name = section.name if section else "Tin Tức"
            feed = feeds.feed(name, self.real + path, listed, href)
            yield path, Page(feed.encode(), content_type=XML)
        index = feeds.sitemap_index([f"{self.real}/sitemap-vi.news.xml"])
        yield "/sitemap.xml", Page(index.encode(), content_type=XML)
        news = feeds.sitemap(self.data.articles, href)
        yield "/sitemap-vi.news.xml", Page(news.encode(), content_type=XML)

    def _print(self, a: Article) -> str:
        assert a.published is not None
        return (
            f'<html><head><title>{escape(a.title)}</title><meta name="robots" content="noindex, follow"><link rel="canonical" href="{self.real}{self.copy(a, "print")}"></head>'
            f'<body><div id="print"><div id="hd_print"><h2 class="pull-left">{escape(self.name)}</h2></div><div id="content"><h1>{escape(a.title)}</h1>'
            f'<ul class="list-inline"><li>{chrome.nukeviet_date(a.published)}</li></ul><div id="hometext">{escape(a.lead or "")}</div>'
            f'<div id="bodytext">{markup.body(a)}</div></div></div></body></html>'
        )

    def blocked(self) -> Page:
        """Make the answer of the guard against floods: status 429 in 4.5, a page like any other before."""
        if self.is_old:
            return html(BLOCKED_45)
        return Page(BLOCKED_45.encode(), 429, headers=(("Retry-After", "0"),))

    def answer(self, path: str, query: dict[str, str]) -> Page | None:
        """Redirect other paths of an article and pages beyond the end; switch themes."""
        if "nvvithemever" in query:
            cookie = ("Set-Cookie", f"nv4_theme={query['nvvithemever']}; path=/")
            return Page(status=301, headers=(("Location", "/"), cookie))
        folder, _, last = path.rstrip("/").rpartition("/")
        number = last.removesuffix(".html").rpartition("-")[2]
        for a in self.data.articles:
            in_module = path.startswith(f"/vi/{self.module(a.section)}/")
            if in_module and number == (a.key or str(a.id)) and not last.startswith("page-"):
                return redirect(self.path(a))
        for section in self.data.sections:
            if f"{folder}/" == self.listing_path(section) and last.startswith("page-"):
                return self._beyond(section, int(last.removeprefix("page-")))
        return None

    def _beyond(self, section: Section, page: int) -> Page:
        if not self.is_old:
            return redirect(self.listing_path(section))
        last = ceil(len(self.in_section(section)) / self.page_size)
        return html(self.listing_page(section, (), page, last))

    def item(self, article: Article) -> Item:
        """Give an article as a line of a list, with its lead for the tooltip."""
        return super().item(article)._replace(summary=article.lead or "")


def _article_metas(a: Article) -> str:
    """Write the meta elements of an article, with the malformed time of the CMS."""
    assert a.published is not None
    short = f"{(a.lead or a.title)[:150].rpartition(' ')[0]}..."
    pairs = [
        ("og:title", a.title),
        ("og:type", "article"),
        ("og:description", short),
        ("article:published_time", malformed_time(a.published)),
        ("article:modified_time", malformed_time(a.updated or a.published)),
        ("article:section", a.section.name if a.section else ""),
        *(("article:tag", tag) for tag in a.tags),
    ]
    return "\n".join(f'<meta property="{k}" content="{escape(v)}">' for k, v in pairs)
