"""The taxonomy: topics and kinds of piece, two axes, and the sections of sites that belong to them.

Both are data with their names, definitions and evidence: ``archive/data/topics.toml`` and ``kinds.toml``.
How an article is placed in it is the business of `archive.metadata.topics` and `archive.metadata.kinds`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from importlib import resources
from itertools import product
from operator import eq
from typing import Any, Final, TypeAlias

from archive.text import fold_words

_LEVELS: Final = re.compile(r"[»>|/]")
_PARTS: Final = re.compile(r"\s[-–]\s|,|\svà\s")
#: Names of entries, each with a pattern of section keys.
_Rules: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of the taxonomy.

    Attributes:
        id: Identifier, ``khoa-giao``.
        name_vi: Vietnamese name.
        name_en: English name.
        definition: What belongs to it, in one line.
        attested: Where it was seen as a section of a party site, and under which names.
        sections: Names of site sections that are this topic; ``*`` stands for any words.
        generic_sections: Names of site sections that only hint at it.
    """

    id: str
    name_vi: str
    name_en: str
    definition: str
    attested: str
    sections: tuple[str, ...]
    generic_sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of piece.

    Attributes:
        id: Identifier, ``nghien-cuu``.
        name_vi: Vietnamese name.
        name_en: English name.
        definition: What belongs to it, in one line.
        attested: Where it was seen as a section of a party site, and under which names.
        sections: Names of site sections whose pieces are of this kind as a rule.
    """

    id: str
    name_vi: str
    name_en: str
    definition: str
    attested: str
    sections: tuple[str, ...]


@lru_cache(maxsize=1)
def all_topics() -> tuple[Topic, ...]:
    """Return the topics in their order."""
    return tuple(
        Topic(
            id=topic_id,
            name_vi=table["name_vi"],
            name_en=table["name_en"],
            definition=table["definition"],
            attested=table["attested"],
            sections=tuple(table["sections"]),
            generic_sections=tuple(table.get("generic_sections", ())),
        )
        for topic_id, table in tables("topics").items()
    )


@lru_cache(maxsize=1)
def all_kinds() -> tuple[Kind, ...]:
    """Return the kinds in their order."""
    return tuple(
        Kind(
            id=kind_id,
            name_vi=table["name_vi"],
            name_en=table["name_en"],
            definition=table["definition"],
            attested=table["attested"],
            sections=tuple(table["sections"]),
        )
        for kind_id, table in tables("kinds").items()
    )


def tables(name: str) -> Mapping[str, Mapping[str, Any]]:
    """Return the tables of a data file of the taxonomy, ``topics`` or ``kinds``."""
    return tomllib.loads(
        resources.files("archive").joinpath(f"data/{name}.toml").read_text("utf-8")
    )


@lru_cache(maxsize=1024)
def topics_of_section(section: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the topics that a site's section stands for, and those that it only hints at.

    Of a path such as ``Chính trị - Xã hội » Tin tức trong tỉnh`` the innermost known name counts; of a
    double name that is not known as a whole (``Tuyên truyền - Báo chí``) each part does; a known name
    goes before a pattern that fits.

    >>> topics_of_section("TIN HOẠT ĐỘNG"), topics_of_section("khoa-giao")
    (((), ('hoat-dong-tuyen-giao',)), (('khoa-giao',), ()))
    """
    specific, generic = _named(section, _topic_rules())
    return specific, generic


@lru_cache(maxsize=1024)
def kinds_of_section(section: str) -> tuple[str, ...]:
    """Return the kinds that the pieces of a site's section are of as a rule.

    >>> kinds_of_section("Nghiên cứu - Trao đổi"), kinds_of_section("Khoa giáo")
    (('nghien-cuu',), ())
    """
    return _named(section, _kind_rules())[0]


def _named(section: str, rules: Sequence[_Rules]) -> list[tuple[str, ...]]:
    """Return for each set of rules what the innermost known name of a section stands for."""
    for name in reversed(_LEVELS.split(section)):
        whole, parts = [_section_key(name)], [_section_key(part) for part in _PARTS.split(name)]
        for same, keys in product((eq, fnmatchcase), (whole, parts)):
            found = [_of_keys(keys, some, same) for some in rules]
            if any(found):
                return found
    return [() for _ in rules]


def _of_keys(
    keys: Sequence[str], rules: _Rules, same: Callable[[str, str], bool]
) -> tuple[str, ...]:
    found = (entry for key in keys for entry, pattern in rules if same(key, pattern))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=1)
def _topic_rules() -> tuple[_Rules, _Rules]:
    return (
        _rules((topic.id, topic.sections) for topic in all_topics()),
        _rules((topic.id, topic.generic_sections) for topic in all_topics()),
    )


@lru_cache(maxsize=1)
def _kind_rules() -> tuple[_Rules]:
    return (_rules((kind.id, kind.sections) for kind in all_kinds()),)


def _rules(named: Iterable[tuple[str, tuple[str, ...]]]) -> _Rules:
    return tuple((entry, _section_pattern(name)) for entry, names in named for name in names)


def _section_key(name: str) -> str:
    """Return what spellings of a section share: folded, in one word (some sites print slugs)."""
    return fold_words(name).replace(" ", "")


def _section_pattern(name: str) -> str:
    return "*".join(_section_key(part) for part in name.split("*"))
