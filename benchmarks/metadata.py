"""What the metadata of an article cost, part by part and by length: ``python -m benchmarks.metadata``.

The articles are those that the rules were tuned on, brought to a length by going on with the paragraphs
of the articles that follow, and those of the replica as they are. The readers are asked one after the
other, as `archive.metadata.describing.describe` asks them; the first one that needs an article in
syllables would pay for it, so that is a part of its own. Storing is to make and insert the rows of an
article that has none, on SQLite in memory and without foreign keys. Times are of the processor; of each
part the cheapest of some rounds counts.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count
from typing import Any, Final

from sqlalchemy import Connection, create_engine

from archive.metadata import storing
from archive.metadata.citations import find_citations
from archive.metadata.describing import describe
from archive.metadata.findings import ArticleText, Metadata
from archive.metadata.kinds import find_kind
from archive.metadata.people import find_people
from archive.metadata.places import find_provinces
from archive.metadata.topics import find_topics
from archive.metadata.words import words_of
from archive.models import Base
from archive.statements import Statements
from archive.text import syllables
from tests.evaluation import labels
from tests.evaluation.labels import Split

_LENGTHS: Final = (200, 440, 1000, 1900)  # syllables of the body
_BOUND: Final = 5.0  # milliseconds
_READERS: Final[dict[str, Callable[[ArticleText], Any]]] = {
    "syllables": words_of,
    "provinces": find_provinces,
    "topics": find_topics,
    "kind": find_kind,
    "citations": find_citations,
    "people": find_people,
}
#: A function's work on one article, ready to be timed.
_Work = Callable[[], Any]


def main() -> None:
    """Print a table: milliseconds an article."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=120, help="of each length (%(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="(%(default)s)")
    options = parser.parse_args()
    labelled = list(labels.articles(Split.TUNING))
    texts = [article.text for article in labelled]
    step = max(1, len(texts) // options.articles)
    sets = {
        f"{length:,} syllables": [
            _of_length(texts[place:] + texts[:place], length)
            for place in range(0, len(texts), step)
        ]
        for length in _LENGTHS
    }
    sets["the replica"] = [article.text for article in labelled if article.writer == "replica"]
    heads = (*_READERS, "together", "p95", "max", f"over {_BOUND:.0f} ms", "storing")
    print(f"{'ms of CPU':<16}{'articles':>9}" + "".join(f"{head:>11}" for head in heads))
    engine = create_engine(
        "sqlite://", json_serializer=lambda value: json.dumps(value, ensure_ascii=False)
    )
    with engine.begin() as connection:
        Base.metadata.create_all(connection)
        store = _store(connection)
        for name, chosen in sets.items():
            print(f"{name:<16}{len(chosen):>9}", end="")
            print(_figures(chosen, options.rounds, store))


def _of_length(texts: Sequence[ArticleText], length: int) -> ArticleText:
    """Return the first article, its body cut or gone on with the next ones until it has a length."""
    paragraphs: list[str] = []
    left = length
    for paragraph in (part for text in texts for part in text.body.split("\n\n")):
        paragraphs.append(paragraph)
        left -= len(syllables(paragraph))
        if left <= 0:
            break
    return replace(texts[0], body="\n\n".join(paragraphs))


def _store(connection: Connection) -> Callable[[Metadata], None]:
    statements = Statements(connection.dialect)
    numbers = count(1)

    def store(metadata: Metadata) -> None:
        storing.columns(metadata)
        storing.insert_parts(connection, statements, next(numbers), metadata)

    return store


def _figures(texts: Sequence[ArticleText], rounds: int, store: Callable[[Metadata], None]) -> str:
    """Return the means of the parts, and what is said of them together."""
    read = _best([[_work(find, text) for find in _READERS.values()] for text in texts], rounds)
    stored = _best([[_work(store, describe(text))] for text in texts], rounds)
    together = [sum(times) for times in read]
    over = sum(milliseconds > _BOUND for milliseconds in together) / len(texts)
    figures = (
        *(statistics.mean(times) for times in zip(*read, strict=True)),
        statistics.mean(together),
        statistics.quantiles(together, n=20)[-1],
        max(together),
    )
    return (
        "".join(f"{figure:>11.2f}" for figure in figures)
        + f"{over:>11.1%}{statistics.mean(times[0] for times in stored):>11.2f}"
    )


def _work(function: Callable[[Any], Any], argument: Any) -> _Work:
    return lambda: function(argument)


def _best(works: Sequence[Sequence[_Work]], rounds: int) -> list[list[float]]:
    """Return the best time of each work over some rounds, in milliseconds."""
    best = [[float("inf")] * len(row) for row in works]
    for _ in range(rounds):
        for row, times in zip(works, best, strict=True):
            for place, work in enumerate(row):
                start = time.process_time()
                work()
                times[place] = min(times[place], 1000 * (time.process_time() - start))
    return best


if __name__ == "__main__":
    main()
