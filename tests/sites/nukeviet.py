# ruff: noqa: E501 (HTML reads better in long lines)
"""Parts of a NukeViet page, theme egov, as the CMS writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from . import chrome
from .chrome import Item
from .feeds import malformed_time
from .furniture import Furniture
from .markup import Names, link
from .truth import Article

# What the theme calls the parts of the furniture.
WORDS = {
    "page": "wraper",
    "row": "row",
    "cell": "col-xs-24 col-sm-12 col-md-8",
    "head": "panel-heading",
    "foot": "section-footer-top",
    "menu": "nav navbar-nav",
    "item": "item-inner",
    "tool": "pointer",
    "box": "panel panel-default",
    "label": "control-label",
    "list": "list-none clearfix",
    "thumb": "img-thumbnail",
    "form": "headerSearch",
    "field": "form-control",
    "button": "btn btn-primary",
    "dialog": "modal fade",
    "slide": "carousel-inner",
    "tab": "tab-content",
    "pane": "panel-body",
    "icon": "fa fa-fw",
    "note": "modal-title",
    "table": "table table-striped",
    "mark": "dropdown-toggle",
    "day": "text-muted",
}


def meta(article: Article, address: str, section: str, site: str, base: str) -> str:
    """Write the meta tags of an article, with the malformed time and the site as its author."""
    lead = article.lead or f"{article.title} - Detail - Tin Tức -"
    short = lead if len(lead) <= 160 else f"{lead[:160].rpartition(' ')[0]}..."
    pairs = [
        ("og:title", article.title),
        ("og:type", "article"),
        ("og:description", short),
        ("og:site_name", site),
        ("og:image", f"{base}/uploads/no-image.jpg"),
        ("og:url", address),
    ]
    if article.published:
        pairs.append(("article:published_time", malformed_time(article.published)))
        pairs.append(
            ("article:modified_time", malformed_time(article.updated or article.published))
        )
    if section:
        pairs.append(("article:section", section))
    pairs += [("article:tag", tag) for tag in article.tags]
    tags = "\n".join(f'<meta property="{k}" content="{escape(v)}">' for k, v in pairs)
    return (
        f'<meta name="description" content="{escape(short)}">\n<meta name="author" content="{escape(site)}">\n'
        f'{tags}\n<link rel="canonical" href="{escape(address)}">'
    )


def frame(
    title: str,
    main: str,
    *,
    head: str,
    menu: Sequence[tuple[str, str]],
    crumbs: Sequence[tuple[str, str]],
    hits: Sequence[Item],
    token: str,
    names: Names,
    more: Furniture,
) -> str:
    """Write a whole page around its main column."""
    links = "".join(f'<li role="presentation">{link(href, text)}</li>' for href, text in menu)
    trail = "".join(
        '<li itemprop="itemListElement" itemscope itemtype="https://schema.org/ListItem">'
        f'<a href="{escape(href)}" itemprop="item" title="{escape(text)}"><span class="txt" itemprop="name">{escape(text)}</span></a>'
        f'<i class="hidden" itemprop="position" content="{n}"></i></li>'
        for n, (href, text) in enumerate(crumbs, 1)
    )
    feeds = "".join(
        f'<link rel="alternate" href="{href.replace("/vi/news/", "/vi/news/rss/")}" title="{escape(text)}" type="application/rss+xml">\n'
        for href, text in [("/vi/news/", "Tin Tức"), *menu]
    )
    side = names.shuffled(
        "side", (_laws(), _counters(), _hits(hits), _notice(), _banner(), *more.side)
    )
    return f"""<!DOCTYPE html>
<html lang="vi" xmlns="http://www.w3.org/1999/xhtml" prefix="og: http://ogp.me/ns#">
<head>
<title>{escape(title)}</title>
<meta name="generator" content="NukeViet v4.4">
<meta http-equiv="Content-Type" content="text/html; charset=utf-8">
{head}
<link rel="shortcut icon" href="/favicon.ico">
{feeds}<link rel="stylesheet" href="/themes/egov/css/style.css?t=1720000000">
{more.head}
</head>
<body>
{more.top}<div class="body-bg"><div class="wraper"><header><div id="header"><a title="Trang nhất" href="/"><img src="/uploads/logo.png" alt="logo"/></a></div></header>
<nav class="second-nav" id="menusite"><ul class="nav navbar-nav"><li><a title="Trang nhất" href="/">Trang nhất</a></li>{links}</ul>{more.menu}</nav>
<nav class="header-nav"><div class="breadcrumbs-wrap"><div class="display"><ul class="breadcrumbs list-none"></ul></div>
<ul class="subs-breadcrumbs"></ul><ul class="temp-breadcrumbs hidden" itemscope itemtype="https://schema.org/BreadcrumbList">{trail}</ul></div>
<a href="/vi/users/login/?nv_redirect={token}">Đăng nhập</a> <a href="/en/">English</a> <a href="/vi/seek/?q=">Tìm kiếm</a> <a href="/vi/feeds/">RSS</a></nav>
<div class="row"><div class="col-sm-16 col-md-18">{main}</div>
<div class="col-sm-8 col-md-6">{"".join(side)}</div></div>
<footer id="footer"><p>Cơ quan chủ quản: Ban Tuyên giáo Tỉnh ủy. Giấy phép số 03/GP-STTTT ngày 15/6/2022</p>
<ul class="themes"><li><a href="/?nvvithemever=r&amp;nv_redirect={token}" rel="nofollow">Tự động</a></li><li><a href="/?nvvithemever=m&amp;nv_redirect={token}" rel="nofollow">Mobile</a></li></ul>
<div id="timeoutsess" class="chromeframe">Bạn đã không sử dụng Site, <a onclick="timeoutsesscancel();" href="#">Bấm vào đây để duy trì trạng thái đăng nhập</a>. Thời gian chờ: <span id="secField">60</span> giây</div>
<a class="bttop" href="#">top</a> <a href="#footer">down</a>{more.foot}</footer></div></div>
{more.scripts}</body></html>"""


def rating() -> str:
    """Write the rating box."""
    return (
        '<div class="news_column panel panel-default"><div class="panel-body"><form id="form3B" action="">'
        '<div class="h5 clearfix"><p id="stringrating">Tổng số điểm của bài viết là: 0 trong 0 đánh giá</p>'
        "<span>Click để đánh giá bài viết</span></div></form></div></div>\n"
    )


def comments(number: int) -> str:
    """Write the box of comments."""
    return (
        f'<div class="news_column panel panel-default"><div class="panel-body"><div id="idcomment" data-id="{number}">'
        '<p class="comment-title">Ý kiến bạn đọc</p><div id="showcomment"></div>'
        '<div id="formcomment">Bạn cần đăng nhập để có thể bình luận</div></div></div></div>\n'
    )


def related(groups: Mapping[str, Sequence[Item]]) -> str:
    """Write the lists of newer and older articles, with the leads of the other articles in attributes."""
    parts = []
    for heading, items in groups.items():
        rows = "".join(
            f'<li><em class="fa fa-angle-right">&nbsp;</em><a href="{escape(i.href)}" data-content="{escape(i.summary[:150])}" '
            f'data-rel="tooltip" title="{escape(i.title)}"><h4>{escape(i.title)}</h4></a> '
            f"<em>({chrome.padded_date(i.day) if i.day else ''})</em></li>\n"
            for i in items
        )
        if rows:
            parts.append(
                f'<p class="h3"><strong>{heading}</strong></p><div class="clearfix"><ul class="related list-inline">\n{rows}</ul></div>'
            )
    return f'<div class="news_column panel panel-default"><div class="panel-body other-news">{"".join(parts)}</div></div>\n'


def _panel(title: str, inner: str) -> str:
    return (
        f'<div class="panel panel-default"><div class="panel-heading">{title}</div>'
        f'<div class="panel-body">{inner}</div></div>\n'
    )


def _laws() -> str:
    rows = "".join(
        f'<li><a href="/vi/laws/detail/van-ban-{n}/">{escape(d.number)}</a><p>{escape(d.subject)}</p>'
        f"<p>lượt xem: {d.views} | lượt tải:{d.downloads}</p></li>"
        for n, d in enumerate(chrome.DOCUMENTS, 1)
    )
    return _panel("Văn bản mới", f'<ul class="laws-new">{rows}</ul>')


def _counters() -> str:
    rows = (
        "<li>Đang truy cập<span>135</span></li><li>Hôm nay<span>13,131</span></li>"
        "<li>Tháng hiện tại<span>643,148</span></li><li>Tháng trước<span>867,510</span></li>"
        "<li>Tổng lượt truy cập<span>28,404,914</span></li>"
    )
    return _panel("Thống kê", f'<ul class="counter list-none">{rows}</ul>')


def _hits(items: Sequence[Item]) -> str:
    rows = "".join(
        f'<li class="clearfix"><a class="show" href="{escape(i.href)}" data-content="{escape(i.summary[:120])}">{escape(i.title)}</a></li>'
        for i in items
    )
    return _panel("Tin xem nhiều", f'<ul class="block_tophits list-none">{rows}</ul>')


def _notice() -> str:
    return _panel(
        "Thông báo",
        '<ul><li><a href="/vi/page/thi-dua.html">Đại hội thi đua yêu nước tỉnh Lai Châu lần thứ V (2020-2025)</a>'
        "<p>Trong 2 ngày (27-28/7/2020) Đại hội thi đua yêu nước tỉnh Lai Châu lần thứ V...</p></li></ul>",
    )


def _banner() -> str:
    return (
        '<div class="nv-block-banners"><a rel="nofollow" href="/vi/banners/click/?id=1&amp;s=ab12">'
        '<img alt="hienphapvn" src="/uploads/hienphapvn.jpg"/></a></div>\n'
    )
