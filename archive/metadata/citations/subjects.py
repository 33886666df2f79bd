"""What is said of a document behind its subject: ``Chỉ thị 05 về "..." của Bộ Chính trị (khóa XII)``."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from archive.metadata.citations.bodies import Body, Places
from archive.metadata.citations.spelling import Spelled
from archive.metadata.citations.surroundings import (
    CENTRAL,
    DAY,
    OF_ALL,
    Beside,
    agrees,
    day_of,
    read_date,
    read_plenum,
    read_term,
    take,
)

_APART: Final = 260  # characters of a document's subject between its number and its body
_DATE_BEFORE: Final = re.compile(rf"(?<![^\W_])ngày\s*{DAY}\s*,?\s*$")
_SENTENCE_END: Final = re.compile(r"[.;!?]\s|\n")
_CLOSED: Final = re.compile(r'"\s*(?:,\s*)?(?:của|do)\s+$')
# "... “Về nông nghiệp, nông dân, nông thôn” Hội nghị Trung ương 7 (khóa X)"
_QUOTED: Final = re.compile(r'\s*,?\s*(?:về\s+)?"[^"\n]{3,250}"(?=\s*,?\s*hội\s+nghị)')
# Whom a subject hardly ever names: "Nghị quyết 36 về kinh tế biển của Bộ Chính trị".
_LEADERS: Final = re.compile(r"(?:bộ\s+chính\s+trị|ban\s+bí\s+thư|thủ\s+tướng)(?![^\W_])")
_SUBJECT_FOLLOWS: Final = re.compile(r'\s*,?\s*(?:về|nhằm|để|quy định|được|đã|do\s|"|\()')
# Behind the subject: "... đến năm 2030 được ban hành ngày 28/01/2022".
_ISSUED_APART: Final = re.compile(
    rf"(?:(?<=[,(])\s*|\s(?:được|đã|do)\s+(?:[^\W\d]+\s+){{0,9}}?)(?:ký\s+)?(?:ban\s+hành|thông\s+qua|ký)"
    rf"\s+(?:tại\s+[^,.;:()\n]{{3,60}}?,?\s+)?(?:vào\s+)?ngày\s*{DAY}"
)
_SAME_DAY_APART: Final = re.compile(rf"\((?:đều|cùng)\s+(?:ban\s+hành\s+)?ngày\s*{DAY}\s*\)")
# "... về phổ cập giáo dục mầm non, ngày 05/12/2011;"
_CLOSING_DAY: Final = re.compile(rf",\s*(?P<all>{OF_ALL})?ngày\s*{DAY}\s*(?=[;)]|\.?$)")
_OF: Final = re.compile(r"(?<![^\W_])(?:của|(?P<by>được|do))\s+")
_ENACTS: Final = re.compile(
    r"\s*(?:đã\s+)?(?:ký\s+)?(?:ban\s+hành|thông\s+qua)(?![^\W_])"
    r"(?:\s+tại\s+[^,.;:()\n]{3,60}?,?(?=\s+ngày\s))?"
)
# The leadership, role, work ... of a body is not a document of it.
_NOT_OF: Final = (
    *(
        "lãnh đạo",
        "chỉ đạo",
        "vai trò",
        "hoạt động",
        "nhiệm vụ",
        "quan điểm",
        "chủ trương",
        "ý kiến",
    ),
    *("yêu cầu", "tinh thần", "trách nhiệm", "chức năng", "đường lối", "hội nghị", "báo cáo"),
)


def apart(
    text: Spelled, beside: Beside, places: Places, issuer: str | None, limit: int
) -> Beside | None:
    """Read the body behind a document's subject: ``Chỉ thị 05 về "..." của Bộ Chính trị (khóa XII)``.

    Args:
        text: The part of the article.
        beside: What stands directly behind the reference.
        places: Of the article.
        issuer: The issuer in the symbol; without one, the subject has to end with a quotation mark.
        limit: Where the next type word or number stands.
    """
    limit = min(limit, beside.end + _APART)
    end = _SENTENCE_END.search(text.plain, beside.end, limit)
    limit = end.start() if end else limit
    quoted = _QUOTED.match(text.low, beside.end) if issuer == CENTRAL else None
    found = _plenum(text, quoted.end(), issuer) if quoted else None
    if found:
        return found
    for match in _OF.finditer(text.low, beside.end, limit):
        body = places.body(text, match.end())
        if body and match["by"] is None:
            return _of_body(text, beside.end, match, body, issuer)
        if body:
            found = _by_body(text, body, issuer)
        elif issuer == CENTRAL:
            found = _plenum(text, match.end() - 1 if match["by"] else match.start(), issuer)
            if found and match["by"] and not _ENACTS.match(text.low, found.end):
                found = None
        if found:
            return found
    return None


def _plenum(text: Spelled, start: int, issuer: str | None) -> Beside | None:
    """Read a plenum: ``của Hội nghị Trung ương 7 (khóa X), ngày 5/8/2008``."""
    found = Beside(start)
    if not read_plenum(text, found):
        return None
    read_term(text, found, issuer)
    read_date(text, found)
    return found


def _by_body(text: Spelled, body: Body, issuer: str | None) -> Beside | None:
    """Read a body that has issued: ``được Tỉnh ủy ban hành ngày 5/7/2022``."""
    found = Beside(body.end)
    take(found, body)
    read_term(text, found, issuer)
    enacts = _ENACTS.match(text.low, found.end)
    if issuer is None or enacts is None or not agrees(body.issuer, issuer):
        return None
    found.end = enacts.end()
    read_date(text, found)
    return found


def _of_body(
    text: Spelled, start: int, match: re.Match[str], body: Body, issuer: str | None
) -> Beside | None:
    """Read a body behind a subject that begins at a place: ``"..." của Bộ Chính trị (khóa XII)``."""
    closed = _CLOSED.search(text.low, start, match.end())
    named = closed or _LEADERS.match(text.low, match.end())
    if not agrees(body.issuer, issuer) or (issuer is None and not named):
        return None
    if not closed and text.low[start : match.start()].rstrip().endswith(_NOT_OF):
        return None
    found = Beside(body.end)
    take(found, body)
    day = _DATE_BEFORE.search(text.low, start, match.start())
    found.issued_on = day_of(day) if day else None
    read_term(text, found, issuer)
    read_date(text, found)
    return found


def dated_apart(text: Spelled, beside: Beside, limit: int) -> Beside:
    """Return what stands beside a document with the day behind its subject.

    ``Nghị quyết 09 về ... được ban hành ngày 28/01/2022``

    Args:
        text: The part of the article.
        beside: What stands directly behind the reference.
        limit: Where the next type word stands.
    """
    start = beside.end
    end = min(limit, start + _APART)
    if beside.issued_on or text.low.find("ngày", start, end) < 0:
        return beside
    stop = _SENTENCE_END.search(text.plain, start, end)
    # The day itself may hold what ends a sentence elsewhere.
    end = stop.start() + 1 if stop else end
    same = _SAME_DAY_APART.search(text.low, start, end)
    if same:
        return replace(beside, issued_on=day_of(same))
    if not _SUBJECT_FOLLOWS.match(text.low, start):
        return beside  # another document's: "..., Hiến pháp được thông qua ngày 28/11/2013"
    day = _ISSUED_APART.search(text.low, start, end)
    if day:
        return replace(beside, issued_on=day_of(day))
    closing = _CLOSING_DAY.search(text.low, start, end)
    if closing:
        return replace(beside, issued_on=day_of(closing), same_day=closing["all"] is not None)
    return beside
