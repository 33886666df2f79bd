"""Where the shingles of all articles lie, and which articles have some of a text's."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from sys import byteorder
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Connection,
    String,
    TableValuedAlias,
    bindparam,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY

from archive.models import Base
from archive.statements import Statements

#: Version of how texts are read, sketched and compared; raised by hand when results change.
VERSION: Final = 1

_TABLES: Final = Base.metadata.tables
_SHINGLES: Final = _TABLES["article_shingles"]
_SKETCHES: Final = _TABLES["article_sketches"]
_REPRINTS: Final = _TABLES["reprints"]

# What more articles than this have in common is a formula, `Ban Chấp hành Trung ương Đảng`: the first
# ones are read, for they may carry the text all the same, and a million others are not.
_MOST_HOLDERS: Final = 100
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
        self._sql = _STATEMENTS[connection.dialect.name]

    def put(self, article_id: int, syllables: int, hashes: Sequence[int]) -> bool:
        """Store the sketch of an article in the place of the one that it has.

        Returns:
            Whether it had none before.
        """
        row = {"version": VERSION, "syllables": syllables, "hashes": packed(hashes)}
        key = {"id": article_id}
        before = self._statements.scalar(self._connection, _HASHES, key)
        if before is None:
            self._run("insert", hashes, **key)
            self._statements.insert(
                self._connection, _INSERT_SKETCH, [{**row, "article_id": article_id}]
            )
            return True
        old = set(_unpacked(before))
        if gone := old.difference(hashes):
            self._run("delete", gone, **key)
        if new := set(hashes) - old:
            self._run("insert", new, **key)
        self._statements.scalar(self._connection, _UPDATE_SKETCH, {**row, "row_id": article_id})
        return False

    def candidates(self, article_id: int, hashes: Sequence[int]) -> list[Found]:
        """Return the articles that may carry a text, most likely first.

        Args:
            article_id: The article that has the text; it is left out.
            hashes: Its sketch.
        """
        holders: dict[int, list[int]] = {}
        for value, holder in self._run("find", hashes):
            holders.setdefault(value, []).append(holder)
        shared: dict[int, int] = {}
        weights: dict[int, float] = {}
        for found in holders.values():
            for holder in found:
                shared[holder] = shared.get(holder, 0) + 1
                # What few articles have says more.
                weights[holder] = weights.get(holder, 0.0) + 1 / len(found)
        shared.pop(article_id, None)
        fewest = min(_FEWEST_SHARED, len(hashes))
        likely = [holder for holder, count in shared.items() if count >= fewest]
        if not likely:
            return []
        likely.sort(key=lambda holder: (-weights[holder], holder))
        return self._estimated(likely[:_MOST_CANDIDATES], hashes)

    def _estimated(self, ids: Sequence[int], hashes: Sequence[int]) -> list[Found]:
        own = set(hashes)
        found = []
        for holder, packed, cluster_id, match_id in self._run("sketches", ids):
            theirs = _unpacked(packed)
            # Above where the one sketch ends, the other has shingles that it says nothing about.
            top = min(hashes[-1], theirs[-1])
            fewest = min(bisect_right(hashes, top), bisect_right(theirs, top))
            share = len(own.intersection(theirs)) / fewest
            if share >= _LEAST_SHARE:
                found.append(Found(holder, share, cluster_id, match_id))
        found.sort(key=lambda one: (-one.share, one.id))
        return found

    def _run(self, name: str, values: Iterable[int], **further: int) -> list[tuple[Any, ...]]:
        statement, as_value = self._sql[name], self._sql["values"]
        return self._statements.rows(
            self._connection, statement, {"values": as_value(values), **further}
        )


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


# --- SQL, where a list of numbers is a table: each database has its own way to say so -----------------

_HASHES: Final = select(_SKETCHES.c.hashes).where(_SKETCHES.c.article_id == bindparam("id"))
_INSERT_SKETCH: Final = insert(_SKETCHES)
_UPDATE_SKETCH: Final = (
    update(_SKETCHES)
    .where(_SKETCHES.c.article_id == bindparam("row_id"))
    .returning(_SKETCHES.c.article_id)
)


def _statements(values: TableValuedAlias) -> dict[str, Any]:
    """Return the statements that take a list of numbers."""
    value = values.c.value
    other = _SHINGLES.alias("other")
    # The key is in the order hash, article: the first hundred holders are one place of the index.
    bound = (
        select(other.c.article_id)
        .where(other.c.hash == value)
        .order_by(other.c.article_id)
        .limit(1)
        .offset(_MOST_HOLDERS - 1)
        .scalar_subquery()
    )
    shingles = select(_SHINGLES.c.hash, _SHINGLES.c.article_id)
    return {
        "find": shingles.select_from(
            values.join(
                _SHINGLES,
                (_SHINGLES.c.hash == value)
                & (_SHINGLES.c.article_id <= func.coalesce(bound, literal(_LAST_ID))),
            )
        ),
        "sketches": select(
            _SKETCHES.c.article_id,
            _SKETCHES.c.hashes,
            _REPRINTS.c.cluster_id,
            _REPRINTS.c.match_id,
        ).select_from(
            values.join(_SKETCHES, _SKETCHES.c.article_id == value).outerjoin(
                _REPRINTS, _REPRINTS.c.article_id == _SKETCHES.c.article_id
            )
        ),
        "insert": insert(_SHINGLES).from_select(
            ["hash", "article_id"],
            select(value, bindparam("id", type_=_SHINGLES.c.article_id.type)),
        ),
        "delete": delete(_SHINGLES).where(
            _SHINGLES.c.article_id == bindparam("id"), _SHINGLES.c.hash.in_(select(value))
        ),
    }


_STATEMENTS: Final[dict[str, dict[str, Any]]] = {
    "sqlite": {
        "values": lambda values: json.dumps(list(values)),
        **_statements(func.json_each(bindparam("values", type_=String)).table_valued("value")),
    },
    "postgresql": {
        "values": list,
        **_statements(
            func.unnest(bindparam("values", type_=ARRAY(BigInteger)))
            .table_valued("value")
            .render_derived()
        ),
    },
}
