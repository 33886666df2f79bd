"""The body and province that running text names: ``Ban Thường vụ Tỉnh ủy Lai Châu``."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from archive import provinces
from archive.metadata.citations.spelling import Spelled, number_of
from archive.metadata.citations.vocabulary import Level, issuers, level_of, national_term
from archive.provinces import Province

# How the words of bodies are shortened, in lower case.
_CENTRE: Final = r"(?:trung\s+ương|t\.?\s?ư(?![^\W_])\.?|t\.?w(?![^\W_])\.?)"
_SHORT: Final = (
    ("ủy ban thường vụ quốc hội", r"(?:ủy ban thường vụ quốc hội|ubtvqh|ubtv quốc hội)"),
    ("ủy ban nhân dân", "(?:ủy ban nhân dân|ubnd)"),
    ("hội đồng nhân dân", "(?:hội đồng nhân dân|hđnd)"),
    ("ủy ban kiểm tra", "(?:ủy ban kiểm tra|ubkt)"),
    ("ban chấp hành", "(?:ban chấp hành|bch)"),
    ("ban thường vụ", "(?:ban thường vụ|btv|bantv)"),
    ("bộ chính trị", "(?:bộ chính trị|bct)"),
    ("ban bí thư", "(?:ban bí thư|bbt)"),
    ("ban tuyên giáo", "(?:ban tuyên giáo|btg)"),
    ("tỉnh ủy", r"tỉnh\s?ủy"),
    ("trung ương", _CENTRE),
)
_PARTY_SUFFIX: Final = (
    rf"(?:\s+{_CENTRE})?(?:\s+đảng(?!\s+(?:bộ|ủy|đoàn|viên)))?(?:\s+cộng\s+sản)?(?:\s+việt\s+nam)?"
)
# What makes it another body: Trung ương Đoàn, Hội đồng nhân dân's committees.
_OTHERS: Final = r"(?!\s+(?:đoàn|hội|mặt\s+trận|mttq))"
_UNIT: Final = re.compile(
    r"\s+(?P<unit>tỉnh|thành\s+phố|tp\.?|huyện|quận|thị\s+xã|tx\.?|xã|phường|"
    r"thị\s+trấn|đặc\s+khu)(?![^\W_])"
)
_BEFORE_NAME: Final = re.compile(r"\s+(?:(?:tỉnh|thành\s+phố|tp\.?)\s+)?")
# Tỉnh ủy Thái Nguyên (cũ): the unit that bore the name before the merger.
_FORMER: Final = re.compile(
    r"\s*\(\s*(?:cũ|trước\s+đây|trước\s+(?:khi\s+)?(?:hợp\s+nhất|sáp\s+nhập))\s*\)"
    r"|\s+(?:cũ|trước\s+(?:khi\s+)?(?:hợp\s+nhất|sáp\s+nhập))(?![^\W_])"
)
_COMPANION: Final = re.compile(
    r"\s*(?:,\s*(?:và\s+)?|và\s+|-\s*)(?=b[ộabci])|\s+(?=(?:ban\s+chấp\s+hành|bch)\s*t)"
)
# "Tam Đường", "Ia H'Drai", "Quy Nhơn"; the letters are those of spelled.plain.
_NAME: Final = re.compile(r"(?: +[^\W\d_a-zà-öø-ÿăđĩũơưạ-ỹ][^\s,.;:()\"]*){1,4}")
_CITY: Final = ("thành phố", "tp", "tp.")
_MUNICIPAL: Final = "ThU"
_CITY_OFFICE: Final = re.compile(r"thành\s+ủy$")


class Body(NamedTuple):
    """A body that the text names.

    Attributes:
        issuer: Its code, ``TU``.
        end: Behind its last character, the name of its province included.
        local: Whether it is one of a district, town or commune.
        province: The province named with it, as it was on the article's date.
    """

    issuer: str
    end: int
    local: bool
    province: str | None


class Places:
    """Reads the bodies of an article, which stands in a province and has a date."""

    def __init__(self, province: str | None, on: date | None) -> None:
        self._on = on
        self._in_municipality = province is not None and _is_municipality(province)

    def body(self, text: Spelled, start: int) -> Body | None:
        """Return the body whose name begins at a place."""
        low = text.low
        match = _bodies().match(low, start)
        if match is None:
            return None
        issuer = _issuer_of(match)
        end = _behind_companions(low, issuer, match.end())
        level = level_of(issuer)
        if issuer == _MUNICIPAL or _CITY_OFFICE.search(match[0]):
            return self._city_body(text, issuer, end)
        if level is Level.LOCAL:
            return Body(issuer, _name_end(text, end), True, None)
        if level is not Level.PROVINCE:
            return Body(issuer, end, False, None)
        unit = _UNIT.match(low, end)
        if unit is None:
            province, end = self.province(low, end)
            return Body(issuer, end, False, province)
        kind = " ".join(unit["unit"].split())
        province, named_end = self.province(low, unit.end())
        if kind == "tỉnh":
            return Body(issuer, named_end, False, province)
        if kind in _CITY:
            municipal = self.is_municipal(text, unit.end(), province)
            end = named_end if municipal else _name_end(text, unit.end())
            return Body(issuer, end, not municipal, province if municipal else None)
        return Body(issuer, _name_end(text, unit.end()), True, None)

    def province(self, low: str, start: int) -> tuple[str | None, int]:
        """Return the province named behind a place, and its end; the place itself where none is."""
        before = _BEFORE_NAME.match(low, start)
        province, end = self.province_at(low, before.end()) if before else (None, start)
        return (province, end) if province else (None, start)

    def province_at(self, low: str, start: int) -> tuple[str | None, int]:
        """Return the province whose name begins at a place, and its end; the place itself if none."""
        match = _names().match(low, start)
        if match is None:
            return None, start
        former = _FORMER.match(low, match.end())
        if former:
            return provinces.units(match[0])[0].id, former.end()
        return self.named(match[0]).id, match.end()

    def named(self, name: str) -> Province:
        """Return the province of a name, as it was on the article's date.

        A name that no unit bears any more is the former unit's, whose documents are still cited.
        """
        units = provinces.units(name)
        if self._on is None:
            return units[0]
        unit = provinces.as_of(provinces.find(name, self._on).id, self._on)
        return unit if unit in units else units[0]

    def was_held(self, congress: int) -> bool:
        """Tell whether a national congress was held, or is the next one, on the article's date."""
        term = national_term(self._on or date.max)
        return (
            congress <= (number_of(term.lower()) or 0) + (self._on is not None) if term else False
        )

    def is_municipal(self, text: Spelled, start: int, province: str | None) -> bool:
        """Tell whether a city is a municipality and not a town.

        Args:
            text: The part of the article.
            start: Behind the word ``thành phố`` or ``Thành ủy``.
            province: The province of its name, where that is the name of one.
        """
        return _is_municipality(province) if province else self._at_home(text, start)

    def _city_body(self, text: Spelled, issuer: str, end: int) -> Body:
        """Return a ``Thành ủy``, a municipality's or a town's, or an office of it."""
        province, named_end = self.province(text.low, end)
        municipal = self.is_municipal(text, end, province)
        if issuer == _MUNICIPAL and municipal:
            issuer = "TU"
        return Body(issuer, named_end, not municipal, province if municipal else None)

    def _at_home(self, text: Spelled, end: int) -> bool:
        """Tell whether a city without a province's name is the municipality of the article.

        With another name (``Thành ủy Thủ Đức``) it is a town.
        """
        return self._in_municipality and not text.plain[end : end + 2].strip().isupper()


def _name_end(text: Spelled, end: int) -> int:
    """Return where the name of a district, town or commune ends that begins at a place."""
    name = _NAME.match(text.plain, end)
    return name.end() if name else end


def _is_municipality(province: str) -> bool:
    return provinces.get(province).kind == "municipality"


def _behind_companions(low: str, issuer: str, end: int) -> int:
    """Return where the bodies end that share a code: ``Bộ Chính trị, Ban Bí thư khóa XII``."""
    while following := _COMPANION.match(low, end):
        match = _bodies().match(low, following.end())
        if match is None or _issuer_of(match) != issuer:
            break
        end = match.end()
    return end


def _issuer_of(match: re.Match[str]) -> str:
    assert match.lastindex is not None  # noqa: S101 - every alternative is a group
    return _codes()[match.lastindex - 1]


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[str, str], ...]:
    """Return the names of bodies with their issuers, longest first."""
    found = [(phrase, code) for code, issuer in issuers().items() for phrase in issuer.bodies]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=1)
def _codes() -> tuple[str, ...]:
    return tuple(code for _, code in _phrases())


@lru_cache(maxsize=1)
def _bodies() -> re.Pattern[str]:
    return re.compile("|".join(f"({_pattern(*pair)})" for pair in _phrases()))


def _pattern(phrase: str, code: str) -> str:
    pattern = re.escape(phrase).replace("\\ ", " ")
    for long, short in _SHORT:
        pattern = pattern.replace(long, short.replace(" ", "\0"))
    pattern = re.sub(r"[ \0]", r"\\s+", pattern) + r"(?![^\W_])"
    level = issuers()[code].level
    return pattern + (_OTHERS + _PARTY_SUFFIX if level is Level.NATIONAL else "")


@lru_cache(maxsize=1)
def _names() -> re.Pattern[str]:
    """Return the pattern of provinces' names, in either spelling of oà and oá."""
    names = {name.lower() for unit in provinces.all_provinces() for name in unit.names}
    names |= {name.replace("òa", "oà").replace("óa", "oá") for name in names}
    alternatives = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?:{alternatives})(?![^\W_])")
