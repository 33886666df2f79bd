"""Abbreviations of the field and their full forms (``archive/data/abbreviations.toml``)."""

from __future__ import annotations

import tomllib
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from itertools import combinations, product
from typing import Final, TypeAlias

from archive.search.parser import meant, typed_words
from archive.search.tree import (
    NOWHERE,
    And,
    InAuthor,
    InTitle,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    Word,
    all_of,
    any_of,
    is_part,
    phrase_of,
)

_Words: TypeAlias = tuple[Word, ...]

# A phrase of many abbreviations has no more forms than this.
_MOST: Final = 64


def expand(query: Query) -> Query:
    """Return a query in which every abbreviation, and every full form of one, is all forms of it.

    That goes for a word, a phrase, and a part of a phrase: ``"UBND tỉnh"`` becomes ``"UBND tỉnh" OR "ủy
    ban nhân dân tỉnh"``. Words beside each other without quotation marks are no full form.
    """
    match query:
        case Word() | Phrase():
            return any_of(_forms(query))
        case Near((first, second), distance):
            pairs = product(_forms_beside(first), _forms_beside(second))
            apart = (pair for pair in pairs if not is_part(*pair) and not is_part(*pair[::-1]))
            return any_of(Near(pair, distance) for pair in apart)
        case And(nodes):
            return all_of(map(expand, nodes))
        case Or(nodes):
            return any_of(dict.fromkeys(map(expand, nodes)))
        case Not(node):
            return Not(expand(node))
        case InTitle(node):
            return InTitle(expand(node))
        case InAuthor(node):
            return InAuthor(expand(node))
        case _:
            return query


def _forms(term: Word | Phrase) -> list[Word | Phrase]:
    """Return all forms of a term, the typed one first.

    What was typed without marks and is an abbreviation or a full form as a whole is exact in its other
    forms, as if these had been typed.
    """
    typed = _words(term)
    if term.is_exact or _key(typed, exact=False) not in _groups(exact=False):
        return _forms_beside(term)
    others = (meant(words) for words in _reached(typed) if words != typed)
    return list(dict.fromkeys([term, *map(phrase_of, others)]))


def _forms_beside(term: Word | Phrase) -> list[Word | Phrase]:
    """Return all forms of a term, all of them exact if it is, or else none."""
    found = _reached(_words(term))
    if not term.is_exact:
        found = [tuple(replace(word, exact=None) for word in words) for words in found]
    return list(dict.fromkeys(map(phrase_of, found)))


def _reached(typed: _Words) -> list[_Words]:
    """Return the words, and all that become of them where a part is put into another form."""
    exact = typed[0].is_exact
    groups = _groups(exact=exact)
    found = {_key(typed, exact=exact): typed}
    queue = deque([typed])
    while queue and len(found) < _MOST:
        words = queue.popleft()
        for start, end in combinations(range(len(words) + 1), 2):
            if words[end - 1].prefix:
                continue
            for form in groups.get(_key(words[start:end], exact=exact), ()):
                other = words[:start] + form + words[end:]
                if (key := _key(other, exact=exact)) not in found:
                    found[key] = other
                    queue.append(other)
    return list(found.values())[:_MOST]


@lru_cache(maxsize=2)
def _groups(*, exact: bool) -> Mapping[tuple[str, ...], tuple[_Words, ...]]:
    """Return the forms that mean the same by each of them, in its exact or folded words."""
    groups: defaultdict[tuple[str, ...], tuple[_Words, ...]] = defaultdict(tuple)
    for forms in all_forms():
        group = tuple(typed_words(form, NOWHERE) for form in forms)
        for key in dict.fromkeys(_key(words, exact=exact) for words in group):
            groups[key] += group
    return dict(groups)


@lru_cache(maxsize=1)
def all_forms() -> tuple[tuple[str, ...], ...]:
    """Return the names that have abbreviations, each with all its forms, the full one first."""
    text = resources.files("archive").joinpath("data/abbreviations.toml").read_text("utf-8")
    return tuple(tuple(forms) for forms in tomllib.loads(text)["forms"])


def _key(words: _Words, *, exact: bool) -> tuple[str, ...]:
    return tuple(word.exact if exact and word.exact else word.folded for word in words)


def _words(term: Word | Phrase) -> _Words:
    return (term,) if isinstance(term, Word) else term.words
