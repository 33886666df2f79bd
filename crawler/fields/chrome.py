"""What a page prints around its article: known phrases and what class names say.

The phrases are data, in ``crawler/data/chrome.toml``; they are compared as whole lines on their folded
words, so that ``CÁC TIN KHÁC:`` and ``Các tin khác`` are one phrase.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

from archive.text import fold, fold_words

_DATA: Final[dict[str, Any]] = tomllib.loads(
    files("crawler").joinpath("data", "chrome.toml").read_text(encoding="utf-8")
)

_RELATED: Final = frozenset(map(fold_words, _DATA["related"]))
_LINES: Final = frozenset(map(fold_words, _DATA["lines"]))
_MORE: Final = frozenset(map(fold_words, _DATA["more"]))
_PHRASES: Final = "|".join(sorted(_LINES, key=len, reverse=True))
_SEVERAL: Final = re.compile(rf"(?:(?:{_PHRASES})(?: |$))+")  # "Bản in Quay lại"
_PREFIXES: Final = tuple(fold_words(phrase) + " " for phrase in _DATA["prefixes"])
_COUNTED: Final = "|".join(map(fold_words, _DATA["counters"]))
_NUMBERED: Final = re.compile(rf"(?:(?:{_COUNTED})[ \d]*\d(?: luot| lan)?(?: xem| doc)?(?: |$))+")
_IMPRINT: Final = tuple(fold_words(phrase) + " " for phrase in _DATA["imprint"])
_SITE_NAMES: Final = tuple(fold_words(phrase) + " " for phrase in _DATA["site_names"])
_HOME: Final = frozenset(map(fold_words, _DATA["home"]))
_LONGEST_SITE_NAME: Final = 55
_LEFTOVERS: Final = tuple(_DATA["leftovers"])

_STAR: Final = "★"  # of a rating
_LONGEST_LINE: Final = 60  # characters; no phrase is longer
_LONGEST_PREFIXED: Final = 150
_COUNTER: Final = re.compile(r"[\d.,\s|•·\-–]+")
_COUNTERS: Final = re.compile(r"^[\d.,\s]+|[\d.,\s]+$")
_MARKS: Final = re.compile(r"[\s\W]+")


class ClassHint(NamedTuple):
    """What the class names and the id of an element say about it.

    Attributes:
        hidden: The element is not shown.
        region: A part of the page that is not the article: ``related``, ``share``, ``footer``...
        role: A part of the article: ``lead``, ``caption``, ``author``...
        align: ``right`` or ``center``, in Bootstrap's words.
    """

    hidden: bool
    region: str
    role: str
    align: str = ""


_NO_HINT: Final = ClassHint(False, "", "")
_HIDDEN: Final = frozenset(_DATA["classes"]["hidden"])
_REGIONS: Final[dict[str, list[str]]] = _DATA["classes"]["regions"]
_ROLES: Final[dict[str, list[str]]] = _DATA["classes"]["roles"]
_PARTS: Final = re.compile(r"[^\W\d_]+")
_SHORT: Final = 4


@lru_cache(maxsize=4096)
def class_hint(names: str) -> ClassHint:
    """Return what class names and ids say, ``article__sapo`` or ``ctl00_main_lblTomTat``."""
    if not names.strip():
        return _NO_HINT
    tokens = names.lower().split()
    hidden = not _HIDDEN.isdisjoint(tokens)
    region = role = ""
    for token in reversed(tokens):
        parts = _PARTS.findall(token)
        region = region or _first_match(token, parts, _REGIONS)
        role = role or _first_match(token, parts, _ROLES)
    align = next((word for word in ("right", "center") if f"text-{word}" in tokens), "")
    return ClassHint(hidden, region, role, align)


def _first_match(token: str, parts: list[str], table: dict[str, list[str]]) -> str:
    for name, words in table.items():
        for word in words:
            if (len(word) > _SHORT and word in token) or word == token or word in parts:
                return name
    return ""


@lru_cache(maxsize=8192)
def _folded(line: str) -> str:
    return fold_words(line)


def is_related_heading(line: str) -> bool:
    """Tell whether a line is the heading of a list of other articles, ``Tin cùng chuyên mục``."""
    return len(line) <= _LONGEST_LINE and _folded(line) in _RELATED


def leads_on(line: str) -> bool:
    """Tell whether a link leads from the beginning of an article to its page, ``Xem tiếp``."""
    return len(line) <= _LONGEST_LINE and _folded(line) in _MORE


@lru_cache(maxsize=8192)
def is_chrome(line: str) -> bool:
    """Tell whether a whole line belongs to the page and not to the article, ``Cỡ chữ: A+ A-``."""
    if len(line) > _LONGEST_PREFIXED:
        return False
    if _STAR in line:
        return True
    if len(line) <= _LONGEST_LINE:
        if _COUNTER.fullmatch(line):
            return True
        words = _folded(line)
        if not words or _SEVERAL.fullmatch(words):
            return True
        without = _COUNTERS.sub("", words)  # "320 Go top"
        if without != words and without in _LINES:
            return True
    words = _folded(line)
    return (words + " ").startswith(_PREFIXES) or _NUMBERED.fullmatch(words) is not None


def is_tool(text: str) -> bool:
    """Tell whether a text names one of the page's tools, ``In bài viết``, ``Email``."""
    return _folded(text) in _LINES


def is_imprint(line: str) -> bool:
    """Tell whether a block is the imprint at the foot of a page, ``Giấy phép số 12/GP-TTĐT``."""
    return (_folded(line[:_LONGEST_PREFIXED]) + " ").startswith(_IMPRINT)


def looks_like_site_name(line: str) -> bool:
    """Tell whether a short line is rather the name of a site than a headline."""
    return len(line) <= _LONGEST_SITE_NAME and (_folded(line) + " ").startswith(_SITE_NAMES)


def is_home(line: str) -> bool:
    """Tell whether an item of a breadcrumb names no section, ``Trang nhất``."""
    return _folded(line) in _HOME


def strip_leftovers(text: str) -> str:
    """Return the text without what templates leave in front of it, ``null Hội nghị``."""
    stripped = text.startswith(_LEFTOVERS)
    while stripped:
        stripped = False
        for leftover in _LEFTOVERS:
            if text.startswith(leftover) and (
                len(text) == len(leftover) or not text[len(leftover)].isalnum()
            ):
                text = text[len(leftover) :].lstrip()
                stripped = True
    return text


def plain_key(text: str) -> str:
    """Return what is left of a text when spelling of marks, case and punctuation do not count."""
    return _MARKS.sub(" ", fold(text)).strip()
