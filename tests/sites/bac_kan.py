# ruff: noqa: E501 (HTML reads better in long lines)
"""tuyengiao.vn before its redesign: the central site, crawled for Bắc Kạn."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from . import chrome, markup
from .chrome import Item
from .furniture import Place
from .markup import element, link
from .site import Page, Site, Source, attachments, html
from .truth import Article, Section

GALLERY = "".join(
    f'<a href="/thu-vien-anh/{n}"><img src="/Uploads/2024/7/{n}/2/anh-{n}.jpg" alt="{text}"/></a>'
    for n, text in enumerate(("Hội nghị toàn quốc", "Triển lãm ảnh 23/7/2024"), 1)
)


class BacKan(Site):
    """Custom CMS; an article answers at three generations of addresses that share one number."""

    spider = "bac_kan"
    name = "Tạp chí Tuyên giáo"
    origin = "https://tuyengiao.vn"
    place = Place(
        "Trung ương",
        "số 2B Nguyễn Cảnh Chân, Ba Đình, Hà Nội",
        (
            *("Hà Nội", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Bắc Kạn", "Cao Bằng", "Lạng Sơn"),
            *("Hà Giang", "Tuyên Quang", "Lào Cai", "Yên Bái", "Lai Châu", "Điện Biên", "Sơn La"),
            *("Hòa Bình", "Thanh Hóa", "Nghệ An", "Quảng Trị", "Bình Thuận", "Đắk Lắk", "Cà Mau"),
        ),
        towns=4,
        committee="Tỉnh ủy",
    )

    def known(self, name: str) -> str:
        """Give a class name that public crawlers saw, or a made-up one where the test asks for it."""
        return self.names(name) if self.setup.unknown_classes else name

    def path(self, article: Article) -> str:
        """Give the address of the generation in which the article appeared."""
        forms = self.forms(article)
        if article.id < 105_000:
            return forms[0]
        return forms[1] if article.id < 140_000 else forms[2]

    def forms(self, article: Article) -> tuple[str, ...]:
        """Give the three generations: /Home/Section/Sub/id/Slug, /section/slug-id, /slug-id."""
        section = article.section.slug if article.section else "tin-tuc"
        old = section.replace("-", "").capitalize()
        slug = article.slug.capitalize()
        return (
            f"/Home/Nhipcautuyengiao/{old}/{article.id}/{slug}",
            f"/{section}/{article.slug}-{article.id}",
            f"/{article.slug}-{article.id}",
        )

    def listing_path(self, section: Section, page: int = 1) -> str:
        """Give /section and /section?page=2."""
        return f"/{section.slug}" + (f"?page={page}" if page > 1 else "")

    def _href(self, article: Article) -> str:
        """Write a link as this site does: relative, or absolute with and without www."""
        hosts = ("", self.real, "", self.real.replace("://", "://www."))
        return hosts[article.id % 4] + self.path(article)

    def _older_form(self, item: Item) -> Item:
        """Link an article by another generation of its address, as old side columns do."""
        number = next((a for a in self.data.articles if self.path(a) == item.href), None)
        return item._replace(href=self.forms(number)[1]) if number else item

    def _frame(self, title: str, main: str) -> str:
        n, more = self.names, self.furniture
        menu = "".join(f"<li>{link(self.listing_path(s), s.name)}</li>" for s in self.data.sections)
        latest = [self._older_form(item) for item in self.others(None, 8)]
        side = n.shuffled(
            "side",
            (
                element("div", n("gallery"), f"<h3>Thư viện ảnh</h3>{GALLERY}"),
                chrome.partners(n),
                element("div", n("newest"), f"<h3>Mới nhất</h3>{chrome.listed(latest, n('list'))}"),
                *more.side,
            ),
        )
        today = self.setup.today
        clock = f"{chrome.weekday(today, capital=True)}, {chrome.short_date(today)}"
        return (
            f'<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8"/><title>{escape(title)}</title>'
            f'<link rel="stylesheet" href="/css/site.css"/>{more.head}</head>\n<body><a name="top"></a>{more.top}'
            f"{element('div', n('head'), element('span', n('clock'), clock))}\n"
            f'<div class="{n("banner")}"><a href="/"><img src="/images/banner.jpg" alt="Tạp chí Tuyên giáo"/></a></div>'
            f'<div class="{n("menu")}"><ul><li><a href="/">Trang chủ</a></li>{menu}'
            '<li><a href="/dang-nhap?url=%2f">Đăng nhập</a></li><li><a href="/en">English</a></li></ul>'
            f"{more.menu}</div>\n"
            f'<div class="{n("page")}"><div class="{n("left")}">{main}</div>\n'
            f'<div class="{n("right")}">{"".join(side)}</div></div>\n'
            f"{chrome.footer(n, self.name)}{more.foot}{more.scripts}</body></html>"
        )

    def article_page(self, article: Article) -> str:
        """Write the page: section, date, title, picture with its caption twice, body, signature."""
        n = self.names
        parts = []
        if article.section:
            where = link(self.listing_path(article.section), article.section.name)
            parts.append(element("div", n("where"), where))
        if article.published:
            date = chrome.tuyengiao_date(article.published)
            parts.append(f'<span class="{self.known("story_date")}">{date}</span>')
        parts.append(element("span", self.known("story_headline"), escape(article.title)))
        if article.lead:
            parts.append(element("div", self.known("story_teaser"), escape(article.lead)))
        if article.starts_with_picture:
            parts.append(self._picture(article))
        body = markup.body(article, first_picture=False)
        inner = f"{body}\n<p>&nbsp;</p>{markup.signature(article)}"
        parts.append(
            f'<div id="{self.known("ArticleContent")}" class="{self.known("story_body")}">{inner}</div>'
        )
        parts.append(attachments(article, n))
        others = [self._older_form(item) for item in self.others(article, 6)]
        parts.append(
            f'<div class="{n("feedback")}"><a href="/phan-hoi/{article.id}">Phản hồi</a> '
            f'<a href="/print/{article.id}">In bài viết</a></div>'
            f'<div class="{n("others")}"><h3>Các tin khác</h3>{chrome.listed(others, n("list"))}</div>'
        )
        return self._frame(f"{article.title} | {self.name}", "\n".join(parts))

    def _picture(self, article: Article) -> str:
        """Write the picture that opens an article; its caption stands twice, in one of two ways."""
        picture = article.pictures[0]
        caption = escape(picture.text)
        shown = markup.image(picture.path, picture.text)
        twice = f"<div>{caption}</div>" if article.id % 2 and caption else ""
        avatar = self.known("story_avatar_b")
        return f'<div class="{avatar}">{shown}{twice}<span>{caption}</span></div>'

    def _row(self, article: Article) -> str:
        href = escape(self._href(article))
        day = f"({chrome.short_date(article.published)})" if article.published else ""
        picture = f'<a href="{href}"><img src="/Uploads/thumb/{article.id}.jpg" alt=""/></a>'
        return (
            f'<div class="clearfix">{picture}<h4><a href="{href}">{escape(article.title)}</a></h4>'
            f'<span class="{self.names("day")}">{day}</span>'
            f"<p>{escape(article.summary[:180])}</p></div>\n"
        )

    def listing_page(
        self, section: Section, articles: tuple[Article, ...], page: int, pages: int
    ) -> str:
        """Write a listing: rows in div.zonepage-l, pages in div.datapager."""
        rows = "".join(self._row(a) for a in articles)
        hrefs = [self.listing_path(section, n) for n in range(1, pages + 1)]
        return self._frame(
            f"{section.name} | {self.name}",
            f'<div class="{self.names("where")}">{link(self.listing_path(section), section.name)}</div>'
            f'<div class="{self.known("zonepage-l")}">{rows}</div>'
            f'<div class="{self.known("datapager")}">{chrome.pager(pages, page, hrefs)}</div>',
        )

    def home_page(self) -> str:
        """Write the home page: some articles of each section."""
        zones = "".join(
            f'<div class="{self.names("zone")}"><h3>{link(self.listing_path(s), s.name)}</h3>'
            f"{''.join(self._row(a) for a in self.in_section(s)[:3])}</div>"
            for s in self.data.sections
        )
        loose = "".join(self._row(a) for a in self.data.articles if a.section is None)
        return self._frame(self.name, zones + loose)

    def other_pages(self) -> Iterator[tuple[str, Source]]:
        """Give the print copies."""
        for article in self.data.articles:
            text = (
                f"<html><body><h1>{escape(article.title)}</h1>{markup.body(article)}</body></html>"
            )
            yield f"/print/{article.id}", html(text)

    def answer(self, path: str, query: dict[str, str]) -> Page | None:
        """Answer a listing page beyond the end with an empty list."""
        for section in self.data.sections:
            if path == f"/{section.slug}" and query.get("page", "").isdigit():
                return html(self.listing_page(section, (), int(query["page"]), 1))
        return None
