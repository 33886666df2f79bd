# ruff: noqa: E501 (HTML reads better in long lines)
"""nghean.dcs.vn: the sub-site of the propaganda board in the portal of the Tỉnh ủy; CMS unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from html import escape

from . import chrome, markup
from .chrome import Item
from .furniture import Place
from .markup import element, link
from .site import Page, Site, attachments, html
from .truth import Article, Section, Truth

BANNER = "Banner Ban tuyên giáo sub-site-1"
RELATED = 15


class NgheAn(Site):
    """No date on article pages; fifteen related titles, each printed twice."""

    spider = "nghe_an"
    name = "Ban Tuyên giáo Tỉnh ủy Nghệ An"
    origin = "https://nghean.dcs.vn"
    place = Place(
        "Nghệ An",
        "số 22 đường Lê Mao, thành phố Vinh",
        (
            *("Vinh", "Cửa Lò", "Hoàng Mai", "Thái Hòa", "Anh Sơn", "Con Cuông", "Diễn Châu"),
            *("Đô Lương", "Hưng Nguyên", "Kỳ Sơn", "Nam Đàn", "Nghi Lộc", "Nghĩa Đàn", "Quế Phong"),
            *("Quỳ Châu", "Quỳ Hợp", "Quỳnh Lưu", "Tân Kỳ", "Thanh Chương", "Tương Dương"),
        ),
        towns=4,
    )
    fixed_related: tuple[str, ...] = ()

    def path(self, article: Article) -> str:
        """Give /vi-vn/tin/<slug>/<a>-<b>-<c>."""
        key = article.key or f"{article.id}-58053-560411"
        return f"/vi-vn/tin/{article.slug}/{key}"

    def listing_path(self, section: Section, page: int = 1) -> str:
        """Give a listing address; its form is not known, so the seed chooses one."""
        base = self.names.pick("listing", ("/vi-vn/{}", "/vi-vn/chuyen-muc/{}")).format(
            section.slug
        )
        following = self.names.pick("paging", ("{}?page={}", "{}/trang-{}", "{}?p={}"))
        return str(following.format(base, page)) if page > 1 else base

    def listing_day(self, article: Article) -> datetime | None:
        """Give the day where the listing prints one."""
        return article.published if article.in_listing_only else None

    def truth(self, article: Article) -> Truth:
        """Leave out a date that the listing does not print."""
        truth = super().truth(article)
        if article.in_listing_only:
            return truth
        return replace(truth, published=None, precision=None)

    def _frame(self, title: str, main: str, *, head: str = "") -> str:
        n, more = self.names, self.furniture
        menu = "".join(f"<li>{link(self.listing_path(s), s.name)}</li>" for s in self.data.sections)
        side = n.shuffled(
            "side",
            (
                chrome.most_read(self.others(None, 4), n),
                chrome.documents(n, self.setup.today),
                chrome.partners(n, "Liên kết"),
                chrome.counters(n),
                *more.side,
            ),
        )
        return (
            f'<!DOCTYPE html>\n<html lang="vi-VN"><head><meta charset="utf-8"/><title>{escape(title)}</title>{head}{more.head}</head>\n<body>{more.top}'
            f'<div class="{n("banner")}"><a href="/"><img src="/images/banner-btg.jpg" alt="{BANNER}"/></a></div>\n'
            f'<div class="{n("menu")}"><ul><li><a href="/">Trang chủ</a></li>{menu}'
            '<li><a href="/vi-vn/dang-nhap">Đăng nhập</a></li><li><a href="/en-us">English</a></li></ul>'
            f"{more.menu}</div>\n"
            f'<div class="{n("main")}">{main}</div>\n<div class="{n("side")}">{"".join(side)}</div>\n'
            f"{chrome.footer(n, self.name)}{more.foot}{more.scripts}</body></html>"
        )

    def article_page(self, article: Article) -> str:
        """Write the page: title, lead, body, signature, related titles; no date."""
        n = self.names
        tag = n.pick("title", ("h1", "h2", "span", "div"))
        lead_tag = n.pick("lead", ("p", "div", "h4"))
        lead = escape(article.lead) if article.lead else ""
        if lead and n.pick("lead-bold", (True, False)):
            lead = f"<strong>{lead}</strong>"
        parts = [f'<{tag} class="{n("title")}">{escape(article.title)}</{tag}>']
        if lead:
            parts.append(f'<{lead_tag} class="{n("lead")}">{lead}</{lead_tag}>')
        inner = f"{markup.body(article)}\n{markup.signature(article)}"
        parts.append(element("div", n("body"), inner))
        parts.append(attachments(article, n))
        content = element(
            n.pick("article", ("div", "article", "section")), n("article"), "\n".join(parts)
        )
        head = f'<meta property="og:title" content="{escape(article.title)}"/>'
        return self._frame(
            f"{article.title} - {self.name}", content + self._related(article), head=head
        )

    def _related(self, article: Article) -> str:
        titles = self.fixed_related
        items = (
            [Item(f"/vi-vn/tin/tin-cu/{n}-58053-1", title) for n, title in enumerate(titles, 1)]
            if titles
            else self.others(article, RELATED)
        )
        rows = "".join(
            f'<div class="{self.names("card")}"><a href="{escape(item.href)}"><img src="/thumb/{n}.jpg" alt="{escape(item.title)}"/></a>'
            f"<br/>{link(item.href, item.title, title=True)}</div>\n"
            for n, item in enumerate(items)
        )
        return f'<div class="{self.names("related")}"><h3>Tin cùng chuyên mục</h3>{rows}</div>'

    def _row(self, article: Article) -> str:
        day = self.listing_day(article)
        shown = f'<span class="{self.names("day")}">{chrome.padded_date(day)}</span>' if day else ""
        href = escape(self.path(article))
        title_tag = self.names.pick("row-title", ("h3", "h4", "div"))
        return (
            f'<div class="{self.names("row")}"><a href="{href}"><img src="/thumb/{article.id}.jpg" alt="{escape(article.title)}"/></a>'
            f'<{title_tag}><a href="{href}">{escape(article.title)}</a></{title_tag}>{shown}'
            f"<p>{escape(article.summary[:200])}</p></div>\n"
        )

    def listing_page(
        self, section: Section, articles: tuple[Article, ...], page: int, pages: int
    ) -> str:
        """Write a listing; it prints the day of some articles."""
        hrefs = [self.listing_path(section, n) for n in range(1, pages + 1)]
        rows = "".join(self._row(a) for a in articles)
        return self._frame(
            f"{section.name} - {self.name}",
            f'<h2 class="{self.names("heading")}">{escape(section.name)}</h2>{rows}'
            f'<div class="{self.names("pager")}">{chrome.pager(pages, page, hrefs, following="Tiếp")}</div>',
        )

    def home_page(self) -> str:
        """Write the home page of the sub-site."""
        zones = "".join(
            f'<div class="{self.names("zone")}"><h2>{link(self.listing_path(s), s.name)}</h2>'
            f"{''.join(self._row(a) for a in self.in_section(s)[:2])}</div>"
            for s in self.data.sections
        )
        loose = "".join(self._row(a) for a in self.data.articles if a.section is None)
        return self._frame(self.name, zones + loose)

    def answer(self, path: str, query: dict[str, str]) -> Page | None:
        """Answer with an empty list beyond the end of a listing."""
        for section in self.data.sections:
            if path == self.listing_path(section) and query:
                return html(self.listing_page(section, (), 99, 1))
        return None
