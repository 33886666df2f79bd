"""The forms in which Vietnamese news sites print a date: words, patterns, labels, counters.

Own patterns, because general date parsers guess: dateutil takes ``4/5/2021`` for 5 April, and the
ordinal ``Thứ năm`` (fifthly) for a Thursday. Everything here is matched without regard to case, in
text that `archive.text.clean` has normalised to NFC and single spaces.
"""

from __future__ import annotations

import re
from typing import Final

WEEKDAYS: Final = {
    "thứ hai": 0,
    "thứ ba": 1,
    "thứ tư": 2,
    "thứ năm": 3,
    "thứ sáu": 4,
    "thứ bảy": 5,
    "thứ bẩy": 5,
    "chủ nhật": 6,
    "cn": 6,
    **{f"thứ {n}": n - 2 for n in range(2, 8)},
    **{f"t{n}": n - 2 for n in range(2, 8)},
    "monday": 0,
    "tuesday": 1,
    "wednesday": 2,
    "thursday": 3,
    "friday": 4,
    "saturday": 5,
    "sunday": 6,
    "mon": 0,
    "tue": 1,
    "wed": 2,
    "thu": 3,
    "fri": 4,
    "sat": 5,
    "sun": 6,
}
"""Weekday words, lower case, to Monday = 0."""

# Lunar names (giêng, chạp) are left out: they do not name a month of this calendar.
MONTHS: Final = {
    "một": 1,
    "hai": 2,
    "ba": 3,
    "tư": 4,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "mười một": 11,
    "mười hai": 12,
    **{
        name[:length]: number
        for number, name in enumerate(
            (
                "january",
                "february",
                "march",
                "april",
                "may",
                "june",
                "july",
                "august",
                "september",
                "october",
                "november",
                "december",
            ),
            start=1,
        )
        for length in (3, len(name))
    },
}
"""Month words to their number."""


def _any_of(words: list[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s*") for word in longest_first)


_FLAGS = re.IGNORECASE | re.VERBOSE
_WEEKDAY = rf"(?<!\w)(?:{_any_of(list(WEEKDAYS))})(?!\w)"
_VIETNAMESE_MONTH = _any_of(
    [word for word in MONTHS if not word.isascii() or word in ("hai", "ba")]
)
_ENGLISH_MONTH = _any_of([word for word in MONTHS if word.isascii() and word not in ("hai", "ba")])
_MONTH = rf"(?:tháng\s*(?:\d{{1,2}}|{_VIETNAMESE_MONTH})|th\s?\d{{1,2}}|(?:{_ENGLISH_MONTH})\.?)"
_YEAR = r"(?:19|20)\d\d"


def _time(name: str) -> str:
    """Return the pattern of a time of day, its groups ending in ``name``.

    A counter may be glued to a padded time (``22:40953 0``), never to an unpadded one.
    """
    return rf"""
        (?P<hour{name}>\d{{1,2}}) (?: : | \s?(?:h|g|giờ)\s? )
        (?P<minute{name}>\d{{1,2}}) (?: : (?P<second{name}>\d{{1,2}}) (?:\.\d+)? )?
        (?: (?!\d) | (?<=\d\d:\d\d) )
        (?: \s? (?P<half{name}> [ap]\.?m\b\.? | sa\b | ch\b ) )?
        (?: \s?['’′] )?
    """


_ZONE = r"(?: \s?[|,-]?\s? [(\[]? \s? (?:gmt|utc) \s? \+ \s? 0?7 (?::?00)? \s? [)\]]? )"
_BETWEEN = r"[\s,|•·:;–—-]{0,5}"

# Every alternative begins with a digit, so that the search leaps over all other letters.
DATE: Final = re.compile(
    rf"""
    (?P<first>\d(?<!\d\d)(?<!\d[/.]\d)\d?) \s? (?P<mark>[/.–-]) \s? (?P<second>\d{{1,2}}) \s? (?P=mark)
      \s? (?P<year>{_YEAR} (?: (?!\d) | (?<=\d\d[/.–-]\d\d[/.–-]\d\d\d\d) ) | \d\d(?!\d) )
      (?! [/.]\d ) (?! -\d{{1,2}}[/.-]\d )
    | (?P<y_first>[12](?<!\d\d)(?<!\d[/.-]\d)(?:(?<=1)9|(?<=2)0)\d\d) (?P<mark2>[/.-])
      (?P<m_second>\d{{1,2}}) (?P=mark2) (?P<d_third>\d{{1,2}}) (?!\d) (?![/.-]\d)
    | (?P<w_day>\d(?<!\d\d)\d?) \s? (?:st|nd|rd|th)? [-,]? \s? (?P<w_month>{_MONTH})
      \s? [,/-]? \s? (?:năm\s?)? (?P<w_year>{_YEAR}) (?!\d)
    """,
    _FLAGS,
)
"""The day itself, without weekday, time and label."""

MONTH_FIRST: Final = re.compile(
    rf"(?<!\w) (?P<w_month>{_MONTH}) \s (?P<w_day>\d{{1,2}}) , \s? (?P<w_year>{_YEAR}) (?!\d)",
    _FLAGS,
)
"""The day in words as WordPress prints it (``Tháng Hai 26, 2022``)."""

MONTH_FIRST_TAIL: Final = re.compile(rf"\d,\s?{_YEAR}(?!\d)")
"""What every `MONTH_FIRST` ends with; quick to look for."""

IN_FRONT: Final = re.compile(
    rf"""
    (?: (?P<weekday>{_WEEKDAY}) {_BETWEEN} )?
    (?: (?<![\d:.,/]) {_time("1")} {_ZONE}? {_BETWEEN} )?
    (?: (?P<weekday2>{_WEEKDAY}) {_BETWEEN} )?
    (?: (?P<day_word>(?<!\w) ngày) \s )? $
    """,
    _FLAGS,
)
"""What belongs to the printed date in front of the day: weekday, time, ``ngày``."""

BEHIND: Final = re.compile(
    rf"(?: {_BETWEEN} (?: (?:vào\s)? lúc \s?:?\s? | at\s )? {_time('2')} )? {_ZONE}?", _FLAGS
)
"""What belongs to the printed date behind the day: time and zone."""

LABEL: Final = re.compile(
    r"""
    (?<!\w) (?:
        (?P<updated>
            (?:ngày\s|được\s|lần\s|thời\sgian\s)? cập\snhật (?:\s(?:lần\s)?(?:cuối|mới\snhất))?
            (?:\s(?:vào|lúc|ngày|vào\slúc))?
          | (?:sửa|chỉnh\ssửa) (?:\slần)? (?:\scuối)? (?:\slúc)?
          | (?:last\s)? (?:updated?|modified) (?:\son)?
        )
      | (?P<published>
            đăng\s(?:ngày|lúc|tải|vào) (?:\s(?:ngày|lúc))?
          | (?:ngày|thời\sgian)\s(?:đăng|gửi|post|viết|tạo|xuất\sbản|phát\shành) (?:\s(?:tin|bài|tải))?
          | (?:được|đã)\s(?:đăng|viết|gửi) (?:\s(?:vào|lúc|ngày|vào\slúc))?
          | (?:đăng|gửi|viết)\s(?:lúc|ngày)
          | xuất\sbản (?:\s(?:vào|lúc|ngày|năm))? | năm\sxuất\sbản
          | publish(?:ed)? (?:\s(?:date|on))? | posted (?:\son)? | date
          | (?:ngày|thời\sgian)(?=\s?:)
          | (?:gửi|đăng|viết|posted|submitted) \s (?:bởi|by) \s [^|:]{1,40}?
            \s (?P<cut>vào|on|lúc) (?:\slúc)?
        )
      | (?P<today> hôm\snay (?:\slà)? )
    ) \s? [:,–-]? \s? [(\[]? $
    """,
    _FLAGS,
)
"""A label at the end of what stands in front of the printed date."""

_NUMBER = r"\d+(?:[.,]\d{3})*"
COUNTER: Final = re.compile(
    rf"""
    (?<!\w) (?:
        (?: (?:số\s)? (?:lượt|lần|người) \s (?:xem|đọc|tải|truy\scập)
          | (?:đã\s)? (?:xem|đọc) | phản\shồi | bình\sluận | cms-view-count
          | views? | hits? | comments? )
        \s? [:(] \s? {_NUMBER} \)? (?: \s (?:lượt|lần) )?
      | {_NUMBER} \s? (?: (?:lượt|người)\s(?:xem|đọc|truy\scập) | phản\shồi | bình\sluận
          | views? | hits? | comments? | reads? )
    ) (?!\w)
    """,
    _FLAGS,
)
"""A counter that says what it counts; both ``.`` and ``,`` are marks of thousands."""

BARE_COUNTERS: Final = re.compile(rf"^[\s|,·•-]*(?:{_NUMBER}[\s|,·•-]+)*{_NUMBER}\s*(?=$|\|)")
"""Counters that stand bare behind a date (``953 0``, ``3.217 0``)."""

RANGE_IN_FRONT: Final = re.compile(
    r"""
    (?: (?<![\d:.hg]) \d{1,2} (?:\s?[/.-]\s?\d{1,4}){0,2} \s? (?:-|–|—|đến|tới|và|,|&) \s?
      | (?<!\w) (?:từ|đến|tới|trước|hết|sau|kể\stừ) \s )
    (?:ngày\s)? $
    """,
    _FLAGS,
)
"""The date that follows is the end of a range or a limit (``27-28/3/2021``, ``từ ngày``)."""

RANGE_BEHIND: Final = re.compile(
    r"\s?(?:-|–|—|đến|tới)\s?(?:hết\s)?(?:ngày\s)?\d{1,2}\s?[/.-]\s?\d{1,2}(?![\d:])", re.IGNORECASE
)
"""The date in front of it is the beginning of a range (``01/8/1930 - 01/8/2023``)."""

DOCUMENT_IN_FRONT: Final = re.compile(
    r"\d[^\s/]*/[\w/-]*[^\W\d]\w*\s?,?\s?(?:ngày\s)?$", re.IGNORECASE
)
"""The date that follows is that of a document (``số 20-NQ/TW, ngày 01/11/2012``)."""

MONTH_OR_YEAR: Final = re.compile(
    rf"(?<![\d/.-])(?:(?:tháng\s?)?(?P<month>\d{{1,2}})(?:\s?[/.-]\s?|\snăm\s))?(?:năm\s)?(?P<year>{_YEAR})$",
    re.IGNORECASE,
)
"""A month or a year alone; a publication date only behind a label that says so."""

ISO_MOMENT: Final = re.compile(
    r"\d(?<![\d/.-]\d)\d{3}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?(?!\d)"
)
"""A machine's date that a page shows as it is (``2023-08-10T07:26:00.000Z``)."""

ISO_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d(?=$|[T ]\d\d:\d\d)")
NUKEVIET_MACHINE_DATE: Final = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?P<zone>[+-]\d\d|[A-Z]{3,4})(?P<time>\d\d:\d\d:\d\d)"
)
"""``2015-10-21+0708:33:00``: NukeViet's date format has a bare T, which PHP replaces by the zone."""

QUICK: Final = re.compile(r"\d\s?[/.–-]\s?\d{1,2}\s?[/.–-]\s?\d\d|[12](?:(?<=1)9|(?<=2)0)\d\d")
"""Without this there is no date; one cheap search spares most blocks of a page the rest."""
