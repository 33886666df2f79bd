"""The index for an archive that has none yet, or one that was made by earlier rules."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy import Connection, Engine, delete, exists, func, select, update

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
_READ_AT_ONCE: Final = 10_000
# From so many on it pays to make PostgreSQL's index anew.
_MANY: Final = 20_000

_IS_MISSING: Final = ~exists().where(_INDEX.c.article_id == _ARTICLES.c.id)
# In the order of positions: SQLite's index takes ascending ones much more cheaply, and in PostgreSQL's
# table the articles of a period then lie together.
_MISSING: Final = (
    select(_ARTICLES.c.id)
    .where(_IS_MISSING)
    .order_by(_ARTICLES.c.published_at.desc().nulls_last(), _ARTICLES.c.id)
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
    done = 0
    while True:
        waiting = _waiting(engine)
        for start in range(0, len(waiting), _BATCH):
            with clear_errors(engine), writers(engine).begin() as connection:
                batch = _still_missing(connection, waiting[start : start + _BATCH].tolist())
                _put(connection, statements, batch)
            done += len(batch)
            advance(len(batch))
        if not waiting:
            if _finish(engine):
                break
            with clear_errors(engine):
                backend_of(engine).sort(engine)
    if done:
        _settle(engine)
    return done


def _waiting(engine: Engine) -> array[int]:
    """Return the numbers of all articles that are not in the index."""
    with clear_errors(engine), engine.connect() as connection:
        found = connection.scalars(_MISSING, execution_options={"yield_per": _READ_AT_ONCE})
        return array("q", found)


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
    elif connection.scalar(select(_STATE.c.complete)):
        return
    missing = connection.scalars(_MISSING.limit(FEW + 1)).all()
    if len(missing) <= FEW and backend_of(connection).is_sorted(connection):
        Indexing(connection, Statements(connection.dialect)).update(missing)
        _complete(connection)


def _is_ours(connection: Connection) -> bool:
    return connection.scalar(select(_STATE.c.version)) == entries.VERSION


def _begin(connection: Connection) -> None:
    backend_of(connection).clear(connection)
    connection.execute(delete(_INDEX))
    connection.execute(update(_STATE).values(version=entries.VERSION, complete=False))


def _still_missing(connection: Connection, numbers: Sequence[int]) -> list[int]:
    """Return those of some articles that are not in the index; until the end they stay as they are."""
    query = select(_ARTICLES.c.id).where(_ARTICLES.c.id.in_(numbers))
    if connection.dialect.name == "postgresql":
        query = query.with_for_update()
    found = set(connection.scalars(query))
    # Those that another transaction held, it may have put there meanwhile.
    there = select(_INDEX.c.article_id).where(_INDEX.c.article_id.in_(numbers))
    found.difference_update(connection.scalars(there))
    return [number for number in numbers if number in found]


def _finish(engine: Engine) -> bool:
    """Say that every article is in the index, if so; return whether it is."""
    with clear_errors(engine), writers(engine).begin() as connection:
        is_missing = connection.scalar(_MISSING.limit(1)) is not None
        if is_missing or not backend_of(connection).is_sorted(connection):
            return False
        _complete(connection)
        return True


def _complete(connection: Connection) -> None:
    connection.execute(update(_STATE).values(complete=True))


def _settle(engine: Engine) -> None:
    """Make a newly filled index quick, a little at a time."""
    is_left = True
    while is_left:
        with clear_errors(engine), writers(engine).begin() as connection:
            is_left = backend_of(connection).settle(connection)
