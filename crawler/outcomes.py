"""What became of every article that a crawl found: one outcome each, and a reason where it was not kept.

``found = stored + revised + duplicate + unchanged + rejected + failed`` holds at the end of every crawl
(in a crawl without a database ``exported`` takes the place of the first four).
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scrapy.exceptions import DropItem

if TYPE_CHECKING:
    from collections.abc import Iterable


_GONE = ("http-404", "http-410")


class Outcome(StrEnum):
    """What became of one article. The first four are the archive's own words."""

    STORED = "stored"
    REVISED = "revised"
    DUPLICATE = "duplicate"
    UNCHANGED = "unchanged"
    EXPORTED = "exported"
    REJECTED = "rejected"
    FAILED = "failed"


class Rejected(DropItem):
    """An article that is not to be stored.

    Args:
        reason: A short fixed word, ``looks-like-a-listing``, which the report counts.
        detail: What an operator needs to look into it, such as the address.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}", log_level="WARNING")
        self.reason = reason


class Failed(DropItem):
    """An article that could not be stored though nothing is wrong with it.

    Args:
        reason: A short fixed word, ``database-locked``.
        detail: What an operator needs to look into it.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}", log_level="ERROR")
        self.reason = reason


@dataclass(slots=True)
class SiteReport:
    """The figures of one site's crawl.

    Attributes:
        spider: Name of the spider.
        found: Articles found on listing pages and feeds.
        outcomes: How many ended how.
        reasons: Reason to count, for rejected and failed ones: ``{"rejected: no-body": 2}``.
        listings: Listing pages and feeds that were read.
        listing_failures: Reason to count, for listing pages and feeds that could not be read.
        finished: Whether the crawl came to its own end.
        error: Why the crawl as a whole failed, in one line.
    """

    spider: str
    found: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    listings: int = 0
    listing_failures: Counter[str] = field(default_factory=Counter)
    finished: bool = False
    error: str | None = None

    @property
    def kept(self) -> int:
        """How many articles are in the archive or the feed after the crawl."""
        lost = (Outcome.REJECTED, Outcome.FAILED)
        return sum(self.outcomes.values()) - sum(self.outcomes[outcome] for outcome in lost)

    @property
    def trouble(self) -> str | None:
        """Why an operator must look at this site, in one line; None where all is well."""
        if self.error:
            return self.error
        if not self.finished:
            return "the crawl did not come to its end"
        if not self.found:
            failures = ", ".join(f"{reason} ({n})" for reason, n in self.listing_failures.items())
            return f"no article found; listing pages: {failures or 'none with articles'}"
        if not self.kept:
            return f"none of {self.found} articles could be kept"
        if self.outcomes[Outcome.FAILED]:
            return f"{self.outcomes[Outcome.FAILED]} articles failed"
        # A menu that names a page which is gone is the site's affair.
        failed = self.listing_failures.total() - sum(self.listing_failures[code] for code in _GONE)
        if failed:
            return f"{failed} listing pages failed"
        return None

    def write(self, path: Path) -> None:
        """Write the report as JSON, so that a reader never sees half of it."""
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        draft = path.with_suffix(".part")
        draft.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
        draft.replace(path)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a report that `write` wrote.

        Raises:
            FileNotFoundError: The crawl has not written one.
        """
        values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        for name in ("outcomes", "reasons", "listing_failures"):
            values[name] = Counter(values[name])
        return cls(**values)


class OutcomeLedger:
    """Keeps the account of a crawl: every article that is found ends in exactly one outcome."""

    def __init__(self, spider: str) -> None:
        self.report = SiteReport(spider)
        self._open: set[str] = set()

    def find(self, key: str) -> None:
        """Enter an article that is about to be fetched."""
        self._open.add(key)
        self.report.found += 1

    def settle(self, key: str, outcome: Outcome, reason: str | None = None) -> None:
        """Enter what became of an article; only the first word on each counts."""
        if key not in self._open:
            return
        self._open.remove(key)
        self.report.outcomes[outcome] += 1
        if reason is not None:
            self.report.reasons[f"{outcome}: {reason}"] += 1

    def close(self) -> None:
        """Settle what is still open, and check the account.

        Raises:
            AssertionError: The outcomes do not add up, which is an error in this program.
        """
        for key in sorted(self._open):
            self.settle(key, Outcome.FAILED, "unfinished")
        if sum(self.report.outcomes.values()) != self.report.found:
            raise AssertionError(f"outcomes do not add up to what was found: {self.report}")


def total(reports: Iterable[SiteReport]) -> SiteReport:
    """Add the figures of several sites."""
    result = SiteReport("total", finished=True)
    for report in reports:
        result.found += report.found
        result.outcomes.update(report.outcomes)
        result.reasons.update(report.reasons)
        result.listings += report.listings
        result.listing_failures.update(report.listing_failures)
    return result
