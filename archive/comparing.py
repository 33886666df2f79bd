"""What two states of an article differ in, and whether they are states of one article at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from archive.fingerprints import SHORT
from archive.readings import Reading
from archive.text import syllables

#: The columns whose change on the site makes a revision.
REVISING: Final = (
    "title",
    "lead",
    "body",
    "tables",
    "author",
    "organisation",
    "published_at",
    "published_precision",
)
_LISTING: Final = "listing:"

# Measured on 12,246 pairs of different articles of party sites: of their pairs of neighbouring syllables
# half the pairs share 5 %, nine in ten at most 12.5 %, and nine in ten have less than a quarter of their
# headlines' syllables in common. Of an edited article even a rewritten version shares far more.
_SAME_TEXT: Final = 0.15
# Few pairs of syllables may be shared by chance: "đang được nâng cấp".
_SAME_SHORT_TEXT: Final = 0.3
_SAME_TITLE: Final = 0.4


def changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Return the columns of `REVISING` in which two states differ."""
    return [name for name in REVISING if new[name] != old[name]]


def changed_by_page(
    names: Sequence[str], old: Mapping[str, Any], new: Mapping[str, Any]
) -> list[str]:
    """Return which of some changed columns the article's own page accounts for.

    What a listing printed, and the page did not, says nothing of a change of the page.

    Args:
        names: Columns that differ.
        old: The state that is stored: these columns, ``rules`` and ``published_rule``.
        new: The state that was read, likewise.
    """
    return [name for name in names if not (_from_listing(name, old) or _from_listing(name, new))]


def _from_listing(name: str, state: Mapping[str, Any]) -> bool:
    if name.startswith("published_"):
        rule = state["published_rule"] or ""
    else:
        rule = state["rules"].get(name, "")
    return bool(rule.startswith(_LISTING))


def is_another_text(old: Mapping[str, Any], reading: Reading) -> bool:
    """Tell whether a page shares so little with what its address held that it is another page.

    Sites give the address of an article to another one, and a lapsed domain answers every address with
    the same page. An article that was written anew keeps at least its headline or its printed date.

    Args:
        old: What is stored: ``title``, ``lead``, ``body``, ``tables``, and the columns of its date.
        reading: What the page holds now.
    """
    if _same_printed_date(old, reading):
        return False
    if is_same_headline(old["title"], reading.title):
        return False
    before, after = _words(old["lead"], old["body"], old["tables"]), _words_of(reading)
    shorter = min(len(before), len(after))
    pairs_before, pairs_after = set(pairwise(before)), set(pairwise(after))
    shared = len(pairs_before & pairs_after)
    wanted = _SAME_TEXT if shorter >= SHORT else _SAME_SHORT_TEXT
    return shared <= wanted * min(len(pairs_before), len(pairs_after))


def is_same_headline(first: str, second: str) -> bool:
    """Tell whether two headlines share so many syllables that they may be of one article.

    >>> is_same_headline("Lịch công tác tuần 12", "LỊCH CÔNG TÁC TUẦN 13")
    True
    """
    before, after = set(syllables(first)), set(syllables(second))
    return len(before & after) >= _SAME_TITLE * max(len(before), len(after))


def _same_printed_date(old: Mapping[str, Any], reading: Reading) -> bool:
    """Tell whether both pages print the same day; what a listing prints stays when a page goes."""
    date = reading.published
    return (
        date is not None
        and old["published_at"] is not None
        and not date.rule.startswith(_LISTING)
        and not old["published_rule"].startswith(_LISTING)
        and date.value.date() == old["published_at"].date()
    )


def _words_of(reading: Reading) -> list[str]:
    return _words(reading.lead, reading.body_text, reading.tables)


def _words(lead: str | None, body: str, tables: list[list[list[str]]]) -> list[str]:
    cells = [cell for table in tables for row in table for cell in row]
    return syllables("\n".join([lead or "", body, *cells]))
