# ruff: noqa: E501 (HTML reads better in long lines)
"""SharePoint: publishing pages, pages with a news web part, and bare lists with their forms.

The markup of the master page, the publishing layout ``ArticleLeft``, list views and display forms follows
SharePoint 2013 as it ships (general knowledge, not recorded); addresses, the columns of the list and its
12-hour clock are those seen in excerpts of party sites.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from html import escape
from typing import ClassVar
from urllib.parse import quote

from archive.readings import Precision
from tests.sites import chrome, markup
from tests.sites.markup import ZERO_WIDTH_SPACE
from tests.sites.platforms.site import PlatformSite
from tests.sites.site import Page, Source, html
from tests.sites.truth import Article, Kind, Section, Truth

WEB = "/vi-VN/a/dukcq"
LISTS = {"tin-hoat-dong": "TinHoatDong", "xay-dung-dang": "XayDungDang"}


def twelve_hours(moment: datetime) -> str:
    """Write a moment as a Vietnamese list does: ``12/07/2024 3:25 CH``."""
    half = "CH" if moment.hour >= 12 else "SA"
    return f"{moment:%d/%m/%Y} {moment.hour % 12 or 12}:{moment:%M} {half}"


class SharePoint(PlatformSite):
    """One site of the three make-ups, named by `variant`."""

    cms = "sharepoint"
    host = "angiang.dcs.vn"
    variants: ClassVar[tuple[str, ...]] = ("publishing", "list", "detail")

    # Addresses ------------------------------------------------------------------------------------

    def path(self, article: Article) -> str:
        """Give the shortest address of an article."""
        assert article.section
        if self.variant == "publishing":
            return f"{WEB}/{LISTS[article.section.slug].lower()}/Pages/{article.slug}.aspx"
        if self.variant == "list":
            return f"/Lists/{LISTS[article.section.slug]}/DispForm.aspx?ID={article.id}"
        return f"/Trang/ChiTietTinTuc.aspx?nid={article.id}"

    def printed(self, article: Article, where: str) -> str:
        """Give the address as links print it: a list's has the way back behind it."""
        if self.variant != "list":
            return self.path(article)
        source = quote(f"https://{self.host}{where}", safe="")
        return f"{self.path(article)}&Source={source}&ContentTypeId=0x0100C5E7"

    def listing_path(self, section: Section, page: int = 1) -> str:
        """Give the address of a listing page."""
        name = LISTS[section.slug]
        if self.variant == "list" and section == self.data.sections[0]:
            base = f"/Lists/{name}/TongQuat.aspx"
            return base + (f"?PageIndex={page}" if page > 1 else "")
        if self.variant == "list":
            base, row = f"/Lists/{name}/AllItems.aspx", (page - 1) * self.page_size
            return base + (f"?Paged=TRUE&p_ID={row}&PageFirstRow={row + 1}" if page > 1 else "")
        if self.variant == "publishing":
            base = f"{WEB}/{name.lower()}/Pages/default.aspx"
            return base + (f"?trang={page}" if page > 1 else "")
        number = self.data.sections.index(section) + 2
        return f"/news/Pages/new.aspx?CateID={number}" + (f"&Page={page}" if page > 1 else "")

    # Truth ----------------------------------------------------------------------------------------

    def truth(self, article: Article) -> Truth:
        """A publishing page prints the day only."""
        truth = super().truth(article)
        if self.variant != "publishing" or article.published is None:
            return truth
        day = article.published.replace(hour=0, minute=0)
        return replace(truth, published=day, precision=Precision.DAY)

    # Pages ----------------------------------------------------------------------------------------

    def _frame(self, title: str, main: str, *, heading: str, crumbs: str = "") -> str:
        menu = "".join(
            f'<li class="static"><a class="static menu-item ms-core-listMenu-item ms-displayInline ms-navedit-linkNode" href="{escape(self.listing_path(s))}">'
            f'<span class="additional-background ms-navedit-flyoutArrow"><span class="menu-item-text">{s.name}</span></span></a></li>'
            for s in self.data.sections
        )
        tools = (
            '<a id="ctl00_SignInLink" class="ms-signInLink" href="/_layouts/15/Authenticate.aspx?Source=%2F">Đăng nhập</a>'
            '<a href="/_layouts/15/listfeed.aspx?List=%7BC0A1%7D">RSS</a><a href="/en-US/Pages/default.aspx">EN</a>'
            '<a href="/Lists/TinHoatDong/NewForm.aspx?RootFolder=">Thêm mục mới vào danh sách này</a>'
            '<a href="/Lists/TinHoatDong/AllItems.aspx?SortField=Created&amp;SortDir=Asc">Tất cả các mục của danh sách</a>'
        )
        return (
            f'<!DOCTYPE html><html dir="ltr" lang="vi-VN"><head><meta name="GENERATOR" content="Microsoft SharePoint"/><meta http-equiv="Content-type" content="text/html; charset=utf-8"/>'
            f"<title>\n\t\n\t{escape(title)}\n\n</title>{self.furniture.head}</head><body onhashchange=\"if (typeof(_spBodyOnHashChange) != 'undefined') _spBodyOnHashChange();\">"
            '<div id="imgPrefetch" style="display:none"><img src="/_layouts/15/images/spcommon.png" alt=""/></div><form method="post" action="./" id="aspnetForm"><input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEPBSpWU0tleTo="/>'
            '<a id="HiddenAnchor" href="javascript:;" style="display:none"></a><div id="TurnOnAccessibility" style="display:none" class="s4-notdlg noindex"><a href="#" class="ms-accessible">Turn on more accessible mode</a></div>'
            '<div class="s4-notdlg s4-skipribbonshortcut noindex"><a href="javascript:;" class="ms-accessible ms-acc-button">Skip Ribbon Commands</a></div><div class="s4-notdlg noindex"><a href="javascript:;" class="ms-accessible ms-acc-button">Skip to main content</a></div>'
            f'<div id="s4-ribbonrow"></div><div id="s4-workspace"><div id="s4-bodyContainer"><div id="s4-titlerow" class="ms-dialogHidden s4-titlerowhidetitle"><div id="titleAreaBox" class="ms-noList ms-table">{self.clock()}{tools}'
            f'<div class="ms-breadcrumb-top"><div class="ms-breadcrumb-box ms-tableCell ms-verticalAlignTop"><div id="DeltaTopNavigation" class="ms-displayInline ms-core-navigation ms-dialogHidden"><div class="ms-core-listMenu-horizontalBox"><a href="#SkipLink"><img alt="Skip Navigation Links" src="/WebResource.axd"/></a><ul class="root ms-core-listMenu-root static">{menu}</ul></div></div></div></div>'
            f'<h1 id="pageTitle" class="ms-core-pageTitle"><span id="DeltaPlaceHolderPageTitleInTitleArea">{escape(heading)}</span></h1></div></div>'
            f'<div id="s4-bodyrow"><div id="contentRow"><div id="sideNavBox" class="ms-dialogHidden ms-forceWrap ms-noList">{self.side()}</div><div id="contentBox" aria-live="polite" aria-relevant="all"><div id="notificationArea" class="ms-notif-box"></div>'
            f'{crumbs}<span id="DeltaPlaceHolderMain"><a id="mainContent" name="mainContent" tabindex="-1"></a>{main}</span></div></div></div>{self.footer()}</div></div></form>{self.furniture.scripts}</body></html>'
        )

    def _web_part(self, number: int, inner: str, title: str = "") -> str:
        head = f'<div class="ms-webpart-chrome-title" id="WebPartWPQ{number}_ChromeTitle"><h2 class="ms-webpart-titleText"><span>{title}</span></h2></div>'
        return (
            f'<div class="ms-webpart-zone ms-fullWidth"><div id="MSOZoneCell_WebPartWPQ{number}" class="s4-wpcell-plain ms-webpartzone-cell ms-webpart-cell-vertical ms-fullWidth"><div class="ms-webpart-chrome ms-webpart-chrome-vertical ms-webpart-chrome-fullWidth">'
            f'{head if title else ""}<div id="WebPartWPQ{number}" width="100%" class="ms-WPBody noindex"><div id="ctl00_ctl{number}_g_7a">{inner}</div></div></div></div></div>'
        )

    def _crumbs(self, article: Article) -> str:
        assert article.section
        return (
            '<div class="breadcrumb"><span id="ctl00_PlaceHolderTitleBreadcrumb_ContentMap"><a href="#ctl00_SkipLink"><img alt="Skip Navigation Links" src="/WebResource.axd"/></a>'
            f'<span><a href="/">Trang chủ</a></span><span> &gt; </span><span><a href="{escape(self.listing_path(article.section))}">{article.section.name}</a></span><span> &gt; </span></span></div>'
        )

    def _rich(self, article: Article) -> str:
        """Write a body as SharePoint's editor does: its own classes, zero-width spaces in front."""
        parts = []
        for number, block in enumerate(article.blocks):
            if block.kind is Kind.PICTURE:
                parts.append(markup.picture(block, number % 3))
            elif block.kind is Kind.HEADING:
                parts.append(
                    f'<h2 class="ms-rteElement-H2">{ZERO_WIDTH_SPACE}{escape(block.text)}</h2>'
                )
            else:
                style = "p" if article.id % 2 else "div"
                parts.append(
                    f'<{style} class="ms-rteElement-P" style="text-align:justify">{ZERO_WIDTH_SPACE}{escape(block.text)}{ZERO_WIDTH_SPACE}<br></{style}>'
                )
        return f"{''.join(parts)}<p>{ZERO_WIDTH_SPACE}<br></p>"

    def article_page(self, article: Article) -> str:
        """Write the page of an article."""
        if self.variant == "publishing":
            return self._publishing(article)
        return self._form(article) if self.variant == "list" else self._detail(article)

    def _publishing(self, article: Article) -> str:
        def rich(number: int, inner: str) -> str:
            name = f"ctl00_PlaceHolderMain_ctl{number:02}_"
            return (
                f'<div id="{name}label" style="display:none">Nội dung trang</div>'
                f'<div id="{name}_ControlWrapper_RichHtmlField" class="ms-rtestate-field" style="display:inline" aria-labelledby="{name}label">{inner}</div>'
            )

        lead = f"<p><strong>{escape(article.lead)}</strong></p>" if article.lead else ""
        # A site's own page layout has its own words.
        stock = (
            "article article-left",
            "article-header",
            "date-line",
            "by-line",
            "article-content",
        )
        own = tuple(map(self.names, ("article", "top", "day", "by", "content")))
        box, head, day, by, content = self.names.pick("layout", (stock, own))
        main = (
            f'<div class="{box}"><div class="{head}"><div class="{day}">{article.published:%d/%m/%Y}</div><div class="{by}">{article.author or ""}</div></div>'
            f'<div class="{content}">{rich(5, lead + self._rich(article))}</div></div>'
            f"{self._web_part(3, chrome.listed(self.others(article, 4), 'dfwp-list'), 'Tin liên quan')}"
        )
        return self._frame(article.title, main, heading=article.title, crumbs=self._crumbs(article))

    def _form(self, article: Article) -> str:
        assert article.section
        assert article.published

        def row(label: str, kind: str, inner: str) -> str:
            return (
                f'<tr><td nowrap="true" valign="top" width="165px" class="ms-formlabel"><a name="SPBookmark_{kind}"></a><h3 class="ms-standardheader">{label}</h3></td>'
                f'<td valign="top" class="ms-formbody" width="450px" id="SPField{kind}"><!-- FieldName="{label}" FieldType="SPField{kind}" -->{inner}</td></tr>'
            )

        image = '<a href="/PublishingImages/a.jpg"><img src="/PublishingImages/a.jpg" alt=""/></a>'
        rows = (
            row("Tiêu đề", "Text", escape(article.title)),
            row("Tóm tắt", "Note", f'<div dir="">{escape(article.lead or "")}</div>'),
            row(
                "Nội dung",
                "Note",
                f'<div dir=""><div class="ExternalClass9F">{self._rich(article)}</div></div>',
            ),
            row("Tác giả", "Text", escape(article.author or "")),
            row("Hình đại diện", "URL", image),
            row("Ngày đăng", "DateTime", twelve_hours(article.published)),
            row("Tin nổi bật", "Boolean", "No"),
            row("Trạng thái", "Choice", "Đã ban hành"),
        )
        entered = twelve_hours(datetime(2025, 5, 9, 15, 25))  # noqa: DTZ001 - printed only
        main = (
            '<div id="part1"><table width="100%" class="ms-formtoolbar" border="0"><tr><td><a href="/Lists/TinHoatDong/EditForm.aspx?ID=1">Sửa mục tin này trong danh sách của Ban</a></td></tr></table>'
            f'<table class="ms-formtable" style="margin-top: 8px;" border="0" cellpadding="0" cellspacing="0" width="100%">{"".join(rows)}</table>'
            f'<table cellpadding="0" cellspacing="0" width="100%"><tr><td class="ms-descriptiontext"><span>Đã tạo lúc {entered} bởi Quản Trị</span><br/><span>Sửa lần cuối lúc {entered} bởi Quản Trị</span></td><td class="ms-toolbar"><input type="button" value="Đóng"/></td></tr></table></div>'
        )
        heading = f"{article.section.name} - {article.title}"
        return self._frame(heading, main, heading=heading, crumbs=self._crumbs(article))

    def _detail(self, article: Article) -> str:
        assert article.section
        assert article.published
        weekday = chrome.weekday(article.published, capital=True)
        lead = (
            f'<div class="{self.names("lead")}"><b>{escape(article.lead)}</b></div>'
            if article.lead
            else ""
        )
        title_tag = self.names.pick("title", ("h1", "div", "span"))
        inner = (
            f'<div class="news-detail"><{title_tag} class="{self.names("title")}">{escape(article.title)}</{title_tag}><div class="ngaydang">{weekday} {article.published:%d/%m/%Y %H:%M}</div>'
            f'{lead}<div class="ArticleContent">{self._rich(article)}{markup.signature(article)}</div></div><div class="{self.names("others")}"><h3>Các tin khác</h3>{chrome.listed(self.others(article, 4), "o")}</div>'
        )
        main = self._web_part(2, inner)
        return self._frame(
            "Chi tiết tin tức", main, heading="Chi tiết tin tức", crumbs=self._crumbs(article)
        )

    # Listings -------------------------------------------------------------------------------------

    def _row(self, article: Article, where: str) -> str:
        assert article.published
        href, title = escape(self.printed(article, where)), escape(article.title)
        if self.variant == "list":
            text = " ".join(block.text for block in article.blocks)
            cells = (
                "Tin",
                article.author or "",
                title,
                '<img src="/PublishingImages/a.jpg" alt=""/>',
                "",
            )
            last = (
                twelve_hours(article.published),
                "No",
                "Đã ban hành",
                "",
                f"{escape(article.summary)} {escape(text)}",
            )
            rest = "".join(f'<td class="ms-vb2">{cell}</td>' for cell in (*cells, *last))
            return f'<tr class="ms-itmhover"><td height="100%" class="ms-vb-title"><div class="ms-vb itx"><a onfocus="OnLink(this)" href="{href}">{title}</a></div></td>{rest}</tr>'
        weekday = chrome.weekday(article.published, capital=True)
        return (
            f'<li class="dfwp-item"><div class="item link-item"><a href="{href}" title="">{title}</a><div class="{self.names("day")}">{weekday} {article.published:%d/%m/%Y %H:%M}</div>'
            f'<div class="description">{escape(article.summary)}</div></div></li>'
        )

    def _rows(self, rows: str) -> str:
        if self.variant != "list":
            return f'<ul class="dfwp-column dfwp-list">{rows}</ul>'
        head = "".join(
            f'<th class="ms-vh2"><div class="ms-vh-div"><a href="/Lists/TinHoatDong/TongQuat.aspx?SortField={name}&amp;SortDir=Asc">{name}</a></div></th>'
            for name in ("LinkTitle", "ContentType", "TacGia")
        )
        return f'<table class="ms-listviewtable" summary="Tin"><tr class="ms-viewheadertr ms-vhltr">{head}</tr>{rows}</table>'

    def listing_page(
        self, section: Section, articles: tuple[Article, ...], page: int, pages: int
    ) -> str:
        """Write a listing: a query of pages, or the bare rows of a list."""
        where = self.listing_path(section)
        rows = self._rows("".join(self._row(a, where) for a in articles))
        hrefs = [self.listing_path(section, n) for n in range(1, pages + 1)]
        pager = (
            self._turn(hrefs, page)
            if "AllItems" in where
            else f'<div class="{self.names("pager")}">{chrome.pager(pages, page, hrefs, following="Trang sau >>")}</div>'
        )
        return self._frame(section.name, self._web_part(2, rows + pager), heading=section.name)

    def _turn(self, hrefs: list[str], page: int) -> str:
        """Write the arrows of a list view, which are scripts."""
        arrows = "".join(
            f"""<td><a onclick='javascript:RefreshPageTo(event, "{hrefs[n - 1].replace("&", chr(92) + "u0026")}");javascript:return false;' href="javascript:;"><img src="/_layouts/images/{name}.gif" alt="{name.title()}"/></a></td>"""
            for n, name in ((page - 1, "previous"), (page + 1, "next"))
            if 1 <= n <= len(hrefs)
        )
        return f'<table><tr><td class="ms-paging">{page}</td>{arrows}</tr></table>'

    def home_page(self) -> str:
        """Write the home page: a web part a section."""
        main = "".join(
            self._web_part(
                n, self._rows("".join(self._row(a, "/") for a in self.in_section(s)[:2])), s.name
            )
            for n, s in enumerate(self.data.sections, 2)
        )
        return self._frame(self.name, main, heading="Trang chủ")

    def other_pages(self) -> Iterator[tuple[str, Source]]:
        """Give the welcome page under its own name."""
        home = html(self.home_page())
        yield from ((path, home) for path in ("/Pages/default.aspx", f"{WEB}/"))

    def answer(self, path: str, query: dict[str, str]) -> Page | None:
        """Show the same item wherever it was opened from."""
        if "ID" in query and len(query) > 1:
            return self.lookup(f"{path}?ID={query['ID']}")
        return None
