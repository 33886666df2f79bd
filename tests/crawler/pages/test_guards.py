"""Pages that stand in front of a site or in its place are told from the site's own."""

# ruff: noqa: E501 - markup and sentences are easier to read on one line

from __future__ import annotations

import pytest

from crawler.pages.guards import guard_word, is_not_found
from tests.sites.server import Replica

TEXT = (
    "Sáng 18/7, Ban Tuyên giáo Tỉnh ủy tổ chức hội nghị với sự tham dự của hơn 200 đại biểu. " * 12
)


def page(title: str, body: str = "", head: str = "") -> bytes:
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode()


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (page("Hãy đợi..."), "block-page"),
        (page("H&atilde;y đợi..."), "block-page"),
        (page("x", "<h1>Hệ thống đang từ chối truy cập của bạn. Hãy đợi 59 giây...</h1>"), "block-page"),
        (page("Just a moment...", "<p>x</p>" * 9000), "block-page"),
        (page("Attention Required! | Cloudflare"), "block-page"),
        (page("x", "<div class='cf-turnstile'></div>Xin chờ"), "block-page"),
        (page("x", head="<script>document.cookie = 'a=1'; window.location.reload();</script>"), "block-page"),
        (page("Thông báo", "<p>Website đang bảo trì.</p>"), "maintenance-page"),
        (page("x", "<b>Hệ thống đang được</b> <i>bảo trì</i>"), "maintenance-page"),
        (page("x", "Tên miền này đang được bán"), "parked-page"),
        (page("abc.vn", "This domain is for sale!"), "parked-page"),
        (page("Welcome to nginx!"), "parked-page"),
        # The site's own.
        (b"", None),
        (page("Hãy đợi đấy: Bài học về công tác tư tưởng", TEXT), None),
        (page("Thông báo", f"{TEXT} Từ ngày 1/8, website đang bảo trì."), None),
        (page("Bài viết", f"{TEXT}<form><div class='g-recaptcha'></div></form>"), None),
        (page("Bài viết", TEXT, "<script>document.cookie='a=1';location.href='#';</script>"), None),
        (page("Bảo trì đường bộ dịp Tết", TEXT), None),
        (page("Tin", "<script>var s = 'website đang bảo trì';</script>"), None),
        (page("Tin", "<!-- tên miền này đang được bán -->"), None),
    ],
)  # fmt: skip
def test_word(body: bytes, word: str | None) -> None:
    assert guard_word(body) == word


def test_no_page_of_the_replica_is_taken_for_a_guard() -> None:
    with Replica() as replica:
        for site in replica.sites.values():
            for source in site.pages.values():
                answer = source() if callable(source) else source
                assert guard_word(answer.body) is None


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Không tìm thấy trang", True),
        ("404 - Không tìm thấy", True),
        ("Ban Tuyên giáo Tỉnh ủy | Page not found", True),
        ("Lỗi 404", True),
        ("", False),
        ("Không tìm thấy lý do để chủ quan trong phòng, chống thiên tai", False),
        ("Quyết định 404", False),
        ("Trung đoàn 404 - Nơi rèn luyện bộ đội", False),
    ],
)
def test_not_found(title: str, expected: bool) -> None:
    assert is_not_found([title]) is expected
