"""Symbols as people type them into a search: ``05 CT TW``, ``ct 05/tw``, ``nqtw4``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from archive.metadata.citations.vocabulary import Side, document_types, issuers, side_of
from archive.text import fold, fold_words

_PLENUM: Final = re.compile(r"nq ?tw ?(?P<number>[0-9]{1,2})(?: (?:khoa )?(?P<term>[ivx]+))?")
_PART: Final = re.compile(r"[0-9]+(?:[a-z](?![a-z]))?|[a-z]+[0-9]*")
_TERM: Final = re.compile(r" khoa [ivx]+\b")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_ASSEMBLY: Final = re.compile(r"(?:ubtv)?qh[0-9]{1,2}")


def read_typed(words: str) -> str | None:
    """Return the normal form of a symbol that was typed without care, None where none can be made out.

    Case, diacritics, marks, spaces and the order of number and type do not matter. Of a number without
    issuer it is the type and the number: ``Chỉ thị số 05``.

    >>> read_typed("ct 05/tw"), read_typed("05cttw"), read_typed("100 2019 nd cp"), read_typed("NQTW4")
    ('05-CT/TW', '05-CT/TW', '100/2019/NĐ-CP', 'Nghị quyết Trung ương 4')
    """
    folded = fold_words(words)
    plenum = _PLENUM.fullmatch(folded)
    if plenum:
        term = f" khóa {plenum['term'].upper()}" if plenum["term"] else ""
        return f"Nghị quyết Trung ương {plenum['number']}{term}"
    folded = _TERM.sub("", folded)
    for name, code in _type_names():
        folded = re.sub(rf"\b{name}\b", code, folded)
    parts = list(dict.fromkeys(part for part in _PART.findall(folded) if part != "so"))
    numbers = [part for part in parts if part[0].isdecimal()]
    codes = [part for part in parts if not part[0].isdecimal()]
    if not numbers or not codes:
        return None
    number = numbers[0]
    year = next((part for part in numbers[1:] if _YEAR.fullmatch(part)), None)
    if year and _ASSEMBLY.fullmatch(codes[-1]):
        return f"{number}/{year}/{codes[-1].upper()}"
    pair = next(_pairs(codes), None)
    if pair is None:
        kind = _codes()[0].get("".join(codes))
        return f"{document_types()[kind].name} số {number}" if kind else None
    kind, issuer = pair
    if side_of(issuer) is not Side.STATE:
        return f"{number}-{kind}/{issuer}"
    return f"{number}/{year}/{kind}-{issuer}" if year else f"{number}/{kind}-{issuer}"


def _pairs(codes: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the type and issuer that codes may be, whether or not there is a space between them."""
    types, bodies = _codes()
    whole = "".join(codes)
    for length in range(1, len(whole)):
        kind, issuer = types.get(whole[:length]), bodies.get(whole[length:])
        if kind and issuer:
            yield kind, issuer
    if len(codes) > 1 and codes[0] in types:
        yield types[codes[0]], "".join(codes[1:]).upper()


@lru_cache(maxsize=1)
def _codes() -> tuple[dict[str, str], dict[str, str]]:
    """Return the codes of types and of bodies by their letters without marks."""
    types = {fold(code): code for kind in document_types().values() for code in kind.codes}
    types |= {fold(code): code for code in document_types()}
    return types, {fold(code): code for code in issuers()}


@lru_cache(maxsize=1)
def _type_names() -> tuple[tuple[str, str], ...]:
    """Return the names of types without marks and their codes, longest first."""
    names = {
        fold_words(word): fold(code)
        for code, kind in document_types().items()
        for word in kind.words
    }
    names[fold_words(document_types()["QyĐ"].name)] = fold("QĐ")
    return tuple(sorted(names.items(), key=lambda pair: -len(pair[0])))
