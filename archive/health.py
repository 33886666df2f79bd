"""What is wrong with a site, told from its own history: pure functions over the records of its runs.

Thresholds are in ``archive/data/health.toml``. A monitor that has too little history says nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from itertools import pairwise, takewhile
from math import ceil, sqrt
from pathlib import Path
from statistics import median

from archive.models import RunSite
from archive.runs import DIED

Thresholds = Mapping[str, Mapping[str, float]]

#: Reason under which the crawler counts first pages of listings that name no article.
EMPTY_LISTING = "no-articles"
_MARK = ": "


class Severity(StrEnum):
    """How much a finding matters: ``serious`` ones make the nightly run end with exit code 1."""

    SERIOUS = "serious"
    NOTICE = "notice"


class Monitor(StrEnum):
    """What is watched; ``docs/operations.md`` says what to do about each."""

    TROUBLE = "trouble"
    DIED = "died"
    UNREACHABLE = "unreachable"
    QUIET = "quiet"
    COVERAGE = "coverage"
    REJECTIONS = "rejections"
    FAILURES = "failures"
    MISSING = "missing"
    LISTINGS = "listings"
    EMPTY_LISTING = "empty-listing"
    FINGERPRINT = "fingerprint"
    NOT_CRAWLED = "not-crawled"
    NIGHT = "night"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that an operator should look at.

    Attributes:
        site: Name of the spider; None for what concerns the whole nightly run.
        monitor: Which monitor found it.
        severity: How much it matters.
        message: One line with figures: what was seen, what is usual, and since when.
        since: Since when it is so.
    """

    site: str | None
    monitor: Monitor
    severity: Severity
    message: str
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class SiteHistory:
    """What is remembered of a site.

    Attributes:
        spider: Name of the spider.
        runs: Its nightly runs and crawls that have ended, newest first.
        days: Days on which the site published something, in order; of an article without a date, the day
            on which it was first seen.
    """

    spider: str
    runs: Sequence[RunSite]
    days: Sequence[date]


@cache
def thresholds() -> Thresholds:
    """Return the thresholds of ``archive/data/health.toml``."""
    file = Path(__file__).with_name("data") / "health.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def check(history: SiteHistory, at: datetime, limits: Thresholds | None = None) -> list[Finding]:
    """Return what is wrong with a site, worst first.

    Args:
        history: From `archive.history.read`.
        at: The present moment.
        limits: Thresholds; default: those of the data file.
    """
    limits = thresholds() if limits is None else limits
    if not history.runs:
        return []
    pause = (at - history.runs[0].started_at).days
    if pause > limits["not-crawled"]["given_up_days"]:
        return []
    found = [
        *(_broken(history, limits)),
        *(_quiet(history, limits)),
        *(_coverage(history, limits)),
        *(_risen(history, limits)),
        *(_fewer_listings(history, limits)),
        *(_empty_listings(history, limits)),
        *(_fingerprint(history, limits)),
        *(_not_crawled(history, at, limits)),
    ]
    return sorted(found, key=lambda finding: finding.severity is not Severity.SERIOUS)


def _broken(history: SiteHistory, limits: Thresholds) -> list[Finding]:
    """Say why the newest run of the site failed, and for how many nights that has been so."""
    newest = history.runs[0]
    if newest.trouble is None:
        return []
    for monitor, is_so, least in (
        (Monitor.DIED, _died, 1),
        (Monitor.UNREACHABLE, _unreached, limits["unreachable"]["nights"]),
    ):
        row = list(takewhile(is_so, history.runs))
        if len(row) >= least:
            since = row[-1].started_at
            message = newest.trouble + (
                f"; so in the last {len(row)} runs, since {since:%F %H:%M}" if len(row) > 1 else ""
            )
            return [Finding(history.spider, monitor, Severity.SERIOUS, message, since)]
    since = newest.started_at
    return [Finding(history.spider, Monitor.TROUBLE, Severity.SERIOUS, newest.trouble, since)]


def _died(run: RunSite) -> bool:
    return (run.trouble or "").startswith(DIED)


def _unreached(run: RunSite) -> bool:
    return run.trouble is not None and run.listings + run.not_modified == 0


def _quiet(history: SiteHistory, limits: Thresholds) -> list[Finding]:
    """Find a site that can be read and has had nothing new for longer than it usually has."""
    limit = limits["quiet"]
    read = next((run for run in history.runs if run.listings + run.not_modified), None)
    if read is None:
        return []
    as_of = read.started_at.date()
    days = [day for day in history.days if (as_of - day).days >= 0]
    gaps = [(b - a).days for a, b in pairwise(d for d in days if (as_of - d).days <= limit["days"])]
    if len(gaps) < limit["least_gaps"]:
        return []
    usual = percentile(gaps, limit["percentile"])
    silence = (as_of - days[-1]).days
    allowed = max(limit["least_days"], limit["factor"] * usual)
    if silence <= allowed:
        return []
    message = (
        f"nothing new for {silence} days, since {days[-1]}; usually at most {usual} days "
        f"({limit['percentile']:.0f} % of {len(gaps)} gaps)"
    )
    since = datetime.combine(days[-1], datetime.min.time(), read.started_at.tzinfo)
    return [Finding(history.spider, Monitor.QUIET, Severity.SERIOUS, message, since)]


def percentile(values: Iterable[int], percent: float) -> int:
    """Return the smallest value that this share of the values does not exceed (nearest rank).

    >>> percentile([1, 1, 1, 1, 3], 90)
    3
    """
    ordered = sorted(values)
    return ordered[max(0, ceil(len(ordered) * percent / 100) - 1)]


@dataclass(frozen=True, slots=True)
class _Change:
    """A share that was one thing and has become another: since a run, how far from chance."""

    since: datetime
    before: float
    after: float
    articles: int
    sigmas: float


def _changes(
    runs: Sequence[RunSite], counted: Sequence[tuple[int, int]], limit: Mapping[str, float]
) -> Iterable[_Change]:
    """Compare the newest runs with those before, for every run since which the change may be.

    ``counted`` says for each run how many articles had something, and of how many.
    """
    counts = [_weighted(part, whole, limit["weight"]) for part, whole in counted]
    for cut in range(1, len(runs)):
        late, early = counts[:cut], counts[cut:]
        n, m = sum(x[1] for x in late), sum(x[1] for x in early)
        if counts[cut - 1][1] == 0 or n < limit["least_recent"]:
            continue
        if m < limit["least_earlier"] or len(early) < limit["least_runs"]:
            return
        parts = sum(x[0] for x in late), sum(x[0] for x in early)
        before, after = parts[1] / m, parts[0] / n
        # What chance does to the difference of two shares, if it is really one and the same. A share that
        # was always 0 or 1 has no spread of its own: half an article stands in for it.
        share = sum(parts) / (n + m)
        spread = sqrt(max(share * (1 - share), 0.5 / (n + m)) * (1 / n + 1 / m))
        yield _Change(runs[cut - 1].started_at, before, after, round(n), (after - before) / spread)


def _weighted(part: int, whole: int, weight: float) -> tuple[float, float]:
    scale = min(1.0, weight / whole) if whole else 0.0
    return part * scale, whole * scale


def _coverage(history: SiteHistory, limits: Thresholds) -> list[Finding]:
    """Find the fields that fewer articles have than usual."""
    limit = limits["coverage"]
    runs = [run for run in history.runs if run.fields.get("articles")]
    fields = sorted({name for run in runs for name in run.fields} - {"articles"})
    found = []
    for name in fields:
        counted = [(run.fields.get(name, 0), run.fields["articles"]) for run in runs]
        changes = [
            change
            for change in _changes(runs, counted, limit)
            if change.before >= limit["usual"]
            and change.after < limit["share"] * change.before
            and change.sigmas < -limit["sigmas"]
        ]
        if changes:
            worst = min(changes, key=lambda change: change.sigmas)
            message = (
                f"only {worst.after:.0%} of {worst.articles} articles have {name}, usually "
                f"{worst.before:.0%}; since {worst.since:%F}"
            )
            found.append(
                Finding(history.spider, Monitor.COVERAGE, Severity.SERIOUS, message, worst.since)
            )
    return found


def _risen(history: SiteHistory, limits: Thresholds) -> list[Finding]:
    """Find what happens to more of the articles than usual."""
    limit = limits["rising"]
    runs = [run for run in history.runs if run.found]
    found = []
    for monitor, outcome in (
        (Monitor.REJECTIONS, "rejected"),
        (Monitor.FAILURES, "failed"),
        (Monitor.MISSING, "missing"),
    ):
        counted = [(run.outcomes.get(outcome, 0), run.found) for run in runs]
        changes = [
            change
            for change in _changes(runs, counted, limit)
            if change.after > limit["factor"] * change.before
            and change.after >= change.before + limit["least_rise"]
            and change.sigmas > limit["sigmas"]
            and change.after * change.articles >= limit["least"]
        ]
        if changes:
            worst = max(changes, key=lambda change: change.sigmas)
            why = _main_reason(runs, outcome, worst.since)
            message = (
                f"{worst.after:.0%} of {worst.articles} articles were {outcome}, usually "
                f"{worst.before:.0%}; since {worst.since:%F}{why}"
            )
            found.append(Finding(history.spider, monitor, Severity.SERIOUS, message, worst.since))
    return found


def _main_reason(runs: Sequence[RunSite], outcome: str, since: datetime) -> str:
    """Return the reason that was counted most often, as the end of a sentence."""
    counts: dict[str, int] = {}
    for run in runs:
        for reason, number in run.reasons.items() if run.started_at >= since else ():
            if reason.startswith(outcome + _MARK):
                counts[reason] = counts.get(reason, 0) + number
    if not counts:
        return ""
    first = max(counts, key=lambda reason: counts[reason])
    return f"; mostly {first.removeprefix(outcome + _MARK)} ({counts[first]})"


def _fewer_listings(history: SiteHistory, limits: Thresholds) -> list[Finding]:
    """Find a walk that no longer reaches the listing pages that it used to."""
    limit = limits["listings"]
    whole = [run for run in history.runs if run.finished]
    if not whole or whole[0] is not history.runs[0]:
        return []
    earlier = [run.listings + run.not_modified for run in whole[1:]]
    seen = whole[0].listings + whole[0].not_modified
    if len(earlier) < limits["history"]["least_runs"] or seen == 0:
        return []
    usual = median(earlier)
    if usual < limit["least"] or seen >= limit["share"] * usual:
        return []
    message = f"{seen} listing pages were reached, usually {usual:.0f}: the menu may have changed"
    since = whole[0].started_at
    return [Finding(history.spider, Monitor.LISTINGS, Severity.SERIOUS, message, since)]


def _empty_listings(history: SiteHistory, limits: Thresholds) -> list[Finding]:
    """Find listings that named articles and now name none."""
    counts = [run.listing_failures.get(EMPTY_LISTING, 0) for run in history.runs]
    if len(counts) <= limits["history"]["least_runs"] or counts[0] <= max(counts[1:]):
        return []
    message = (
        f"{counts[0]} listings name no article at all, until now at most {max(counts[1:])}: "
        "a section is empty or is drawn anew"
    )
    since = history.runs[0].started_at
    return [Finding(history.spider, Monitor.EMPTY_LISTING, Severity.SERIOUS, message, since)]


def _fingerprint(history: SiteHistory, limits: Thresholds) -> list[Finding]:
    """Find a start page that looks like another system, or another design of the same."""
    limit = limits["fingerprint"]
    seen = [
        (run.started_at, set(run.fingerprint.splitlines()))
        for run in history.runs
        if run.fingerprint
    ]
    earlier = [lines for _, lines in seen[1 : 1 + int(limit["runs"])]]
    if len(earlier) < limits["history"]["least_runs"]:
        return []
    since, now = seen[0]
    nearest = max(earlier, key=lambda lines: likeness(lines, now))
    changed = _marks(nearest) ^ _marks(now)
    alike = likeness(nearest, now)
    if not changed and alike >= limit["likeness"]:
        return []
    what = f"now {_listed(now)}, before {_listed(nearest)}" if changed else "scripts and styles"
    message = f"the start page changed ({what}): {alike:.0%} of its traits are as before"
    return [Finding(history.spider, Monitor.FINGERPRINT, Severity.NOTICE, message, since)]


def likeness(first: set[str], second: set[str]) -> float:
    """Return how alike two sets are: shared lines by all lines; two empty sets are alike."""
    both = first | second
    return len(first & second) / len(both) if both else 1.0


def _marks(lines: set[str]) -> set[str]:
    return {line for line in lines if line.startswith(("generator:", "mark:"))}


def _listed(lines: set[str]) -> str:
    return (
        ", ".join(sorted(line.partition(_MARK)[2] for line in _marks(lines))) or "no known system"
    )


def _not_crawled(history: SiteHistory, at: datetime, limits: Thresholds) -> list[Finding]:
    """Find a site that is no longer crawled: the timer is off, or every run before it fails."""
    limit = limits["not-crawled"]
    last = history.runs[0].started_at
    pauses = [(b.date() - a.date()).days for b, a in pairwise(r.started_at for r in history.runs)]
    if len(pauses) < limits["history"]["least_runs"]:
        return []
    days = (at.date() - last.date()).days
    usual = max(1, percentile(pauses, 90))
    if days <= max(limit["least_days"], limit["factor"] * usual):
        return []
    message = f"not crawled for {days} days, since {last:%F %H:%M}; usually every {usual} days"
    return [Finding(history.spider, Monitor.NOT_CRAWLED, Severity.SERIOUS, message, last)]
