"""References by number: ``Chỉ thị số 05-CT/TW``, lists of them, and bare numbers behind a type word."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from archive.metadata.citations.bodies import Places
from archive.metadata.citations.enacting import before
from archive.metadata.citations.heads import Head, TypeWord, find_heads
from archive.metadata.citations.numbers import NUMBER, Item, read_items
from archive.metadata.citations.spelling import Spelled
from archive.metadata.citations.surroundings import Beside, agrees, apart, issued_apart
from archive.metadata.citations.symbols import Symbol
from archive.metadata.citations.vocabulary import Side, issuers, national_term, side_of

_REGULATION: Final = "QyĐ"
_DECISIONS: Final = ("QĐ", "QĐi", _REGULATION)
_DECISION: Final = "QĐ"
# A body makes fewer rules a year, which bear the year; single decisions are counted apart.
_SINGLE_DECISIONS: Final = 200
_LETTER: Final = "CV"
_LAW: Final = "L"
_ENACTED_BY_ASSEMBLY: Final = (_LAW, "NQ", "PL")
_BETWEEN: Final = re.compile(r"\s*(?:,\s*và|,|;|và|&|cùng|với)\s+(?:các\s+)?")
_SUBJECT_BETWEEN: Final = re.compile(
    r'\s*,?\s*(?:về|nhằm|để|")'
    r"(?:(?!thực hiện|triển khai|tổng kết|sơ kết|quán triệt|học tập|theo\s)[^.;:\n])+"
    r"(?:,\s*và|,|;|\svà|\scùng)\s+(?:các\s+)?"
)
_NAME: Final = 160  # characters between "Luật" and the number of a law
_IN_BRACKETS: Final = re.compile(r"\(\s*(?:số\s*:?\s*)?$")
_BRACKET: Final = 8


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
        enacted_on: The day that is said of all documents that the body enacts there.
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
    enacted_on: date | None = None
    same_day: bool = False


def find_references(
    text: Spelled, words: Sequence[TypeWord], symbols: Mapping[int, Symbol], places: Places
) -> list[Reference]:
    """Return the references by number in a part of an article, in the order of the text.

    Args:
        text: The part.
        words: The type words in it.
        symbols: The symbols in it, by their first character.
        places: Of the article.
    """
    heads = find_heads(text, words, places)
    stops = sorted({*map(_start, words), *map(_start, heads.values()), *symbols})
    cited = frozenset((symbol.number, symbol.type) for symbol in symbols.values())
    found: list[Reference] = []
    done = 0
    for start in sorted(heads.keys() | symbols.keys()):
        if start < done:
            continue
        head = heads.get(start)
        joined = (
            head is not None
            and bool(found)
            and found[-1].enacted
            and _goes_on(text, found[-1], head.start, bare=not head.numbered)
        )
        since = found[-1].closed if found else 0
        resumed = head is not None and head.capital and _is_resumed(text, start, head, cited)
        items = read_items(text, start, head, symbols, places, sure=joined or resumed)
        if not items:
            continue
        references = _references(text, start, head, items, words, stops, places, since)
        _share_day(found, references)
        _share_back(text, found, references)
        _share_on(text, found, references, numbered=head is not None and head.numbered)
        found += references
        done = items[-1].end
    return found


def _is_resumed(
    text: Spelled, start: int, head: Head, cited: Collection[tuple[str, str | None]]
) -> bool:
    """Tell whether a bare number resumes a symbol of the same text: ``Quy định 144 gồm 6 điều``."""
    number = NUMBER.match(text.low, start)
    kind = _DECISION if head.type in _DECISIONS else head.type
    return number is not None and len(number[0]) > 1 and (number[0], kind) in cited


def _references(
    text: Spelled,
    start: int,
    head: Head | None,
    items: Sequence[Item],
    words: Sequence[TypeWord],
    stops: Sequence[int],
    places: Places,
    since: int,
) -> list[Reference]:
    """Return the documents of a list; what stands behind the list belongs to all of it.

    The day does only where they share one symbol, or where it is said to be the same day.
    """
    first = head.start if head else start
    last = items[-1]
    shared = last.beside
    issuer = last.symbol.issuer if last.symbol else None
    following = bisect_left(stops, shared.end)
    limit = stops[following] if following < len(stops) else len(text.low)
    if shared.issuer is None:
        shared = _with_body_apart(text, shared, places, issuer, limit)
    if shared.issued_on is None:
        shared = replace(shared, issued_on=issued_apart(text, shared.end, limit))
    enacted = before(text, first, places, since)
    if enacted and enacted.issuer and not agrees(enacted.issuer, issuer):
        enacted = Beside(enacted.end, province=enacted.province)
    rule = "list" if len(items) > 1 else None
    found = []
    for item in items:
        own = shared if item is last else item.beside
        reference = _reference(text, first, head, item, words)
        reference.end, reference.rule = last.end, rule or reference.rule
        reference.closed = shared.end
        for beside in (own, shared, head and head.body, enacted):
            if beside:
                _add(reference, beside)
        reference.same_day = shared.same_day
        reference.enacted = enacted is not None and enacted.issuer is not None
        of_all = item.bare or shared.same_day
        reference.issued_on = own.issued_on or (shared.issued_on if of_all else None)
        if enacted:
            reference.enacted_on = enacted.issued_on
            reference.issued_on = reference.issued_on or enacted.issued_on
        if item is not last and not (item.beside.terms or _may_be_of(reference, reference.terms)):
            reference.terms = ()
        if reference.symbol is None:
            reference.symbol = _symbol_of(reference, item.year)
        found.append(reference)
    return found


def _with_body_apart(
    text: Spelled, beside: Beside, places: Places, issuer: str | None, limit: int
) -> Beside:
    """Return what stands beside a document, with the body named behind its subject."""
    named = apart(text, beside, places, issuer, limit)
    if named is None:
        return beside
    return replace(
        named,
        terms=beside.terms or named.terms,
        issued_on=beside.issued_on or named.issued_on,
    )


def _reference(
    text: Spelled, start: int, head: Head | None, item: Item, words: Sequence[TypeWord]
) -> Reference:
    symbol = item.symbol
    kind = head.type if head else None
    if symbol is None:
        assert kind is not None  # noqa: S101 - a bare number stands behind a type word
        return Reference(
            start=start, end=item.end, closed=item.end, type=kind, number=item.number,
            issuer=None, symbol=None, rule="bare",
        )  # fmt: skip
    return Reference(
        start=start,
        end=item.end,
        closed=item.end,
        type=_type_of(text, start, kind, symbol, words),
        number=symbol.number,
        issuer=symbol.issuer,
        symbol=symbol.normal,
        rule="old" if symbol.old else symbol.side.value,
        misprint=symbol.misprint,
    )


def _type_of(
    text: Spelled, start: int, kind: str | None, symbol: Symbol, words: Sequence[TypeWord]
) -> str:
    """Return the type that the symbol says, but for decisions that are called regulations."""
    if symbol.type in _DECISIONS:
        # Quy định về nêu gương (số 101-QĐ/TW)
        if kind is None and _IN_BRACKETS.search(text.low, max(0, start - _BRACKET), start):
            kind = _word_before(start, words, _DECISIONS)
        return _REGULATION if kind == _REGULATION else symbol.type
    if symbol.type is not None:
        return symbol.type
    if kind is not None:
        return kind
    if "QH" in symbol.issuer:
        return _word_before(start, words, _ENACTED_BY_ASSEMBLY) or _LAW
    return _LETTER


def _word_before(start: int, words: Sequence[TypeWord], types: Sequence[str]) -> str | None:
    """Return the last of some types whose word stands within a document's name before its number."""
    before_it = words[
        bisect_left(words, start - _NAME, key=_start) : bisect_left(words, start, key=_start)
    ]
    return next((word.type for word in reversed(before_it) if word.type in types), None)


def _start(word: TypeWord | Head) -> int:
    return word.start


def _add(reference: Reference, beside: Beside) -> None:
    """Add what stands beside a reference, where it does not say so itself."""
    if reference.issuer is None:
        reference.issuer = beside.issuer
    if not reference.named:
        reference.named = beside.issuer is not None
        reference.local = reference.local or beside.local
    if not reference.province:
        reference.province = beside.province
    reference.terms = reference.terms or beside.terms


def _symbol_of(reference: Reference, year: str | None) -> str | None:
    """Return the symbol of a number whose body is known, None where a year is missing."""
    issuer = issuers().get(reference.issuer or "")
    if issuer is None:
        return None
    code = "QĐ" if reference.type == _REGULATION else reference.type
    if side_of(issuer.code) is Side.PARTY:
        return f"{reference.number}-{code}/{issuer.code}"
    if year:
        return f"{reference.number}/{year}/{code}-{issuer.code}"
    number = reference.number or ""
    # 30a/2008/NQ-CP: what was put in between two numbers is of the time when all had the year.
    plain = code in issuer.plain and number.isdecimal()
    single = code == _DECISION and number.isdecimal() and int(number) >= _SINGLE_DECISIONS
    return f"{number}/{code}-{issuer.code}" if plain or single else None


def _share_on(
    text: Spelled, found: Sequence[Reference], references: Sequence[Reference], *, numbered: bool
) -> None:
    """Give references that ``và`` joins to the one before the province and term that enacted that."""
    bare = references[0].symbol is None and not numbered
    if not found or not _goes_on(text, found[-1], references[0].start, bare=bare):
        return
    before_it = found[-1]
    for reference in references:
        if before_it.enacted and reference.issuer == before_it.issuer:
            reference.issued_on = reference.issued_on or before_it.enacted_on
            reference.enacted_on = before_it.enacted_on
        if reference.issuer is None and before_it.enacted:
            reference.issuer = before_it.issuer
            reference.symbol = _symbol_of(reference, None)
        if not reference.named and reference.issuer == before_it.issuer and before_it.named:
            reference.province = reference.province or before_it.province
            reference.local, reference.named = before_it.local, True
            if before_it.enacted:
                reference.terms = reference.terms or before_it.terms
                reference.enacted = True


def _share_day(found: Sequence[Reference], references: Sequence[Reference]) -> None:
    """Give references that say ``cùng ngày`` without a day the last one that was printed."""
    if references[-1].same_day:
        day = next(
            (before_it.issued_on for before_it in reversed(found) if before_it.issued_on), None
        )
        for reference in references:
            reference.issued_on = reference.issued_on or day


def _goes_on(text: Spelled, before_it: Reference, start: int, *, bare: bool) -> bool:
    """Tell whether what begins at a place is joined to a reference, or to its subject if enacted.

    A bare number may be part of the subject: ``Kế hoạch 15 về chuyển đổi số và Đề án 06``.
    """
    if _BETWEEN.fullmatch(text.low, before_it.closed, start):
        return True
    return (
        before_it.enacted
        and not bare
        and start - before_it.closed < _NAME
        and _SUBJECT_BETWEEN.fullmatch(text.low, before_it.closed, start) is not None
    )


def _share_back(text: Spelled, found: Sequence[Reference], references: Sequence[Reference]) -> None:
    """Give references that ``và`` joins to the next one the body and term behind that."""
    last = references[-1]
    start = references[0].start
    if not (last.named or last.same_day):
        return
    for reference in reversed(found):
        if reference.issuer not in (None, last.issuer):
            return
        if reference.closed != reference.end and (reference.named or reference.terms):
            return
        # A number without symbol may be another body's: Chỉ thị 05 và Quy định 08 của ...; and the
        # Politburo's directive may be of another term: 05-CT/TW và Kết luận 01-KL/TW (khóa XIII).
        if reference.start != start and not _BETWEEN.fullmatch(text.low, reference.closed, start):
            return
        if last.same_day:
            reference.issued_on = reference.issued_on or last.issued_on
        if reference.type != last.type and reference.issuer in (None, "TW"):
            return
        # A day behind symbols of their own is the last one's, and so is the term behind the day.
        if _may_be_of(reference, last.terms) and not (last.issued_on and not reference.issued_on):
            reference.terms = reference.terms or last.terms
        reference.province = reference.province or last.province
        reference.local = reference.local or last.local
        if reference.issuer is None:
            reference.issuer = last.issuer
            reference.symbol = _symbol_of(reference, None)
        start = reference.start


def _may_be_of(reference: Reference, terms: tuple[str, ...]) -> bool:
    """Tell whether the day of a document allows a term; those of provinces begin on other days."""
    if reference.issued_on is None or reference.issuer != "TW" or not terms:
        return True
    return national_term(reference.issued_on) in terms
