"""Every article that is found ends in exactly one outcome."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from archive.timezone import now
from crawler.items import Article
from crawler.outcomes import Outcome, OutcomeLedger, SiteReport, total


def ledger_of(*keys: str) -> OutcomeLedger:
    ledger = OutcomeLedger("lai_chau")
    for key in keys:
        ledger.find(key)
    return ledger


def test_the_outcomes_add_up_to_what_was_found() -> None:
    ledger = ledger_of("a", "b", "c", "d")
    ledger.settle("a", Outcome.STORED)
    ledger.settle("b", Outcome.REJECTED, "no-body")
    ledger.settle("c", Outcome.FAILED, "http-404")
    ledger.close()
    assert ledger.report.outcomes == {"stored": 1, "rejected": 1, "failed": 2}
    assert ledger.report.reasons == {
        "rejected: no-body": 1,
        "failed: http-404": 1,
        "failed: unfinished": 1,
    }
    assert ledger.report.kept == 1


def test_only_the_first_word_on_an_article_counts() -> None:
    ledger = ledger_of("a")
    ledger.settle("a", Outcome.STORED)
    ledger.settle("a", Outcome.FAILED, "late")
    ledger.settle("never-found", Outcome.STORED)
    ledger.close()
    assert ledger.report.outcomes == {"stored": 1}


def test_an_account_that_does_not_add_up_is_an_error() -> None:
    ledger = ledger_of("a")
    ledger.report.found += 1
    with pytest.raises(AssertionError, match="do not add up"):
        ledger.close()


def test_a_report_is_read_as_it_was_written(tmp_path: Path) -> None:
    ledger = ledger_of("a")
    ledger.settle("a", Outcome.REJECTED, "no-body")
    ledger.report.listing_failures["http-503"] += 1
    ledger.report.write(tmp_path / "r.json")
    assert SiteReport.read(tmp_path / "r.json") == ledger.report


QUIET: dict[str, Any] = {"finished": True, "listings": 3}


@pytest.mark.parametrize(
    ("report", "trouble"),
    [
        (SiteReport("x"), "the crawl did not come to its end"),
        (SiteReport("x", error="disk full"), "disk full"),
        (SiteReport("x", finished=True), "no listing page could be read: none was asked for"),
        (
            SiteReport("x", finished=True, listing_failures=Counter({"timeout": 2})),
            "no listing page could be read: timeout (2)",
        ),
        (
            SiteReport("x", **QUIET, listing_failures=Counter({"no-articles": 3})),
            "none of 3 listing pages names an article",
        ),
        (SiteReport("x", **QUIET, listing_failures=Counter({"http-503": 1})), "1 listing pages failed"),
        # A quiet night is well: nothing was new on pages that were read or had not changed.
        (SiteReport("x", **QUIET), None),
        (SiteReport("x", finished=True, not_modified=3), None),
        (SiteReport("x", **QUIET, listing_failures=Counter({"no-articles": 2, "http-404": 1})), None),
        (
            SiteReport(
                "x",
                **(QUIET | {"not_modified": 1}),
                listing_failures=Counter({"no-articles": 3}),
            ),
            None,
        ),
    ],
)  # fmt: skip
def test_a_site_is_in_trouble_where_nothing_could_be_read(
    report: SiteReport, trouble: str | None
) -> None:
    assert report.trouble == trouble


@pytest.mark.parametrize(
    ("outcomes", "trouble"),
    [
        ({"stored": 1}, None),
        ({"unchanged": 1}, None),
        ({"duplicate": 1}, None),
        ({"missing": 9}, None),
        ({"rejected": 4}, None),  # a new link to a file, and so on
        ({"rejected": 5}, "none of 5 articles could be kept"),
        ({"rejected": 3, "failed": 2}, "none of 5 articles could be kept"),
        ({"stored": 9, "failed": 1}, "1 articles failed"),
    ],
)
def test_trouble_follows_the_outcomes(outcomes: dict[str, int], trouble: str | None) -> None:
    ledger = OutcomeLedger("lai_chau")
    for outcome, number in outcomes.items():
        for place in range(number):
            ledger.find(f"{outcome}-{place}")
            ledger.settle(f"{outcome}-{place}", Outcome(outcome))
    ledger.report.finished = True
    ledger.close()
    assert ledger.report.trouble == trouble


def test_what_a_killed_process_left_open_is_settled() -> None:
    ledger = ledger_of("a", "b", "c")
    ledger.settle("a", Outcome.STORED)
    ledger.report.settle_open()
    ledger.report.settle_open()
    assert ledger.report.outcomes == {"stored": 1, "failed": 2}
    assert ledger.report.reasons == {"failed: unfinished": 2}


def test_the_fields_of_articles_are_counted() -> None:
    report = SiteReport("lai_chau")
    for author in ("An", None):
        report.count_fields(
            Article(
                url="https://x.vn/1",
                key="x.vn/1",
                site="x.vn",
                spider="lai_chau",
                fetched_at=now(),
                parser="P/1",
                title="T",
                author=author,
                body=["Nội dung"],
            )
        )
    assert report.fields == {"articles": 2, "body": 2, "author": 1}
    assert report.record().fields == report.fields


def test_figures_of_sites_are_added() -> None:
    first, second = ledger_of("a"), ledger_of("b", "c")
    first.settle("a", Outcome.STORED)
    second.settle("b", Outcome.STORED)
    sums = total([first.report, second.report])
    assert (sums.found, sums.outcomes["stored"]) == (3, 2)
