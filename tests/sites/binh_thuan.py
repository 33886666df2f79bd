# ruff: noqa: E501 (HTML reads better in long lines)
"""btgtu.binhthuan.dcs.vn: ASP.NET WebForms, the whole page in one form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from html import escape
from typing import ClassVar

from . import chrome, markup
from .chrome import Item
from .furniture import Place, view_state
from .markup import element, link
from .site import Page, Site, Source, attachments, html
from .truth import Article, Section, Truth

BOARD = "BAN TUYÊN GIÁO TỈNH UỶ"
INDENT = "\u00a0 \u00a0 \u00a0 \u00a0"
STATE_SIZE = 9_000  # characters


class BinhThuan(Site):
    """Home-made WebForms CMS; half of its links vary in case or carry tracking."""

    spider = "binh_thuan"
    name = "Ban Tuyên giáo Tỉnh ủy Bình Thuận"
    origin = "https://btgtu.binhthuan.dcs.vn"
    place = Place(
        "Bình Thuận",
        "số 06 đường Hải Thượng Lãn Ông, thành phố Phan Thiết",
        (
            *("Phan Thiết", "La Gi", "Bắc Bình", "Đức Linh", "Hàm Tân", "Hàm Thuận Bắc"),
            *("Hàm Thuận Nam", "Phú Quý", "Tánh Linh", "Tuy Phong"),
        ),
    )
    has_lead: ClassVar[bool] = False

    def path(self, article: Article) -> str:
        """Give /Trang-chu/post/<id>/<slug>.aspx; the oldest articles have no .aspx."""
        suffix = "" if article.id < 5000 else ".aspx"
        return f"/Trang-chu/post/{article.id}/{article.slug}{suffix}"

    def truth(self, article: Article) -> Truth:
        """Give the section as the breadcrumb prints it, in capitals."""
        truth = super().truth(article)
        return replace(truth, section=truth.section and truth.section.upper())

    def listing_path(self, section: Section, page: int = 1) -> str:
        """Give /Trang-chu/cat/<n>/<slug>.aspx and ?page=2."""
        number = self.data.sections.index(section) + 11
        return f"/Trang-chu/cat/{number}/{section.slug}.aspx" + (
            f"?page={page}" if page > 1 else ""
        )

    def _variant(self, article: Article) -> str:
        """Write the address of an article as careless editors do."""
        path = self.path(article)
        return path.lower() + "?utm_source=zalo&utm_medium=share"

    def _hrefs(self, article: Article) -> tuple[str, str]:
        """Give the addresses behind picture and title, one of them a variant."""
        plain, variant = self.path(article), self._variant(article)
        return (variant, plain) if article.id % 2 else (plain, variant)

    def _frame(self, title: str, main: str) -> str:
        n, more = self.names, self.furniture
        menu = " | ".join(link(self.listing_path(s), s.name.upper()) for s in self.data.sections)
        hits = [
            Item(self._variant(a), a.title, a.published) for a in reversed(self.data.articles[-5:])
        ]
        side = n.shuffled(
            "side",
            (
                chrome.most_read(hits, n),
                chrome.documents(n, self.setup.today),
                chrome.partners(n),
                element("div", n("app"), '<a href="/app/btgtu.apk">Android APK</a>'),
                *more.side,
            ),
        )
        return (
            f'<!DOCTYPE html>\n<html><head id="Head1"><title>{escape(title)}</title>'
            f'<meta http-equiv="Content-Type" content="text/html; charset=utf-8"/>{more.head}</head>\n<body>'
            '<form method="post" action="./" id="form1">'
            f'<div class="aspNetHidden"><input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{view_state(n, STATE_SIZE)}"/>'
            '<input type="hidden" name="__EVENTVALIDATION" value="/wEdAAJ8Vf0"/></div>\n'
            f"{more.top}"
            f'<div class="{n("head")}"><span>Hôm nay, {chrome.long_date(self.setup.today)}</span></div>\n'
            f'<div class="{n("size")}">Cỡ chữ: <a href="javascript:;">A+</a> <a href="javascript:;">A-</a></div>'
            f'<div class="{n("menu")}"><a href="/Trang-chu">TRANG CHỦ</a> | {menu} | '
            '<a href="/Trang-chu/lien-he.aspx">LIÊN HỆ</a> | <a href="/login.aspx?ReturnUrl=%2f">ĐĂNG NHẬP</a>'
            f"{more.menu}</div>\n"
            f"{main}\n{''.join(side)}\n{chrome.counters(n)}{chrome.footer(n, self.name)}{more.foot}{more.scripts}</form></body></html>"
        )

    def article_page(self, article: Article) -> str:
        """Write the page: path, title, date, indented paragraphs, author, print links."""
        n = self.names
        tag = n.pick("title", ("h1", "h2", "span", "div"))
        names = n.pick("labels", (True, False))
        prefix = "ctl00_MainContent_"
        title_id, date_id, body_id = (
            (f"{prefix}lblTieuDe", f"{prefix}lblNgayDang", f"{prefix}lblNoiDung")
            if names
            else (n("title-id"), n("date-id"), n("body-id"))
        )
        where = ""
        if article.section:
            section = link(self.listing_path(article.section), article.section.name.upper())
            where = f'<a href="/Trang-chu">{BOARD}</a> | {section}'
        date = chrome.webforms_date(article.published) if article.published else ""
        body = markup.body(article, indent=INDENT)
        signed = markup.signature(article, n.pick("signature", ("strong", "em", "span")))
        inside, outside = (
            (signed, "") if n.pick("signature-inside", (True, False)) else ("", signed)
        )
        wrapper = n.pick("body-tag", ("div", "span"))
        parts = (
            element("div", n("where"), where),
            f'<{tag} id="{title_id}" class="{n("title")}">{escape(article.title)}</{tag}>',
            f'<div class="{n("date")}"><span id="{date_id}">{date}</span></div>',
            f'<{wrapper} id="{body_id}" class="{n("body")}">{body}\n{inside}</{wrapper}>',
            outside,
            attachments(article, n),
            f'<div class="{n("tools")}"><a href="/Trang-chu/print/{article.id}.aspx">In tin bài</a>'
            f'<a href="/Trang-chu/save/{article.id}.aspx">Lưu tin bài</a></div>',
            f'<div class="{n("others")}"><h3>CÁC TIN KHÁC</h3>'
            f"{chrome.listed(self.others(article, 6), n('list'))}</div>",
        )
        if n.pick("layout", (True, False)):
            main = f'<table class="{n("layout")}"><tr><td>{"".join(parts)}</td></tr></table>'
        else:
            main = element("div", n("layout"), "\n".join(parts))
        return self._frame(article.title if tag == "h1" else f"{article.title} - {self.name}", main)

    def _row(self, article: Article) -> str:
        picture, title = self._hrefs(article)
        day = chrome.webforms_date(article.published) if article.published else ""
        return (
            f'<div class="{self.names("row")}"><a href="{escape(picture)}"><img src="/uploads/News/files/{article.id}.jpg" alt=""/></a>'
            f'<a href="{escape(title)}">{escape(article.title)}</a> <i>{day}</i>'
            f"<p>{escape(article.summary[:160])}...</p></div>\n"
        )

    def listing_page(
        self, section: Section, articles: tuple[Article, ...], page: int, pages: int
    ) -> str:
        """Write a listing; its last pager link is a postback that leads nowhere."""
        hrefs = [self.listing_path(section, n) for n in range(1, pages + 1)]
        rows = "".join(self._row(a) for a in articles)
        links = chrome.pager(pages, page, hrefs, following="Trang sau >>")
        return self._frame(
            f"{section.name} - {self.name}",
            f'<div class="{self.names("where")}"><a href="/Trang-chu">{BOARD}</a> | {section.name.upper()}</div>'
            f'<div class="{self.names("rows")}">{rows}</div><div class="{self.names("pager")}">{links}'
            " <a href=\"javascript:__doPostBack('ctl00$btnCuoi','')\">Cuối</a></div>",
        )

    def home_page(self) -> str:
        """Write the home page: sections with their newest articles."""
        blocks = "".join(
            f'<div class="{self.names("zone")}"><h2>{link(self.listing_path(s), s.name.upper())}</h2>'
            f"{''.join(self._row(a) for a in self.in_section(s)[:2])}</div>"
            for s in self.data.sections
        )
        loose = "".join(self._row(a) for a in self.data.articles if a.section is None)
        return self._frame(self.name, blocks + loose)

    def other_pages(self) -> Iterator[tuple[str, Source]]:
        """Give the home page's other address, and the copies to print and to save."""
        yield "/Trang-chu", html(self.home_page())
        for article in self.data.articles:
            text = (
                f"<html><body><h1>{escape(article.title)}</h1>{markup.body(article)}</body></html>"
            )
            yield f"/Trang-chu/print/{article.id}.aspx", html(text)
            yield (
                f"/Trang-chu/save/{article.id}.aspx",
                Page(text.encode(), content_type="application/msword"),
            )

    def answer(self, path: str, query: dict[str, str]) -> Page | None:
        """Answer in any case, as IIS does."""
        page = f"?page={query['page']}" if query.get("page") else ""
        found = self._by_lower_case.get(path.lower() + page)
        return found() if callable(found) else found

    @cached_property
    def _by_lower_case(self) -> dict[str, Source]:
        return {path.lower(): page for path, page in self.pages.items()}
