"""Which of the articles that were found to carry the same text form a cluster.

Likeness does not carry on for ever: a digest has the texts of two articles that have nothing in
common, and a paragraph that two articles have is like both. So not every link joins.

- A *digest*, which has several articles one after another, is in no cluster. A text that was
  printed before the parts, or has their headline, is no digest: they were taken from it.
- A link *binds* where the shorter text makes up the bulk of the longer one, or both have the same
  headline. What is bound is one cluster.
- A small part of another text goes to one cluster, with all that is bound to it: to the one whose text it
  shares most with. So it does not join the two texts that have it.

What comes out depends on the articles and their links alone, not on the order in which they came.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Final, NamedTuple

from archive.reprints.comparing import covered
from archive.reprints.matching import NEAR, Link, days_between, same_title

#: Of this share of a text it is said that the other has it whole.
WHOLE: Final = 0.85
# The shorter text makes up so much of the longer one: more than two texts share that are not the same.
_BULK: Final = 0.75
# What takes less than this from a text quotes it; what was printed later, has another headline, and has
# less than this from it, reports on more.
_SMALLEST_PART: Final = 0.2
_LATER_PART: Final = 0.6
# A digest has so much of each of several texts, each of which is no more than so much of it; two have no
# more than so much of their places in it in common, and all together have so much of it.
_TAKEN: Final = 0.75
_LARGEST_PIECE: Final = 0.8
_OVERLAP: Final = 0.2
_FILLED: Final = 0.5


@dataclass(frozen=True, slots=True)
class Member:
    """What is known of an article for grouping it.

    Attributes:
        id: Number of the article.
        syllables: Length of its text.
        title: Headline.
        first_day: First day on which it may have been published; None where no date is printed.
        last_day: Last such day.
    """

    id: int
    syllables: int
    title: str
    first_day: date | None
    last_day: date | None


class Place(NamedTuple):
    """An article's place; the columns of `reprints`."""

    cluster_id: int | None
    match_id: int | None
    relation: str
    share: float | None
    match_share: float | None


_Members = Mapping[int, Member]
#: Of two articles how much of the first the second has, and the other way round.
_Shares = Mapping[int, Mapping[int, tuple[float, float]]]


def places(members: _Members, links: Iterable[Link], digests: Collection[int]) -> dict[int, Place]:
    """Return the places of articles in clusters; those that are in none and no digest are left out.

    Args:
        members: The articles.
        links: What they share; links with other articles are left out of account.
        digests: Which of them are digests.
    """
    joining = [
        link
        for link in links
        if all(e in members and e not in digests for e in link.ends)
        and _may_join(members[link.shorter_id], members[link.longer_id])
    ]
    result = {article: Place(None, None, "digest", None, None) for article in digests}
    shares = _shares(joining)
    for cluster in _clusters(members, joining):
        result |= _places(cluster, members, shares)
    return result


class _Joined:
    """Sets of articles that were joined, each named by one of them."""

    def __init__(self) -> None:
        self._parents: dict[int, int] = {}

    def name(self, article: int) -> int:
        parent = self._parents.setdefault(article, article)
        while parent != self._parents[parent]:
            parent = self._parents[parent]
        self._parents[article] = parent
        return parent

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.name(one), self.name(other)))
        self._parents[second] = first

    def sets(self) -> list[list[int]]:
        found: dict[int, list[int]] = {}
        for article in sorted(self._parents):
            found.setdefault(self.name(article), []).append(article)
        return list(found.values())


def _clusters(members: _Members, links: Sequence[Link]) -> list[list[int]]:
    joined = _Joined()
    loose = []
    for link in links:
        if _binds(members, link):
            joined.join(*link.ends)
        else:
            joined.name(link.shorter_id), joined.name(link.longer_id)
            loose.append(link)
    fullest = {
        joined.name(together[0]): max(members[article].syllables for article in together)
        for together in joined.sets()
    }
    best: dict[int, tuple[tuple[float, ...], Link]] = {}
    for link in loose:
        part = joined.name(link.shorter_id)
        # The longer text has to have the fullest of what is bound, and not an abridged version only.
        if members[link.shorter_id].syllables < fullest[part] * _BULK:
            continue
        if part != joined.name(link.longer_id):
            ranked = (_closeness(members, link), link)
            best[part] = max(best.get(part, ranked), ranked, key=lambda one: one[0])
    for _, link in best.values():
        joined.join(*link.ends)
    return [together for together in joined.sets() if len(together) > 1]


def _may_join(shorter: Member, longer: Member) -> bool:
    """Tell whether a text is so much of another that the other does not only quote or report it."""
    part = shorter.syllables / longer.syllables
    if longer.first_day and shorter.last_day and longer.first_day > shorter.last_day:
        return part >= _LATER_PART or (
            part >= _SMALLEST_PART and same_title(shorter.title, longer.title)
        )
    return part >= _SMALLEST_PART


def _binds(members: _Members, link: Link) -> bool:
    shorter, longer = members[link.shorter_id], members[link.longer_id]
    return shorter.syllables >= longer.syllables * _BULK or same_title(shorter.title, longer.title)


def _closeness(members: _Members, link: Link) -> tuple[float, ...]:
    """Return how well a part fits to a text: what it has from it, and whether it came soon after."""
    shorter, longer = members[link.shorter_id], members[link.longer_id]
    days = days_between(shorter, longer)
    near = days is not None and days <= NEAR
    return link.shorter_share, near, link.longer_share, -link.longer_id, -link.shorter_id


def _shares(links: Iterable[Link]) -> _Shares:
    shares: dict[int, dict[int, tuple[float, float]]] = {}
    for link in links:
        there, back = link.shorter_share, link.longer_share
        shares.setdefault(link.shorter_id, {})[link.longer_id] = (there, back)
        shares.setdefault(link.longer_id, {})[link.shorter_id] = (back, there)
    return shares


def _places(cluster: Sequence[int], members: _Members, shares: _Shares) -> dict[int, Place]:
    """Return the places in one cluster: every article is matched with the base, or the likeliest."""
    inside = frozenset(cluster)

    def rank(article: int) -> tuple[object, ...]:
        others = inside.intersection(shares[article])
        total = sum(sum(shares[article][other]) for other in others)
        return -round(total, 3), members[article].first_day or date.max, article

    base, name = min(cluster, key=rank), min(cluster)
    result = {base: Place(name, None, "base", None, None)}
    for article in cluster:
        if article != base:
            known = shares[article]
            match = (
                base
                if base in known
                else max(inside.intersection(known), key=lambda other: (sum(known[other]), -other))
            )
            share, match_share = known[match]
            result[article] = Place(name, match, relation(share, match_share), share, match_share)
    return result


def relation(share: float, match_share: float) -> str:
    """Return what a text is of another: ``whole``, ``abridged``, ``extended`` or ``partial``.

    Args:
        share: How much of it the other has.
        match_share: How much of the other it has.
    """
    if share >= WHOLE:
        return "whole" if match_share >= WHOLE else "abridged"
    return "extended" if match_share >= WHOLE else "partial"


def is_digest(
    article: Member, links: Iterable[Link], members: _Members, alike: Callable[[int, int], bool]
) -> bool:
    """Tell whether an article has the texts of two others, which are not alike, one after another.

    Args:
        article: The article.
        links: Its links.
        members: The articles that they lead to.
        alike: Tells whether two of those are linked.
    """
    pieces = [
        link
        for link in links
        if link.longer_id == article.id
        and link.shorter_share >= _TAKEN
        and _is_piece(article, members[link.shorter_id])
    ]
    if covered(map(_span, pieces)) < article.syllables * _FILLED:
        return False
    return any(
        _are_apart(one, other)
        and not alike(one.shorter_id, other.shorter_id)
        and _are_older(article, members[one.shorter_id], members[other.shorter_id])
        for one, other in combinations(pieces, 2)
    )


def _is_piece(digest: Member, piece: Member) -> bool:
    """Tell whether a text may stand in a digest: an abridged version of it has its headline."""
    return piece.syllables <= digest.syllables * _LARGEST_PIECE and not same_title(
        digest.title, piece.title
    )


def _are_older(digest: Member, one: Member, other: Member) -> bool:
    """Tell whether two texts with different headlines may have been there before what has both."""
    if same_title(one.title, other.title):
        return False
    return any(
        digest.last_day is None or piece.first_day is None or piece.first_day <= digest.last_day
        for piece in (one, other)
    )


def _are_apart(one: Link, other: Link) -> bool:
    """Tell whether two articles stand in different places of the longer one."""
    (begins, ends), (other_begins, other_ends) = _span(one), _span(other)
    shared = min(ends, other_ends) - max(begins, other_begins)
    return shared <= _OVERLAP * min(ends - begins, other_ends - other_begins)


def _span(link: Link) -> tuple[int, int]:
    return link.first_syllable, link.last_syllable + 1
