"""The topics of an article: the site's own section mapped to our taxonomy, and a first set of keywords.

An article has several topics, because half-year reports name every field of work. A phrase in the title
says most, one in the lead less, and in the body its share of the text counts, so that one mention
in a long report weighs little. Taxonomy, sections and phrases are data: ``archive/data/topics.toml``.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from importlib import resources
from typing import Final, TypeAlias

from archive.readings import TopicScore
from archive.text import fold_words, syllables

_SPECIFIC_SECTION: Final = 0.9
_GENERIC_SECTION: Final = 0.35
_TITLE: Final = 1.0
_LEAD: Final = 0.5
_BODY: Final = 90.0  # times the share of weighted phrases among the syllables
_BODY_FLOOR: Final = 150  # syllables added to every body, so that short ones do not shout
_OPENING: Final = 60  # syllables that stand for the lead where there is none
_STRENGTH: Final = 2.0  # at which a score is 1 - 1/e
_LOWEST_SCORE: Final = 0.3
_LOWEST_SHARE: Final = 0.5  # of the best score
_MOST_TOPICS: Final = 5
_MOST_PHRASES: Final = 6

_Weights: TypeAlias = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of the taxonomy.

    Attributes:
        id: Identifier, ``khoa-giao``.
        name_vi: Vietnamese name.
        name_en: English name.
        definition: What belongs to it, in one line.
        sections: Names of site sections that are this topic; ``*`` stands for any words.
        generic_sections: Names of site sections that only hint at it.
        phrases: Phrases with their weights.
    """

    id: str
    name_vi: str
    name_en: str
    definition: str
    sections: tuple[str, ...]
    generic_sections: tuple[str, ...]
    phrases: _Weights


class _Node:
    """A place in the trie of phrases, one syllable below its parent."""

    __slots__ = ("children", "phrase", "weights")

    def __init__(self) -> None:
        self.children: dict[str, _Node] = {}
        self.phrase = ""
        self.weights: _Weights = ()


@lru_cache(maxsize=1)
def all_topics() -> tuple[Topic, ...]:
    """Return the taxonomy in its order."""
    data = resources.files("archive").joinpath("data/topics.toml").read_text("utf-8")
    return tuple(
        Topic(
            id=topic_id,
            name_vi=table["name_vi"],
            name_en=table["name_en"],
            definition=table["definition"],
            sections=tuple(table["sections"]),
            generic_sections=tuple(table.get("generic_sections", ())),
            phrases=tuple(table["phrases"].items()),
        )
        for topic_id, table in tomllib.loads(data).items()
    )


def classify(*, section: str | None, title: str, lead: str | None, body: str) -> list[TopicScore]:
    """Return the topics of an article, best first, at most five.

    Args:
        section: The site's own section, as printed.
        title: The headline.
        lead: The lead, where it is set apart; the opening of the body stands in for it.
        body: The paragraphs, joined.
    """
    scores = {
        topic: TopicScore(topic, _score(said), "keywords", _strongest(said))
        for topic, said in _read(title, lead, body).items()
    }
    if section:
        specific, generic = topics_of_section(section)
        for topic in specific:
            said = scores[topic].score if topic in scores else 0.0
            score = round(1 - (1 - _SPECIFIC_SECTION) * (1 - said), 3)
            scores[topic] = TopicScore(topic, score, "section", section)
        for topic in generic:
            if topic not in scores or scores[topic].score < _GENERIC_SECTION:
                scores[topic] = TopicScore(topic, _GENERIC_SECTION, "section", section)
    ranked = sorted(scores.values(), key=lambda found: (-found.score, found.topic))
    lowest = max(_LOWEST_SCORE, _LOWEST_SHARE * ranked[0].score) if ranked else 0.0
    return [found for found in ranked if found.score >= lowest][:_MOST_TOPICS]


@lru_cache(maxsize=1024)
def topics_of_section(section: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the topics that a site's section decides, and those that it only hints at.

    Of a path such as ``Chính trị - Xã hội » Tin tức trong tỉnh`` the innermost known name counts; of a
    double name that is not known as a whole (``Tuyên truyền - Báo chí``) each part does.

    >>> topics_of_section("TIN HOẠT ĐỘNG"), topics_of_section("khoa-giao")
    (((), ('hoat-dong-tuyen-giao',)), (('khoa-giao',), ()))
    """
    for name in reversed(re.split(r"[»>|/]", section)):
        for parts in ((name,), re.split(r"\s[-–]\s|,|\svà\s", name)):
            keys = [_section_key(part) for part in parts]
            specific, generic = (_of_keys(keys, rules) for rules in _section_rules())
            if specific or generic:
                return specific, generic
    return (), ()


def _of_keys(keys: Sequence[str], rules: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    found = (topic for key in keys for topic, pattern in rules if fnmatchcase(key, pattern))
    return tuple(dict.fromkeys(found))


def _read(title: str, lead: str | None, body: str) -> dict[str, dict[str, float]]:
    """Weigh the phrases of a text: topic to phrase to strength."""
    body_words = syllables(body)
    lead_words = syllables(lead) if lead else body_words[:_OPENING]
    read: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for words, share, repeats in (
        (syllables(title), _TITLE, False),
        (lead_words, _LEAD, False),
        (body_words, _BODY / (len(body_words) + _BODY_FLOOR), True),
    ):
        for node, times in _phrases(words).items():
            for topic, weight in node.weights:
                read[topic][node.phrase] += weight * share * (times if repeats else 1)
    return dict(read)


def _score(phrases: dict[str, float]) -> float:
    return round(1 - math.exp(-sum(phrases.values()) / _STRENGTH), 3)


def _strongest(phrases: dict[str, float]) -> str:
    ranked = sorted(phrases, key=lambda phrase: -phrases[phrase])
    return "; ".join(ranked[:_MOST_PHRASES])


def _phrases(words: Sequence[str]) -> dict[_Node, int]:
    """Count the phrases in a text: from left to right, the longest at each place."""
    found: dict[_Node, int] = {}
    root = _trie().children
    length = len(words)
    end = 0  # of the last phrase found; what starts before it is hidden by it
    for start, word in enumerate(words):
        if word not in root or start < end:
            continue
        node: _Node | None = root[word]
        position = start
        longest = None
        while node is not None:
            position += 1
            if node.phrase:
                longest, end = node, position
            node = node.children.get(words[position]) if position < length else None
        if longest is not None:
            found[longest] = found.get(longest, 0) + 1
    return found


@lru_cache(maxsize=1)
def _trie() -> _Node:
    root = _Node()
    for topic in all_topics():
        for phrase, weight in topic.phrases:
            node = root
            for syllable in syllables(phrase):
                node = node.children.setdefault(syllable, _Node())
            node.phrase = phrase
            if weight:
                node.weights += ((topic.id, weight),)
    return root


def _section_key(name: str) -> str:
    """Return what spellings of a section share: folded, in one word (some sites print slugs)."""
    return fold_words(name).replace(" ", "")


@lru_cache(maxsize=1)
def _section_rules() -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """Return (topic, pattern of section keys) for the specific sections and for the generic ones."""
    topics = all_topics()
    return (
        tuple((topic.id, _section_pattern(name)) for topic in topics for name in topic.sections),
        tuple(
            (topic.id, _section_pattern(name))
            for topic in topics
            for name in topic.generic_sections
        ),
    )


def _section_pattern(name: str) -> str:
    return "*".join(_section_key(part) for part in name.split("*"))
