"""bm25 on PostgreSQL: queries that count words and phrases in the stored texts of articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Float, Integer, Select, case, column, literal, select
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.types import Text

from archive.search import patterns, terms
from archive.search.asking import Scored
from archive.search.tree import Phrase, Word
from archive.search.tsqueries import Part, Written

_TEXTS: Final = ("exact", "folded")


def ranked(
    query: Select[Any],
    phrases: Iterable[Phrase],
    scored: Sequence[Scored],
    rarities: Sequence[float],
) -> Select[Any]:
    """Return a query for articles, the best first.

    Args:
        query: Gives the ``position`` of articles in the table of words.
        phrases: Those among them that have these are wanted; all of them are ranked by.
        scored: What they are ranked by.
        rarities: How much each of it counts.

    Returns:
        ``position`` and ``score``.
    """
    # Put together with nothing, a text is fetched and unpacked once, whatever is done to it afterwards:
    # phrases are looked for in it, and counted.
    texts = [
        (column(name, Text) + literal("")).label(name)
        for name in _TEXTS
        if any(name == _kind_of(words) for one in scored for words in one.phrases)
    ]
    found = query.add_columns(column("length", Integer), *texts)
    articles = found.cte().prefix_with("MATERIALIZED", dialect="postgresql")
    score = sum(
        (rarity * _share(articles.c, one) for one, rarity in zip(scored, rarities, strict=True)),
        literal(0.0),
    ).label("score")
    return (
        select(articles.c.position, score)
        .where(*map(Written(Part.TEXT).condition, phrases))
        .order_by(score.desc(), articles.c.position)
    )


def _share(article: ReadOnlyColumnCollection[str, Any], one: Scored) -> ColumnElement[float]:
    """Return what bm25 makes of how often something occurs in an article."""
    often: ColumnElement[float] = literal(0.0, Float)
    for words in one.phrases:
        stored = article[_kind_of(words)]
        in_title = patterns.occurrences(stored, words, title=True)
        often = often + terms.TITLE_WEIGHT * in_title
        if not one.in_title:
            often = often + patterns.occurrences(stored, words, title=False) - in_title
    size = 1 - terms.B + terms.B * article.length / terms.USUAL_LENGTH
    return case((often > 0, often * (terms.K1 + 1) / (often + terms.K1 * size)), else_=0.0)


def _kind_of(words: Sequence[Word]) -> str:
    """Return in which of the two texts words stand."""
    return "exact" if words[0].is_exact else "folded"
