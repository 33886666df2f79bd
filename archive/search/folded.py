"""Search on the column ``articles.folded``: the database finds candidates, the words decide.

The database compares without diacritics; whether a word typed with diacritics stands in the text as
typed is checked here, candidate by candidate, as they stream in.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Select, literal, select

from archive.models import Article, Province, Site
from archive.search.query import Term, parse, text_words
from archive.selection import Selection, conditions

_BATCH = 100


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What a person searches for.

    Attributes:
        query: Words and "phrases" (`archive.search.query`).
        selection: Among which articles.
    """

    query: str
    selection: Selection = field(default_factory=Selection)


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found.

    Attributes:
        id: Number of the article.
        url: Its canonical address.
        title: Its headline.
        site: Host of its site.
        province: Name of its province as of its date, or None.
        published_at: Its publication date, or None.
        published_precision: How exactly that is known.
    """

    id: int
    url: str
    title: str
    site: str
    province: str | None
    published_at: datetime | None
    published_precision: str | None


def search(engine: Engine, request: SearchRequest) -> Generator[Hit]:
    """Return the articles that a request finds: newest first, undated ones last.

    They come as they are found, so a caller that stops early pays only for what it took; it closes
    the generator to give the connection back.

    Raises:
        BadRequest: The query or the selection cannot be understood.
    """
    terms = parse(request.query)
    with engine.connect() as connection:
        statement = _candidates(terms).where(*conditions(connection, request.selection))
    return _hits(engine, statement, [term for term in terms if not term.folded_is_enough])


def _hits(
    engine: Engine, statement: Select[*tuple[Any, ...]], unproven: list[Term]
) -> Generator[Hit]:
    if unproven:
        statement = statement.add_columns(Article.lead, Article.body)
    with (
        engine.connect().execution_options(yield_per=_BATCH) as connection,
        connection.execute(statement) as rows,
    ):
        for row in rows:
            if unproven:
                parts = (row.title, row.lead or "", *row.body.split("\n\n"))
                passages = [text_words(part) for part in parts]
                if not all(term.occurs_in(passages) for term in unproven):
                    continue
            yield Hit(*row[:7])


def _candidates(terms: tuple[Term, ...]) -> Select[*tuple[Any, ...]]:
    # A space at both ends makes the first and the last word whole words like the others.
    words = literal(" ") + Article.folded + " "
    return (
        select(
            Article.id,
            Article.url,
            Article.title,
            Site.host,
            Province.name,
            Article.published_at,
            Article.published_precision,
        )
        .join(Article.site)
        .outerjoin(Article.province)
        .where(*(words.contains(f" {term.folded} ", autoescape=True) for term in terms))
        .order_by(Article.published_at.desc().nulls_last(), Article.id)
    )
