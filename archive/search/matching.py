"""What a query means, as a plain program: the reference that the databases are compared with.

It is written to be read, not to be fast. An article has three parts in which words stand: the title, the
body (the lead and the paragraphs) and the author. A word, phrase or `Near` that is in no field is looked
for in the title and in the body, each by itself, so neither runs from one into the other. A phrase
stands within one passage. Between two passages lies one place that no word fills; so a `Near` may reach
from one paragraph into the next, and the empty place counts as a word between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from archive.search.tree import (
    And,
    Dates,
    Field,
    Filter,
    InAuthor,
    InTitle,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    Word,
)
from archive.search.words import TextWord, words

_Places: TypeAlias = Sequence[TextWord | None]


@dataclass(frozen=True, slots=True)
class Document:
    """What of an article queries look at.

    Attributes:
        title: The headline.
        body: The passages below it (`archive.search.words.body_passages`).
        author: The passages that name the author (`archive.search.words.author_passages`).
        published: The first and the last day on which it may have been published, which differ where
            only the month or the year is known; None: no date is known.
        properties: The identifiers that it has for each field.
    """

    title: str
    body: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    published: tuple[date, date] | None = None
    properties: Mapping[Field, frozenset[str]] = field(default_factory=dict)


def matches(query: Query, document: Document) -> bool:
    """Tell whether a query whose names are resolved finds a document."""
    text = [_places([document.title]), _places(document.body)]
    author = [_places(document.author)]
    return _is_true(query, document, text, author)


def _is_true(
    query: Query, document: Document, parts: Sequence[_Places], author: Sequence[_Places]
) -> bool:
    match query:
        case And(nodes):
            return all(_is_true(node, document, parts, author) for node in nodes)
        case Or(nodes):
            return any(_is_true(node, document, parts, author) for node in nodes)
        case Not(node):
            return not _is_true(node, document, parts, author)
        case InTitle(node):
            return _is_true(node, document, parts[:1], author)
        case InAuthor(node):
            return _is_true(node, document, author, author)
        case Filter(name, _, values):
            return not document.properties.get(name, frozenset()).isdisjoint(values or ())
        case Dates():
            return _is_within(query, document.published)
        case Near():
            return any(_is_near(query, part) for part in parts)
        case Word() | Phrase():
            return any(True for part in parts for _ in _starts(query, part))


def _is_within(dates: Dates, published: tuple[date, date] | None) -> bool:
    return (
        published is not None
        and (dates.first is None or dates.first <= published[0])
        and (dates.last is None or published[1] <= dates.last)
    )


def _is_near(near: Near, part: _Places) -> bool:
    one, other = near.terms
    return any(
        start - (before + length) <= near.distance
        for first, second, length in ((one, other, _length(one)), (other, one, _length(other)))
        for before in _starts(first, part)
        for start in _starts(second, part)
        if before <= start
    )


def _starts(term: Word | Phrase, part: _Places) -> Iterator[int]:
    """Yield the places at which a word or phrase begins."""
    sought = _words(term)
    for start in range(len(part) - len(sought) + 1):
        if all(
            _is_word(word, found)
            for word, found in zip(sought, part[start : start + len(sought)], strict=True)
        ):
            yield start


def _is_word(word: Word, found: TextWord | None) -> bool:
    if found is None:
        return False
    form = found.exact if word.is_exact else found.folded
    return form.startswith(word.form) if word.prefix else form == word.form


def _words(term: Word | Phrase) -> tuple[Word, ...]:
    return (term,) if isinstance(term, Word) else term.words


def _length(term: Word | Phrase) -> int:
    return len(_words(term))


def _places(passages: Iterable[str]) -> list[TextWord | None]:
    """Return the words of passages, with an empty place between two that have words."""
    places: list[TextWord | None] = []
    for passage in passages:
        found = words(passage)
        if places and found:
            places.append(None)
        places.extend(found)
    return places
