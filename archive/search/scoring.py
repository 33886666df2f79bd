"""bm25 on SQLite for few articles, from their texts.

FTS5's own bm25 goes through the places of a phrase's words in all articles once more, to count how many
have it, although that is known when the articles have been found. What it says of them is said here,
number for number.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log
from typing import Final

from sqlalchemy import Connection, LargeBinary, bindparam, column, func, select, table

from archive.models.search import WORDS_TABLE
from archive.search import terms
from archive.search.asking import Scored
from archive.search.texts import Text
from archive.search.tree import Phrase, Word

# What FTS5 keeps of the lengths of articles: the last part of its source says how.
_LENGTHS: Final = table(f"{WORDS_TABLE}_docsize", column("id"), column("sz", LargeBinary))
_DATA: Final = table(f"{WORDS_TABLE}_data", column("id"), column("block", LargeBinary))
_TOTALS: Final = select(_DATA.c.block).where(_DATA.c.id == 1)
_GIVEN: Final = func.json_each(bindparam("positions")).table_valued("value")
_LENGTHS_OF: Final = select(_LENGTHS.c.id, _LENGTHS.c.sz).where(
    _LENGTHS.c.id.in_(select(_GIVEN.c.value))
)


def number_of_articles(connection: Connection) -> int:
    """Return how many articles are in the index."""
    return _totals(connection)[0]


def often(text: Text, scored: Sequence[Scored]) -> list[int]:
    """Return how often each thing occurs in a text, what is in the title counting more."""
    return [
        terms.TITLE_WEIGHT * text.title.often(one.text)
        + (0 if one.in_title else text.body.often(one.text))
        for one in scored
        if isinstance(one.text, Word | Phrase)
    ]


def scores(
    connection: Connection, counts: Mapping[int, Sequence[int]], numbers: Sequence[int]
) -> dict[int, float]:
    """Return how well articles answer a query, higher is better.

    Args:
        connection: The archive.
        counts: The positions of the articles, and how often each thing that is looked for is in them.
        numbers: How many articles of the index have each of them.
    """
    total, *lengths = _totals(connection)
    usual = sum(lengths) / total if total else 0
    rarities = [max(log((total - one + 0.5) / (one + 0.5)), 1e-6) for one in numbers]
    found = {}
    for position, length in _lengths(connection, counts):
        size = terms.K1 * (1 - terms.B + terms.B * length / usual)
        found[position] = sum(
            rarity * count * (terms.K1 + 1) / (count + size)
            for rarity, count in zip(rarities, counts[position], strict=True)
        )
    return found


def _lengths(connection: Connection, positions: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield articles with their lengths in terms."""
    given = {"positions": json.dumps(list(positions))}
    for position, size in connection.execute(_LENGTHS_OF, given):
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
