"""Texts of found articles with the words marked that a query asks for.

Only what an article must have is marked: nothing below a ``-``, no filters, and ``title:`` only in
titles. A phrase is marked as one piece, the two sides of a ``NEAR`` where they are near each
other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from archive.search.occurrences import Forms, Span, Term, near_places, places
from archive.search.tree import And, InTitle, Near, Or, Phrase, Query, Word
from archive.search.words import TextWord, exact_words, words

#: Stands for what a snippet leaves out.
ELLIPSIS: Final = "…"
#: Usual length of a snippet in words.
LENGTH: Final = 30


class Piece(NamedTuple):
    """A piece of a text.

    Attributes:
        text: As printed.
        hit: Whether the query asks for it.
    """

    text: str
    hit: bool


class _Hit(NamedTuple):
    """Words that a query asks for: first one, the one behind the last, and which of its terms."""

    start: int
    end: int
    term: int


def highlight(text: str, query: Query, *, title: bool = False) -> list[Piece]:
    """Return a whole text in pieces; put together they are the text.

    Args:
        text: A title, or passages with empty lines between them.
        query: What was asked for.
        title: Whether it is a title.
    """
    terms = _terms(query, title=title)
    pieces: list[Piece] = []
    for number, passage in enumerate(text.split("\n\n")):
        if number:
            pieces.append(Piece("\n\n", False))
        pieces += _marked(passage, _hits(passage, terms))
    return pieces


def snippet(text: str, query: Query, *, length: int = LENGTH) -> list[Piece]:
    """Return the stretch of a text that shows best why it was found, or else its beginning.

    It lies within one passage, where most of the query's terms stand together; the first such one.
    What is left out of the passage before and behind it is an `ELLIPSIS`.

    Args:
        text: Lead and body, with empty lines between the passages.
        query: What was asked for.
        length: The most words that it has.
    """
    terms = _terms(query, title=False)
    passages = [passage for passage in text.split("\n\n") if passage.strip()]
    if not passages:
        return []
    chosen, best = passages[0], _Best(0, 0, 0)
    hits: list[_Hit] = []
    for passage in passages:
        found = _hits(passage, terms)
        stretch = _best(found, length)
        if stretch.terms > best.terms:
            chosen, hits, best = passage, found, stretch
        if best.terms == len(terms):
            break
    return _stretch(chosen, hits, best, length)


class _Best(NamedTuple):
    """The best stretch of a passage: how many terms, and the words from the first to the last hit."""

    terms: int
    start: int
    end: int


def _best(hits: Sequence[_Hit], length: int) -> _Best:
    best = _Best(0, 0, 0)
    for number, first in enumerate(hits):
        near = _within(hits, number, first.start + length)
        terms = len({hit.term for hit in near})
        if terms > best.terms:
            best = _Best(terms, first.start, max(hit.end for hit in near))
    return best


def _within(hits: Sequence[_Hit], first: int, end: int) -> Sequence[_Hit]:
    """Return the hits from one on that do not reach beyond a word, the first in any case."""
    last = first + 1
    while last < len(hits) and hits[last].end <= end:
        last += 1
    return hits[first:last]


def _stretch(passage: str, hits: Sequence[_Hit], best: _Best, length: int) -> list[Piece]:
    found = words(passage)
    first = best.start - max(0, length - (best.end - best.start)) // 2
    first = max(0, min(first, len(found) - length))
    last = first + length
    start = found[first].start if first else 0
    end = found[last - 1].end if last < len(found) else len(passage)
    inside = [
        _Hit(max(hit.start, first) - first, min(hit.end, last) - first, hit.term)
        for hit in hits
        if hit.start < last and first < hit.end
    ]
    pieces = _marked(passage[start:end], inside)
    if start:
        pieces.insert(0, Piece(ELLIPSIS, False))
    if end < len(passage):
        pieces.append(Piece(ELLIPSIS, False))
    return pieces


def _marked(text: str, hits: Iterable[_Hit]) -> list[Piece]:
    """Return a text in pieces; hits that overlap become one, in the order of the text."""
    pieces: list[Piece] = []
    spans = _spans(text, hits)
    behind = 0
    for start, end in spans:
        if behind < start:
            pieces.append(Piece(text[behind:start], False))
        pieces.append(Piece(text[start:end], True))
        behind = end
    if behind < len(text):
        pieces.append(Piece(text[behind:], False))
    return pieces


def _spans(text: str, hits: Iterable[_Hit]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    found: list[TextWord] = []
    for hit in hits:
        found = found or words(text)
        start, end = found[hit.start].start, found[hit.end - 1].end
        if spans and start < spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return spans


def _terms(query: Query, *, title: bool) -> list[Term]:
    """Return what a query wants to occur in a part of an article, each term once."""
    return list(dict.fromkeys(_wanted(query, title=title)))


def _wanted(query: Query, *, title: bool) -> Iterator[Term]:
    match query:
        case Word() | Phrase() | Near():
            yield query
        case And(nodes) | Or(nodes):
            for node in nodes:
                yield from _wanted(node, title=title)
        case InTitle(node) if title:
            yield from _wanted(node, title=title)


def _hits(passage: str, terms: Sequence[Term]) -> list[_Hit]:
    """Return the hits of some terms in a passage, sorted by their place."""
    if not terms:
        return []
    forms = Forms(exact_words(passage))
    return sorted(
        _Hit(start, end, number)
        for number, term in enumerate(terms)
        for start, end in _occurrences(term, forms)
    )


def _occurrences(term: Term, forms: Forms) -> Iterator[Span]:
    if isinstance(term, Near):
        yield from {side for pair in near_places(term, forms) for side in pair}
    else:
        yield from places(term, forms)
