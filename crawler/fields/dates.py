"""Reading the dates that Vietnamese news sites print.

Every function takes one line (one block) of a page. A line is read day first, as all these sites
write it, unless the caller knows better (``month_first=True``, a SharePoint list with US settings);
a printed weekday overrules both. What cannot be a date of publication gives None: an impossible day,
a weekday that fits no reading, a year outside 1997 to next year, the parts of a range, the date of a
document, a day without a year. An empty field is better than a wrong one.

Which lines are asked is the caller's part: a sentence of the body may well begin with a date, and
`read_date` then reads it. **Dates of the body never become dates of publication**; pass on only
header lines, the line near the title, the listing's line, and machine-readable values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from archive.readings import Precision, PrintedDate
from archive.text import clean
from archive.timezone import VIETNAM
from crawler.fields import date_forms as forms
from crawler.fields.date_scan import FoundDate, Label, is_plausible_year, parse_iso, scan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LONGEST: Final = 600  # a longer block is a paragraph, whatever it contains
_EMPTY_LABEL: Final = re.compile(
    r"\s*[|•·–-]\s*(?:Tác giả(?: bài viết)?|Người đăng|Nguồn(?: tin)?)\s*:\s*$", re.IGNORECASE
)
_LONGEST_DATE_LINE: Final = 160
# The lines of menus and side columns come again on every page of a site: so many answers are kept.
_LINES: Final = 4096
_LONGEST_NAME: Final = 60
_MOST_WORDS_OF_NAME: Final = 8


@dataclass(frozen=True, slots=True)
class DateText:
    """A date as one line prints it.

    Attributes:
        value: The moment, Vietnam time; parts below ``precision`` are zero or one.
        precision: The smallest part that is printed and makes sense.
        raw: The printed date with weekday, time and zone, without label and counters:
            ``Thứ ba - 18/07/2023 22:40``.
        label: What the line calls it: ``published`` (Ngày đăng), ``updated`` (Cập nhật), ``today``
            (Hôm nay), or None.
        rest: What else the line holds, without counters: an author's name, a title, or nothing.
    """

    value: datetime
    precision: Precision
    raw: str
    label: Label | None
    rest: str

    def printed(self, rule: str) -> PrintedDate:
        """Return the date as the archive keeps it, with the rule that found it."""
        return PrintedDate(self.value, self.precision, self.raw, rule)


def read_date(text: str, *, month_first: bool = False) -> DateText | None:
    """Return the first date that a line prints.

    Args:
        text: One line of a page, such as ``Thứ ba - 18/07/2023 22:40 953 0``.
        month_first: Whether the site is known to print month/day/year. A printed weekday decides
            in any case.

    Returns:
        The date, or None where the line has none or an impossible one.
    """
    return next(iter(read_dates(text, month_first=month_first)), None)


def read_dates(text: str, *, month_first: bool = False) -> list[DateText]:
    """Return all dates that a line prints, as `read_date` reads them, in order.

    ``Ngày đăng: 20/01/2020 | Cập nhật: 21/01/2020`` has two; both carry the rest of the whole line.
    """
    line, found = _scan(text, month_first=month_first)
    if not found:
        return []
    front, behind, _ = _surroundings(line, found)
    rest = f"{front} {behind}".strip()
    return [DateText(f.value, f.precision, line[f.raw_start : f.end], f.label, rest) for f in found]


@lru_cache(maxsize=_LINES)
def is_date_line(text: str) -> bool:
    """Tell whether a line is nothing but a date, with its label, counters and perhaps an author.

    ``Đăng ngày: 20/01/2020 - 8:28:04 AM | Lượt xem: 1231 | Trần Thị Thanh Thủy`` is one;
    ``Ngày 5/4/2021, Ban Tuyên giáo Tỉnh ủy tổ chức hội nghị``, ``Lai Châu, ngày 18/7/2023``, a title
    with its date in brackets, and a clock (see `is_clock`) are not.
    """
    text = _EMPTY_LABEL.sub("", text)
    if len(text) > _LONGEST_DATE_LINE or text.rstrip().endswith(":"):
        return False
    line, found = _scan(text, month_first=None)
    if not found or any(f.label == "today" for f in found):
        return False
    if found[0].like_clock and found[0].label is None:
        return False
    front, behind, parted = _surroundings(line, found)
    rest = front or behind
    if not rest or (front and behind):
        return not rest
    if by := _BY.match(rest):
        # A content system names the account here (Được gửi bởi quantri vào ...).
        return len(rest) <= _LONGEST_NAME and rest[by.end() :].count(" ") < _MOST_WORDS_OF_NAME
    return parted and _is_name(rest)


@lru_cache(maxsize=_LINES)
def is_clock(text: str) -> bool:
    """Tell whether a line is the clock in a page's header, which shows when the page was fetched.

    ``Hôm nay, ngày 21 tháng 7 năm 2018`` is one, and so are the forms with weekday and seconds that
    no article has. ``Thứ Tư, 24/7/2024`` has the form of a date of publication too: only position
    and the day of the fetch can tell (`crawler.fields.date_choice`).
    """
    if len(text) > _LONGEST_DATE_LINE:
        return False
    _, found = _scan(text, month_first=None)
    return bool(found) and (
        found[0].label == "today" or (found[0].like_clock and found[0].label is None)
    )


def read_machine_date(text: str) -> DateText | None:
    """Return the date of a machine-readable value: ISO 8601, RFC 2822, or NukeViet's malformed one.

    ``2023-08-10T07:26:00.000Z`` is 14:26 in Vietnam; an ISO value without a zone is Vietnam time;
    ``2015-10-21+0708:33:00`` means 08:33 at +07.
    """
    text = text.strip()
    if malformed := forms.NUKEVIET_MACHINE_DATE.fullmatch(text):
        # The zone is the server's own, which on these sites is Vietnam's whatever its name.
        moment = parse_iso(f"{malformed['day']}T{malformed['time']}")
    elif forms.ISO_DAY.match(text):
        moment = parse_iso(text)
    else:
        moment = _rfc_2822(text)
    return DateText(*moment, text, None, "") if moment else None


def named_date(meta: Mapping[str, str], names: Iterable[str]) -> PrintedDate | None:
    """Return the date of the first of some meta elements that holds one."""
    for name in names:
        date = read_machine_date(meta.get(name, ""))
        if date is not None:
            return date.printed(f"meta:{name}")
    return None


def _rfc_2822(text: str) -> tuple[datetime, Precision] | None:
    try:
        value = parsedate_to_datetime(text)
        value = (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(VIETNAM)
    except (ValueError, OverflowError):
        return None
    if not is_plausible_year(value.year):
        return None
    return value.replace(second=0), Precision.MINUTE


def _scan(text: str, *, month_first: bool | None) -> tuple[str, list[FoundDate]]:
    """Return the cleaned line and the dates in it."""
    if len(text) > _LONGEST or not forms.QUICK.search(text):
        return text, []
    line = clean(text)
    return line, scan(line, month_first=month_first)


_SEPARATORS: Final = " ,|·•:;-–—"
_PARTING: Final = tuple("|·•-–—")
_EMPTY_BRACKETS: Final = re.compile(r"\([\s|]*\)|\[[\s|]*\]")  # a counter leaves a bar
_BRACKETS: Final = {"(": ")", "[": "]"}


def _surroundings(line: str, found: list[FoundDate]) -> tuple[str, str, bool]:
    """Return what stands in front of the dates, what behind, and whether it is set apart.

    A dash, a bar or a bullet sets a name apart, and so does a time of day, which sentences do not
    print; a bracket around the date makes it the suffix of a title.
    """
    pieces = [line[before.end : after.start] for before, after in pairwise(found)]
    front, behind = line[: found[0].start].rstrip(), line[found[-1].end :].lstrip()
    in_brackets = bool(front) and bool(behind) and _BRACKETS.get(front[-1]) == behind[0]
    if in_brackets:
        front, behind = front[:-1], behind[1:]
    parted = not in_brackets and (
        front.endswith(_PARTING)
        or behind.startswith(_PARTING)
        or found[0].precision is Precision.MINUTE
    )
    behind = forms.BARE_COUNTERS.sub("", forms.COUNTER.sub("|", " ".join((*pieces, behind))))
    return _strip(forms.COUNTER.sub("|", front)), _strip(behind), parted


def _strip(text: str) -> str:
    return clean(_EMPTY_BRACKETS.sub("", text)).strip(_SEPARATORS)


_BY: Final = re.compile(
    r"(?:tác giả(?: bài viết)?|người (?:viết|đăng)|nguồn(?: tin)?|(?:bài|tin)(?:,| và)? ảnh) ?: ?"
    r"|(?:(?:được )?(?:đăng|gửi|viết) )?bởi ",
    re.IGNORECASE,
)
_SMALL_WORDS: Final = frozenset({"và", "-", "–", "&", "/", "hợp)"})
# What opens a sentence or a dateline with a capital letter, and no name.
_OPENER: Final = re.compile(
    r"(?:ngày|sáng|chiều|trưa|tối|đêm|từ|đến|vào|trong|tại|hết|sau|trước|nhân|năm|tháng|quý|số)\b",
    re.IGNORECASE,
)


def _is_name(text: str) -> bool:
    """Tell whether a text may be the names of authors: few words, each with a capital letter."""
    words = text.split()
    if not words or len(words) > _MOST_WORDS_OF_NAME or len(text) > _LONGEST_NAME:
        return False
    if _OPENER.match(text) or text.endswith((".", "…")) or any(c.isdigit() for c in text):
        return False
    return all(word.lstrip("(")[:1].isupper() or word in _SMALL_WORDS for word in words)
