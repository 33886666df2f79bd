"""Where an office begins and ends, ``Ủy viên Ban Thường vụ, Trưởng Ban Tuyên giáo Tỉnh ủy``.

An office is a head (``Trưởng Ban``) and the bodies, fields and places that follow it; behind a comma
another head adds an office. It ends where something else comes, mostly a verb.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from typing import Final

from archive.metadata.people.names import (
    Before,
    NameKey,
    begins_full_name,
    begins_name,
    is_full_name,
    name_start,
    place_size,
    run_end,
)
from archive.metadata.people.phrases import Kind, words
from archive.metadata.people.ranks import after_academic
from archive.metadata.people.tokens import Tokens

_ROMAN: Final = re.compile("[IVX]+")
_NUMBER: Final = re.compile("[0-9]+[A-Za-zĐđ]?")
_ABBREVIATED: Final = frozenset(("tp", "tx", "tt", "t", "q", "h", "p", "x"))  # TP. Vinh, T. Ư
_MOST_UNKNOWN: Final = 7  # words that are on no list, in the name of a company
_GOES_ON: Final = Kind.PART | Kind.OPEN | Kind.NAMED | Kind.AREA | Kind.BODY
_STRONG_NAME: Final = 3
_LONG_RUN: Final = 4
# Chủ tịch Hồ Chí Minh is nobody's office, though his name is part of other offices.
_UNCLE_HO: Final = ["hồ", "chí", "minh"]
# These begin a purpose more often than what is said of the person.
_OF_PURPOSE: Final = frozenset(("các", "một", "những", "thực", "xây", "bảo", "quản"))
# Last syllables of heads: of those in a unit of a body, and of those that lead a village.
_UNITS: Final = frozenset(("phòng", "khoa", "môn", "viên", "tổ"))
_VILLAGES: Final = frozenset(("thôn", "bản", "ấp", "xóm", "buôn", "làng", "khóm", "phố", "khu"))


@dataclass(slots=True)
class Office:
    """An office that was read.

    Attributes:
        end: Index behind its last word.
        name: Index of the name that follows it at once; None where none does.
        sure: Whether its end is certain.
    """

    end: int
    name: int | None = None
    sure: bool = True


class _Reader:
    """Reads one office from its head on."""

    def __init__(self, tokens: Tokens, persons: Set[NameKey] | None) -> None:
        self.tokens = tokens
        self.keys = tokens.keys
        self.words = words()
        self.persons = persons
        self.last = Kind.HEAD
        self.open = False
        self.named = False
        self.unknown = 0
        self.for_purpose = False
        self.of_unit = False
        self.comma: int | None = None

    def read(self, start: int) -> Office | None:
        """Return the office whose head stands at ``start``; None where the next person's begins in it."""
        end, kind = self.words.match(self.keys, start)
        head = max(end, self.words.behind_head(self.keys, start, end, kind))
        index = self._phrase(head, Kind.HEAD)
        while index < len(self.tokens):
            behind = self._step(index)
            if isinstance(behind, Office):
                return behind
            if behind is None:
                if self.comma is None:
                    return None
                return Office(self.comma)
            if behind == index:
                break
            index = behind
        return Office(index, sure=self.unknown <= _MOST_UNKNOWN)

    def _step(self, index: int) -> int | Office | None:
        """Return the index behind the next piece, the same index where the office ends before it."""
        if not self.tokens.is_word(index):
            return self._sign(index)
        behind, kind = self.words.match(self.keys, index)
        head = self.words.behind_head(self.keys, index, behind, kind)
        if head > index:
            return self._phrase(head, Kind.HEAD)
        if self.for_purpose and self.keys[index] == "về":
            behind, kind = self.words.match(self.keys, index + 1)
            return behind if kind & Kind.PURPOSE else Office(index, sure=False)
        if self.keys[index] == "và":
            return self._and(index)
        if self.last & Kind.STEERING and (self.tokens.is_small(index) or kind & Kind.PURPOSE):
            return self._purpose(index, behind, kind)
        if kind:
            return self._listed(index, behind, kind)
        return self._unlisted(index)

    def _listed(self, index: int, behind: int, kind: int) -> int | Office | None:
        """Read a phrase on one of the lists."""
        if self.last == Kind.HEAD and self.keys[index:behind] == _UNCLE_HO:
            return index
        if kind & (Kind.ACADEMIC | Kind.HONORIFIC) and not kind & Kind.PART:
            return index
        place = place_size(self.keys, index) if self.tokens.capitals else 0
        if kind & Kind.END and self.tokens.is_small(index) and not place:
            if kind & Kind.ALSO_FIELD and self.last & Kind.OPEN:
                return Office(index, sure=False)
            return index
        if kind & _GOES_ON and not begins_full_name(self.tokens, index, behind):
            return self._phrase(behind, kind)
        return self._unlisted(index)

    def _unlisted(self, index: int) -> int | Office | None:
        """Read a number, a name, or a word on no list."""
        if self.keys[index] == "số" and self._is_number(index + 1):
            return index + 2
        if self._is_number(index):
            self.last = Kind.PART
            return index + 1
        if self.tokens.capitals:
            return self._unmarked(index)
        if self.tokens.is_capital(index):
            return self._capitals(index)
        if not self.open:
            return index
        self.unknown += 1
        return index + 1

    def _purpose(self, index: int, behind: int, kind: int) -> int | Office:
        """Go on with what a body was set up for; one on no list makes the end uncertain."""
        if kind & Kind.PURPOSE:
            self.last = Kind.PURPOSE
            return behind
        if kind & (Kind.PART | Kind.AREA | Kind.OPEN) and not kind & Kind.END:
            return self._phrase(behind, kind)
        ends = kind & Kind.END and self.keys[index] not in _OF_PURPOSE
        return index if ends else Office(index, sure=False)

    def _phrase(self, end: int, kind: int) -> int:
        self.last = kind
        if kind & Kind.HEAD:
            self.open = self.named = self.for_purpose = False
            self.unknown = 0
            self.of_unit = not _UNITS.isdisjoint(self.keys[end - 2 : end])
            if self.keys[end - 1] in _VILLAGES:
                self.last |= Kind.SMALL_AREA
            if self.keys[end - 2 : end] == ["chỉ", "đạo"]:
                kind = self.last = kind | Kind.STEERING
        elif kind & Kind.OPEN:
            self.open = True
        elif kind & Kind.AREA or (kind & Kind.PART and not kind & Kind.NAMED and not self.open):
            self.open = False
        if kind & Kind.STEERING and self.keys[end - 1] in {"đạo", "bcđ"}:
            self.for_purpose = True
        if kind & Kind.NAMED:
            self.named = True
        elif kind & Kind.AREA:
            self.named = self.open = False
        return end

    def _is_number(self, index: int) -> bool:
        if index >= len(self.tokens):
            return False
        word = self.tokens.words[index]
        if _NUMBER.fullmatch(word) is None and _ROMAN.fullmatch(word) is None:
            return False
        if self.keys[index + 1 : index + 2] == ["/"]:
            return False
        numbered = Kind.AREA | Kind.SMALL_AREA | Kind.PART | Kind.OPEN | Kind.NAMED
        return bool(self.last & numbered)

    def _sign(self, index: int) -> int | Office | None:
        """Go on over a sign that an office can have in it."""
        sign = self.keys[index]
        if sign == ",":
            return self._comma(index)
        if sign == "-":
            return self._dash(index)
        if sign == "(":
            return self._aside(index)
        if sign == '"' and self.last & (Kind.OPEN | Kind.PART | Kind.NAMED):
            return Office(index, sure=False)
        joins = sign == "&" or (sign == "." and self.keys[index - 1] in _ABBREVIATED)
        return index + 1 if joins and self.tokens.is_capital(index + 1) else index

    def _dash(self, index: int) -> int:
        """Go on over a dash before another office or field, in an abbreviation or a term of years."""
        following = index + 1
        head = self.words.head(self.keys, following)
        if head > following:
            return self._phrase(head, Kind.HEAD)
        behind, kind = self.words.match(self.keys, following)
        if kind & (Kind.PART | Kind.OPEN) and self.tokens.is_capital(following):
            return self._phrase(behind, kind)
        is_term = self.last & Kind.PART and self._is_year(index - 1) and self._is_year(following)
        return following + 1 if is_term or self._is_abbreviation(index) else index

    def _comma(self, index: int) -> int | Office:
        """Go on behind a comma with another office, more fields, or the body that a unit is part of."""
        following = after_academic(self.tokens, index + 1)
        head = self.words.head(self.keys, following)
        if head > following:
            self.comma = index
            return self._phrase(head, Kind.HEAD)
        following = index + 1
        behind, kind = self.words.match(self.keys, following)
        if self.of_unit and kind & (Kind.BODY | Kind.NAMED) and self.tokens.is_capital(following):
            self.of_unit = False
            return self._phrase(behind, kind)
        behind = self._enumeration(index)
        if behind == index and kind & Kind.PART and self._is_field_too(following):
            return Office(index, sure=False)
        return behind

    def _is_field_too(self, index: int) -> bool:
        """Tell whether behind a field and a comma another one stands, so that they may be one body's."""
        if self.last & (Kind.BODY | Kind.AREA) or not self.last & Kind.PART:
            return False
        return self.tokens.is_capital(index) and self._field(index) is not None

    def _aside(self, bracket: int) -> int:
        """Go on over ``(khóa XIII)`` and ``(cũ)``; other brackets end an office."""
        first = bracket + 1
        if self.keys[first : first + 2] == ["cũ", ")"]:
            return bracket + 3
        if self.tokens.key(first) == "khóa" and self.tokens.key(first + 2) == ")":
            return bracket + 4
        return bracket

    def _is_abbreviation(self, dash: int) -> bool:
        """Tell whether a dash stands inside an abbreviation, ``TN-MT``."""
        if not 0 < dash < len(self.tokens) - 1:
            return False
        before, behind = self.tokens.words[dash - 1], self.tokens.words[dash + 1]
        glued = self.tokens.start(dash + 1) - self.tokens.end(dash - 1) == 1
        return glued and min(len(before), len(behind)) > 1 and (before + behind).isupper()

    def _is_year(self, index: int) -> bool:
        return self.tokens.key(index).isdigit() and len(self.tokens.key(index)) == len("2020")

    def _enumeration(self, comma: int) -> int:
        """Go on over ``, Thể thao và Du lịch``: fields of one body that end in ``và`` and a field."""
        if self.last & (Kind.AREA | Kind.BODY | Kind.HEAD):
            return comma
        index = comma
        while self.tokens.key(index) == ",":
            behind = self._field(index + 1)
            if behind is None:
                return comma
            index = behind
        if self.keys[index : index + 3] == ["của", "quốc", "hội"]:
            return index
        behind = self._field(index + 1) if self.tokens.key(index) == "và" else None
        return comma if behind is None else behind

    def _field(self, index: int) -> int | None:
        """Return the index behind a field of work: one on the list, or ``Nhi đồng``."""
        behind, kind = self.words.match(self.keys, index)
        if kind:
            is_field = kind & Kind.PART and not kind & (Kind.BODY | Kind.AREA | Kind.HEAD)
            return behind if is_field and not begins_full_name(self.tokens, index, behind) else None
        if self.tokens.is_capital(index) and self._is_compound(index + 1):
            return index + 2
        return None

    def _is_compound(self, index: int) -> bool:
        """Tell whether a small word on no list is there, the second half of ``Địa phương``."""
        if self.tokens.capitals or not self.tokens.is_small(index):
            return False
        return self.tokens.words[index].isalpha() and not self.words.match(self.keys, index)[1]

    def _and(self, index: int) -> int:
        if self.last & (Kind.BODY | Kind.AREA | Kind.HEAD) and not self.open:
            return index
        behind = self._field(index + 1)
        if behind is None:
            return index
        self.last = Kind.PART
        return behind

    def _unmarked(self, index: int) -> int | Office | None:
        """Read a word on no list in a paragraph all in capitals: a place, or the name."""
        place = place_size(self.keys, index)
        if place:
            self.last = Kind.AREA
            self.named = self.open = False
            return index + place
        if self.persons is not None and begins_name(self.keys[index]):
            return self._capitals(index)
        return Office(index, sure=not self.last & Kind.AREA)

    def _capitals(self, index: int) -> int | Office | None:
        end = run_end(self.tokens, index)
        if end == index:  # an abbreviation on no list
            self.last = Kind.PART
            return index + 1
        if self.persons is not None:
            name = self._name(index, end, self.persons)
            if name is not None:
                return Office(name, name)
            if end - index >= _LONG_RUN:
                return Office(index, sure=False)
        elif self._is_next_person(index, end):
            return None
        if end - index == 1 and self._is_compound(end):
            if self.last & Kind.AREA:
                return Office(index, sure=False)
            self.last = Kind.PART
            return end + 1
        self.named = False
        if end - index > 1:
            self.open = False
        self.last = Kind.AREA if end - index > 1 or self.last & Kind.AREA else Kind.PART
        return end

    def _name(self, start: int, end: int, persons: Set[NameKey]) -> int | None:
        return name_start(self.tokens, start, end, self._before(), persons)

    def _is_of_province(self) -> bool:
        return bool(self.last & Kind.AREA and not self.last & Kind.SMALL_AREA)

    def _before(self) -> Before:
        if self.named:
            return Before.NAMED_BODY
        if self.last & Kind.SMALL_AREA:
            return Before.SMALL_AREA
        return Before.PROVINCE if self.last & Kind.AREA else Before.OFFICE

    def _is_next_person(self, start: int, end: int) -> bool:
        """Tell whether in an office behind a name another person's name comes: that office is theirs."""
        if self.last & Kind.SMALL_AREA and end - start >= _LONG_RUN:
            return self._name(start, end, frozenset()) is not None
        return (
            not self.last & Kind.SMALL_AREA
            and not self.named
            and not self.open
            and end - start >= _STRONG_NAME
            and (self.keys[start] in self.words.common_surnames or self._is_of_province())
            and place_size(self.keys, start) == 0
            and tuple(self.keys[start:end]) not in self.words.namesakes
            and is_full_name(self.tokens, start, end)
        )


def office_behind(tokens: Tokens, start: int) -> Office | None:
    """Read the office of a person whose name stands before it.

    Args:
        tokens: The paragraph.
        start: Where its head begins.

    Returns:
        The office; None where it is that of the next person.
    """
    return _Reader(tokens, None).read(start)


def office_before(tokens: Tokens, start: int, persons: Set[NameKey]) -> Office:
    """Read an office up to the name that may follow it.

    Args:
        tokens: The paragraph.
        start: Where its head begins.
        persons: Full names that the article gives with an honorific.
    """
    office = _Reader(tokens, persons).read(start)
    assert office is not None  # noqa: S101 - with names of its own it never ends before itself
    return office
