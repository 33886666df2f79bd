"""Where in the words of a text stands what a query asks for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from archive.search.tree import Near, Phrase, Word
from archive.search.words import folded_words

#: What is looked for as one thing.
Term: TypeAlias = Word | Phrase | Near
#: Words of a text: the first one, and the one behind the last.
Span: TypeAlias = tuple[int, int]


@dataclass(slots=True)
class Forms:
    """The words of a text in both forms; they are folded when a term needs it.

    Attributes:
        exact: Their exact forms. What stands for the place between two passages
            (`archive.search.terms.GAP`) is no word and counts as one.
    """

    exact: list[str]
    _folded: list[str] = field(default_factory=list)

    def of(self, term: Term) -> list[str]:
        """Return the forms that a term is compared with."""
        if term.is_exact:
            return self.exact
        if not self._folded:
            self._folded = folded_words(self.exact)
        return self._folded


def spans(terms: Iterable[Term], forms: Forms) -> list[Span]:
    """Return the stretches of a text that terms ask for, in their order.

    A `Near` asks for all from the beginning of one side to the end of the other, and for the shortest
    such stretches. A stretch that lies within another one is left out, so that no place is found twice
    because two terms ask for it.

    Args:
        terms: Words, phrases and `Near`.
        forms: The text.
    """
    found: set[Span] = set()
    for term in terms:
        found.update(_shortest(term, forms) if isinstance(term, Near) else places(term, forms))
    longest: list[Span] = []
    for span in sorted(found, key=lambda span: (span[0], -span[1])):
        if not longest or longest[-1][1] < span[1]:
            longest.append(span)
    return longest


def places(term: Word | Phrase, forms: Forms) -> Iterator[Span]:
    """Yield every occurrence of a word or phrase, in the order of the text."""
    found = forms.of(term)
    sought = (term,) if isinstance(term, Word) else term.words
    *whole, last = (word.form for word in sought)
    length = len(sought)
    for start in _starts(whole[0] if whole else last, found, prefix=not whole and sought[0].prefix):
        if found[start : start + length - 1] == whole and start + length <= len(found):
            word = found[start + length - 1]
            if word == last or (sought[-1].prefix and word.startswith(last)):
                yield start, start + length


def near_places(near: Near, forms: Forms) -> Iterator[tuple[Span, Span]]:
    """Yield every pair of occurrences of the two sides of a `Near` that are near each other."""
    one, other = (list(places(side, forms)) for side in near.terms)
    longest = max((end - start for start, end in other), default=0)
    for first in one:
        begin = bisect_left(other, (first[0] - near.distance - longest, 0))
        for second in other[begin : bisect_left(other, (first[1] + near.distance + 1, 0))]:
            gap = second[0] - first[1] if first[0] <= second[0] else first[0] - second[1]
            if gap <= near.distance:
                yield first, second


def _shortest(near: Near, forms: Forms) -> Iterator[Span]:
    """Yield the stretches from one side to the other within which there is no other such stretch."""
    found = {
        (min(first[0], second[0]), max(first[1], second[1]))
        for first, second in near_places(near, forms)
    }
    end: int | None = None
    for span in sorted(found, key=lambda span: (-span[0], span[1])):
        if end is None or span[1] < end:
            end = span[1]
            yield span


def _starts(form: str, found: Sequence[str], *, prefix: bool) -> Iterator[int]:
    if prefix:
        yield from (place for place, word in enumerate(found) if word.startswith(form))
        return
    place = -1
    for _ in range(found.count(form)):
        place = found.index(form, place + 1)
        yield place
