"""The words of names and offices, ``archive/data/people.toml``, ready for looking up."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from itertools import product
from typing import Any, Final, TypeAlias

from archive.metadata.people.tokens import tokenize
from archive.provinces import all_provinces
from archive.text import syllables


class Kind:
    """What a phrase is to an office, bit by bit; some are several things.

    Plain numbers: every ``&`` of two `enum.Flag` takes as long as looking a phrase up.
    """

    NONE: Final = 0
    HONORIFIC: Final = 1 << 0
    ACADEMIC: Final = 1 << 1
    PREFIX: Final = 1 << 2
    HEAD: Final = 1 << 3
    DOUBTFUL: Final = 1 << 4
    POST: Final = 1 << 5
    PART: Final = 1 << 6
    BODY: Final = 1 << 7
    OPEN: Final = 1 << 8
    NAMED: Final = 1 << 9
    AREA: Final = 1 << 10
    SMALL_AREA: Final = 1 << 11
    END: Final = 1 << 12
    CALLING: Final = 1 << 13
    STEERING: Final = 1 << 14
    PURPOSE: Final = 1 << 15
    ALSO_FIELD: Final = 1 << 16


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


def _beginnings(
    data: Mapping[str, Sequence[str]], key: Callable[[str], Sequence[str]]
) -> Iterator[Sequence[str]]:
    """Yield honorifics, heads of offices, and prefixes with the first word of a head."""
    yield from map(key, data["honorifics"])
    heads = list(map(key, data["heads"]))
    yield from heads
    for prefix, head in product(data["prefixes"], heads):
        yield [*key(prefix), head[0]]


def _trie(phrases: Iterable[Sequence[str]]) -> _Node:
    root: _Node = {}
    for phrase in phrases:
        node = root
        for word in phrase:
            node = node.setdefault(word, {})
        node[_KIND] = True
    return root


def _where(trie: _Node, keys: Sequence[str]) -> Iterator[int]:
    """Yield where a phrase begins."""
    for index, key in enumerate(keys):
        if key in trie:
            node, behind = trie[key], index + 1
            while _KIND not in node and behind < len(keys) and keys[behind] in node:
                node, behind = node[keys[behind]], behind + 1
            if _KIND in node:
                yield index


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
        self._printed = _trie(_beginnings(data, _key))
        self._spoken = _trie(_beginnings(data, syllables))
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

    def _add(self, key: Sequence[str], kind: int) -> None:
        node = self._root
        for syllable in key:
            node = node.setdefault(syllable, {})
        node[_KIND] = node.get(_KIND, Kind.NONE) | kind

    def may_name(self, spoken: Sequence[str]) -> bool:
        """Tell from the syllables of a text whether an honorific or an office may be in it.

        Most paragraphs of long articles have neither.
        """
        return next(_where(self._spoken, spoken), None) is not None

    def candidates(self, keys: Sequence[str]) -> list[int]:
        """Return where honorifics and offices may begin; `match` and `head` have to confirm it."""
        return list(_where(self._printed, keys))

    def match(self, keys: Sequence[str], at: int) -> tuple[int, int]:
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
        return self.behind_head(keys, at, *self.match(keys, at))

    def behind_head(self, keys: Sequence[str], at: int, end: int, kind: int) -> int:
        """Return the same as `head` where the phrase that begins at the word is known, from `match`."""
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
