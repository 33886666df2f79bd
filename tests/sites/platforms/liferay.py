# ruff: noqa: E501 (HTML reads better in long lines)
"""Liferay Portal: the asset publisher of 6.2 and of 7.x, Bkav's portal-egov, and tapchicongsan.org.vn.

The markup of 6.2 and 7.x follows the public JSPs of the asset publisher; portal-egov's that of its public
themes; tapchicongsan.org.vn's the class names in public spiders of it. None was recorded from a site.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape
from typing import ClassVar
from urllib.parse import quote

from archive.readings import Precision
from tests.sites import chrome, markup
from tests.sites.markup import element, link
from tests.sites.platforms.site import PlatformSite
from tests.sites.site import Page, Source, html
from tests.sites.truth import Article, Section, Truth

LIST_PORTLET, VIEW_PORTLET = "qW3rT5yU7iOp", "1mOzUrGkrdAE"
SEVEN = "com_liferay_asset_publisher_web_portlet_AssetPublisherPortlet_INSTANCE"
CONTACT = (
    "Cơ quan chủ quản: Ban Tuyên giáo Tỉnh ủy. Chịu trách nhiệm nội dung: Trưởng Ban Biên tập cổng thông tin. "
    "Trụ sở tiếp công dân làm việc từ thứ Hai đến thứ Sáu hằng tuần, sáng từ 7 giờ 30 phút, chiều từ 13 giờ 30 phút."
)


class Liferay(PlatformSite):
    """One site of the four make-ups, named by `variant`."""

    cms = "liferay"
    host = "btg.dongthap.gov.vn"
    province = "Đồng Tháp"
    variants: ClassVar[tuple[str, ...]] = ("stock", "seven", "bkav", "tapchicongsan")

    # Addresses ------------------------------------------------------------------------------------

    def path(self, article: Article) -> str:
        """Give the address without the way back."""
        if self.variant == "seven":
            return f"/web/btg/chi-tiet/-/asset_publisher/{VIEW_PORTLET}/content/id/{article.id}"
        if self.variant == "tapchicongsan":
            assert article.section
            return f"/web/guest/{article.section.slug}/-/2018/{article.id}/{article.slug}.aspx"
        # Liferay leaves letters that it cannot write out of a title: đ, as in "dang vien".
        title = article.slug.replace("dang", "ang")
        if self.variant == "bkav":
            return f"/tin-tuc/-/asset_publisher//Content/{title}"
        return f"/web/guest/tin-tuc/-/asset_publisher/{VIEW_PORTLET}/content/{title}"

    def forms(self, article: Article) -> tuple[str, ...]:
        """Give all addresses of an article: other pages and portlets show it as well."""
        path = self.path(article)
        if self.variant != "stock":
            return (path,)
        other = path.replace("/tin-tuc/", "/trang-chu/").replace(VIEW_PORTLET, LIST_PORTLET)
        return path, other, path.replace("/web/guest", ""), f"/vi{path}"

    def listing_path(self, section: Section, page: int = 1) -> str:
        """Give the address of a page with an asset publisher, and of its further pages."""
        base = (
            f"/web/btg/{section.slug}" if self.variant == "seven" else f"/web/guest/{section.slug}"
        )
        if page == 1:
            return base
        portlet = (
            f"{SEVEN}_{LIST_PORTLET}" if self.variant == "seven" else f"101_INSTANCE_{LIST_PORTLET}"
        )
        reset = "p_r_p_resetCur" if self.variant == "seven" else "p_r_p_564233524_resetCur"
        return (
            f"{base}?p_p_id={portlet}&p_p_lifecycle=0&p_p_state=normal&p_p_mode=view&p_p_col_id=column-1&p_p_col_count=1"
            f"&_{portlet}_delta={self.page_size}&{reset}=false&_{portlet}_cur={page}"
        )

    def printed(self, article: Article, where: str) -> str:
        """Give the address as links print it, with the way back or a number behind it."""
        if self.variant == "stock":
            there = self.forms(article)[where == "/"]
            return f"{there}?inheritRedirect=true&redirect={quote(where, safe='')}%3Fp_p_id%3D101"
        return (
            f"{self.path(article)}?{article.id}" if self.variant == "bkav" else self.path(article)
        )

    # Truth ----------------------------------------------------------------------------------------

    def truth(self, article: Article) -> Truth:
        """Leave out what the make-up does not print."""
        truth = super().truth(article)
        if self.variant == "tapchicongsan" or article.published is None:
            return truth
        day = article.published.replace(hour=0, minute=0)
        return replace(
            truth,
            published=day,
            precision=Precision.DAY,
            in_listing_only=self.variant == "seven",
        )

    # Pages ----------------------------------------------------------------------------------------

    def _frame(self, title: str, main: str, where: str, crumbs: str = "") -> str:
        names = self.names
        sections = "".join(
            f'<li role="presentation"><a role="menuitem" href="{self.listing_path(s)}"><span>{s.name}</span></a></li>'
            for s in self.data.sections
        )
        languages = "".join(
            f'<a href="/c/portal/update_language?p_l_id=3045&amp;redirect={quote(where, safe="")}&amp;languageId={code}">{text}</a>'
            for code, text in (("vi_VN", "Tiếng Việt"), ("en_US", "English (Bản dịch)"))
        )
        calendar = (
            "/web/guest/lich-lam-viec?p_p_id=8&amp;p_p_lifecycle=2&amp;p_p_resource_id=month&amp;_8_month=6",
            "Lịch tiếp công dân tháng tới",
        )
        feed = f"/-/asset_publisher/{LIST_PORTLET}/rss"
        return (
            f'<!DOCTYPE html><html class="ltr" dir="ltr" lang="vi-VN"><head><title>{escape(title)} - {escape(self.name)}</title>'
            f'<meta content="text/html; charset=UTF-8" http-equiv="content-type"/>{self.furniture.head}</head>'
            f'<body class="yui3-skin-sam controls-visible guest-site signed-out public-page site"><div id="wrapper">'
            f'<header id="banner" role="banner"><div id="heading"><h1 class="site-title"><a class="logo" href="/web/guest/home">{escape(self.name)}</a></h1></div>'
            f"{self._portlet('56', 'Xk2', self._article_of('Banner', 'ĐẢNG BỘ TỈNH ĐỒNG THÁP'))}{self.clock()}"
            f'<a href="/c/portal/login?p_l_id=3045" id="sign-in">Đăng nhập</a> {languages}'
            f'<nav id="navigation" class="sort-pages modify-pages"><ul role="menubar">{sections}</ul></nav>{self.furniture.menu}</header>'
            f'<div id="content">{crumbs}<div class="columns-2" id="main-content" role="main"><div class="portlet-layout row-fluid">'
            f'<div class="portlet-column portlet-column-first span8" id="column-1"><div class="portlet-dropzone portlet-column-content" id="layout-column_column-1">{main}</div></div>'
            f'<div class="portlet-column portlet-column-last span4" id="column-2"><div class="portlet-dropzone">{self.side()}'
            f'<a href="{calendar[0]}">{calendar[1]}</a> <a href="{feed}">RSS</a></div></div></div></div></div>'
            f'<footer id="footer" role="contentinfo">{self._portlet("56", "Zz9", self._article_of("Footer", CONTACT * 6))}'
            f"{self.footer()}</footer></div>{self.furniture.scripts}<div class='{names('end')}'></div></body></html>"
        )

    def _article_of(self, name: str, text: str) -> str:
        """Write a piece of web content: Liferay keeps banners and footers as articles too."""
        number = sum(map(ord, name))
        return (
            f'<div class="journal-content-article" id="article_10154_10180_{number}_1.3">'
            f"<p><strong>{text}</strong></p></div>"
        )

    def _portlet(self, number: str, instance: str, inner: str, title: str = "") -> str:
        kind = {"101": "asset-publisher", "56": "journal-content"}.get(number, "asset-publisher")
        head = f'<header class="portlet-topper"><h1 class="portlet-title"><span class="portlet-title-text">{title}</span></h1></header>'
        name = f"{SEVEN}_{instance}" if number == "7" else f"{number}_INSTANCE_{instance}"
        return (
            f'<div class="portlet-boundary portlet-boundary_{number}_ portlet-static portlet-static-end portlet-{kind}" id="p_p_id_{name}_"><span id="p_{name}"></span>'
            f'<section class="portlet" id="portlet_{name}">{head if title else ""}<div class="portlet-content"><div class="portlet-content-container"><div class="portlet-body">{inner}</div></div></div></section></div>'
        )

    def article_page(self, article: Article) -> str:
        """Write the page of an article."""
        write = getattr(self, f"_{self.variant}_article")
        main: str = write(article)
        return self._frame(article.title, main, self.path(article), self._crumbs(article))

    def _crumbs(self, article: Article) -> str:
        assert article.section
        if self.variant == "stock":
            return (
                '<nav id="breadcrumbs"><ul aria-label="Breadcrumb" class="breadcrumb breadcrumb-horizontal">'
                '<li><a href="/web/guest">Trang chủ</a><span class="divider">/</span></li>'
                f'<li><a href="{self.listing_path(article.section)}">{article.section.name}</a><span class="divider">/</span></li>'
                f'<li class="active"><a href="{self.path(article)}">{escape(article.title)}</a></li></ul></nav>'
            )
        return ""

    def _content(self, article: Article, *, lead: bool = True) -> str:
        """Write what the editor typed: the lead is a bold paragraph, the name stands below."""
        first = f"<p><strong>{escape(article.lead)}</strong></p>" if article.lead and lead else ""
        return f"{first}{markup.body(article)}{markup.signature(article)}"

    def _print(self, article: Article) -> str:
        return (
            f"{self.path(article)}?p_p_id=101_INSTANCE_{VIEW_PORTLET}&amp;p_p_lifecycle=0&amp;p_p_state=pop_up"
            f"&amp;_101_INSTANCE_{VIEW_PORTLET}_viewMode=print"
        )

    def _links(self, article: Article) -> str:
        rows = "".join(
            f'<li class="asset-links-list-item"><a href="{escape(item.href)}">{escape(item.title)}</a></li>'
            for item in self.others(article, 4)
        )
        return f'<div class="asset-links"><h2 class="asset-links-title">Nội dung liên quan:</h2><ul class="asset-links-list">{rows}</ul></div>'

    def _stock_article(self, article: Article) -> str:
        day = f"{article.published:%d/%m/%Y}"
        inner = (
            f'<div class="taglib-header"><span class="header-back-to"><a class="icon-circle-arrow-left previous-level" href="{self.path(article)}?back=1" title="Trở lại">'
            f'<span class="helper-hidden-accessible">Trở lại</span></a></span><h1 class="header-title"><span> {escape(article.title)} </span></h1></div>'
            f'<div class="asset-full-content default-asset-publisher show-asset-title"><div class="asset-user-actions"><div class="asset-actions print-action">'
            f'<a href="{self._print(article)}"><span class="taglib-text hide-accessible">In <span class="hide-accessible">{escape(article.title)} (Mở cửa sổ mới)</span></span></a></div></div>'
            f'<div class="asset-content" id="_101_INSTANCE_{VIEW_PORTLET}_{article.id}"><div class="journal-content-article">{self._content(article)}</div><br/>'
            f'<div class="asset-ratings"><div class="taglib-ratings stars">Đánh giá của bạn: 0 (0 lượt bình chọn)</div></div>{self._links(article)}</div>'
            f'<div class="asset-metadata"><span class="metadata-entry metadata-publish-date">{day}</span><span class="metadata-entry metadata-author">Bởi Quản Trị Viên</span>'
            '<span class="metadata-entry metadata-view-count">1245 Lượt xem</span></div></div>'
        )
        return self._portlet("101", VIEW_PORTLET, inner) + self._latest(article)

    def _latest(self, article: Article | None) -> str:
        """Write a second asset publisher with other titles."""
        rows = "".join(
            f'<li class="title-list"><a href="{escape(item.href)}">{escape(item.title)}</a><div class="asset-metadata"><span class="metadata-entry metadata-publish-date">{item.day:%d/%m/%Y}</span></div></li>'
            for item in self.others(article, 3, same=False)
        )
        return self._portlet("101", "Ab4", f'<ul class="title-list">{rows}</ul>', "Tin mới")

    def _seven_article(self, article: Article) -> str:
        head = f"<p>{escape(article.title)}</p>" if article.id % 2 else ""
        inner = (
            '<div class="asset-full-content clearfix default-asset-publisher show-asset-title"><div class="align-items-center d-flex mb-2">'
            f'<p class="component-title h4"><span class="asset-title d-inline">null {escape(article.title)}</span></p></div>'
            '<div class="autofit-row mb-4 metadata-author"><div class="autofit-col autofit-col-expand"><div class="text-truncate-inline"><span class="text-truncate user-info"><strong>Quản Trị Viên</strong></span></div>'
            '<div class="asset-user-info text-secondary"><span class="date-info">Đã được sửa 2 Năm trước đây.</span></div></div></div>'
            f'<div class="asset-content mb-3">{head}<div class="clearfix journal-content-article" data-analytics-asset-id="{article.id}" data-analytics-asset-title="{escape(article.title)}" data-analytics-asset-type="web-content">'
            f'{self._content(article)}</div></div><div class="pull-right"><a href="{self._print(article)}">In</a></div>{self._links(article)}</div>'
        )
        return self._portlet("7", VIEW_PORTLET, inner) + self._latest(article)

    def _bkav_article(self, article: Article) -> str:
        assert article.published
        moment = article.published
        weekday = chrome.weekday(moment, capital=True).replace("Bảy", "Bẩy")
        # What stands behind the colon are the seconds of the entry, not its minutes.
        day = f"{weekday}, ngày {moment:%d/%m/%Y} {moment.hour:02}:{article.id % 60:02} | GMT +7"
        lead = (
            f'<div class="asset-abstract"><div class="assetdesc-text">{escape(article.lead)}</div></div>'
            if article.lead
            else ""
        )
        rows = [
            f'<li><a href="{escape(self.path(other))}?{other.id}">{escape(other.title)}</a> <span>({other.published:%d/%m})</span></li>'
            for other in self.data.articles
            if other.id != article.id
        ]
        inner = (
            f'<div class="asset_publisher_view_full_content"><div class="asset_title"><span>{escape(article.title)}</span></div>'
            f'<div class="social-panel"><span class="assetPublishDate">{day}</span><a href="javascript:;" id="decreaseText">A-</a> <a href="javascript:;" id="increaseText">A+</a>'
            f' <a class="print" href="{self._print(article)}">Bản in</a></div>{lead}'
            f'<div class="asset-full-content"><div class="asset-content"><div class="journal-content-article">{self._content(article, lead=False)}</div></div></div>'
            f'<div class="related_asset"><div class="newer_related_asset"><h3>Tin mới hơn</h3><ul>{"".join(rows[:3])}</ul></div>'
            f'<div class="older_related_asset"><h3>Tin cũ hơn</h3><ul>{"".join(rows[3:])}</ul></div></div></div>'
        )
        return self._portlet("101", VIEW_PORTLET, inner)

    def _tapchicongsan_article(self, article: Article) -> str:
        assert article.published
        assert article.section
        author = (
            f'<p class="author" style="text-align: right;"><strong>{article.author}</strong></p>'
            if article.author
            else ""
        )
        lead = f'<div class="sumary">{escape(article.lead)}</div>' if article.lead else ""
        inner = (
            f'<div class="row detail"><div class="{self.names("zone")}"><a href="{self.listing_path(article.section)}">{article.section.name}</a></div>'
            f'<h2><a href="{self.path(article)}">{escape(article.title)}</a></h2><div class="publishdate">{article.published:%H:%M, ngày %d-%m-%Y}</div>'
            f'{lead}<div class="detailContent">{markup.body(article)}</div>{author}</div>'
            f'<div class="{self.names("more")}"><h3>Các tin khác</h3>{chrome.listed(self.others(article, 4), self.names("more-list"))}</div>'
        )
        return self._portlet("101", VIEW_PORTLET, inner)

    # Listings -------------------------------------------------------------------------------------

    def _row(self, article: Article, where: str) -> str:
        href, title = escape(self.printed(article, where)), escape(article.title)
        day = f"{article.published:%d/%m/%Y}"
        if self.variant == "tapchicongsan" and article.section == self.data.sections[1]:
            return (
                f"""<div class="{self.names("row")}"><div class="{self.names("open")}" onclick="location.href='{href}'"><b>{title}</b></div>"""
                f"<p>{escape(article.summary)}</p></div>"
            )
        if self.variant == "tapchicongsan":
            return f'<div class="{self.names("row")}"><h4 class="titleNews"><a href="{href}">{title}</a></h4><p>{escape(article.summary)}</p></div>'
        if self.variant == "bkav":
            shown = f"{article.published:%d-%m-%Y}"
            return (
                f'<div class="asset-abstract"><div class="assettile"><a href="{href}">{title}</a></div>'
                f'<span class="asset-publish-date">{shown}</span><div class="asset-summary">{escape(article.summary)}</div></div>'
            )
        return (
            f'<div class="asset-abstract"><h3 class="asset-title"><a href="{href}">{title}</a></h3><div class="asset-content"><div class="asset-summary">{escape(article.summary)} '
            f'<a href="{href}">Đọc tiếp <span class="hide-accessible">về {title}</span> »</a></div></div>'
            f'<div class="asset-metadata"><span class="metadata-entry metadata-publish-date">{day}</span></div></div>'
        )

    def listing_page(
        self, section: Section, articles: tuple[Article, ...], page: int, pages: int
    ) -> str:
        """Write a page with an asset publisher that shows abstracts."""
        where = self.listing_path(section)
        rows = "".join(self._row(a, where) for a in articles)
        hrefs = [escape(self.listing_path(section, n)) for n in range(1, pages + 1)]
        forward = (
            f'<li><a href="{hrefs[page]}" aria-label="Next"> Tiếp theo </a></li><li><a href="{hrefs[-1]}">Cuối cùng →</a></li>'
            if page < pages
            else '<li class="disabled"><a href="javascript:;">Tiếp theo</a></li>'
        )
        back = f'<li><a href="{hrefs[page - 2]}">Trước đó</a></li>' if page > 1 else ""
        pager = (
            f'<div class="taglib-page-iterator"><small class="search-results">Hiển thị {page} của {pages}</small>'
            f'<ul class="pager lfr-pagination-buttons">{back}{forward}</ul></div>'
        )
        kind = "7" if self.variant == "seven" else "101"
        main = self._portlet(kind, LIST_PORTLET, rows + pager, section.name)
        return self._frame(section.name, main + self._latest(None), where)

    def home_page(self) -> str:
        """Write the home page: one asset publisher a section."""
        main = "".join(
            self._portlet(
                "101",
                f"Ho{n}",
                "".join(self._row(a, "/") for a in self.in_section(section)[:2]),
                section.name,
            )
            for n, section in enumerate(self.data.sections)
        )
        return self._frame(self.name, main, "/")

    def other_pages(self) -> Iterator[tuple[str, Source]]:
        """Give the home page's other address, the pages of the menu and the traps."""
        home = html(self.home_page())
        yield from ((path, home) for path in ("/web/guest/home", "/web/guest", "/web/btg"))
        calendar = element(
            "div", "calendar", link("/web/guest/lich-lam-viec?p_p_lifecycle=2", "Tháng sau")
        )
        yield "/web/guest/lich-lam-viec", html(self._frame("Lịch", calendar, "/"))

    def answer(self, path: str, query: dict[str, str]) -> Page | None:
        """Show the same article whatever stands behind the question mark."""
        if "/-/" in path and query:
            return self.lookup(path)
        return None
