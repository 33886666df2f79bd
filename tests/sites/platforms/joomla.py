# ruff: noqa: E501 (HTML reads better in long lines)
"""Joomla 3 with the template protostar, 2.5, and 1.5 without rewriting.

The markup follows the core's layouts of ``com_content``: of 3.x as it was served with the Vietnamese
language pack, of 2.5 and 1.5 as in the public source. None was recorded from a site of a party body.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from math import ceil
from typing import ClassVar

from archive.readings import Precision
from tests.sites import chrome
from tests.sites.chrome import Item
from tests.sites.markup import element, picture
from tests.sites.platforms.site import PlatformSite
from tests.sites.site import Page, Source, html
from tests.sites.truth import TEXT_KINDS, Article, Block, Kind, Section, Truth

ACCOUNT = "Super User"
FEED = "application/rss+xml; charset=utf-8"
# The editor typed the author of one article beside the account; the text of another is signed.
TYPED, SIGNED, PICTURED = 4096, 4107, 4051
FIRST_CATEGORY = 8


class Joomla(PlatformSite):
    """A site whose second section has no menu entry of its own, so that its address has a number."""

    cms = "joomla"
    host = "bantuyengiao.example"
    province = "Gia Lai"
    variants: ClassVar[tuple[str, ...]] = ("three", "two", "one")
    has_lead = False

    # Addresses ------------------------------------------------------------------------------------

    def _category(self, section: Section) -> int:
        return FIRST_CATEGORY + self.data.sections.index(section)

    def path(self, article: Article) -> str:
        """Give the address of an article under its own menu entry."""
        assert article.section
        number, slug = article.id, article.slug
        category = self._category(article.section)
        if self.variant == "one":
            return f"/index.php?option=com_content&view=article&id={number}:{slug}&catid={category}:{article.section.slug}&Itemid={category + 40}"
        base = "/index.php" if self.variant == "two" else ""
        folder = (
            article.section.slug
            if category == FIRST_CATEGORY
            else f"tin-tuc/{category}-{article.section.slug}"
        )
        return f"{base}/{folder}/{number}-{slug}" + ("" if self.variant == "two" else ".html")

    def other_path(self, article: Article) -> str:
        """Give the address under the menu entry of a module."""
        assert article.section
        path, category = self.path(article), self._category(article.section)
        if self.variant == "one":
            return path.partition("&catid=")[0] + f"&Itemid={category + 70}"
        return path.replace(
            f"/{article.section.slug}/", f"/moi-nhat/{category}-{article.section.slug}/"
        )

    def listing_path(self, section: Section, page: int = 1) -> str:
        """Give a category; further pages have an offset in articles."""
        category = self._category(section)
        offset = (page - 1) * self.page_size
        if self.variant == "one":
            base = f"/index.php?option=com_content&view=category&layout=blog&id={category}&Itemid={category + 40}"
            return f"{base}&limitstart={offset}" if offset else base
        name = section.slug if category == FIRST_CATEGORY else f"tin-tuc/{category}-{section.slug}"
        base = f"/index.php/{name}" if self.variant == "two" else f"/{name}.html"
        return f"{base}?start={offset}" if offset else base

    def forms(self, article: Article) -> tuple[str, ...]:
        """Give all addresses of an article: Joomla answers each, and redirects none."""
        bare = f"/index.php?option=com_content&view=article&id={article.id}"
        return self.path(article), self.other_path(article), bare

    # Truth ----------------------------------------------------------------------------------------

    def truth(self, article: Article) -> Truth:
        """Give the author where the page names one, and not the account that entered the article."""
        truth = super().truth(article)
        author = article.author if article.id in (TYPED, SIGNED) else None
        return replace(truth, author=author, precision=Precision.MINUTE)

    # Pages ----------------------------------------------------------------------------------------

    def _frame(self, title: str, main: str, path: str, crumbs: str = "", feed: str = "") -> str:
        more = self.furniture
        first, second = self.data.sections
        parent = "/index.php/tin-tuc" if self.variant == "two" else "/tin-tuc.html"
        entries = [("/", "Trang chủ"), (self.listing_path(first), first.name)]
        entries += (
            [(self.listing_path(second), second.name)]
            if self.variant == "one"
            else [(parent, "Tin tức")]
        )
        menu = "".join(
            f'<li class="item-{n}"><a href="{escape(href)}">{text}</a></li>'
            for n, (href, text) in enumerate(entries, 101)
        )
        links = (
            f'<link href="{escape(feed)}" rel="alternate" type="application/rss+xml" title="RSS 2.0" />'
            if feed
            else ""
        )
        generator = (
            "Joomla! 1.5 - Open Source Content Management"
            if self.variant == "one"
            else "Joomla! - Open Source Content Management"
        )
        return f"""<!DOCTYPE html>
<html lang="vi-vn" dir="ltr"><head><base href="{escape(self.real + path)}" /><meta http-equiv="content-type" content="text/html; charset=utf-8" />
<meta name="description" content="Trang thông tin điện tử {escape(self.name)}" /><meta name="generator" content="{generator}" />
<title>{escape(title)}</title>{links}{more.head}</head>
<body class="site com_content view-article no-layout no-task itemid-101">{more.top}<div class="body"><div class="container"><header class="header"><a class="brand pull-left" href="/"><span class="site-title">{escape(self.name)}</span></a>{self.clock()}</header>
<nav class="navigation"><ul class="nav menu nav-pills mod-list">{menu}</ul>{more.menu}</nav>{crumbs}
<div class="row-fluid"><main id="content" class="span6">{main}</main><div id="aside" class="span3">{self._modules()}{self.side()}</div></div></div></div>
<footer class="footer">{self.footer()}</footer>{more.scripts}</body></html>"""

    def _modules(self) -> str:
        newest = "".join(
            f'<li itemscope itemtype="https://schema.org/Article"><a href="{escape(self.other_path(a))}" itemprop="url"><span itemprop="name">{escape(a.title)}</span></a></li>' for a in self.data.articles[:5]
        )  # fmt: skip
        # The level of its headings goes down with that of the categories, to h0 even.
        categories = "".join(
            f'<li><h{n}><a href="{escape(self.listing_path(s))}">{s.name}</a></h{n}></li>' for n, s in zip((1, 0), self.data.sections, strict=True)
        )  # fmt: skip
        return (
            f'<div class="well"><h3 class="page-header">Tin mới nhất</h3><ul class="latestnews mod-list">{newest}</ul></div>'
            f'<div class="well"><h3 class="page-header">Đọc nhiều</h3><ul class="mostread mod-list">{newest}</ul></div>'
            f'<div class="well"><ul class="categories-module mod-list">{categories}</ul></div>'
            '<form action="/index.php/component/users/?task=user.login" method="post"><a href="/component/users/?view=reset&amp;Itemid=101">Quên mật khẩu?</a></form>'
        )

    def _crumbs(self, section: Section | None, title: str) -> str:
        items = [("/", "Trang chủ")] + (
            [(self.listing_path(section), section.name)] if section else []
        )
        if self.variant == "one":
            links = ' <img src="/images/arrow.png" width="8" alt="" /> '.join(
                f'<a href="{escape(h)}" class="pathway">{t}</a>' for h, t in items
            )
            return f'<span class="breadcrumbs pathway">{links} <img src="/images/arrow.png" width="8" alt="" /> {escape(title)}</span>'
        links = "".join(
            f'<li><a itemprop="item" href="{escape(h)}" class="pathway"><span itemprop="name">{t}</span></a><span class="divider">/</span></li>'
            for h, t in items
        )
        return f'<ul itemscope itemtype="https://schema.org/BreadcrumbList" class="breadcrumb"><li>Bạn đang ở:&#160;</li>{links}<li class="active"><span itemprop="name">{escape(title)}</span></li></ul>'

    def home_page(self) -> str:
        """Write the featured articles."""
        cards = "".join(map(self._card, self.data.articles[:3]))
        more = "".join(
            f'<li><a href="{escape(self.path(a))}">{escape(a.title)}</a></li>'
            for a in self.data.articles[3:5]
        )
        main = f'<div class="blog-featured" itemscope itemtype="https://schema.org/Blog">{cards}<div class="items-more"><h3>Thêm bài viết...</h3><ol class="nav nav-tabs nav-stacked">{more}</ol></div></div>'
        return self._frame(
            self.name, main, "/", self._crumbs(None, "Trang chủ"), "/index.php?format=feed&type=rss"
        )

    def listing_page(
        self, section: Section, articles: tuple[Article, ...], page: int, pages: int
    ) -> str:
        """Write one page of a category as a blog."""
        path = self.listing_path(section, page)
        cards = "".join(map(self._card, articles))
        hrefs = [escape(self.listing_path(section, n)) for n in range(1, pages + 1)]
        if self.variant == "one":
            numbers = " ".join(
                f'<a title="{n}" href="{h}"><strong>{n}</strong></a>'
                for n, h in enumerate(hrefs, 1)
                if n != page
            )
            following = (
                f'<a title="Tiếp" href="{hrefs[page]}">Tiếp</a> <a title="Cuối" href="{hrefs[-1]}">Cuối</a>'
                if page < pages
                else ""
            )
            head = f'<div class="componentheading">{section.name}</div>'
            main = f'{head}<table class="blog" cellpadding="0" cellspacing="0"><tr><td valign="top">{cards}</td></tr><tr><td align="center">{numbers} {following}</td></tr><tr><td align="center">Trang {page} trong tổng số {pages}</td></tr></table>'
        else:
            numbers = "".join(
                f'<li class="hidden-phone"><a title="{n}" href="{h}" class="pagenav">{n}</a></li>'
                for n, h in enumerate(hrefs, 1)
                if n != page
            )
            following = (
                f'<li><a title="Tiếp" href="{hrefs[page]}" class="pagenav"><span class="icon-next"></span></a></li><li><a title="Cuối" href="{hrefs[-1]}" class="pagenav"><span class="icon-last"></span></a></li>'
                if page < pages
                else ""
            )
            main = f'<div class="blog" itemscope itemtype="https://schema.org/Blog">{cards}<div class="pagination"><p class="counter pull-right">Trang {page} / {pages}</p><ul class="pagination-list">{numbers}{following}</ul></div></div>'
        feed = (
            path.replace(".html", ".feed?type=rss") if self.variant == "three" and page == 1 else ""
        )
        return self._frame(section.name, main, path, self._crumbs(None, section.name), feed)

    def _card(self, article: Article) -> str:
        href, title = escape(self.path(article)), escape(article.title)
        intro = f"<p>{escape(article.summary)}</p>"
        if self.variant == "one":
            heading = f'<table class="contentpaneopen"><tr><td class="contentheading" width="100%"><a href="{href}" class="contentpagetitle">{title}</a></td>{self._buttons(article)}</tr></table>'
            return f'{heading}<table class="contentpaneopen">{self._old_rows(article)}<tr><td valign="top" colspan="2">{intro}</td></tr><tr><td colspan="2"><a href="{href}" class="readon">Đọc thêm...</a></td></tr></table><span class="article_separator">&nbsp;</span>'
        # A bought template may set the tools in front of the headline.
        parts = [
            f'<div class="page-header"><h2 itemprop="name"><a href="{href}" itemprop="url">{title}</a></h2></div>',
            self._tools(article),
        ]
        parts = parts if self.variant == "three" else parts[::-1]
        return f'<div class="leading-0" itemprop="blogPost" itemscope itemtype="https://schema.org/BlogPosting">{"".join(parts)}{self._info(article)}{intro}<p class="readmore"><a class="btn" href="{href}" itemprop="url"> <span class="icon-chevron-right"></span> Đọc thêm: {title}</a></p></div>'

    def _print_path(self, article: Article) -> str:
        path = self.path(article)
        return f"{path}{'&' if '?' in path else '?'}tmpl=component&print=1&layout=default&page="

    def _mail_path(self, article: Article) -> str:
        token = base64.b64encode((self.real + self.path(article)).encode()).decode()
        base = "/index.php?option=com_mailto&" if self.variant == "one" else "/component/mailto/?"
        return f"{base}tmpl=component&link={token}"

    def _tools(self, article: Article) -> str:
        return f'<ul class="dropdown-menu actions"><li class="print-icon"><a href="{escape(self._print_path(article))}" title="In bài viết &lt; {escape(article.title)} &gt;" rel="nofollow"><span class="icon-print"></span> In </a></li><li class="email-icon"><a href="{escape(self._mail_path(article))}" title="Gửi liên kết này cho bạn bè" rel="nofollow"><span class="icon-envelope"></span> Email </a></li></ul>'

    def _buttons(self, article: Article) -> str:
        pdf = self.path(article) + "&format=pdf"
        links = (
            (pdf, "PDF"),
            (self._print_path(article), "In"),
            (self._mail_path(article), "E-mail"),
        )
        return "".join(
            f'<td align="right" width="100%" class="buttonheading"><a href="{escape(h)}" title="{t}" rel="nofollow"><img src="/images/M_images/{t}.png" alt="{t}" /></a></td>'
            for h, t in links
        )

    def _moment(self, article: Article) -> str:
        day = article.published
        assert day
        text = f"{chrome.weekday(day, capital=False)}, {day.day:02} Tháng {day.month} {day.year}"
        return f"{text} {day:%H:%M}"

    def _old_rows(self, article: Article) -> str:
        by = article.author if article.id == TYPED else "Quản trị"
        return f'<tr><td valign="top" colspan="2"><span class="small">Viết bởi {by}</span>&nbsp;&nbsp;</td></tr><tr><td valign="top" colspan="2" class="createdate">{self._moment(article)}</td></tr>'

    def _info(self, article: Article) -> str:
        assert article.published
        assert article.section
        by = article.author if article.id == TYPED else ACCOUNT
        category = f'<a href="{escape(self.listing_path(article.section))}" itemprop="genre">{article.section.name}</a>'
        if self.variant == "two":
            category = category.replace(' itemprop="genre"', "")
            rows = f'<dd class="category-name">Chuyên mục: {category}</dd><dd class="create">Được viết: {self._moment(article)}</dd><dd class="published">Được đăng: {self._moment(article)}</dd><dd class="createdby">Viết bởi {by}</dd>'
        else:
            visible = f"Được đăng: {article.published.day:02} Tháng {article.published.month} {article.published.year}"
            rows = (
                f'<dd class="createdby" itemprop="author" itemscope itemtype="https://schema.org/Person">Viết bởi <span itemprop="name">{by}</span></dd><dd class="category-name">Chuyên mục: {category}</dd>'
                f'<dd class="published"><span class="icon-calendar"></span><time datetime="{article.published.isoformat()}" itemprop="datePublished">{visible}</time></dd>'
            )
        return f'<dl class="article-info muted"><dt class="article-info-term">Chi tiết</dt>{rows}<dd class="hits">Lượt xem: {article.views}</dd></dl>'

    def article_page(self, article: Article) -> str:
        """Write an article with its tools, and the neighbours under it."""
        title, text = escape(article.title), self._text(article)
        if self.variant == "one":
            href = escape(self.path(article))
            heading = f'<table class="contentpaneopen"><tr><td class="contentheading" width="100%"><a href="{href}" class="contentpagetitle">{title}</a></td>{self._buttons(article)}</tr></table>'
            main = f'{heading}<table class="contentpaneopen">{self._old_rows(article)}<tr><td valign="top" colspan="2">{text}</td></tr></table><span class="article_separator">&nbsp;</span>{self._neighbours(article)}'
        elif self.variant == "two":
            main = f'<div class="item-page"><h1>Tin tức</h1><h2><a href="{escape(self.path(article))}">{title}</a></h2>{self._tools(article)}{self._info(article)}{text}{self._neighbours(article)}</div>'
        else:
            # Above or below the text, as the site is set.
            above, below = self.names.pick(
                "info", ((self._info(article), ""), ("", self._info(article)))
            )
            main = (
                f'<div class="item-page" itemscope itemtype="https://schema.org/Article"><meta itemprop="inLanguage" content="vi-VN" /><div class="page-header"><h2 itemprop="headline">{title}</h2></div>'
                f'<div class="icons">{self._tools(article)}</div>{above}{self._full_image(article)}<div itemprop="articleBody">{text}</div>{below}{self._neighbours(article)}</div>'
            )
        return self._frame(
            article.title, main, self.path(article), self._crumbs(article.section, article.title)
        )

    def _text(self, article: Article) -> str:
        signed = (
            f'<p style="text-align: right;"><strong>{article.author}</strong></p>'
            if article.id == SIGNED
            else ""
        )
        blocks = [b for b in article.blocks if not (self._has_full_image(article) and b.path)]
        return "\n".join(self._written(b, n) for n, b in enumerate(blocks)) + signed

    def _has_full_image(self, article: Article) -> bool:
        return self.variant == "three" and article.id == PICTURED

    def _full_image(self, article: Article) -> str:
        """Write the picture beside the text; a script prints its caption."""
        if not self._has_full_image(article):
            return ""
        (shown,) = article.pictures
        return f'<div class="pull-left item-image"> <img class="caption" title="{escape(shown.text)}" src="{shown.path}" alt="" itemprop="image"/> </div>'

    def _written(self, block: Block, n: int) -> str:
        if block.kind in TEXT_KINDS:
            tag = "h3" if block.kind is Kind.HEADING else "p"
            return f'<{tag} style="text-align: justify;">{escape(block.text)}</{tag}>'
        return picture(block, n % 3)

    def _neighbours(self, article: Article) -> str:
        at = self.data.articles.index(article)
        ends = (("previous", "Bài trước", at + 1), ("next", "Bài tiếp", at - 1))
        links = "".join(
            f'<li class="{name}"><a class="hasTooltip" title="{escape(self.data.articles[n].title)}" aria-label="{label}: {escape(self.data.articles[n].title)}" href="{escape(self.path(self.data.articles[n]))}" rel="{name[:4]}"><span aria-hidden="true">{label}</span></a></li>'
            for name, label, n in ends if 0 <= n < len(self.data.articles)
        )  # fmt: skip
        others = [Item(i.href, i.title) for i in self.others(article, 3)]
        related = element(
            "div",
            self.names("related"),
            f"<h3>Tin liên quan</h3>{chrome.listed(others, 'relateditems')}",
        )
        return f'<ul class="pager pagenav">{links}</ul>{related}'

    # Copies, feeds and traps ----------------------------------------------------------------------

    def other_pages(self) -> Iterator[tuple[str, Source]]:
        """Give print views, the form for mails, the parent of the section without an entry, feeds."""
        second = self.data.sections[1]
        subcategories = f'<div class="cat-children"><h3>Danh mục con</h3><h3 class="page-header item-title"><a href="{escape(self.listing_path(second))}">{second.name}</a></h3></div>'
        main = f'<div class="blog" itemscope itemtype="https://schema.org/Blog"><p>Không có bài viết nào trong danh mục này.</p>{subcategories}</div>'
        for parent in ("/tin-tuc.html", "/index.php/tin-tuc"):
            yield parent, html(self._frame("Tin tức", main, parent))
        newest = Page(self._feed(self.data.articles).encode(), content_type=FEED)
        yield "/index.php?format=feed&type=rss", newest
        first = self.data.sections[0]
        feed = self.listing_path(first).replace(".html", ".feed") + "?type=rss"
        yield (
            feed,
            Page(
                self._feed(self.in_section(first)).encode(),
                content_type=FEED,
            ),
        )

    def _feed(self, articles: tuple[Article, ...]) -> str:
        items = ""
        for article in articles:
            assert article.published
            items += f'<item><title>{escape(article.title)}</title><link>{escape(self.real + self.path(article))}</link><guid isPermaLink="true">{escape(self.real + self.path(article))}</guid><description><![CDATA[<p>{article.summary}</p>]]></description><author>admin@bantuyengiao.example (Super User)</author><pubDate>{article.published:%a, %d %b %Y %H:%M:%S} +0700</pubDate></item>'
        return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{escape(self.name)}</title><generator>Joomla! - Open Source Content Management</generator>{items}</channel></rss>'

    def answer(self, path: str, query: dict[str, str]) -> Page | None:
        """Answer print views, pages behind the end of a list, and other Itemids."""
        if "tmpl" in query:
            return html("<html><body class='contentpane modal'></body></html>")
        number = query.get("id", "").partition(":")[0]
        for article in self.data.articles:
            if query.get("view") == "article" and number == str(article.id):
                return html(self.article_page(article))
        for section in self.data.sections:
            if path == self.listing_path(section) and "start" in query:
                pages = ceil(len(self.in_section(section)) / self.page_size)
                return html(self.listing_page(section, (), pages, pages))
        return None
