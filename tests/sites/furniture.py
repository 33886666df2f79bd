# ruff: noqa: E501 (HTML reads better in long lines)
"""What makes real pages heavy: styles and scripts in the page, deep menus, selects, dialogs, addresses.

A recorded NukeViet page of 65 KB has some 700 elements, 110 of them links, 20 scripts and 50 links in
its head, and a third of its bytes are indentation and attributes. The pages of the replica are given as
much. None of it leads to another page of the site: the links go to other hosts, to ``#``, to scripts, or
to sections that are in the menu anyway.
"""

from __future__ import annotations

import base64
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from . import chrome
from .markup import Names, element, link

Word = Callable[[str], str]
Links = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a site is at home.

    Attributes:
        name: The province, ``Lai Châu``.
        street: The address of its board.
        units: What is under it, districts or provinces.
        towns: How many of these are towns; they come first.
        committee: What the committee of each other is called.
    """

    name: str
    street: str
    units: tuple[str, ...]
    towns: int = 1
    committee: str = "Huyện ủy"


@dataclass(frozen=True, slots=True)
class Furniture:
    """Parts of a page that are the same on every page of a site.

    Attributes:
        head: Styles, scripts and meta elements of the head.
        top: Tools above the menu: search, share, a dialog to log in.
        menu: Entries of the second level, for a menu that has the sections already.
        side: Boxes of the side columns.
        foot: Addresses.
        scripts: What stands in front of the end of the body.
    """

    head: str
    top: str
    menu: str
    side: tuple[str, ...]
    foot: str
    scripts: str


BOARDS = (
    "Văn phòng Tỉnh ủy",
    "Ban Tổ chức Tỉnh ủy",
    "Ủy ban Kiểm tra Tỉnh ủy",
    "Ban Dân vận Tỉnh ủy",
    "Ban Nội chính Tỉnh ủy",
    "Đảng ủy Khối các cơ quan và doanh nghiệp tỉnh",
    "Đảng ủy Quân sự tỉnh",
    "Đảng ủy Công an tỉnh",
    "Trường Chính trị tỉnh",
    "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh",
    "Liên đoàn Lao động tỉnh",
    "Hội Nông dân tỉnh",
    "Hội Liên hiệp Phụ nữ tỉnh",
    "Hội Cựu chiến binh tỉnh",
    "Tỉnh đoàn",
)
CENTRAL = (
    ("https://dangcongsan.vn/", "Báo điện tử Đảng Cộng sản Việt Nam"),
    ("https://www.chinhphu.vn/", "Cổng thông tin điện tử Chính phủ"),
    ("https://quochoi.vn/", "Cổng thông tin điện tử Quốc hội"),
    ("https://nhandan.vn/", "Báo Nhân Dân"),
    ("https://www.tapchicongsan.org.vn/", "Tạp chí Cộng sản"),
    ("https://www.qdnd.vn/", "Báo Quân đội nhân dân"),
    ("https://baotintuc.vn/", "Báo Tin tức"),
    ("https://vov.vn/", "Đài Tiếng nói Việt Nam"),
    ("https://vtv.vn/", "Đài Truyền hình Việt Nam"),
    ("https://hcma.vn/", "Học viện Chính trị quốc gia Hồ Chí Minh"),
    ("https://vbpl.vn/", "Cơ sở dữ liệu quốc gia về văn bản pháp luật"),
)
CAMPAIGNS = (
    "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
    "Bảo vệ nền tảng tư tưởng của Đảng",
    "Chung sức xây dựng nông thôn mới",
    "Biển, đảo Việt Nam",
    "Giải báo chí Búa liềm vàng",
    "Cuộc thi viết về xây dựng Đảng",
)
SHARES = ("Facebook", "Twitter", "Zalo", "LinkedIn", "Email")
PARTS = (
    *(
        "page",
        "row",
        "cell",
        "head",
        "foot",
        "menu",
        "item",
        "tool",
        "box",
        "label",
        "list",
        "thumb",
    ),
    *(
        "form",
        "field",
        "button",
        "dialog",
        "slide",
        "tab",
        "pane",
        "icon",
        "note",
        "table",
        "mark",
        "day",
    ),
)
LOOKS = (
    "margin:0 auto;padding:5px 10px;width:100%;max-width:1170px;box-sizing:border-box",
    "float:left;display:inline-block;position:relative;line-height:1.45em;color:#333",
    "font-family:Arial,Helvetica,sans-serif;font-size:13px;text-decoration:none",
    "background:#c00 url(/images/bg-menu.png) repeat-x left top;border-bottom:1px solid #a00",
    "-webkit-transition:all .3s ease-in-out;transition:all .3s ease-in-out;opacity:.92",
    "box-shadow:0 1px 2px rgba(0,0,0,.25);border-radius:3px;overflow:hidden;z-index:99",
)


def furniture(
    names: Names, place: Place, sections: Links, *, word: Word | None = None
) -> Furniture:
    """Make the furniture of a site.

    Args:
        names: Class names and choices of structure.
        place: Where the site is at home.
        sections: Addresses and names of the sections of the site.
        word: Gives class names instead of ``names``, for a system that has words of its own.
    """
    called = word or names
    boxes = (_slides(names, called), _boards(called, place), _selects(called, place))
    return Furniture(
        head=_head(called, place),
        top=_top(names, called),
        menu=_menu(names, called, place, sections),
        side=(*boxes, _poll(called)),
        foot=_foot(called, place),
        scripts=_scripts(called),
    )


def view_state(names: Names, size: int) -> str:
    """Write what WebForms and DNN keep of their controls in a hidden field, as long as asked for."""
    dice = random.Random(f"{names.seed}:{names.site}:state")
    return "/wEPDwUK" + base64.b64encode(dice.randbytes(size * 3 // 4)).decode()


def units(place: Place) -> list[tuple[str, str]]:
    """Give the committees of the districts, each at its own host."""
    return [
        (
            f"https://{chrome.slug(unit)}.{chrome.slug(place.name).replace('-', '')}.invalid/",
            f"{'Thành ủy' if n < place.towns else place.committee} {unit}",
        )
        for n, unit in enumerate(place.units)
    ]


def _head(word: Word, place: Place) -> str:
    files = (
        "bootstrap",
        "font-awesome",
        "owl.carousel",
        "lightbox",
        "jquery-ui",
        "print",
        "mobile",
    )
    styles = "".join(
        f'<link rel="stylesheet" type="text/css" media="all" href="/css/{name}.min.css?v=20240103"/>\n\t'
        for name in files
    )
    loaded = "".join(
        f'<script type="text/javascript" src="/js/{name}.js?v=20240103"></script>\n\t'
        for name in ("jquery-1.11.3.min", "jquery-migrate", "bootstrap.min", "owl.carousel", "site")
    )
    metas = "".join(
        f'<meta name="{name}" content="{escape(content)}"/>\n\t'
        for name, content in (
            ("viewport", "width=device-width, initial-scale=1"),
            ("keywords", f"{place.name}, tỉnh ủy, tuyên giáo, học tập và làm theo Bác, nghị quyết"),
            ("robots", "index,follow"),
            ("revisit-after", "1 days"),
            ("resource-type", "document"),
            ("distribution", "global"),
            ("theme-color", "#cc0000"),
        )
    )
    icons = "".join(
        f'<link rel="apple-touch-icon" sizes="{size}x{size}" href="/images/icon-{size}.png"/>\n\t'
        for size in (57, 72, 114, 144)
    )
    rules = "\n".join(
        f"\t.{word(part)} .{word(PARTS[(n + turn) % len(PARTS)])}{{{LOOKS[(n + turn) % len(LOOKS)]}}}"
        for turn in (1, 2)
        for n, part in enumerate(PARTS)
    )
    media = f"@media (max-width:767px){{.{word('page')}{{width:auto!important}}}}"
    return (
        f'{metas}{icons}{styles}<style type="text/css">\n{rules}\n\t{media}\n\t</style>\n\t{loaded}'
    )


def _top(names: Names, word: Word) -> str:
    share = "\n\t\t".join(
        f'<li class="{word("tool")}"><a class="{word("icon")}" rel="nofollow" target="_blank" title="{name}" '
        f'href="https://{name.lower()}.invalid/share?u=trang"><img src="/images/{name.lower()}.png" alt="" width="16" height="16"/></a></li>'
        for name in SHARES
    )
    search = (
        f'<div class="{word("form")}">\n\t\t<input type="text" name="q" id="txtTuKhoa" maxlength="60" class="{word("field")}" placeholder="Từ khóa tìm kiếm"/>\n'
        f'\t\t<select name="loai" class="{word("field")}"><option value="0">Tất cả</option><option value="1">Tin tức</option><option value="2">Văn bản</option></select>\n'
        f'\t\t<button type="button" class="{word("button")}" onclick="timKiem();return false;"><i class="{word("icon")}"></i> Tìm</button>\n\t</div>'
    )
    login = (
        f'<div class="{word("dialog")}" role="dialog" aria-hidden="true" style="display: none">\n\t\t<div class="{word("note")}">Đăng nhập thành viên</div>\n'
        f"\t\t<p>Để bảo mật tài khoản, hãy đăng xuất khi rời khỏi máy tính dùng chung. Không cung cấp mật khẩu cho bất kỳ ai.</p>\n"
        f'\t\t<div class="{word("field")}"><label for="u">Tên đăng nhập</label><input type="text" name="u" id="u" class="{word("field")}"/></div>\n'
        f'\t\t<div class="{word("field")}"><label for="p">Mật khẩu</label><input type="password" name="p" id="p" class="{word("field")}"/></div>\n'
        f'\t\t<a href="javascript:;" onclick="quenMatKhau()">Quên mật khẩu?</a>\n\t</div>'
    )
    parts = (f'<ul class="{word("list")}">\n\t\t{share}\n\t</ul>', search, login)
    inner = "\n\t".join(names.shuffled("tools", parts))
    return f'<div class="{word("head")}">\n\t{inner}\n</div>\n'


def _menu(names: Names, word: Word, place: Place, sections: Links) -> str:
    leaders = [("javascript:void(0)", f"Bí thư {of}") for _, of in units(place)]
    groups: tuple[tuple[str, Links], ...] = (
        ("Giới thiệu", [("#", name) for name in ("Chức năng, nhiệm vụ", "Cơ cấu tổ chức", "Lãnh đạo Ban", "Các phòng chuyên môn", "Lịch sử truyền thống")]),
        ("Chuyên mục", [*sections, ("javascript:void(0)", "Tất cả chuyên mục")]),
        ("Đảng bộ trực thuộc", units(place)),
        ("Các ban Đảng, đoàn thể", [(f"https://{chrome.slug(name)}.invalid/", name) for name in BOARDS]),
        ("Lãnh đạo địa phương", leaders),
        ("Dịch vụ", [("https://dichvucong.invalid/", "Dịch vụ công"), ("https://mail.invalid/", "Thư điện tử công vụ"), ("https://egov.invalid/", "Hệ thống điều hành tác nghiệp")]),
    )  # fmt: skip
    write = names.pick("menu-form", (_menu_of_lists, _menu_of_tables, _menu_of_boxes))
    return write(word, groups)


def _menu_link(word: Word, href: str, text: str) -> str:
    target = ' target="_blank"' if href.startswith("http") else ""
    return f'<a class="{word("item")}" title="{escape(text)}" href="{escape(href)}"{target}>{escape(text)}</a>'


def _menu_of_lists(word: Word, groups: Sequence[tuple[str, Links]]) -> str:
    entries = "".join(
        f'\n\t\t<li class="{word("item")}"><a href="javascript:;" class="{word("mark")}"><span>{name}</span><i class="{word("icon")}"></i></a>\n\t\t\t<ul class="{word("list")}" role="menu">'
        + "".join(
            f'\n\t\t\t\t<li role="menuitem">{_menu_link(word, href, text)}</li>'
            for href, text in links
        )
        + "\n\t\t\t</ul>\n\t\t</li>"
        for name, links in groups
    )
    return f'<ul class="{word("menu")}">{entries}\n\t</ul>\n'


def _menu_of_tables(word: Word, groups: Sequence[tuple[str, Links]]) -> str:
    return "".join(
        f'\n\t\t<table class="{word("table")}" cellpadding="0" cellspacing="0"><tr><td class="{word("mark")}" colspan="2"><b>{name}</b></td></tr>'
        + "".join(
            f'\n\t\t\t<tr><td width="10"><img src="/images/bullet.gif" width="5" height="5" alt=""/></td><td>{_menu_link(word, href, text)}</td></tr>'
            for href, text in links
        )
        + "\n\t\t</table>"
        for name, links in groups
    )


def _menu_of_boxes(word: Word, groups: Sequence[tuple[str, Links]]) -> str:
    return "".join(
        f'\n\t\t<div class="{word("item")}"><span class="{word("mark")}">{name}</span>\n\t\t\t<div class="{word("pane")}">'
        + "".join(
            f'\n\t\t\t\t<div class="{word("cell")}">{_menu_link(word, href, text)}</div>'
            for href, text in links
        )
        + "\n\t\t\t</div>\n\t\t</div>"
        for name, links in groups
    )


def _box(word: Word, title: str, inner: str) -> str:
    head = f'<div class="{word("head")}"><h3><span>{title}</span></h3></div>'
    return f'<div class="{word("box")}">\n\t{head}\n\t<div class="{word("pane")}">{inner}\n\t</div>\n</div>\n'


def _slides(names: Names, word: Word) -> str:
    shown = names.shuffled("campaigns", CAMPAIGNS)
    rows = "".join(
        f'\n\t\t<div class="{word("slide")}"><a rel="nofollow" href="javascript:moTrang({n})"><img class="{word("thumb")}" alt="{escape(text)}" title="{escape(text)}" src="/images/chuyen-trang-{n}.jpg"/></a></div>'
        for n, text in enumerate(shown, 1)
    )
    return _box(word, "Chuyên trang", rows)


def _boards(word: Word, place: Place) -> str:
    rows = "".join(
        f'\n\t\t<li class="{word("item")}"><i class="{word("icon")}"></i>{_menu_link(word, href, text)}</li>'
        for href, text in units(place)
    )
    return _box(word, f"Đảng bộ trực thuộc {place.name}", f'<ul class="{word("list")}">{rows}</ul>')


def _selects(word: Word, place: Place) -> str:
    choices = (("Báo, đài Trung ương", CENTRAL), ("Các huyện, thành phố", units(place)))
    boxes = "".join(
        f'\n\t\t<select class="{word("field")}" onchange="if(this.value)window.open(this.value,\'_blank\')"><option value="">-- {name} --</option>'
        + "".join(
            f'\n\t\t\t<option value="{escape(href)}">{escape(text)}</option>'
            for href, text in options
        )
        + "</select>"
        for name, options in choices
    )
    return _box(word, "Liên kết website", boxes)


def _poll(word: Word) -> str:
    rows = "".join(
        f'\n\t\t<div class="{word("row")}"><input type="radio" name="binhchon" id="bc{n}" value="{n}"/><label for="bc{n}">{text}</label></div>'
        for n, text in enumerate(("Rất tốt", "Tốt", "Bình thường", "Cần cải tiến"), 1)
    )
    tools = '<a href="javascript:binhChon()">Biểu quyết</a> | <a href="javascript:ketQua()">Xem kết quả</a>'
    asked = "<p>Đánh giá của bạn về trang thông tin điện tử?</p>"
    return _box(word, "Thăm dò ý kiến", f"{asked}{rows}<div>{tools}</div>")


def _foot(word: Word, place: Place) -> str:
    columns = "".join(
        f'\n\t\t<div class="{word("cell")}"><b>{escape(name)}</b><br/>Địa chỉ: {place.street}<br/>Điện thoại: 02{n}3.385{n}.{n}27 - Fax: 02{n}3.385{n}.{n}28<br/>'
        f'Email: <a href="mailto:{chrome.slug(name)}@tinhuy.invalid">{chrome.slug(name)}@tinhuy.invalid</a></div>'
        for n, name in enumerate(BOARDS[:6], 1)
    )
    links = " | ".join(
        link("#", text)
        for text in ("Trang chủ", "Giới thiệu", "Sơ đồ trang", "Liên hệ", "RSS", "Lên đầu trang")
    )
    return f'<div class="{word("foot")}">\n\t<div class="{word("list")}">{links}</div>\n\t<div class="{word("row")}">{columns}\n\t</div>\n</div>\n'


def _scripts(word: Word) -> str:
    counter = (
        "(function(i,s,o,g,r,a,m){i['GoogleAnalyticsObject']=r;i[r]=i[r]||function(){(i[r].q=i[r].q||[]).push(arguments)},i[r].l=1*new Date();"
        "a=s.createElement(o),m=s.getElementsByTagName(o)[0];a.async=1;a.src=g;m.parentNode.insertBefore(a,m)})"
        "(window,document,'script','//www.google-analytics.invalid/analytics.js','ga');ga('create','UA-1234567-1','auto');ga('send','pageview');"
    )
    start = "".join(
        f"""
    $(".{word(part)}").each(function (i) {{
        var $this = $(this), width = $this.outerWidth(true);
        if (width > $(window).width() && !$this.hasClass("{word("mark")}")) {{
            $this.css({{"max-width": "100%", "height": "auto"}}).attr("data-index", i);
        }}
    }});"""
        for part in PARTS[:12]
    )
    slides = (
        f'$(".{word("slide")}").owlCarousel({{items:1,loop:true,autoplay:true,autoplayTimeout:5000,nav:false,dots:true,'
        f'responsive:{{0:{{items:1}},600:{{items:2}},1000:{{items:1}}}}}});\nfunction moTrang(n){{window.open("https://chuyentrang.invalid/?id="+n,"_blank");}}'
    )
    blocks = (
        counter,
        f"jQuery(document).ready(function ($) {{{start}\n}});",
        slides,
        f'function timKiem(){{var q=document.getElementById("txtTuKhoa").value;if(q.length<2){{alert("Xin nhập từ khóa");return false;}}document.title="<b>"+q+"</b>";}}\nvar nhan="{word("label")}";',
    )
    written = "".join(
        f'<script type="text/javascript">\n//<![CDATA[\n{block}\n//]]>\n</script>\n'
        for block in blocks
    )
    noscript = '<noscript><img height="1" width="1" style="display:none" alt="" src="https://www.facebook.invalid/tr?id=1"/></noscript>\n'
    modal = element("div", word("dialog"), element("div", word("pane"), ""))
    return f"<!-- Cửa sổ -->\n{modal}\n{noscript}{written}"
