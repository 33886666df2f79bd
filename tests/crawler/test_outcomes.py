"""Every article that is found ends in exactly one outcome."""

from __future__ import annotations

from pathlib import Path

import pytest

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


@pytest.mark.parametrize(
    ("report", "trouble"),
    [
        (SiteReport("x", finished=True), "no article found; listing pages: none with articles"),
        (SiteReport("x"), "the crawl did not come to its end"),
        (SiteReport("x", error="disk full"), "disk full"),
    ],
)
def test_a_site_that_gave_nothing_is_in_trouble(report: SiteReport, trouble: str) -> None:
    assert report.trouble == trouble


@pytest.mark.parametrize(
    ("outcome", "trouble"),
    [
        (Outcome.STORED, None),
        (Outcome.UNCHANGED, None),
        (Outcome.DUPLICATE, None),
        (Outcome.REJECTED, "none of 1 articles could be kept"),
        (Outcome.FAILED, "none of 1 articles could be kept"),
    ],
)
def test_trouble_follows_the_outcomes(outcome: Outcome, trouble: str | None) -> None:
    ledger = ledger_of("a")
    ledger.settle("a", outcome)
    ledger.report.finished = True
    assert ledger.report.trouble == trouble


def test_figures_of_sites_are_added() -> None:
    first, second = ledger_of("a"), ledger_of("b", "c")
    first.settle("a", Outcome.STORED)
    second.settle("b", Outcome.STORED)
    sums = total([first.report, second.report])
    assert (sums.found, sums.outcomes["stored"]) == (3, 2)
