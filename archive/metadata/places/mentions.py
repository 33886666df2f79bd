"""Provinces that a text names, each with what the words around it make of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Final

from archive.metadata.findings import ArticleText, Evidence, Part, Span
from archive.metadata.places.districts import (
    DISTRICT_BEFORE,
    district_pattern,
    province_of_district,
)
from archive.metadata.places.vocabulary import LETTER, longer_names, name_pattern, words_before
from archive.provinces import Province, as_of, find, get, units

_BEFORE: Final = 32  # characters before a name that are looked at
_OFFICE_BEFORE: Final = 70
_ORDER: Final = {Part.ORGANISATION: 0, Part.TITLE: 1, Part.LEAD: 2, Part.BODY: 3}
_LONG_LIST: Final = 4
_PERSON_NAMES: Final = frozenset({"HỒ CHÍ MINH", "HCM"})  # alone it is the man
_TOWN_INSIDE: Final = ("TP", "THÀNH PHỐ", "THỦ ĐÔ")
_CAPITAL_OF_ALL: Final = "HÀ NỘI"  # where the whole country meets
# In capitals these may be the words (peace, to pacify), unless they end as a name in a title does.
_ALSO_WORDS: Final = frozenset({"HÒA BÌNH", "HOÀ BÌNH", "BÌNH ĐỊNH"})
_ENDS_CAPITALS: Final = re.compile(r"\s*:|\s+[-–]\s")
_VENUE_BEFORE: Final = re.compile(
    rf"(?<!{LETTER})(?:tại|ở|từ|đến|quận \d+,) (?:tỉnh |thành phố |tp\.? ?|thủ đô )?$"
)
_WORD_BEFORE: Final = re.compile(r"(?<![^\s(“\"'/\-–])([^\s]+) $")
_INSTITUTION: Final = re.compile(
    r"(?:đại học|cao đẳng|học viện|công ty|tập đoàn|ngân hàng|nhà máy)(?: \w+){0,4} $"
)
_SENTENCE_ENDS: Final = re.compile(
    r"(?:^|[.:!?…“\"]\s*|\n|[-–] )$"
)  # what follows is a capital anyway
_OFFICE_HOLDER: Final = re.compile(
    rf"(?<!{LETTER})(?:bí thư|chủ tịch|trưởng|phó|ủy viên|giám đốc|nguyên|cục trưởng|chánh|đại diện)"
    r"(?: [^,.;:()]*)?$"
)
_BETWEEN: Final = re.compile(
    r"[\W\d]*(?:(?:và|với|cùng|hay|hoặc|cùng với|ban|các|tuyên giáo|dân vận|tỉnh|tỉnh ủy|thành ủy"
    r"|thành phố|tp|đảng bộ|ubnd|hđnd|mttq)[\W\d]+)*"
)
_OPENERS: Final = str.maketrans(dict.fromkeys("(“\"'/-–‘[", " "))


class Sense(Enum):
    """What a name stands for."""

    PROVINCE = "the province or a body of it"
    BARE = "the name alone"
    VENUE = "where something takes place"
    TOWN = "the town that bears the name"
    DISTRICT = "a district or town of the province"
    PERSON = "a person"
    NOTHING = "something else"


_WEIGHT: Final = {
    Sense.PROVINCE: 1.0,
    Sense.BARE: 0.6,
    Sense.VENUE: 0.3,
    Sense.TOWN: 0.3,
    Sense.DISTRICT: 0.5,
    Sense.PERSON: 0.0,
    Sense.NOTHING: 0.0,
}
_VENUE_IN_FULL: Final = 0.5  # tại tỉnh Bến Tre
_CAPITAL_WEIGHT: Final = 0.1  # Hà Nội is where the whole country meets
_OFFICE_WEIGHT: Final = 0.4  # Bí thư Tỉnh ủy Bến Tre says less of the article than Tỉnh ủy Bến Tre


@dataclass(slots=True, eq=False)
class Mention:
    """A province named in a text.

    Attributes:
        unit: The unit of the article's date.
        sense: What the name stands for.
        weight: What it says of the article, before the part of the article is weighed.
        part: Where it stands.
        start: First character of the name.
        end: Behind the last one.
        words: The name as printed.
        row: Mentions with the same number stand in one enumeration.
        row_length: How many provinces that enumeration names.
    """

    unit: str
    sense: Sense
    weight: float
    part: Part
    start: int
    end: int
    words: str
    row: int = 0
    row_length: int = 1

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands in the article, to be compared: the office line before the title."""
        return _ORDER[self.part], self.start

    @property
    def evidence(self) -> Evidence:
        """The name with its place."""
        return Evidence(self.words, Span(self.part, self.start, self.end))


def read_mentions(text: ArticleText) -> list[Mention]:
    """Return the provinces that an article names, themselves or by a district, in their order."""
    found: list[Mention] = []
    for part, words in text.parts():
        mentions = list(mentions_in(words, part, text.published))
        _number_rows(words, mentions, len(found))
        found += mentions
        found += _districts_in(words, part, text)
    persons = {mention.words for mention in found if mention.sense is Sense.PERSON}
    if persons:
        persons -= {mention.words for mention in found if mention.sense is Sense.PROVINCE}
        found = [m for m in found if not _is_person(m, persons)]
    return sorted(found, key=lambda mention: mention.place)


def _is_person(mention: Mention, persons: Collection[str]) -> bool:
    """Tell whether a name is a person's: one that the article also prints with the surname is."""
    return mention.sense is Sense.PERSON or (
        mention.sense is Sense.BARE and mention.words in persons
    )


def _districts_in(words: str, part: Part, text: ArticleText) -> Iterator[Mention]:
    """Yield the districts and towns named, each as a mention of its province.

    Without a word such as ``huyện`` before it, only the site of a province means its own district. A name
    that several provinces have is the site's, or says nothing.
    """
    for match in district_pattern().finditer(words):
        start = match.start()
        if start and words[start - 1].isalpha():
            continue
        before = _words_before(words, start)
        word = DISTRICT_BEFORE.search(before) is not None
        province = province_of_district(match[0], text.site_province, bare=not word)
        if province is None or (not word and _is_other(words, start, before)):
            continue
        unit = as_of(province, text.published) if text.published else get(province)
        if unit.name != match[0]:
            weight = _WEIGHT[Sense.DISTRICT]
            yield Mention(unit.id, Sense.DISTRICT, weight, part, start, match.end(), match[0])


def _is_other(text: str, start: int, before: str) -> bool:
    """Tell whether a name without ``huyện`` before it is a person's or that of something else."""
    words = words_before()
    return before.endswith((*words.person, *words.thing)) or _is_in_a_name(
        text[max(0, start - _BEFORE) : start], text.isupper()
    )


def mentions_in(text: str, part: Part, on: date | None) -> Iterator[Mention]:
    """Yield the mentions in one part, persons included; names of other things are left out."""
    capitals = text.isupper()
    for match in name_pattern().finditer(text):
        name, start = match[0], match.start()
        if name in longer_names() or (start and text[start - 1].isalpha()):
            continue
        unit = unit_of(name, on)
        sense, weight = _sense(name, unit, text, start, capitals)
        if sense is not Sense.NOTHING:
            yield Mention(unit.id, sense, weight, part, start, match.end(), name)


def _words_before(text: str, start: int) -> str:
    """Return the words before a place in lower case, a space before the first and for every bracket."""
    return " " + key_of(text[max(0, start - _BEFORE) : start]).translate(_OPENERS)


def place_of(evidence: Evidence) -> tuple[int, int]:
    """Return where words stand in the article, to be compared: the office line before the title."""
    return _ORDER[evidence.span.part], evidence.span.start


def key_of(text: str) -> str:
    """Return a text in lower case with one spelling of ``ủy``; every character keeps its place."""
    lower = text.lower()
    if len(lower) != len(text):  # Turkish İ becomes two characters
        lower = "".join(char.lower()[:1] for char in text)
    return lower.replace("uỷ", "ủy")


@lru_cache(maxsize=4096)
def unit_of(name: str, on: date | None) -> Province:
    """Return the unit that a name means on a day; without one, the unit that bore it before 2025."""
    return units(name)[0] if on is None else as_of(find(name, on).id, on)


def _sense(name: str, unit: Province, text: str, start: int, capitals: bool) -> tuple[Sense, float]:
    """Return what a name stands for, and the weight of the mention."""
    printed = text[max(0, start - _BEFORE) : start]
    before, words = _words_before(text, start), words_before()
    key = name.upper()
    if key.startswith(_TOWN_INSIDE) or before.endswith(words.town):
        if unit.kind != "municipality":
            return Sense.TOWN, _WEIGHT[Sense.TOWN]
        return _in_full(key, text, start)
    if key in _PERSON_NAMES:
        return Sense.NOTHING, 0.0
    person = _longest(before, words.person)
    if _longest(before, words.province) > person:
        return _in_full(key, text, start)
    if person or before.endswith(words.thing) or _INSTITUTION.search(before):
        return Sense.NOTHING, 0.0
    if _is_in_a_name(printed, capitals):
        return (Sense.PERSON if _has_surname(printed) else Sense.NOTHING), 0.0
    if key in _ALSO_WORDS and capitals and not _ENDS_CAPITALS.match(text, start + len(name)):
        return Sense.NOTHING, 0.0
    sense = Sense.VENUE if before.endswith(words.venue) else Sense.BARE
    if _CAPITAL_OF_ALL in key:
        return sense, _CAPITAL_WEIGHT
    return sense, _WEIGHT[sense]


def _longest(before: str, words: tuple[str, ...]) -> int:
    """Return the length of the longest of some words that stands before: hội nhà báo, nhà báo, báo."""
    if not before.endswith(words):
        return 0
    return max(len(word) for word in words if before.endswith(word))


def _in_full(name: str, text: str, start: int) -> tuple[Sense, float]:
    """Return the sense and weight of ``tỉnh X``: less as a venue, or in a person's office."""
    before = key_of(text[max(0, start - _OFFICE_BEFORE) : start])
    if _VENUE_BEFORE.search(before):
        capital = _CAPITAL_OF_ALL in name
        return Sense.VENUE, _CAPITAL_WEIGHT if capital else _VENUE_IN_FULL
    if _OFFICE_HOLDER.search(before):
        return Sense.PROVINCE, _OFFICE_WEIGHT
    return Sense.PROVINCE, _WEIGHT[Sense.PROVINCE]


def _is_in_a_name(before: str, capitals: bool) -> bool:
    """Tell whether the word before is part of the same name: ``Nguyễn Thái Bình``."""
    match = _WORD_BEFORE.search(before)
    if match is None:
        return False
    word = match[1]
    if capitals or (word.isupper() and len(word) > 1):
        return word in words_before().surnames
    if not word[0].isupper() or not word[-1].isalpha():
        return False
    if _SENTENCE_ENDS.search(before, 0, match.start()):
        return word.upper() in words_before().surnames
    return word not in words_before().before_capital


def _has_surname(before: str) -> bool:
    """Tell whether the capitalised words before a name hold a surname: ``Nguyễn Thị`` Bình Định."""
    for word in reversed(before.split()):
        if not word[0].isupper():
            return False
        if word.upper() in words_before().surnames:
            return True
    return False


def _number_rows(text: str, mentions: Sequence[Mention], number: int) -> None:
    """Number the enumerations among mentions; what stands in a long one says little of the article."""
    row: list[Mention] = []
    for mention in mentions:
        if row and not _joined(text[row[-1].end : mention.start]):
            number += 1
            _number_row(row, number)
            row = []
        row.append(mention)
    if row:
        _number_row(row, number + 1)


def _number_row(row: Sequence[Mention], number: int) -> None:
    length = len({mention.unit for mention in row})
    share = 1 / length if length >= _LONG_LIST else 1.0
    for mention in row:
        mention.weight *= share
        mention.row = number
        mention.row_length = length


def _joined(gap: str) -> bool:
    """Tell whether what stands between two names only joins them."""
    if len(gap) > 60 or "." in gap or ":" in gap or "\n" in gap:
        return False
    return _BETWEEN.fullmatch(key_of(gap)) is not None
