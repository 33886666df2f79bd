"""Articles whose pages go wrong in every way: each is counted with its reason, and the rest is stored."""

# ruff: noqa: E501 - markup is easier to read on one line

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterator

import pytest

from crawler.outcomes import SiteReport
from tests.crawling import Place, Ran
from tests.sites import misbehaviour as bad
from tests.sites.server import Replica
from tests.sites.truth import Truth

SITE = "nghe_an"
TRAP = "lai_chau"
NO_RETRIES = ("-s", "RETRY_TIMES=0", "-s", "RETRY_BACKOFF_MAX=0.05", "-s", "FAILURES_IN_A_ROW=99")

CAPTCHA = """<html><head><title>nghean.dcs.vn</title></head><body><form>Xác minh bạn là con người
<div class="g-recaptcha"></div></form></body></html>"""
CHALLENGE = """<html><head><title>Just a moment...</title><script>(function(){window._cf_chl_opt={};
var a=document.createElement('script');a.src='/cdn-cgi/challenge-platform/h/b/orchestrate';}());</script>
</head><body>Enable JavaScript and cookies to continue</body></html>"""
COOKIE_WALL = """<html><body><script>document.cookie="D1N=0d1f;path=/";window.location.reload(true);</script></body></html>"""
MAINTENANCE = "<html><body><h1>Thông báo</h1><p>Website đang bảo trì, mời quý vị quay lại sau.</p></body></html>"
PARKED = "<html><title>nghean.dcs.vn</title><body><p>Tên miền này đang được bán. Liên hệ 0912</p></body></html>"
NOT_FOUND = """<html><head><title>Không tìm thấy trang - Tỉnh ủy Nghệ An</title></head><body><h1>Không tìm thấy trang</h1>
<p>Trang bạn yêu cầu không tồn tại hoặc đã được chuyển đi.</p></body></html>"""
OTHER = f"""<html><head><title>Kết quả xổ số miền Bắc</title></head><body><h1>Kết quả xổ số miền Bắc</h1>
<p>{"Giải đặc biệt 12345, giải nhất 67890, giải nhì 11223. " * 4}</p><p>{"Dò vé số online tại đây. " * 9}</p></body></html>"""

# What happens to an article, and the reason in the report.
FAULTS: dict[str, tuple[bad.Fault, str]] = {
    "reset": (bad.reset(), "failed: incomplete-download"),
    "reset at once": (bad.reset(after=0), "failed: connection-failed"),
    "silence": (bad.hang(), "failed: timeout"),
    "drip": (bad.drip(0.3), "failed: timeout"),
    "drip in the header": (bad.drip(0.3, header=True), "failed: timeout"),
    "no http": (bad.garbage(), "failed: connection-failed"),
    "a head without end": (bad.endless_head(), "failed: connection-failed"),
    "short": (bad.short(), "failed: incomplete-download"),
    "chunks that break off": (bad.broken_chunks(), "failed: incomplete-download"),
    "endless": (bad.endless(), "failed: too-large"),
    "bomb": (bad.encoded("gzip", bad.bomb), "failed: too-large"),
    "damaged gzip": (bad.encoded("gzip", bad.damaged), "failed: bad-compression"),
    "cut gzip": (bad.encoded("gzip", bad.cut_off), "failed: bad-compression"),
    "no gzip at all": (bad.encoded("gzip", bytes), "failed: bad-compression"),
    "no brotli at all": (bad.encoded("br", bytes), "failed: bad-compression"),
    "redirect to itself": (bad.away("{target}"), "failed: too-many-redirects"),
    "endless redirect": (bad.onward(), "failed: too-many-redirects"),
    "file": (bad.away("file:///etc/passwd"), "failed: http-302"),
    "ftp": (bad.away("ftp://nghean.dcs.vn/x"), "failed: http-302"),
    "another host": (bad.away("https://example.com/"), "rejected: leads-to-another-host"),
    "another port": (bad.away("https://nghean.dcs.vn:8443/"), "rejected: leads-to-another-host"),
    "metadata": (bad.away("http://169.254.169.254/"), "rejected: leads-to-another-host"),
    "IPv6": (bad.away("http://[::1]/"), "rejected: leads-to-another-host"),
    "inside": (bad.away("http://10.0.0.1/"), "rejected: leads-to-another-host"),
    "here": (bad.away("http://localhost/"), "rejected: leads-to-another-host"),
    "captcha": (bad.always(CAPTCHA), "failed: block-page"),
    "challenge": (bad.always(CHALLENGE), "failed: block-page"),
    "cookie wall": (bad.always(COOKIE_WALL), "failed: block-page"),
    "maintenance": (bad.always(MAINTENANCE), "failed: maintenance-page"),
    "parked": (bad.always(PARKED), "failed: parked-page"),
    "soft 404": (bad.always(NOT_FOUND), "rejected: not-found-page"),
    "other page": (bad.always(OTHER), "rejected: another-page"),
}
# Servers write these by mistake, and everybody reads the page all the same.
READABLE: dict[str, bad.Fault] = {
    "charset": bad.encoded("utf-8", bytes),
    "identity": bad.encoded("identity", bytes),
    "two members": bad.encoded(
        "x-gzip", lambda body: gzip.compress(body[:999]) + gzip.compress(body[999:])
    ),
}


TRAPS = 3


def hit(replica: Replica) -> list[Truth]:
    """The articles that are hit, in order: those whose address a pattern can name."""
    return [
        truth for truth in replica.truth(SITE) if truth.path.isascii() and "%" not in truth.path
    ]


@pytest.fixture(scope="module")
def crawled(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Ran, SiteReport, Place, Replica]]:
    place = Place(tmp_path_factory.mktemp("faults")).upgrade()
    with Replica([SITE, TRAP], copies=2) as replica:
        articles = hit(replica)
        trap = replica.base_url(TRAP)
        faults = [
            *(fault for fault, _ in FAULTS.values()),
            bad.away(f"{trap}/secret"),
            bad.away(f"{trap.removeprefix('http:')}/secret"),
            bad.always(f'<meta http-equiv="refresh" content="0; url={trap}/">'),
            *READABLE.values(),
        ]
        assert len(faults) <= len(articles), "one article each"
        for fault, truth in zip(faults, articles, strict=False):
            replica.misbehave(SITE, fault, f"{truth.path}*")
        ran, report = place.crawl(
            SITE, replica.base_url(SITE), "-s", "DOWNLOAD_TIMEOUT=1", *NO_RETRIES
        )
        yield ran, report, place, replica


def test_each_fault_is_counted_with_its_reason(
    crawled: tuple[Ran, SiteReport, Place, Replica],
) -> None:
    _, report, *_ = crawled
    expected = Counter(reason for _, reason in FAULTS.values())
    expected["rejected: leads-to-another-host"] += TRAPS
    assert report.reasons == expected


def test_the_other_articles_are_stored_and_nothing_else(
    crawled: tuple[Ran, SiteReport, Place, Replica],
) -> None:
    _, report, place, replica = crawled
    good = {truth.title for truth in replica.truth(SITE)}
    good -= {truth.title for truth in hit(replica)[: len(FAULTS) + TRAPS]}
    assert {article.title for article in place.articles()} == good
    assert report.outcomes["stored"] == len(good) == len(place.articles())
    assert report.found == report.outcomes.total() == len(replica.truth(SITE))


def test_no_other_server_was_asked(crawled: tuple[Ran, SiteReport, Place, Replica]) -> None:
    *_, replica = crawled
    assert replica.connections[TRAP] == 0


def test_the_crawl_ends_in_order(crawled: tuple[Ran, SiteReport, Place, Replica]) -> None:
    ran, report, *_ = crawled
    assert report.finished
    assert ran.code == 1
    assert "Traceback" not in ran.err + ran.out
