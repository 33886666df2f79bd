# ruff: noqa: E501 (HTML reads better in long lines)
"""tinhuyquangtri.vn: DNN-like; no date anywhere on an article page, the byline glued to the last sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from html import escape
from typing import ClassVar

from . import chrome, markup
from .furniture import Place, view_state
from .markup import element, link
from .site import Page, Site, Source, attachments, html
from .truth import Article, Section, Truth

NEWS_TAB = 93
STATE_SIZE = 12_000  # characters
ONLINE = (("Khách", "52"), ("Thành viên", "0"), ("Tổng", "52"))


class QuangTri(Site):
    """Panes and modules of DNN; two forms of addresses; a calendar without end."""

    spider = "quang_tri"
    name = "Tỉnh ủy Quảng Trị"
    origin = "https://tinhuyquangtri.vn"
    place = Place(
        "Quảng Trị",
        "số 16 đường Trần Hưng Đạo, thành phố Đông Hà",
        (
            *("Đông Hà", "Quảng Trị", "Cam Lộ", "Cồn Cỏ", "Đakrông", "Gio Linh", "Hải Lăng"),
            *("Hướng Hóa", "Triệu Phong", "Vĩnh Linh"),
        ),
        towns=2,
    )
    has_lead: ClassVar[bool] = False

    def path(self, article: Article) -> str:
        """Give the friendly form, or for every third article the form with tabid and ItemID."""
        return self.forms(article)[1 if article.id % 3 == 0 else 0]

    def forms(self, article: Article) -> tuple[str, ...]:
        """Give both forms, which answer alike."""
        return (
            f"/tin-tuc/{article.slug}-{article.id}",
            f"/Default.aspx?tabid={NEWS_TAB}&ItemID={article.id}",
        )

    def listing_path(self, section: Section, page: int = 1) -> str:
        """Give the address of a tab, friendly or by number."""
        number = self.data.sections.index(section)
        if number % 2:
            base, mark = f"/Default.aspx?tabid={200 + number}", "&"
        else:
            base, mark = f"/{section.slug}", "?"
        return base + (f"{mark}page={page}" if page > 1 else "")

    def listing_day(self, article: Article) -> datetime | None:
        """Give the day where the listing prints one."""
        return article.published if article.in_listing_only else None

    def truth(self, article: Article) -> Truth:
        """Leave out a date that the site does not print."""
        truth = super().truth(article)
        return truth if article.in_listing_only else replace(truth, published=None, precision=None)

    def robots(self) -> str:
        """Write robots.txt as DNN comes with it."""
        return "User-agent: *\nDisallow: /admin/\nDisallow: /App_Browsers/\nDisallow: /Login\nAllow: /\n"

    def _module(self, number: int, kind: str, title: str, inner: str) -> str:
        head = (
            f'<span id="dnn_ctr{number}_dnnTITLE_titleLabel" class="Head">{escape(title)}</span>'
            if title
            else ""
        )
        return (
            f'<div class="DnnModule DnnModule-{kind} DnnModule-{number}"><a name="{number}"></a>'
            f'<div class="{self.names("container")}">{head}<div id="dnn_ctr{number}_ContentPane">'
            f'<!-- Start_Module_{number} --><div id="dnn_ctr{number}_ModuleContent">{inner}</div>'
            f"<!-- End_Module_{number} --></div></div></div>\n"
        )

    def _frame(self, title: str, main: str, *, where: str = "") -> str:
        n, more = self.names, self.furniture
        today = self.setup.today
        menu = "".join(f"<li>{link(self.listing_path(s), s.name)}</li>" for s in self.data.sections)
        month = f"/lich-cong-tac?thang={today.month}&amp;nam={today.year}"
        side = n.shuffled(
            "side",
            (
                self._module(
                    420,
                    "Lich",
                    "Lịch công tác",
                    f'<a href="{month}">Tháng {today.month}/{today.year}</a>',
                ),
                self._module(421, "Tinnoibat", "", chrome.most_read(self.others(None, 4), n)),
                self._module(422, "Vanban", "", chrome.documents(n, today)),
                self._module(423, "Lienket", "", chrome.partners(n)),
                *(self._module(440 + k, "Html", "", box) for k, box in enumerate(more.side)),
            ),
        )
        return (
            f'<!DOCTYPE html>\n<html lang="vi-VN"><head id="Head"><meta charset="utf-8"/><title>{escape(title)}</title>'
            f'<meta name="GENERATOR" content="DotNetNuke"/>{more.head}</head>\n<body id="Body"><form method="post" action="/" id="Form">'
            f'<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{view_state(n, STATE_SIZE)}"/><a name="top"></a>{more.top}'
            f'<div class="{n("top")}"><a href="/Login?returnurl=%2f">Đăng nhập</a> '
            '<a href="/language/en-US/Default.aspx">English</a> <a href="/?language=en-US">EN</a></div>'
            f'<div class="{n("menu")}"><ul><li><a href="/">Trang chủ</a></li>{menu}</ul>{more.menu}</div>\n'
            f'<span id="dnn_dnnBREADCRUMB_lblBreadCrumb">{where}</span>'
            f'<div id="dnn_LeftPane">{"".join(side[:3])}</div><div id="dnn_ContentPane">{main}</div>'
            f'<div id="dnn_RightPane">{"".join(side[3:])}{self._survey()}{self._online()}</div>'
            '<div id="dnn_BottomPane" class="DNNEmptyPane"></div>\n'
            f"{chrome.footer(n, self.name)}{more.foot}{more.scripts}</form></body></html>"
        )

    def _survey(self) -> str:
        text = "<p>Hiện tại không có bình chọn nào đang hoạt động.</p>"
        return self._module(430, "Binhchon", "Bình chọn", text)

    def _online(self) -> str:
        """Write the users-online block: each label twice, as text of the picture and as text."""
        rows = "".join(
            f'<li><img src="/images/o.gif" alt="{label}"/> {label} {count}</li>'
            for label, count in ONLINE
        )
        text = (
            '<p>Thống kê truy cập</p><ul><li><img src="/images/o.gif" alt="Người trực tuyến"/> Người trực tuyến'
            f'<ul>{rows}<li><img src="/images/o.gif" alt="Tổng lượt truy cập:"/> Tổng lượt truy cập: 31642365</li></ul></li></ul>'
        )
        return self._module(431, "UsersOnline", "Thống kê truy cập - Tin cơ sở", text)

    def article_page(self, article: Article) -> str:
        """Write the page: title, body with its glued byline, views, other titles; no date."""
        n = self.names
        tag = n.pick("title", ("h1", "h2", "span", "div"))
        inner = f"{markup.body(article)}\n{markup.signature(article)}"
        if n.pick("body", (True, False)):
            text = f'<span id="dnn_ctr512_ViewDetail_lbContent" class="{n("body")}">{inner}</span>'
        else:
            text = element("div", n("body"), inner)
        tools = (
            f'<div class="{n("tools")}"><span>{article.views}</span> <a href="#top">Go top</a> '
            f'<a href="{escape(self.path(article))}{"&amp;" if "?" in self.path(article) else "?"}'
            'SkinSrc=[G]Skins/_default/No+Skin&amp;dnnprintmode=true"><img src="/images/print.gif" alt="Print"/></a></div>'
        )
        others = (
            f"<h4>Tin khác</h4>{chrome.listed(self.others(article, 6), n('list'), dates=False)}"
        )
        main = (
            f'<{tag} class="{n("title")}">{escape(article.title)} </{tag}>\n{text}\n'
            f"{attachments(article, n)}{tools}{element('div', n('others'), others)}"
        )
        where = '<a class="SkinObject" href="/">Trang chủ</a>'
        if article.section:
            href = escape(self.listing_path(article.section))
            where += f' &gt; <a class="SkinObject" href="{href}">{escape(article.section.name)}</a>'
        return self._frame(
            f"{article.title} - {self.name}", self._module(512, "Tintc", "", main), where=where
        )

    def _row(self, article: Article) -> str:
        day = self.listing_day(article)
        shown = f"<span>({chrome.padded_date(day)})</span>" if day else ""
        href = escape(self.path(article))
        return (
            f'<div class="{self.names("row")}"><a href="{href}"><img src="/Portals/0/thumb/{article.id}.jpg" alt=""/></a>'
            f'<a href="{href}">{escape(article.title)}</a> {shown}<div>{escape(article.summary[:150])}...</div></div>\n'
        )

    def listing_page(
        self, section: Section, articles: tuple[Article, ...], page: int, pages: int
    ) -> str:
        """Write a listing with plain links to its other pages."""
        hrefs = [self.listing_path(section, n) for n in range(1, pages + 1)]
        rows = "".join(self._row(a) for a in articles)
        links = chrome.pager(pages, page, hrefs, following="Tiếp theo")
        main = self._module(
            511, "Tintc", section.name, f'{rows}<div class="{self.names("pager")}">{links}</div>'
        )
        return self._frame(f"{section.name} - {self.name}", main)

    def home_page(self) -> str:
        """Write the home page: a module for each section."""
        zones = "".join(
            self._module(
                600 + n,
                "Tintc",
                s.name,
                "".join(self._row(a) for a in self.in_section(s)[:2])
                + f'<a href="{escape(self.listing_path(s))}">Xem tiếp</a>',
            )
            for n, s in enumerate(self.data.sections)
        )
        loose = "".join(self._row(a) for a in self.data.articles if a.section is None)
        return self._frame(self.name, zones + loose)

    def other_pages(self) -> Iterator[tuple[str, Source]]:
        """Give the login page and the copies in other languages, which a crawler must refuse."""
        login = self._frame(
            "Đăng nhập", self._module(700, "Login", "Đăng nhập", "<input name='u'/>")
        )
        yield "/Login", html(login)
        yield "/language/en-US/Default.aspx", html(self.home_page())

    def answer(self, path: str, query: dict[str, str]) -> Page | None:
        """Answer the months of the calendar for ever, print and language copies, and login."""
        if path == "/lich-cong-tac":
            return html(self._calendar(int(query.get("thang", 1)), int(query.get("nam", 2026))))
        if path.lower() == "/login":
            return html(self._frame("Đăng nhập", self._module(700, "Login", "Đăng nhập", "")))
        kept = {k: v for k, v in query.items() if k in ("tabid", "ItemID", "page")}
        if kept != query:
            fields = "&".join(f"{key}={value}" for key, value in kept.items())
            return self.lookup(path + (f"?{fields}" if fields else ""))
        return None

    def _calendar(self, month: int, year: int) -> str:
        before = (month - 1, year) if month > 1 else (12, year - 1)
        after = (month + 1, year) if month < 12 else (1, year + 1)
        links = " ".join(
            link(f"/lich-cong-tac?thang={m}&nam={y}", text)
            for (m, y), text in ((before, "Tháng trước"), (after, "Tháng sau"))
        )
        days = "".join(f"<td>{day}</td>" for day in range(1, 29))
        text = f"{links}<table><tr>{days}</tr></table><p>Ngày 2/{month}/{year}: Giao ban Thường trực Tỉnh ủy</p>"
        return self._frame("Lịch công tác", self._module(710, "Lich", "Lịch công tác", text))
