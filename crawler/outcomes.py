"""What became of every article that a crawl found: one outcome each, and a reason where it was not kept.

``found = stored + revised + duplicate + unchanged + missing + rejected + failed`` holds at the end of
every crawl (in a crawl without a database ``exported`` takes the place of the first four).
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scrapy.exceptions import DropItem

from archive.health import EMPTY_LISTING
from archive.runs import SiteRecord

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.items import Article

# Not a failure: a menu that names a page which is gone, or one without articles, is the site's affair.
_NO_FAILURE = ("http-404", "http-410", EMPTY_LISTING)
# Articles below which a night says nothing of a site when none of them is kept: one new link to a file.
_FEW = 5
# Fields whose coverage is recorded; a site that stops printing one, or is misread, is seen by it.
_FIELDS = (
    *("lead", "body", "author", "organisation", "source", "section", "tags", "published"),
    *("images", "attachments"),
)
_METADATA = ("provinces", "topics", "citations", "people")


class Outcome(StrEnum):
    """What became of one article. The first four are the archive's own words.

    ``missing`` is an article that the archive has and that the site answered with 404, 410 or its home
    page.
    """

    STORED = "stored"
    REVISED = "revised"
    DUPLICATE = "duplicate"
    UNCHANGED = "unchanged"
    EXPORTED = "exported"
    MISSING = "missing"
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
        not_modified: Listing pages and feeds of which the site said that they had not changed.
        listing_failures: Reason to count, for listing pages and feeds that could not be read, or that
            are without articles (``no-articles``).
        requests: Requests sent, robots.txt and repetitions included.
        fields: In how many of the articles read a field was not empty; ``articles`` is how many there
            were.
        fingerprint: What the start page shows of its system (`crawler.extensions.fingerprints`).
        finished: Whether the crawl came to its own end.
        held: Whether another crawl was on at the site, so that this one did nothing.
        error: Why the crawl as a whole failed, in one line.
    """

    spider: str
    found: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    listings: int = 0
    not_modified: int = 0
    listing_failures: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    fingerprint: str | None = None
    finished: bool = False
    held: bool = False
    error: str | None = None

    @property
    def kept(self) -> int:
        """How many articles are in the archive or the feed after the crawl."""
        lost = (Outcome.MISSING, Outcome.REJECTED, Outcome.FAILED)
        return sum(self.outcomes.values()) - sum(self.outcomes[outcome] for outcome in lost)

    @property
    def trouble(self) -> str | None:
        """Why an operator must look at this site, in one line; None where all is well."""
        if self.error:
            return self.error
        if not self.finished:
            return "the crawl did not come to its end"
        if not self.found and not self.listings + self.not_modified:
            failures = ", ".join(f"{reason} ({n})" for reason, n in self.listing_failures.items())
            return f"no listing page could be read: {failures or 'none was asked for'}"
        empty = self.listing_failures[EMPTY_LISTING]
        if not self.found and not self.not_modified and empty >= self.listings:
            return f"none of {self.listings} listing pages names an article"
        if self.found >= _FEW and not self.kept and not self.outcomes[Outcome.MISSING]:
            return f"none of {self.found} articles could be kept"
        if self.outcomes[Outcome.FAILED]:
            return f"{self.outcomes[Outcome.FAILED]} articles failed"
        failed = self.listing_failures.total() - sum(self.listing_failures[x] for x in _NO_FAILURE)
        if failed:
            return f"{failed} listing pages failed"
        return None

    def count_fields(self, article: Article) -> None:
        """Enter which fields of an article that was read are not empty."""
        self.fields["articles"] += 1
        for name in _FIELDS:
            if getattr(article, name):
                self.fields[name] += 1
        for name in _METADATA:
            if article.metadata is not None and getattr(article.metadata, name):
                self.fields[name] += 1

    def settle_open(self) -> None:
        """Count articles whose outcome nobody has entered: their process ended before it could."""
        rest = self.found - sum(self.outcomes.values())
        if rest > 0:
            self.outcomes[Outcome.FAILED] += rest
            self.reasons[f"{Outcome.FAILED}: unfinished"] += rest

    def record(self) -> SiteRecord:
        """Return the report as the archive keeps it."""
        return SiteRecord(
            spider=self.spider,
            finished=self.finished,
            trouble=self.trouble,
            requests=self.requests,
            listings=self.listings,
            not_modified=self.not_modified,
            listing_failures=self.listing_failures,
            found=self.found,
            outcomes=self.outcomes,
            reasons=self.reasons,
            fields=self.fields,
            fingerprint=self.fingerprint,
        )

    def write(self, path: Path) -> None:
        """Write the report as JSON, so that a reader never sees half of it."""
        draft = path.with_suffix(".part")
        draft.write_text(json.dumps(self.values(), ensure_ascii=False), encoding="utf-8")
        draft.replace(path)

    def values(self) -> dict[str, Any]:
        """Return the figures by their names, as JSON takes them."""
        return {item.name: getattr(self, item.name) for item in fields(self)}

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a report that `write` wrote.

        Raises:
            FileNotFoundError: The crawl has not written one.
        """
        values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        for name in ("outcomes", "reasons", "listing_failures", "fields"):
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
        result.not_modified += report.not_modified
        result.listing_failures.update(report.listing_failures)
        result.requests += report.requests
    return result
