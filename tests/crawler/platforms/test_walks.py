"""Listings of other makes than the replica's: each article is found once, with date and section."""

# ruff: noqa: E501 - a design on one line is easier to compare with the others

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, unquote

import pytest

from tests.crawling import Place

SECTIONS = (("tin-hoat-dong", "Tin hoạt động"), ("khoa-giao", "Khoa giáo"))
TOPICS = ("giao ban báo chí", "tập huấn nghiệp vụ", "triển khai nghị quyết", "thi báo cáo viên")
SLUGS = ("giao-ban-bao-chi", "tap-huan-nghiep-vu", "trien-khai-nghi-quyet", "thi-bao-cao-vien")
TEXT = (
    "Ban Tuyên giáo Tỉnh ủy tổ chức hội nghị nhằm đánh giá kết quả công tác trong thời gian qua và "
    "triển khai nhiệm vụ trọng tâm thời gian tới, với sự tham dự của đại biểu số"
)
PAGE_SIZE = 3


@dataclass(frozen=True)
class Item:
    """An article of the small site."""

    number: int

    @property
    def section(self) -> int:
        return self.number % 2

    @property
    def title(self) -> str:
        return f"Hội nghị {TOPICS[self.number % 4]} lần thứ {self.number} của tỉnh"

    @property
    def slug(self) -> str:
        return f"hoi-nghi-{SLUGS[self.number % 4]}-lan-thu-{self.number}-cua-tinh"

    @property
    def date(self) -> date:
        return date(2023, 9, 1) + timedelta(days=self.number)


ITEMS = tuple(map(Item, range(11, 27)))


@dataclass(frozen=True)
class Design:
    """How a site writes its addresses and pagers; ``{...}`` stand for what differs.

    Attributes:
        name: What is odd about it.
        spider: The spider that walks it.
        article: Address of an article: number, slug.
        section: Address of a section: its slug and number.
        further: Address of a further page: the same and the page's number.
        pager: ``numbers``, or the text of the one link to the next page, or a postback's target.
        first: Number of the first page in addresses.
        card: An entry of a listing: link, title, day.
        head: What else the head holds.
        beyond: What stands behind the last page: ``last`` or ``first``.
    """

    name: str
    spider: str
    article: str
    section: str
    further: str = ""
    pager: str = "numbers"
    first: int = 1
    card: str = '<p><a href="{link}"><img src="/t.jpg"></a><a href="{link}">{title}</a> ({day})</p>'
    head: str = ""
    beyond: str = "last"

    def article_url(self, item: Item) -> str:
        return self.article.format(number=item.number, slug=item.slug)

    def section_url(self, section: int, page: int = 1) -> str:
        form = self.section if page == 1 else self.further
        number = page - 1 + self.first
        return form.format(slug=SECTIONS[section][0], number=140 + section, page=number)

    def page(self, content: str) -> str:
        menu = "".join(
            f'<li><a href="{escape(self.section_url(i))}">{name}</a></li>'
            for i, (_, name) in enumerate(SECTIONS)
        )
        calendar = '<a href="/lich?month=1">»</a><a href="/?lang=en">English</a>'
        return (
            f"<!DOCTYPE html><html><head><meta charset=utf-8><title>Tỉnh ủy</title>{self.head}</head>"
            f'<body><form action="" method=post><input type=hidden name=__VIEWSTATE value="/wE=">'
            f"<div>Thứ Tư, 24/07/2024</div><ul>{menu}</ul><div>{content}</div>{calendar}</form></body></html>"
        )

    def listing(self, section: int, page: int) -> str:
        items = [item for item in ITEMS if item.section == section]
        last = -(-len(items) // PAGE_SIZE)
        if page > last:
            page = 1 if self.beyond == "first" else last
        cards = "".join(
            self.card.format(
                link=escape(self.article_url(item)), title=item.title, day=f"{item.date:%d/%m/%Y}"
            )
            for item in items[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        )
        return self.page(
            f"<h1>{SECTIONS[section][1]}</h1>{cards}{self._pager(section, page, last)}"
        )

    def _pager(self, section: int, page: int, last: int) -> str:
        if self.pager == "numbers":
            return "".join(
                f'<a href="{escape(self.section_url(section, n))}">{n}</a> '
                for n in range(1, last + 1)
                if n != page
            )
        if "$" in self.pager:
            call = "javascript:__doPostBack('{}','Page${}')"
            return "".join(
                f'<a href="{escape(call.format(self.pager, n))}">{n}</a>'
                for n in range(1, last + 1)
                if n != page
            )
        return self.pager.format(link=escape(self.section_url(section, page + 1)))

    def answer(self, path: str, form: dict[str, str]) -> str | None:
        if path == "/":
            return self.page("<p>Chào mừng bạn đến với trang thông tin.</p>")
        for item in ITEMS:
            if path in (self.article_url(item), self.article_url(item).partition(";")[0]):
                return self.page(f"<h2>{item.title}</h2><p>{TEXT} {item.number}.</p>")
        for section in range(len(SECTIONS)):
            if path == self.section_url(section):
                argument = form.get("__EVENTARGUMENT", "Page$1")
                return self.listing(section, int(argument.removeprefix("Page$")))
            for page in range(1, 9):
                if self.further and path == self.section_url(section, page):
                    return self.listing(section, page)
        return None


NEXT = '<a href="{link}">'
DESIGNS = [
    Design("numbered files", "binh_thuan", "/Trang-chu/post/{number}/{slug}.aspx", "/muc/{number}/{slug}.aspx", "/muc/{number}/{slug}/trang-{page}.aspx"),
    Design("postbacks of a grid", "binh_thuan", "/Trang-chu/post/{number}/{slug}.aspx", "/Default.aspx?tabid={number}", pager="ctl00$main$grid"),
    Design("unknown addresses of articles", "binh_thuan", "/bai-viet/{slug}.aspx", "/chuyen-muc/{slug}.aspx", "/chuyen-muc/{slug}.aspx?trang={page}"),
    Design("base address, arrow, first page again", "nghe_an", "vi-vn/tin/{slug}/{number}-16570-{number}", "vi-vn/{slug}-s{number}", "vi-vn/{slug}-s{number}?p={page}", NEXT + "»</a>", head='<base href="/">', beyond="first"),
    Design("counted from zero, sessions", "bac_kan", "/{slug}-1000{number};jsessionid=A1", "/{slug}", "/{slug}?page={page}", first=0),
    Design("icon with a relation", "quang_tri", "/tin/{slug}-{number}.html", "/cm/{slug}.html", "/cm/{slug}.{page}.html", '<a rel="next" href="{link}"><i></i></a>'),
    Design("sections with numbers, titles that are no links", "quang_tri", "/ChiTiet.aspx?id={number}", "/ChuyenMuc.aspx?id={number}", "/ChuyenMuc.aspx?id={number}&trang={page}", card='<div><b>{title}</b> <i>({day})</i><a href="{link}">Xem tiếp</a></div>'),
    Design("pairs in the path", "quang_tri", "/tabid/93/ItemID/{number}/Default.aspx", "/tabid/{number}/Default.aspx", "/tabid/{number}/currentpage/{page}/Default.aspx"),
    Design("addresses not rewritten", "lai_chau", "/index.php?language=vi&nv=news&op=tin/{slug}-{number}.html", "/index.php?language=vi&nv=news&op={slug}", "/index.php?language=vi&nv=news&op={slug}/page-{page}", NEXT + "Trang sau</a>"),
]  # fmt: skip


@contextmanager
def served(design: Design) -> Iterator[str]:
    """Serve a design on loopback; give its address."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = dict(parse_qsl(body, keep_blank_values=True))
            self._answer(form if form.get("__VIEWSTATE") == "/wE=" else {})

        def _answer(self, form: dict[str, str]) -> None:
            path = unquote(self.path)
            page = design.answer(path, form) or design.answer(path.removeprefix("/"), form)
            body = (page or "không có").encode()
            self.send_response(200 if page else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    "design",
    [
        pytest.param(design, id=design.name, marks=pytest.mark.slow if number % 2 else ())
        for number, design in enumerate(DESIGNS)
    ],
)
def test_every_article_is_found_once(design: Design, tmp_path: Path) -> None:
    place = Place(tmp_path).upgrade()
    with served(design) as base_url:
        ran, report = place.crawl(design.spider, base_url)
    stored = place.articles()
    found = {article.title: article for article in stored}
    assert sorted(found) == sorted(item.title for item in ITEMS), ran.err
    assert len(stored) == len(ITEMS)
    assert report.listings <= 1 + 2 * 4  # three pages each, and one beyond the end
    for item in ITEMS:
        article = found[item.title]
        assert article.section == SECTIONS[item.section][1]
        assert article.published_at is not None
        assert article.published_at.date() == item.date
