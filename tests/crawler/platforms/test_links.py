"""Links are told apart by their shape and content."""

# ruff: noqa: E501 - addresses are easier to compare on one line

from __future__ import annotations

import re

import pytest

from crawler.platforms.links import (
    Link,
    find_articles,
    is_article,
    is_refused,
    is_section,
    listing_of,
    next_page,
    page_number,
)

SITE = "https://x.vn"


def link(path: str, text: str = "", *, in_menu: bool = False) -> Link:
    return Link(SITE + path, text, in_menu)


REFUSED = [
    ("/news/savefile/tin-tuc/giao-ban-12.html", "Lưu bài viết này"),
    ("/print/tin-hoat-dong/giao-ban-12.html", ""),
    ("/vi/news/print/tin-hoat-dong/giao-ban-12.html", ""),
    ("/sendmail/tin-hoat-dong/giao-ban-12.html", ""),
    ("/Trang-chu/in-bai/25002.aspx", "In tin bài"),
    ("/tin/a-b-c-1?print=1", "Bản in"),
    ("/Default.aspx?tabid=1&SkinSrc=%5bG%5dSkins&dnnprintmode=true", "In"),
    ("/2022/02/", "Tháng Hai 2022"),
    ("/2022/02/26/", "26"),
    ("/index.php/2022/page/2/", "2"),
    ("/author/quantri/", "Quản trị"),
    ("/2022/02/26/hoi-nghi/embed/", ""),
    ("/wp-json/wp/v2/posts/14", "JSON"),
    ("/index.php?option=com_content&view=article&id=5&format=pdf", "PDF"),
    ("/en/news", "English"),
    ("/trang-chu?lang=en", "EN"),
    ("/language/en-US/Default.aspx", "English"),
    ("/c/portal/update_language?languageId=en_US", ""),
    ("/users/login/", "Đăng nhập"),
    ("/ctl/Login/Default.aspx?returnurl=%2f", "Đăng nhập"),
    ("/?nvvithemever=m&nv_redirect=abc", "Giao diện điện thoại"),
    ("/banners/click/?id=3", "Quảng cáo"),
    ("/seek/?q=dang", "Tìm kiếm"),
    ("/tag/nghi-quyet", "nghị quyết"),
    ("/lich-cong-tac?thang=5&nam=2024", "Tháng sau"),
    ("/tin-tuc?month=5", "5"),
    ("/uploads/news/ke-hoach-12.pdf", "Kế hoạch số 12-KH/TU của Ban Thường vụ Tỉnh ủy"),
    ("/tin?download=1&id=0", "Tải về"),
    ("/2022/02/bai-viet/feed/", ""),
    ("/tin-hoat-dong/mot-bai-viet-77.html", "In tin bài"),
]


@pytest.mark.parametrize(("path", "text"), REFUSED)
def test_copies_tools_and_endless_pages_are_refused(path: str, text: str) -> None:
    assert is_refused(link(path, text))


NOT_REFUSED = [
    ("/tin-hoat-dong/", "Tin hoạt động"),
    ("/in-an-tai-lieu-tuyen-truyen-12.html", "In ấn tài liệu tuyên truyền phục vụ đại hội"),
    ("/dang-ky-lam-theo-bac-nam-2020-55.html", "Đăng ký làm theo Bác năm 2020"),
    ("/lich-su-dang/", "Lịch sử Đảng"),
    ("/Default.aspx?tabid=593&ItemID=12", "Hội nghị báo cáo viên tháng 5"),
    ("/tin-tuc?page=2", "2"),
    ("/van-ban/", "Văn bản"),
    ("/2022/02/26/hoi-nghi/", "Hội nghị"),
    ("/1458/39703/71968/sinh-hoat-tu-tuong", "Sinh hoạt tư tưởng"),
]


@pytest.mark.parametrize(("path", "text"), NOT_REFUSED)
def test_sections_and_articles_with_like_words_are_not_refused(path: str, text: str) -> None:
    assert not is_refused(link(path, text))


ARTICLES = [
    ("/vi-vn/tin/giao-ban-bao-chi/735827-58053-560411", "Giao ban báo chí"),
    ("/Trang-chu/post/25002/hoi-nghi-giao-ban.aspx", "Hội nghị giao ban và cung cấp thông tin"),
    ("/tin-hoat-dong/giao-ban-bao-chi-dinh-ky-75.html", "Giao ban báo chí định kỳ"),
    ("/vinh-phuc-trien-khai-nghi-quyet-33-130334", "Vĩnh Phúc triển khai Nghị quyết 33"),
    ("/Default.aspx?tabid=593&ItemID=1234", "Hội nghị báo cáo viên tháng 5 năm 2020"),
    ("/tin-tuc/mot-bai-viet-dai-ve-cong-tac-tuyen-giao", "Một bài viết dài về công tác tuyên giáo"),
]


@pytest.mark.parametrize(("path", "text"), ARTICLES)
def test_articles_are_known_without_a_pattern(path: str, text: str) -> None:
    assert is_article(link(path, text), None)


@pytest.mark.parametrize("path", ["/giao-ban/", "/?p=14", "/archives/14"])
def test_what_the_markup_calls_an_entry_is_an_article(path: str) -> None:
    entry = Link(SITE + path, "Giao ban", is_entry=True)
    assert find_articles([entry], None) == [entry]
    assert find_articles([Link(SITE + path, "Giao ban")], None) == []
    assert not is_article(entry, re.compile("^/tin/"))


NOT_ARTICLES = [
    ("/khoa-giao", "Khoa giáo"),
    ("/hoc-tap-va-lam-theo-tu-tuong-dao-duc", "Học tập và làm theo tư tưởng, đạo đức", True),
    ("/Default.aspx?tabid=148", "Tin tức"),
    ("/tin-hoat-dong/page-2/", "2"),
    ("/tin-hoat-dong?page=12", "12"),
    ("/", "Trang chủ"),
]


@pytest.mark.parametrize("case", NOT_ARTICLES)
def test_sections_and_pagers_are_not_articles(
    case: tuple[str, str] | tuple[str, str, bool],
) -> None:
    path, text, *menu = case
    assert not is_article(link(path, text, in_menu=bool(menu)), None)


@pytest.mark.parametrize(
    ("links", "articles"),
    [
        ([("/ChuyenMuc.aspx?id=4", "Lý luận chính trị"), ("/ChiTiet.aspx?id=12", "Xem tiếp")], ["/ChiTiet.aspx?id=12"]),
        ([("/chuyen-muc/12/tin-hoat-dong", "Tin hoạt động")], []),
        ([("/tin-12", "Giao ban báo chí"), ("/tin-13", "Hội nghị giao ban báo chí tháng 5")], ["/tin-12", "/tin-13"]),
        ([("/tabid/93/ItemID/12/Default.aspx", "Hội nghị giao ban báo chí tháng 5")], ["/tabid/93/ItemID/12/Default.aspx"]),
    ],
)  # fmt: skip
def test_short_texts_name_articles_beside_headlines_of_the_same_form(
    links: list[tuple[str, str]], articles: list[str]
) -> None:
    found = find_articles([link(path, text) for path, text in links], None)
    assert [article.url.removeprefix(SITE) for article in found] == articles


def test_sessions_in_the_path_do_not_hide_an_article() -> None:
    pattern = re.compile(r"^/[^/]+-\d{4,9}$")
    assert is_article(link("/giao-ban-149483;jsessionid=A1B2", "x"), pattern)


def test_a_known_pattern_decides_alone() -> None:
    pattern = re.compile(r"^/tin/\d+$")
    assert is_article(link("/tin/12", "x"), pattern)
    assert not is_article(
        link("/tin-hoat-dong/giao-ban-bao-chi-75.html", "Giao ban báo chí"), pattern
    )


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("/khoa-giao", "Khoa giáo", True),
        ("/Default.aspx?tabid=148", "Tin tức - Sự kiện", True),
        ("/", "Trang chủ", False),
        ("/khoa-giao?page=2", "2", False),
        ("/khoa-giao", "", False),
        ("/khoa-giao.2.html", "2", False),
        ("/khoa-giao/2", "»", False),
        ("/khoa-giao/9", "Cuối", False),
        ("/khoa-giao/2", "Trang sau", False),
    ],
)
def test_sections_are_named_by_a_few_words(path: str, text: str, expected: bool) -> None:
    assert is_section(link(path, text), None) is expected


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("/tin/page-3/", 3),
        ("/tin/page/3/", 3),
        ("/tin?page=3", 3),
        ("/tin?tabid=5&pagenumber=12", 12),
        ("/tin?start=16", 16),
        ("/tin?p_p_id=1&_101_INSTANCE_x_cur=4", 4),
        ("/muc/12/tin/trang-2.aspx", 2),
        ("/tin/page2.html", 2),
        ("/tin/p/2", 2),
        ("/tabid/80/currentpage/2/Default.aspx", 2),
        ("/index.php?nv=news&op=tin/page-2", 2),
        ("/tin", None),
        ("/tin/trang-nhat-75.html", None),
    ],
)
def test_page_numbers(path: str, number: int | None) -> None:
    assert page_number(SITE + path) == number


@pytest.mark.parametrize(
    "path",
    [
        *("/tin/", "/tin", "/tin/page-3/", "/tin?page=4", "/TIN/?page=4", "/tin?start=8"),
        *("/tin.aspx", "/tin/trang-2.aspx", "/tin.html", "/tin/page2.html", "//tin/&cpage=3"),
    ],
)
def test_pages_of_one_listing_are_one_listing(path: str) -> None:
    assert listing_of(SITE + path) == "/tin"


def test_listings_with_other_parameters_are_others() -> None:
    assert listing_of(f"{SITE}/d.aspx?page=2&tabid=5") == listing_of(
        f"{SITE}/d.aspx?tabid=5&page=3"
    )
    assert listing_of(f"{SITE}/d.aspx?tabid=5") != listing_of(f"{SITE}/d.aspx?tabid=6")


def pager(*pages: tuple[str, str]) -> list[Link]:
    return [link(path, text) for path, text in pages]


@pytest.mark.parametrize(
    ("current", "links", "expected"),
    [
        ("/tin/", pager(("/tin/page-2/", "2"), ("/tin/page-3/", "3")), "/tin/page-2/"),
        ("/tin?page=2", pager(("/tin?page=1", "1"), ("/tin?page=3", "3")), "/tin?page=3"),
        ("/tin", pager(("/tin?page=1", "1"), ("/tin?page=2", "2")), "/tin?page=2"),
        ("/node", pager(("/node?page=1", "2"), ("/node?page=2", "3")), "/node?page=1"),
        ("/tin?page=3", pager(("/tin?page=2", "Trang trước")), None),
        ("/tin", pager(("/khac?page=2", "2")), None),
        ("/tin/", pager(("//tin/&cpage=2", "2"), ("//tin/&cpage=3", "3")), "//tin/&cpage=2"),
        ("/tin", pager(("/tin?start=8", "2"), ("/tin?start=16", "3")), "/tin?start=8"),
    ],
)
def test_the_next_page(current: str, links: list[Link], expected: str | None) -> None:
    found = next_page(links, SITE + current)
    assert (found.url.removeprefix(SITE) if found else None) == expected
