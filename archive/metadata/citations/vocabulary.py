"""The words of references to documents: types, issuers and national terms, read from the data file.

Facts: ``archive/data/document_types.toml``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import Any, Final


class Side(StrEnum):
    """Which order a body's symbols have."""

    PARTY = "party"
    STATE = "state"
    ANY = "any"


class Level(StrEnum):
    """How far a body's documents reach."""

    NATIONAL = "national"
    PROVINCE = "province"
    LOCAL = "local"


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A type of document.

    Attributes:
        code: In symbols, ``CT``.
        name: Vietnamese name, ``Chỉ thị``.
        party_name: Name of the party's documents with this code, where it is another.
        words: How running text writes it, lower case.
        codes: Other codes in symbols, ``CTHĐ`` for ``CTr``.
        alone: Whether a number behind the word is a citation even without ``số`` or an issuer.
    """

    code: str
    name: str
    party_name: str
    words: tuple[str, ...]
    codes: tuple[str, ...]
    alone: bool


@dataclass(frozen=True, slots=True)
class Issuer:
    """A body that issues documents.

    Attributes:
        code: In symbols, ``BTGTU``.
        name: Vietnamese name.
        side: Order of its symbols.
        level: Whether its documents are national, a province's, or of a place below.
        bodies: How running text names it, lower case.
        spellings: Misprints of the code, in capitals.
        signers: Codes of other bodies whose documents bear this code.
        plain: Types whose symbol has no year, so that number and body make it certain; of the state's.
    """

    code: str
    name: str
    side: Side
    level: Level
    bodies: tuple[str, ...]
    spellings: tuple[str, ...]
    signers: frozenset[str]
    plain: frozenset[str]


_NEVER_WITH_YEAR: Final = ("CT", "KH")
_PARTY_ENDS: Final = {"TU": Level.PROVINCE, "TW": Level.NATIONAL}
_FRONT: Final = "MTTW"  # the Fatherland Front: 12/HD-MTTW-BTT


@lru_cache(maxsize=1)
def document_types() -> dict[str, DocumentType]:
    """Return the types by code."""
    return {
        code: DocumentType(
            code,
            row["name"],
            row.get("party_name", row["name"]),
            tuple(row["words"]),
            tuple(row.get("codes", ())),
            row["bare"] == "alone",
        )
        for code, row in _data()["types"].items()
    }


@lru_cache(maxsize=1)
def issuers() -> dict[str, Issuer]:
    """Return the issuers by code."""
    return {
        code: Issuer(
            code,
            row["name"],
            Side(row["side"]),
            Level(row["level"]),
            tuple(row["bodies"]),
            tuple(row.get("spellings", ())),
            frozenset(row.get("signers", ())),
            frozenset(row.get("plain", _NEVER_WITH_YEAR)),
        )
        for code, row in _data()["issuers"].items()
    }


@lru_cache(maxsize=256)
def side_of(issuer: str) -> Side | None:
    """Return the order that a body's symbols have, None where the code is not known.

    >>> side_of("BCTTU"), side_of("UBTVQH15"), side_of("XYZ")
    (<Side.PARTY: 'party'>, <Side.STATE: 'state'>, None)
    """
    known = issuers().get(issuer) or issuers().get(issuer.rstrip("0123456789"))
    if known:
        return known.side
    return Side.PARTY if level_of(issuer) is not None else None


@lru_cache(maxsize=256)
def level_of(issuer: str) -> Level | None:
    """Return how far a body's documents reach, None where the code is not known."""
    known = issuers().get(issuer) or issuers().get(issuer.rstrip("0123456789"))
    if known:
        return known.level
    return None if issuer == _FRONT else _PARTY_ENDS.get(issuer[-2:])


def national_term(on: date) -> str | None:
    """Return the term of the Central Committee on a day, ``XII``; None before the first that is known."""
    term = None
    for name, first in _data()["terms"].items():
        if on >= first:
            term = name
    return term


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    file = resources.files("archive").joinpath("data/document_types.toml")
    return tomllib.loads(file.read_text("utf-8"))
