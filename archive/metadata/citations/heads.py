"""The words before the number of a document: ``Chỉ thị số``, ``Nghị quyết``, ``NQ``, or only ``số``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from archive.metadata.citations.bodies import Places
from archive.metadata.citations.spelling import Spelled
from archive.metadata.citations.surroundings import Beside, behind
from archive.metadata.citations.vocabulary import document_types

_ABBREVIATION: Final = re.compile(
    r"(?P<word>N(?:Q|Đ)|C(?:Tr|T)|K(?:L|H)|QĐ|HD|TB)\s?(?P<numbered>(?:số|SỐ)\s*:?\s*)?(?=[0-9])"
)
# "số 10, 11", "ký hiệu 10, 11", "gồm 10, 11"; each begins with letters that are looked for at once.
_ONLY_NUMBER: Final = tuple(
    re.compile(rf"{word}\s*:?\s*(?=[0-9]{{1,4}}[a-zđ]?\s*(?:,|và|;))")
    for word in ("số", "hiệu", "gồm")
)
# "của Bộ Chính trị" or "Hội nghị Trung ương 9 (khóa XI)" between the type word and "số".
_TO_NUMBER: Final = re.compile(
    r"(?P<of>\s+(?:của|hội\s+nghị)\s[^.;:\n]{3,110}?(?=,?\s+số\s))?"
    r"(?P<numbered>[,:]?\s*số\s*[:.]?\s*)?\s*[\"(]?(?=[0-9])"
)
# "Quy chế làm việc số", "Thông báo kết luận phiên họp số"
_LONGER: Final = re.compile(
    r"(?:\s+(?!(?:về|theo|thực|của|do|và|đã|được|trong|có|với|tại|ban|này|là|các|những|cho|để)\s)[^\W\d_]+){1,4}?"
    r"(?P<numbered>\s+số\s*[:.]?\s*)(?=[0-9])"
)
_LONGEST: Final = 40  # characters


class TypeWord(NamedTuple):
    """A type word in a text, whatever follows it.

    Attributes:
        start: First character.
        end: Behind the last one.
        type: Code of the type.
    """

    start: int
    end: int
    type: str


@dataclass(frozen=True, slots=True)
class Head:
    """The words before a number.

    Attributes:
        start: First character of the type word; of the number where the word is only ``số``.
        type: Code of the type; None where the word is only ``số``.
        numbered: Whether the text says ``số``.
        capital: Whether the word begins with a capital letter.
        short: Whether the word is only the code, ``NQ``.
        longer: Whether more words belong to it, ``Quy chế làm việc``, so that it takes a symbol.
        body: The body named between word and number.
    """

    start: int
    type: str | None
    numbered: bool
    capital: bool
    short: bool = False
    longer: bool = False
    body: Beside | None = None


def find_type_words(text: Spelled) -> list[TypeWord]:
    """Return the type words in a part of an article, in the order of the text."""
    low = text.low
    return [
        TypeWord(match.start(), match.end(), _types_by_word()[" ".join(match[0].split())])
        for match in _type_words().finditer(low)
        if not low[match.start() - 1 : match.start()].isalnum()
        and not low[match.end() : match.end() + 1].isalnum()
    ]


def find_heads(text: Spelled, words: Sequence[TypeWord], places: Places) -> dict[int, Head]:
    """Return the words before numbers, by the place of the number.

    Args:
        text: The part of the article.
        words: The type words in it.
        places: Of the article.
    """
    heads = {}
    for pattern in _ONLY_NUMBER:
        for match in pattern.finditer(text.low):
            if not text.low[match.start() - 1 : match.start()].isalnum():
                heads[match.end()] = Head(match.end(), None, True, False)
    for match in _ABBREVIATION.finditer(text.plain):
        before = text.plain[match.start() - 1 : match.start()]
        if not before.isalnum() and before not in "/.-":
            numbered = match["numbered"] is not None
            heads[match.end()] = Head(match.start(), match["word"], numbered, True, short=True)
    for word in words:
        following = _TO_NUMBER.match(text.low, word.end)
        if following is None:
            longer = _longer(text, word)
            if longer:
                capital = text.plain[word.start].isupper()
                heads[longer.end()] = Head(word.start, word.type, True, capital, longer=True)
            continue
        body = behind(text, word.end, places) if following["of"] else None
        if body is None or body.end >= following.end("of"):
            numbered = following["numbered"] is not None
            capital = text.plain[word.start].isupper()
            heads[following.end()] = Head(word.start, word.type, numbered, capital, body=body)
    return heads


def _longer(text: Spelled, word: TypeWord) -> re.Match[str] | None:
    """Return what stands between a type word, which is the first of a longer name, and a number."""
    if text.low.find(" số", word.end, word.end + _LONGEST) < 0:
        return None
    return _LONGER.match(text.low, word.end)


@lru_cache(maxsize=1)
def _types_by_word() -> dict[str, str]:
    return {word: kind.code for kind in document_types().values() for word in kind.words}


@lru_cache(maxsize=1)
def _type_words() -> re.Pattern[str]:
    """Return the pattern of all type words; by first letters, it is several times as fast."""
    tails = defaultdict(list)
    for word in sorted(_types_by_word(), key=len, reverse=True):
        tails[word[0]].append(word[1:].replace(" ", r"\s+"))
    return re.compile("|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in tails.items()))
