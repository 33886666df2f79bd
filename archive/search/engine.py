"""Answers queries from the index: what they find, by date or by rank, and how many.

All functions take a query as `archive.search.parser.parse` or `archive.search.resolving.from_selection`
gives it; names in it need not be resolved. On both databases they find the same articles, and give them
the same order by date. How well an article answers a query is reckoned by bm25 on both, but not to the
same number: PostgreSQL's rarities of words are estimates.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, Engine, Select, func, select

from archive.database import clear_errors
from archive.errors import ArchiveError
from archive.models import Article, IndexedArticle, Province, SearchState, Site
from archive.search import entries, terms
from archive.search.asking import Asked, Scored, asked, scored, standing_out
from archive.search.backends import Backend, backend_of
from archive.search.resolving import resolve
from archive.search.tree import Query, Word


class SearchNotReady(ArchiveError):
    """The index does not have every article."""


class Order(StrEnum):
    """In which order hits come."""

    DATE = "date"
    RELEVANCE = "relevance"


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found.

    Attributes:
        id: Number of the article.
        url: Its canonical address.
        title: Its headline.
        site: Host of its site.
        province: Name of its province as of its date, or None where there are several or none.
        published_at: Its publication date, or None.
        published_precision: How exactly that is known.
        score: How well it answers the query, higher is better; None where hits are in order of date.
    """

    id: int
    url: str
    title: str
    site: str
    province: str | None
    published_at: datetime | None
    published_precision: str | None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Hits:
    """Articles that were found.

    Attributes:
        hits: In their order.
        approximate: Whether so many articles match that not all of them were ranked one by one, but
            those in which the words stand out.
    """

    hits: tuple[Hit, ...]
    approximate: bool = False

    def __iter__(self) -> Iterator[Hit]:
        """Give the hits one by one."""
        return iter(self.hits)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.hits)


# Candidates for the first ranks: so many times as many as are wanted, and at least so many where there is
# more than a word. Of the 20 articles that rank highest with two common words, these give all, a fifth
# as many 17 (measured).
_ENOUGH: Final = 1_000
_SPARE: Final = 5
_BATCH: Final = 1000

_HIT: Final = (
    select(
        IndexedArticle.position,
        Article.id,
        Article.url,
        Article.title,
        Site.host.label("site"),
        Province.name.label("province"),
        Article.published_at,
        Article.published_precision,
    )
    .join_from(IndexedArticle, Article, Article.id == IndexedArticle.article_id)
    .join(Site, Site.id == Article.site_id)
    .outerjoin(Province, Province.id == Article.province_id)
)


def search(
    engine: Engine,
    query: Query,
    *,
    order: Order = Order.DATE,
    limit: int = 20,
    offset: int = 0,
) -> Hits:
    """Return the articles that a query finds.

    Args:
        engine: The archive.
        query: What is asked for.
        order: `Order.DATE`: newest first, undated ones last. `Order.RELEVANCE`: best first; a query
            without words, which cannot be ranked, gives the newest.
        limit: How many.
        offset: How many before them are left out.

    Raises:
        BadRequest: A name in the query is not known.
        SearchNotReady: The index is not complete.
        ArchiveError: The database cannot be read.
    """
    with searching(engine) as connection:
        return hits_of(connection, query, order, limit, offset)


def hits_of(connection: Connection, query: Query, order: Order, limit: int, offset: int) -> Hits:
    """Return the articles that a query finds, as `search`, on a connection from `searching`."""
    wanted = asked(resolve(query, connection))
    ranked_by = scored(wanted.query) if order is Order.RELEVANCE else []
    if ranked_by:
        return _ranked(connection, wanted, ranked_by, limit, offset)
    found = _newest(connection, wanted, limit, offset)
    return Hits(tuple(_hits(connection, [(position, None) for position in found])))


def count(engine: Engine, query: Query) -> int:
    """Return how many articles a query finds.

    Raises:
        ArchiveError: As `search`.
    """
    with searching(engine) as connection:
        found = _matching(connection, asked(resolve(query, connection))).subquery()
        return connection.scalar(select(func.count()).select_from(found)) or 0


def article_ids(engine: Engine, query: Query) -> Generator[int]:
    """Yield the numbers of all articles that a query finds, newest first, undated ones last.

    They are read in one go from one state of the archive; a caller that stops early closes the generator.

    Raises:
        ArchiveError: As `search`.
    """
    with searching(engine) as connection:
        found = _matching(connection, asked(resolve(query, connection))).subquery()
        statement = (
            select(IndexedArticle.article_id)
            .join(found, found.c.position == IndexedArticle.position)
            .order_by(IndexedArticle.position)
        )
        # PostgreSQL's cursor does not end with the connection, where a caller stops early.
        with closing(connection.execution_options(yield_per=_BATCH).scalars(statement)) as ids:
            yield from ids


def matching(connection: Connection, query: Query) -> Select[Any]:
    """Return a query for the rows of `article_index` that a query finds, to be counted by in SQL.

    Args:
        connection: From `searching`.
        query: What is asked for.

    Returns:
        All columns of `IndexedArticle`.

    Raises:
        BadRequest: A name in the query is not known.
    """
    found = _matching(connection, asked(resolve(query, connection))).subquery()
    columns = IndexedArticle.__table__.columns
    return select(*columns).join(found, found.c.position == columns.position)


@contextmanager
def searching(engine: Engine) -> Generator[Connection]:
    """Give a connection on which queries are answered, within one transaction.

    Raises:
        SearchNotReady: The index is not complete.
        ArchiveError: The database cannot be read.
    """
    with clear_errors(engine), engine.connect() as connection:
        _prepare(connection)
        yield connection


def _prepare(connection: Connection) -> None:
    """Make a transaction ready for searching, and see that the index is complete."""
    settings = backend_of(connection).SETTINGS
    state = connection.execute(select(SearchState.version, SearchState.complete, *settings)).one()
    if state.version != entries.VERSION or not state.complete:
        raise SearchNotReady(
            "the search index does not have every article yet: run `archive reindex`"
        )


def _matching(connection: Connection, wanted: Asked) -> Select[Any]:
    """Return a query for the positions of what is asked for."""
    if not wanted.is_period:
        return backend_of(connection).matching(connection, wanted)
    query = select(IndexedArticle.position)
    if wanted.first is not None:
        query = query.where(IndexedArticle.position.between(wanted.first, wanted.last))
    return query


def _newest(connection: Connection, wanted: Asked, limit: int, offset: int) -> list[int]:
    if not wanted.is_period:
        return backend_of(connection).newest(connection, wanted, limit, offset)
    query = _matching(connection, wanted).order_by(IndexedArticle.position)
    return list(connection.scalars(query.limit(limit).offset(offset)))


def _ranked(
    connection: Connection,
    wanted: Asked,
    ranked_by: Sequence[Scored],
    limit: int,
    offset: int,
) -> Hits:
    """Return the best of what is asked for.

    Where too many articles match to rank them one by one, only those are ranked in which the words stand
    out most. For a single word these are the best ones; for several words it may miss an article in which
    all of them occur rather often, but none very often. Where words stand out in hardly any, the newest
    are ranked.
    """
    backend = backend_of(connection)
    few = backend.best_of_few(connection, wanted, ranked_by, limit, offset)
    if few is not None:
        return Hits(tuple(_hits(connection, few)))
    also, most = None, backend.MOST_RANKED
    approximate = limit + offset <= most and backend.holds_more(connection, wanted, most)
    if approximate:
        also = _candidates(connection, backend, wanted, ranked_by, limit + offset)
        if also is None:
            bound = backend.newest(connection, wanted, 1, most - 1)
            approximate = bound != []  # that there are more was reckoned, and may be wrong
            if approximate:
                wanted = replace(wanted, first=wanted.first or 0, last=bound[0])
    best = backend.best(connection, wanted, ranked_by, also, limit, offset)
    return Hits(tuple(_hits(connection, best)), approximate)


def _candidates(
    connection: Connection,
    backend: Backend,
    wanted: Asked,
    ranked_by: Sequence[Scored],
    needed: int,
) -> str | None:
    """Return the strictest condition that leaves about enough articles, or else the loosest.

    There is none where that leaves not even those that are wanted.
    """
    are_words = all(isinstance(one.text, Word) for one in ranked_by)
    most, number, level = backend.MOST_RANKED, 0, terms.LEVELS.stop
    enough = max(_SPARE, len(ranked_by)) * needed
    if len(ranked_by) > 1 or not are_words:
        enough = max(_ENOUGH, enough)
    while number < enough and level > terms.LEVELS.start:
        level -= 1
        # Level by level nothing is looked at twice; but the words of a phrase may stand out at several.
        levels = range(level, level + 1 if are_words else terms.LEVELS.stop)
        also = standing_out(ranked_by, levels, backend.SYNTAX)
        number = number * are_words + backend.at_most(connection, wanted, also, most + 1)
    also = standing_out(ranked_by, range(level, terms.LEVELS.stop), backend.SYNTAX)
    if number < enough:
        number = backend.at_most(connection, wanted, also, most + 1)
    return also if number >= needed else None


def _hits(connection: Connection, found: Sequence[tuple[int, float | None]]) -> Iterator[Hit]:
    """Yield the articles at some positions, in their order."""
    for start in range(0, len(found), _BATCH):
        scores = dict(found[start : start + _BATCH])
        rows = connection.execute(_HIT.where(IndexedArticle.position.in_(scores)))
        hits = {row.position: Hit(*row[1:], score=scores[row.position]) for row in rows}
        yield from (hits[position] for position in scores)
