"""What a search in Python gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from archive.exports.records import ExportedArticle
from archive.search import snippets
from archive.search.engine import Hit
from archive.search.tree import Query


@dataclass(frozen=True, slots=True)
class Found:
    """Articles that a search found: what identifies them at once, the whole of them when they are read.

    Attributes:
        hits: Number, title, site, province, date and score of each, in their order.
        approximate: Whether so many articles match that not all of them were ranked one by one.
    """

    hits: tuple[Hit, ...]
    approximate: bool
    _query: Query = field(repr=False)
    _read: Callable[[Iterable[int]], Iterator[ExportedArticle]] = field(repr=False)

    def __len__(self) -> int:
        """Return how many there are; `Archive.count` also counts those beyond the limit."""
        return len(self.hits)

    def __iter__(self) -> Iterator[ExportedArticle]:
        """Read the articles, some hundred at a time."""
        return self._read(hit.id for hit in self.hits)

    def snippet(self, article: ExportedArticle, marks: tuple[str, str] = ("**", "**")) -> str:
        """Return the stretch of an article's text that shows best why it was found.

        >>> found = archive.search('"chuyển đổi số"')
        >>> for article in found:
        ...     print(found.snippet(article)[-52:])
        tin, bài; công tác **chuyển đổi số** được chú trọng.

        Args:
            article: One of those found.
            marks: What stands before and behind the words that were asked for.
        """
        text = "\n\n".join(filter(None, (article["lead"], article["body"])))
        pieces = snippets.snippet(text, self._query)
        return "".join(f"{marks[0]}{text}{marks[1]}" if hit else text for text, hit in pieces)
