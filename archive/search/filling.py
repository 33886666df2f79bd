"""Puts many articles into the index of PostgreSQL at once, as `Indexing` does one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import BigInteger, Connection, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, insert

from archive.models import Base
from archive.search import entries, positions, postgresql
from archive.search.entries import Entry
from archive.statements import Statements

_INDEX: Final = Base.metadata.tables["article_index"]

_HIGHEST: Final = text(
    "SELECT first, (SELECT max(position) FROM article_index WHERE position BETWEEN first AND last)"
    " FROM unnest(:firsts, :lasts) AS minute (first, last)"
).bindparams(*(bindparam(name, type_=ARRAY(BigInteger)) for name in ("firsts", "lasts")))
_TAKE: Final = insert(_INDEX).on_conflict_do_nothing().returning(_INDEX.c.position)


def fill(
    connection: Connection, statements: Statements, article_ids: Sequence[int]
) -> Sequence[int]:
    """Put articles into the index that are not in it.

    Args:
        connection: PostgreSQL, in a transaction that writes.
        statements: Runs what runs for every article.
        article_ids: The articles.

    Returns:
        Those for which another program took the place, or their minute was full; they are not in it.
    """
    found = {entry.article_id: entry for entry in entries.read_many(connection, article_ids)}
    rows = list(_placed(connection, [found[number] for number in article_ids if number in found]))
    taken = set(connection.scalars(_TAKE, rows)) if rows else set()
    put = {row["article_id"]: row["position"] for row in rows if row["position"] in taken}
    if put:
        postgresql.put_many(
            connection, statements, ((position, found[number]) for number, position in put.items())
        )
    return [number for number in article_ids if number not in put]


def _placed(connection: Connection, found: Collection[Entry]) -> Iterator[dict[str, Any]]:
    """Yield the rows of `article_index` for articles that find place in their minutes."""
    firsts = sorted({positions.first_position(entry.published_at) for entry in found})
    lasts = list(map(positions.last_position, firsts))
    highest = connection.execute(_HIGHEST, {"firsts": firsts, "lasts": lasts})
    free = {first: first if last is None else last + 1 for first, last in highest}
    for entry in found:
        first = positions.first_position(entry.published_at)
        position = free[first]
        if position <= positions.last_position(first):
            free[first] += 1
            yield {**entry.row(), "position": position}
