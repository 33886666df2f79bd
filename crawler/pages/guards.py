"""Pages that stand in front of a site, or in its place, and answer as if all were well.

A guard against robots, a notice that the site is being worked on, a domain that somebody else has bought:
such a page answers every address with status 200. It is not what was asked for, says nothing about the
article, and is asked for again another night. What gives them away is data, ``crawler/data/guards.toml``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from html import unescape
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from archive.text import fold_words

if TYPE_CHECKING:
    from collections.abc import Iterable

_DATA: Final[dict[str, Any]] = tomllib.loads(
    files("crawler").joinpath("data", "guards.toml").read_text(encoding="utf-8")
)
_MOST_WORDS: Final[int] = _DATA["most_words"]
_MOST_WORDS_MARKED: Final[int] = _DATA["most_words_marked"]
_SMALL: Final = 32 * 1024  # bytes; a page of the site itself is seldom smaller
_HEAD: Final = 8 * 1024
_TITLE: Final = re.compile(rb"<title[^>]*>([^<]{1,200})</title", re.IGNORECASE)
_UNSEEN: Final = re.compile(
    r"<!--.*?-->|<(script|style|head|template)\b.*?</\1\s*>|<[^>]*>", re.IGNORECASE | re.DOTALL
)
# Cookies set by a script that then loads the same page again, with nothing to read meanwhile.
_SETS_COOKIE: Final = re.compile(r"document\.cookie\s*=", re.IGNORECASE)
_LOADS_AGAIN: Final = re.compile(r"location\s*(?:=|\.reload|\.href\s*=|\.replace)", re.IGNORECASE)
_NOTHING_TO_READ: Final = 12  # words


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of such a page: the word for it and what gives it away."""

    word: str
    titles: frozenset[str]
    texts: tuple[str, ...]
    marks: tuple[str, ...]


_KINDS: Final = tuple(
    _Kind(
        word,
        frozenset(map(fold_words, table["titles"])),
        tuple(f" {fold_words(text)} " for text in table["texts"]),
        tuple(table["marks"]),
    )
    for word, table in _DATA.items()
    if word.endswith("-page")
)
_NOT_FOUND: Final = frozenset(map(fold_words, _DATA["not-found"]["headlines"]))
_BREAKS: Final = re.compile(r"\s[-–|»]\s|[|»]")


def guard_word(body: bytes) -> str | None:
    """Return which page of another kind stands in place of the one that was asked for.

    Args:
        body: The answer, unpacked. An encoding that is not UTF-8 costs the letters with diacritics.

    Returns:
        ``block-page``, ``maintenance-page`` or ``parked-page``; None for any other page.
    """
    found = _TITLE.search(body, 0, _HEAD)
    title = fold_words(unescape(found[1].decode("utf-8", "replace"))) if found else ""
    for kind in _KINDS:
        if title in kind.titles:
            return kind.word
    return _word_of_small(body.decode("utf-8", "replace")) if len(body) <= _SMALL else None


def is_not_found(titles: Iterable[str]) -> bool:
    """Tell whether a page says in its headline or title that there is no such page.

    >>> is_not_found(["Không tìm thấy trang - Ban Tuyên giáo Tỉnh ủy"])
    True
    """
    parts = (part for title in titles for part in (title, *_BREAKS.split(title)))
    return any(fold_words(part) in _NOT_FOUND for part in parts if part)


def _word_of_small(source: str) -> str | None:
    words = fold_words(unescape(_UNSEEN.sub(" ", source))).split()
    if len(words) > _MOST_WORDS:
        return None
    text = f" {' '.join(words)} "
    for kind in _KINDS:
        if any(phrase in text for phrase in kind.texts):
            return kind.word
        if len(words) <= _MOST_WORDS_MARKED and any(mark in source for mark in kind.marks):
            return kind.word
    reloads = _SETS_COOKIE.search(source) and _LOADS_AGAIN.search(source)
    return "block-page" if reloads and len(words) <= _NOTHING_TO_READ else None
