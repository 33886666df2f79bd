"""Where the shingles of all articles lie, and which articles have some of a text's."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from sys import byteorder
from typing import Final

from sqlalchemy import (
    Connection,
    ScalarSelect,
    TableValuedAlias,
    bindparam,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)

from archive.models import Base
from archive.reprints.listed import Listed
from archive.statements import Statements

#: Version of how texts are read, sketched and compared; raised by hand when results change.
VERSION: Final = 2

_TABLES: Final = Base.metadata.tables
_SHINGLES: Final = _TABLES["article_shingles"]
_SKETCHES: Final = _TABLES["article_sketches"]
_REPRINTS: Final = _TABLES["reprints"]

# What so many articles or more have in common is a formula, `Ban Chấp hành Trung ương Đảng`: no more than
# the first ones are read, for they may carry the text all the same, and a million others are not.
_MOST_HOLDERS: Final = 64
# Where so much of a text is no formula, what is formula is left out of account: who carries the text is
# found by the rest.
_ENOUGH: Final = 0.75
_LAST_ID: Final = 2**31 - 1

#: Articles that have so many of a text's kept shingles are looked at, and of those the best ones.
_FEWEST_SHARED: Final = 2
_MOST_CANDIDATES: Final = 48
# Less than this of the shorter text, as far as the few shingles that are kept can tell.
_LEAST_SHARE: Final = 0.2


@dataclass(frozen=True, slots=True)
class Found:
    """An article that may carry a text.

    Attributes:
        id: The article.
        share: How much of the shorter of both texts the other has, estimated.
        cluster_id: Its cluster, where it is in one.
        match_id: The article of its cluster that it was matched with, mostly the base.
    """

    id: int
    share: float
    cluster_id: int | None
    match_id: int | None


class Sketches:
    """The sketches of an archive, in a connection's transaction."""

    def __init__(self, connection: Connection, statements: Statements) -> None:
        self._connection = connection
        self._statements = statements

    def put(self, article_id: int, syllables: int, hashes: Sequence[int]) -> bool:
        """Store the sketch of an article in the place of the one that it has.

        Returns:
            Whether it had none before.
        """
        row = {"version": VERSION, "syllables": syllables, "hashes": packed(hashes)}
        key = {"id": article_id}
        before = self._statements.scalar(self._connection, _HASHES, key)
        if before is None:
            _INSERT.rows(self._connection, self._statements, hashes, **key)
            self._statements.insert(
                self._connection, _INSERT_SKETCH, [{**row, "article_id": article_id}]
            )
            return True
        old = set(_unpacked(before))
        if gone := old.difference(hashes):
            _DELETE.rows(self._connection, self._statements, gone, **key)
        if new := set(hashes) - old:
            _INSERT.rows(self._connection, self._statements, new, **key)
        self._statements.scalar(self._connection, _UPDATE_SKETCH, {**row, "row_id": article_id})
        return False

    def candidates(self, article_id: int, hashes: Sequence[int]) -> list[Found]:
        """Return the articles that may carry a text, most likely first.

        Args:
            article_id: The article that has the text; it is left out.
            hashes: Its sketch.
        """
        shared: dict[int, int] = {}
        weights: dict[int, float] = {}
        for found in self._holders(hashes):
            weight = 1 / len(found)  # What few articles have says more.
            for holder in found:
                shared[holder] = shared.get(holder, 0) + 1
                weights[holder] = weights.get(holder, 0.0) + weight
        shared.pop(article_id, None)
        fewest = min(_FEWEST_SHARED, len(hashes))
        likely = [holder for holder, count in shared.items() if count >= fewest]
        if not likely:
            return []
        likely.sort(key=lambda holder: (-weights[holder], holder))
        return self._estimated(likely[:_MOST_CANDIDATES], hashes)

    def _holders(self, hashes: Sequence[int]) -> list[list[int]]:
        """Return the articles that have each of the shingles of a text which tell something."""
        holders: dict[int, list[int]] = {}
        for value, holder in _FIND.rows(self._connection, self._statements, hashes):
            holders.setdefault(value, []).append(holder)
        rare = [found for found in holders.values() if len(found) < _MOST_HOLDERS]
        formulas = len(holders) - len(rare)
        return rare if formulas <= len(hashes) * (1 - _ENOUGH) else list(holders.values())

    def _estimated(self, ids: Sequence[int], hashes: Sequence[int]) -> list[Found]:
        own = set(hashes)
        found = []
        for holder, packed, cluster_id, match_id in _OF_LIKELY.rows(
            self._connection, self._statements, ids
        ):
            theirs = _unpacked(packed)
            # Above where the one sketch ends, the other has shingles that it says nothing about.
            top = min(hashes[-1], theirs[-1])
            fewest = min(bisect_right(hashes, top), bisect_right(theirs, top))
            share = len(own.intersection(theirs)) / fewest
            if share >= _LEAST_SHARE:
                found.append(Found(holder, share, cluster_id, match_id))
        found.sort(key=lambda one: (-one.share, one.id))
        return found


def packed(hashes: Sequence[int]) -> bytes:
    """Return a sketch as it is stored."""
    numbers = array("q", hashes)
    if byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def _unpacked(stored: bytes) -> Sequence[int]:
    numbers = array("q", stored)
    if byteorder == "big":
        numbers.byteswap()
    return numbers


# --- SQL ----------------------------------------------------------------------------------------------

_HASHES: Final = select(_SKETCHES.c.hashes).where(_SKETCHES.c.article_id == bindparam("id"))
_INSERT_SKETCH: Final = insert(_SKETCHES)
_UPDATE_SKETCH: Final = (
    update(_SKETCHES)
    .where(_SKETCHES.c.article_id == bindparam("row_id"))
    .returning(_SKETCHES.c.article_id)
)


def _last_holder(hashes: TableValuedAlias) -> ScalarSelect[int]:
    """Return the last article that is read of those that have a hash; none where all are."""
    other = _SHINGLES.alias("other")
    # The key is in the order hash, article: the first holders are one place of the index.
    return (
        select(other.c.article_id)
        .where(other.c.hash == hashes.c.value)
        .order_by(other.c.article_id)
        .limit(1)
        .offset(_MOST_HOLDERS - 1)
        .scalar_subquery()
    )


_FIND: Final = Listed(
    lambda hashes: select(_SHINGLES.c.hash, _SHINGLES.c.article_id).select_from(
        hashes.join(
            _SHINGLES,
            (_SHINGLES.c.hash == hashes.c.value)
            & (_SHINGLES.c.article_id <= func.coalesce(_last_holder(hashes), literal(_LAST_ID))),
        )
    )
)
_OF_LIKELY: Final = Listed(
    lambda articles: select(
        _SKETCHES.c.article_id, _SKETCHES.c.hashes, _REPRINTS.c.cluster_id, _REPRINTS.c.match_id
    ).select_from(
        articles.join(_SKETCHES, _SKETCHES.c.article_id == articles.c.value).outerjoin(
            _REPRINTS, _REPRINTS.c.article_id == _SKETCHES.c.article_id
        )
    )
)
_INSERT: Final = Listed(
    lambda hashes: insert(_SHINGLES).from_select(
        ["hash", "article_id"],
        select(hashes.c.value, bindparam("id", type_=_SHINGLES.c.article_id.type)),
    )
)
_DELETE: Final = Listed(
    lambda hashes: delete(_SHINGLES).where(
        _SHINGLES.c.article_id == bindparam("id"), _SHINGLES.c.hash.in_(select(hashes.c.value))
    )
)
