# ruff: noqa: E501 (HTML reads better in long lines)
"""VNPT portals in three make-ups, known by their addresses and by the text of a listing only.

Addresses are as those of Trà Vinh, Sóc Trăng and Thanh Hóa in public files, and the listing of Sóc Trăng
prints what was seen there: bullet, day, title, lead. All markup and all class names are made up, for none
of theirs is known; so is the form of the further pages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from html import escape
from typing import ClassVar

from archive.readings import Precision
from tests.sites import chrome, markup
from tests.sites.chrome import Item
from tests.sites.markup import element, link
from tests.sites.platforms.site import PlatformSite
from tests.sites.site import Source, html
from tests.sites.truth import Article, Block, Kind, Section, Truth

# An invitation: the day in the text is that of the meeting.
INVITATION, MEETING = (
    4107,
    "Hội nghị tiếp theo được tổ chức vào ngày 21 tháng 8 năm 2024, tại Hội trường Tỉnh ủy.",
)
NUMBERS = {"travinh": ("", 1458, 39703), "soctrang": ("/bantuyengiao", 1281, 30598)}


class Vnpt(PlatformSite):
    """Numbers and a port in the addresses, numbers and a name, or a day."""

    cms = "vnpt"
    host = "tuyengiao.travinh.example"
    province = "Trà Vinh"
    variants: ClassVar[tuple[str, ...]] = ("travinh", "soctrang", "thanhhoa")

    # Addresses ------------------------------------------------------------------------------------

    def path(self, article: Article) -> str:
        """Give the address without host and port."""
        assert article.section
        assert article.published
        if self.variant == "thanhhoa":
            day, token = article.published, hashlib.sha256(article.slug.encode()).hexdigest()[:13]
            return f"/portal/pages/{day.year}-{day.month}-{day.day}/{article.slug.capitalize()[:30].strip('-')}{token}.aspx"
        return f"{self._category(article.section)}/{655000 + article.id}/{article.section.slug}/{article.slug}"

    def _category(self, section: Section) -> str:
        name, site, page = NUMBERS[self.variant]
        return f"{name}/{site}/{page}/{71968 + self.data.sections.index(section)}"

    def listing_path(self, section: Section, page: int = 1) -> str:
        """Give a listing."""
        if self.variant == "thanhhoa":
            base = f"/portal/pages/{section.slug}.aspx"
        else:
            base = f"{self._category(section)}/{section.slug}" + (
                "/" if self.variant == "soctrang" else ""
            )
        return base if page == 1 else f"{base}?page={page}"

    def forms(self, article: Article) -> tuple[str, ...]:
        """Give all addresses: the portal shows an article in other categories as well."""
        path = self.path(article)
        if self.variant == "thanhhoa":
            return (path,)
        return path, path.replace("/719", "/728"), path.replace("/39703/", "/39801/")

    def _printed(self, path: str) -> str:
        return f"{self.real}:443{path}" if self.variant == "travinh" else path

    def listing_day(self, article: Article) -> datetime | None:
        """Give none where the portal prints no days."""
        return None if self.variant == "thanhhoa" else article.published

    def item(self, article: Article) -> Item:
        """Give an article as a line of a list, under another category."""
        item = super().item(article)
        return item._replace(href=self._printed(self.forms(article)[-1]))

    # Truth ----------------------------------------------------------------------------------------

    def _blocks(self, article: Article) -> tuple[Block, ...]:
        more = (Block(Kind.PARAGRAPH, MEETING),) if article.id == INVITATION else ()
        return article.blocks + more

    def truth(self, article: Article) -> Truth:
        """Give days only: on the page, in the listing, or in the address."""
        truth = super().truth(replace(article, blocks=self._blocks(article)))
        assert article.published
        day = article.published.replace(hour=0, minute=0)
        listed = self.variant == "soctrang"
        # A listing of Thanh Hóa has not been seen; here it prints no days.
        return replace(truth, published=day, precision=Precision.DAY, in_listing_only=listed)

    # Pages ----------------------------------------------------------------------------------------

    def _frame(self, title: str, main: str) -> str:
        names, more = self.names, self.furniture
        menu = "".join(
            f"<li>{link(self._printed(self.listing_path(s)), s.name)}</li>"
            for s in self.data.sections
        )
        return (
            f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"/><title>{escape(title)}</title>{more.head}</head><body>{more.top}'
            f'<div class="{names("top")}">{escape(self.name)}</div>{self.clock()}<ul class="{names("menu")}"><li><a href="/">Trang chủ</a></li>{menu}<li><a href="/lien-he">Liên hệ</a></li>{more.menu}</ul>'
            f'<div class="{names("main")}">{main}</div><div class="{names("side")}">{self._votes()}{self.side()}</div>{self.footer()}{more.scripts}</body></html>'
        )

    def _votes(self) -> str:
        return (
            '<div class="portlet"><a href="#">Go top</a><p>Hiện tại không có bình chọn nào đang hoạt động.</p></div>'
            '<div class="portlet"><h3>Thống kê truy cập</h3><ul><li>Người trực tuyến <b>Người trực tuyến</b></li><li>Khách 52</li><li>Thành viên 0</li></ul></div>'
        )

    def home_page(self) -> str:
        """Write the newest articles of each section."""
        boxes = "".join(
            element("div", self.names("box"), f"<h3>{link(self.listing_path(s), s.name)}</h3>{''.join(map(self._card, self.in_section(s)[:2]))}")
            for s in self.data.sections
        )  # fmt: skip
        return self._frame(self.name, boxes)

    def listing_page(
        self, section: Section, articles: tuple[Article, ...], page: int, pages: int
    ) -> str:
        """Write one page of a listing."""
        hrefs = [self._printed(self.listing_path(section, n)) for n in range(1, pages + 1)]
        pager = element(
            "div", self.names("pager"), chrome.pager(pages, page, hrefs, following="Trang sau")
        )
        return self._frame(
            section.name, f"<h2>{section.name}</h2>{''.join(map(self._card, articles))}{pager}"
        )

    def _card(self, article: Article) -> str:
        names = self.names
        day = (
            f'<span class="{names("day")}">{article.published:%d/%m/%Y}</span>'
            if self.variant == "soctrang"
            else ""
        )
        bullet = f'<span class="{names("bullet")}">•</span>'
        title = link(self._printed(self.path(article)), article.title)
        return f'<div class="{names("card")}">{bullet} {day} {title}<p>{escape(article.summary[:160])}</p></div>'

    def article_page(self, article: Article) -> str:
        """Write an article, with no name on any part of it."""
        names = self.names
        day = (
            f'<div class="{names("when")}">Ngày đăng: {article.published:%d/%m/%Y}</div>'
            if self.variant == "travinh"
            else ""
        )
        tag = names.pick("title", ("h1", "h2", "div"))
        title = element(tag, names("title"), f"<b>{escape(article.title)}</b>")
        lead = f"<p><strong>{escape(article.lead)}</strong></p>" if article.lead else ""
        text = markup.body(replace(article, blocks=self._blocks(article)), first_picture=True)
        others = f"<b>Các tin khác</b>{chrome.listed(self.others(article, 4), names('others'))}"
        inner = f'{title}{day}<div class="{names("text")}">{lead}{text}{markup.signature(article)}</div>'
        assert article.section
        crumbs = f'<div class="{names("crumbs")}"><a href="/">Trang chủ</a> &gt; {link(self.listing_path(article.section), article.section.name)}</div>'
        return self._frame(
            article.title,
            f'{crumbs}<div class="{names("article")}">{inner}</div>{element("div", names("more"), others)}',
        )

    def other_pages(self) -> Iterator[tuple[str, Source]]:
        """Give a page that is no article."""
        yield "/lien-he", html(self._frame("Liên hệ", "<p>Địa chỉ: số 1 đường Trần Hưng Đạo</p>"))
