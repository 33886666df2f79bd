"""How many articles have some terms, on PostgreSQL: the many are reckoned, the few counted."""

from __future__ import annotations

import json
from math import log
from typing import Final

from sqlalchemy import Connection, func, literal, select, table, text

from archive.models.search import WORDS_TABLE
from archive.search.tsqueries import has_terms

# So many are counted; of more the planner knows enough, where its statistics have been made.
_COUNTED: Final = 10_000

_WORDS: Final = table(WORDS_TABLE)
_EXPLAIN: Final = text(
    f"EXPLAIN (FORMAT JSON) SELECT 1 FROM {WORDS_TABLE} "  # noqa: S608
    f"WHERE {WORDS_TABLE}_terms(exact, folded, more) @@ CAST(:query AS tsquery)"
)
_TOTAL: Final = text("SELECT reltuples FROM pg_class WHERE oid = CAST(:name AS regclass)")


class Reckoner:
    """Tells how many articles have terms, and how rare they are; nothing is asked for twice.

    Args:
        connection: PostgreSQL, in a transaction that searches.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._planned: dict[str, float] = {}
        self._numbers: dict[str, float] = {}
        self._total: float | None = None

    def planned(self, query: str) -> float:
        """Return how many articles the planner expects to have the terms of a tsquery."""
        if query not in self._planned:
            plan = self._connection.scalar(_EXPLAIN, {"query": query})
            found = json.loads(plan) if isinstance(plan, str) else plan
            self._planned[query] = float(found[0]["Plan"]["Plan Rows"])
        return self._planned[query]

    def number(self, query: str) -> float:
        """Return how many articles have the terms of a tsquery, counted; of very many, reckoned."""
        if query not in self._numbers:
            planned = self.planned(query)
            counted = self._count(query) if planned <= _COUNTED else _COUNTED + 1
            self._numbers[query] = counted if counted <= _COUNTED else max(planned, counted)
        return self._numbers[query]

    def rarity(self, query: str) -> float:
        """Return bm25's weight for how rare it is that an article has the terms of a tsquery."""
        total = self.total()
        number = min(self.number(query), total)
        return max(log((total - number + 0.5) / (number + 0.5)), 1e-6)

    def total(self) -> float:
        """Return how many articles there are; of those that came lately, not all."""
        if self._total is None:
            known = self._connection.scalar(_TOTAL, {"name": WORDS_TABLE})
            # A table has no statistics at first.
            everything = select(func.count()).select_from(_WORDS)
            self._total = float(known if known > 0 else self._connection.scalar(everything) or 1)
        return self._total

    def _count(self, query: str) -> int:
        found = select(literal(1)).select_from(_WORDS).where(has_terms(literal(query)))
        some = found.limit(_COUNTED + 1).subquery()
        return self._connection.scalar(select(func.count()).select_from(some)) or 0
