"""What is counted while a snapshot is written: what it has of which month, and what it lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from archive.gaps import low_months
from archive.readings import Precision

#: Site, year and month; None: not printed.
Month = tuple[int, int | None, int | None]
_TABLES: Final = ("articles", "duplicates")


@dataclass(slots=True)
class Tally:
    """Counts of a snapshot.

    Attributes:
        rows: Rows of each table.
        months: For articles and duplicates, how many of which month.
        undated: Articles without a printed date, by site.
        uncaptured: Articles whose state was not captured.
        versions: Articles by the readers of their metadata; None: none has looked at them.
        parsers: Articles by the page object that read them.
    """

    rows: Counter[str] = field(default_factory=Counter)
    months: dict[str, Counter[Month]] = field(
        default_factory=lambda: {name: Counter() for name in _TABLES}
    )
    undated: Counter[int] = field(default_factory=Counter)
    uncaptured: int = 0
    versions: Counter[str | None] = field(default_factory=Counter)
    parsers: Counter[str] = field(default_factory=Counter)

    def add(self, table: str, row: Mapping[str, Any]) -> None:
        """Count a row."""
        self.rows[table] += 1
        if table in _TABLES:
            self.months[table][_month(row)] += 1
        if table == "articles":
            self.undated[row["site_id"]] += row["published_at"] is None
            self.uncaptured += row["capture"] is None
            self.versions[row["metadata_version"]] += 1
            self.parsers[row["parser"]] += 1

    def of_site(self, table: str, site_id: int) -> int:
        """Return how many articles or duplicates a site has."""
        return sum(n for month, n in self.months[table].items() if month[0] == site_id)

    def years(self, site_id: int) -> list[int]:
        """Return the years from which a site has articles or duplicates."""
        months = (month for counter in self.months.values() for month in counter)
        return sorted({year for site, year, _ in months if site == site_id and year is not None})

    @property
    def sites(self) -> list[int]:
        """The sites that have any, by their numbers."""
        return sorted({month[0] for counter in self.months.values() for month in counter})

    def coverage(self, as_of: date) -> Iterator[dict[str, Any]]:
        """Yield the rows of the table ``coverage``, by site and month, what is not known last.

        Args:
            as_of: The day of the snapshot; its month is no gap, for it was not over.
        """
        articles, duplicates = self.months["articles"], self.months["duplicates"]
        for site_id in self.sites:
            low = self._low_months(site_id, as_of)
            months = {month for counter in (articles, duplicates) for month in counter}
            wanted = {month for month in months if month[0] == site_id} | set(low)
            for month in sorted(wanted, key=_order):
                yield {
                    "site_id": site_id,
                    "year": month[1],
                    "month": month[2],
                    "articles": articles[month],
                    "duplicates": duplicates[month],
                    "expected": low.get(month),
                }

    def _low_months(self, site_id: int, as_of: date) -> dict[Month, float]:
        """Return the months with far fewer articles than those around them, and what is usual there."""
        months: Counter[int] = Counter()
        for counter in self.months.values():
            for (site, year, month), number in counter.items():
                if site == site_id and year is not None and month is not None:
                    months[12 * year + month - 1] += number
        present = 12 * as_of.year + as_of.month - 1
        past = {place: number for place, number in months.items() if place < present}
        return {
            (site_id, place // 12, place % 12 + 1): float(expected)
            for place, expected, _ in low_months(past)
        }


def _month(row: Mapping[str, Any]) -> Month:
    at = row["published_at"]
    if at is None:
        return row["site_id"], None, None
    exact = row["published_precision"] != Precision.YEAR
    return row["site_id"], at.year, at.month if exact else None


def _order(month: Month) -> tuple[int, ...]:
    _, year, number = month
    return year or 9999, number or 99
