"""Resolutions cited by their plenum or congress: ``Nghị quyết Trung ương 4 (khóa XII)``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from archive.metadata.citations.bodies import Places
from archive.metadata.citations.heads import TypeWord
from archive.metadata.citations.numbers import COUNTS, ENDS
from archive.metadata.citations.reference import Reference
from archive.metadata.citations.spelling import NUMERAL, Spelled, number_of, roman
from archive.metadata.citations.surroundings import TERM, terms_of

_PLENUM: Final = "NQTW{}"
_CONGRESS: Final = "NQĐH"
_MOST_PLENUMS: Final = 15  # of a term

_CENTRE: Final = r"(?:trung\s*ương|t\.?\s?ư\.?|t\.?w\.?)"
_AND: Final = r"(?:\s*,\s*(?:và\s+)?|\s+và\s+)"
_COMMITTEE: Final = rf"(?:(?:ban\s+chấp\s+hành|bch)\s+{_CENTRE}(?:\s+đảng)?)"
_WORD: Final = "NQ"
_SHORT: Final = re.compile(r"nq(?=\s*(?:hội|tw|t|đ|ban|bch))")
_PLENUMS: Final = re.compile(
    r"\s*(?:(?:của|tại|các)\s+){0,2}(?:hội\s+nghị\s+|hn\s*)?(?:"
    # Hội nghị lần thứ tám, Ban Chấp hành Trung ương (Đảng)
    rf"(?:lần\s+)?(?:thứ\s+)?(?P<first>{NUMERAL}(?:{_AND}(?:hội\s+nghị\s+)?lần\s+thứ\s+{NUMERAL})*)"
    rf"\s*,?\s*(?P<term>\(?khóa\s+{NUMERAL}\)?,?\s+)?(?:của\s+)?{_COMMITTEE}"
    # (Hội nghị) (Ban Chấp hành) Trung ương (Đảng) (lần thứ) 4, 5, 6
    rf"|(?:(?:ban\s+chấp\s+hành|bch)\s+)?{_CENTRE}\s*(?:đảng\s+)?-?\s*(?P<ordinal>lần\s+thứ\s+|số\s+)?"
    rf"(?P<second>{NUMERAL}(?:{_AND}(?:lần\s+thứ\s+)?[0-9]{{1,2}}(?![0-9]|\s*[/.-]\s*[0-9])(?={ENDS}))*)"
    r")(?![^\W_])(?!\s*[/.%-]\s*[0-9])(?:\s+(?:của\s+)?(?:đảng|trung\s+ương)(?![^\W_]))?"
    r"(?:\s*\(\s*lần\s+(?:thứ\s+)?(?:1|2|i|ii|một|hai|nhất)\s*\))?"
)
_AND_PLENUM: Final = re.compile(
    rf"\s*(?:,\s*và|,|;|và|&|cùng)(?=\s*(?:hội\s+nghị\s+)?(?:(?:bch|ban\s+chấp\s+hành)\s+)?{_CENTRE}\s*[0-9])"
)
_SUBJECT: Final = re.compile(
    r'\s*,?\s*(?:"[^"\n]{3,200}"|về\s+(?:(?!của|nghị quyết|chỉ thị|kết luận)[^";:.()\n]){3,160}(?=\())'
    r"(?=\s*[,(]?\s*khóa)"
)
_SAME_TERM: Final = re.compile(r"\s*[,(]?\s*(?:của\s+)?cùng\s+khóa(?![^\W_])")
_FIGURES: Final = re.compile(r"[0-9ivx]+(?![^\W_])")
_NUMERALS: Final = re.compile(rf"(?<![^\W_])(?!và)({NUMERAL})(?![^\W_])")
_SYMBOL_FOLLOWS: Final = re.compile(r"\s*[,(]?\s*số\s*:?\s*[0-9]+\s*[-/]")

_PLACE: Final = r"(?:tỉnh|thành\s+phố|tp\.?)"
_WORDS: Final = (
    r"(?:\s+(?:đại\s+biểu|toàn\s+quốc|toàn\s+thể|"
    r"(?:của\s+)?đảng(?:\s+cộng\s+sản\s+việt\s+nam|(?!\s+bộ))))*"
)


def _party_of(name: str) -> str:
    """Return the pattern of the organisation of a province or city, as a group and one with an x."""
    return (
        rf"(?:của\s+)?(?:đảng\s+bộ\s+(?P<{name}>{_PLACE})|(?P<{name}x>tỉnh)\s+đảng\s+bộ)(?![^\W_])"
    )


def _numbered(name: str) -> str:
    """Return the pattern of a congress's numeral, as a group and one with an x."""
    return (
        rf"(?:\s*,?\s*\(?\s*(?:lần\s+thứ|khóa|lần)\s+(?P<{name}>{NUMERAL})|\s+(?P<{name}x>[ivx]+|[0-9]{{1,2}}))"
        r"(?![^\W_])(?!\s*[/.%-]\s*[0-9])(?!\s*,\s*[0-9])(?:\s*\))?"
    )


_PERIOD: Final = (
    r"(?:\s*,?\s*\(?\s*(?:nhiệm\s+kỳ|giai\s+đoạn)\s+(?:19|20)\d\d\s*-\s*(?:19|20)\d\d\)?)?"
)
_CONGRESS_WORD: Final = rf"(?:đại\s+hội|đhđb|đh){_WORDS}"
# The congress of a province, then the national one; the provincial name may follow the numeral.
_ONE_CONGRESS: Final = re.compile(
    rf"{_CONGRESS_WORD}(?:\s+{_party_of('unit')}(?P<named>\.?[^,.;()\d]{{0,30}}?)"
    rf"{_numbered('first')}"
    rf"|{_numbered('second')}{_WORDS}"
    rf"(?:{_PERIOD}\s*,?\s+(?:{_party_of('after')}|của\s+(?P<province>tỉnh)(?![^\W_])))?)"
)
_UNITS: Final = ("unit", "unitx", "after", "afterx", "province")
_CONGRESSES: Final = re.compile(r"(?:\s+|(?<=nq))(?:của\s+)?(?=đại\s+hội|đh)")
# ... lần thứ XII, XIII của Đảng
_MORE_CONGRESSES: Final = re.compile(rf"{_AND}(?:lần\s+thứ\s+|khóa\s+)?(?P<term>[ivx]+)(?![^\W_])")
_AND_CONGRESS: Final = re.compile(rf"{_PERIOD}\s*(?:,\s*và|,|và|;|&|cùng)\s+(?=đại\s+hội)")
_LOCAL_CONGRESS: Final = re.compile(
    rf"{_CONGRESS_WORD}\s+(?:đảng\s+(?:bộ\s+)?)?(?:các\s+cấp|cấp\s+trên)(?:\s+nhiệm\s+kỳ\s+[\d\s-]+)?"
    rf"|{_CONGRESS_WORD}\s+đảng\s+bộ\s+(?!{_PLACE})[^,.;()]{{2,60}}?\s+(?:lần\s+thứ|khóa)\s+{NUMERAL}(?![^\W_])"
)
# What makes it a congress of something else: of the Union, of the Front.
_OTHER: Final = re.compile(
    r"\s+(?:của\s+)?(?:đoàn|hội|công\s+đoàn|mặt\s+trận|phụ\s+nữ|nông\s+dân|đảng\s+bộ|chi\s+bộ|huyện|xã|thị|quận)(?![^\W_])"
)


def find_resolutions(text: Spelled, words: Sequence[TypeWord], places: Places) -> list[Reference]:
    """Return the resolutions that are cited by plenum or congress.

    Args:
        text: The part of an article.
        words: The type words in it.
        places: Of the article.
    """
    starts = [(word.start, word.end) for word in words if word.type == _WORD]
    starts += [match.span() for match in _SHORT.finditer(text.low)]
    found = [
        reference
        for start, end in starts
        for reference in (*_plenums(text, start, end), *_congresses(text, start, end, places))
    ]
    for before_it, reference in pairwise(found):
        if not reference.terms and _SAME_TERM.match(text.low, reference.end):
            reference.terms = before_it.terms[-1:]
    return found


def _plenums(text: Spelled, start: int, end: int) -> list[Reference]:
    """Return the resolutions of plenums of the Central Committee that a type word begins."""
    found: list[Reference] = []
    without_term = 0
    match = _PLENUMS.match(text.low, end)
    while match:
        numbers = _plenum_numbers(match)
        term = (
            TERM.match(match["term"] or "")
            or TERM.match(text.low, match.end())
            or _behind_subject(text, match.end())
        )
        closed = term.end() if term and not match["term"] else match.end()
        in_words = match["second"] and not _FIGURES.match(match["second"])
        if in_words and not term and not match["ordinal"]:
            break  # Nghị quyết Trung ương năm 2018
        if not numbers or _SYMBOL_FOLLOWS.match(text.low, closed):
            break
        terms = terms_of(term) if term else ()
        for before_it in found[without_term:]:
            before_it.terms = terms[:1]
        found += (
            Reference(
                start=start,
                end=match.end(),
                closed=closed,
                type="NQ",
                number=None,
                issuer="TW",
                symbol=_PLENUM.format(number),
                rule="plenum",
                terms=(term_of_it,) if term_of_it else (),
                named=True,
            )
            for number in numbers
            for term_of_it in terms or ("",)
        )
        without_term = len(found) if terms else without_term
        following = _AND_PLENUM.match(text.low, closed)
        match = _PLENUMS.match(text.low, following.end()) if following else None
    return found


def _behind_subject(text: Spelled, end: int) -> re.Match[str] | None:
    """Return the term behind a plenum's subject: ``Trung ương 4 "Một số vấn đề ..." (khóa XI)``."""
    subject = _SUBJECT.match(text.low, end)
    return TERM.match(text.low, subject.end()) if subject else None


def _plenum_numbers(match: re.Match[str]) -> list[int]:
    words = match["first"] or match["second"]
    numbers = [number_of(numeral) for numeral in _NUMERALS.findall(words)]
    return [n for n in numbers if n and n <= _MOST_PLENUMS] if all(numbers) else []


def _congresses(text: Spelled, start: int, end: int, places: Places) -> list[Reference]:
    """Return the resolutions of national and provincial congresses that a type word begins."""
    found: list[Reference] = []
    following = _CONGRESSES.match(text.low, end)
    while following:
        at = following.end()
        reference, end = _congress(text, start, at, places)
        if reference:
            found.append(reference)
            end = _more_terms(text, reference, end)
        following = _AND_CONGRESS.match(text.low, end) if end > at else None
        start = following.end() if following else end
    return found


def _more_terms(text: Spelled, reference: Reference, end: int) -> int:
    """Add the numerals that follow a congress's, and return where they end."""
    while following := _MORE_CONGRESSES.match(text.low, end):
        term = roman(following["term"])
        if term is None or _OTHER.match(text.low, following.end()):
            break
        reference.terms += (term,)
        end = following.end()
    return end


def _congress(text: Spelled, start: int, at: int, places: Places) -> tuple[Reference | None, int]:
    """Return the congress named at a place, and where its name ends; the place itself where none is."""
    match = _ONE_CONGRESS.match(text.low, at)
    if match is None:
        local = _LOCAL_CONGRESS.match(text.low, at)
        return None, local.end() if local else at
    numeral = match["first"] or match["firstx"] or match["second"] or match["secondx"]
    term = roman(numeral)
    end = match.end()
    if term is None:
        return None, end
    reference = Reference(
        start=start, end=end, closed=end, type="NQ", number=None, issuer="TW", symbol=_CONGRESS,
        rule="congress", terms=(term,), named=True,
    )  # fmt: skip
    unit = next((name for name in _UNITS if match[name]), None)
    if unit is None:
        if not places.was_held(number_of(numeral) or 0) or _OTHER.match(text.low, end):
            return None, end
        if (match["secondx"] or "").isdecimal() and COUNTS.match(text.low, end):
            return None, end  # thực hiện nghị quyết đại hội 5 năm
        return reference, end
    place = match.end(unit)
    if unit.endswith("x"):  # tỉnh Đảng bộ
        place = text.low.find("đảng bộ", at, end) + len("đảng bộ")
    province, named_end = places.province(text.low, place)
    if province is None:  # TP.HCM
        province, named_end = places.province_at(text.low, match.start(unit))
    if match[unit] != "tỉnh" and not places.is_municipal(text, place, province):
        return None, end
    reference.issuer = "TU"
    reference.province = province
    reference.end = reference.closed = max(end, named_end)
    return reference, reference.end
