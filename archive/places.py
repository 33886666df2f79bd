"""The province that an article of a central site is about, read from what it prints.

The first rule that finds one province decides: the title opens with its name (``Đồng Tháp: ...``), the
office under the byline is its body (``Ban Tuyên giáo Tỉnh ủy Bắc Kạn``), or the text speaks of its
committee or province (``Tỉnh ủy X``, ``tỉnh X``, ``TP X``) far more than of any other. A bare name in the
text says nothing: it may be a person (Nguyễn Thái Bình), an ocean (Thái Bình Dương) or peace itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from archive.provinces import Province, all_provinces, as_of, find, units
from archive.readings import ProvinceFinding

_TITLE_WEIGHT: Final = 4.0
_LEAD_WEIGHT: Final = 2.0
_BODY_WEIGHT: Final = 1.0
_TOWN_SHARE: Final = (
    0.3  # Thành ủy Lai Châu: a town's committee, though the town lies in the province
)
_PLACE_SHARE: Final = 0.5  # "tại Bến Tre" in a title: where, perhaps not about whom
_ENOUGH: Final = 3.0
_DOMINANCE: Final = 2.5  # times the runner-up
_MOST_EVIDENCE: Final = 3

# Longer names that hold the name of a province and are not it.
_OTHER_NAMES: Final = (
    "Thái Bình Dương",
    "Điện Biên Phủ",
    "Điện Biên Đông",
    "Hà Nam Ninh",
    "Quảng Nam - Đà Nẵng",
    "Gia Lai - Kon Tum",
)
_PERSON: Final = ("hồ chí minh", "hcm")  # alone it is the man; the city says that it is one
_LETTER: Final = r"[^\W\d_]"
_COMMITTEE: Final = "(?:ủy|uỷ|ỦY|UỶ|Ủy|Uỷ)"
_TITLE_GOES_ON: Final = re.compile(r"\s*:|\s+[-–]\s|\s+(?=[a-zà-ỹđ\d])|\s*$")
_CAPITALS_GO_ON: Final = re.compile(r"\s*:|\s+[-–]\s")


class _Mention(NamedTuple):
    """A province named in a text, with the words that name it."""

    name: str
    town: bool
    words: str


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The compiled patterns; the first four have the groups ``name`` and ``town``."""

    opening: re.Pattern[str]
    office: re.Pattern[str]
    mention: re.Pattern[str]
    place: re.Pattern[str]
    next_name: re.Pattern[str]
    partner: re.Pattern[str]


def find_province(
    *, title: str, organisation: str | None, lead: str | None, body: str, on: date | None
) -> ProvinceFinding | None:
    """Return the province that an article is about, or None where it is national or unclear.

    Args:
        title: The headline.
        organisation: The office named under the byline.
        lead: The lead, where it is set apart; the first paragraph stands in for it.
        body: The paragraphs, joined by empty lines.
        on: Day of the article; the unit of that day is returned. Without one it is the unit that bore
            the name before the merger of 2025, when most of what the archive holds was written.
    """
    opening = _opening_of(title, on)
    if opening:
        return _finding(opening, "title", on)
    office = _office(organisation or "")
    if office:
        return _finding(office, "organisation", on)
    if lead is None:
        lead, _, body = body.partition("\n\n")
    return _dominant(
        (
            (_TITLE_WEIGHT, _mentions(_patterns().mention, title)),
            (_TITLE_WEIGHT * _PLACE_SHARE, _mentions(_patterns().place, title)),
            (_LEAD_WEIGHT, _mentions(_patterns().mention, lead)),
            (_BODY_WEIGHT, _mentions(_patterns().mention, body)),
        ),
        on,
    )


def _finding(mention: _Mention, rule: str, on: date | None) -> ProvinceFinding:
    return ProvinceFinding(_unit(mention.name, on).id, rule, mention.words)


def _unit(name: str, on: date | None) -> Province:
    return units(name)[0] if on is None else as_of(find(name, on).id, on)


def _opening_of(title: str, on: date | None) -> _Mention | None:
    """Return the province that the title opens with, unless it goes on as a longer or second name."""
    match = _patterns().opening.match(title)
    mention = _mention(match) if match else None
    if match is None or mention is None or _is_town(mention, on):
        return None
    if _patterns().partner.match(title, match.end()):
        return None
    # In capitals HÒA BÌNH may be peace, and nothing tells where the name ends but punctuation.
    goes_on = _CAPITALS_GO_ON if title.isupper() else _TITLE_GOES_ON
    return mention if goes_on.match(title, match.end()) else None


def _office(line: str) -> _Mention | None:
    """Return the province of an office line, such as ``Ban Tuyên giáo Tỉnh ủy Bắc Kạn``."""
    found = _mentions(_patterns().mention, line) or _mentions(_patterns().office, line)
    names = {_unit(mention.name, None).id for mention in found}
    return found[0]._replace(words=line) if len(names) == 1 else None


def _mentions(pattern: re.Pattern[str], text: str) -> list[_Mention]:
    return [mention for match in pattern.finditer(text) if (mention := _mention(match))]


def _mention(match: re.Match[str]) -> _Mention | None:
    """Return what a match names: None for a longer name, a person, and a list of several provinces."""
    name, town = match["name"], match["town"] is not None
    if name is None or (name.lower() in _PERSON and not town):
        return None
    if _patterns().next_name.match(match.string, match.end()):
        return None
    return _Mention(name, town, match[0])


def _is_town(mention: _Mention, on: date | None) -> bool:
    """Tell whether ``Thành ủy X`` or ``TP X`` is that of a town and not of a municipality."""
    return mention.town and _unit(mention.name, on).kind != "municipality"


def _dominant(
    parts: Iterable[tuple[float, Iterable[_Mention]]], on: date | None
) -> ProvinceFinding | None:
    """Return the province that outweighs every other one, if there is one."""
    weights: defaultdict[str, float] = defaultdict(float)
    words: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for weight, mentions in parts:
        for mention in mentions:
            unit = _unit(mention.name, on).id
            weights[unit] += weight * (_TOWN_SHARE if _is_town(mention, on) else 1)
            words[unit][mention.words] = None
    ranked = sorted(weights, key=lambda unit: -weights[unit])
    if not ranked or weights[ranked[0]] < _ENOUGH:
        return None
    if len(ranked) > 1 and weights[ranked[0]] < _DOMINANCE * weights[ranked[1]]:
        return None
    best = ranked[0]
    return ProvinceFinding(best, "text", "; ".join(list(words[best])[:_MOST_EVIDENCE]))


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    start, end = f"(?<!{_LETTER})", f"(?!{_LETTER})"
    names = _alternatives(_printed_names())
    name = f"(?:{_alternatives(_OTHER_NAMES)}|(?P<name>{names})){end}"
    # One branch a first letter, so that a search can skip to the letter t.
    unit = (
        f"[Tt](?:(?:ỉnh|ỈNH) (?:{_COMMITTEE} )?"
        f"|(?P<town>(?:hành|HÀNH) {_COMMITTEE} (?:T[Pp][. ] ?|[Tt]hành phố )?"
        "|(?:hành phố|HÀNH PHỐ) |[Pp][. ]? ?))"
    )
    body = "(?:Ban Tuyên giáo (?:và Dân vận )?|Ban Thường vụ |Đảng bộ |UBND |HĐND |BTG )"
    trade = "(?:(?:Ngành )?[Tt]uyên giáo |Đảng bộ )"
    office = "(?:Ban|BTG|Báo|Đài|Cổng|Văn phòng|Huyện ủy|Thị ủy|Đảng ủy|Tuyên giáo)"
    also = "(?: ?[-–,] ?| và | với )"
    return _Patterns(
        opening=re.compile(f"(?:{body}?{unit}|{trade})?{name}"),
        office=re.compile(f"^{office} (?:.*[ ,(])?(?P<town>(?!))?{name}\\)?$"),
        mention=re.compile(f"{start}{unit}{name}"),
        place=re.compile(f"(?:^|{start}(?:[Tt]ại|ở|với) )(?P<town>(?!))?{name}"),
        next_name=re.compile(f"{also}(?:{names}){end}"),
        partner=re.compile(f"{also}{unit}(?:{names}){end}"),
    )


@lru_cache(maxsize=1)
def _printed_names() -> tuple[str, ...]:
    """Return the names of all provinces without ``TP.``, which the patterns know."""
    names = {name for unit in all_provinces() for name in unit.names}
    return tuple(name for name in names if not re.match("T[Pp]|T(?:hành phố|hủ đô) ", name))


def _alternatives(names: Iterable[str]) -> str:
    """Return a pattern for any of the names, also in capitals; the longest one wins."""
    every = {form for name in names for form in (name, name.upper())}
    ordered = sorted(every, key=lambda form: (-len(form), form))
    return "|".join(re.escape(form).replace(r"\ \-\ ", " ?[-–] ?") for form in ordered)
