"""What a site says of itself is believed, and nothing more."""

from __future__ import annotations

import pytest
from lxml import html

from crawler.scouting.guesses import describe, guess_body, guess_province, named_addresses

PAGE = "<html><head><title>{}</title></head><body><p>Tin</p><footer>{}</footer></body></html>"

PROVINCES = [
    ("tuyengiaotiengiang.vn", "Ban Tuyên giáo", "", "tien-giang", "host"),
    ("tinhuy.example", "Tỉnh ủy Lai Châu", "", "lai-chau", "title"),
    ("tinhuy.example", "TỈNH ỦY HÀ GIANG", "Số 1, tỉnh Hà Giang", "ha-giang", "end of the page"),
    # The name of a merged province is that of two units.
    ("x.example", "Tỉnh ủy Quảng Trị", "", None, "quang-tri (until 2025-06-30) or quang-tri-2025"),
    ("x.example", "Hà Giang - Lai Châu", "", None, "the site names both"),
    ("x.example", "Trang tin", "Tỉnh Lai Châu", None, "does not say"),
    # The host was made of the name of the spider.
    ("lai-chau.invalid", "Trang tin", "", None, "does not say"),
    ("thuexe.example", "Cho thuê xe", "", None, "does not say"),
]


@pytest.mark.parametrize(("host", "title", "footer", "province", "why"), PROVINCES)
def test_the_province_is_what_host_title_and_footer_say(
    host: str, title: str, footer: str, province: str | None, why: str
) -> None:
    guess = guess_province(describe(html.fromstring(PAGE.format(title, footer)), host))
    assert guess.province == province
    assert why in guess.why


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("BAN TUYÊN GIÁO TỈNH ỦY LAI CHÂU", "Ban Tuyên giáo Tỉnh ủy"),
        ("Ban Tuyên giáo và Dân vận Trung ương", "Ban Tuyên giáo và Dân vận Trung ương"),
        ("Cổng thông tin | Thành ủy Cần Thơ", "Thành ủy"),
        ("Trang chủ", None),
    ],
)
def test_the_body_is_what_the_title_names(title: str, body: str | None) -> None:
    assert guess_body(describe(html.fromstring(PAGE.format(title, "")), "x.example")) == body


def test_a_copy_is_known_by_addresses_that_are_public() -> None:
    page = html.fromstring(
        '<html><head><link rel="canonical" href="http://127.0.0.1:8080/">'
        '<meta property="og:url" content="https://www.tinhuy.example/"><base href="/"></head></html>'
    )
    assert list(named_addresses(page)) == ["https://www.tinhuy.example/"]
