# ruff: noqa: E501 (HTML reads better in long lines)
"""Pages as stock NukeViet 4.5 writes them (4.5.05, theme ``default``), with counters behind the date.

The markup follows the theme's templates (``detail.tpl``, ``viewcat_page.tpl``, ``layout.left-main-right.tpl``)
and pages of an installed 4.5.05. The counters are those of Thái Nguyên's department in 2020, whose date
line is known as text only; in the stock theme they stand in listings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from tests.sites import chrome, markup
from tests.sites.chrome import Item
from tests.sites.markup import link
from tests.sites.truth import Article


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself.

    Attributes:
        title: The text of ``title``.
        address: Its canonical address.
        metas: The meta elements that the kind of page adds.
        feeds: Addresses and names of the feeds.
    """

    title: str
    address: str
    metas: str
    feeds: Sequence[tuple[str, str]]


def frame(
    head: Head,
    main: str,
    *,
    site: str,
    menu: Sequence[tuple[str, str]],
    crumbs: Sequence[tuple[str, str]],
    side: str,
    token: str,
) -> str:
    """Write a whole page around its main column."""
    links = "".join(
        f'<li role="presentation"><a class="dropdown-toggle" href="{escape(href)}" role="button" aria-expanded="false" title="{escape(text)}"> {escape(text)}</a></li>\n'
        for href, text in menu
    )
    trail = "\n".join(
        '<li itemprop="itemListElement" itemscope itemtype="https://schema.org/ListItem">'
        f'<a href="{escape(href)}" itemprop="item" title="{escape(text)}"><span class="txt" itemprop="name">{escape(text)}</span></a>'
        f'<i class="hidden" itemprop="position" content="{n}"></i></li>'
        for n, (href, text) in enumerate(crumbs, 1)
    )
    feeds = "\n".join(
        f'<link rel="alternate" href="{escape(href)}" title="{escape(text)}" type="application/rss+xml">'
        for href, text in head.feeds
    )
    return f"""<!DOCTYPE html>
<html lang="vi" xmlns="http://www.w3.org/1999/xhtml" prefix="og: http://ogp.me/ns#">
<head>
<title>{escape(head.title)}</title>
<meta name="author" content="{escape(site)}">
<meta name="copyright" content="{escape(site)} [quantri@example.invalid]">
<meta name="generator" content="NukeViet v4.5">
<meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<meta property="og:site_name" content="{escape(site)}">
<meta property="og:url" content="{escape(head.address)}">
{head.metas}
<link rel="shortcut icon" href="/favicon.ico">
<link rel="canonical" href="{escape(head.address)}">
{feeds}
<link rel="stylesheet" href="/themes/default/css/style.css?t=1595900000">
<link rel="StyleSheet" href="/themes/default/css/news.css?t=1595900000">
</head>
<body>
<noscript><div class="alert alert-danger">Trình duyệt của bạn đã tắt chức năng hỗ trợ JavaScript.<br />Website chỉ làm việc khi bạn bật nó trở lại.</div></noscript>
<header><div class="section-header-bar"><div class="wraper"><nav class="header-nav"><div class="personalArea"><a href="/vi/users/login/?nv_redirect={token}" title="Đăng nhập">Đăng nhập</a> <a href="/en/">English</a></div></nav></div></div>
<div class="section-header"><div class="wraper"><div id="header"><div class="logo"><a title="{escape(site)}" href="/"><img src="/uploads/logo.png" alt="{escape(site)}"></a><span class="site_name">{escape(site)}</span></div></div></div></div></header>
<div class="section-nav"><div class="wraper"><nav class="second-nav" id="menusite"><div class="collapse navbar-collapse" id="menu-site-default"><ul class="nav navbar-nav">
<li><a class="home" title="Trang nhất" href="/"><em class="fa fa-lg fa-home">&nbsp;</em><span class="visible-xs-inline-block"> Trang nhất</span></a></li>
{links}</ul></div></nav></div></div>
<div class="section-body"><div class="wraper"><section><div class="container" id="body"><nav class="third-nav"><div class="breadcrumbs-wrap"><div class="display">
<a class="show-subs-breadcrumbs hidden" href="#" onclick="showSubBreadcrumbs(this, event);"><em class="fa fa-lg fa-angle-right"></em></a>
<ul class="breadcrumbs list-none"></ul></div><ul class="subs-breadcrumbs"></ul>
<ul class="temp-breadcrumbs hidden" itemscope itemtype="https://schema.org/BreadcrumbList">
{trail}
</ul></div>
<div class="headerSearch"><input type="text" class="form-control" maxlength="60" placeholder="Tìm kiếm..."><button type="button" class="btn btn-info" data-url="/vi/seek/?q="></button></div></nav>
<div class="row"><div class="col-sm-16 col-md-18">
{main}
</div>
<div class="col-sm-8 col-md-6">
{side}
</div></div></div></section></div></div>
<footer class="section-footer-top" id="footer"><div class="wraper"><h3>Các chuyên mục chính</h3><ul class="menu">
<li><a href="/vi/about/">Giới thiệu</a></li><li><a href="/vi/users/">Thành viên</a></li><li><a href="/vi/contact/">Liên hệ</a></li><li><a href="/vi/voting/">Thăm dò ý kiến</a></li><li><a href="/vi/statistics/">Thống kê</a></li><li><a href="/vi/feeds/">RSS-feeds</a></li></ul>
<p>Giấy phép số 21/GP-TTĐT ngày 15/6/2020 của Sở Thông tin và Truyền thông</p></div></footer>
<nav class="footerNav2"><div class="theme-change"><a href="/?nvvithemever=d&amp;nv_redirect={token}" rel="nofollow" title="Click để chuyển sang giao diện Máy Tính">Máy tính</a> <a href="/?nvvithemever=m&amp;nv_redirect={token}" rel="nofollow" title="Click để chuyển sang giao diện Di động">Mobile</a></div></nav>
<div id="timeoutsess" class="chromeframe">Bạn đã không sử dụng Site, <a onclick="timeoutsesscancel();" href="#">Bấm vào đây để duy trì trạng thái đăng nhập</a>. Thời gian chờ: <span id="secField"> 60 </span> giây</div>
<div id="run_cronjobs" class="hidden"><img alt="" src="/index.php?second=cronjobs&amp;p=4MJ0yzvO" width="1" height="1"></div>
</body></html>"""


def detail(article: Article, path: str, address: str, tags: Sequence[tuple[str, str]]) -> str:
    """Write the main column of an article."""
    a = article
    published = a.published
    assert published is not None
    edited = (a.updated or published).isoformat()
    module, _, rest = path.removeprefix("/vi/").partition("/")
    people = "".join(
        f'<p class="h5 text-right">\n<strong>{label}: </strong>{escape(value)}\n</p>\n'
        for label, value in (("Tác giả", a.author), ("Nguồn tin", a.source))
        if value
    )
    signed = (
        f'<p style="text-align: right;"><strong>{escape(a.organisation)}</strong></p>'
        if a.organisation
        else ""
    )
    return f"""<div class="news_column panel panel-default" itemtype="http://schema.org/NewsArticle" itemscope>
<div class="panel-body">
<h1 class="title margin-bottom-lg" itemprop="headline">{escape(a.title)}</h1>
<div class="hidden hide d-none" itemprop="author" itemtype="http://schema.org/Person" itemscope><span itemprop="name">{escape(a.author or "")}</span></div>
<span class="hidden hide d-none" itemprop="datePublished">{edited}</span>
<span class="hidden hide d-none" itemprop="dateModified">{edited}</span>
<span class="hidden hide d-none" itemprop="mainEntityOfPage">{escape(address)}</span>
<div class="row margin-bottom-lg"><div class="col-md-12">
<span class="h5">{chrome.nukeviet_date(published)} &nbsp; Đã xem: {chrome.thousands(a.views)} &nbsp; Phản hồi: 0</span>
</div><div class="col-md-12"><ul class="list-inline text-right">
<li><a class="dimgray" title="Giới thiệu bài viết cho bạn bè" href="javascript:void(0);" onclick="newsSendMailModal('#newsSendMailModal', '/vi/{module}/sendmail/{rest}', 'f856');"><em class="fa fa-envelope fa-lg">&nbsp;</em></a></li>
<li><a class="dimgray" rel="nofollow" title="In ra" href="javascript: void(0)" onclick="nv_open_browse('/vi/{module}/print/{rest}','',840,500);return false"><em class="fa fa-print fa-lg">&nbsp;</em></a></li>
<li><a class="dimgray" rel="nofollow" title="Lưu bài viết này" href="/vi/{module}/savefile/{rest}"><em class="fa fa-save fa-lg">&nbsp;</em></a></li>
</ul></div></div>
<div class="clearfix">
{_home_picture(a)}<div class="hometext m-bottom" itemprop="description">{escape(a.lead or "")}</div>
</div>
<div id="news-bodyhtml" class="bodytext margin-bottom-lg">
{markup.body(a, first_picture=False)}
{signed}</div>
{_files(a)}<div class="margin-bottom-lg">
{people}<div class="alert alert-info margin-bottom-lg">Chú ý: Việc đăng lại bài viết trên ở website hoặc các phương tiện truyền thông khác mà không ghi rõ nguồn là vi phạm bản quyền</div>
</div>
</div></div>
{_tags(tags)}"""


def _home_picture(article: Article) -> str:
    if not article.starts_with_picture:
        return ""
    block = article.pictures[0]
    shown = markup.image(block.path, block.text)
    return (
        f'<figure class="article left pointer" onclick="modalShowByObj(\'#imgpreview\');"><div style="width:200px;"><p class="text-center">{shown}</p><figcaption>{escape(block.text)}</figcaption></div></figure>\n'
        f'<div id="imgpreview" style="display:none"><p class="text-center">{shown}</p><figcaption>{escape(block.text)}</figcaption></div>\n'
    )


def _files(article: Article) -> str:
    rows = "".join(
        f'<div class="list-group-item"><a href="{escape(url)}" title="Tập tin {escape(name)}" download>Tập tin : <strong>{escape(name)}</strong></a></div>'
        for name, url in article.attachments
    )
    if not rows:
        return ""
    return f'<div class="panel panel-default"><div class="panel-heading"><i class="fa fa-download"></i> <strong>File đính kèm</strong></div><div class="list-group news-download-file">{rows}</div></div>\n'


def _tags(tags: Sequence[tuple[str, str]]) -> str:
    links = ", ".join(
        f'<a title="{escape(tag)}" href="{escape(href)}"><em>{escape(tag)}</em></a>'
        for href, tag in tags
    )
    if not links:
        return ""
    return f'<div class="news_column panel panel-default"><div class="panel-body"><div class="h5"><em class="fa fa-tags">&nbsp;</em><strong>Tags: </strong>{links}</div></div></div>\n'


def related(groups: Mapping[str, Sequence[Item]]) -> str:
    """Write the lists of newer and older articles, with the leads of the other articles in attributes."""
    parts = []
    for heading, items in groups.items():
        rows = "".join(
            f'<li><em class="fa fa-angle-right">&nbsp;</em>\n<h4><a href="{escape(i.href)}" data-placement="bottom" data-content="{escape(i.summary[:150])}..." data-rel="tooltip" title="{escape(i.title)}">{escape(i.title)}</a></h4>\n'
            f"<em>({chrome.padded_date(i.day) if i.day else ''})</em></li>\n"
            for i in items
        )
        if rows:
            parts.append(
                f'<p class="h3"><strong>{heading}</strong></p><div class="clearfix"><ul class="detail-related related list-none list-items">\n{rows}</ul></div>\n'
            )
    return f'<div class="news_column panel panel-default"><div class="panel-body other-news">{"".join(parts)}</div></div>\n'


def rows(items: Sequence[tuple[str, Article]]) -> str:
    """Write the articles of a listing; the first one is shown larger."""
    parts = []
    for n, (href, a) in enumerate(items):
        assert a.published is not None
        level, featured = ("h2", " featured") if n == 0 else ("h3", "")
        parts.append(
            f'<div class="panel panel-default"><div class="panel-body{featured}">\n<{level}>{link(href, a.title, title=True)}</{level}>\n'
            '<div class="text-muted"><ul class="list-unstyled list-inline">'
            f'<li><em class="fa fa-clock-o">&nbsp;</em> {a.published:%d/%m/%Y %H:%M:%S}</li>'
            f'<li><em class="fa fa-eye">&nbsp;</em> Đã xem: {a.views}</li>'
            '<li><em class="fa fa-comment-o">&nbsp;</em> Phản hồi: 0</li></ul></div>\n'
            f"{escape(a.lead or '')}</div></div>\n"
        )
    return f'<div class="news_column">\n{"".join(parts)}</div>\n'


def others(items: Sequence[Item]) -> str:
    """Write the list ``Các tin khác`` under a listing."""
    lines = "".join(
        f'<li><em class="fa fa-angle-right">&nbsp;</em><a href="{escape(i.href)}" title="{escape(i.title)}">{escape(i.title)} <em>({chrome.padded_date(i.day) if i.day else ""}) </em></a></li>\n'
        for i in items
    )
    return f'<hr/><h4>Các tin khác</h4><ul class="related list-items">\n{lines}</ul>\n'


def pager(name: str, page: int, hrefs: Sequence[str]) -> str:
    """Write the pager, whose list items are not all closed."""
    if len(hrefs) < 2:
        return ""
    parts = []
    for n, href in enumerate(hrefs, 1):
        if n == page:
            parts.append(f'<li class="active"><a href="javascript:void(0)">{n}</a></li><li>')
        else:
            parts.append(
                f'<li><a rel="{"next" if n > page else "prev"}" title="{escape(name)} - Trang {n}" href="{escape(href)}">{n}</a></li>'
            )
    if page < len(hrefs):
        parts.append(
            f'<li><a rel="next" title="{escape(name)} - Trang {page + 1}" href="{escape(hrefs[page])}">&raquo;</a></li>'
        )
    return f'<div class="text-center"><ul class="pagination">{"".join(parts)}</ul></div>'
