"""What the metadata of an article cost, reader by reader.

``python -m benchmarks.metadata`` describes the articles that the rules were tuned on, as they are and
made as long as a long report, on one core.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from archive.metadata.citations import find_citations
from archive.metadata.describing import describe
from archive.metadata.findings import ArticleText
from archive.metadata.kinds import find_kind
from archive.metadata.people import find_people
from archive.metadata.places import find_provinces
from archive.metadata.topics import find_topics
from archive.text import syllables
from tests.evaluation import labels
from tests.evaluation.labels import Split

_ROUNDS = 5
_READERS: dict[str, Callable[[ArticleText], Any]] = {
    "syllables (to compare)": lambda text: syllables(text.body),
    "provinces": find_provinces,
    "topics": find_topics,
    "kind": find_kind,
    "citations": find_citations,
    "people": find_people,
    "all": describe,
}


def main() -> None:
    """Print a table: milliseconds an article."""
    short = [article.text for article in labels.articles(Split.TUNING)]
    sets = {"as they are": short, "about 2,000 syllables": [_longer(text) for text in short]}
    for name, texts in sets.items():
        length = statistics.mean(len(syllables(text.body)) for text in texts)
        print(f"{len(texts)} articles {name}, {length:.0f} syllables on average")
        print(f"  {'':<24}{'mean':>8}{'p95':>8}{'max':>8}   ms of CPU an article")
        for reader, find in _READERS.items():
            times = _times(find, texts)
            at = statistics.quantiles(times, n=20)[-1]
            print(f"  {reader:<24}{statistics.mean(times):>8.2f}{at:>8.2f}{max(times):>8.2f}")


def _longer(text: ArticleText) -> ArticleText:
    copies = max(1, 2000 // max(1, len(syllables(text.body))))
    return replace(text, body="\n\n".join([text.body] * copies))


def _times(find: Callable[[ArticleText], Any], texts: Sequence[ArticleText]) -> list[float]:
    """Return the best time of each text over some rounds, in milliseconds."""
    best = [float("inf")] * len(texts)
    for _ in range(_ROUNDS):
        for place, text in enumerate(texts):
            start = time.process_time()
            find(text)
            best[place] = min(best[place], time.process_time() - start)
    return [seconds * 1000 for seconds in best]


if __name__ == "__main__":
    main()
