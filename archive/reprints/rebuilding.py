"""Clusters for an archive that has none yet, or was compared by earlier rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sqlalchemy import Engine, bindparam, func, or_, select

from archive.database import clear_errors, writers
from archive.models import Base
from archive.reprints.joining import join
from archive.reprints.sketches import VERSION
from archive.statements import Statements

_ARTICLES: Final = Base.metadata.tables["articles"]
_SKETCHES: Final = Base.metadata.tables["article_sketches"]
# A crawl waits for no more than so many articles, about a tenth of a second.
_BATCH: Final = 100

_IS_PENDING: Final = or_(_SKETCHES.c.version.is_(None), _SKETCHES.c.version != VERSION)
_FROM: Final = _ARTICLES.outerjoin(_SKETCHES, _SKETCHES.c.article_id == _ARTICLES.c.id)
_PENDING: Final = (
    select(_ARTICLES.c.id)
    .select_from(_FROM)
    .where(_IS_PENDING, _ARTICLES.c.id > bindparam("after"))
    .order_by(_ARTICLES.c.id)
    .limit(_BATCH)
)
_COUNT: Final = select(func.count()).select_from(_FROM).where(_IS_PENDING)


def pending(engine: Engine) -> int:
    """Return how many articles `rebuild` has to work on."""
    with clear_errors(engine), engine.connect() as connection:
        return connection.scalar(_COUNT) or 0


def rebuild(engine: Engine, advance: Callable[[int], object]) -> int:
    """Sketch and cluster every article that no version, or another version, of the rules has seen.

    It may be interrupted, and goes on where it was; beside it a crawl may store articles. Run again, it
    finds nothing to do.

    Args:
        engine: The archive.
        advance: Told how many more articles are done.

    Returns:
        How many articles it worked on.

    Raises:
        ArchiveError: The database is busy, full, read-only, or cannot be reached.
    """
    statements = Statements(engine.dialect)
    done, last = 0, 0
    while True:
        with clear_errors(engine), writers(engine).begin() as connection:
            batch = list(connection.scalars(_PENDING, {"after": last}))
            for article_id in batch:
                join(connection, statements, article_id)
        if not batch:
            return done
        done, last = done + len(batch), batch[-1]
        advance(len(batch))
