"""A pattern is made from some addresses and fits others, and no section."""

from __future__ import annotations

import re

import pytest

from crawler.scouting.patterns import derive_pattern, fit_of
from crawler.scouting.source import pattern_lines

SITE = "https://x.vn"
SLUGS = [
    "hoi-nghi-bao-cao-vien-thang-bay",
    "giao-ban-cong-tac-tuyen-giao-quy-ii",
    "khai-mac-lop-boi-duong-ly-luan",
    "trien-khai-cuoc-thi-chinh-luan-nam-2024",
    "ket-nap-dang-vien-trong-hoc-sinh",
    "so-ket-ba-nam-thuc-hien-quy-dinh",
    "nang-cao-chat-luong-sinh-hoat-chi-bo",
    "tong-ket-cong-tac-tuyen-giao-nam-2023",
]
SECTIONS = ("tin-tuc", "xay-dung-dang")
OTHERS = ["/", "/tin-tuc", "/xay-dung-dang", "/gioi-thieu/chuc-nang", "/tin-tuc?page=2"]

FORMS = [
    ("/{section}/{slug}-{id}.html", "/khoa-giao/bai-moi-99.html", "/khoa-giao/bai-moi.html"),
    ("/post/{id}/{slug}.aspx", "/post/7/bai-moi.aspx", "/cat/7/bai-moi.aspx"),
    ("/{section}/{id}-{slug}", "/khoa-giao/99-bai-moi", "/khoa-giao/bai-moi"),
    ("/vi-vn/tin/{slug}/{id}-5-{id}", "/vi-vn/tin/bai/1-2-3", "/vi-vn/chuyen-muc/bai"),
    (
        "/Default.aspx?tabid=9&ItemID={id}",
        "/Default.aspx?tabid=7&ItemID=1",
        "/Default.aspx?tabid=7",
    ),
    ("/article/{slug}/{id}.htm", "/article/bai-moi/1.htm", "/article/bai-moi"),
    ("/{slug}/", "/mot-bai-moi-co-nhieu-chu/", "/gioi-thieu/"),
]


def addresses(form: str) -> list[str]:
    return [
        SITE + form.format(section=SECTIONS[n % 2], slug=slug, id=4000 + 37 * n)
        for n, slug in enumerate(SLUGS)
    ]


@pytest.mark.parametrize(("form", "fits", "fits_not"), FORMS)
def test_a_pattern_fits_what_it_has_not_seen(form: str, fits: str, fits_not: str) -> None:
    derived = derive_pattern(addresses(form), [SITE + path for path in OTHERS])
    assert derived is not None
    assert derived.fitting == derived.held_out == 4
    assert re.search(derived.regex, fits)
    assert not re.search(derived.regex, fits_not)
    assert fit_of(derived.regex, addresses(form)) == len(SLUGS)


def test_a_form_that_sections_have_too_is_no_pattern() -> None:
    articles = [f"{SITE}/{slug}" for slug in SLUGS]
    assert derive_pattern(articles, [f"{SITE}/hoc-tap-va-lam-theo-loi-bac"]) is None


def test_few_addresses_or_strange_ones_make_no_pattern() -> None:
    few = addresses(FORMS[0][0])[:5]
    assert derive_pattern(few) is None
    assert derive_pattern([f'{SITE}/a"b/tin-{n}.html' for n in range(8)]) is None


def test_a_single_old_address_with_a_number_is_not_lost() -> None:
    old = f"{SITE}/Home/Nhipcau/98784/Ky-ket-chuong-trinh"
    derived = derive_pattern([*addresses(FORMS[0][0]), old])
    assert derived is not None
    assert re.search(derived.regex, "/Home/Khoagiao/5/Bai-khac")


def test_a_long_pattern_is_written_in_lines_that_fit() -> None:
    regex = "|".join(rf"^/[^/?]+/{'muc' * 9}{n}/\d+\.html(?:\?|$)" for n in range(4))
    lines = pattern_lines("article_pattern", regex)
    assert max(map(len, lines)) <= 100
    namespace: dict[str, str] = {}
    exec("if True:\n" + "\n".join(lines), namespace)
    assert namespace["article_pattern"] == regex
