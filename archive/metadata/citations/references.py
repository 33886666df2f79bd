"""References by number: ``Chỉ thị số 05-CT/TW``, lists of them, and bare numbers behind a type word."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

from archive.metadata.citations.bodies import Places
from archive.metadata.citations.enacting import before
from archive.metadata.citations.heads import Head, TypeWord, find_heads
from archive.metadata.citations.numbers import NUMBER, Item, read_items
from archive.metadata.citations.reference import Reference, may_be_of, symbol_of
from archive.metadata.citations.sharing import goes_on, share_back, share_day, share_on
from archive.metadata.citations.spelling import Spelled
from archive.metadata.citations.subjects import apart, dated_apart
from archive.metadata.citations.surroundings import Beside, agrees
from archive.metadata.citations.symbols import Symbol

_REGULATION: Final = "QyĐ"
_DECISIONS: Final = ("QĐ", "QĐi", _REGULATION)
_DECISION: Final = "QĐ"
_LETTER: Final = "CV"
_LAW: Final = "L"
_ENACTED_BY_ASSEMBLY: Final = (_LAW, "NQ", "PL")
_NAME: Final = 160  # characters between "Luật" and the number of a law
_IN_BRACKETS: Final = re.compile(r"\(\s*(?:số\s*:?\s*)?$")
_BRACKET: Final = 8


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
            and goes_on(text, found[-1], head.start, bare=not head.numbered)
        )
        since = found[-1].closed if found else 0
        resumed = head is not None and head.capital and _is_resumed(text, start, head, cited)
        items = read_items(text, start, head, symbols, places, sure=joined or resumed)
        if not items:
            continue
        references = _references(text, start, head, items, words, stops, places, since)
        share_day(text, found, references)
        share_back(text, found, references)
        share_on(text, found, references, numbered=head is not None and head.numbered)
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
    shared = dated_apart(text, shared, limit)
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
        reference.of_all = shared.of_all
        reference.own_day = own.issued_on is not None and not shared.same_day
        reference.enacted = enacted is not None and enacted.issuer is not None
        of_all = item.bare or shared.same_day
        reference.issued_on = own.issued_on or (shared.issued_on if of_all else None)
        if enacted:
            reference.enacted_terms = enacted.terms
            reference.enacted_on = enacted.issued_on
            reference.follows_day = enacted.same_day
            reference.issued_on = reference.issued_on or enacted.issued_on
        if item is not last and not item.beside.terms:
            apart_from_it = not (item.bare or shared.of_all) and reference.own_day
            if apart_from_it or not may_be_of(reference, reference.terms):
                reference.terms = enacted.terms if enacted else ()
        if reference.symbol is None:
            reference.symbol = symbol_of(reference, item.year)
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
