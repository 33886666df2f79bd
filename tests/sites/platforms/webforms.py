# ruff: noqa: E501 (HTML reads better in long lines)
"""Home-made portals on ASP.NET WebForms: the whole page in one form, labels with the developer's ids.

Two of them are known by some addresses and the text of a page each; their markup is not, so class names,
ids and structure are made up and vary with the seed.

- ``bai-viet`` (tuyengiaohungyen.vn): ``/bai-viet/<slug>.aspx`` without a number, the header's clock with
  a time of day, a breadcrumb, one line for date, counter and author. Listing addresses were not seen.
- ``article-id`` (tuyengiaokhanhhoa.vn before its clean addresses): ``/Default.aspx?ArticleId=<guid>``, a
  slogan that scrolls above the text. The form of its date was not seen; this one is a Vietnamese .NET's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time
from functools import cached_property
from html import escape
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5

from archive.timezone import VIETNAM
from tests.sites import chrome, markup
from tests.sites.furniture import view_state
from tests.sites.markup import element, link
from tests.sites.site import Page, Source, html, redirect
from tests.sites.truth import Article, Section, Truth

from .site import PlatformSite

SLOGAN = "Nhiệt liệt chào mừng Đại hội đại biểu Đảng bộ tỉnh lần thứ XIX, nhiệm kỳ 2020 - 2025! Toàn Đảng, toàn quân, toàn dân ra sức thi đua lập thành tích chào mừng đại hội"
PREFIX = "ctl00_ContentPlaceHolder1_"
STATE_SIZE = 6_000  # characters


class WebFormsSite(PlatformSite):
    """A WebForms portal; IIS does not heed the case of an address, and neither do its editors."""

    cms = "webforms"
    host = "tuyengiaohungyen.vn"
    scheme = "http"
    province = "Hưng Yên"
    variants = ("bai-viet", "article-id")

    # Addresses ------------------------------------------------------------------------------------

    def path(self, article: Article) -> str:
        """Give /bai-viet/<slug>.aspx or /Default.aspx?ArticleId=<guid>."""
        if self.variant == "bai-viet":
            return f"/bai-viet/{article.slug}.aspx"
        return f"/Default.aspx?ArticleId={_guid(article.slug)}"

    def listing_path(self, section: Section, page: int = 1) -> str:
        """Give an address of the same make; those of the portals were not seen."""
        if self.variant == "bai-viet":
            return f"/chuyen-muc/{section.slug}.aspx" + (f"?trang={page}" if page > 1 else "")
        return f"/Default.aspx?ZoneId={_guid(section.slug)}" + (f"&Page={page}" if page > 1 else "")

    def _careless(self, article: Article) -> str:
        """Write the address of an article as an editor does who copied it from somewhere."""
        if self.variant == "bai-viet":
            path = "/".join(word.capitalize() for word in self.path(article).split("/"))
            return f"{path}?utm_source=zalo"
        return f"/default.aspx?articleid={_guid(article.slug).upper()}&TabId=5"

    def _copy(self, article: Article) -> str:
        if self.variant == "bai-viet":
            return f"/in-bai/{article.slug}.aspx"
        return f"/Print.aspx?ArticleId={_guid(article.slug)}"

    def forms(self, article: Article) -> tuple[str, ...]:
        """Give the address with and without a session in its path."""
        return (self.path(article), f"/(S(lit3py55t21z5v55vlm25s55)){self.path(article)}")

    def truth(self, article: Article) -> Truth:
        """Leave out the lead's own field where the portal has none."""
        return replace(super().truth(article), organisation=article.organisation)

    # Pages ----------------------------------------------------------------------------------------

    def _frame(self, title: str, main: str) -> str:
        n, more = self.names, self.furniture
        menu = " | ".join(link(self.listing_path(s), s.name) for s in self.data.sections)
        hits = [item._replace(href=self._careless(a)) for item, a in self._most_read()]
        side = n.shuffled(
            "side",
            (
                chrome.most_read(hits, n),
                chrome.documents(n, self.setup.today),
                chrome.partners(n),
                *more.side,
            ),
        )
        return (
            f'<!DOCTYPE html>\n<html><head id="Head1"><title>{escape(title)}</title>'
            f'<meta http-equiv="Content-Type" content="text/html; charset=utf-8"/>{more.head}</head>\n<body>'
            '<form method="post" action="./" id="aspnetForm">'
            f'<div class="aspNetHidden"><input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{view_state(n, STATE_SIZE)}"/></div>\n'
            f'{more.top}<div class="{n("clock")}">{self._clock()}</div>\n'
            f'<div class="{n("menu")}"><a href="/">Trang chủ</a> | {menu} | <a href="/lien-he.aspx">Liên hệ</a> | <a href="/Login.aspx?ReturnUrl=%2f">Đăng nhập</a>{more.menu}</div>\n'
            f"{main}\n{''.join(side)}\n{chrome.counters(n)}{chrome.footer(n, self.name)}{more.foot}{more.scripts}</form></body></html>"
        )

    def _most_read(self) -> Iterator[tuple[chrome.Item, Article]]:
        for article in self.data.articles[:4]:
            yield self.item(article), article

    def _clock(self) -> str:
        """Write the clock: "Thứ Bảy, ngày 29 tháng 2 năm 2020 - 8:28:19 PM"."""
        today = self.setup.today
        moment = datetime.combine(today, time(20, 28, 19), VIETNAM)
        weekday = chrome.weekday(today, capital=True)
        return f"{weekday}, {chrome.long_date(today)} - {_clock_time(moment)}"

    def article_page(self, article: Article) -> str:
        """Write the page of an article."""
        assert article.section is not None
        n = self.names
        parts = self._bai_viet(article) if self.variant == "bai-viet" else self._article_id(article)
        tools = f'<div class="{n("tools")}"><a href="{escape(self._copy(article))}">In tin bài</a> <a href="javascript:__doPostBack(\'ctl00$btnLuu\',\'\')">Lưu tin bài</a> <a href="#top">Quay lại</a></div>'
        others = chrome.listed(self.others(article, 4), n("list"))
        main = f'{parts}{tools}<div class="{n("others")}"><h3>CÁC TIN KHÁC</h3>{others}</div>'
        if n.pick("layout", (True, False)):
            main = f'<table class="{n("main")}"><tr><td>{main}</td></tr></table>'
        else:
            main = element("div", n("main"), main)
        return self._frame(f"{article.title} - {self.name}", main)

    def _ids(self) -> tuple[str, str, str, str]:
        """Give the ids of title, date, lead and body: words that developers choose, or any."""
        ends = self.names.pick(
            "ids",
            (
                ("lblTieuDe", "lblNgayDang", "lblTomTat", "lblNoiDung"),
                ("lblTitle", "lblDate", "lblTrichDan", "lbNoiDung"),
                ("a1", "a2", "a3", "a4"),
            ),
        )
        title, date, lead, body = (PREFIX + end for end in ends)
        return title, date, lead, body

    def _bai_viet(self, a: Article) -> str:
        assert a.section is not None
        assert a.published is not None
        n = self.names
        title, date, lead, body = self._ids()
        crumbs = f'<a href="/">Trang chủ</a> » <a href="/chuyen-muc/tin-tuc.aspx">Chính trị - Xã hội</a> » {link(self.listing_path(a.section), a.section.name)}'
        author = f" | {escape(a.author)}" if a.author else ""
        posted = f"{a.published:%d/%m/%Y} - {_clock_time(a.published)}"
        tag = n.pick("title", ("h1", "h2", "span", "div"))
        text = (
            f'<div class="{n("lead")}">{_label(lead, self._bold(escape(a.lead)))}</div>'
            if a.lead
            else ""
        )
        posted = f"Đăng ngày: {posted} | Lượt xem: {a.views}{author}"
        return (
            f'<div class="{n("crumbs")}">{crumbs}</div>\n<{tag} class="{n("title")}">{_label(title, escape(a.title))}</{tag}>\n'
            f'<div class="{n("date")}">{_label(date, posted)}</div>\n'
            f'{text}\n<div class="{n("body")}">{_label(body, markup.body(a))}</div>\n'
        )

    def _bold(self, text: str) -> str:
        return f"<b>{text}</b>" if self.names.pick("bold", (True, False)) else text

    def _article_id(self, a: Article) -> str:
        assert a.section is not None
        assert a.published is not None
        n = self.names
        title, date, _, body = self._ids()
        half = "SA" if a.published.hour < 12 else "CH"
        posted = f"{a.published:%d/%m/%Y} {a.published.hour % 12 or 12}:{a.published:%M} {half}"
        lead = f"<p><strong>{escape(a.lead)}</strong></p>\n" if a.lead else ""
        heading = n.pick("title", ("h1", "h3", "span", "b"))
        return (
            f'<div class="{n("zone")}"><a href="/">Trang chủ</a> &gt; {link(self.listing_path(a.section), a.section.name)}</div>\n'
            f'<div class="{n("title")}"><{heading}>{_label(title, escape(a.title))}</{heading}></div>\n'
            f'<div class="{n("date")}">{_label(date, f"Ngày đăng: {posted}")}</div>\n'
            f'<marquee class="{n("slogan")}" scrollamount="4"><b>{SLOGAN}</b></marquee>\n'
            f'<div class="{n("body")}">{_label(body, f"{lead}{markup.body(a)}")}\n{markup.signature(a)}</div>\n'
        )

    def _row(self, article: Article) -> str:
        n = self.names
        assert article.published is not None
        href = escape(self.path(article))
        return (
            f'<div class="{n("row")}"><a href="{href}"><img src="/Upload/{article.id}.jpg" alt="{escape(article.title)}"/></a>'
            f'<a class="{n("row-title")}" href="{href}">{escape(article.title)}</a> <i>({article.published:%d/%m/%Y})</i>'
            f"<p>{escape(article.summary[:160])}...</p></div>\n"
        )

    def listing_page(
        self, section: Section, articles: tuple[Article, ...], page: int, pages: int
    ) -> str:
        """Write a listing; its last pager link is a postback that leads nowhere."""
        hrefs = [self.listing_path(section, n) for n in range(1, pages + 1)]
        rows = "".join(self._row(a) for a in articles)
        links = chrome.pager(pages, page, hrefs, following="Trang sau")
        return self._frame(
            f"{section.name} - {self.name}",
            f'<h2 class="{self.names("heading")}">{section.name}</h2><div class="{self.names("rows")}">{rows}</div>'
            f"<div class=\"{self.names('pager')}\">{links} <a href=\"javascript:__doPostBack('ctl00$btnCuoi','')\">Cuối</a></div>",
        )

    def home_page(self) -> str:
        """Write the home page: sections with their newest articles."""
        zones = "".join(
            f'<div class="{self.names("box")}"><h2>{link(self.listing_path(s), s.name)}</h2>'
            f"{''.join(self._row(a) for a in self.in_section(s)[:2])}</div>"
            for s in self.data.sections
        )
        return self._frame(self.name, zones)

    def other_pages(self) -> Iterator[tuple[str, Source]]:
        """Give the home page's other address, the copies to print, and a section of sections."""
        yield "/Default.aspx", html(self.home_page())
        yield "/chuyen-muc/tin-tuc.aspx", html(self.home_page())
        for article in self.data.articles:
            text = f"<html><body onload='window.print()'><h1>{escape(article.title)}</h1>{markup.body(article)}</body></html>"
            yield self._copy(article), html(text)

    def answer(self, path: str, query: dict[str, str]) -> Page | None:
        """Answer in any case, as IIS does; a tab says only where an article is shown."""
        known = {name.lower(): value for name, value in query.items() if name.lower() != "tabid"}
        if path.lower() == "/login.aspx":
            return redirect("/")
        key = f"{path}?{urlencode(known)}" if known else path
        found = self._by_lower_case.get(key.lower())
        return found() if callable(found) else found

    @cached_property
    def _by_lower_case(self) -> dict[str, Source]:
        return {path.lower(): page for path, page in self.pages.items()}


def _label(identifier: str, inner: str) -> str:
    """Write what a Label control writes: a span, also around paragraphs."""
    return f'<span id="{identifier}">{inner}</span>'


def _guid(text: str) -> str:
    return str(uuid5(NAMESPACE_URL, text))


def _clock_time(moment: datetime) -> str:
    """Write a time of day as an American .NET does: ``8:28:04 AM``."""
    half = "AM" if moment.hour < 12 else "PM"
    return f"{moment.hour % 12 or 12}:{moment:%M:%S} {half}"
