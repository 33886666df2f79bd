"""Each monitor speaks when its site changes, and is silent while it is as it always was."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from archive.health import Finding, Monitor, Severity, SiteHistory, check, percentile
from archive.models import RunSite
from archive.timezone import VIETNAM

NIGHT = datetime(2026, 11, 22, 2, 0, tzinfo=VIETNAM)
GOOD = {"articles": 10, "author": 8, "published": 10, "lead": 2}
NUKEVIET = "generator: NukeViet v*\nmark: NukeViet\nscript: /a.js\nscript: /b.js\nstyle: /c.css"


def night(ago: int, **changes: Any) -> RunSite:
    """A good night, some nights ago, and changes of it."""
    values = {
        "spider": "lai_chau",
        "started_at": NIGHT - timedelta(days=ago),
        "ended_at": NIGHT - timedelta(days=ago) + timedelta(minutes=5),
        "finished": True,
        "trouble": None,
        "requests": 40,
        "listings": 20,
        "not_modified": 10,
        "listing_failures": {},
        "found": 10,
        "outcomes": {"stored": 10},
        "reasons": {},
        "fields": GOOD,
        "fingerprint": NUKEVIET,
    }
    return RunSite(**values | changes)


def history(runs: Sequence[RunSite], days: Sequence[date] = (), *, good: int = 20) -> SiteHistory:
    """Nights, newest first, after `good` good ones."""
    earlier = [night(len(runs) + ago) for ago in range(good)]
    return SiteHistory("lai_chau", [*runs, *earlier], days)


def found(site: SiteHistory, after: timedelta = timedelta(hours=3)) -> dict[Monitor, Finding]:
    findings = check(site, NIGHT + after)
    assert all("\n" not in finding.message for finding in findings)
    assert len({finding.monitor for finding in findings}) == len(findings)
    return {finding.monitor: finding for finding in findings}


def only(site: SiteHistory, monitor: Monitor) -> Finding:
    findings = found(site)
    assert list(findings) == [monitor]
    return findings[monitor]


WEEKDAYS = [
    day for ago in range(100, -1, -1) if (day := NIGHT.date() - timedelta(days=ago)).weekday() < 5
]


def test_a_site_as_it_always_was_is_well() -> None:
    assert found(history([], WEEKDAYS)) == {}


def test_chance_is_no_finding() -> None:
    """A thousand nights of small numbers around the same shares, as real nights are."""
    chance = random.Random(7)
    nights = []
    for ago in range(1000):
        n = chance.choice([0, 0, 1, 2, 3, 5, 8, 13, 40])
        fields = {
            name: sum(chance.random() < share for _ in range(n))
            for name, share in (("author", 0.8), ("lead", 0.4), ("published", 0.98))
        }
        failed = sum(chance.random() < 0.03 for _ in range(n))
        nights.append(
            night(
                ago,
                found=n,
                outcomes={"stored": n - failed, "failed": failed},
                fields={"articles": n, **fields},
                listings=chance.choice([25, 28, 30, 33]),
                not_modified=0,
            )
        )
    alarms = [
        finding
        for first in range(900)
        for finding in check(
            SiteHistory("lai_chau", nights[first : first + 40], []), nights[first].started_at
        )
    ]
    assert len(alarms) <= 9  # one in a hundred nights


@pytest.mark.parametrize("runs", [0, 1, 2])
def test_a_new_site_has_no_history_to_be_measured_against(runs: int) -> None:
    bad = {"fields": {"articles": 10}, "listings": 1, "not_modified": 0, "fingerprint": "mark: DNN"}
    worse = {"outcomes": {"failed": 10}, "listing_failures": {"no-articles": 3}}
    assert found(history([night(0, **bad, **worse)], good=runs)) == {}


@pytest.mark.parametrize(("silent", "speaks"), [(9, False), (10, True)])
def test_a_site_that_goes_quiet_is_measured_by_its_own_pauses(silent: int, speaks: bool) -> None:
    """Monday to Friday: the usual longest pause is three days, so nine are allowed."""
    last = date(2026, 11, 20)
    days = [day for day in WEEKDAYS if day <= last]
    run = night(0, started_at=datetime.combine(last, time(2), VIETNAM) + timedelta(days=silent))
    site = SiteHistory("lai_chau", [run], days)
    findings = check(site, run.started_at)
    assert [finding.monitor for finding in findings] == [Monitor.QUIET] * speaks
    if speaks:
        (finding,) = findings
        assert finding.message.startswith(
            "nothing new for 10 days, since 2026-11-20; usually at most 3 days (90 % of "
        )
        assert finding.severity is Severity.SERIOUS
        assert finding.since == datetime(2026, 11, 20, tzinfo=VIETNAM)


def test_a_slow_site_may_be_quiet_for_long() -> None:
    days = [NIGHT.date() - timedelta(days=ago) for ago in range(400, 39, -20)]
    assert found(history([], days)) == {}
    assert Monitor.QUIET in found(history([], days[:-2]))


def test_a_site_that_cannot_be_read_is_not_called_quiet() -> None:
    down = {"listings": 0, "not_modified": 0, "found": 0, "outcomes": {}, "fields": {}}
    nights = [night(ago, **down, trouble="no listing page could be read") for ago in range(30)]
    days = [day for day in WEEKDAYS if day < NIGHT.date() - timedelta(days=30)]
    finding = only(history(nights, days), Monitor.UNREACHABLE)
    assert finding.message == (
        "no listing page could be read; so in the last 30 runs, since 2026-10-24 02:00"
    )


def test_one_night_of_failure_is_trouble_and_no_more() -> None:
    down = {"listings": 0, "not_modified": 0, "found": 0, "outcomes": {}, "fields": {}}
    finding = only(history([night(0, **down, trouble="disk full")]), Monitor.TROUBLE)
    assert finding.message == "disk full"


def test_a_process_that_died_is_told_apart() -> None:
    trouble = "the process died: killed by SIGKILL"
    zero = {"listings": 0, "not_modified": 0, "found": 0, "outcomes": {}, "fields": {}}
    nights = [night(ago, **zero, trouble=trouble, finished=False) for ago in range(2)]
    assert only(history(nights), Monitor.DIED).message.startswith(f"{trouble}; so in the last 2")


@pytest.mark.parametrize("nights", [2, 5])
def test_a_field_that_is_lost_is_found_with_the_night_since_when(nights: int) -> None:
    lost = {"fields": GOOD | {"author": 1}}
    finding = only(history([night(ago, **lost) for ago in range(nights)]), Monitor.COVERAGE)
    since = NIGHT - timedelta(days=nights - 1)
    assert finding.since == since
    assert finding.message == (
        f"only 10% of {10 * nights} articles have author, usually 80%; since {since:%Y-%m-%d}"
    )


def test_the_first_crawl_does_not_decide_what_is_usual() -> None:
    """Years of articles without author, in one night, and authors in all since."""
    first = night(30, found=9000, fields={"articles": 9000, "author": 0})
    assert found(SiteHistory("lai_chau", [*history([]).runs, first], [])) == {}


@pytest.mark.parametrize(
    ("monitor", "outcome"),
    [
        (Monitor.REJECTIONS, "rejected"),
        (Monitor.FAILURES, "failed"),
        (Monitor.MISSING, "missing"),
    ],
)
def test_what_ends_badly_more_often_than_usual(monitor: Monitor, outcome: str) -> None:
    bad = {
        "found": 20,
        "outcomes": {"stored": 8, outcome: 12},
        "reasons": {f"{outcome}: no-body": 9, f"{outcome}: http-404": 3},
    }
    finding = only(history([night(0, **bad)]), monitor)
    assert finding.message == (
        f"60% of 20 articles were {outcome}, usually 0%; since 2026-11-22; mostly no-body (9)"
    )


def test_a_site_that_always_rejects_much_is_not_reported_every_night() -> None:
    usual = {"outcomes": {"stored": 6, "rejected": 4}}
    assert found(SiteHistory("lai_chau", [night(ago, **usual) for ago in range(20)], [])) == {}


@pytest.mark.parametrize(("listings", "speaks"), [(16, False), (14, True)])
def test_a_walk_that_reaches_half_of_the_listings(listings: int, speaks: bool) -> None:
    findings = found(history([night(0, listings=listings, not_modified=0)]))
    assert list(findings) == [Monitor.LISTINGS] * speaks
    if speaks:
        assert findings[Monitor.LISTINGS].message.startswith(
            "14 listing pages were reached, usually 30"
        )


def test_a_listing_that_is_suddenly_empty() -> None:
    usual = {"listing_failures": {"no-articles": 2}}
    nights = [night(ago, **usual) for ago in range(1, 10)]
    assert found(SiteHistory("lai_chau", [night(0, **usual), *nights], [])) == {}
    more = night(0, listing_failures={"no-articles": 3})
    finding = only(SiteHistory("lai_chau", [more, *nights], []), Monitor.EMPTY_LISTING)
    assert finding.message.startswith("3 listings name no article at all, until now at most 2")


@pytest.mark.parametrize(
    ("fingerprint", "speaks"),
    [
        (NUKEVIET, False),
        (NUKEVIET + "\nscript: /analytics.js", False),
        (None, False),
        (NUKEVIET.replace("NukeViet v*", "Joomla!"), True),
        ("generator: NukeViet v*\nmark: NukeViet\nscript: /x.js\nstyle: /y.css", True),
    ],
)
def test_another_system_or_design(fingerprint: str | None, speaks: bool) -> None:
    findings = found(history([night(0, fingerprint=fingerprint)]))
    assert list(findings) == [Monitor.FINGERPRINT] * speaks
    assert all(finding.severity is Severity.NOTICE for finding in findings.values())


@pytest.mark.parametrize(("days", "speaks"), [(3, False), (4, True), (59, True), (61, False)])
def test_a_site_that_is_no_longer_crawled(days: int, speaks: bool) -> None:
    findings = found(history([]), timedelta(days=days))
    assert list(findings) == [Monitor.NOT_CRAWLED] * speaks


def test_serious_findings_come_first() -> None:
    bad = night(0, fingerprint="mark: DNN", found=20, outcomes={"failed": 20})
    severities = [finding.severity for finding in check(history([bad]), NIGHT)]
    assert severities == [Severity.SERIOUS, Severity.NOTICE]


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [([5], 90, 5), ([1, 2, 3, 4], 50, 2), ([1] * 9 + [7], 90, 1), ([1] * 8 + [7, 7], 90, 7)],
)
def test_percentile_is_the_nearest_rank(values: list[int], percent: float, expected: int) -> None:
    assert percentile(values, percent) == expected
