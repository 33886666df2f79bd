"""How near the ranking in two steps comes to the full one: ``python -m benchmarks.search_ranking URL``.

Where many articles match, search ranks one by one only those in which the words stand out. Common words,
alone and by twos, are asked for so and with every match ranked, in an archive that `benchmarks.search`
has filled and indexed.
"""

from __future__ import annotations

import argparse
import os
import statistics
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import combinations
from typing import Final

from sqlalchemy import Engine, func, select

from archive import database
from archive.models import Article
from archive.search import engine, postgresql, sqlite
from archive.search.engine import Order
from archive.search.parser import parse
from benchmarks import search_filling
from benchmarks.search_texts import Asker, Writer

_SEED: Final = 5
_ALL: Final = 10**9


@contextmanager
def _everything_ranked() -> Iterator[None]:
    before = sqlite.MOST_RANKED, postgresql.MOST_RANKED
    sqlite.MOST_RANKED = postgresql.MOST_RANKED = _ALL  # type: ignore[misc]
    try:
        yield
    finally:
        sqlite.MOST_RANKED, postgresql.MOST_RANKED = before  # type: ignore[misc]


def _best(archive: Engine, text: str, most: int) -> tuple[list[int], bool]:
    found = engine.search(archive, parse(text), order=Order.RELEVANCE, limit=most)
    return [hit.id for hit in found], found.approximate


def _agreement(full: Sequence[int], some: Sequence[int]) -> float:
    """Return Kendall's tau of the articles that are in both, 1 for the same order."""
    both = [number for number in full if number in set(some)]
    pairs = list(combinations(map(some.index, both), 2))
    return sum(1 if one < other else -1 for one, other in pairs) / len(pairs) if pairs else 1.0


def _compare(archive: Engine, label: str, questions: Sequence[str], most: int) -> None:
    shares, orders, firsts = [], [], 0
    for question in questions:
        some, approximate = _best(archive, question, most)
        if approximate:
            with _everything_ranked():
                full, _ = _best(archive, question, most)
            shares.append(len(set(some) & set(full)) / len(full))
            orders.append(_agreement(full, some))
            firsts += some[0] == full[0]
    if shares:
        print(
            f"{label}: {len(shares)} of {len(questions)} in two steps; of the first {most} the same: "
            f"mean {statistics.mean(shares):.3f}, least {min(shares):.2f}; Kendall's tau of these: "
            f"mean {statistics.mean(orders):.3f}; the same first: {firsts}; "
            f"load {os.getloadavg()[0]:.1f}",
            flush=True,
        )


def main() -> None:
    """Compare, and print how much is the same."""
    parser = argparse.ArgumentParser(description="Compare the two rankings.")
    parser.add_argument("url", help="address of the archive")
    parser.add_argument("--questions", type=int, default=50, help="how many of each sort")
    parser.add_argument("--limit", type=int, default=20, help="how many of the best")
    arguments = parser.parse_args()
    archive = database.open_database(arguments.url, read_only=True)
    with archive.connect() as connection:
        places = search_filling.places(connection)
        articles = connection.scalar(select(func.max(Article.id))) or 1
    asker = Asker(Writer(places, _SEED), places, articles, arguments.questions + 1)
    words = asker.common[: arguments.questions]
    for label, questions in (("a common word", words), ("two common words", asker.pairs())):
        _compare(archive, label, questions, arguments.limit)


if __name__ == "__main__":
    main()
