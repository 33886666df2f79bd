"""The period of a crawl: ``-a since=2023-01-01 -a until=2023-06-30``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from archive.readings import Precision
from crawler.platforms.arguments import BadArgument

if TYPE_CHECKING:
    from archive.readings import PrintedDate


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included; None is open."""

    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise BadArgument(f"since={self.since} is after until={self.until}: exchange them")

    @property
    def is_open(self) -> bool:
        """Whether every date belongs to it."""
        return self.since is None and self.until is None

    def covers(self, published: PrintedDate) -> bool:
        """Say whether an article of this date may belong to the period.

        A date that is known only to the month or year belongs if any of its days does.
        """
        first = published.value.date()
        last = first
        if published.precision is Precision.MONTH:
            last = first.replace(day=28)
        elif published.precision is Precision.YEAR:
            last = first.replace(month=12, day=31)
        return (self.until is None or first <= self.until) and (
            self.since is None or last >= self.since
        )
