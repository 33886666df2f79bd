"""Which of the dates on a page is that of publication."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import html

from crawler.fields.date_choice import (
    choose_date,
    choose_dates,
    choose_marked_dates,
    read_marked_date,
)
from crawler.fields.dates import DateText, read_date

FETCHED = date(2024, 7, 24)


def candidates(*lines: tuple[str, int]) -> list[tuple[DateText, int]]:
    """Read the lines of a page, each with its distance from the title."""
    found = [(read_date(line), distance) for line, distance in lines]
    return [(day, distance) for day, distance in found if day is not None]


@pytest.mark.parametrize(
    ("lines", "raw"),
    [
        # tuyengiao.vn: the clock, the section, the date of publication, the title (seed 000).
        (
            [("Thứ Tư, 24/7/2024", -3), ("Thứ Ba, 4/5/2021 17:29'(GMT+7)", -1)],
            "Thứ Ba, 4/5/2021 17:29'(GMT+7)",
        ),
        # The same, published on the day of the fetch: the time tells them apart.
        (
            [("Thứ Tư, 24/7/2024", -3), ("Thứ Tư, 24/7/2024 7:29'(GMT+7)", -1)],
            "Thứ Tư, 24/7/2024 7:29'(GMT+7)",
        ),
        # A page without a date of publication has only the clock.
        ([("Thứ Tư, 24/7/2024", -1)], None),
        ([("Thứ Tư, 24/07/2024, 03:46 [GMT+7]", -5)], None),
        ([("Hôm nay, ngày 24 tháng 7 năm 2024", -5)], None),
        ([("Hôm nay, ngày 21 tháng 7 năm 2018", 2)], None),
        # A clock is one on any day: a stored copy is read years later.
        ([("Thứ Bảy, ngày 29 tháng 2 năm 2020 - 8:28:19 PM", -4)], None),
        ([("Hôm nay, ngày 21 tháng 7 năm 2018", -4), ("4.8.2017 - 11:20", 1)], "4.8.2017 - 11:20"),
        (
            [("Thứ sáu, 29/03/2024, 03:46 [GMT+7]", -6), ("Thứ sáu, 26/04/2019 - 11:21'", 1)],
            "Thứ sáu, 26/04/2019 - 11:21'",
        ),
        # A clock right under the title, and the date of publication behind it.
        ([("Thứ Tư, 24/7/2024", 1), ("20/07/2024 08:00", 2)], "20/07/2024 08:00"),
        # An article of the day, and the list of other articles under its short text.
        ([("24/07/2024 08:00", 1), ("23/07/2024", 3), ("22/07/2024", 4)], "24/07/2024 08:00"),
        ([("24/07/2024 08:00", 1)], "24/07/2024 08:00"),
        ([("24/07/2024", 1)], "24/07/2024"),
        # Label, then right behind the title, then nearness.
        ([("20/07/2024", 1), ("Ngày đăng: 19/07/2024", 2)], "19/07/2024"),
        ([("20/07/2024", 4), ("19/07/2024", 2)], "19/07/2024"),
        ([("20/07/2024", -1), ("19/07/2024", 1)], "19/07/2024"),
        ([("20/07/2024", -1), ("19/07/2024", 2)], "19/07/2024"),
        ([("20/07/2024", -1), ("19/07/2024", 9)], "20/07/2024"),
        ([("Ngày đăng: 24/07/2024", -1), ("19/07/2024", 2)], "24/07/2024"),
        # A label far away, in a box of another article, does not outdo the date under the title.
        ([("20/07/2024", 1), ("Ngày đăng: 19/07/2024", 40)], "20/07/2024"),
        ([("20/07/2024", -2), ("Ngày đăng: 19/07/2024", 40)], "19/07/2024"),
        # Nothing is published after it was fetched.
        ([("26/07/2024 08:00", 1)], None),
        ([("26/07/2024 08:00", 1), ("20/07/2024", 5)], "20/07/2024"),
        ([], None),
    ],
)
def test_choose_date(lines: list[tuple[str, int]], raw: str | None) -> None:
    chosen = choose_date(candidates(*lines), FETCHED)
    assert (chosen and chosen.raw) == raw


@pytest.mark.parametrize(
    ("lines", "published", "updated"),
    [
        (
            [("20/07/2024 08:00", 1), ("Cập nhật: 21/07/2024", 2)],
            ("20/07/2024 08:00", "visible:near-title"),
            ("21/07/2024", "visible:updated-label"),
        ),
        (
            [("Cập nhật: 21/07/2024", 1), ("Ngày đăng: 20/07/2024", 2)],
            ("20/07/2024", "visible:label"),
            ("21/07/2024", "visible:updated-label"),
        ),
        # Updated on the day of the fetch.
        (
            [("Ngày đăng: 20/07/2024", 1), ("Cập nhật: 24/07/2024", 2)],
            ("20/07/2024", "visible:label"),
            ("24/07/2024", "visible:updated-label"),
        ),
        # Alone, it stands in for the date of publication, and says so.
        ([("Cập nhật: 21/07/2024", 1)], ("21/07/2024", "visible:updated-label"), None),
        # The clock of the site is no date of change.
        ([("Cập nhật: 24/07/2024", -4), ("20/07/2024", 1)], ("20/07/2024", "visible:near-title"), None),
        # A change before the publication belongs to something else.
        ([("20/07/2024", 1), ("Cập nhật: 19/07/2024", 9)], ("20/07/2024", "visible:near-title"), None),
        ([], None, None),
    ],
)  # fmt: skip
def test_choose_dates(
    lines: list[tuple[str, int]],
    published: tuple[str, str] | None,
    updated: tuple[str, str] | None,
) -> None:
    chosen = choose_dates(candidates(*lines), FETCHED)
    assert tuple(day and (day.raw, day.rule) for day in chosen) == (published, updated)


def test_the_rule_begins_with_the_callers_name() -> None:
    published, _ = choose_dates(candidates(("20/07/2024", 1)), FETCHED, rule="webforms")
    assert published is not None
    assert published.rule == "webforms:near-title"


@pytest.mark.parametrize(
    ("marked", "raw", "rule"),
    [
        ("<i>Đăng lúc: 20/07/2024 08:00</i>", "20/07/2024 08:00", "visible"),
        ('<time datetime="2024-07-20T01:00Z">20.07.2024</time>', "2024-07-20T01:00Z", "datetime"),
        ('<time datetime="hôm qua">20.07.2024</time>', "20.07.2024", "visible"),
        # Only a time element has its date in this attribute.
        ('<i datetime="2024-07-19">20.07.2024</i>', "20.07.2024", "visible"),
        ('<time datetime="">chưa rõ</time><time>20.07.2024</time>', "20.07.2024", "visible"),
    ],
)  # fmt: skip
def test_dates_that_a_system_marks_are_read_from_the_attribute_first(
    marked: str, raw: str, rule: str
) -> None:
    elements = list(html.fromstring(f"<p>{marked}</p>"))
    published, updated = choose_marked_dates(elements, FETCHED, "mau")
    assert published is not None
    assert (published.value.date(), updated) == (date(2024, 7, 20), None)
    assert (published.raw, published.rule) == (raw, f"mau:{rule}")
    assert read_marked_date(elements, "mau") == published


def test_where_nothing_is_marked_there_is_no_date() -> None:
    assert choose_marked_dates([], FETCHED, "mau") == (None, None)
    assert read_marked_date([], "mau") is None
