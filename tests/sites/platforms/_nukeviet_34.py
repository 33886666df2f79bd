# ruff: noqa: E501 (HTML reads better in long lines)
"""Pages as NukeViet 3.4 writes them: its themes ``default`` and ``modern``.

The markup follows the templates of the public source (tag 3.4.02). The clock of the header prints the
present moment in the form of a date of publication; listings print no date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape

from tests.sites import chrome, markup
from tests.sites.chrome import Item
from tests.sites.markup import link
from tests.sites.truth import Article


def frame(
    title: str,
    main: str,
    *,
    site: str,
    menu: Sequence[tuple[str, str]],
    crumbs: Sequence[tuple[str, str]],
    side: str,
    now: datetime,
) -> str:
    """Write a whole page around its main column."""
    links = "".join(
        f'<li><a title="{escape(text)}" href="{escape(href)}">{escape(text)}</a></li>'
        for href, text in menu
    )
    trail = "".join(
        f'<span class="breakcolumn">&raquo;</span>\n<a href="{escape(href)}" title="{escape(text)}">{escape(text)}</a>\n'
        for href, text in crumbs
    )
    column = (
        f'<h3 class="breakcolumn"><a title="Trang nhất" href="/"><img src="/themes/default/images/icons/home.png" alt="Trang nhất" /></a>\n{trail}</h3>'
        if crumbs
        else ""
    )
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head>
<title>{escape(title)} - {escape(site)}</title>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<meta name="author" content="{escape(site)}" />
<meta name="generator" content="NukeViet v3.x" />
<link rel="stylesheet" type="text/css" href="/themes/default/css/template.css" />
<link rel="alternate" href="/vi/news/rss/" title="Tin Tức" type="application/rss+xml" />
</head>
<body>
<noscript><div id="nojavascript">Trình duyệt của bạn đã tắt chức năng hỗ trợ JavaScript.</div></noscript>
<div id="container"><div id="header"><div id="logo"><a title="{escape(site)}" href="/"><img src="/images/logo.png" alt="{escape(site)}" /></a></div><span class="sitename">{escape(site)}</span></div>
<div id="topmenu_box"><ul class="clearfix"><li class="home"><a title="Trang nhất" href="/">Trang nhất</a></li>{links}<li><a href="/vi/users/login/">Đăng nhập</a></li></ul></div>
<div id="message"><div class="clock fl"><span id="digclock" style="font-weight: 700;">{chrome.nukeviet_date(now)}</span></div>
<form action="/" method="get" class="search fr"><fieldset><input class="txt" type="text" name="topmenu_search_query" /></fieldset></form></div>
<div class="contentwrapper"><div class="span-19">
{column}
{main}
</div>
<div class="span-5 last">
{side}
</div><div class="clear"></div></div>
<div id="footer" class="clearfix"><div class="fl">Cơ quan chủ quản: {escape(site)}. Giấy phép số 21/GP-TTĐT ngày 15/6/2020</div>
<div class="fr"><ul class="bottom-toolbar"><li>Powered by<a title="NukeViet" href="http://nukeviet.vn">NukeViet</a></li></ul></div></div>
</div></body></html>"""


def detail(article: Article, path: str, tags: Sequence[tuple[str, str]], *, modern: bool) -> str:
    """Write the main column of an article in one of the two themes."""
    return (_modern if modern else _default)(article, path, tags)


def _default(a: Article, path: str, tags: Sequence[tuple[str, str]]) -> str:
    assert a.published is not None
    people = "".join(
        f'<p style="text-align: right;">\n<strong>{label}: </strong>{escape(value)}\n</p>\n'
        for label, value in (("Tác giả bài viết", a.author), ("Nguồn tin", a.source))
        if value
    )
    keywords = ", ".join(
        f'<a title="{escape(tag)}" href="{escape(href)}"><em>{escape(tag)}</em></a>'
        for href, tag in tags
    )
    return f"""<div class="news_column" style="padding:0 !important;margin:0 !important;">
<div id="news_detail">
<h1>{escape(a.title)}</h1>
<span class="time">{_date(a.published)}</span>
<div class="control"><ul>
<li><a rel="nofollow" class="sendmail" title="Gửi bài viết qua email" href="javascript:void(0);" onclick="NewWindow('/','',500,400,'no');return false"></a></li>
<li><a class="print" title="In ra" href="javascript: void(0)" onclick="NewWindow('{escape(_copy(path, "print"))}','',840,768,'yes');return false"></a></li>
<li><a class="savefile" title="Lưu bài viết này" href="{escape(_copy(path, "savefile"))}"></a></li>
</ul></div><div style="clear: both;"></div>
<div id="hometext">
{_home_picture(a)}{escape(a.lead or "")}
</div>
<div class="bodytext">{markup.body(a, first_picture=False)}</div>
{people}<p class="copyright">Chú ý: Việc đăng lại bài viết trên ở website hoặc các phương tiện truyền thông khác mà không ghi rõ nguồn là vi phạm bản quyền</p>
</div>
<form id="form3B" action=""><div class="clearfix"><div id="stringrating">Tổng số điểm của bài viết là: 0 trong 0 đánh giá</div>
<div style="padding: 5px;"><span id="hover-test" style="margin: 0 0 0 20px;">Click để đánh giá bài viết</span></div></div></form>
<div class="keywords"><strong>Từ khóa: </strong>{keywords}</div>
<div id="idcomment"><ul class="control"><li><a onclick="nv_show_hidden('showcomment',2);" href="javascript:void(0);"><strong>Xem phản hồi</strong></a></li>
<li>-- <a onclick="nv_show_hidden('formcomment',2);" href="javascript:void(0);"><strong>Gửi phản hồi</strong></a></li></ul><div id="showcomment"></div></div>
"""


def _modern(a: Article, path: str, tags: Sequence[tuple[str, str]]) -> str:
    assert a.published is not None
    people = "\n<br/>\n".join(
        f"<strong>{label}: </strong>{escape(value)}"
        for label, value in (("Tác giả bài viết", a.author), ("Nguồn tin", a.source))
        if value
    )
    keywords = ", ".join(link(href, tag, title=True) for href, tag in tags)
    return f"""<div class="header-details"><div class="action fr right">
<a rel="nofollow" title="Gửi bài viết qua email" href="javascript:void(0);">Gửi bài viết qua email</a><br/>
<a title="In ra" href="javascript: void(0)" onclick="NewWindow('{escape(_copy(path, "print"))}','',840,768,'yes');return false">In ra</a><br/>
<a class="save" title="Lưu bài viết này" href="{escape(_copy(path, "savefile"))}">Lưu bài viết này</a></div>
<div class="title"><h1>{escape(a.title)}</h1>
<span class="small">Đăng lúc: {_date(a.published)}
- Người đăng bài viết: <a href="#" class="highlight">quantri</a>
</span></div><div class="clear"></div></div>
<div id="hometext" class="short-desc clearfix">{_home_picture(a)}{escape(a.lead or "")}</div>
<div id="bodytext" class="details-content clearfix">
{markup.body(a, first_picture=False)}
</div><div class="clear"></div>
<div class="aright source">
{people}
</div>
<div class="copyright">Chú ý: Việc đăng lại bài viết trên ở website hoặc các phương tiện truyền thông khác mà không ghi rõ nguồn là vi phạm bản quyền</div>
<div class="box clearfix"><div class="oop fl"><div class="header-oop tag">Từ khóa:</div><p>{keywords}</p></div>
<div class="oop fr"><div class="header-oop icon-rating">Đánh giá bài viết</div><form id="form3B" action=""><div id="stringrating" class="small">Tổng số điểm của bài viết là: 0 trong 0 đánh giá</div></form></div></div>
"""


def _date(moment: datetime) -> str:
    """Write a moment with the two blanks of ``l - d/m/Y  H:i``."""
    day, _, clock = chrome.nukeviet_date(moment).rpartition(" ")
    return f"{day}  {clock}"


def _copy(path: str, kind: str) -> str:
    module, _, rest = path.removeprefix("/vi/").partition("/")
    return f"/vi/{module}/{kind}/{rest}"


def _home_picture(article: Article) -> str:
    if not article.starts_with_picture:
        return ""
    block = article.pictures[0]
    shown = markup.image(block.path, block.text)
    return f'<div id="imghome" class="fl" style="width:200px;margin-right:8px;">\n<a href="{escape(block.path)}" title="" rel="shadowbox">{shown}</a>\n<p>\n<em>{escape(block.text)}</em>\n</p></div>\n'


def related(groups: Mapping[str, Sequence[Item]], *, modern: bool) -> str:
    """Write the lists of newer and older articles, which in ``default`` end the article's own box."""
    parts = []
    for heading, items in groups.items():
        rows = "".join(
            f'<li>\n<a title="{escape(i.title)}" href="{escape(i.href)}">{escape(i.title)}</a>\n<span class="date">({chrome.padded_date(i.day) if i.day else ""})</span></li>\n'
            for i in items
        )
        if not rows:
            continue
        if modern:
            parts.append(
                f'<div class="other-news"><h4>{heading}</h4><ul class="list">\n{rows}</ul></div>\n'
            )
        else:
            parts.append(
                f'<p>\n<strong>{heading}</strong>\n</p><ul class="related">\n{rows}</ul>\n'
            )
    return "".join(parts) + ("" if modern else "</div>\n")


def rows(items: Sequence[tuple[str, Article]]) -> str:
    """Write the articles of a listing."""
    return "".join(
        '<div class="news_column"><div class="items clearfix">\n'
        f'<a href="{escape(href)}" title="{escape(a.title)}"><img alt="{escape(a.title)}" src="/files/news/thumb/{a.id}.jpg" width="100" /></a>\n'
        f"<h3>{link(href, a.title, title=True)}</h3>\n<p>{escape(a.lead or '')}</p></div></div>\n"
        for href, a in items
    )


def others(items: Sequence[Item]) -> str:
    """Write the list ``Các tin khác`` under a listing."""
    lines = "".join(
        f'<li><a href="{escape(i.href)}" title="{escape(i.title)}">{escape(i.title)} <span class="date">({chrome.padded_date(i.day) if i.day else ""}) </span></a></li>\n'
        for i in items
    )
    return f'<hr/><h4>Các tin khác</h4><ul class="related">\n{lines}</ul>\n'


def pager(page: int, hrefs: Sequence[str]) -> str:
    """Write the pager."""
    if len(hrefs) < 2:
        return ""
    parts = [
        f"<strong>{n}</strong>" if n == page else f'<a href="{escape(href)}">{n}</a>'
        for n, href in enumerate(hrefs, 1)
    ]
    following = (
        f'&nbsp;&nbsp;<a href="{escape(hrefs[page])}">Trang sau</a>' if page < len(hrefs) else ""
    )
    return f'<div class="generate_page">\n{", ".join(parts)}{following}</div>\n'
