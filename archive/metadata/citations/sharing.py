"""What one document of a row says for its neighbours: ``05-CT/TW và 01-KL/TW cùng ngày 18/5/2021``.

Documents stand in a row where only commas, ``và`` and the like are between them, or the subject of one
(`joined`). A day belongs to the document before it, a body or term behind the last one to those before
it that may be of the same body and committee, what enacts the first one to all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from archive.metadata.citations.reference import Reference, may_be_of, symbol_of
from archive.metadata.citations.spelling import Spelled
from archive.metadata.citations.surroundings import DAY, day_of

_BETWEEN: Final = re.compile(r"\s*(?:,\s*và|,|;|và|&|cùng|với)\s+(?:các\s+)?")
_SUBJECT_BETWEEN: Final = re.compile(
    r'\s*,?\s*(?:về|nhằm|để|")'
    r"(?:(?!thực hiện|triển khai|tổng kết|sơ kết|quán triệt|học tập|theo\s)[^.;:\n])+"
    r"(?:,\s*và|,|;|\svà|\scùng)\s+(?:các\s+)?"
)
_SUBJECT: Final = 160  # characters
_CENTRAL: Final = "TW"
_DAY: Final = re.compile(rf"(?<![^\W_])ngày\s*{DAY}")
# Characters in front of a document in which the day stands on which it was enacted.
_DAY_BEFORE: Final = 90


def goes_on(text: Spelled, before_it: Reference, start: int, *, bare: bool) -> bool:
    """Tell whether what begins at a place is joined to a reference, or to its subject if enacted.

    A bare number may be part of the subject: ``Kế hoạch 15 về chuyển đổi số và Đề án 06``.
    """
    if _BETWEEN.fullmatch(text.low, before_it.closed, start):
        return True
    return before_it.enacted and not bare and _is_subject(text, before_it.closed, start)


def _is_subject(text: Spelled, end: int, start: int) -> bool:
    """Tell whether the subject of a document is all that stands between it and the next one."""
    return start - end < _SUBJECT and _SUBJECT_BETWEEN.fullmatch(text.low, end, start) is not None


def share_on(
    text: Spelled, found: Sequence[Reference], references: Sequence[Reference], *, numbered: bool
) -> None:
    """Give references that are joined to the one before the body and term that enacted that."""
    bare = references[0].symbol is None and not numbered
    if not found or not goes_on(text, found[-1], references[0].start, bare=bare):
        return
    before_it = found[-1]
    for reference in references:
        if before_it.enacted and reference.issuer == before_it.issuer:
            reference.issued_on = reference.issued_on or before_it.enacted_on
            reference.enacted_on = before_it.enacted_on
        if reference.issuer is None and before_it.enacted:
            reference.issuer = before_it.issuer
            reference.symbol = symbol_of(reference, None)
        if not reference.named and reference.issuer == before_it.issuer and before_it.named:
            reference.province = reference.province or before_it.province
            reference.local, reference.named = before_it.local, True
            if before_it.enacted:
                reference.terms = reference.terms or before_it.enacted_terms
                reference.enacted_terms = before_it.enacted_terms
                reference.enacted = True


def share_day(text: Spelled, found: Sequence[Reference], references: Sequence[Reference]) -> None:
    """Give the day that is said of all documents to those before: ``cùng ngày 14/12/2018``.

    ``cùng ngày`` alone is the last day that was printed.
    """
    if references[0].follows_day and found:
        _follow(text, found[-1], references)
    if not references[-1].same_day:
        return
    day = references[-1].issued_on or next(
        (reference.issued_on for reference in reversed(found) if reference.issued_on), None
    )
    start = references[0].start
    for reference in (*reversed(references), *reversed(found)):
        if reference.issued_on:
            if reference.start == references[0].start:
                continue
            return
        if reference.start != start and not (
            _BETWEEN.fullmatch(text.low, reference.closed, start)
            or _is_subject(text, reference.closed, start)
        ):
            return
        reference.issued_on = day
        start = reference.start


def _follow(text: Spelled, before_it: Reference, references: Sequence[Reference]) -> None:
    """Give references the day of the one before, if no other day is printed between them."""
    day = before_it.enacted_on or before_it.issued_on
    since = max(0, before_it.start - _DAY_BEFORE)
    printed = {day_of(match) for match in _DAY.finditer(text.low, since, references[0].start)}
    if printed == {day}:
        for reference in references:
            reference.issued_on = reference.issued_on or day
            reference.enacted_on = day


def share_back(text: Spelled, found: Sequence[Reference], references: Sequence[Reference]) -> None:
    """Give references that are joined to the next one the body and term behind that."""
    last = references[-1]
    start = references[0].start
    if not last.named:
        return
    dated = last.own_day
    for reference in reversed(found):
        if reference.issuer not in (None, last.issuer) or _says_itself(reference):
            return
        if reference.start != start and not (
            _BETWEEN.fullmatch(text.low, reference.closed, start)
            or (last.of_all and _is_subject(text, reference.closed, start))
        ):
            return
        if reference.type != last.type and not (last.of_all or _may_share(reference, last)):
            return
        # A day behind symbols of their own is the last one's, and so is the term behind the day.
        dated = dated or reference.own_day
        if may_be_of(reference, last.terms) and (last.of_all or not dated):
            reference.terms = reference.terms or last.terms
        reference.province = reference.province or last.province
        reference.local = reference.local or last.local
        if reference.issuer is None:
            reference.issuer = last.issuer
            reference.symbol = symbol_of(reference, None)
        start = reference.start


def _says_itself(reference: Reference) -> bool:
    """Tell whether a body stands behind a document itself, or the term of the body in its symbol."""
    behind = reference.closed != reference.end
    return behind and (reference.named or bool(reference.terms and reference.issuer))


def _may_share(reference: Reference, last: Reference) -> bool:
    """Tell whether a body behind another type of document may be this one's as well.

    A number without symbol may be another body's: ``Chỉ thị 05 và Kế hoạch 33 của Tỉnh ủy``; and the
    Politburo's directive may be of another term: ``05-CT/TW và Kết luận 01-KL/TW (khóa XIII)``.
    """
    if reference.issuer is None:
        return last.issuer == _CENTRAL and last.rule == "bare"
    return reference.issuer != _CENTRAL
