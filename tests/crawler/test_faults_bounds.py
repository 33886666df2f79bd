"""What a site can cost us at most: memory, requests, and nothing of the other sites."""

from __future__ import annotations

import gzip
import re
import sys
import zlib
from pathlib import Path
from tracemalloc import get_traced_memory, start, stop

import brotli  # type: ignore[import-untyped]
import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler

from crawler.failures import reason_of
from crawler.middlewares.compression import CompressionMiddleware
from tests.crawling import PROGRAMS, Place, run_anew
from tests.sites import misbehaviour as bad
from tests.sites.server import Replica
from tests.sites.site import Page, html

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

SITE = "nghe_an"
MIB = 1024 * 1024
MEASURED = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
print("kilobytes", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)
"""


def test_bombs_and_endless_pages_cost_no_memory(tmp_path: Path) -> None:
    """A crawl without any of them has 150 MB at its peak."""
    place = Place(tmp_path).upgrade()
    with Replica([SITE]) as replica:
        articles = replica.truth(SITE)
        hit = [truth.path for truth in articles if truth.path.isascii()][:24]
        for n, path in enumerate(hit):
            fault = (bad.endless(), bad.endless_head(), bad.encoded("gzip", bad.bomb))[n % 3]
            replica.misbehave(SITE, fault, path)
        ran = run_anew(
            *("python", "-c", MEASURED, str(PROGRAMS / "scrapy"), "crawl", SITE),
            *("-a", f"base_url={replica.base_url(SITE)}", "-s", "DOWNLOAD_DELAY=0"),
            *("-s", "RETRY_BACKOFF=0", "-s", "RETRY_TIMES=0", "-s", "FAILURES_IN_A_ROW=99"),
            cwd=tmp_path,
            ARCHIVE_DATABASE_URL=place.url,
        )
        assert len(place.articles()) == len(articles) - len(hit)
    assert "16 × failed: too-large" in ran.out
    assert "8 × failed: connection-failed" in ran.out
    kilobytes = re.search(r"kilobytes (\d+)", ran.out)
    assert kilobytes is not None
    assert int(kilobytes[1]) < 220 * 1024


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", bad.bomb(b"<html>")),
        ("deflate", zlib.compress(bytes(256 * MIB), 1)),
        ("br", brotli.compress(bytes(256 * MIB), quality=1)),
        ("zstd", zstd.compress(bytes(256 * MIB), 1)),
        ("gzip, gzip", gzip.compress(bad.bomb(b"<html>"))),
    ],
    ids=["gzip", "deflate", "br", "zstd", "twice"],
)
def test_unpacking_stops_at_the_bound(coding: str, body: bytes) -> None:
    middleware = CompressionMiddleware.from_crawler(
        get_crawler(settings_dict={"DOWNLOAD_MAXSIZE": 2 * MIB})
    )
    response = HtmlResponse("https://x.vn/", headers={"Content-Encoding": coding}, body=body)
    start()
    try:
        with pytest.raises(IgnoreRequest) as refusal:
            middleware.process_response(Request("https://x.vn/"), response)
        _, peak = get_traced_memory()
    finally:
        stop()
    assert reason_of(refusal.value) == "too-large"
    assert peak < 8 * MIB


def test_a_calendar_that_never_ends_ends(tmp_path: Path) -> None:
    """Each of its pages names days, a further page and meetings that no page before has named."""
    place = Place(tmp_path).upgrade()
    with Replica([SITE]) as replica:
        site = replica.sites[SITE]
        section = site.data.sections[0]
        first = site.listing_path(section)

        def calendar(target: str, page: Page) -> Page:
            found = re.search(r"\d+$", target)
            number = int(found[0]) if found else 1
            days = (f"<td><a href='{first}?ngay={number}-{day}'>{day}</a>" for day in range(1, 31))
            meetings = (
                f"<h4><a href='/vi-vn/tin/hop-giao-ban-{number}-{n}/9{number:05}{n}-58053-1'>"
                f"Họp giao ban lãnh đạo Ban lần thứ {n} ngày {number}</a></h4>"
                for n in range(1, 4)
            )
            further = f"<a rel='next' href='{site.listing_path(section, number + 1)}'>Trang sau</a>"
            return html(
                f"<html><body><table>{''.join(days)}</table>{''.join(meetings)}{further}</body></html>"
            )

        replica.misbehave(SITE, calendar, f"{first}*")
        _, report = place.crawl(SITE, replica.base_url(SITE), "-s", "LISTING_PAGE_LIMIT=5")
        elsewhere = {truth.title for truth in replica.truth(SITE) if truth.section != section.name}
        assert elsewhere <= {article.title for article in place.articles()}
        pages = [target for target in replica.requests(SITE) if target.startswith(first)]
    assert report.finished
    assert report.reasons == {"failed: http-404": 15}
    assert len(pages) == len(set(pages)) == 5


def test_a_bad_site_takes_no_other_with_it(tmp_path: Path) -> None:
    place = Place(tmp_path).upgrade()
    with Replica(["nghe_an", "quang_tri", "bac_kan"]) as replica:
        replica.misbehave("quang_tri", bad.reset(), first=10)
        replica.misbehave("bac_kan", bad.hang(), "/robots.txt")
        ran = place.nightly(
            replica,
            *replica.names,
            *("-s", "DOWNLOAD_TIMEOUT=4", "-s", "RETRY_TIMES=0", "-s", "RETRY_BACKOFF=0"),
        )
        stored = {article.title for article in place.articles("nghe_an")}
        assert stored == {truth.title for truth in replica.truth("nghe_an")}
    assert ran.code == 1
    rows = {
        line.split("│")[1].strip(): line for line in ran.out.splitlines() if line.count("│") > 5
    }
    assert " ok " in rows["nghe_an"]
    assert "8 pages in a row" in ran.out
    assert "robots-timeout" in ran.out
    assert "Traceback" not in ran.out + ran.err
