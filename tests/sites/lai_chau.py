# ruff: noqa: E501 (HTML reads better in long lines)
"""The Lai Châu site: NukeViet eGovernment 1.2.02 (core 4.4.02, theme egov). Its host is not known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from html import escape
from math import ceil
from urllib.parse import quote
from zlib import crc32

from . import chrome, feeds, markup
from .chrome import Item
from .furniture import Furniture, Place, furniture
from .markup import link
from .nukeviet import WORDS, comments, frame, meta, rating, related
from .site import Page, Site, Source, html, redirect
from .truth import Article, Section, Truth

EXTERNAL_ID = 990_000_001
ALL_PER_PAGE = 10


class LaiChau(Site):
    """NukeViet as the CMS itself writes it; class names and ids are its own and do not vary."""

    spider = "lai_chau"
    name = "Ban Tuyên giáo Tỉnh ủy Lai Châu"
    origin = "https://lai-chau.invalid"
    place = Place(
        "Lai Châu",
        "tầng 4 nhà B, khu Trung tâm Hành chính - Chính trị tỉnh",
        (
            *("Lai Châu", "Mường Tè", "Nậm Nhùn", "Phong Thổ", "Sìn Hồ", "Tam Đường", "Tân Uyên"),
            "Than Uyên",
        ),
    )

    @property
    def base(self) -> str:
        """The address that the CMS writes into absolute links: where it is served, or its real host."""
        return self.real if self.setup.seed % 2 else self.setup.served

    def path(self, article: Article) -> str:
        """Give /vi/news/<category>/<slug>-<id>.html."""
        return self._in_category(article, article.section.slug if article.section else "tin-tuc")

    def _in_category(self, article: Article, category: str) -> str:
        return f"/vi/news/{category}/{article.slug}-{article.id}.html"

    def forms(self, article: Article) -> tuple[str, ...]:
        """Give the address and its form before rewriting."""
        op = self.path(article).removeprefix("/vi/news/")
        return (self.path(article), f"/index.php?language=vi&nv=news&op={op}")

    def listing_path(self, section: Section, page: int = 1) -> str:
        """Give /vi/news/<category>/ and /vi/news/<category>/page-2/."""
        return f"/vi/news/{section.slug}/" + (f"page-{page}/" if page > 1 else "")

    def truth(self, article: Article) -> Truth:
        """Add what only this CMS prints."""
        return replace(
            super().truth(article),
            source=article.source,
            tags=article.tags,
            updated=article.updated,
            organisation=None,
        )

    def robots(self) -> str:
        """Write robots.txt as NukeViet does."""
        return (
            "User-agent: *\nDisallow: /users/\nDisallow: /statistics/\nDisallow: /admin/\n"
            f"Sitemap: {self.base}/sitemap.xml\n"
        )

    def _frame(
        self, title: str, main: str, *, head: str = "", trail: tuple[Section, ...] = ()
    ) -> str:
        items = [(self.listing_path(s), s.name) for s in self.data.sections]
        crumbs = [("/", "Trang nhất"), *((self.listing_path(s), s.name) for s in trail)]
        hits = self.others(None, 5)
        token = f"{crc32(title.encode()):x}"
        return frame(
            title,
            main,
            head=head,
            menu=items,
            crumbs=crumbs,
            hits=hits,
            token=token,
            names=self.names,
            more=self.furniture,
        )

    @cached_property
    def furniture(self) -> Furniture:
        """What stands on every page, in the theme's own class names."""
        sections = [(self.listing_path(s), s.name) for s in self.data.sections]
        return furniture(self.names, self.place, sections, word=WORDS.__getitem__)

    def article_page(self, article: Article) -> str:
        """Write the page: title, date with counters, lead, home picture, body, author, tags, other titles."""
        a = article
        path = self.path(a)
        address = self.base + path
        saved = path.replace("/vi/news/", "/vi/news/savefile/")
        printed = path.replace("/vi/news/", "/vi/news/print/")
        date = chrome.nukeviet_date(a.published) if a.published else ""
        edited = (a.updated or a.published).isoformat() if a.published else ""
        label = "Tác giả" if self.setup.seed % 2 else "Tác giả bài viết"
        author = None if a.glued_author else a.author
        lines = [(label, author), ("Nguồn tin", a.source)]
        people = "".join(
            f'<p class="h5 text-right">\n<strong>{name}: </strong>{escape(value)}\n</p>'
            for name, value in lines
            if value
        )
        signed = (
            f'<p style="text-align: right;"><strong>{escape(a.organisation)}</strong></p>'
            if a.organisation
            else ""
        )
        rights = (
            '<div class="alert alert-info margin-bottom-lg">Chú ý: Việc đăng lại bài viết trên ở website hoặc các phương tiện '
            "truyền thông khác mà không ghi rõ nguồn là vi phạm bản quyền</div>"
            if a.id % 2
            else ""
        )
        body = markup.body(a, first_picture=False)
        main = f"""<div class="news_column panel panel-default newsdetail" itemtype="http://schema.org/NewsArticle" itemscope>
<div class="panel-body">
<h1 class="title margin-bottom-lg" itemprop="headline">{escape(a.title)}</h1>
<div class="hidden hide d-none" itemprop="author" itemtype="http://schema.org/Person" itemscope><span itemprop="name">{escape(author or "quantri")}</span></div>
<span class="hidden hide d-none" itemprop="datePublished">{edited}</span>
<span class="hidden hide d-none" itemprop="dateModified">{edited}</span>
<span class="hidden hide d-none" itemprop="mainEntityOfPage">{escape(address)}</span>
<div class="row newsdetailmetatop"><div class="col-md-16"><span class="h5"><i class="fa fa-clock-o"></i> {date}</span>
<span class="h5"><i class="fa fa-eye"></i> {chrome.thousands(a.views)}</span>
<span class="h5"><i class="fa fa-comment-o"></i> 0</span></div>
<div class="col-md-8"><ul class="list-inline text-right">
<li><a class="dimgray" rel="nofollow" title="In ra" href="javascript: void(0)" onclick="nv_open_browse('{escape(printed)}','',840,500)"><em class="fa fa-print fa-lg">&nbsp;</em></a></li>
<li><a class="dimgray" rel="nofollow" title="Lưu bài viết này" href="{escape(saved)}"><em class="fa fa-save fa-lg">&nbsp;</em></a></li>
</ul></div></div>
<div class="clearfix">
{self._home_picture(a)}</div>
<div id="news-bodyhtml" class="bodytext margin-bottom-lg{" has-attach" if a.attachments else ""}">
{body}
{signed}</div>
{self._files(a)}<div class="margin-bottom-lg">{people}{rights}</div>
</div></div>
{self._tags(a)}{rating()}{comments(a.id)}{self._related(a)}"""
        trail = (a.section,) if a.section else ()
        section = a.section.name if a.section else ""
        head = meta(a, address, section, self.name, self.base)
        return self._frame(f"{a.title}", main, head=head, trail=trail)

    def _home_picture(self, article: Article) -> str:
        lead = f'<div class="hometext m-bottom" itemprop="description">{escape(article.lead or "")}</div>\n'
        if not article.starts_with_picture:
            return lead
        block = article.pictures[0]
        shown = markup.image(block.path, block.text or article.title)
        caption = f"<figcaption>{escape(block.text)}</figcaption>" if block.text else ""
        if article.id % 2:
            return f'{lead}<figure class="article center">{shown}{caption}</figure>\n'
        again = f'<div id="imgpreview" style="display:none"><p class="text-center">{shown}</p>{caption}</div>'
        return f'<figure class="article left pointer">{shown}{caption}</figure>{again}\n{lead}'

    def _files(self, article: Article) -> str:
        rows = "".join(
            f'<div class="list-group-item"><a href="{escape(url)}" title="Tập tin {escape(name)}" download>'
            f"Tập tin : <strong>{escape(name)}</strong></a></div>"
            for name, url in article.attachments
        )
        if not rows:
            return ""
        return (
            '<div class="panel panel-default"><div class="panel-heading"><i class="fa fa-download"></i> '
            f'<strong>File đính kèm</strong></div><div class="list-group news-download-file">{rows}</div></div>\n'
        )

    def _tags(self, article: Article) -> str:
        links = ", ".join(
            f'<a title="{escape(tag)}" href="/vi/news/tag/{escape(tag.replace(" ", "-"))}"><em>{escape(tag)}</em></a>'
            for tag in article.tags
        )
        if not links:
            return ""
        return (
            '<div class="news_column panel panel-default"><div class="panel-body"><div class="h5">'
            f'<em class="fa fa-tags">&nbsp;</em><strong>Tags: </strong>{links}</div></div></div>\n'
        )

    def _related(self, article: Article) -> str:
        order = self.data.articles
        place = order.index(article)
        newer = [self.item(a) for a in order[max(0, place - 4) : place]]
        older = [self.item(a) for a in order[place + 1 : place + 6]]
        return related({"Những tin mới hơn": newer, "Những tin cũ hơn": older})

    # Listings -------------------------------------------------------------------------------------

    def build(self) -> None:
        """Build all pages, and the listing of the module, which shows every article."""
        super().build()
        articles = self.data.articles
        pages = max(1, ceil(len(articles) / ALL_PER_PAGE))
        for page in range(1, pages + 1):
            shown = articles[(page - 1) * ALL_PER_PAGE : page * ALL_PER_PAGE]
            self.pages[self._module_path(page)] = html(self._module_page(shown, page, pages))

    def _module_path(self, page: int) -> str:
        return "/vi/news/" + (f"page-{page}/" if page > 1 else "")

    def _module_page(self, shown: tuple[Article, ...], page: int, pages: int) -> str:
        hrefs = [self._module_path(n) for n in range(1, pages + 1)]
        return self._list("Tin Tức", [(self.path(a), a) for a in shown], page, hrefs, trail=())

    def _rows(self, rows: list[tuple[str, Article]]) -> str:
        parts = []
        for href, a in rows:
            date = f"{a.published:%d/%m/%Y %I:%M:%S %p}" if a.published else ""
            parts.append(
                '<div class="panel panel-default"><div class="panel-body">'
                f'<a href="{escape(href)}" title="{escape(a.title)}"><img alt="{escape(a.title)}" src="/assets/news/{a.id}.jpg" class="img-thumbnail pull-left imghome"/></a>'
                f"<h3>{link(href, a.title, title=True)}</h3>"
                '<div class="text-muted"><ul class="list-unstyled list-inline">'
                f'<li><em class="fa fa-clock-o">&nbsp;</em> {date}</li>'
                f'<li><em class="fa fa-eye">&nbsp;</em> Đã xem: {a.views}</li>'
                '<li><em class="fa fa-comment-o">&nbsp;</em> Phản hồi: 0</li></ul></div>'
                f"{escape(a.lead or '')}</div></div>\n"
            )
        return "".join(parts)

    def _list(
        self,
        name: str,
        rows: list[tuple[str, Article]],
        page: int,
        hrefs: list[str],
        trail: tuple[Section, ...],
    ) -> str:
        later = [self.item(a) for a in self.data.articles[page * ALL_PER_PAGE :][:5]]
        also = "".join(
            f'<li><em class="fa fa-angle-right">&nbsp;</em><a href="{escape(i.href)}" title="{escape(i.title)}">{escape(i.title)} '
            f"<em>({chrome.padded_date(i.day)}) </em></a></li>"
            for i in later
            if i.day
        )
        more = (
            f'<hr/><h4>Các tin khác</h4><ul class="related list-items">{also}</ul>' if also else ""
        )
        main = f'<div class="news_column">{self._rows(rows)}</div>{more}{self._pager(name, page, hrefs)}'
        return self._frame(name, main, trail=trail)

    def _pager(self, name: str, page: int, hrefs: list[str]) -> str:
        if len(hrefs) < 2 and page == 1:
            return ""
        before = hrefs[min(page, len(hrefs) + 1) - 2] if page > 1 else ""
        parts = (
            [
                f'<li><a rel="prev" title="{escape(name)} - Trang {page - 1}" href="{before}">&laquo;</a></li>'
            ]
            if before
            else []
        )
        for n, href in enumerate(hrefs, 1):
            if n == page:
                parts.append(f'<li class="active"><a href="javascript:void(0)">{n}</a><li>')
            else:
                parts.append(
                    f'<li><a title="{escape(name)} - Trang {n}" href="{href}">{n}</a></li>'
                )
        if page < len(hrefs):
            parts.append(
                f'<li><a rel="next" title="{escape(name)} - Trang {page + 1}" href="{hrefs[page]}">&raquo;</a></li>'
            )
        return f'<div class="text-center"><ul class="pagination">{"".join(parts)}</ul></div>'

    def listing_page(
        self, section: Section, articles: tuple[Article, ...], page: int, pages: int
    ) -> str:
        """Write a listing; the first page also shows an article of another category and an outside link."""
        rows = [(self.path(a), a) for a in articles]
        if page == 1 and articles:
            rows += [
                (self._in_category(a, section.slug), a)
                for a in self.data.articles
                if a.section and a.section != section and a.id % 6 == 0
            ][:1]
        hrefs = [self.listing_path(section, n) for n in range(1, pages + 1)]
        return self._list(section.name, rows, page, hrefs, (section,))

    def home_page(self) -> str:
        """Write the home page: the module, and blocks of the categories."""
        blocks = "".join(
            f'<div class="news_column panel panel-default"><div class="panel-heading">{link(self.listing_path(s), s.name)}</div>'
            f"{self._rows([(self.path(a), a) for a in self.in_section(s)[:2]])}</div>"
            for s in self.data.sections
        )
        outside = f'<a target="_blank" href="/vi/news/lien-ket/bai-lien-ket-ngoai-{EXTERNAL_ID}.html">Toàn văn bài phát biểu</a>'
        newest = self._rows([(self.path(a), a) for a in self.data.articles[:3]])
        return self._frame(self.name, f'<a href="/vi/news/">Tin Tức</a>{newest}{outside}{blocks}')

    # Feeds, copies, redirects ---------------------------------------------------------------------

    def other_pages(self) -> Iterator[tuple[str, Source]]:
        """Give feeds, sitemaps, and the copies to print and to save."""
        xml = "text/xml; charset=utf-8"

        def href(article: Article) -> str:
            return self.base + self.path(article)

        lists: list[tuple[str, str, tuple[Article, ...]]] = [
            ("/vi/news/rss/", "Tin Tức", self.data.articles)
        ]
        lists += [
            (f"/vi/news/rss/{s.slug}/", s.name, self.in_section(s)) for s in self.data.sections
        ]
        for path, title, articles in lists:
            yield (
                path,
                Page(
                    feeds.feed(title, self.base + path, articles, href).encode(), content_type=xml
                ),
            )
        index = "".join(f"<li>{link(path, title)}</li>" for path, title, _ in lists)
        yield "/vi/feeds/", html(self._frame("RSS", f"<ul>{index}</ul>"))
        maps = feeds.sitemap_index([f"{self.base}/sitemap-vi.news.xml"])
        yield "/sitemap.xml", Page(maps.encode(), content_type=xml)
        news = feeds.sitemap(self.data.articles, href)
        yield "/sitemap-vi.news.xml", Page(news.encode(), content_type=xml)
        yield (
            f"/vi/news/lien-ket/bai-lien-ket-ngoai-{EXTERNAL_ID}.html",
            redirect("https://nukeviet.invalid/bai-goc.html"),
        )
        for a in self.data.articles:
            copy = f'<html><head><meta name="robots" content="noindex"/></head><body><div id="print"><div id="content"><h1>{escape(a.title)}</h1><div id="bodytext">{markup.body(a)}</div></div></div></body></html>'
            yield self.path(a).replace("/vi/news/", "/vi/news/print/"), html(copy)
            yield (
                self.path(a).replace("/vi/news/", "/vi/news/savefile/"),
                Page(copy.encode(), content_type="application/octet-stream"),
            )

    def answer(self, path: str, query: dict[str, str]) -> Page | None:
        """Redirect other paths of an article, switch themes, and end listings with an empty one."""
        if "nvvithemever" in query:
            cookie = ("Set-Cookie", f"nv4_theme={query['nvvithemever']}; path=/")
            return Page(status=301, headers=(("Location", "/"), cookie))
        if query and path != "/index.php":
            return self.lookup(quote(path))
        _, _, number = path.removesuffix(".html").rpartition("-")
        if path.endswith(".html") and number.isdigit():
            found = next((a for a in self.data.articles if a.id == int(number)), None)
            return redirect(self.path(found)) if found else None
        head, _, tail = path.rstrip("/").rpartition("/page-")
        for section in self.data.sections:
            if tail.isdigit() and f"{head}/" == self.listing_path(section):
                hrefs = [self.listing_path(section)]
                return html(self._list(section.name, [], int(tail), hrefs, (section,)))
        return redirect("/") if path.startswith("/vi/news/") and path.endswith("/") else None

    def item(self, article: Article) -> Item:
        """Give an article as a line of a list, with its lead for the tooltip."""
        return super().item(article)._replace(summary=article.lead or "")
