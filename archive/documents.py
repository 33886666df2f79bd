"""The identity of a document: what tells it from others, and how a person asks for it.

A number is not a key. Numbering begins anew with each term of a committee, and every province has its
own; the state's begins anew each year. So a document is its symbol, its province and its edition: the
term, the year, or where neither is known the day. Where the reference says none of them, the edition is
unknown, and the document stands for whichever it may be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from archive import provinces
from archive.metadata.citations import find_citations
from archive.metadata.citations.typed import read_typed
from archive.metadata.citations.vocabulary import (
    Level,
    Side,
    document_types,
    level_of,
    national_term,
    side_of,
)
from archive.metadata.findings import ArticleText, Citation
from archive.selection import BadRequest
from archive.text import fold_words

_CONGRESS: Final = "NQĐH"
_PLENUM: Final = re.compile(r"NQTW([0-9]+)")
# 25/2024/TT-BTC, 788/NQ-UBTVQH14: the state's symbols with a year, or an assembly's term.
_IN_SYMBOL: Final = re.compile(r"/((?:19|20)[0-9]{2})/|QH([0-9]+)$")
_ROMAN: Final = re.compile("[IVXL]+")
_TERM: Final = re.compile(r"\bkhoa ([ivx]+)\b")
_DAY: Final = re.compile(r"(?P<year>[0-9]{4})-0?(?P<month>[0-9]+)-0?(?P<day>[0-9]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document as far as a reference tells it from others.

    Attributes:
        type: Code of the type, ``CT``.
        number: Number with two digits at least, ``05``; None for resolutions of plenums and congresses.
        issuer: Code of the body; None where it is not known.
        symbol: The normal form, ``05-CT/TW``; None where it is not certain.
        province: The province of a provincial body's document.
        edition: The term ``XII``, the year ``2020`` or the day ``2018-05-15``; None where not known.
    """

    type: str
    number: str | None
    issuer: str | None
    symbol: str | None
    province: str | None
    edition: str | None

    @property
    def key(self) -> str:
        """What no two documents share: ``CT|05|TW|05-CT/TW||XII``."""
        parts = (self.type, self.number, self.issuer, self.symbol, self.province, self.edition)
        return "|".join(part or "" for part in parts)

    @property
    def name(self) -> str:
        """How lists show it: ``Chỉ thị 05-CT/TW (khóa XII)``, ``Nghị quyết Trung ương 4 (khóa XII)``."""
        place = provinces.get(self.province) if self.province else None
        if self.symbol == _CONGRESS:
            if self.issuer == "TW":
                return f"Nghị quyết Đại hội {self.edition}"
            unit = "tỉnh" if place is None or place.kind == "province" else "thành phố"
            named = f" {place.name}" if place else ""
            return f"Nghị quyết Đại hội Đảng bộ {unit}{named} lần thứ {self.edition}"
        plenum = _PLENUM.fullmatch(self.symbol or "")
        words = f"Trung ương {plenum[1]}" if plenum else self.symbol or self.number
        parts = (self._type_name, words, place and place.name, self._shown_edition)
        return " ".join(part for part in parts if part)

    @property
    def _type_name(self) -> str:
        kind = document_types().get(self.type)
        if kind is None:
            return self.type
        of_party = self.issuer is not None and side_of(self.issuer) is Side.PARTY
        return kind.party_name if of_party else kind.name

    @property
    def _shown_edition(self) -> str | None:
        if self.edition is None or _IN_SYMBOL.search(self.symbol or ""):
            return None
        if _ROMAN.fullmatch(self.edition):
            return f"(khóa {self.edition})"
        day = _DAY.fullmatch(self.edition)
        if day:
            return f"(ngày {day['day']}/{day['month']}/{day['year']})"
        return f"(năm {self.edition})"


def documents_of(citations: Sequence[Citation]) -> tuple[Document, ...]:
    """Return the document of each citation of an article."""
    return tuple(
        document_of(citation if citation.same_as is None else _with_edition(citation, citations))
        for citation in citations
    )


def _with_edition(citation: Citation, citations: Sequence[Citation]) -> Citation:
    """Return a citation with the term and day of the fuller one, which may stand behind it."""
    fuller = citations[citation.same_as or 0]
    return replace(
        citation,
        term=fuller.term or citation.term,
        issued_on=fuller.issued_on or citation.issued_on,
    )


def document_of(citation: Citation) -> Document:
    """Return the document that a citation refers to, as exactly as it says."""
    number = citation.number
    symbol = citation.symbol
    if number and number.isdecimal() and len(number) == 1:
        # 5-CT/TW is 05-CT/TW
        number = f"0{number}"
        symbol = f"0{symbol}" if symbol else None
    return Document(
        type=citation.type,
        number=number,
        issuer=citation.issuer,
        symbol=symbol,
        province=citation.province,
        edition=_edition(citation),
    )


def _edition(citation: Citation) -> str | None:
    if citation.term:
        return citation.term
    in_symbol = _IN_SYMBOL.search(citation.symbol or "")
    if in_symbol:
        return in_symbol[1] or in_symbol[2]
    day = citation.issued_on
    if day is None:
        return None
    side = side_of(citation.issuer) if citation.issuer else None
    if side is Side.STATE:
        return str(day.year)
    if side is Side.PARTY and level_of(citation.issuer or "") is Level.NATIONAL:
        return national_term(day) or day.isoformat()
    return day.isoformat()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document that a person asks for.

    Attributes:
        text: As typed.
        symbol: The normal form; None where only type and number are given.
        type: Code of the type.
        number: Number with two digits at least.
        edition: The edition, where it is given.
    """

    text: str
    symbol: str | None
    type: str
    number: str | None
    edition: str | None


def wanted(text: str) -> Wanted:
    """Read which document a person asks for, in whatever way it is written.

    >>> wanted("ct 05/tw").symbol, wanted("Nghị quyết Trung ương 4 (khóa XII)").symbol
    ('05-CT/TW', 'NQTW4')

    Raises:
        BadRequest: It names no document.
    """
    found = find_citations(ArticleText(title="", body=text.strip()))
    symbol = None if found and found[0].symbol else read_typed(text)
    if symbol:
        found = find_citations(ArticleText(title="", body=symbol))
    if not found:
        raise BadRequest(
            f"{text!r} names no document: write its symbol, '05-CT/TW', or type and number, 'Chỉ thị 05'"
        )
    document = document_of(found[0])
    term = _TERM.search(fold_words(text))
    edition = document.edition or (term[1].upper() if term else None)
    return Wanted(text, document.symbol, document.type, document.number, edition)
