"""Whether two articles carry the same text.

The question is not how alike two texts are but what differs. A reprint is cut, has another
headline, another introduction, a byline, a few other words; it keeps what it takes. Two editions of
a formula text are nine tenths the same, and differ in their numbers and dates. Two articles by one
writer share passages, and each has passages of its own throughout.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final, Protocol

from archive.reprints.comparing import Comparison, Text, compare
from archive.reprints.occasions import Marks, changed_numbers, conflict, marks
from archive.reprints.shingles import SHORTEST, shingles
from archive.text import syllables

# How much of the shorter text the longer one must have. Measured on the texts of tests/evaluation/tuning
# and tests/sites/articles by tests/evaluation/reprints.py; see docs/evaluation.md.
_SHARE: Final = 0.85
#: Within one site, long after, or of a short text: nothing else speaks for it being the same.
_STRICT_SHARE: Final = 0.9
#: With the same headline on another site: cut to a third, say, and a new introduction before it.
_TITLED_SHARE: Final = 0.55
# Of its shingles, words replaced not counted: below it, the texts need not be laid side by side.
_SHINGLE_SHARE: Final = 0.35
#: Texts below this length are compared strictly: a passage of the usual words fills them.
_SHORT: Final = 60
#: A text that is less than this of another need not be laid beside it.
_SMALLEST_PART: Final = 0.1
#: Days between two printings of one text, and between two editions of a formula text.
NEAR: Final = 10
_FAR: Final = 20
#: So many other numbers are another edition whenever it was printed.
_MOST_CHANGED: Final = 2
_SAME_TITLE: Final = 0.75
_SHORTEST_TITLE: Final = 5
# Texts that are kept as they are compared, 50 kB each.
_TEXTS: Final = 64


class Dated(Protocol):
    """What may have been published from one day to another; None where no date is printed."""

    @property
    def first_day(self) -> date | None:
        """The first day."""

    @property
    def last_day(self) -> date | None:
        """The last day."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article as it is compared with others.

    Attributes:
        id: Number of the article.
        site_id: Its site.
        title: Headline.
        text: Lead, body and the cells of its tables.
        first_day: First day on which it may have been published by its printed date; None without one.
        last_day: Last such day: the same where the day is printed, later where only month or year is.
    """

    id: int
    site_id: int
    title: str
    text: Text
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Link:
    """Two articles that carry the same text; columns of `reprint_links`."""

    shorter_id: int
    longer_id: int
    shorter_share: float
    longer_share: float
    first_syllable: int
    last_syllable: int

    @property
    def ends(self) -> tuple[int, int]:
        """Both articles."""
        return self.shorter_id, self.longer_id


def read(row: Mapping[Any, Any]) -> Candidate:
    """Return an article as it is compared.

    Args:
        row: Columns of `articles`: ``id``, ``site_id``, ``title``, ``lead``, ``body``, ``tables``,
            ``published_at``, ``published_precision``.
    """
    first_day, last_day = possible_days(row["published_at"], row["published_precision"])
    return Candidate(
        id=row["id"],
        site_id=row["site_id"],
        title=row["title"],
        text=compared(_whole(row["lead"], row["body"], row["tables"])),
        first_day=first_day,
        last_day=last_day,
    )


def text_syllables(lead: str | None, body: str, tables: list[Any]) -> list[str]:
    """Return the syllables of a text: lead, body, and the cells of its tables; never the headline."""
    return syllables(_whole(lead, body, tables))


def _whole(lead: str | None, body: str, tables: list[Any]) -> str:
    text = f"{lead}\n{body}" if lead else body
    if tables:
        text = "\n".join([text, *(cell for table in tables for row in table for cell in row)])
    return text


# While a text is being reprinted everywhere, each reprint is laid beside the same few.
@lru_cache(maxsize=_TEXTS)
def compared(text: str) -> Text:
    """Return a text as it is compared; the last ones are kept."""
    words = syllables(text)
    return Text(words, shingles(words))


def possible_days(at: datetime | None, precision: str | None) -> tuple[date | None, date | None]:
    """Return the first and the last day that a printed date may mean: a month is known to the month."""
    if at is None:
        return None, None
    first = at.date()
    if precision == "year":
        return first, first.replace(month=12, day=31)
    if precision == "month":
        return first, (first.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first, first


def same_text(one: Candidate, other: Candidate) -> Link | None:
    """Compare two articles; return what they share where they carry the same text."""
    shorter, longer = sorted((one, other), key=lambda c: (len(c.text.syllables), -c.id))
    length, longer_length = len(shorter.text.syllables), len(longer.text.syllables)
    if length < SHORTEST or length < longer_length * _SMALLEST_PART:
        return None
    own = set(shorter.text.hashes)
    if len(own.intersection(longer.text.hashes)) < len(own) * _SHINGLE_SHARE:
        return None
    found = compare(shorter.text, longer.text)
    if found is None or not (
        _shares_enough(shorter, longer, found) and _is_one_occasion(shorter, longer, found)
    ):
        return None
    return Link(
        shorter_id=shorter.id,
        longer_id=longer.id,
        shorter_share=round(found.shared / length, 3),
        longer_share=round(found.other_shared / longer_length, 3),
        first_syllable=found.begins,
        last_syllable=found.ends - 1,
    )


def _shares_enough(shorter: Candidate, longer: Candidate, found: Comparison) -> bool:
    length = len(shorter.text.syllables)
    share = found.shared / length
    if share >= _STRICT_SHARE:
        return True
    days = days_between(shorter, longer)
    if shorter.site_id == longer.site_id or length < _SHORT or (days is not None and days > _FAR):
        return False
    return share >= (_TITLED_SHARE if same_title(shorter.title, longer.title) else _SHARE)


def _is_one_occasion(one: Candidate, other: Candidate, found: Comparison) -> bool:
    """Tell whether what differs leaves it open that this is one text, and no other edition of it."""
    changed = changed_numbers(found.replaced)
    titles: tuple[Marks, Marks] = marks(one.title), marks(other.title)
    in_conflict = conflict(*titles)
    if not changed and not in_conflict:
        return True
    days = days_between(one, other)
    near = days is not None and days <= NEAR and one.site_id != other.site_id
    if changed and in_conflict:
        return False
    return near and len(changed) <= _MOST_CHANGED


def days_between(one: Dated, other: Dated) -> int | None:
    """Return the fewest days between two printed dates; None where one of them has none."""
    if one.first_day is None or other.first_day is None:
        return None
    if one.last_day is None or other.last_day is None:
        return None
    gap = max(one.first_day - other.last_day, other.first_day - one.last_day)
    return max(gap.days, 0)


def same_title(one: str, other: str) -> bool:
    """Tell whether two headlines have most of their words in common."""
    before, after = _words(one), _words(other)
    common = before & after
    return len(common) >= _SHORTEST_TITLE and len(common) >= len(before | after) * _SAME_TITLE


# The headlines of a cluster are compared again with every article that joins it.
@lru_cache(maxsize=4096)
def _words(title: str) -> frozenset[str]:
    return frozenset(syllables(title))
