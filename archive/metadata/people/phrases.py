"""The words of names and offices, ``archive/data/people.toml``, ready for looking up."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from enum import Flag, auto
from functools import lru_cache
from importlib import resources
from typing import Any, Final, TypeAlias

from archive.metadata.people.tokens import tokenize
from archive.provinces import all_provinces


class Kind(Flag):
    """What a phrase is to an office; some are several things."""

    NONE = 0
    HONORIFIC = auto()
    ACADEMIC = auto()
    PREFIX = auto()
    HEAD = auto()
    DOUBTFUL = auto()
    POST = auto()
    PART = auto()
    BODY = auto()
    OPEN = auto()
    NAMED = auto()
    AREA = auto()
    SMALL_AREA = auto()
    END = auto()
    CALLING = auto()
    STEERING = auto()
    PURPOSE = auto()
    ALSO_FIELD = auto()


_LISTS: Final = {
    "honorifics": Kind.HONORIFIC,
    "academic": Kind.ACADEMIC,
    "prefixes": Kind.PREFIX,
    "heads": Kind.HEAD,
    "doubtful": Kind.DOUBTFUL,
    "posts": Kind.POST,
    "parts": Kind.PART,
    "bodies": Kind.BODY,
    "open_bodies": Kind.OPEN,
    "named_bodies": Kind.NAMED,
    "areas": Kind.AREA,
    "small_areas": Kind.SMALL_AREA,
    "ends": Kind.END,
    "steering": Kind.STEERING,
    "purposes": Kind.PURPOSE,
    "also_fields": Kind.ALSO_FIELD,
    "other_callings": Kind.CALLING,
}
_KIND: Final = ""  # no syllable: under it a node keeps what ends there
_Node: TypeAlias = dict[str, Any]


def _data() -> dict[str, list[str]]:
    text = resources.files("archive").joinpath("data/people.toml").read_text("utf-8")
    return tomllib.loads(text)


def _key(phrase: str) -> tuple[str, ...]:
    return tuple(tokenize(phrase).keys)


def _keys(phrases: Iterable[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(map(_key, phrases))


def _first_syllables(keys: frozenset[tuple[str, ...]]) -> dict[str, frozenset[str]]:
    """Return the first syllables of phrases with the second ones; with none where one is a phrase."""
    found: dict[str, set[str]] = {}
    for key in keys:
        found.setdefault(key[0], set()).update(key[1:2])
    single = {key[0] for key in keys if len(key) == 1}
    return {
        first: frozenset() if first in single else frozenset(seconds)
        for first, seconds in found.items()
    }


def _candidates(starts: dict[str, frozenset[str]], keys: Sequence[str]) -> list[int]:
    return [
        index
        for index, key in enumerate(keys)
        if key in starts
        and (not starts[key] or (index + 1 < len(keys) and keys[index + 1] in starts[key]))
    ]


class Words:
    """All lists of the data, by spelling key.

    Attributes:
        plural: Words before an honorific that announce several persons.
        surnames: Family names, all of them.
        common_surnames: Family names that are hardly anything else.
        middle: Second syllables that only persons have.
        not_persons: Names that are not taken, syllable by syllable.
        not_first: What no name begins with.
        not_inside: What stands in no name.
        persons: Names that nothing shows to be names.
        place_words: What stands before the name of a place that sounds like a person.
        namesakes: Persons after whom schools and wards are called.
        places: Provinces, districts and countries.
        countries: Countries alone.
    """

    def __init__(self) -> None:
        data = _data()
        self._root: _Node = {}
        for name, kind in _LISTS.items():
            for phrase in data[name]:
                self._add(_key(phrase), kind)
        self._callings = _first_syllables(_keys(data["honorifics"]))
        self._heads = _first_syllables(_keys(data["prefixes"] + data["heads"]))
        for prefix in _keys(data["prefixes"]):
            self._heads[prefix[0]] = frozenset()
        self.plural = frozenset(data["plural_words"])
        self.common_surnames = frozenset(key for (key,) in _keys(data["common_surnames"]))
        self.surnames = self.common_surnames | {key[0] for key in _keys(data["surnames"])}
        self.middle = frozenset(key for (key,) in _keys(data["middle_names"]))
        self.not_persons = _keys(data["not_persons"])
        self.not_first = frozenset(key[0] for key in _keys(data["not_first"]))
        self.not_inside = frozenset(key[0] for key in _keys(data["not_inside"]))
        self.persons = _keys(data["persons"])
        self.place_words = _keys(data["place_words"])
        self.namesakes = _keys(data["namesakes"])
        self.countries = _keys(data["countries"])
        provinces = (name for unit in all_provinces() for name in unit.names)
        self.places = self.countries | _keys(data["places"]) | _keys(provinces)
        for place in self.places:
            if "-" in place:  # Bà Rịa - Vũng Tàu
                self._add(place, Kind.PART)

    def _add(self, key: Sequence[str], kind: Kind) -> None:
        node = self._root
        for syllable in key:
            node = node.setdefault(syllable, {})
        node[_KIND] = node.get(_KIND, Kind.NONE) | kind

    def callings(self, keys: Sequence[str]) -> list[int]:
        """Return where honorifics may begin; a cheap look that `match` has to confirm."""
        return _candidates(self._callings, keys)

    def heads(self, keys: Sequence[str]) -> list[int]:
        """Return where offices may begin; a cheap look that `head` has to confirm."""
        return _candidates(self._heads, keys)

    def match(self, keys: Sequence[str], at: int) -> tuple[int, Kind]:
        """Return the longest phrase that begins at a word: the index behind it, and what it is.

        Without one it is ``(at, Kind.NONE)``.
        """
        found = (at, Kind.NONE)
        node = self._root
        for index in range(at, len(keys)):
            node = node.get(keys[index])  # type: ignore[assignment]
            if node is None:
                break
            if _KIND in node:
                found = (index + 1, node[_KIND])
        return found

    def head(self, keys: Sequence[str], at: int) -> int:
        """Return the index behind the head of an office, its prefix included; ``at`` where none is."""
        end, kind = self.match(keys, at)
        if kind & Kind.HEAD:
            return end
        if kind & Kind.PREFIX:
            behind, kind = self.match(keys, end)
            if kind & Kind.HEAD:
                return behind
        return at


@lru_cache(maxsize=1)
def words() -> Words:
    """Return the lists."""
    return Words()
