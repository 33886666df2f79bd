"""Symbols of documents, ``05-CT/TW`` and ``25/2024/TT-BTC``, in a text, misprints put right.

The party writes number, dash, type, slash, issuer; the state number, slash, year or none, type, dash,
issuer. What has another order or lacks a mark is put right where the issuer is known (`vocabulary`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, NamedTuple

from archive.metadata.citations.vocabulary import (
    Level,
    Side,
    document_types,
    issuers,
    level_of,
    side_of,
)

# A missing dash is no misprint, a missing slash is.
_ORDERS: Final = {
    ("-", "/"): Side.PARTY,
    ("", "/"): Side.PARTY,
    ("/", "-"): Side.STATE,
    ("/", ""): Side.STATE,
}
_S: Final = "[ ]{0,3}"
# Codes that are not all in capitals.
_MIXED: Final = "T[Tt][Gg]|C[Tt]r|TTr|ThU|QyĐ|QĐi|T[wu](?![^\\W_])|T\\.[ƯW]|Tr(?=H)|Ng(?=V)"
_CODE: Final = f"(?:{_MIXED}|[A-ZĐƯ])+[0-9]{{0,2}}"
_SYMBOL: Final = re.compile(
    rf"""
    (?P<number>[0-9]{{1,2}}\.[0-9]{{3}}|[0-9]{{1,5}})(?![0-9])
    (?P<letter>[a-zđ](?![^\W_])|[A-C](?={_S}[/-]))?
    (?:{_S}[/-]{_S}(?P<year>(?:19|20)[0-9]{{2}})(?![0-9]))?
    {_S}(?P<first>[/-]?){_S}
    (?P<one>{_CODE})
    (?:{_S}(?P<second>[/.-]?){_S}(?P<two>{_CODE}))?
    (?:(?P<third>[/.&-])(?P<three>{_CODE}))?
    (?:(?P<fourth>[/.&-])(?P<four>{_CODE}))?
    """,
    re.VERBOSE,
)
# 03-ct/tw, 120-Kl/TU
_SMALL: Final = re.compile(
    rf"[0-9]{{1,5}}{_S}[-/]{_S}(?:(?:19|20)[0-9]{{2}}{_S}/{_S})?"
    rf"(?:nq|ct|kl|qđ|qđi|qyđ|nđ|tt|hd|kh|ctr|đa|qc|bc|tb|ttr|cv|cđ){_S}[-/]{_S}[a-zđư]{{2,8}}(?![^\W_])",
    re.IGNORECASE,
)
# What is longer is no symbol, but words in capitals.
_LONGEST: Final = 40
_LONGEST_ISSUER: Final = 20
_LONGEST_TYPE: Final = 8
_LEGISLATURE: Final = re.compile("(?:UBTV)?QH[0-9]{1,2}")
# A department of a province: 1102/SGDĐT-GDTrH.
_DEPARTMENT: Final = re.compile(
    "S(?:GDĐT|YT|NV|TC|TTTT|VHTT(?:DL)?|NNPTNT|NN|NNMT|KHĐT|XD|GTVT|TNMT|LĐTBXH|KHCN|CT|TP|NgV|DTTG)"
)
# Documents of several bodies, of Party and state together, have either order: 02/HDLN-BTG-STTTT.
_JOINT: Final = ("LT", "LN", "PH")
# Any other body that writes official letters: 250/HĐBCQG-VPHĐBC.
_UNKNOWN: Final = re.compile("[A-ZĐ]{3,8}")
_INSPECTORS: Final = "TTr"  # Kết luận thanh tra số 15/KL-TTr
# Types and bodies whose Đ lost its stroke.
_TYPES_WITHOUT_STROKE: Final = {"QD": "QĐ", "ND": "NĐ", "CTHD": "CTHĐ"}
_BODIES_WITHOUT_STROKE: Final = {"HDND": "HĐND", "DU": "ĐU", "DUK": "ĐUK", "BCD": "BCĐ"}


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol that stands in a text.

    Attributes:
        start: First character.
        end: Behind the last character.
        number: ``05``, ``4b``.
        type: Code of the type; None where the symbol has none (``202/2025/QH15``, ``1125/BTTTT-CBC``).
        issuer: Code of the body.
        form: The normal form with ``{}`` in place of the number.
        side: Which order it has.
        old: Whether it is an old form, ``621/NQ-NS-TU``.
        misprint: Whether it was put right.
        certain: Whether it is one even where no type word stands before it.
    """

    start: int
    end: int
    number: str
    type: str | None
    issuer: str
    form: str
    side: Side
    old: bool = False
    misprint: bool = False
    certain: bool = True

    @property
    def normal(self) -> str:
        """The normal form."""
        return self.form.format(self.number)


class _Code(NamedTuple):
    """A type or issuer as a symbol has it.

    Attributes:
        code: As the normal form has it.
        type: Code of the type that it stands for, the code itself for an issuer.
        misprint: Whether it was put right.
    """

    code: str
    type: str
    misprint: bool


class _Mark(NamedTuple):
    """A code with the mark in front of it."""

    mark: str
    code: str


def find_symbols(plain: str) -> dict[int, Symbol]:
    """Return the symbols in a text by the place of their first character.

    Args:
        plain: The text as `spelling.spell` gives it.
    """
    found = {}
    for match in _SYMBOL.finditer(plain):
        symbol = None if _is_inside(plain, match.start()) else _symbol(match)
        if symbol:
            found[symbol.start] = symbol
    for match in _SMALL.finditer(plain) if "/" in plain else ():
        start = match.start()
        capitals = _SYMBOL.fullmatch(match[0].upper())
        if start in found or capitals is None or _is_inside(plain, start):
            continue
        symbol = _symbol(capitals)
        if symbol and _known(symbol.issuer):
            found[start] = replace(symbol, start=start, end=match.end())
    return found


def _is_inside(plain: str, start: int) -> bool:
    """Tell whether digits are the rest of a longer number or name: ``lớp K15-CT/HC``.

    A look behind in the patterns themselves would cost them the leap from digit to digit.
    """
    before = plain[max(0, start - 2) : start]
    return (
        before[-1:].isdecimal()
        or before[-1:].isupper()
        or before[-1:] == "/"
        or (before[-1:] == "." and before[:1].isdecimal())
    )


def _symbol(match: re.Match[str]) -> Symbol | None:
    marks, end = _marks(match)
    if not marks:
        return None
    if not marks[0].mark and match["number"].startswith(("19", "20")) and len(match["number"]) == 4:
        return None  # a year in front of what happens to be a code
    number = match["number"].replace(".", "") + (match["letter"] or "")
    found = _read(marks, match["year"], spaced=" " in match.string[match.end("one") : end])
    if found is None or len(found.issuer) > _LONGEST_ISSUER:
        return None
    placed = replace(found, start=match.start(), end=end, number=number)
    return placed if len(placed.normal) <= _LONGEST else None


def _marks(match: re.Match[str]) -> tuple[list[_Mark], int]:
    """Return the codes with the marks in front of them, and where the last one ends.

    A code that is only set off by a space counts where it is an issuer's. Words may be glued to a code:
    ``05-CT/TWvề``, ``05-CT/TWThực hiện``.
    """
    marks: list[_Mark] = []
    end = match.end("year")
    for mark, name in (
        ("first", "one"),
        ("second", "two"),
        ("third", "three"),
        ("fourth", "four"),
    ):
        code = match[name]
        if code is None or (marks and not match[mark] and _known(code) is None):
            break
        if match.string[match.end(name) : match.end(name) + 1].islower() and _known(code) is None:
            code = code[:-1]
            if _known(code) is None:
                break
        marks.append(_Mark(match[mark], code))
        end = match.start(name) + len(code)
    return marks, end


def _read(marks: list[_Mark], year: str | None, *, spaced: bool) -> Symbol | None:
    """Return a symbol that is not placed yet."""
    first, *rest = marks
    kind = _type(first.code)
    if kind is None:
        return _without_type(marks, year, spaced=spaced)
    if not rest:
        return _glued(first, year)
    if year:
        return _with_year(kind, first, rest, year)
    if len(rest) > 1 and first.mark == "/" and not _known(rest[0].code) and _known(rest[-1].code):
        return _old(kind, rest)
    return _plain(kind, first, rest)


def _plain(kind: _Code, first: _Mark, rest: list[_Mark]) -> Symbol | None:
    issuer, extra = _issuer(rest)
    side = side_of(issuer.code)
    order = _ORDERS.get((first.mark, rest[0].mark))
    if extra and order and kind.code.endswith(_JOINT):
        side = order
    if side in (None, Side.ANY):
        if order is None or (side is None and not _may_be_issuer(issuer.code, first, rest)):
            return None
        side = order
    assert side is not None  # noqa: S101 - None was replaced by the printed order
    form = (
        f"{{}}-{kind.code}/{issuer.code}{extra}"
        if side is Side.PARTY
        else f"{{}}/{kind.code}-{issuer.code}{extra}"
    )
    misprint = kind.misprint or issuer.misprint or order is not side
    return _unplaced(kind.type, issuer.code, form, side, misprint=misprint)


def _with_year(kind: _Code, first: _Mark, rest: list[_Mark], year: str) -> Symbol | None:
    issuer, extra = _issuer(rest)
    if side_of(issuer.code) is Side.PARTY or not _may_be_issuer(issuer.code, first, rest):
        return None
    form = f"{{}}/{year}/{kind.code}-{issuer.code}{extra}"
    misprint = (
        kind.misprint or issuer.misprint or first.mark != "/" or rest[0].mark not in ("-", "")
    )
    return _unplaced(kind.type, issuer.code, form, Side.STATE, misprint=misprint)


def _old(kind: _Code, rest: list[_Mark]) -> Symbol:
    """Return the old form in which a department stands between type and issuer: ``621/NQ-NS-TU``."""
    issuer = _known(rest[-1].code) or _Code(rest[-1].code, rest[-1].code, False)
    codes = "".join(mark.mark + mark.code for mark in rest[:-1])
    form = f"{{}}/{kind.code}{codes}{rest[-1].mark}{issuer.code}"
    found = _unplaced(kind.type, issuer.code, form, Side.PARTY, misprint=issuer.misprint)
    return replace(found, old=True)


def _glued(first: _Mark, year: str | None) -> Symbol | None:
    """Return a symbol whose type and issuer have no mark between them: ``05-CTTW``."""
    if year:
        return None
    for length in range(2, len(first.code) - 1):
        kind, issuer = _type(first.code[:length]), _known(first.code[length:])
        if kind and issuer and side_of(issuer.code) is not Side.ANY:
            found = _plain(kind, first, [_Mark("", first.code[length:])])
            return found and replace(found, misprint=True)
    return None


def _without_type(marks: list[_Mark], year: str | None, *, spaced: bool) -> Symbol | None:
    """Return a law's or resolution's number (``202/2025/QH15``), or an official letter's."""
    first = marks[0]
    if _LEGISLATURE.fullmatch(first.code):
        form = f"{{}}/{year}/{first.code}" if year else f"{{}}/{first.code}"
        misprint = first.mark != "/"
        return _unplaced(None, first.code, form, Side.STATE, misprint=misprint)
    if first.mark == "-" and len(marks) > 1 and marks[1].mark == "/":
        return _other_type(marks)
    issuer = _known(first.code)
    certain = True
    if len(marks) == 1 and first.code.upper() not in _issuer_codes():
        return _glued(first, year)
    if issuer is None and _DEPARTMENT.fullmatch(first.code) and len(marks) > 1:
        issuer = _Code(first.code, first.code, False)
    elif issuer is None and len(marks) > 1 and _UNKNOWN.fullmatch(first.code):
        issuer, certain = _Code(first.code, first.code, False), False
    elif issuer is None or side_of(issuer.code) is not Side.STATE:
        return None
    if first.mark != "/" or year:
        return None
    extra = "" if spaced else "".join(mark.mark + mark.code for mark in marks[1:])
    form = f"{{}}/{issuer.code}{extra}"
    found = _unplaced(None, issuer.code, form, Side.STATE, misprint=issuer.misprint)
    return replace(found, certain=certain and bool(extra))


def _other_type(marks: list[_Mark]) -> Symbol | None:
    """Return a party symbol whose type is in no list: ``12-TTHĐ/TU``."""
    first, *rest = marks
    issuer, extra = _issuer(rest)
    if side_of(issuer.code) is not Side.PARTY or not first.code.isalpha():
        return None
    if not 1 < len(first.code) <= _LONGEST_TYPE:
        return None
    form = f"{{}}-{first.code}/{issuer.code}{extra}"
    return _unplaced(first.code, issuer.code, form, Side.PARTY, misprint=issuer.misprint)


def _unplaced(kind: str | None, issuer: str, form: str, side: Side, *, misprint: bool) -> Symbol:
    return Symbol(0, 0, "", kind, issuer, form, side, misprint=misprint)


def _issuer(rest: list[_Mark]) -> tuple[_Code, str]:
    """Return the issuer of a symbol and what stands behind it (``-TTCS``)."""
    if len(rest) > 1:
        whole = _issuer_codes().get(f"{rest[0].code}-{rest[1].code}".upper())
        if whole:
            return whole, "".join(mark.mark + mark.code for mark in rest[2:])
    code = rest[0].code
    extra = "".join(mark.mark + mark.code for mark in rest[1:])
    return _known(code) or _Code(code, code, False), extra


def _may_be_issuer(code: str, first: _Mark, rest: list[_Mark]) -> bool:
    """Tell whether an unknown code may be an issuer's: it has two letters, and every mark is in place."""
    return _known(code) is not None or (
        len(code) > 1
        and {first.mark, rest[0].mark} == {"-", "/"}
        and (code.upper() == code or code == _INSPECTORS)
    )


@lru_cache(maxsize=512)
def _known(code: str) -> _Code | None:
    """Return a known issuer in its normal form, whatever its capitals; None for any other code."""
    base = code.rstrip("0123456789")
    digits = code[len(base) :]
    found = _issuer_codes().get(base.upper())
    if found:
        return _Code(found.code + digits, found.code, found.misprint)
    if level_of(code) in (Level.PROVINCE, Level.NATIONAL):
        return _Code(code, code, False)
    return None


@lru_cache(maxsize=1)
def _issuer_codes() -> dict[str, _Code]:
    codes = {code.upper(): _Code(code, code, False) for code in issuers()}
    for issuer in issuers().values():
        codes.update({code: _Code(issuer.code, issuer.code, True) for code in issuer.spellings})
    for code, right in _BODIES_WITHOUT_STROKE.items():
        codes[code] = _Code(right, right, True)
    return codes


@lru_cache(maxsize=512)
def _type(code: str) -> _Code | None:
    return _type_codes().get(code.upper())


@lru_cache(maxsize=1)
def _type_codes() -> dict[str, _Code]:
    codes = {}
    for kind in document_types().values():
        for code in (kind.code, *kind.codes):
            codes[code.upper()] = _Code(code, kind.code, False)
    for code, right in _TYPES_WITHOUT_STROKE.items():
        codes[code] = codes[right.upper()]._replace(misprint=True)
    return codes
