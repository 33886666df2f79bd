"""A site that misbehaves as a whole: what it costs, what is said, and that the next night makes good."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from crawler.outcomes import SiteReport
from tests.crawling import Place, Ran
from tests.sites import misbehaviour as bad
from tests.sites.server import Replica
from tests.sites.site import Page

SITE = "nghe_an"
ROBOTS = "/robots.txt"
# A page that has nothing to do with what the listing says.
OTHER = f"""<html><head><title>Kết quả xổ số miền Bắc</title></head><body><h1>Kết quả xổ số miền Bắc</h1>
<p>{"Giải đặc biệt 12345, giải nhất 67890, giải nhì 11223. " * 9}</p></body></html>"""
QUICK = ("-s", "RETRY_TIMES=1", "-s", "RETRY_BACKOFF_MAX=0.05", "-s", "DOWNLOAD_TIMEOUT=0.5")


@pytest.fixture
def replica() -> Iterator[Replica]:
    with Replica([SITE]) as served:
        yield served


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path).upgrade()


def crawl(place: Place, replica: Replica, *extra: str) -> tuple[Ran, SiteReport]:
    ran, report = place.crawl(SITE, replica.base_url(SITE), *QUICK, *extra)
    assert "Traceback" not in ran.err + ran.out
    return ran, report


def robots(text: str | bytes, status: int = 200, kind: str = "text/plain") -> bad.Fault:
    body = text.encode() if isinstance(text, str) else text
    return lambda target, page: Page(body, status, kind)


# --- Nothing can be had --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "paths", "reason"),
    [
        pytest.param(
            bad.hang(), ROBOTS, "robots-timeout", id="robots silent", marks=pytest.mark.slow
        ),
        pytest.param(bad.status(500), ROBOTS, "robots-http-500", id="robots 500"),
        pytest.param(
            bad.status(429), ROBOTS, "robots-http-429", id="robots 429", marks=pytest.mark.slow
        ),
        pytest.param(
            bad.reset(9),
            ROBOTS,
            "robots-connection-failed",
            id="robots reset",
            marks=pytest.mark.slow,
        ),
        pytest.param(bad.status(503), "/", "http-503", id="503"),
        pytest.param(bad.status(403), "/", "http-403", id="403", marks=pytest.mark.slow),
        pytest.param(
            bad.away("{target}"),
            "/",
            "too-many-redirects",
            id="wall of cookies",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            bad.always("<title>Hãy đợi...</title>"),
            "/",
            "block-page",
            id="guard",
            marks=pytest.mark.slow,
        ),
        pytest.param(bad.always("<p>Tên miền này đã hết hạn</p>"), "*", "parked-page", id="parked"),
    ],
)
def test_a_site_that_cannot_be_had_is_reported_with_the_reason(
    place: Place, replica: Replica, fault: bad.Fault, paths: str, reason: str
) -> None:
    replica.misbehave(SITE, fault, paths)
    ran, report = crawl(place, replica)
    assert ran.code == 1
    assert report.listing_failures == {reason: 1}
    assert reason in (report.trouble or "")
    assert set(replica.requests(SITE)) <= {ROBOTS, "/"}
    if paths == ROBOTS:
        assert set(replica.requests(SITE)) == {ROBOTS}
    assert place.articles() == []


@pytest.mark.slow
def test_a_refused_connection_is_reported(place: Place, replica: Replica) -> None:
    replica.refuse(SITE)
    ran, report = crawl(place, replica)
    assert ran.code == 1
    assert report.listing_failures == {"robots-connection-refused": 1}


def test_what_robots_forbids_is_not_asked_for(place: Place, replica: Replica) -> None:
    replica.misbehave(SITE, robots("User-agent: *\nDisallow: /\n"), ROBOTS)
    ran, report = crawl(place, replica)
    assert ran.code == 1
    assert "forbidden-by-robots" in (report.trouble or "")
    assert replica.requests(SITE) == [ROBOTS]


@pytest.mark.slow
def test_what_robots_does_not_forbid_is_read(place: Place, replica: Replica) -> None:
    barred, *others = replica.truth(SITE)
    path = barred.path.split("”")[0]
    replica.misbehave(SITE, robots(f"User-agent: *\nDisallow: {path}\n"), ROBOTS)
    _, report = crawl(place, replica)
    assert report.reasons == {"rejected: forbidden-by-robots": 1}
    assert {article.title for article in place.articles()} == {truth.title for truth in others}
    assert not any(target.startswith(path) for target in replica.requests(SITE))


HUGE = "User-agent: *\nDisallow: /vi-vn/bi-mat/\n" + "# xin chào\n" * 60_000 + "Disallow: /\n"


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(
            robots("<html><body>Disallow: /\n</body></html>", kind="text/html"), id="html"
        ),
        pytest.param(bad.status(403), id="403", marks=pytest.mark.slow),
        pytest.param(bad.away("{target}"), id="redirects for ever", marks=pytest.mark.slow),
        pytest.param(robots(HUGE), id="huge, and only the first 500 KiB count"),
    ],
)
def test_a_site_without_a_usable_robots_file_is_read(
    place: Place, replica: Replica, fault: bad.Fault
) -> None:
    replica.misbehave(SITE, fault, ROBOTS)
    _, report = crawl(place, replica)
    assert report.trouble is None
    assert report.outcomes["stored"] == len(replica.truth(SITE))


@pytest.mark.parametrize(
    ("asked", "most"), [(0.25, 30), pytest.param(86400, 0.25, marks=pytest.mark.slow)]
)
def test_crawl_delay_is_honoured_up_to_a_bound(
    place: Place, replica: Replica, asked: float, most: float
) -> None:
    replica.misbehave(SITE, robots(f"User-agent: *\nCrawl-delay: {asked}\n"), ROBOTS)
    begun = time.monotonic()
    crawl(place, replica, "-s", "CLOSESPIDER_PAGECOUNT=5", "-s", f"CRAWL_DELAY_MAX={most}")
    requests = len(replica.requests(SITE))
    assert time.monotonic() - begun > (requests - 1) * 0.25
    assert requests < 10


# --- For a while ---------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_site_that_fails_for_a_while_loses_nothing(place: Place, replica: Replica) -> None:
    replica.misbehave(SITE, bad.status(503), first=5, times=2)
    replica.misbehave(SITE, bad.reset(), first=20, times=1)
    _, report = crawl(place, replica, "-s", "RETRY_TIMES=2")
    assert report.trouble is None
    assert report.outcomes["stored"] == len(replica.truth(SITE))


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        pytest.param(bad.status(503), "http-503", id="503", marks=pytest.mark.slow),
        pytest.param(bad.reset(), "incomplete-download", id="reset", marks=pytest.mark.slow),
        pytest.param(bad.always("<title>Just a moment...</title>"), "block-page", id="guard"),
    ],
)
def test_a_site_that_dies_costs_some_requests_and_goes_on_next_night(
    place: Place, replica: Replica, fault: bad.Fault, reason: str
) -> None:
    replica.misbehave(SITE, fault, first=20)
    ran, report = crawl(place, replica)
    assert ran.code == 1
    assert report.error is not None
    assert report.error.startswith(f"8 pages in a row could not be fetched, the last: {reason}")
    first = len(replica.requests(SITE))
    assert first <= 20 + 8 + 2
    stored = report.outcomes["stored"]
    assert 0 < stored == len(place.articles()) < len(replica.truth(SITE))
    replica.behave(SITE)
    ran, report = crawl(place, replica)
    assert report.trouble is None
    assert {article.title for article in place.articles()} == {
        truth.title for truth in replica.truth(SITE)
    }
    assert report.outcomes["stored"] == len(replica.truth(SITE)) - stored


@pytest.mark.slow
def test_a_share_of_failures_is_made_good_by_the_next_night(place: Place, replica: Replica) -> None:
    replica.misbehave(SITE, bad.status(500), "/vi-vn/tin/*", share=0.5)
    _, report = crawl(place, replica, "-s", "RETRY_TIMES=0")
    assert 0 < report.outcomes["failed"] == report.reasons["failed: http-500"]
    replica.behave(SITE)
    crawl(place, replica)
    assert len(place.articles()) == len(replica.truth(SITE))


# --- Asked to wait -------------------------------------------------------------------------------


def in_two_seconds() -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)


@pytest.mark.parametrize(
    "header", [lambda: "1", pytest.param(in_two_seconds, marks=pytest.mark.slow)]
)
def test_a_site_that_asks_to_wait_is_given_the_time(
    place: Place, replica: Replica, header: Callable[[], str]
) -> None:
    gaps: list[float] = []

    def busy(target: str, page: Page) -> Page:
        gaps.append(time.monotonic())
        return Page(status=429, headers=(("Retry-After", header()),))

    def well(target: str, page: Page) -> Page:
        gaps.append(time.monotonic())
        return page

    replica.misbehave(SITE, busy, "/", times=1)
    replica.misbehave(SITE, well, "/", times=1)
    _, report = crawl(place, replica, "-s", "RETRY_BACKOFF_MAX=5")
    assert report.trouble is None
    assert gaps[1] - gaps[0] >= 0.9


@pytest.mark.slow
def test_a_site_that_asks_for_a_day_is_left_alone(place: Place, replica: Replica) -> None:
    replica.misbehave(SITE, bad.status(429, ("Retry-After", "86400")), first=12)
    _, report = crawl(place, replica)
    assert report.error == (
        "the site asks not to be asked again for 86400 s; the rest waits for the next run"
    )
    assert len(replica.requests(SITE)) == 12


# --- The same page for every address -------------------------------------------------------------


@pytest.mark.parametrize(
    ("paths", "found"),
    [pytest.param("/*", None, id="home"), pytest.param("/vi-vn/tin/*", OTHER, id="other")],
)
def test_a_site_that_answers_every_address_with_one_page_gives_nothing(
    place: Place, replica: Replica, paths: str, found: str | None
) -> None:
    page = found or replica.sites[SITE].lookup("/").body.decode()
    replica.misbehave(SITE, bad.always(page), paths)
    ran, report = crawl(place, replica)
    assert ran.code == 1
    assert place.articles() == []
    assert report.outcomes == {"rejected": report.found}
    reason = "another-page" if found else "looks-like-a-listing"
    assert report.reasons == {f"rejected: {reason}": report.found}
