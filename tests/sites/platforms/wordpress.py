# ruff: noqa: E501 (HTML reads better in long lines)
"""WordPress with Twenty Twenty-One, with the block theme Twenty Twenty-Three, with a bought theme, and with the
addresses that it has until an owner chooses others.

The markup of the two follows what 6.1 writes with the Vietnamese language pack; of the bought theme only
``post_class()`` and ``rel`` are WordPress's own. None was recorded from a site of a party body.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from math import ceil
from typing import ClassVar

from archive.readings import Precision
from tests.sites.markup import element
from tests.sites.platforms.site import PlatformSite
from tests.sites.site import Page, Source, html, redirect
from tests.sites.truth import TEXT_KINDS, Article, Block, Kind, Section, Truth

ACCOUNT = "quantri"
FEED = "application/rss+xml; charset=UTF-8"
# The account of one article bears the author's name; the text of another is signed.
OWN_ACCOUNT, SIGNED, FEATURED = 4096, 4107, 4051


def texturize(text: str) -> str:
    """Change signs as ``wptexturize`` does when it prints a title or a text."""
    text = text.replace(" - ", " – ").replace("...", "…").replace("'", "’")
    return re.sub(r'"([^"]*)"', r"“\1”", text)


def _sitemap(tag: str, lines: str) -> Page:
    text = f'<{tag} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{lines}</{tag}>'
    return Page(text.encode(), content_type="application/xml")


class WordPress(PlatformSite):
    """A site whose home page lists the newest posts."""

    cms = "wordpress"
    host = "btgtu.example"
    province = "Hà Giang"
    variants: ClassVar[tuple[str, ...]] = ("classic", "block", "bought", "plain")

    # Addresses ------------------------------------------------------------------------------------

    def path(self, article: Article) -> str:
        """Give the permalink, in one of the forms that an owner can choose."""
        assert article.published
        if self.variant == "plain":
            return f"/?p={article.id}"
        if self.variant == "classic":
            return f"/{article.published:%Y/%m/%d}/{article.slug}/"
        return f"/{article.slug}/" if self.variant == "block" else f"/{article.slug}.html"

    def listing_path(self, section: Section, page: int = 1) -> str:
        """Give a category; SEO plugins leave the word for it out."""
        if self.variant == "plain":
            return self._paged(f"/?cat={self.data.sections.index(section) + 2}", page)
        base = f"/{section.slug}/" if self.variant == "bought" else f"/category/{section.slug}/"
        return self._paged(base, page)

    def _paged(self, base: str, page: int) -> str:
        if page == 1:
            return base
        if self.variant == "plain":
            return f"{base}{'&' if '?' in base else '?'}paged={page}"
        return f"{base}page/{page}/"

    def _feed_of(self, base: str, kind: str = "") -> str:
        """Give the address of the feed of a listing or an article, or of its comments."""
        if self.variant == "plain":
            return f"{base}{'&' if '?' in base else '?'}feed={'comments-' if kind else ''}rss2"
        return f"{base}{kind}feed/"

    def listing_day(self, article: Article) -> datetime | None:
        """Give none: widgets print titles."""
        return None

    # Truth ----------------------------------------------------------------------------------------

    def truth(self, article: Article) -> Truth:
        """Give titles and texts with WordPress's signs; a bought theme prints the day only."""
        blocks = tuple(replace(b, text=texturize(b.text)) for b in article.blocks)
        lead = article.lead and texturize(article.lead)
        truth = super().truth(replace(article, blocks=blocks, title=texturize(article.title)))
        author = article.author if article.id in (OWN_ACCOUNT, SIGNED) else None
        truth = replace(truth, lead=lead, author=author)
        if self.variant != "bought" or article.published is None:
            return truth
        day = article.published.replace(hour=0, minute=0)
        return replace(truth, published=day, precision=Precision.DAY)

    # Pages ----------------------------------------------------------------------------------------

    def _url(self, path: str) -> str:
        """WordPress prints addresses with scheme and host."""
        return escape(self.real + path)

    def _frame(self, title: str, main: str, kind: str, head: str = "") -> str:
        more, names = self.furniture, self.names
        sections = [(self.listing_path(s), s.name) for s in self.data.sections]
        entries = [("/", "Trang chủ"), ("/gioi-thieu/", "Giới thiệu"), *sections]
        menu = "".join(
            f'<li class="menu-item"><a href="{self._url(path)}">{text}</a></li>'
            for path, text in entries
        )
        feeds = "".join(
            f'<link rel="alternate" type="application/rss+xml" title="{escape(self.name)} &raquo; {text}" href="{self._url(path)}" />\n'
            for path, text in (
                (self._feed_of("/"), "Dòng thông tin"),
                (self._feed_of("/", "comments/"), "Dòng phản hồi"),
            )
        )
        bars = {"block": "wp-block-navigation", "bought": names("menu")}
        bar = bars.get(self.variant, "main-navigation")
        return f"""<!doctype html>
<html lang="vi"><head><meta charset="UTF-8" /><title>{escape(title)} &#8211; {escape(self.name)}</title>
<meta name="generator" content="WordPress 6.1.9" />
{feeds}<link rel="https://api.w.org/" href="{self._url("/wp-json/")}" />
<link rel="EditURI" type="application/rsd+xml" title="RSD" href="{self._url("/xmlrpc.php?rsd")}" />
{head}{more.head}</head>
<body class="{kind} wp-embed-responsive">{more.top}<header id="masthead" class="site-header"><p class="site-title"><a href="{self._url("/")}" rel="home">{escape(self.name)}</a></p>{self.clock()}
<nav id="site-navigation" class="{bar}"><ul class="menu-wrapper">{menu}</ul>{more.menu}</nav></header>
{main}
<aside class="widget-area">{self._widgets()}{self.side()}</aside>
<footer id="colophon" class="site-footer">{self.footer()}<div class="powered-by">Tự hào được tạo nên bởi <a href="https://vi.wordpress.org/">WordPress</a>.</div></footer>
{more.scripts}</body></html>"""

    def _widgets(self) -> str:
        newest = self.data.articles[0]
        assert newest.published
        first = newest.published.replace(day=1)
        before = first - timedelta(days=1)
        recent = "".join(
            f'<li><a href="{self._url(self.path(a))}">{escape(texturize(a.title))}</a></li>' for a in self.data.articles[:5]
        )  # fmt: skip
        day = f'<td><a href="{self._url(f"/{newest.published:%Y/%m/%d}/")}" aria-label="Các bài viết đã đăng trên {newest.published:%d.%m.%Y}">{newest.published.day}</a></td>'
        return (
            f'<section class="widget widget_recent_entries"><h2 class="widget-title">Bài viết mới</h2><ul>{recent}</ul></section>'
            f'<section class="widget widget_calendar"><div id="calendar_wrap"><table id="wp-calendar" class="wp-calendar-table"><caption>Tháng {first.month} {first.year}</caption><tbody><tr>{day}</tr></tbody></table>'
            f'<nav class="wp-calendar-nav"><span class="wp-calendar-nav-prev"><a href="{self._url(f"/{before:%Y/%m}/")}">&laquo; Th{before.month}</a></span></nav></div></section>'
            f'<section class="widget widget_archive"><h2 class="widget-title">Lưu trữ</h2><ul><li><a href="{self._url(f"/{first:%Y/%m}/")}">Tháng {first.month} {first.year}</a></li></ul></section>'
            f'<section class="widget widget_tag_cloud"><a href="{self._url("/tag/nghi-quyet-dai-hoi-dang-bo-tinh/")}" class="tag-cloud-link">Nghị quyết Đại hội Đảng bộ tỉnh</a></section>'
            f'<section class="widget widget_meta"><ul><li><a href="{self._url("/wp-login.php")}">Đăng nhập</a></li><li><a href="{self._url(self._feed_of("/"))}">Các mục RSS</a></li><li><a href="{self._url(self._feed_of("/", "comments/"))}">RSS bình luận</a></li></ul></section>'
        )

    def home_page(self) -> str:
        """Write the newest posts, page 1."""
        return self._posts(self.name, "", self.data.articles, 1, "/")

    def listing_page(
        self, section: Section, articles: tuple[Article, ...], page: int, pages: int
    ) -> str:
        """Write one page of a category."""
        head = f'<header class="page-header"><h1 class="page-title">Chuyên mục: <span>{section.name}</span></h1></header>'
        if self.variant == "block":
            head = f'<h1 class="wp-block-query-title">Chuyên mục: <span>{section.name}</span></h1>'
        return self._posts(
            section.name, head, self.in_section(section), page, self.listing_path(section)
        )

    def _posts(
        self, title: str, head: str, articles: tuple[Article, ...], page: int, base: str
    ) -> str:
        shown = articles[(page - 1) * self.page_size : page * self.page_size]
        pages = ceil(len(articles) / self.page_size)
        cards = "".join(map(self._card, shown))
        numbers = "".join(
            f'<span aria-current="page" class="page-numbers current">Trang {n}</span>' if n == page
            else f'<a class="page-numbers" href="{self._url(self._paged(base, n))}">Trang {n}</a>'
            for n in range(1, pages + 1)
        )  # fmt: skip
        if page < pages:
            numbers += f'<a class="next page-numbers" href="{self._url(self._paged(base, page + 1))}"><span class="nav-next-text">Cũ hơn</span></a>'
        wrapper = {
            "block": '<main class="wp-block-group"><div class="wp-block-query">{}</div></main>',
            "bought": f'<div class="{self.names("main")}">{{}}</div>',
        }.get(
            self.variant,
            '<div class="site-content"><main id="main" class="site-main">{}</main></div>',
        )
        pager = f'<nav class="navigation pagination" aria-label="Bài viết"><div class="nav-links">{numbers}</div></nav>'
        feed = (
            ""
            if base == "/"
            else f'<link rel="alternate" type="application/rss+xml" title="Dòng thông tin chuyên mục" href="{self._url(self._feed_of(base))}" />\n'
        )
        return self._frame(title, wrapper.format(head + cards + pager), "archive", feed)

    def _card(self, article: Article) -> str:
        url, title = self._url(self.path(article)), escape(texturize(article.title))
        excerpt = escape(texturize(article.summary[:110].rpartition(" ")[0])) + "&hellip;"
        if self.variant == "bought":
            n = self.names
            return f'<div class="{n("card")} post type-post hentry"><h3 class="{n("head")}"><a href="{url}" rel="bookmark">{title}</a></h3><div class="{n("day")}">{article.published:%d/%m/%Y}</div><p>{excerpt}</p></div>'
        time = self._time(article)
        if self.variant == "block":
            return f'<li class="wp-block-post post-{article.id} post type-post hentry"><h2 class="wp-block-post-title"><a href="{url}" target="_self">{title}</a></h2><div class="wp-block-post-excerpt"><p class="wp-block-post-excerpt__excerpt">{excerpt}</p></div><div class="wp-block-post-date">{time}</div></li>'
        more = f'<a class="more-link" href="{url}">Tiếp tục đọc <span class="screen-reader-text">{title}</span></a>'
        return (
            f'<article id="post-{article.id}" class="post-{article.id} post type-post status-publish format-standard hentry"><header class="entry-header"><h2 class="entry-title default-max-width"><a href="{url}">{title}</a></h2></header>'
            f'<div class="entry-content"><p>{excerpt} {more}</p></div><footer class="entry-footer default-max-width"><span class="posted-on">Đã xuất bản {time}</span>{self._terms(article)}</footer></article>'
        )

    def _time(self, article: Article) -> str:
        assert article.published
        # The default of the Vietnamese language pack: day, month and year with dots, without the time.
        return f'<time class="entry-date published updated" datetime="{article.published.isoformat()}">{article.published:%d.%m.%Y}</time>'

    def _terms(self, article: Article) -> str:
        assert article.section
        return f'<div class="post-taxonomies"><span class="cat-links">Được phân loại là <a href="{self._url(self.listing_path(article.section))}" rel="category tag">{article.section.name}</a> </span></div>'

    def article_page(self, article: Article) -> str:
        """Write a post in the theme."""
        write = {"block": self._block, "bought": self._bought}.get(self.variant, self._classic)
        path = self.path(article)
        head = (
            f'<link rel="alternate" type="application/rss+xml" title="Dòng phản hồi" href="{self._url(self._feed_of(path, "comments/" if self.variant == "plain" else ""))}" />\n'
            f'<link rel="alternate" type="application/json" href="{self._url(f"/wp-json/wp/v2/posts/{article.id}")}" />\n'
            f'<link rel="canonical" href="{self._url(path)}" />\n<link rel="shortlink" href="{self._url(f"/?p={article.id}")}" />\n'
            f'<link rel="alternate" type="application/json+oembed" href="{self._url("/wp-json/oembed/1.0/embed?url=x")}" />\n'
        )
        kind = (
            f"post-template-default single single-post postid-{article.id} single-format-standard"
        )
        return self._frame(texturize(article.title), write(article), kind, head)

    def _classic(self, article: Article) -> str:
        account = article.author if article.id == OWN_ACCOUNT else ACCOUNT
        byline = f'<span class="byline">Bởi <a href="{self._url("/author/quantri/")}" rel="author">{account}</a></span>'
        featured = ""
        if article.id == FEATURED:
            (picture,) = article.pictures
            featured = f'<figure class="post-thumbnail"><img width="1568" height="882" src="{self._url(picture.path)}" class="attachment-post-thumbnail" alt="" /><figcaption class="wp-caption-text">{escape(texturize(picture.text))}</figcaption></figure>'
        return (
            f'<div id="content" class="site-content"><main id="main" class="site-main"><article id="post-{article.id}" class="post-{article.id} post type-post status-publish format-standard hentry">'
            f'<header class="entry-header alignwide"><h1 class="entry-title">{escape(texturize(article.title))}</h1>{featured}</header>'
            f'<div class="entry-content">{self._text(article, featured=bool(featured))}{self._share(article)}</div>'
            f'<footer class="entry-footer default-max-width"><div class="posted-by"><span class="posted-on">Đã xuất bản {self._time(article)}</span>{byline}</div>{self._terms(article)}</footer></article>'
            f"{self._neighbours(article)}{self._comments(article)}</main></div>"
        )

    def _block(self, article: Article) -> str:
        assert article.section
        account = article.author if article.id == OWN_ACCOUNT else ACCOUNT
        section = f'<div class="taxonomy-category wp-block-post-terms"><a href="{self._url(self.listing_path(article.section))}" rel="tag">{article.section.name}</a></div>'
        return (
            f'<main class="wp-block-group"><h1 class="wp-block-post-title">{escape(texturize(article.title))}</h1>'
            f'<div class="entry-content wp-block-post-content is-layout-constrained">{self._text(article)}</div>'
            f'<div class="wp-block-group"><div class="wp-block-post-date">{self._time(article)}</div><div class="wp-block-post-author"><p class="wp-block-post-author__name">{account}</p></div>{section}</div>'
            f"{self._comments(article)}{self._more(article)}</main>"
        )

    def _bought(self, article: Article) -> str:
        n = self.names
        assert article.section
        crumbs = f'<a href="{self._url("/")}">Trang chủ</a> &raquo; <a href="{self._url(self.listing_path(article.section))}">{article.section.name}</a>'
        return (
            f'<div class="{n("wrap")}"><div class="{n("crumbs")}">{crumbs}</div><div class="post-{article.id} post type-post hentry"><h1 class="{n("title")}">{escape(texturize(article.title))}</h1>'
            f'<div class="{n("meta")}"><span>{article.published:%d/%m/%Y}</span></div><div class="{n("text")}">{self._text(article)}</div>'
            + (
                ""
                if article.id != OWN_ACCOUNT
                else f'<p style="text-align: right"><strong>{escape(article.author or "")}</strong></p>'
            )
            + f"</div>{self._more(article)}</div>"
        )

    def _text(self, article: Article, *, featured: bool = False) -> str:
        lead = (
            f"<p><strong>{escape(texturize(article.lead))}</strong></p>\n" if article.lead else ""
        )
        parts = [
            self._written(b, article.id)
            for b in article.blocks
            if not (featured and b.kind is Kind.PICTURE)
        ]
        signed = (
            f'<p style="text-align: right"><strong>{article.author}</strong></p>\n'
            if article.id == SIGNED
            else ""
        )
        return f"\n{lead}{''.join(parts)}{signed}"

    def _written(self, block: Block, number: int) -> str:
        """Write a block of a text, as the classic editor or the block editor does."""
        text = escape(texturize(block.text), quote=False)
        if block.kind in TEXT_KINDS:
            tag = "h2" if block.kind is Kind.HEADING else "p"
            return f"<{tag}>{text}</{tag}>\n\n"
        image = f'<img decoding="async" loading="lazy" width="800" height="533" src="{self._url(block.path)}" alt="" class="wp-image-{number}" srcset="{self._url(block.path)} 800w, {self._url(block.path)} 300w" sizes="(max-width: 800px) 100vw, 800px" />'
        if number % 2:
            return f'<div id="attachment_{number}" style="width: 810px" class="wp-caption aligncenter">{image}<p id="caption-attachment-{number}" class="wp-caption-text">{text}</p></div>\n'
        return f'<figure class="wp-block-image size-full">{image}<figcaption class="wp-element-caption">{text}</figcaption></figure>\n'

    def _share(self, article: Article) -> str:
        """Write what plugins put into the text's container: short link, share, other titles."""
        other = next(a for a in self.data.articles if a.id != article.id)
        return (
            f'<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Chia sẻ:</h3><ul><li><a href="{self._url(f"/?p={article.id}")}">Liên kết ngắn</a></li><li><a href="{self._url(self.path(article) + "?share=facebook")}">Facebook</a></li></ul></div>'
            f'<div id="jp-relatedposts" class="jp-relatedposts"><h3 class="jp-relatedposts-headline"><em>Có liên quan</em></h3><a href="{self._url(self.path(other))}">{escape(texturize(other.title))}</a></div>'
        )

    def _neighbours(self, article: Article) -> str:
        at = self.data.articles.index(article)
        ends = (("previous", "Bài trước", at + 1), ("next", "Bài tiếp theo", at - 1))
        links = "".join(
            f'<div class="nav-{name}"><a href="{self._url(self.path(self.data.articles[n]))}" rel="{name[:4]}"><p class="meta-nav">{label}</p><p class="post-title">{escape(texturize(self.data.articles[n].title))}</p></a></div>'
            for name, label, n in ends if 0 <= n < len(self.data.articles)
        )  # fmt: skip
        return f'<nav class="navigation post-navigation" aria-label="Bài viết"><h2 class="screen-reader-text">Điều hướng bài viết</h2><div class="nav-links">{links}</div></nav>'

    def _more(self, article: Article) -> str:
        others = [a for a in self.data.articles if a.id != article.id][:3]
        rows = "".join(
            f'<li class="wp-block-post"><h3 class="wp-block-post-title"><a href="{self._url(self.path(a))}">{escape(texturize(a.title))}</a></h3><div class="wp-block-post-date">{self._time(a)}</div></li>' for a in others
        )  # fmt: skip
        return element("div", self.names("more"), f"<h2>Bài viết liên quan</h2><ul>{rows}</ul>")

    def _comments(self, article: Article) -> str:
        path = self.path(article)
        return (
            f'<div id="comments" class="comments-area"><h2 class="comments-title">1 bình luận</h2><ol class="comment-list"><li id="comment-3" class="comment"><div class="comment-author vcard"><b class="fn">Trần Văn Bình</b></div><div class="comment-metadata"><a href="{self._url(path)}#comment-3"><time datetime="2024-07-20T08:00:00+07:00">20.07.2024 lúc 8:00 sáng</time></a></div><p>Bài viết rất bổ ích, đề nghị Ban tiếp tục đăng các nội dung tương tự trong thời gian tới để cán bộ cơ sở tham khảo.</p><a rel="nofollow" class="comment-reply-link" href="{self._url(path)}?replytocom=3#respond">Phản hồi</a></li></ol>'
            '<div id="respond" class="comment-respond"><h2 id="reply-title">Để lại một bình luận</h2><form action="/wp-comments-post.php" method="post"><p>Email của bạn sẽ không được hiển thị công khai.</p></form></div></div>'
        )

    # Copies, feeds and traps ----------------------------------------------------------------------

    def robots(self) -> str:
        """Write what WordPress answers by itself."""
        return f"User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n\nSitemap: {self.real}/wp-sitemap.xml\n"

    def other_pages(self) -> Iterator[tuple[str, Source]]:
        """Give the further home pages, feeds, the interface for machines, and copies."""
        articles = self.data.articles
        for page in range(2, ceil(len(articles) / self.page_size) + 1):
            yield self._paged("/", page), html(self._posts(self.name, "", articles, page, "/"))
        yield self._feed_of("/"), Page(self._feed(articles).encode(), content_type=FEED)
        yield (
            self._feed_of("/", "comments/"),
            Page(self._feed(articles, comments=True).encode(), content_type=FEED),
        )
        about = "<main><h1>Giới thiệu</h1><p>Ban Tuyên giáo Tỉnh ủy là cơ quan tham mưu của Tỉnh ủy, trực tiếp là Ban Thường vụ.</p></main>"
        yield "/gioi-thieu/", html(self._frame("Giới thiệu", about, "page"))
        for section in self.data.sections:
            feed = self._feed(self.in_section(section))
            yield self._feed_of(self.listing_path(section)), Page(feed.encode(), content_type=FEED)
        for article in articles:
            if self.variant != "plain":
                yield f"/?p={article.id}", redirect(self.real + self.path(article))
                yield self.path(article) + "embed/", html(self.article_page(article))
            found = json.dumps({"id": article.id, "link": self.real + self.path(article)})
            place = f"/wp-json/wp/v2/posts/{article.id}"
            yield place, Page(found.encode(), content_type="application/json")
        lines = "".join(f"<url><loc>{self._url(self.path(a))}</loc></url>" for a in articles)
        yield "/wp-sitemap-posts-post-1.xml", _sitemap("urlset", lines)
        index = f"<sitemap><loc>{self.real}/wp-sitemap-posts-post-1.xml</loc></sitemap>"
        yield "/wp-sitemap.xml", _sitemap("sitemapindex", index)

    def answer(self, path: str, query: dict[str, str]) -> Page | None:
        """Answer the archives of days and months, one linked from the other without end."""
        match = re.fullmatch(r"/(\d{4})/(\d{2})/(?:\d{2}/)?", path)
        if match is None:
            return None
        before = datetime(int(match[1]), int(match[2]), 1, tzinfo=UTC) - timedelta(days=1)
        return html(
            f'<html><head><title>Lưu trữ</title></head><body><h1>Lưu trữ</h1><a href="/{before:%Y/%m}/">Tháng {before.month} {before.year}</a></body></html>'
        )

    def _feed(self, articles: tuple[Article, ...], *, comments: bool = False) -> str:
        items = ""
        for article in articles[:10]:
            assert article.published
            title, moment, mark = texturize(article.title), article.published, ""
            if comments:
                title, moment, mark = (
                    f"Bình luận về {title} bởi Trần Văn Bình",
                    moment + timedelta(days=2),
                    "#comment-3",
                )
            items += (
                f"<item><title>{escape(title)}</title><link>{self._url(self.path(article))}{mark}</link><dc:creator><![CDATA[quantri]]></dc:creator>"
                f'<pubDate>{format_datetime(moment.astimezone(UTC))}</pubDate><guid isPermaLink="false">{self._url(f"/?p={article.id}")}</guid><description><![CDATA[{article.summary[:200]} [&#8230;]]]></description></item>'
            )
        return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>{escape(self.name)}</title><link>{self.real}</link><language>vi</language>{items}</channel></rss>'
