# ruff: noqa: E501 (HTML reads better in long lines)
"""DNN (DotNetNuke): a Vietnamese news module with postbacks, EasyDNNnews, and tabs by number.

Panes, modules and skin objects as DNN 7 writes them. The news module is written after the public source of
a university's site, EasyDNNnews and the numbered tabs after their addresses only: their class names are
made up.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import ClassVar
from urllib.parse import parse_qs

from archive.readings import Precision
from tests.sites import chrome, markup
from tests.sites.furniture import view_state
from tests.sites.markup import element, link
from tests.sites.platforms.site import PlatformSite
from tests.sites.site import Page, Source, attachments, html
from tests.sites.truth import Article, Section, Truth

STATE_SIZE = 3_000  # characters
NEXT = "dnn$ctr511$ViewList$vbPaging$btnNext"


class Dnn(PlatformSite):
    """One site of the three make-ups, named by `variant`."""

    cms = "dnn"
    host = "tuyengiaoqna.vn"
    scheme = "http"
    province = "Quảng Nam"
    variants: ClassVar[tuple[str, ...]] = ("news", "easydnn", "tabid")

    # Addresses ------------------------------------------------------------------------------------

    def _tab(self, section: Section | None) -> int:
        return 148 + (self.data.sections.index(section) if section else 9)

    def path(self, article: Article) -> str:
        """Give the address that listings print."""
        assert article.section
        if self.variant == "news":
            return f"/tin-tuc/{article.slug}-{article.id}"
        if self.variant == "easydnn":
            return f"/Tin-tuc/{article.section.slug}/ID/30{article.id}/{article.slug.title()}"
        tab = self._tab(article.section)
        return f"/tabid/{tab}/ItemID/{article.id}/language/vi-VN/Default.aspx"

    def forms(self, article: Article) -> tuple[str, ...]:
        """Give all addresses that answer with the article."""
        path = self.path(article)
        if self.variant != "tabid":
            return (path,)
        tab = self._tab(article.section)
        bare = path.replace("/language/vi-VN", "")
        return path, bare, f"/Default.aspx?tabid={tab}&ItemID={article.id}"

    def listing_path(self, section: Section, page: int = 1) -> str:
        """Give the address of a tab; with postbacks its further pages have none of their own."""
        if self.variant == "tabid":
            base = f"/Default.aspx?tabid={self._tab(section)}"
            return base + (f"&language=vi-VN&page={page}" if page > 1 else "")
        mark = "#" if self.variant == "news" else "?"
        return f"/Tin-tuc/{section.slug}" + (f"{mark}page={page}" if page > 1 else "")

    # Pages ----------------------------------------------------------------------------------------

    def _module(self, number: int, kind: str, title: str, inner: str) -> str:
        head = f'<span id="dnn_ctr{number}_dnnTITLE_titleLabel" class="Head">{escape(title)}</span>'
        return (
            f'<div class="DnnModule DnnModule-{kind} DnnModule-{number}"><a name="{number}"></a><div class="{self.names("container")}">{head if title else ""}'
            f'<div id="dnn_ctr{number}_ContentPane"><!-- Start_Module_{number} --><div id="dnn_ctr{number}_ModuleContent" class="DNNModuleContent">{inner}</div><!-- End_Module_{number} --></div></div></div>'
        )

    def _frame(self, title: str, main: str, *, where: str = "", action: str = "/") -> str:
        menu = "".join(f"<li>{link(self.listing_path(s), s.name)}</li>" for s in self.data.sections)
        tools = (
            '<a id="dnn_dnnLOGIN_cmdLogin" href="/tabid/148/ctl/Login/Default.aspx?returnurl=%2f">Đăng nhập vào hệ thống quản trị</a>'
            '<a href="/tabid/148/language/en-US/Default.aspx" title="English (United States)"><img src="/images/flags/en-US.gif" alt="en-US"/></a>'
            '<a href="/Default.aspx?tabid=148&amp;language=en-US">English</a><a href="/rss.aspx?TabID=148&amp;ModID=511">RSS</a>'
            '<a href="/tabid/148/ctl/Privacy/Default.aspx">Chính sách bảo mật thông tin của cổng</a>'
        )
        return (
            f'<!DOCTYPE html><html xml:lang="vi-VN" lang="vi-VN"><head id="Head"><meta content="text/html; charset=UTF-8" http-equiv="Content-Type"/><title>\n\t{escape(title)}\n</title>'
            f'<meta id="MetaGenerator" name="GENERATOR" content="DotNetNuke "/>{self.furniture.head}</head><body id="Body"><form method="post" action="{escape(action)}" id="Form" enctype="multipart/form-data">'
            f'<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{view_state(self.names, STATE_SIZE)}"/>{self.clock()}{tools}'
            f'<div id="dnn_pnav"><ul>{menu}</ul></div>{self.furniture.menu}<span id="dnn_dnnBREADCRUMB_lblBreadCrumb">{where}</span>'
            f'<div id="dnn_LeftPane">{self._module(420, "HTML", "", self.side())}</div><div id="dnn_ContentPane">{main}</div><div id="dnn_RightTopPane" class="DNNEmptyPane"></div>'
            f"{self.footer()}</form>{self.furniture.scripts}</body></html>"
        )

    def article_page(self, article: Article) -> str:
        """Write the page of an article."""
        assert article.section
        inner = {"news": self._news, "easydnn": self._easy, "tabid": self._numbered}[self.variant](
            article
        )
        where = " &gt; ".join(
            f'<a class="SkinObject" href="{escape(href)}">{name}</a>'
            for href, name in (
                ("/", "Trang chủ"),
                (self.listing_path(article.section), article.section.name),
            )
        )
        main = self._module(512, "Tintc-Hinthtin", "", inner)
        return self._frame(f"{article.title} - {self.name}", main, where=where)

    def _print(self, article: Article) -> str:
        mark = "&amp;" if "?" in self.path(article) else "?"
        return f"{self.path(article)}{mark}SkinSrc=[G]Skins/_default/No+Skin&amp;dnnprintmode=true"

    def _news(self, article: Article) -> str:
        """Write the news module: lists of other articles stand before and behind the text."""
        others = chrome.listed(self.others(article, 3), "list")
        hot = chrome.listed(self.others(article, 3, same=False), "list", dates=False)
        lead = f"<p><strong>{escape(article.lead)}</strong></p>" if article.lead else ""
        text = f'<span id="dnn_ctr512_ViewDetail_lbContent">{markup.body(article)}{markup.signature(article)}</span>'
        if self.names.pick("wrap", (True, False)):
            text = f"<p>{text}</p>"  # the parser closes both where the first paragraph begins
        tags = "".join(link(f"/tag/{n}?page=2&page=3", f"tuyên giáo {n}") for n in (1, 2))
        return (
            f'<div class="news-details"><div id="box_tinhotcat"><h4>Tin nổi bật</h4>{hot}</div><div class="title"><h1>{escape(article.title)}</h1></div>'
            f'<div class="post-meta"><a class="post-date" href="javascript:;">{article.published:%H:%M %d/%m/%Y}</a></div><ul class="share"><li>Facebook</li><li>Twitter</li><li>Email</li><li>LinkedIn</li><li><a href="{self._print(article)}">In</a></li></ul>'
            f'<div class="post-content">{lead}{text}</div><ul class="post-tags">{tags}</ul></div><div id="box_other"><h4>Tin gần đây</h4>{others}</div><div id="list_related">{others}</div>'
        )

    def _easy(self, article: Article) -> str:
        n = self.names
        lead = element("div", n("lead"), escape(article.lead)) if article.lead else ""
        return (
            f'<div class="{n("news")}"><h1 class="{n("title")}">{escape(article.title)}</h1><div class="{n("meta")}">Cập nhật: {article.published:%d/%m/%Y %H:%M:00}</div>'
            f'{lead}<div class="{n("content")}">{markup.body(article)}{markup.signature(article)}</div>{attachments(article, n)}</div>'
            f'<div class="{n("others")}"><h3>Các tin khác</h3>{chrome.listed(self.others(article, 4), n("list"))}</div>'
        )

    def _numbered(self, article: Article) -> str:
        n = self.names
        tag = n.pick("title", ("h1", "h2", "span", "div"))
        lead = element("p", n("lead"), f"<b>{escape(article.lead)}</b>") if article.lead else ""
        day = f"Đăng ngày: {article.published:%d/%m/%Y - %I:%M:00 %p} | Lượt xem: 1.231"
        return (
            f'<table class="{n("news")}" width="100%"><tr><td><{tag} class="{n("title")}">{escape(article.title)}</{tag}></td></tr><tr><td class="{n("day")}">{day}</td></tr>'
            f'<tr><td class="{n("text")}">{lead}{markup.body(article)}{markup.signature(article)}</td></tr><tr><td><a href="{self._print(article)}"><img src="/images/print.gif" alt="Print"/></a></td></tr></table>'
            f"<b>Tin đã đưa:</b>{chrome.listed(self.others(article, 4), n('list'))}"
        )

    def truth(self, article: Article) -> Truth:
        """All make-ups print the moment."""
        truth = super().truth(article)
        assert truth.precision is Precision.MINUTE
        return truth

    # Listings -------------------------------------------------------------------------------------

    def _row(self, article: Article) -> str:
        href = escape(self.path(article))
        day = f"<span>({article.published:%d/%m/%Y})</span>" if article.id % 2 else ""
        return (
            f'<div class="{self.names("row")}"><a href="{href}"><img src="/Portals/0/thumb/{article.id}.jpg" alt=""/></a><a href="{href}">{escape(article.title)}</a> {day}'
            f"<div>{escape(article.summary)}</div></div>"
        )

    def listing_page(
        self, section: Section, articles: tuple[Article, ...], page: int, pages: int
    ) -> str:
        """Write a listing; the news module turns its pages by postback."""
        hrefs = [self.listing_path(section, n) for n in range(1, pages + 2)]
        if self.variant == "news":
            pager = "".join(
                f'<a id="dnn_ctr511_ViewList_vbPaging_btn{name}" href="javascript:__doPostBack(&#39;{NEXT.replace("Next", name)}&#39;,&#39;{n}&#39;)">{text}</a>'
                for name, n, text in (
                    ("Pg1", 1, "1"),
                    ("Next", page + 1, "Tiếp"),
                    ("cuoi", pages, "Cuối"),
                )
                if n != page + 1 or page < pages
            )
        else:  # without end: there is a link to one page more
            pager = chrome.pager(pages + 1, page, hrefs, following="Tiếp theo")
        rows = "".join(self._row(a) for a in articles)
        main = self._module(511, "Tintc", section.name, f"{rows}<div>{pager}</div>")
        return self._frame(section.name, main, action=self.listing_path(section))

    def home_page(self) -> str:
        """Write the home page: a module for each section."""
        main = "".join(
            self._module(
                600 + n,
                "Tintc",
                s.name,
                "".join(self._row(a) for a in self.in_section(s)[:2])
                + f'<a href="{escape(self.listing_path(s))}">Xem tiếp</a>',
            )
            for n, s in enumerate(self.data.sections)
        )
        return self._frame(self.name, main)

    def other_pages(self) -> Iterator[tuple[str, Source]]:
        """Give the home page under its other name, and the pages without end."""
        yield "/Default.aspx", html(self.home_page())
        if self.variant != "news":
            for section in self.data.sections:
                pages = -(-len(self.in_section(section)) // self.page_size)
                last = self.in_section(section)[-self.page_size :]
                text = self.listing_page(section, last, pages + 1, pages + 2)
                yield self.listing_path(section, pages + 1), html(text)

    def answer(self, path: str, query: dict[str, str]) -> Page | None:
        """Leave out the language."""
        if "language" in query:
            rest = "&".join(
                f"{name}={value}" for name, value in query.items() if name != "language"
            )
            return self.lookup(f"{path}?{rest}")
        return None

    def post(self, target: str, body: bytes) -> Page:
        """Answer a postback: the page of the listing that its argument names."""
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        if form.get("__EVENTTARGET") != NEXT or "__VIEWSTATE" not in form:
            return self.not_found()
        return self.lookup(f"{target}#page={form['__EVENTARGUMENT']}")
