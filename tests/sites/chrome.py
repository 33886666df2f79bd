"""What stands around an article: clocks, side columns, counters, with titles and dates of their own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from html import escape
from typing import NamedTuple

from .markup import Names, element, link

WEEKDAYS = ("hai", "ba", "tư", "năm", "sáu", "bảy")


class Item(NamedTuple):
    """One line of a list of other articles."""

    href: str
    title: str
    day: date | None = None
    summary: str = ""


class Document(NamedTuple):
    """A document of the side block `Văn bản mới`, newer than most articles."""

    number: str
    subject: str
    views: int
    downloads: int


DOCUMENTS = (
    Document(
        "Số: 25/2024/TT-BTC",
        "Thông tư Bãi bỏ Thông tư số 83/2014/TT-BTC, ngày 26 tháng 6 năm 2014 của Bộ trưởng Bộ Tài chính",
        581,
        68,
    ),
    Document(
        "Số 477/CT-UBND",
        "Chỉ thị về việc phát động phong trào thi đua thực hiện thắng lợi nhiệm vụ năm 2024",
        2233,
        71,
    ),
    Document(
        "Số: 07/2024/TT-BTC",
        "Thông tư Quy định mức thu, chế độ thu, nộp phí thẩm định cấp giấy phép nghiên cứu khoa học",
        3338,
        1174,
    ),
)

PARTNERS = (
    ("https://dangcongsan.vn/", "Báo điện tử Đảng Cộng sản Việt Nam"),
    ("https://www.chinhphu.vn/", "Cổng thông tin điện tử Chính phủ"),
    ("https://tuyengiao.vn/", "Ban Tuyên giáo Trung ương"),
    ("https://www.facebook.com/sharer.php?u=x", "Chia sẻ"),
)


def weekday(day: date, *, capital: bool) -> str:
    """Name the day of the week: ``Thứ ba`` or ``Thứ Ba``."""
    if day.weekday() == 6:
        return "Chủ Nhật" if capital else "Chủ nhật"
    word = WEEKDAYS[day.weekday()]
    return f"Thứ {word.capitalize() if capital else word}"


def short_date(day: date) -> str:
    """Write a day without padding: ``4/5/2021``."""
    return f"{day.day}/{day.month}/{day.year}"


def padded_date(day: date) -> str:
    """Write a day with padding: ``04/05/2021``."""
    return f"{day:%d/%m/%Y}"


def long_date(day: date) -> str:
    """Write a day in words: ``ngày 21 tháng 7 năm 2018``."""
    return f"ngày {day.day} tháng {day.month} năm {day.year}"


def tuyengiao_date(moment: datetime) -> str:
    """Write a moment as tuyengiao.vn does: ``Thứ Ba, 4/5/2021 17:29'(GMT+7)``, nothing padded."""
    day = f"{weekday(moment, capital=True)}, {short_date(moment)}"
    return f"{day} {moment.hour}:{moment.minute}'(GMT+7)"


def nukeviet_date(moment: datetime) -> str:
    """Write a moment as NukeViet does: ``Thứ ba - 18/07/2023 22:40``."""
    return f"{weekday(moment, capital=False)} - {moment:%d/%m/%Y %H:%M}"


def webforms_date(moment: datetime) -> str:
    """Write a moment as the Bình Thuận site does: ``4.8.2017 - 11:20``."""
    return f"{moment.day}.{moment.month}.{moment.year} - {moment:%H:%M}"


def thousands(number: int) -> str:
    """Write a number with dots: ``28.404.914``."""
    return f"{number:,}".replace(",", ".")


def listed(items: Iterable[Item], name: str, *, dates: bool = True) -> str:
    """Write a list of other articles, each with its date behind it."""
    rows = "".join(
        f"<li>{link(item.href, item.title)}"
        f"{f' <em>({padded_date(item.day)})</em>' if dates and item.day else ''}</li>\n"
        for item in items
    )
    return f'<ul class="{name}">\n{rows}</ul>'


def most_read(items: Sequence[Item], names: Names) -> str:
    """Write the block of most read articles."""
    return element("div", names("box"), f"<h3>Tin đọc nhiều</h3>{listed(items, names('hits'))}")


def documents(names: Names, today: date) -> str:
    """Write the block of new documents, which carries dates of the last days."""
    rows = "".join(
        f'<li><a href="/van-ban/{n}/">{escape(item.number)}</a><p>{escape(item.subject)}</p>'
        f"<span>lượt xem: {item.views} | lượt tải:{item.downloads}</span></li>\n"
        for n, item in enumerate(DOCUMENTS, 1)
    )
    head = f"<h3>Văn bản mới</h3><div>Cập nhật: {padded_date(today)}</div>"
    return element("div", names("documents"), f"{head}<ul>\n{rows}</ul>")


def partners(names: Names, title: str = "Liên kết website") -> str:
    """Write the block of links to other hosts."""
    rows = "".join(f"<li>{link(href, text)}</li>" for href, text in PARTNERS)
    return element("div", names("partners"), f"<h3>{title}</h3><ul>{rows}</ul>")


def counters(names: Names) -> str:
    """Write the visitor counters."""
    rows = "".join(
        f"<li>{label}<span>{count:,}</span></li>\n"
        for label, count in (
            ("Đang truy cập", 135),
            ("Hôm nay", 13131),
            ("Tháng hiện tại", 643148),
            ("Tổng lượt truy cập", 28404914),
        )
    )
    return element("div", names("counter"), f"<h3>Thống kê truy cập</h3><ul>\n{rows}</ul>")


def footer(names: Names, body: str) -> str:
    """Write the footer: the body, its licence with a date, its address."""
    return element(
        "footer" if names.pick("footer", (True, False)) else "div",
        names("footer"),
        f"<p>Trang thông tin điện tử {escape(body)}</p>"
        "<p>Giấy phép số 112/GP-TTĐT ngày 25/6/2019 của Cục Phát thanh, truyền hình</p>"
        "<p>Chịu trách nhiệm chính: Trưởng Ban Biên tập - Điện thoại: 0203.3812.345</p>"
        '<a href="#top">Lên đầu trang</a>',
    )


def pager(pages: int, current: int, hrefs: Sequence[str], *, following: str = "Sau »") -> str:
    """Write the links to the other pages of a listing."""
    if pages < 2:
        return ""
    parts = [
        f"<span>{n}</span>" if n == current else f'<a href="{escape(hrefs[n - 1])}">{n}</a>'
        for n in range(1, pages + 1)
    ]
    if current < pages:
        parts.append(f'<a href="{escape(hrefs[current])}">{following}</a>')
    return " ".join(parts)


def slug(text: str) -> str:
    """Write a title as an address has it: ``Đại hội`` gives ``dai-hoi``."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
