"""bm25 on SQLite for few articles, from their texts.

FTS5's own bm25 goes through the places of a phrase's words in all articles once more, to count how many
have it, although that is known when the articles have been found. What it says of them is said here,
number for number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from math import log
from typing import Final

from sqlalchemy import Connection, LargeBinary, column, select, table

from archive.models import Article, IndexedArticle
from archive.models.search import WORDS_TABLE
from archive.search import terms
from archive.search.asking import Scored
from archive.search.occurrences import Forms, places
from archive.search.tree import Phrase, Word
from archive.search.words import body_passages, exact_words
from archive.text import fold_words

# What FTS5 keeps of the lengths of articles: the last part of its source says how.
_LENGTHS: Final = table(f"{WORDS_TABLE}_docsize", column("id"), column("sz", LargeBinary))
_DATA: Final = table(f"{WORDS_TABLE}_data", column("id"), column("block", LargeBinary))
_TOTALS: Final = select(_DATA.c.block).where(_DATA.c.id == 1)

_TEXTS: Final = select(
    IndexedArticle.position, Article.title, Article.lead, Article.body
).join_from(IndexedArticle, Article, Article.id == IndexedArticle.article_id)
_BATCH: Final = 200
# Stands between passages that are folded together; hardly a word.
_BREAK: Final = " 0break0 "


def number_of_articles(connection: Connection) -> int:
    """Return how many articles are in the index."""
    return _totals(connection)[0]


def scores(
    connection: Connection,
    positions: Sequence[int],
    scored: Sequence[Scored],
    numbers: Sequence[int],
) -> dict[int, float]:
    """Return how well articles answer a query, higher is better.

    Args:
        connection: The archive.
        positions: The articles.
        scored: What they are ranked by: words and phrases.
        numbers: How many articles of the index have each of them.
    """
    total, *lengths = _totals(connection)
    usual = sum(lengths) / total
    rarities = [max(log((total - one + 0.5) / (one + 0.5)), 1e-6) for one in numbers]
    found = {}
    for start in range(0, len(positions), _BATCH):
        batch = positions[start : start + _BATCH]
        sizes = {
            position: terms.K1 * (1 - terms.B + terms.B * length / usual)
            for position, length in _lengths(connection, batch)
        }
        for position, counts in _counts(connection, batch, scored):
            found[position] = sum(
                rarity * count * (terms.K1 + 1) / (count + sizes[position])
                for rarity, count in zip(rarities, counts, strict=True)
            )
    return found


def _counts(
    connection: Connection, positions: Sequence[int], scored: Sequence[Scored]
) -> Iterator[tuple[int, list[int]]]:
    """Yield articles with how often each thing occurs in them, those in the title counting more."""
    rows = connection.execute(_TEXTS.where(IndexedArticle.position.in_(positions)))
    for position, printed_title, lead, printed_body in rows:
        title = _Passages([printed_title])
        body = _Passages(body_passages(lead, printed_body))
        yield (
            position,
            [
                terms.TITLE_WEIGHT * title.often(one.text)
                + (0 if one.in_title else body.often(one.text))
                for one in scored
                if isinstance(one.text, Word | Phrase)
            ],
        )


class _Passages:
    """Passages of a text, which are cut into words only where they may have what is looked for."""

    def __init__(self, printed: Iterable[str]) -> None:
        self._printed = list(printed)
        self._folded = f" {fold_words(_BREAK.join(self._printed))} "

    def often(self, text: Word | Phrase) -> int:
        """Return how often a word or phrase occurs."""
        sought = _folded(text)
        if sought not in self._folded:
            return 0
        folded = self._folded.split(_BREAK)
        is_parallel = len(folded) == len(self._printed)
        return sum(
            sum(1 for _ in places(text, Forms(exact_words(passage))))
            for number, passage in enumerate(self._printed)
            if not is_parallel or sought in f" {folded[number]} "
        )


@lru_cache(maxsize=64)
def _folded(text: Word | Phrase) -> str:
    """Return what every passage has among its folded words in which a word or phrase stands."""
    words = (text,) if isinstance(text, Word) else text.words
    together = fold_words(" ".join(word.folded for word in words))
    return f" {together}" + " " * (not words[-1].prefix)


def _lengths(connection: Connection, positions: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield articles with their lengths in terms."""
    query = select(_LENGTHS.c.id, _LENGTHS.c.sz).where(_LENGTHS.c.id.in_(positions))
    for position, size in connection.execute(query):
        yield position, sum(_numbers(size))


def _totals(connection: Connection) -> list[int]:
    """Return the number of articles, and for each column the terms of all of them."""
    # Nothing is written there before the first article.
    return _numbers(connection.execute(_TOTALS).scalar_one()) or [0]


def _numbers(blob: bytes) -> list[int]:
    """Return numbers that are written with seven bits to a byte, the highest first.

    >>> _numbers(bytes([0x81, 0x00, 0x05]))
    [128, 5]
    """
    found, number = [], 0
    for byte in blob:
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            found.append(number)
            number = 0
    return found
