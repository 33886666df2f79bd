"""What stands beside a reference: the issuing body, its province, the day and the term."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from archive.metadata.citations.bodies import Body, Places
from archive.metadata.citations.spelling import NUMERAL, Spelled, number_of, roman
from archive.metadata.citations.vocabulary import Side, issuers, side_of

_MOST_PIECES: Final = 6
_APART: Final = 260  # characters of a document's subject between its number and its body

#: A full day in lower case, with the groups that `day_of` reads.
DAY: Final = (
    r"(?P<day>[0-9]{1,2})\s*(?:[/.-]\s*(?P<month>[0-9]{1,2})\s*[/.-]"
    r"|tháng\s*(?P<named>[0-9]{1,2})\s*(?:năm|[/.,-]))\s*(?P<year>(?:19|20)[0-9]{2})(?![0-9])"
)
_ISSUED: Final = r"(?:(?P<all>(?:đều|cùng)\s+)?(?:được\s+)?(?:ban\s+hành|thông\s+qua|ký|ra)\s+)?"
_DATE: Final = re.compile(
    rf"(?P<gap>\s*[,(]?\s*\(?\s*){_ISSUED}(?P<word>(?:(?:cùng|đều)\s+)?ngày\s*)?{DAY}\s*(?P<close>\))?"
)
_OF_ALL: Final = ("cùng", "đều")
_SAME_DAY: Final = re.compile(r"\s*,?\s*(?:ban\s+hành\s+)?cùng\s+ngày(?![^\W_])(?!\s*[0-9])")
# A day without year, a month or a year is not kept, but what stands behind it is the document's.
_PARTIAL_DATE: Final = re.compile(
    rf"\s*[,(]?\s*{_ISSUED}(?:ngày\s*[0-9]{{1,2}}\s*[/.-]\s*[0-9]{{1,2}}(?![0-9/.-])"
    r"|tháng\s*[0-9]{1,2}\s*(?:[/-]|năm)\s*(?:19|20)[0-9]{2}|năm\s*(?:19|20)[0-9]{2})(?![0-9])\s*\)?"
)
_BODY_FOLLOWS: Final = re.compile(
    r"\s*(?P<comma>,)?\s*\(?\s*(?P<of>(?:(?:đã|vừa|cùng|đều)\s+(?=do|được))?(?:của|do|được)\s+)?(?=\S)"
)
_CENTRE: Final = r"(?:(?:ban\s+chấp\s+hành|bch)\s+)?(?:trung\s+ương|t\.?ư\.?|tw)"
_PLENUM: Final = re.compile(
    r"\s*[,(]?\s*\(?(?:(?:của|tại)\s+)?(?:hội\s+nghị\s+|hn\s*(?=t)"
    rf"|(?={_CENTRE}\s*(?:đảng\s+)?(?:lần\s+thứ\s+)?[0-9ivx]))(?:lần\s+thứ\s+)?"
    rf"(?:{NUMERAL}|{_CENTRE}\s*(?:đảng\s+)?(?:lần\s+thứ\s+)?{NUMERAL})(?![^\W_])"
    rf"(?:\s*,?\s*(?:của\s+)?{_CENTRE}(?![^\W_])(?:\s+đảng)?)?"
)
#: A term in lower case, with the others of its list: ``(khóa XI, khóa XII)``.
TERM: Final = re.compile(
    rf"\s*(?:[,(-]?\s*\(?\s*(?:của\s+)?khóa\s+(?P<first>{NUMERAL})(?![^\W_])|\((?P<only>[ivx]+)(?=\)))"
    rf"(?P<more>(?:\s*\)?\s*(?:,|;|và|&)\s*\(?\s*(?:(?:khóa\s+){NUMERAL}|[ivx]+)(?![^\W_]))*)\s*\)?"
)
_TERM_NUMERAL: Final = re.compile(rf"(?<![^\W_])(?!khóa|và)({NUMERAL})(?![^\W_])")
_PROVINCE: Final = re.compile(r"\s*(?:của\s+)?(?=tỉnh\s)")

_OF_BELOW: Final = re.compile(
    r"\s*của\s+(?:huyện|quận|thị\s+xã|xã|phường|thị\s+trấn|đặc\s+khu|(?P<city>thành\s+phố|tp\.?))(?![^\W_])"
)
_CENTRAL: Final = "TW"
_ASSEMBLIES: Final = ("QH", "UBTVQH")
_DATE_BEFORE: Final = re.compile(rf"(?<![^\W_])ngày\s*{DAY}\s*,?\s*$")
_SENTENCE_END: Final = re.compile(r"[.;!?]\s|\n")
_CLOSED: Final = re.compile(r'"\s*(?:,\s*)?(?:của|do)\s+$')
_SUBJECT_FOLLOWS: Final = re.compile(r'\s*,?\s*(?:về|nhằm|để|quy định|được|đã|"|\()')
# Behind the subject: "... đến năm 2030 được ban hành ngày 28/01/2022".
_ISSUED_APART: Final = re.compile(
    rf"(?:(?<=[,(])\s*|\s(?:được|đã|do)\s+(?:[^\W\d]+\s+){{0,9}}?)(?:ký\s+)?(?:ban\s+hành|thông\s+qua|ký)"
    rf"\s+(?:tại\s+[^,.;:()\n]{{3,60}}?,?\s+)?(?:vào\s+)?ngày\s*{DAY}"
)
# "... về phổ cập giáo dục mầm non, ngày 05/12/2011;"
_CLOSING_DAY: Final = re.compile(rf",\s*ngày\s*{DAY}\s*(?=[;)]|\.?$)")
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


@dataclass(slots=True)
class Beside:
    """What stands beside a reference.

    Attributes:
        end: Behind its last character.
        issuer: Code of the body.
        local: Whether it is a body of a district, town or commune.
        province: The province named.
        terms: Roman numerals of the committee's terms.
        issued_on: The printed day.
        same_day: Whether that is said to be the day of all documents of a list.
    """

    end: int
    issuer: str | None = None
    local: bool = False
    province: str | None = None
    terms: tuple[str, ...] = ()
    issued_on: date | None = None
    same_day: bool = False


def behind(text: Spelled, start: int, places: Places, issuer: str | None = None) -> Beside:
    """Read what follows a reference directly, in whatever order it stands.

    Args:
        text: The part of the article.
        start: Behind the number or symbol.
        places: Of the article.
        issuer: The issuer in the symbol, where there is one: another body is not this document's.
    """
    found = Beside(start, issuer=None)
    of_party = issuer is None or side_of(issuer) is not Side.STATE
    for _ in range(_MOST_PIECES):
        if not (
            _read_date(text, found)
            or _read_partial_date(text, found)
            or (of_party and read_plenum(text, found))
            or _read_body(text, found, places, issuer)
            or read_term(text, found, issuer)
            or _read_province(text, found, places)
        ):
            break
    return found


def _read_date(text: Spelled, found: Beside) -> bool:
    if found.issued_on is not None:
        return False
    match = _SAME_DAY.match(text.low, found.end)
    if match and not found.same_day:
        found.same_day, found.end = True, match.end()
        return True
    match = _DATE.match(text.low, found.end)
    if match is None or not (match["word"] or "(" in match["gap"] or "," in match["gap"]):
        return False
    if not (match["word"] or match["close"] or "," in match["gap"]):
        return False  # (24/6/2021 sửa đổi)
    day = day_of(match)
    if day is None or (found.issuer and "," in match["gap"] and _next_clause(text, match.end())):
        return False
    found.issued_on, found.end = day, match.end()
    found.same_day = (match["word"] or "").startswith(_OF_ALL) or match["all"] is not None
    return True


def _next_clause(text: Spelled, end: int) -> bool:
    """Tell whether a date opens what follows: ``của Bộ Chính trị, ngày 5/8/2016, Tỉnh ủy ...``."""
    return text.low[end : end + 2] == ", " and text.plain[end + 2 : end + 3].isupper()


def day_of(match: re.Match[str]) -> date | None:
    """Return the day of a match with the groups of a date, None where the calendar has no such day."""
    try:
        return date(int(match["year"]), int(match["month"] or match["named"]), int(match["day"]))
    except ValueError:
        return None


def _read_partial_date(text: Spelled, found: Beside) -> bool:
    match = _PARTIAL_DATE.match(text.low, found.end)
    if match:
        found.end = match.end()
    return match is not None


def read_plenum(text: Spelled, found: Beside) -> bool:
    """Add the plenum that follows: ``Hội nghị Trung ương 6``; tell whether one does."""
    if found.issuer is not None:
        return False
    match = _PLENUM.match(text.low, found.end)
    if match:
        found.issuer, found.end = _CENTRAL, match.end()
    return match is not None


def _read_body(text: Spelled, found: Beside, places: Places, issuer: str | None) -> bool:
    if found.issuer is not None:
        return False
    match = _BODY_FOLLOWS.match(text.low, found.end)
    if match is None or (match["comma"] and not match["of"]) or match.end() == found.end:
        return False
    body = places.body(text, match.end())
    if body is None or not agrees(body.issuer, issuer):
        return False
    take(found, body)
    return True


def take(found: Beside, body: Body) -> None:
    """Add a body to what stands beside a reference."""
    found.issuer, found.local, found.end = body.issuer, body.local, body.end
    found.province = body.province


def agrees(body: str, issuer: str | None) -> bool:
    """Tell whether a body may have issued what bears a symbol.

    Args:
        body: Code of the body that the text names.
        issuer: Code in the symbol, where there is one.
    """
    if issuer is None or issuer == body or side_of(issuer) is None:
        return True
    if issuer.startswith(_ASSEMBLIES):
        return body in _ASSEMBLIES
    known = issuers().get(issuer)
    return known is not None and body in known.signers


def read_term(text: Spelled, found: Beside, issuer: str | None) -> bool:
    """Add the term that follows: ``(khóa XII)``; tell whether one does."""
    if found.terms:
        return False
    match = TERM.match(text.low, found.end)
    if match is None:
        return False
    found.end = match.end()
    terms = terms_of(match)
    # The assemblies count their own terms; the National Assembly's is part of its code.
    if side_of(found.issuer or issuer or "TW") is not Side.STATE:
        found.terms = terms
    elif found.issuer in _ASSEMBLIES and len(terms) == 1:
        found.issuer += str(number_of(terms[0].lower()))
    return True


def terms_of(match: re.Match[str]) -> tuple[str, ...]:
    """Return the terms of a match of `TERM`."""
    numerals = (match["first"] or match["only"], *_TERM_NUMERAL.findall(match["more"]))
    return tuple(term for numeral in numerals if (term := roman(numeral)))


def _read_province(text: Spelled, found: Beside, places: Places) -> bool:
    if found.province or found.local:
        return False
    below = _OF_BELOW.match(text.low, found.end)
    if below:
        province, end = places.province(text.low, below.end())
        municipal = below["city"] is not None and places.is_municipal(text, below.end(), province)
        found.local, found.end = not municipal, end if municipal else below.end()
        found.province = province if municipal else None
        return True
    match = _PROVINCE.match(text.low, found.end)
    if match is None or match.end() == found.end:
        return False
    # The pattern of names takes the white space in front of them as well.
    found.province, found.end = places.province(text.low, match.end() - 1)
    return found.province is not None


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
    for match in _OF.finditer(text.low, beside.end, limit):
        body = places.body(text, match.end())
        if body is None:
            plenum = Beside(match.start())
            if match["by"]:
                plenum.end = match.end() - 1
            if issuer == _CENTRAL and read_plenum(text, plenum):
                read_term(text, plenum, issuer)
                if match["by"] is None or _ENACTS.match(text.low, plenum.end):
                    return plenum
            continue
        if match["by"]:
            found = Beside(body.end)
            take(found, body)
            read_term(text, found, issuer)
            enacts = _ENACTS.match(text.low, found.end)
            if issuer and agrees(body.issuer, issuer) and enacts:
                found.end = enacts.end()
                _read_date(text, found)
                return found
            continue
        closed = _CLOSED.search(text.low, beside.end, match.end())
        if not agrees(body.issuer, issuer) or (issuer is None and not closed):
            return None
        if not closed and text.low[beside.end : match.start()].rstrip().endswith(_NOT_OF):
            return None
        found = Beside(body.end)
        take(found, body)
        day = _DATE_BEFORE.search(text.low, beside.end, match.start())
        found.issued_on = day_of(day) if day else None
        read_term(text, found, issuer)
        _read_date(text, found)
        return found
    return None


def issued_apart(text: Spelled, start: int, limit: int) -> date | None:
    """Return the day behind a document's subject: ``Nghị quyết 09 về ... được ban hành ngày 28/01/2022``.

    Args:
        text: The part of the article.
        start: Behind what stands directly behind the reference.
        limit: Where the next type word stands.
    """
    end = min(limit, start + _APART)
    if text.low.find("ngày", start, end) < 0:
        return None
    stop = _SENTENCE_END.search(text.plain, start, end)
    # The day itself may hold what ends a sentence elsewhere.
    stop_at = stop.start() + 1 if stop else end
    match = _ISSUED_APART.search(text.low, start, stop_at) or _CLOSING_DAY.search(
        text.low, start, stop_at
    )
    if match is None or not _SUBJECT_FOLLOWS.match(text.low, start):
        return None  # another document's: "..., Hiến pháp được thông qua ngày 28/11/2013"
    return day_of(match)
