"""Who enacted what follows, and when: ``Ngày 12/3/2019, Tỉnh ủy Lai Châu (khóa XIV) ban hành``."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from archive.metadata.citations.bodies import Places
from archive.metadata.citations.spelling import Spelled
from archive.metadata.citations.surroundings import (
    DAY,
    Beside,
    day_of,
    read_plenum,
    read_term,
    take,
)

_BEFORE: Final = 170  # characters in which "Tỉnh ủy X (khóa XV) đã ban hành" fits
_ENACTED: Final = re.compile(
    r"(?:\s*,)?\s+(?:(?:đã|vừa|mới|cũng|sẽ|còn|từng|đều|lại|lần\s+lượt|khẩn\s+trương|nhanh\s+chóng|"
    r"tiếp\s+tục|kịp\s+thời|chủ\s+động|sớm|họp|thống\s+nhất"
    r"|cho\s+biết)\s+)*"
    r"(?:(?:ký\s+)?(?:ban\s+hành|ra|có|thông\s+qua|ký)|phát\s+hành|xây\s+dựng|gửi"
    r"|cụ\s+thể\s+hóa\s+(?:bằng|thành)|(?:chỉ\s+đạo|yêu\s+cầu|có\s+ý\s+kiến|quy\s+định|nêu)\s+tại)"
    r"\s+(?:(?:các|những|và)\s+)*(?:văn\s+bản\s+)?(?:số\s*:?\s*)?$"
)
_ENDS_ENACTED: Final = (
    *("hành", "ra", "có", "qua", "ký", "dựng", "gửi", "bằng", "thành", "tại"),
    *("các", "những", "và", "số"),
)
_BELOW: Final = re.compile(
    r"(?:huyện|thị\s+xã|quận|xã|phường|thị\s+trấn)\s+[^,.;:()\d]{2,30}$", re.DOTALL
)
_CITY_WORDS: Final = ("thành phố ", "tp ", "tp. ")
# A day that opens a clause.
_DATE_OPENS: Final = re.compile(
    rf"(?:(?:^|[.,;!?:\n]\s*|(?<![^\W_])(?:đó|vào|và|đến)\s*,?\s*))ngày\s*{DAY}\s*,?\s*$"
)
_SESSION: Final = "hội nghị"
# "Ngày 18/5/2021, thay mặt Bộ Chính trị, đồng chí Võ Văn Thưởng đã ký ban hành"
_SIGNED: Final = re.compile(r"(?<![^\W_])ký(?![^\W_])")
_SIGNER: Final = re.compile(
    rf"(?:^|(?<=[.;!?:\n])|(?<=[.;!?:] ))ngày\s*{DAY}\s*,[^.;:\n]*?(?:đồng\s+chí|thay\s+mặt)[^.;:\n]*$"
)


def before(text: Spelled, start: int, places: Places, since: int = 0) -> Beside | None:
    """Read who enacted what follows: ``Tỉnh ủy Lai Châu (khóa XIV) ban hành``.

    ``Ngày 12/3/2019, Tỉnh ủy ban hành`` says the day as well.

    Args:
        text: The part of the article.
        start: First character of the reference, its type word included.
        places: Of the article.
        since: Behind the reference before it, whose day is not this one's.
    """
    opening = max(0, start - _BEFORE)
    if not text.low[opening:start].rstrip().endswith(_ENDS_ENACTED):
        return None
    enacted = _ENACTED.search(text.low, opening, start)
    if enacted is None:
        return None
    clause = _clause_start(text, opening, enacted.start())
    clause = _companions_start(text, opening, clause, places)
    signed = _signed_on(text, max(opening, since), enacted)
    for place in range(clause, enacted.start()):
        if place and text.low[place - 1].isalnum():
            continue
        found = Beside(place)
        body = places.body(text, place)
        if body:
            take(found, body)
        elif not (text.low.startswith(_SESSION, place) and read_plenum(text, found)):
            continue
        day = _opening_day(text, max(opening, since), (clause, place), enacted[0])
        found.issued_on = day or signed
        read_term(text, found, None)
        if found.end < enacted.start() and not _only_a_name(
            text.plain[found.end : enacted.start()]
        ):
            continue
        return found
    if _BELOW.search(text.low, clause, enacted.start()):
        return Beside(enacted.start(), local=True)
    if signed:
        return Beside(enacted.start(), issued_on=signed)
    return _enacting_province(text, clause, enacted.start(), places)


def _opening_day(text: Spelled, start: int, ends: tuple[int, int], verb: str) -> date | None:
    """Return the day before one of two places: ``Ngày 12/3/2019, Tỉnh ủy``; none of ``chỉ đạo tại``."""
    if verb.rstrip().endswith("tại"):
        return None
    days = (_DATE_OPENS.search(text.low[start:end]) for end in ends)
    return next((day_of(day) for day in days if day), None)


def _signed_on(text: Spelled, start: int, enacted: re.Match[str]) -> date | None:
    """Return the day on which a person signs: ``Ngày 12/3/2019, thay mặt Tỉnh ủy, đồng chí ... ký``."""
    if not _SIGNED.search(enacted[0]):
        return None
    signer = _SIGNER.search(text.low, start, enacted.start())
    return day_of(signer) if signer else None


def _enacting_province(text: Spelled, clause: int, end: int, places: Places) -> Beside | None:
    """Return the province or town in whose name something is enacted: ``Đắk Lắk ban hành``."""
    for place in range(clause, end):
        if not text.plain[place].isupper() or (place and text.plain[place - 1].isalnum()):
            continue
        province, named_end = places.province_at(text.low, place)
        if province and named_end == end:
            city = text.low.endswith(_CITY_WORDS, 0, place)
            local = city and not places.is_municipal(text, place, province)
            return Beside(end, local=local, province=None if local else province)
    return None


def _companions_start(text: Spelled, opening: int, clause: int, places: Places) -> int:
    """Return where the bodies begin that enact together: ``Bộ Chính trị, Ban Bí thư ban hành``."""
    if text.low[clause - 1 : clause] != ",":
        return clause
    before_it = _clause_start(text, opening, clause - 1)
    start = before_it + len(text.low[before_it:clause]) - len(text.low[before_it:clause].lstrip())
    body = places.body(text, start)
    return before_it if body and body.end > clause else clause


def _clause_start(text: Spelled, opening: int, end: int) -> int:
    """Return where the clause that ends at a place begins."""
    marks = [text.plain.rfind(mark, opening, end) for mark in ("; ", "\n", ": ", ", ")]
    stop = text.low.rfind(". ", opening, end)
    if not text.low.endswith(_CITY_WORDS, 0, stop + 2):
        marks.append(stop)
    return max(opening, *(mark + 1 for mark in marks))


def _only_a_name(words: str) -> bool:
    """Tell whether what stands between a body and its verb is the name of its place."""
    return all(word[:1].isupper() or word in "-()" for word in words.split())
