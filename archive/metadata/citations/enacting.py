"""Who enacted what follows, and when: ``Ngày 12/3/2019, Tỉnh ủy Lai Châu (khóa XIV) ban hành``.

The clause is read as ``[day,] body [its place] [(term)] [, session] adverbs verb [object]``, from the
verb in front of the document back to the body.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from archive.metadata.citations.bodies import Places
from archive.metadata.citations.spelling import Spelled
from archive.metadata.citations.surroundings import (
    DAY,
    SITTING,
    Beside,
    day_of,
    read_plenum,
    read_term,
    take,
)

_BEFORE: Final = 230  # characters in which "Ngày 1/2/2019, Tỉnh ủy X (khóa XV) đã ban hành" fits
_ADVERBS: Final = (
    r"(?:(?:đã|vừa|mới|cũng|sẽ|còn|từng|đều|cùng|lại|lần\s+lượt|khẩn\s+trương|nhanh\s+chóng|tiếp\s+tục|"
    r"kịp\s+thời|chủ\s+động|sớm|họp|thống\s+nhất|cho\s+biết|trước\s+(?:đây|đó)|trực\s+tiếp|chính\s+thức|"
    r"lãnh\s+đạo|chỉ\s+đạo|xây\s+dựng|cụ\s+thể\s+hóa|bằng\s+việc|thông\s+qua\s+việc|đồng\s+thời|quan\s+tâm|"
    r"biểu\s+quyết|thảo\s+luận|xem\s+xét|nghiên\s+cứu|và)(?:\s*,)?\s+)*"
)
_VERBS: Final = (
    r"(?:(?:ký\s+)?(?:ban\s+hành|ra|có|thông\s+qua|ký)"
    r"(?:\s+và\s+(?:tập\s+trung\s+)?(?:lãnh\s+đạo|chỉ\s+đạo|tổ\s+chức|triển\s+khai)"
    r"(?:\s*,?\s+(?:chỉ\s+đạo|triển\s+khai|thực\s+hiện))*)?"
    r"|phát\s+hành|xây\s+dựng|gửi|cụ\s+thể\s+hóa\s+(?:bằng|thành)"
    r"|(?:chỉ\s+đạo|yêu\s+cầu|có\s+ý\s+kiến|quy\s+định|nêu)\s+tại)"
)
_MANY: Final = r"(?:các|những|nhiều|một\s+số|hàng\s+loạt|loạt|[0-9]{1,3}|hai|ba|bốn|năm|sáu)"
_DOCUMENTS: Final = (
    r"(?:văn\s+bản|nghị\s+quyết|chỉ\s+thị|kế\s+hoạch|chương\s+trình|đề\s+án|quy\s+định|quyết\s+định|"
    r"kết\s+luận|hướng\s+dẫn|công\s+điện|công\s+văn|luật)"
)
_ENACTED: Final = re.compile(
    rf"(?:\s*,)?\s+{_ADVERBS}{_VERBS}"
    r"(?:\s+(?:đồng\s+thời|thêm|tiếp|ngay))?\s+(?:(?:các|những|và)\s+)*(?:văn\s+bản\s+)?(?:số\s*:?\s*)?$"
)
# "đã ban hành: ", "thông qua 4 nghị quyết: số ", "ban hành nghị quyết về công nghiệp ("
_LISTED: Final = re.compile(
    rf"(?:\s*,)?\s+{_ADVERBS}{_VERBS}(?P<told>\s+(?:{_MANY}\s+)?{_DOCUMENTS}"
    r"(?:(?!thực\s+hiện|triển\s+khai|theo\s|của\s)[^.;:()\n]){0,90}?)?"
    r"\s*[:(]\s*(?:[-+]\s*)?(?:số\s*:?\s*)?$"
)
_ENDS_ENACTED: Final = (
    *("hành", "ra", "có", "qua", "ký", "dựng", "gửi", "bằng", "thành", "tại"),
    *("các", "những", "và", "số", "hiện", "đạo", "khai", "thời", "thêm", "tiếp", "ngay"),
)
_ENDS_LISTED: Final = (":", "(", "số", "-", "+")
# "Các chỉ thị của Tỉnh ủy (khóa XII) như Chỉ thị 05": what names the body of those that follow.
_SUCH_AS: Final = re.compile(
    r"(?:,\s*)?(?:\s(?:như|gồm|bao\s+gồm|là|trong\s+đó\s+có|nhất\s+là|đặc\s+biệt\s+là|cụ\s+thể\s+là)\s*:?|\s*[:(])"
    r"\s*(?:(?:các|những)\s+)?(?:số\s*:?\s*)?$"
)
_ENDS_SUCH_AS: Final = ("như", "gồm", "là", "có", ":", "(", "các", "những", "số")
_OWNED: Final = re.compile(
    rf"(?<![^\W_])(?:các|những|nhiều|một\s+số|[0-9]{{1,2}}|hai|ba|bốn|năm)\s+{_DOCUMENTS}[^.;:()\n]{{0,40}}?\s+của\s+"
)
_BELOW: Final = re.compile(
    r"(?:huyện|thị\s+xã|quận|xã|phường|thị\s+trấn)\s+[^,.;:()\d]{2,30}$", re.DOTALL
)
_CITY_WORDS: Final = ("thành phố ", "tp ", "tp. ")
# A day that opens a clause.
_DATE_OPENS: Final = re.compile(
    rf"(?:(?:^|[.,;!?:\n]\s*|(?<![^\W_])(?:đó|vào|và|đến)\s*,?\s*))ngày\s*{DAY}"
    r"(?:\s*,\s*(?:tại|trong|trên\s+cơ\s+sở|sau\s+khi|để|nhằm|căn\s+cứ|theo)\s[^,.;:\n]{2,70})?\s*,?\s*$"
)
_SAME_DAY_OPENS: Final = re.compile(
    r"(?:^|[.,;!?\n]\s*|và\s+)(?:(?:cũng\s+)?trong\s+|cũng\s+|vào\s+)?cùng\s+ngày\s*,?\s*$"
)
_SESSION: Final = "hội nghị"
# ", kỳ họp thứ 12" behind the assembly.
_SITTING: Final = re.compile(
    rf"(?:{SITTING}|\s*,\s*nhiệm\s+kỳ\s+(?:19|20)[0-9]{{2}}\s*-\s*(?:19|20)[0-9]{{2}})\s*$"
)
_BRACKETS: Final = re.compile(r"\([^()]*\)")
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
    enacted = _enacted(text, opening, start)
    if enacted is None:
        return _owner(text, opening, start, places)
    sitting = _SITTING.search(text.low, opening, enacted.start())
    end = sitting.start() if sitting else enacted.start()
    clause = _clause_start(text, opening, end)
    clause = _companions_start(text, opening, clause, places)
    signed = _signed_on(text, max(opening, since), enacted)
    for place in range(clause, end):
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
        found.same_day = not found.issued_on and any(
            _SAME_DAY_OPENS.search(text.low, max(opening, since), end) for end in (clause, place)
        )
        read_term(text, found, None)
        if found.end < end and not _only_a_name(text.plain[found.end : end]):
            continue
        if enacted.groupdict().get("told"):
            found.terms = ()  # the term is said of the meeting, not of each document
        return found
    if _BELOW.search(text.low, clause, end):
        return Beside(end, local=True)
    day = signed or _day_alone(text, max(opening, since), enacted.start())
    if day:
        return Beside(end, issued_on=day)
    return _enacting_province(text, clause, end, places)


def _day_alone(text: Spelled, start: int, end: int) -> date | None:
    """Return the day in front of a verb whose subject was said before: ``, ngày 10/8/2021 ban hành``."""
    day = _DATE_OPENS.search(text.low[start:end])
    return day_of(day) if day else None


def _owner(text: Spelled, opening: int, start: int, places: Places) -> Beside | None:
    """Return the body of the documents of which those that follow are named as some."""
    if not text.low[opening:start].rstrip().endswith(_ENDS_SUCH_AS):
        return None
    such_as = _SUCH_AS.search(text.low, opening, start)
    if such_as is None:
        return None
    for owned in _OWNED.finditer(text.low, opening, such_as.start()):
        body = places.body(text, owned.end())
        if body:
            found = Beside(owned.end())
            take(found, body)
            read_term(text, found, None)
            if not text.low[found.end : such_as.start()].strip():
                return found
    return None


def _enacted(text: Spelled, opening: int, start: int) -> re.Match[str] | None:
    """Return the verb in front of a document, with its object where the document is one of a list."""
    before_it = text.low[opening:start].rstrip()
    enacted = None
    if before_it.endswith(_ENDS_ENACTED):
        enacted = _ENACTED.search(text.low, opening, start)
    if enacted is None and before_it.endswith(_ENDS_LISTED):
        enacted = _LISTED.search(text.low, opening, start)
    return enacted


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
    clause = text.plain[opening:end]
    if "(" in clause:
        clause = _BRACKETS.sub(lambda match: "_" * len(match[0]), clause)
    marks = [clause.rfind(mark) + opening for mark in ("; ", "\n", ": ", ", ") if mark in clause]
    stop = text.low.rfind(". ", opening, end)
    if not text.low.endswith(_CITY_WORDS, 0, stop + 2):
        marks.append(stop)
    return max([opening, *(mark + 1 for mark in marks)])


def _only_a_name(words: str) -> bool:
    """Tell whether what stands between a body and its verb is the name of its place."""
    return all(word[:1].isupper() or word in "-()" for word in words.split())
