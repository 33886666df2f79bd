"""How far the walk through a listing goes: to its end, or over known ground and a little beyond."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(slots=True)
class Walk:
    """The walk through the pages of one listing, as far as this crawl has come.

    A listing that is walked to its end goes on as long as its pages name articles that the walk has not
    met. Any other goes on while its pages name articles that were not known before, and over `overlap`
    pages more: items are pinned to the top or entered with an older date.

    Attributes:
        overlap: Pages to be walked behind the first that names nothing new.
        seen: Keys of the articles that its pages have named.
        passed: How many such pages have been walked one after the other.
    """

    overlap: int
    seen: set[str] = field(default_factory=set)
    passed: int = 0

    def brings_new(self, keys: Collection[str]) -> bool:
        """Enter the articles of the next page; tell whether this walk has not met one of them before."""
        fresh = set(keys) - self.seen
        self.seen |= fresh
        return bool(fresh)

    def has_left_new_ground(self, *, news: bool) -> bool:
        """Enter whether the next page names anything new; tell whether the walk may stop behind it.

        >>> walk = Walk(overlap=1)
        >>> [walk.has_left_new_ground(news=news) for news in (True, False, True, False, False)]
        [False, False, False, False, True]
        """
        self.passed = 0 if news else self.passed + 1
        return self.passed > self.overlap
