"""Reading by meaning alone: what each field is taken from, and what it is never taken from."""

# ruff: noqa: E501 - markup and sentences are easier to read on one line

from __future__ import annotations

from datetime import datetime

import pytest

from archive.readings import Attachment, Image, Precision, PrintedDate
from archive.timezone import VIETNAM
from crawler.pages import DnnPage, GenericPage, Hints, NukeVietPage, TuyenGiaoPage
from tests.crawler.pages.reading import read

TITLE = "Hội nghị sơ kết công tác tuyên giáo 6 tháng đầu năm"
ONE = (
    "Sáng 18/7/2023, Ban Tuyên giáo Tỉnh ủy tổ chức hội nghị sơ kết công tác tuyên giáo 6 tháng đầu năm"
    " với sự tham dự của hơn 200 đại biểu."
)
TWO = (
    "Hội nghị đã biểu dương 26 tập thể có thành tích xuất sắc trong phong trào thi đua của toàn ngành và"
    " triển khai nhiệm vụ 6 tháng cuối năm./."
)


def page(article: str, head: str = "", title: str = TITLE) -> str:
    return f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{article}</body></html>"


TEXT = f"<div class=b><p>{ONE}</p><p>{TWO}</p></div>"


@pytest.mark.parametrize(
    ("line", "raw", "precision"),
    [
        ("Thứ Ba, 4/5/2021 17:29'(GMT+7)", "Thứ Ba, 4/5/2021 17:29'(GMT+7)", "minute"),
        ("4.8.2017 - 11:20", "4.8.2017 - 11:20", "minute"),
        ("Thứ ba - 18/07/2023 22:40 953 0", "Thứ ba - 18/07/2023 22:40", "minute"),
        ("Ngày đăng: 25/06/2021", "25/06/2021", "day"),
        ("Vũ Võ - 06:16, 22/08/2023", "06:16, 22/08/2023", "minute"),
        ("Ngày đăng: 18/07/2023 22:40 | Lượt xem: 1.234 | Tác giả: ", "18/07/2023 22:40", "minute"),
    ],
)
def test_date_near_the_headline(line: str, raw: str, precision: str) -> None:
    for article in (
        f"<h1>{TITLE}</h1><div>{line}</div>{TEXT}",
        f"<div>{line}</div><h1>{TITLE}</h1>{TEXT}",
    ):
        published = read(GenericPage, page(article)).published
        assert published is not None
        assert (published.raw, published.precision) == (raw, precision)


@pytest.mark.parametrize(
    "article",
    [
        pytest.param(f"<div>Thứ Tư, 24/7/2024</div><ul><li>Trang chủ</li></ul><h1>{TITLE}</h1>{TEXT}", id="clock in the form of a date"),
        pytest.param(f"<div><div>Thứ Tư, 24/07/2024, 20:28:15</div><div><p><a href=/>Trang chủ</a></p><div><h1>{TITLE}</h1>{TEXT}</div></div></div>", id="clock to the second in the page's header"),
        pytest.param(f"<div>Thứ Ba, 23/07/2024</div><div><p>Tin hoạt động</p><div><h1>{TITLE}</h1>{TEXT}</div></div>", id="clock of an old copy"),
        pytest.param(f"<div>Hôm nay, ngày 21 tháng 7 năm 2018</div><h1>{TITLE}</h1>{TEXT}", id="clock"),
        pytest.param(f"<h1>{TITLE}</h1>{TEXT}<p>Ngày 5/4/2021</p>", id="date behind the text"),
        pytest.param(f"<h1>{TITLE}</h1>{TEXT}<h3>Tin khác</h3><ul><li><a href=/1>Hội nghị khác của tỉnh</a> (05/04/2021)</li></ul>", id="related"),
        pytest.param(f"<h1>{TITLE}</h1>{TEXT}", id="date in the body only"),
    ],
)  # fmt: skip
def test_no_date(article: str) -> None:
    item = read(GenericPage, page(article))
    assert item.published is None
    assert item.problems == []


def test_listing_supplies_what_the_page_does_not_print() -> None:
    day = PrintedDate(
        datetime(2023, 7, 18, tzinfo=VIETNAM), Precision.DAY, "(18/07/2023)", "listing:near-link"
    )
    hints = Hints(TITLE, day, "Tin hoạt động")
    item = read(GenericPage, page(f"<h1>{TITLE}</h1>{TEXT}"), hints)
    assert item.published == day
    assert item.section == "Tin hoạt động"
    assert item.rules["published"] == "listing:near-link"
    assert item.rules["section"] == "listing:section"
    printed = read(GenericPage, page(f"<h1>{TITLE}</h1><div>19/07/2023 08:00</div>{TEXT}"), hints)
    assert printed.published is not None
    assert printed.published.rule == "visible:near-title"


def test_machine_date_where_none_is_printed() -> None:
    meta = '<meta property="article:published_time" content="2023-07-18T15:40:00Z">'
    item = read(GenericPage, page(f"<h1>{TITLE}</h1>{TEXT}", meta))
    assert item.published is not None
    assert item.published.value.isoformat() == "2023-07-18T22:40:00+07:00"
    assert item.rules["published"] == "meta:article:published_time"


def test_date_at_the_end_of_the_headline() -> None:
    item = read(GenericPage, page(f"<h1>{TITLE} (03/02/2019 21:20)</h1>{TEXT}", title="Tin"))
    assert item.title == TITLE
    assert item.published is not None
    assert item.published.raw == "03/02/2019 21:20"


@pytest.mark.parametrize(
    ("crumbs", "section"),
    [
        ("<div>BAN TUYÊN GIÁO TỈNH UỶ | TIN HOẠT ĐỘNG</div>", "TIN HOẠT ĐỘNG"),
        ("<div>Trang chủ » Tin tức » Khoa giáo</div>", "Khoa giáo"),
        ("<ul class=breadcrumb><li><a href=/>Trang chủ</a></li><li><a href=/k>Khoa giáo</a></li></ul>", "Khoa giáo"),
        (f"<ul class=breadcrumb><li><a href=/k>Khoa giáo</a></li><li>{TITLE}</li></ul>", "Khoa giáo"),
        ("<div>Tuyên giáo các cấp</div><div>Thứ Ba, 4/5/2021 17:29'(GMT+7)</div>", "Tuyên giáo các cấp"),
        ("<div><a href=/>Trang chủ</a> <i class=fa></i> <a href=/k>Khoa giáo</a></div>", "Khoa giáo"),
        ("<div class=breadcrumb><a href=/>Trang nhất</a> <a href=/k>Khoa giáo</a></div>", "Khoa giáo"),
        ("<table><tr><td><a href=/k>Khoa giáo</a></td></tr><tr><td>Thứ Ba, 4/5/2021 17:29</td></tr></table>", "Khoa giáo"),
        ("<ul><li>Giới thiệu</li><li>Liên hệ</li></ul>", None),
        ("<div>Trang chủ</div>", None),
        ("<div><a href=javascript:x()>Biểu quyết</a> | <a href='#'>Xem kết quả</a></div>", None),
    ],
)  # fmt: skip
def test_section(crumbs: str, section: str | None) -> None:
    assert read(GenericPage, page(f"{crumbs}<h1>{TITLE}</h1>{TEXT}")).section == section


@pytest.mark.parametrize(
    ("lead", "found"),
    [
        (f"<div class=sapo>{ONE}</div><div class=b><p>{TWO}</p></div>", True),
        (f"<p><strong>{ONE}</strong></p><p>{TWO}</p>", True),
        (f"<h2>{ONE}</h2><p>{TWO}</p>", True),
        (f"<div class=q1>{ONE}</div><div class=q2><p>{TWO}</p><p>{TWO} Hết.</p></div>", True),
        (f"<p>{ONE}</p><p>{TWO}</p>", False),
        (f"<div>{ONE}</div><div>{TWO}</div>", False),
        (f"<p><b>{ONE}</b></p><p><b>{TWO}</b></p>", False),
        (f"{ONE}<br><br>{TWO}", False),
    ],
)
def test_lead(lead: str, found: bool) -> None:
    item = read(GenericPage, page(f"<h1>{TITLE}</h1><div>{lead}</div>"))
    assert item.lead == (ONE if found else None)
    assert item.body[0] == (TWO if found else ONE)


def test_pictures_and_files() -> None:
    article = (
        f"<h1>{TITLE}</h1><div><img src='../a.jpg'><p><i>Quang cảnh Hội nghị</i></p></div>"
        f"<div><p>{ONE}</p><p>{TWO}</p><p><a href='/uploads/kh 12.pdf'>Kế hoạch số 12-KH/TU</a></p>"
        "<p><a href='javascript:x()'>Tải</a></p></div>"
    )
    item = read(GenericPage, page(article))
    assert item.images == [Image("https://example.vn/a.jpg", "Quang cảnh Hội nghị")]
    assert [file.name for file in item.attachments] == ["Kế hoạch số 12-KH/TU"]
    assert item.attachments == [
        Attachment("https://example.vn/uploads/kh 12.pdf", "Kế hoạch số 12-KH/TU")
    ]
    assert item.body[:2] == [ONE, TWO]


@pytest.mark.parametrize(
    ("canonical", "url"),
    [
        ("https://example.vn/tin/bai-that-12.html", "https://example.vn/tin/bai-that-12.html"),
        ("/tin/bai-that-12.html", "https://example.vn/tin/bai-that-12.html"),
        ("https://example.vn/", "https://example.vn/tin/bai-viet-12.html"),
        ("https://khac.vn/tin/1.html", "https://example.vn/tin/bai-viet-12.html"),
        ("http://[", "https://example.vn/tin/bai-viet-12.html"),
    ],
)
def test_canonical_link(canonical: str, url: str) -> None:
    link = f'<link rel="canonical" href="{canonical}">'
    assert read(GenericPage, page(f"<h1>{TITLE}</h1>{TEXT}", link)).url == url


def test_site_name_is_never_the_headline() -> None:
    name = "Ban Tuyên giáo Tỉnh ủy Mẫu Sơn"
    head = f'<meta property="og:site_name" content="{name}"><meta property="og:title" content="{name}">'
    item = read(GenericPage, page(f"<h1>{name}</h1><h2>{TITLE}</h2>{TEXT}", head, title=name))
    assert item.title == TITLE


def test_source_mark_stays_in_the_text() -> None:
    item = read(GenericPage, page(f"<h1>{TITLE}</h1><p>(TUAG)- {ONE}</p><p>{TWO}</p>"))
    assert item.source_mark == "(TUAG)"
    assert item.body[0] == f"(TUAG)- {ONE}"


def test_every_value_says_where_it_comes_from() -> None:
    article = (
        "<div class=breadcrumb><a href=/k>Khoa giáo</a></div>"
        f"<h1>{TITLE}</h1><div>4.8.2017 - 11:20</div><div class=sapo>{ONE}</div><div class=b><p>{TWO}</p>"
        f"<p>{ONE} Hết.</p><p align=right><b>Vũ Võ</b></p><p align=right>Ban Tuyên giáo Tỉnh ủy</p></div>"
    )
    item = read(GenericPage, page(article))
    fields = ["title", "lead", "body", "author", "organisation", "section", "published"]
    assert all(item.rules[field] for field in fields)


OLD = (
    "<div><span>Thứ Tư, 24/7/2024</span></div><div class=s1><a href=/x>Tuyên giáo các cấp</a></div>"
    "<span class=story_date>Thứ Ba, 4/5/2021 17:29'(GMT+7)</span>"
    f"<span class=story_headline>{TITLE}</span><div id=ArticleContent>{TEXT}<p><b>Vũ Võ</b></p></div>"
)
NEW = (
    "<time class=time>Wednesday, 24/7/2024</time><ul class=directions-wrapper><li><a href=/>Trang chủ</a></li>"
    "<li><a href=/x>Tuyên giáo các cấp</a></li></ul><div class=article>"
    f"<div class=article__title>{TITLE}</div><div class=article__meta><span class=name>Vũ Võ</span>"
    "<time class=time>04/05/2021 - 17:29 GMT+7 </time></div><div class=article__body>"
    f"{TEXT}<article class=story><h5 class=story__heading><a href=/1>Bài khác</a></h5></article></div></div>"
)


@pytest.mark.parametrize("html", [OLD, NEW], ids=["to 2022", "since 2022"])
def test_tuyengiao(html: str) -> None:
    item = read(TuyenGiaoPage, page(html))
    assert item.problems == []
    assert item.title == TITLE
    assert item.published is not None
    assert item.published.value.isoformat() == "2021-05-04T17:29:00+07:00"
    assert item.author == "Vũ Võ"
    assert item.section == "Tuyên giáo các cấp"
    assert item.body == [ONE, TWO]


OTHER = "Gặp mặt cán bộ tuyên giáo nhân ngày truyền thống của ngành"
THREE = "Dịp này, Ban Tuyên giáo Tỉnh ủy trao Bằng khen cho 5 tập thể và 10 cá nhân có thành tích xuất sắc."
BOX = f"<div class=x><div><b>Tin liên quan</b></div><ul><li><a href=/1>{OTHER}</a></li></ul></div>"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"<div><p>{ONE}</p><p>{TWO}</p>{BOX}<p>{THREE}</p></div>", id="paragraphs"),
        pytest.param(f"<div>{ONE}<br><br>{TWO}<br><br>{BOX}{THREE}<br></div>", id="line breaks"),
        pytest.param(f"<div><span>{ONE}<br>{TWO}<br>{BOX}{THREE}</span></div>", id="in a label"),
        pytest.param(f"<p>{ONE}</p><p>{TWO}</p>{BOX}<p>{THREE}</p>", id="without a box"),
    ],
)
def test_text_goes_on_behind_a_box_of_other_articles(text: str) -> None:
    item = read(GenericPage, page(f"<h1>{TITLE}</h1>{text}<h3>Tin khác</h3><p>{THREE}</p>"))
    assert item.body == [ONE, TWO, THREE]
    assert item.problems == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<div class=s>{}</div><div class=c><p>{}</p><p>{}</p></div>", id="boxes"),
        pytest.param("<table><tr><td class=s><p>{}</p></td></tr><tr><td class=c>{}<br>{}</td></tr></table>", id="rows"),
    ],
)  # fmt: skip
def test_short_notice_below_its_lead(text: str) -> None:
    lines = (
        "Có 3 lượt công dân đến phản ánh, kiến nghị.",
        "Đồng chí Bí thư giao các cơ quan giải quyết theo quy định.",
    )
    end = "<p align=right><b>PV</b></p>"
    html = f"<h1>{TITLE}</h1>{text.format(ONE, *lines)}".replace("</p></div>", f"</p>{end}</div>")
    item = read(
        GenericPage,
        page(f"<div>{html}</div><div>Hiện tại không có bình chọn nào đang hoạt động.</div>"),
    )
    assert (item.lead, tuple(item.body)) == (ONE, lines)
    assert item.author == ("PV" if end in html else None)


CARDS = "".join(
    f"<div><h4><a href=/y/{n}>{OTHER} lần thứ {n}</a></h4><p>20/06/2024</p><p>{THREE}</p></div>"
    for n in range(4)
)


def test_tools_above_the_text_make_no_listing() -> None:
    tools = "<div>18/07/2023 22:40</div><div><a href=#>In bài viết</a> <a href=/s>Chia sẻ Facebook</a></div>"
    item = read(
        GenericPage, page(f"<div><div><h2>{TITLE}</h2>{tools}{TEXT}</div><div>{CARDS}</div></div>")
    )
    assert item.problems == []
    assert item.body == [ONE, TWO]


def test_beginnings_of_articles_make_a_listing() -> None:
    beginnings = "".join(
        f"<div><b>{OTHER} {n}</b><p>{THREE}</p><a href=/y/{n}>Xem tiếp</a></div>" for n in range(4)
    )
    assert read(GenericPage, page(f"<h1>Khoa giáo</h1>{beginnings}")).problems == [
        "looks-like-a-listing"
    ]


def test_tools_below_the_text_hide_no_author() -> None:
    end = "<p align=right><b>Vàng A Sử</b></p></div><div><a href=#>Bản in</a> <a href=#>Quay lại</a></div>"
    item = read(GenericPage, page(f"<h1>{TITLE}</h1><div class=b><p>{ONE}</p><p>{TWO}</p>{end}"))
    assert (item.author, item.body) == ("Vàng A Sử", [ONE, TWO])


@pytest.mark.parametrize("page_class", [DnnPage, NukeVietPage])
def test_lead_above_the_container_of_the_text(page_class: type[GenericPage]) -> None:
    body = {
        DnnPage: "<span id=dnn_ctr1_lbContent>{}</span>",
        NukeVietPage: "<div id=news-bodyhtml>{}</div>",
    }
    text = body[page_class].format(f"<p>{TWO}</p>")
    item = read(
        page_class,
        page(f"<h1>{TITLE}</h1><div><i>18/07/2023 22:40</i></div><div class=x>{ONE}</div>{text}"),
    )
    assert (item.lead, item.body) == (ONE, [TWO])


def test_headline_of_the_module_is_not_that_of_the_article() -> None:
    module = "<div><span id=dnn_ctr593_dnnTITLE_titleLabel>Tin tức - Sự kiện</span></div>"
    html = page(f"<div>{module}<div class=NewsTitle>{TITLE}</div>{TEXT}</div>", title="Tỉnh ủy")
    assert read(DnnPage, html).title == TITLE


SIGNED = "<p align=right><b>Vàng A Sử</b></p>"


@pytest.mark.parametrize(
    "below",
    [
        pytest.param(
            "<div>Từ khóa: <a href=/t/a>tuyên giáo</a>, <a href=/t/b>báo chí</a></div>", id="tags"
        ),
        pytest.param(
            f"<div><a href=/p>« {OTHER}</a><a href=/n>Tin sau: {OTHER} »</a></div>",
            id="before and after",
        ),
        pytest.param(
            "<div>Đánh giá: <span>★</span><span>★</span> (5/5 điểm - 2 lượt)</div>", id="rating"
        ),
        pytest.param(
            "<div><h4>Gửi ý kiến của bạn</h4><form><textarea></textarea></form></div>",
            id="comments",
        ),
        pytest.param(f"<p><b>Đọc thêm:</b> <a href=/1>{OTHER}</a></p>", id="one other article"),
        pytest.param("<p><a href=#>Bản in</a> <a href=#>Quay lại</a></p>", id="tools"),
        pytest.param("<div><i>Ngày đăng: 18/07/2023 22:40</i></div>", id="date"),
    ],
)
@pytest.mark.parametrize("inside", [True, False], ids=["in the text's box", "below it"])
def test_what_stands_below_the_signature(below: str, inside: bool) -> None:
    text = f"<p>{ONE}</p><p>{TWO}</p>{SIGNED}"
    html = f"<div>{text}{below}</div>" if inside else f"<div>{text}</div>{below}"
    item = read(GenericPage, page(f"<h1>{TITLE}</h1>{html}"))
    assert (item.body, item.author) == ([ONE, TWO], "Vàng A Sử")
    assert (item.published is not None) == ("Ngày đăng" in below)


def test_headline_again_above_the_lead() -> None:
    again = f"<p align=center><b>{TITLE.upper()}</b></p>"
    item = read(
        GenericPage,
        page(f"<h1>{TITLE}</h1><div>{again}<p><b>{ONE}</b></p><p>{TWO}</p><p>{THREE}</p></div>"),
    )
    assert (item.lead, item.body) == (ONE, [TWO, THREE])


def test_author_beside_the_date() -> None:
    line = "<div><span class=u>Vàng A Sử</span><span class=v>18/07/2023 22:40</span></div>"
    item = read(GenericPage, page(f"<h1>{TITLE}</h1>{line}{TEXT}"))
    assert (item.author, item.body) == ("Vàng A Sử", [ONE, TWO])


def test_teasers_beside_a_short_text_are_not_its_text() -> None:
    item = read(
        GenericPage, page(f"<div><div><h1>{TITLE}</h1>{TEXT}</div><div>{CARDS}</div></div>")
    )
    assert (item.body, item.problems) == ([ONE, TWO], [])
