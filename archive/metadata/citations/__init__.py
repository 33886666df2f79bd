"""The documents of Party and state that an article cites."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from archive.metadata.citations.bodies import Places
from archive.metadata.citations.heads import find_type_words
from archive.metadata.citations.reference import Reference
from archive.metadata.citations.references import find_references
from archive.metadata.citations.resolutions import find_resolutions
from archive.metadata.citations.resuming import resume
from archive.metadata.citations.spelling import spell
from archive.metadata.citations.symbols import find_symbols
from archive.metadata.citations.vocabulary import Level, level_of
from archive.metadata.findings import ArticleText, Citation, Part, Span

#: Raised by hand when the results change.
VERSION: Final = "3"


def find_citations(text: ArticleText, province: str | None = None) -> tuple[Citation, ...]:
    """Return the references to documents in title, lead and body, in the order of the text.

    Args:
        text: The article.
        province: The province that it is about, as it was on its date: of a provincial body's document,
            where none is printed beside it.
    """
    places = Places(province, text.published)
    citations = [
        citation
        for part, words in text.parts()
        for reference in _references(words, places)
        for citation in _citations(part, words, reference, province)
    ]
    return resume(citations)


def _references(words: str, places: Places) -> list[Reference]:
    text = spell(words)
    type_words = find_type_words(text)
    numbered = find_references(text, type_words, find_symbols(text.plain), places)
    unnumbered = find_resolutions(text, type_words, places)
    taken = [(reference.start, reference.closed) for reference in numbered]
    free = [
        reference
        for reference in unnumbered
        if not any(start < reference.end and reference.start < end for start, end in taken)
    ]
    return sorted([*numbered, *free], key=lambda reference: reference.start)


def _citations(
    part: Part, words: str, reference: Reference, province: str | None
) -> Iterator[Citation]:
    """Yield the documents of a reference: one for each term."""
    level = level_of(reference.issuer) if reference.issuer else None
    of_province = level is Level.PROVINCE and not reference.local
    for term in reference.terms or (None,):
        yield Citation(
            printed=words[reference.start : reference.end],
            span=Span(part, reference.start, reference.end),
            type=reference.type,
            number=reference.number,
            issuer=reference.issuer,
            symbol=reference.symbol,
            province=(reference.province or province) if of_province else None,
            term=term,
            issued_on=reference.issued_on,
            rule=reference.rule,
            misprint=reference.misprint,
        )
