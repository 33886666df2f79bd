from __future__ import annotations

from datetime import date, timedelta

import pytest

from archive.reprints.comparing import Text
from archive.reprints.matching import (
    Candidate,
    Link,
    days_between,
    possible_days,
    same_text,
    same_title,
    text_syllables,
)
from archive.reprints.shingles import shingles
from tests.archive.reprints.texts import NEWS, made
from tests.archive.samples import moment

DAY = date(2017, 7, 20)
OUTLINE = (
    "Kỷ niệm {years} năm Ngày truyền thống ngành Tuyên giáo (01/8/1930 - 01/8/{year}) là dịp ôn lại "
    "chặng đường vẻ vang của công tác tư tưởng, lý luận của Đảng. "
    + " ".join(NEWS)
    + " Phát huy truyền thống {years} năm, cán bộ tuyên giáo quyết tâm hoàn thành nhiệm vụ năm {year}."
)


def candidate(
    number: int,
    body: str,
    *,
    title: str = "Hội nghị báo cáo viên của tỉnh",
    site: int | None = None,
    day: date | None = DAY,
) -> Candidate:
    words = text_syllables(None, body, [])
    return Candidate(
        id=number,
        site_id=site or number,
        title=title,
        text=Text(words, shingles(words)),
        first_day=day,
        last_day=day,
    )


def linked(one: Candidate, other: Candidate) -> bool:
    found = same_text(one, other)
    assert found == same_text(other, one)
    return found is not None


A = made(400)


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (A, "Một nhan đề hoàn toàn khác của bài"),
        (f"(TTXVN) - {A} Nguyễn Văn Bình", "Một nhan đề hoàn toàn khác của bài"),
        (f"{made(50, 5)} {A}", "Một nhan đề hoàn toàn khác của bài"),
        (" ".join(A.split()[:120]), "Một nhan đề hoàn toàn khác của bài"),
        (" ".join(A.split()[:60] + A.split()[100:300]), "Một nhan đề hoàn toàn khác của bài"),
        (" ".join("khác" if i % 20 == 7 else w for i, w in enumerate(A.split())), "Hoàn toàn khác"),
        # Cut to a third, with an introduction, under the same headline.
        (f"{made(50, 5)} {' '.join(A.split()[:120])}", "Hội nghị báo cáo viên của tỉnh"),
    ],
    ids=["title", "byline", "introduction", "cut", "dropped", "words", "cut and introduction"],
)
def test_edits(body: str, title: str) -> None:
    assert linked(candidate(1, A), candidate(2, body, title=title, day=DAY + timedelta(days=3)))


@pytest.mark.parametrize(
    "body",
    [
        f"{' '.join(A.split()[:240])} {made(160, 6)}",
        f"{made(160, 6)} {' '.join(A.split()[:240])}",
        " ".join(
            w if i // 30 % 2 else v
            for i, (w, v) in enumerate(zip(A.split(), made(400, 6).split(), strict=True))
        ),
        f"{' '.join(A.split()[:120])} {made(300, 6)}",
    ],
)
def test_texts_that_share_half_and_more(body: str) -> None:
    assert not linked(candidate(1, A), candidate(2, body, title="Một nhan đề hoàn toàn khác"))


@pytest.mark.parametrize("days", [None, 365, 31, 3])
def test_editions_of_a_formula_text(days: int | None) -> None:
    first = candidate(1, OUTLINE.format(years=87, year=2017), title="Đề cương 87 năm truyền thống")
    day = None if days is None else DAY + timedelta(days=days)
    body = OUTLINE.format(years=88, year=2018)
    assert not linked(first, candidate(2, body, title="Đề cương 88 năm truyền thống", day=day))
    # Without a word of it in the headlines, what differs in the text says enough, unless both are news
    # of these days.
    assert linked(
        candidate(1, OUTLINE.format(years=87, year=2017)), candidate(2, body, day=day)
    ) is (days == 3)


def test_a_reprint_of_an_edition() -> None:
    body = OUTLINE.format(years=87, year=2017)
    title = "Đề cương 87 năm truyền thống"
    first = candidate(1, body, title=title)
    assert linked(first, candidate(2, f"(TUAG) {body} BBT", title=title, day=DAY + timedelta(40)))
    assert linked(first, candidate(2, body.replace("01/8", "1/8"), title=title, day=None))


def test_headlines_of_two_months_over_one_text_long_after() -> None:
    one = candidate(1, A, title="Định hướng tuyên truyền tháng 5")
    title = "Định hướng tuyên truyền tháng 6"
    assert not linked(one, candidate(2, f"{A} BBT", title=title, day=DAY + timedelta(30)))
    assert linked(one, candidate(2, f"{A} BBT", title=title, day=DAY + timedelta(2)))


def test_stricter_within_one_site() -> None:
    shared = " ".join(A.split()[:260])
    body = f"{made(40, 9)} {shared}"
    assert linked(candidate(1, A), candidate(2, body))
    assert not linked(candidate(1, A), candidate(2, body, site=1))
    assert linked(candidate(1, A), candidate(2, shared, site=1))
    numbered = candidate(1, f"{A} có 120 người dự và {made(50, 3)}")
    other = f"{A} có 125 người dự và {made(50, 3)}"
    assert linked(numbered, candidate(2, other))
    assert not linked(numbered, candidate(2, other, site=1))


@pytest.mark.parametrize(("length", "expected"), [(39, False), (45, True)])
def test_short_texts(length: int, expected: bool) -> None:
    body = made(length)
    assert linked(candidate(1, body), candidate(2, f"{body} BBT")) is expected


def test_a_quotation_is_no_reprint() -> None:
    assert not linked(candidate(1, made(50)), candidate(2, f"{made(50)} {made(600, 2)}"))


def test_what_a_link_says() -> None:
    part = " ".join(A.split()[100:300])
    assert same_text(candidate(1, A), candidate(2, part)) == Link(2, 1, 1.0, 0.5, 100, 299)


@pytest.mark.parametrize(
    ("precision", "first", "last"),
    [
        ("minute", date(2022, 2, 3), date(2022, 2, 3)),
        ("day", date(2022, 2, 3), date(2022, 2, 3)),
        ("month", date(2022, 2, 1), date(2022, 2, 28)),
        ("year", date(2022, 1, 1), date(2022, 12, 31)),
    ],
)
def test_possible_days(precision: str, first: date, last: date) -> None:
    at = {"month": "2022-02-01", "year": "2022-01-01"}.get(precision, "2022-02-03 10:00")
    assert possible_days(moment(at), precision) == (first, last)


def test_days_between() -> None:
    may = Candidate(1, 1, "", Text([], []), date(2022, 5, 1), date(2022, 5, 31))
    assert days_between(may, candidate(2, "", day=date(2022, 5, 9))) == 0
    assert days_between(may, candidate(2, "", day=date(2022, 6, 9))) == 9
    assert days_between(may, candidate(2, "", day=None)) is None


def test_same_title() -> None:
    assert same_title("Hội nghị báo cáo viên tháng tư", "Tỉnh uỷ: Hội nghị báo cáo viên tháng tư")
    assert not same_title("Hội nghị báo cáo viên tháng tư", "Hội nghị tổng kết công tác năm")
    assert not same_title("Tin vắn", "Tin vắn")
