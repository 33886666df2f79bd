"""Articles about the same: those that share the words by which an article stands out from the others."""

from __future__ import annotations

from math import log
from typing import Final

from sqlalchemy import Connection, Engine, select

from archive.errors import UnknownArticle
from archive.models import IndexedArticle, Reprint
from archive.search import entries, terms
from archive.search.asking import Asked
from archive.search.backends import backend_of
from archive.search.engine import Hits, Order, hits_of, searching
from archive.search.entries import Entry
from archive.search.tree import Word, any_of
from archive.search.words import folded_words
from archive.selection import MOST
from archive.statements import Statements

# Of so many words that stand out most in the article, so many that are rarest elsewhere are looked for.
_LOOKED_AT: Final = 25
_LOOKED_FOR: Final = 10
# Words that more articles have are all equally common.
_COMMON: Final = 20_000


def similar(engine: Engine, article_id: int, limit: int = 10) -> Hits:
    """Return the articles most like one, best first; not those that carry the same text.

    Like is what shares its characteristic words: often in the article or in its title, rare in others.

    Args:
        engine: The archive.
        article_id: The article.
        limit: How many.

    Raises:
        UnknownArticle: There is no such article.
        SearchNotReady: The index is not complete.
        ArchiveError: The database cannot be read.
    """
    with searching(engine) as connection:
        known = select(IndexedArticle.article_id).where(IndexedArticle.article_id == article_id)
        if not 0 < article_id <= MOST or connection.scalar(known) is None:
            raise UnknownArticle(
                f"there is no article {article_id}: `archive search` prints the numbers"
            )
        entry = entries.read(connection, Statements(engine.dialect), article_id)
        words = _characteristic(connection, entry)
        if not words:
            return Hits(())
        same = _same_text(connection, article_id)
        found = hits_of(connection, any_of(words), Order.RELEVANCE, limit + len(same), 0)
    return Hits(tuple(hit for hit in found if hit.id not in same)[:limit], found.approximate)


def _characteristic(connection: Connection, entry: Entry) -> list[Word]:
    """Return the words that tell an article from others, the most telling first."""
    found = [
        (level, word)
        for word, level in terms.prominence(entry.title, entry.body)
        if any(map(str.isalpha, word))
    ]
    found = sorted(found, key=lambda item: (-item[0], item[1]))[:_LOOKED_AT]
    backend = backend_of(connection)
    weights = {}
    for (level, exact), folded in zip(found, folded_words(word for _, word in found), strict=True):
        word = Word(exact, folded)
        number = backend.reckoned(connection, Asked(word), _COMMON)
        weights[word] = level * log(1 + _COMMON / max(number, 1))
    return sorted(weights, key=lambda word: -weights[word])[:_LOOKED_FOR]


def _same_text(connection: Connection, article_id: int) -> set[int]:
    """Return the numbers of the articles that carry an article's text, its own among them."""
    cluster = select(Reprint.cluster_id).where(Reprint.article_id == article_id).scalar_subquery()
    others = connection.scalars(select(Reprint.article_id).where(Reprint.cluster_id == cluster))
    return {article_id, *others}
