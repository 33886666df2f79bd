"""What stands beside a reference: the issuing body, its province, the day and the term."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from archive.metadata.citations.bodies import Body, Places
from archive.metadata.citations.spelling import NUMERAL, Spelled, number_of, roman
from archive.metadata.citations.vocabulary import Side, document_types, issuers, side_of

_MOST_PIECES: Final = 6

#: A full day in lower case, with the groups that `day_of` reads.
DAY: Final = (
    r"(?P<day>[0-9]{1,2})\s*(?:[/.-]\s*(?P<month>[0-9]{1,2})(?:\s*[/.-]|\s+năm\s)"
    r"|,?\s*tháng\s*(?P<named>[0-9]{1,2})\s*(?:,?\s*năm|[/.,-]))\s*(?P<year>(?:19|20)[0-9]{2})(?![0-9])"
)
#: "đều", "cùng": what follows is said of all documents of the list.
OF_ALL: Final = (
    r"(?:(?:tất\s+cả|cả\s+(?:hai|ba|bốn)(?:\s+văn\s+bản)?|các\s+văn\s+bản\s+này)\s+)?"
    r"(?:(?:đều|cùng)\s+)+"
)
_ISSUED: Final = (
    rf"(?:(?P<all>{OF_ALL})?(?:được\s+)?(?:ký\s+)?(?:ban\s+hành|thông\s+qua|ký|ra|đề)"
    r"(?:\s+tại\s+(?:kỳ|phiên)\s+họp[^,.;:()\n]{0,40}?)?(?:\s*,\s*|\s+))?"
    r"(?:vào\s+(?=ngày)|trong\s+(?=cùng\s+ngày))?"
    r"(?:(?:lúc|hồi)\s+[0-9]{1,2}\s*(?:giờ|h)\s*(?:[0-9]{1,2}\s*(?:phút)?)?\s*,?\s*(?=ngày))?"
)
_DATE: Final = re.compile(
    rf"(?P<gap>\s*[,(-]?\s*\(?\s*){_ISSUED}(?P<word>(?:{OF_ALL})?ngày\s*)?{DAY}\s*(?P<close>\))?"
)
_SAME_DAY: Final = re.compile(
    r"\s*[,(]?\s*(?:ban\s+hành\s+)?cùng\s+ngày(?![^\W_])(?!\s*[0-9])(?!\s*,\s*(?!của|về|do)[^\W_]+\s)\s*\)?"
)
# ", ngày 10/8/2021 ban hành Chỉ thị số 12": the day of the document that follows.
_OF_NEXT: Final = re.compile(
    r"\s*(?:(?:đã|lại|tiếp\s+tục)\s+)?(?:ban\s+hành|có|ra|ký)\s+(?:[^\W\d_]+\s+){1,4}(?:số\s*:?\s*)?[0-9]"
)
# A day without year, a month or a year is not kept, but what stands behind it is the document's.
_PARTIAL_DATE: Final = re.compile(
    rf"\s*[,(]?\s*{_ISSUED}(?:ngày\s*[0-9]{{1,2}}\s*[/.-]\s*[0-9]{{1,2}}(?![0-9/.-])"
    r"|tháng\s*[0-9]{1,2}\s*(?:[/-]|năm)\s*(?:19|20)[0-9]{2}|năm\s*(?:19|20)[0-9]{2})(?![0-9])\s*\)?"
)
# "của Hội nghị lần thứ 5 Ban Chấp hành Đảng bộ tỉnh"
_MEETING: Final = rf"(?:hội\s+nghị\s+(?:lần\s+thứ\s+{NUMERAL}\s*,?\s+)?(?:của\s+)?)?"
_BODY_FOLLOWS: Final = re.compile(
    rf"\s*(?:(?P<comma>,)|;(?=\s*(?:{OF_ALL}|tất\s+cả)))?\s*\(?\s*(?P<of>(?:(?:đã|vừa)\s+(?=do|được)"
    rf"|(?P<all>{OF_ALL}|tất\s+cả\s+))?(?:của|do|được)\s+{_MEETING})?(?=\S)"
)
_OTHER_BODY: Final = re.compile(
    r"\s*,?\s*của\s+(?P<body>(?:(?!(?:về|thực\s+hiện|triển\s+khai|theo|trong|tại|đã|được|tổ\s+chức|cho|kỷ\s+niệm|"
    r"nhân|diễn|họp|hội\s+nghị|ban\s+hành|với|từ|đến|số|nghị|chỉ\s+thị|kết\s+luận|quy|quyết|hướng\s+dẫn|kế\s+hoạch|"
    r"chương\s+trình|thông|công\s+(?:văn|điện)|báo\s+cáo|đề\s+án|luật|tờ)\s)[^,.;:()\"\n]){3,80}?)"
    rf"(?=\s*[,(]?\s*\(?ngày\s*{DAY})"
)
_CENTRE: Final = r"(?:(?:ban\s+chấp\s+hành|bch)\s+)?(?:trung\s+ương|t\.?ư\.?|tw)"
_PLENUM: Final = re.compile(
    rf"\s*[,(]?\s*\(?(?:(?P<all>{OF_ALL})?(?:của|tại)\s+)?(?:hội\s+nghị\s+|hn\s*(?=t)"
    rf"|(?={_CENTRE}\s*(?:đảng\s+)?(?:lần\s+thứ\s+)?[0-9ivx]))(?:lần\s+thứ\s+)?"
    rf"(?:{NUMERAL}|{_CENTRE}\s*(?:đảng\s+)?(?:lần\s+thứ\s+)?{NUMERAL})(?![^\W_])"
    rf"(?:\s*,?\s*(?:của\s+)?{_CENTRE}(?![^\W_])(?:\s+đảng)?)?"
    r"(?!\s*,?\s*(?:của\s+)?(?:(?:ban\s+chấp\s+hành|bch)\s+)?(?:đảng\s+bộ|tỉnh|thành\s+ủy|huyện|thị\s+ủy|"
    r"quận))"
)
# "của Ban Chấp hành Trung ương tại Hội nghị lần thứ tư"
_HELD_AT: Final = re.compile(
    rf"\s*,?\s*(?:ban\s+hành\s+)?tại\s+hội\s+nghị\s+(?:trung\s+ương\s+|lần\s+thứ\s+){NUMERAL}(?![^\W_])"
)
# "của Hội nghị Tỉnh ủy lần thứ 5 (khóa XIV)"
_MEETING_AFTER: Final = re.compile(rf"\s*,?\s*lần\s+thứ\s+{NUMERAL}(?![^\W_])(?=\s*[,(]?\s*khóa)")
#: A term in lower case, with the others of its list: ``(khóa XI, khóa XII)``.
TERM: Final = re.compile(
    rf"\s*(?:[,(-]?\s*\(?\s*(?:của\s+)?(?:các\s+)?khóa\s+(?:thứ\s+)?(?P<first>{NUMERAL})(?![^\W_])"
    r"|\((?P<only>[ivx]+)(?=\)))"
    rf"(?P<more>(?:\s*\)?\s*(?:,|;|và|&)\s*\(?\s*(?:(?:khóa\s+){NUMERAL}|[ivx]+)(?![^\W_]))*)"
    r"(?:\s*[,(]?\s*nhiệm\s+kỳ\s+(?:19|20)[0-9]{2}\s*-\s*(?:19|20)[0-9]{2})?\s*\)?"
)
_TERM_NUMERAL: Final = re.compile(rf"(?<![^\W_])(?!khóa|và)({NUMERAL})(?![^\W_])")
#: The session of an assembly, ", kỳ họp thứ 12", of whatever kind.
SITTING: Final = (
    r"(?:\s*[,(]|\s+tại)?\s*kỳ\s+họp\s+(?:[^\W\d_]+\s+){0,2}?(?:lần\s+)?"
    rf"(?:thứ\s+{NUMERAL}|{NUMERAL})(?![^\W_])\s*\)?"
)
_SITTING: Final = re.compile(SITTING)
_PROVINCE: Final = re.compile(r"\s*(?:của\s+)?(?=tỉnh\s)")

_OF_BELOW: Final = re.compile(
    r"\s*của\s+(?:huyện|quận|thị\s+xã|xã|phường|thị\s+trấn|đặc\s+khu|(?P<city>thành\s+phố|tp\.?))(?![^\W_])"
)
CENTRAL: Final = "TW"
_ASSEMBLIES: Final = ("QH", "UBTVQH")


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
        of_all: Whether the body is said to be that of all of them.
    """

    end: int
    issuer: str | None = None
    local: bool = False
    province: str | None = None
    terms: tuple[str, ...] = ()
    issued_on: date | None = None
    same_day: bool = False
    of_all: bool = False


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
            read_date(text, found)
            or _read_partial_date(text, found)
            or (of_party and read_plenum(text, found))
            or _read_body(text, found, places, issuer)
            or (issuer is not None and _read_other_body(text, found, places))
            or read_term(text, found, issuer)
            or _read_province(text, found, places)
            or _read_sitting(text, found)
        ):
            break
    return found


def read_date(text: Spelled, found: Beside) -> bool:
    """Add the day that follows, or ``cùng ngày``; tell whether one does."""
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
    if day is None or ("," in match["gap"] and _of_next(text, found, match.end())):
        return False
    found.issued_on, found.end = day, match.end()
    found.same_day = not (match["word"] or "ngày").startswith("ngày") or match["all"] is not None
    return True


def _of_next(text: Spelled, found: Beside, end: int) -> bool:
    """Tell whether a date opens what follows: ``của Bộ Chính trị, ngày 5/8/2016, Tỉnh ủy ...``."""
    if found.issuer and text.low[end : end + 2] == ", " and text.plain[end + 2 : end + 3].isupper():
        return _type_words().match(text.low, end + 2) is None
    return _OF_NEXT.match(text.low, end) is not None


@lru_cache(maxsize=1)
def _type_words() -> re.Pattern[str]:
    words = (word for kind in document_types().values() for word in kind.words)
    return re.compile(f"(?:{'|'.join(words)})(?![^\\W_])".replace(" ", r"\s+"))


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
        held = _HELD_AT.match(text.low, found.end) if found.issuer == CENTRAL else None
        found.end = held.end() if held else found.end
        return held is not None
    match = _PLENUM.match(text.low, found.end)
    if match:
        found.issuer, found.end = CENTRAL, match.end()
        found.of_all = match["all"] is not None
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
    found.of_all = match["all"] is not None
    meeting = _MEETING_AFTER.match(text.low, found.end)
    found.end = meeting.end() if meeting else found.end
    return True


def _read_other_body(text: Spelled, found: Beside, places: Places) -> bool:
    """Pass over a body that is in no list, where a day follows: ``của Sở Y tế, ngày 5/6/2020``."""
    if found.issuer is not None or found.issued_on is not None:
        return False
    match = _OTHER_BODY.match(text.low, found.end)
    if match is None or not text.plain[match.start("body")].isupper():
        return False
    if places.body(text, match.start("body")):
        return False  # that did not issue what bears the symbol
    found.end = match.end()
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


def _read_sitting(text: Spelled, found: Beside) -> bool:
    match = _SITTING.match(text.low, found.end)
    if match:
        found.end = match.end()
    return match is not None


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
