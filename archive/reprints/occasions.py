"""What tells this month's formula text from last month's: numbers, ordinals, months and years.

Propaganda departments print some texts again and again: the outline for the trade day, 87 years and then
88; the guidelines of May and then of June; the half-year report of another year. Nine tenths of two such
texts are the same words, so their likeness says nothing. What differs does: a reprint keeps the
numbers of its text, and another edition changes them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from archive.text import syllables

#: Two passages that stand in the same place of two texts.
Replaced = tuple[Sequence[str], Sequence[str]]

_WORDS: Final = {
    word: str(value)
    for value, word in enumerate(
        ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"), start=1
    )
} | {"nhất": "1", "nhì": "2", "tư": "4", "giêng": "1", "chạp": "12"}
# These mean a number after `thứ`, `tháng`, `khóa` only: `năm` is a year and `tư` half of `đầu tư`.
_AMBIGUOUS: Final = {"năm", "nhất", "tư", "giêng", "chạp", "một"}
_ROMAN: Final = re.compile(r"(?=[ivx])(x{0,3})(ix|iv|v?i{0,3})")
_ROMAN_VALUES: Final = {"i": 1, "v": 5, "x": 10}
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
#: Words that a number follows which says which one of a series a text is.
_COUNTERS: Final = frozenset(
    ("tháng", "quý", "tuần", "thứ", "khóa", "kỳ", "số", "bài", "phần", "đợt", "tập", "ngày")
)
_HALVES: Final = frozenset(("đầu", "cuối"))
_MOST_YEARS: Final = 300

Marks = Mapping[str, frozenset[str]]


def changed_numbers(replaced: Iterable[Replaced]) -> frozenset[tuple[str, str]]:
    """Return the numbers that two texts have in the same place, where they differ.

    ``02`` is ``2``, ``hai`` and ``II``, and ``26.472`` is ``26472``; a number that only one of the two
    has, as where a year was added, is no change.

    >>> changed_numbers([(["87"], ["88"]), (["hôm", "qua"], ["5", "3"]), (["02"], ["II"])])
    frozenset({('87', '88')})
    """
    changed = set()
    for one, other in replaced:
        before, after = _numerals(one), _numerals(other)
        if before and after:
            left, right = Counter(before), Counter(after)
            common = left & right
            old = "".join((left - common).elements())
            new = "".join((right - common).elements())
            if old and new and old != new:
                changed.add((old, new))
    return frozenset(changed)


def _numerals(words: Sequence[str]) -> list[str]:
    values = (None if word in _AMBIGUOUS else _value(word) for word in words)
    return [value for value in values if value is not None]


def _value(word: str) -> str | None:
    """Return the number that a word stands for, without leading zeros."""
    if word.isdecimal():
        return word.lstrip("0") or "0"
    named = _WORDS.get(word)
    if named is not None:
        return named
    if len(word) <= 5 and _ROMAN.fullmatch(word):
        return str(_roman(word))
    return None


def _roman(word: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in word]
    following = [*values[1:], 0]
    return sum(-v if v < n else v for v, n in zip(values, following, strict=True))


def marks(title: str) -> Marks:
    """Return what a headline says of the occasion: kind of mark to numbers.

    >>> dict(marks("Kỷ niệm 87 năm ngành Tuyên giáo, tháng 8/2017"))
    {'87 năm': frozenset({'87'}), ...}
    """
    found: dict[str, set[str]] = {}
    words = syllables(title)
    for place, word in enumerate(words):
        following = words[place + 1 : place + 2]
        value = _value(following[0]) if following else None
        if word in _COUNTERS and value is not None:
            found.setdefault(word, set()).add(value)
        elif _YEAR.fullmatch(word):
            found.setdefault("năm", set()).add(word)
        elif word.isdecimal() and following == ["năm"] and int(word) < _MOST_YEARS:
            found.setdefault("years", set()).add(word)
        elif word in _HALVES and following == ["năm"]:
            found.setdefault("half", set()).add(word)
        elif word.isdecimal() and following == ["tháng"]:
            found.setdefault("months", set()).add(word)
    return {kind: frozenset(values) for kind, values in found.items()}


def conflict(one: Marks, other: Marks) -> bool:
    """Tell whether two headlines name different months, years, ordinals, issues or parts."""
    return any(kind in other and values.isdisjoint(other[kind]) for kind, values in one.items())
