"""A document that a place in the text refers to, and what makes its symbol."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from archive.metadata.citations.vocabulary import Side, issuers, national_term, side_of

_REGULATION: Final = "QyĐ"
_DECISION: Final = "QĐ"
# A body makes fewer rules a year, which bear the year; single decisions are counted apart.
_SINGLE_DECISIONS: Final = 200


@dataclass(slots=True, kw_only=True)
class Reference:
    """A document that a place in the text refers to.

    Attributes:
        start: First character of the printed words.
        end: Behind the last one.
        closed: Behind what stands with it: day, body, term.
        type: Code of the type.
        number: As printed; None where the reference has none.
        issuer: Code of the body.
        symbol: The normal form.
        rule: Which form it has.
        misprint: Whether the symbol was put right.
        terms: Roman numerals; several are as many documents.
        issued_on: The printed day.
        province: The printed province.
        local: Whether a body of a district, town or commune issued it.
        named: Whether the body stands with it.
        enacted: Whether the body stands before it: ``Tỉnh ủy ban hành``.
        enacted_terms: The terms of that body.
        enacted_on: The day that is said of all documents that the body enacts there.
        of_all: Whether that body is said to be the one of the documents before it as well.
        own_day: Whether a day stands behind it that is its own.
        follows_day: Whether it was enacted on the day of the document before it: ``Cùng ngày, Tỉnh ủy``.
        same_day: Whether the day is said to be that of the documents before it as well.
    """

    start: int
    end: int
    closed: int
    type: str
    number: str | None
    issuer: str | None
    symbol: str | None
    rule: str
    misprint: bool = False
    terms: tuple[str, ...] = ()
    issued_on: date | None = None
    province: str | None = None
    local: bool = False
    named: bool = False
    enacted: bool = False
    enacted_terms: tuple[str, ...] = ()
    enacted_on: date | None = None
    of_all: bool = False
    own_day: bool = False
    follows_day: bool = False
    same_day: bool = False


def symbol_of(reference: Reference, year: str | None) -> str | None:
    """Return the symbol of a number whose body is known, None where a year is missing."""
    issuer = issuers().get(reference.issuer or "")
    if issuer is None:
        return None
    code = _DECISION if reference.type == _REGULATION else reference.type
    if side_of(issuer.code) is Side.PARTY:
        return f"{reference.number}-{code}/{issuer.code}"
    if year:
        return f"{reference.number}/{year}/{code}-{issuer.code}"
    number = reference.number or ""
    # 30a/2008/NQ-CP: what was put in between two numbers is of the time when all had the year.
    plain = code in issuer.plain and number.isdecimal()
    single = code == _DECISION and number.isdecimal() and int(number) >= _SINGLE_DECISIONS
    return f"{number}/{code}-{issuer.code}" if plain or single else None


def may_be_of(reference: Reference, terms: tuple[str, ...]) -> bool:
    """Tell whether the day of a document allows a term; those of provinces begin on other days."""
    if reference.issued_on is None or reference.issuer != "TW" or not terms:
        return True
    return national_term(reference.issued_on) in terms
