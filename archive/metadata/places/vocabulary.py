"""The names of provinces as one pattern, and the words around them that tell what a name stands for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Final

from archive.provinces import all_provinces

_DASH: Final = "\0"  # stands for a dash with or without spaces
_DASHES: Final = re.compile(r" ?[-–] ?")
_OLD: Final = dict(
    zip(
        ("òa", "óa", "ỏa", "õa", "ọa", "ùy", "úy", "ủy", "ũy", "ụy"),
        ("oà", "oá", "oả", "oã", "oạ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"),
        strict=True,
    )
)
_OPEN: Final = re.compile(f"(?:{'|'.join(_OLD)})(?![^\\W\\d_])")
LETTER: Final = r"[^\W\d_]"


@dataclass(frozen=True, slots=True)
class Words:
    """What stands before a name; the tuples hold words between spaces, for `str.endswith`."""

    province: tuple[str, ...]
    town: tuple[str, ...]
    person: tuple[str, ...]
    thing: tuple[str, ...]
    venue: tuple[str, ...]
    before_capital: frozenset[str]
    surnames: frozenset[str]


@lru_cache(maxsize=1)
def table() -> dict[str, Any]:
    """Return ``archive/data/places.toml``."""
    return tomllib.loads(resources.files("archive").joinpath("data/places.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def words_before() -> Words:
    """Return the words that stand before a name, by what they make of it."""
    before = {kind: _endings(words) for kind, words in table()["before"].items()}
    return Words(
        **before,
        before_capital=frozenset(table()["before_capital"]),
        surnames=frozenset(table()["surnames"]),
    )


@lru_cache(maxsize=1)
def name_pattern() -> re.Pattern[str]:
    """Return the pattern of any name, longer ones that are no province included, as a whole word.

    Its first item is a set of letters, so that a search leaps from capital to capital.
    """
    names = {name for unit in all_provinces() for name in unit.names} | longer_names()
    forms = {_DASHES.sub(_DASH, form) for name in names for form in spellings(name)}
    return words_pattern(forms)


def words_pattern(forms: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of any of some words as a whole word at its end, the longest one winning."""
    return re.compile(f"{_trie(forms)}(?!{LETTER})")


@lru_cache(maxsize=1)
def longer_names() -> frozenset[str]:
    """Return names that hold a province's name and are not it, as printed and in capitals."""
    return frozenset(form for name in table()["longer_names"] for form in spellings(name))


@lru_cache(maxsize=1)
def opening_pattern() -> re.Pattern[str]:
    """Return the pattern of what may stand in a title before the name of its subject, in lower case."""
    return re.compile(rf"(?:(?:{alternatives(table()['opening'])})(?!{LETTER})[.,]? ?)*")


@lru_cache(maxsize=16)
def any_of(section: str, key: str) -> re.Pattern[str]:
    """Return the pattern of any of the words of a list in ``places.toml``, in lower case."""
    return re.compile(rf"(?<!{LETTER})(?:{alternatives(table()[section][key])})(?!{LETTER})")


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern for any of some words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


def _endings(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words between spaces; ``tp.`` needs none behind."""
    abbreviated = tuple(f" {word}" for word in words if word.endswith("."))
    return (*abbreviated, *(f" {word} " for word in words))


def spellings(name: str) -> set[str]:
    """Return a name with both habits of placing tones (``Hòa``, ``Hoà``), as printed and in capitals."""
    both = {name, _OPEN.sub(lambda match: _OLD[match[0]], name)}
    return both | {form.upper() for form in both}


def _trie(forms: Iterable[str]) -> str:
    """Return a pattern for the forms, branching letter by letter, the longest form winning."""
    by_letter: dict[str, list[str]] = {}
    for form in sorted(forms):
        by_letter.setdefault(form[:1], []).append(form[1:])
    may_end = by_letter.pop("", None) is not None
    branches = [
        (r" ?[-–] ?" if letter == _DASH else re.escape(letter)) + _trie(rest)
        for letter, rest in by_letter.items()
    ]
    if not branches:
        return ""
    if len(branches) == 1 and not may_end:
        return branches[0]
    return f"(?:{'|'.join(branches)}){'?' if may_end else ''}"
