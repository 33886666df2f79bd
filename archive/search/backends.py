"""Which of the two indexes an archive has, and what both of them can do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection, Engine, Select

from archive.search import postgresql, sqlite
from archive.search.asking import Asked, Scored, Syntax
from archive.search.entries import Entry
from archive.statements import Statements


class Backend(Protocol):
    """An index.

    What stands as ``also`` is a further condition, in the language of the database (`Syntax`).
    """

    #: So many articles are ranked one by one.
    MOST_RANKED: int
    #: What a transaction that searches asks for first.
    SETTINGS: Sequence[ColumnElement[str]]
    SYNTAX: Syntax

    def put(
        self, connection: Connection, statements: Statements, position: int, entry: Entry, /
    ) -> None:
        """Put an article into the index, which does not have it."""
        ...

    def remove(
        self, connection: Connection, statements: Statements, position: int, entry: Entry | None, /
    ) -> None:
        """Take an article out of the index, into which it was put with an entry."""
        ...

    def unsort(self, connection: Connection, /) -> None:
        """Let go of what makes finding quick and putting slow, before very many are put there."""
        ...

    def is_sorted(self, connection: Connection, /) -> bool:
        """Tell whether what makes finding quick is there."""
        ...

    def sort(self, engine: Engine, /) -> None:
        """Make again what `unsort` let go of; a crawl may store articles meanwhile."""
        ...

    def clear(self, connection: Connection, /) -> None:
        """Take all articles out of the index."""
        ...

    def settle(self, connection: Connection, /) -> bool:
        """Do some of the work that makes a newly filled index quick; return whether more is left."""
        ...

    def matching(self, connection: Connection, wanted: Asked, /) -> Select[Any]:
        """Return a query for the positions of what is asked for, which is not only a period."""
        ...

    def newest(
        self, connection: Connection, wanted: Asked, limit: int, offset: int, /
    ) -> list[int]:
        """Return the positions of the newest articles that are asked for."""
        ...

    def at_most(self, connection: Connection, wanted: Asked, also: str | None, most: int, /) -> int:
        """Return how many articles are asked for, counting no further than to a number."""
        ...

    def holds_more(self, connection: Connection, wanted: Asked, most: int, /) -> bool:
        """Tell whether more articles are asked for than a number, as far as it matters."""
        ...

    def reckoned(self, connection: Connection, wanted: Asked, most: int, /) -> float:
        """Return about how many articles are asked for, or a number above which all are the same."""
        ...

    def best(
        self,
        connection: Connection,
        wanted: Asked,
        scored: Sequence[Scored],
        also: str | None,
        limit: int,
        offset: int,
        /,
    ) -> list[tuple[int, float]]:
        """Return the positions of the articles that rank highest, and their scores."""
        ...

    def best_of_few(
        self,
        connection: Connection,
        wanted: Asked,
        scored: Sequence[Scored],
        limit: int,
        offset: int,
        /,
    ) -> list[tuple[int, float]] | None:
        """Return the same without a further condition, where a shorter way is known; None: ask `best`."""
        ...


def backend_of(archive: Connection | Engine) -> Backend:
    """Return the index of an archive."""
    return postgresql if archive.dialect.name == "postgresql" else sqlite
