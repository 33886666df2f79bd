"""When a page is looked at again: pure functions of what is known of it.

Corrections come in the first days after publication, so a recent article is looked at again after about
1, 3, 7 and 30 days, and every article rarely for as long as the archive is kept. The figures are data
(``archive/data/revisits.toml``).
"""

from __future__ import annotations

import tomllib
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("data") / "revisits.toml"


@dataclass(frozen=True, slots=True)
class Schedule:
    """The figures of ``revisits.toml``, in days; ``early_hours`` in hours."""

    recent: int
    steps: tuple[int, ...]
    rarely: int
    retries: tuple[int, ...]
    refusals: tuple[int, ...]
    confirm: int
    gone: int
    early_hours: int

    def next_visit(
        self, *, key: str, found_at: datetime, visited_at: datetime, published_at: datetime | None
    ) -> datetime:
        """Return when an article that was just read is read again.

        Args:
            key: What identifies the article; spreads those of one day over several nights.
            found_at: When a listing first named it.
            visited_at: When it was just read.
            published_at: Its printed date; None counts as recent.
        """
        if published_at is None or found_at - published_at <= timedelta(days=self.recent):
            for step in self.steps:
                due = self._after(found_at, step)
                if due > visited_at:
                    return due
        spread = zlib.crc32(key.encode()) % (self.rarely // 3 + 1)
        return self._after(visited_at, self.rarely + spread)

    def after_failure(self, failed_at: datetime, failures: int) -> datetime:
        """Return when a page that could not be had is asked for again.

        Args:
            failed_at: When it failed.
            failures: How many attempts in a row have failed, from 1.
        """
        return self._after(failed_at, _nth(self.retries, failures))

    def after_refusal(self, refused_at: datetime, refusals: int) -> datetime:
        """Return when a page that proved to be no article is asked for again.

        Args:
            refused_at: When it was read.
            refusals: How often in a row it was refused, from 1.
        """
        return self._after(refused_at, _nth(self.refusals, refusals))

    def confirmation(self, missing_at: datetime) -> datetime:
        """Return when an article found missing is looked at again, at the earliest."""
        return self._after(missing_at, self.confirm)

    def after_gone(self, confirmed_at: datetime, missing_since: datetime) -> datetime:
        """Return when an article that is gone is looked at again."""
        early = confirmed_at - missing_since < timedelta(days=self.gone)
        return self._after(confirmed_at, self.gone if early else self.rarely)

    def _after(self, moment: datetime, days: int) -> datetime:
        if not days:
            return moment
        return moment + timedelta(days=days, hours=-self.early_hours)


def _nth(days: tuple[int, ...], count: int) -> int:
    return days[min(count, len(days)) - 1]


@cache
def schedule() -> Schedule:
    """Return the schedule that is in force."""
    values = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    lists = {name: tuple(days) for name, days in values.items() if isinstance(days, list)}
    return Schedule(**(values | lists))
