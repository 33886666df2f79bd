"""References that resume a fuller one: ``Nghị quyết 35`` after ``35-NQ/TW ngày 22/10/2018``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Final, NamedTuple

from archive.metadata.findings import Citation

_DECISION: Final = "QĐ"
_DECISIONS: Final = ("QĐ", "QyĐ")


class _Said(NamedTuple):
    """What a reference says that leaves something out."""

    type: str
    number: str | None
    issuer: str | None
    symbol: str | None
    province: str | None
    term: str | None
    issued_on: date | None


def resume(citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """Return the citations, each that says less with what the fuller reference to its document says.

    A fuller reference behind it says which document it is, but term and day are left to where they are
    printed first. Where an article cites several documents that it may mean, it is left as it is.
    """
    by_number: defaultdict[str | None, list[int]] = defaultdict(list)
    for position, citation in enumerate(citations):
        if citation.symbol:
            by_number[citation.number].append(position)

    @cache
    def fullest(said: _Said) -> int | None:
        return _fullest(said, by_number[said.number], citations)

    return tuple(
        citation
        if _says_all(citation)
        else _resumed(citation, place, fullest(_said(citation)), citations)
        for place, citation in enumerate(citations)
    )


def _says_all(citation: Citation) -> bool:
    return citation.symbol is not None and _fullness(citation) > 0


def _said(citation: Citation) -> _Said:
    return _Said(
        _kind(citation),
        citation.number,
        citation.issuer,
        citation.symbol,
        citation.province,
        citation.term,
        citation.issued_on,
    )


def _resumed(
    citation: Citation, place: int, position: int | None, citations: Sequence[Citation]
) -> Citation:
    if position is None:
        return citation
    fuller = citations[position]
    resumes = position < place
    return replace(
        citation,
        issuer=fuller.issuer,
        symbol=fuller.symbol,
        province=fuller.province,
        term=(fuller.term if resumes else None) or citation.term,
        issued_on=(fuller.issued_on if resumes else None) or citation.issued_on,
        same_as=position,
    )


def _fullest(said: _Said, candidates: Iterable[int], citations: Sequence[Citation]) -> int | None:
    """Return the place of the reference that says most of a document, None where it may be two."""
    fuller = [position for position in candidates if _is_fuller(citations[position], said)]
    found = [citations[position] for position in fuller]
    documents = {(citation.symbol, citation.province) for citation in found}
    terms = {citation.term for citation in found} - {None}
    days = {citation.issued_on for citation in found} - {None}
    if len(documents) != 1 or len(terms) > 1 or len(days) > 1:
        return None
    return max(fuller, key=lambda position: _fullness(citations[position]))


def _is_fuller(citation: Citation, said: _Said) -> bool:
    """Tell whether a reference says all that another says, and more."""
    if said.symbol is None:
        return (
            _kind(citation) == said.type
            and said.issuer in (None, citation.issuer)
            and (said.term is None or citation.term in (None, said.term))
            and (said.issued_on is None or citation.issued_on in (None, said.issued_on))
        )
    same = (citation.symbol, citation.province) == (said.symbol, said.province)
    return same and _fullness(citation) > 0


def _kind(citation: Citation) -> str:
    """Return the type; what one sentence calls Quyết định, the next may call Quy định."""
    return _DECISION if citation.type.startswith(_DECISIONS) else citation.type


def _fullness(citation: Citation) -> int:
    return (citation.term is not None) + (citation.issued_on is not None)
