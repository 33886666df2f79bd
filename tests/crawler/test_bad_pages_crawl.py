"""Bad pages are counted with their reasons; the other articles are stored; nothing is half-stored."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crawler.outcomes import SiteReport
from tests.crawling import Place, Ran
from tests.sites import faults
from tests.sites.server import Replica

EXPECTED = {
    "rejected: not-html": 2,
    "rejected: empty-page": 1,
    "rejected: truncated-page": 1,
    "rejected: looks-like-a-listing": 2,
    "failed: block-page": 1,
    "failed: incomplete-download": 1,
    "failed: too-large": 1,
    "failed: timeout": 1,
    "failed: http-404": 1,
    "failed: http-500": 1,
}
# NukeViet has articles that are links to other hosts; the replica's home page names one.
LEADS_AWAY = {"lai_chau": {"rejected: leads-to-another-host": 1}}
READABLE = {"latin1", "cp1258"}


@pytest.fixture(
    scope="module",
    params=[
        "lai_chau",
        "quang_tri",
        *(pytest.param(x, marks=pytest.mark.slow) for x in ("bac_kan", "binh_thuan", "nghe_an")),
    ],
)
def crawled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Ran, SiteReport, Place, Replica]]:
    name = request.param
    place = Place(tmp_path_factory.mktemp("faults")).upgrade()
    with Replica([name], faults={name: list(faults.KINDS)}) as replica:
        ran, report = place.crawl(
            name, replica.base_url(name), "-s", "DOWNLOAD_TIMEOUT=2", "-s", "RETRY_TIMES=1"
        )
        yield ran, report, place, replica


def test_each_bad_page_is_counted_with_its_reason(
    crawled: tuple[Ran, SiteReport, Place, Replica],
) -> None:
    _, report, *_ = crawled
    assert report.reasons == EXPECTED | LEADS_AWAY.get(report.spider, {})


def test_the_other_articles_are_stored(crawled: tuple[Ran, SiteReport, Place, Replica]) -> None:
    _, report, place, replica = crawled
    good = len(replica.truth(report.spider)) + len(READABLE)
    assert report.outcomes["stored"] == good == len(place.articles())
    assert report.found == good + report.reasons.total()


def test_a_wrong_charset_is_read_all_the_same(
    crawled: tuple[Ran, SiteReport, Place, Replica],
) -> None:
    _, _, place, _ = crawled
    read = {
        article.title.rsplit(maxsplit=1)[-1]: article
        for article in place.articles()
        if article.title.startswith("Trang thử lỗi")
    }
    assert set(read) == READABLE
    for kind, article in read.items():
        assert article.body.startswith(
            f"Trang thử lỗi {kind} mở đầu bằng đoạn này. Hội nghị đã nghe"
        )


def test_the_run_ends_with_code_1_and_without_a_traceback(
    crawled: tuple[Ran, SiteReport, Place, Replica],
) -> None:
    ran, report, *_ = crawled
    assert report.finished
    assert ran.code == 1
    assert "Traceback" not in ran.err + ran.out
