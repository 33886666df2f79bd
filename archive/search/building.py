"""The index for an archive that has none yet, or one that was made by earlier rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy import Connection, Engine, bindparam, delete, exists, func, select, update

from archive.database import clear_errors, writers
from archive.models import Base
from archive.search import entries, filling
from archive.search.backends import backend_of
from archive.search.indexing import Indexing
from archive.statements import Statements

_TABLES: Final = Base.metadata.tables
_ARTICLES: Final = _TABLES["articles"]
_INDEX: Final = _TABLES["article_index"]
_STATE: Final = _TABLES["search_state"]

#: Articles that an upgrade puts into the index itself, in some seconds.
FEW: Final = 5_000
# A crawl waits for no more than so many articles, about half a second.
_BATCH: Final = 250
# From so many on it pays to make PostgreSQL's index anew.
_MANY: Final = 20_000

_IS_MISSING: Final = ~exists().where(_INDEX.c.article_id == _ARTICLES.c.id)
_MISSING: Final = (
    select(_ARTICLES.c.id)
    .where(_IS_MISSING, _ARTICLES.c.id > bindparam("after"))
    .order_by(_ARTICLES.c.id)
    .limit(bindparam("most"))
)


def pending(engine: Engine) -> int:
    """Return how many articles `build` has to put into the index."""
    with clear_errors(engine), engine.connect() as connection:
        missing = _IS_MISSING if _is_ours(connection) else None
        query = select(func.count()).select_from(_ARTICLES)
        return connection.scalar(query if missing is None else query.where(missing)) or 0


def build(engine: Engine, advance: Callable[[int], object]) -> int:
    """Put every article into the index that is not in it; an index made by other rules is made anew.

    It may be interrupted, and goes on where it was; beside it a crawl may store articles.

    Args:
        engine: The archive.
        advance: Told how many more articles are done.

    Returns:
        How many articles it put there.

    Raises:
        ArchiveError: The database is busy, full, read-only, or cannot be reached.
    """
    statements = Statements(engine.dialect)
    with clear_errors(engine), writers(engine).begin() as connection:
        if not _is_ours(connection):
            _begin(connection)
    _prepare(engine)
    done, last = 0, 0
    while True:
        with clear_errors(engine), writers(engine).begin() as connection:
            batch = _missing(connection, last, _BATCH)
            _put(connection, statements, batch)
            if not batch and backend_of(connection).is_sorted(connection):
                _finish(connection)
                break
        if batch:
            done, last = done + len(batch), batch[-1]
            advance(len(batch))
        else:
            with clear_errors(engine):
                backend_of(connection).sort(engine)
    if done:
        _settle(engine)
    return done


def _prepare(engine: Engine) -> None:
    """Make room for very many articles, where they are most of all."""
    missing = pending(engine)
    with clear_errors(engine), writers(engine).begin() as connection:
        there = connection.scalar(select(func.count()).select_from(_INDEX)) or 0
        if missing > max(_MANY, there):
            backend_of(connection).unsort(connection)
            connection.execute(update(_STATE).values(complete=False))


def _put(connection: Connection, statements: Statements, batch: Sequence[int]) -> None:
    """Put articles into the index that are not in it."""
    if connection.dialect.name == "postgresql":
        batch = filling.fill(connection, statements, batch)
    Indexing(connection, statements).update(batch)


def discard(engine: Engine) -> None:
    """Empty the index, for `build` to make it anew.

    Raises:
        ArchiveError: The database is busy, full, read-only, or cannot be reached.
    """
    with clear_errors(engine), writers(engine).begin() as connection:
        _begin(connection)


def fill_small(connection: Connection) -> None:
    """Put the articles of a small archive into the index, within the transaction of an upgrade."""
    if not _is_ours(connection):
        _begin(connection)
    missing = _missing(connection, 0, FEW + 1)
    if len(missing) <= FEW and backend_of(connection).is_sorted(connection):
        Indexing(connection, Statements(connection.dialect)).update(missing)
        _finish(connection)


def _is_ours(connection: Connection) -> bool:
    return connection.scalar(select(_STATE.c.version)) == entries.VERSION


def _begin(connection: Connection) -> None:
    backend_of(connection).clear(connection)
    connection.execute(delete(_INDEX))
    connection.execute(update(_STATE).values(version=entries.VERSION, complete=False))


def _missing(connection: Connection, after: int, most: int) -> Sequence[int]:
    """Return articles that are not in the index; whoever changes them waits for this transaction."""
    query = _MISSING
    if connection.dialect.name == "postgresql":
        query = query.with_for_update(of=_ARTICLES)
    found = connection.scalars(query, {"after": after, "most": most}).all()
    if connection.dialect.name == "postgresql":
        # Those that another transaction held, and has put there meanwhile, are still among them.
        there = select(_INDEX.c.article_id).where(_INDEX.c.article_id.in_(found))
        known = set(connection.scalars(there))
        return [number for number in found if number not in known]
    return found


def _finish(connection: Connection) -> None:
    connection.execute(update(_STATE).values(complete=True))


def _settle(engine: Engine) -> None:
    """Make a newly filled index quick, a little at a time."""
    is_left = True
    while is_left:
        with clear_errors(engine), writers(engine).begin() as connection:
            is_left = backend_of(connection).settle(connection)
