# ruff: noqa: E501 (HTML reads better in long lines)
"""Home-made sites: addresses and dates as some party sites have them, markup that no two sites share.

Of the sites behind the variants only addresses and the text of a page are known, from public search
results and files; markup, class names and whatever was not seen (mostly listings) are made up, and vary
with the seed.

- ``article-id`` (bantuyengiao.cantho.gov.vn): ``/article/<slug>/<id>.htm``, agency mark before the lead;
- ``pagenumber`` (phuyen.dcs.vn): ``/<section>?pagenumber=2``; articles as on xaydungdang.org.vn,
  ``/<section>/<slug>-<id>``, some of them under two sections and without a canonical address;
- ``cpage`` (tinhuytthue.vn): ``//<section>/&cpage=2``, which is a path, on absolute links;
- ``pageindex`` (dienbien.dcs.vn): ``/<Section>/<Slug-With-Hyphens>``, ``?PageIndex=2``, a pager that
  always offers one page more;
- ``danh-muc`` (sotaydangvien.haugiang.dcs.vn): ``/danh-muc/<category>/<part>/<slug>.html``; some articles
  under two parts, with a canonical address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from math import ceil

from archive.readings import Precision
from tests.sites import chrome, markup
from tests.sites.markup import element, link
from tests.sites.site import Page, Source, html
from tests.sites.truth import Article, Section, Truth

from .site import PlatformSite

HOST = "tinhuy.example"
MARK = "(TGCT)"


def _words(slug: str) -> str:
    """Write a slug as dienbien.dcs.vn does: ``Dang-bo-tinh-Dien-Bien``."""
    return "-".join(word.capitalize() for word in slug.split("-"))


def _dotnet(moment: datetime) -> str:
    return f"Thời gian đăng: {moment:%d/%m/%Y %I:%M}:17 {'AM' if moment.hour < 12 else 'PM'}"


@dataclass(frozen=True, slots=True)
class Face:
    """What is known of a site, or made up in its place.

    Attributes:
        article: Gives the address of an article in a section.
        listing: Gives the address of a listing page.
        date: Writes the date of an article.
        precision: How much of it that says.
        second: How an article that stands in two sections is found to be one.
    """

    article: Callable[[Article, Section], str]
    listing: Callable[[Section, int], str]
    date: Callable[[datetime], str]
    precision: Precision = Precision.MINUTE
    second: str = ""


FACES = {
    "article-id": Face(
        lambda a, s: f"/article/{a.slug}/{a.id}.htm",
        lambda s, n: f"/chuyen-muc/{s.slug}.htm" + (f"?trang={n}" if n > 1 else ""),
        lambda moment: f"{moment:%H:%M - %d/%m/%Y}",
    ),
    "pagenumber": Face(
        lambda a, s: f"/{s.slug}/{a.slug}-{a.id}",
        lambda s, n: f"/{s.slug}" + (f"?pagenumber={n}" if n > 1 else ""),
        lambda moment: f"{chrome.weekday(moment, capital=True)}, {moment:%d/%m/%Y, %H:%M} [GMT+7]",
        second="text",
    ),
    "cpage": Face(
        lambda a, s: f"/{s.slug}/{a.slug}.html",
        lambda s, n: f"//{s.slug}/&cpage={n}" if n > 1 else f"/{s.slug}/",
        lambda moment: f"Ngày đăng: {moment:%d/%m/%Y}",
        Precision.DAY,
    ),
    "pageindex": Face(
        lambda a, s: f"/{_words(s.slug).replace('-', '')}/{_words(a.slug)}",
        lambda s, n: f"/{_words(s.slug).replace('-', '')}" + (f"?PageIndex={n}" if n > 1 else ""),
        _dotnet,
    ),
    "danh-muc": Face(
        lambda a, s: f"/danh-muc/tin-tuc/{s.slug}/{a.slug}.html",
        lambda s, n: f"/danh-muc/tin-tuc/{s.slug}" + (f"?p={n}" if n > 1 else ""),
        lambda moment: f"{moment:%d.%m.%Y | %H:%M}",
        second="canonical",
    ),
}


class GenericSite(PlatformSite):
    """A site of nobody's make."""

    cms = "generic"
    host = HOST
    province = "Cần Thơ"
    variants = tuple(FACES)

    @property
    def face(self) -> Face:
        """What the variant is like."""
        return FACES[self.variant]

    # Addresses ------------------------------------------------------------------------------------

    def path(self, article: Article) -> str:
        """Give the address under the article's own section."""
        assert article.section is not None
        return self.face.article(article, article.section)

    def listing_path(self, section: Section, page: int = 1) -> str:
        """Give the address of a listing page."""
        return self.face.listing(section, page)

    def _second_path(self, article: Article) -> str | None:
        """Give an article's address under the other section, where it stands there too."""
        if not self.face.second or article != self.in_section(self.data.sections[0])[-1]:
            return None
        return self.face.article(article, self.data.sections[1])

    def forms(self, article: Article) -> tuple[str, ...]:
        """Give the addresses under which an article answers."""
        second = self._second_path(article)
        return (self.path(article), second) if second else (self.path(article),)

    def truth(self, article: Article) -> Truth:
        """Say what the site prints: an agency mark, or a day without a time."""
        truth = super().truth(article)
        if self.variant == "article-id":
            marked = self._marked(article)
            body = truth.body if truth.lead else (marked, *truth.body[1:])
            truth = replace(truth, lead=truth.lead and marked, body=body, source_mark=MARK)
        if self.face.precision is Precision.DAY and truth.published:
            day = truth.published.replace(hour=0, minute=0)
            truth = replace(truth, published=day, precision=Precision.DAY)
        return truth

    def _marked(self, article: Article) -> str:
        """Give the lead, or the first paragraph, with the agency mark in front."""
        return f"{MARK} - {article.summary}"

    def _printed(self, article: Article) -> Article:
        if self.variant != "article-id":
            return article
        if article.lead:
            return replace(article, lead=self._marked(article))
        first, *rest = article.blocks
        return replace(article, blocks=(replace(first, text=self._marked(article)), *rest))

    # Pages ----------------------------------------------------------------------------------------

    def _frame(self, title: str, main: str, *, head: str = "") -> str:
        n, more = self.names, self.furniture
        menu = "".join(f"<li>{link(self.listing_path(s), s.name)}</li>" for s in self.data.sections)
        tools = (
            '<a href="/en">English</a> <a href="/dang-nhap">Đăng nhập</a> <a href="/tim-kiem?q=">Tìm kiếm</a> '
            '<a href="/lich-cong-tac?thang=7&amp;nam=2024">Lịch công tác</a> <a href="/lien-he">Liên hệ</a>'
        )
        top = n.pick(
            "clock", (self.clock(), f"<div>Hôm nay, {chrome.long_date(self.setup.today)}</div>")
        )
        columns = n.shuffled(
            "columns", (element("div", n("main"), main), element("div", n("side"), self.side()))
        )
        if n.pick("layout", (True, False)):
            cells = "".join(f'<td valign="top">{column}</td>' for column in columns)
            columns = [f'<table width="100%"><tr>{cells}</tr></table>']
        return (
            f'<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8"/><title>{escape(title)}</title>{head}{more.head}</head>\n<body>{more.top}{top}'
            f'<div class="{n("menu")}"><ul><li><a href="/">Trang chủ</a></li>{menu}</ul>{tools}{more.menu}</div>\n'
            f"{''.join(columns)}\n{self.footer()}{more.scripts}</body></html>"
        )

    def side(self) -> str:
        """Write the side column, which also names what stands in two sections, under the other one."""
        seconds = [
            link(second, a.title) for a in self.data.articles if (second := self._second_path(a))
        ]
        return super().side() + element("div", self.names("noticed"), "<br/>".join(seconds))

    def article_page(self, article: Article) -> str:
        """Write the page of an article; in which order and in what, the seed says."""
        n, a = self.names, self._printed(article)
        assert a.published is not None
        assert a.section is not None
        tag = n.pick("title", ("h1", "h2", "div", "span", "td"))
        title = f'<{tag} class="{n("title")}">{escape(a.title)}</{tag}>'
        if tag == "td":
            title = f'<table><tr><td><font size="4" color="#c00"><b>{escape(a.title)}</b></font></td></tr></table>'
        in_date_line = a.author and n.pick("author", ("under", "under", "date"))
        beside = f"{escape(a.author)} - " if in_date_line == "date" and a.author else ""
        if self.face.date(a.published)[0].isalpha():  # a label comes first
            beside, in_date_line = "", "under"
        views = n.pick(
            "views",
            ("", f" | Lượt xem: {chrome.thousands(a.views)}", f" &nbsp; ({a.views} lượt xem)"),
        )
        date = f'<div class="{n("date")}">{beside}{self.face.date(a.published)}{views}</div>'
        lead = escape(a.lead or "")
        if n.pick("bold", (True, False)):
            lead = f"<b>{lead}</b>"
        lead_tag = n.pick("lead", ("p", "div", "h3"))
        text = f'<{lead_tag} class="{n("lead")}">{lead}</{lead_tag}>' if a.lead else ""
        signed = (
            ""
            if in_date_line == "date"
            else markup.signature(a, n.pick("signature", ("strong", "em", "b")))
        )
        inside = n.pick("signed", (True, False))
        body = element("div", n("body"), markup.body(a) + (signed if inside else ""))
        heads = n.pick("order", ((title, date), (date, title))) if not beside else (title, date)
        crumbs, tools = self._crumbs(a.section, a.title), self._tools(article)
        top = (crumbs, *heads, tools, text)
        if n.pick("lead-first", (False, False, True)) and not beside:
            top = (crumbs, title, text, date, tools)
        parts = (*top, body, "" if inside else signed)
        main = element(
            n.pick("article", ("div", "article", "section")), n("article"), "\n".join(parts)
        )
        path = self.path(article)
        head = (
            f'<link rel="canonical" href="{self.real}{path}"/>'
            if self.face.second == "canonical"
            else ""
        )
        if n.pick("og", (True, False)):
            head += f'<meta property="og:title" content="{escape(a.title)}"/>'
        site = n.pick("page-title", (f" - {self.name}", f" | {self.name}", ""))
        return self._frame(f"{a.title}{site}", main + self._others(article), head=head)

    def _crumbs(self, section: Section, title: str) -> str:
        n = self.names
        end = n.pick("crumbs-end", ("", escape(title)))
        here = link(self.listing_path(section), section.name)
        step = n.pick("step", (" » ", " / ", " &gt; "))
        home = '<a href="/">Trang chủ</a>'
        if n.pick("crumbs", (True, False)):
            return f'<div class="{n("crumbs")}">{home}{step}{here}{step if end else ""}{end}</div>'
        return f'<ul class="{n("crumbs")}"><li>{home}</li><li>{here}</li></ul>'

    def _tools(self, article: Article) -> str:
        path = self.path(article)
        return (
            f'<div class="{self.names("tools")}"><a href="{path}?print=1">In bài viết</a> <a href="/in-bai/{article.id}">Bản in</a> '
            f'<a href="mailto:?subject=x">Gửi email</a> <a href="javascript:phongTo()">A+</a> <a href="{path}?lang=en">EN</a></div>'
        )

    def _others(self, article: Article) -> str:
        n = self.names
        heading = n.pick(
            "others", ("Tin liên quan", "CÁC TIN KHÁC", "Tin cùng chuyên mục", "Bài viết khác")
        )
        rows = chrome.listed(
            self.others(article, 4), n("others"), dates=n.pick("dated", (True, False))
        )
        return f'<div class="{n("related")}"><h3>{heading}</h3>{rows}</div>'

    def _row(self, article: Article) -> str:
        n = self.names
        assert article.published is not None
        href, title = escape(self.path(article)), escape(article.title)
        tag = n.pick("row-title", ("h3", "h4", "div"))
        return (
            f'<div class="{n("row")}"><a href="{href}"><img src="/thumb/{article.id}.jpg" alt="{title}"/></a><{tag}><a href="{href}">{title}</a></{tag}>'
            f'<span class="{n("day")}">{chrome.padded_date(article.published)}</span><p>{escape(article.summary[:150])}...</p></div>\n'
        )

    def listing_page(
        self, section: Section, articles: tuple[Article, ...], page: int, pages: int
    ) -> str:
        """Write a listing."""
        n = self.names
        # A pager that does not know where the listing ends.
        last = page + 1 if self.variant == "pageindex" else pages
        hrefs = [self._shown(self.listing_path(section, number)) for number in range(1, last + 1)]
        pager = chrome.pager(
            last, page, hrefs, following=n.pick("next", ("Trang sau", "»", "Tiếp"))
        )
        rows = "".join(map(self._row, articles))
        main = f'<h2 class="{n("heading")}">{escape(section.name)}</h2>{rows}<div class="{n("pager")}">{pager}</div>'
        return self._frame(f"{section.name} - {self.name}", main)

    def _shown(self, path: str) -> str:
        return self.real + path if path.startswith("//") else path

    def home_page(self) -> str:
        """Write the home page: sections with their newest articles."""
        zones = "".join(
            f'<div class="{self.names("zone")}"><h2>{link(self.listing_path(s), s.name)}</h2>{"".join(map(self._row, self.in_section(s)[:2]))}</div>'
            for s in self.data.sections
        )
        return self._frame(self.name, zones)

    def other_pages(self) -> Iterator[tuple[str, Source]]:
        """Give the copies to print."""
        for article in self.data.articles:
            copy = html(
                f"<html><body><h1>{escape(article.title)}</h1>{markup.body(article)}</body></html>"
            )
            yield f"/in-bai/{article.id}", copy
            yield f"{self.path(article)}?print=1", copy

    def answer(self, path: str, query: dict[str, str]) -> Page | None:
        """Answer beyond the end of a listing with its last page, and a calendar with any month."""
        if path == "/lich-cong-tac":
            month = int(query.get("thang", "1")) + 1
            return html(
                self._frame("Lịch công tác", f'<a href="?thang={month}&amp;nam=2024">Tháng sau</a>')
            )
        for section in self.data.sections:
            if path == self.listing_path(section) and "PageIndex" in query:
                return self._last_page(section, int(query["PageIndex"]))
        return None

    def _last_page(self, section: Section, page: int) -> Page:
        listed: Sequence[Article] = self.in_section(section)
        pages = ceil(len(listed) / self.page_size)
        shown = tuple(listed[(pages - 1) * self.page_size :])
        return html(self.listing_page(section, shown, page, pages))
