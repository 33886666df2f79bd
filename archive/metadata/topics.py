"""The topics of an article, from graded phrases in its title, opening and body and from its section.

What is found is summed up as a few signs for each topic (`signs_of`). The signs, and what the single
syllables say (`archive.metadata.topic_syllables`), are weighed into the chance that a librarian would
file the article under it. Phrases are data (``archive/data/topics.toml``), written by hand; the weights
are data as well (``archive/data/topic_weights.toml``), fitted to the labelled articles by ``python -m
tests.evaluation.fit_topics``. How phrases and syllables go together is fitted to articles that nobody
who wrote phrases had read: on those that they had read, the phrases look better than they are.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from operator import mul
from typing import Final, NamedTuple, TypeAlias

from archive.metadata.findings import ArticleText, Evidence, Part, Span, TopicFinding
from archive.metadata.phrases import Phrases, spelled_out
from archive.metadata.topic_syllables import (
    SyllableWeights,
    said_of_topics,
    shipped_syllables,
)
from archive.metadata.words import Words, Zone, word_pattern, words_of
from archive.provinces import all_provinces
from archive.taxonomy import tables, topics_of_section
from archive.text import fold_words

VERSION: Final = "3"

_GRADES: Final = {"decides": 1.0, "strong": 0.67, "supports": 0.33}
_TITLE_FIRST: Final = 4  # how much the title goes before the text in the evidence
_IN_TITLE: Final = 0.5  # what a phrase counts that counts in titles only
_OPENING: Final = 80  # syllables of lead and body that say what a piece is about
_MOST_TITLE: Final = 2.0  # phrases of the first grade in a title beyond which more say no more
_MOST_OPENING: Final = 2.5
_LOCAL: Final = "hoat-dong-co-so"
_MOST_LOCAL: Final = 3
_LOCAL_TEXT: Final = 500  # characters of the body
_LOCAL_UNIT: Final = re.compile(
    word_pattern(
        *("huyện", "xã", "phường", "thị trấn", "thị xã", "quận", "thôn", "bản", "ấp", "buôn"),
        *("làng", "huyện ủy", "đảng ủy", "đảng bộ huyện", "khu phố", "tổ dân phố"),
    )
    + r" (?=[A-ZĐÂĂÔƠƯÁÀẢÃẠÊÝ])\w+"
)
_PLACE_BEFORE: Final = re.compile(r"([^\W\d_][^:\d]{2,27}):")
_LIKELY: Final = 0.45  # a topic is given from here on
_LIKELIEST: Final = 0.05  # the best one from here on
_MOST_TOPICS: Final = 3
_MOST_EVIDENCE: Final = 6


class Signs(NamedTuple):
    """What speaks for one topic of one article; each sign is 0 where nothing does.

    Attributes:
        title: Phrases of the title by their grade, at most 2.
        title_best: The grade of the best of them.
        title_share: Their share among the phrases of all topics in the title.
        opening: Phrases of the first syllables of lead and body, at most 2.5.
        body: Phrases of lead and body by grade and the logarithm of their number, by length.
        body_share: That in relation to the topic that has most of it.
        spread: Share of the text in paragraphs with a phrase that is at least strong.
        section: Whether the site's section is this topic.
        generic: Whether the site's section hints at it.
        local_units: Villages, communes and districts named at the beginning, at most 3 (grass roots).
        local_title: Whether the title begins with a place that is no province (grass roots).
    """

    title: float = 0.0
    title_best: float = 0.0
    title_share: float = 0.0
    opening: float = 0.0
    body: float = 0.0
    body_share: float = 0.0
    spread: float = 0.0
    section: float = 0.0
    generic: float = 0.0
    local_units: float = 0.0
    local_title: float = 0.0


class Weights(NamedTuple):
    """What the signs weigh.

    Attributes:
        signs: The weight of each sign, in the order of `Signs`.
        topics: For each topic the log odds where no sign speaks for it.
        phrases: What the log odds by the signs count beside what the syllables say.
        syllables: What the syllables count.
        length: What the length of the text counts: a long one touches on more than it is about.
        always: What is added to all of it.
    """

    signs: Sequence[float]
    topics: Mapping[str, float]
    phrases: float
    syllables: float
    length: float
    always: float


@dataclass(frozen=True, slots=True, eq=False)
class _Phrase:
    """A phrase and what it speaks for; nothing where it only hides shorter ones.

    Attributes:
        topics: Topics with its grade.
        in_title: The same in titles.
        strong: Topics for which it is at least strong.
    """

    topics: tuple[tuple[str, float], ...]
    in_title: tuple[tuple[str, float], ...]
    strong: tuple[str, ...]


#: Where a phrase stands: zone, first syllable there, and how many syllables.
_Place: TypeAlias = tuple[Zone, int, int]


@dataclass(slots=True)
class _Found:
    """What was found for one topic.

    Attributes:
        title: The grades of the phrases of the title, summed up.
        title_best: The best of them.
        opening: The grades of the phrases of the opening, summed up.
        body: The grades of those of lead and body, each by the logarithm of its number.
        spread: Syllables of the paragraphs in which there is a strong one.
        places: What each phrase counts and where it stands first.
    """

    title: float = 0.0
    title_best: float = 0.0
    opening: float = 0.0
    body: float = 0.0
    spread: int = 0
    places: list[tuple[float, _Place]] = field(default_factory=list)


def find_topics(text: ArticleText) -> tuple[TopicFinding, ...]:
    """Return the topics of an article, best first, at most three.

    The score is the chance, by the labelled articles, that the topic is one of the article's; `rule` is
    ``section`` where the site's section is among the evidence and ``keywords`` where it is not. What the
    syllables say makes no topic of an article for which there is no such evidence.
    """
    return topics_by(text, shipped_weights(), shipped_syllables())


def topics_by(
    text: ArticleText, weights: Weights, syllables: SyllableWeights
) -> tuple[TopicFinding, ...]:
    """Return the topics of an article as `find_topics` does, by other weights than the shipped ones."""
    found, size = _read(words_of(text))
    local = [match.span() for match in _LOCAL_UNIT.finditer(text.title)]
    signs = {topic: some for topic, some in _signs(text, found, size).items() if any(some)}
    said = said_of_topics(text, syllables, signs)
    long = _length(size)
    chances = {
        topic: _chance(some, topic, said[topic], long, weights) for topic, some in signs.items()
    }
    ranked = sorted(chances, key=lambda topic: (-chances[topic], topic))
    given = [
        topic
        for place, topic in enumerate(ranked[:_MOST_TOPICS])
        if chances[topic] >= (_LIKELY if place else _LIKELIEST)
    ]
    return tuple(
        _finding(text, topic, chances[topic], found.get(topic), local if topic == _LOCAL else [])
        for topic in given
    )


def signs_of(text: ArticleText) -> dict[str, Signs]:
    """Return the signs of every topic for which there are any."""
    found, size = _read(words_of(text))
    return _signs(text, found, size)


def length_of(text: ArticleText) -> float:
    """Return the length of lead and body as it counts for chances."""
    return _length(_read(words_of(text))[1])


def _read(words: Words) -> tuple[dict[str, _Found], int]:
    """Find the phrases of an article; return them by topic, and the syllables of lead and body."""
    found: defaultdict[str, _Found] = defaultdict(_Found)
    title = _read_title(words, found)
    phrases = _phrases()
    times: dict[_Phrase, int] = {}
    first: dict[_Phrase, tuple[bool, _Place]] = {}
    size = 0
    for zone in words.text:
        strong: set[str] = set()
        for start, length, phrase in phrases.found_in(zone.words):
            if phrase in times:
                times[phrase] += 1
            else:
                times[phrase] = 1
                first[phrase] = size + start < _OPENING, (zone, start, length)
            strong.update(phrase.strong)
        for topic in strong:
            found[topic].spread += len(zone.words)
        size += len(zone.words)
    for phrase, number in times.items():
        opening, place = first[phrase]
        often = 1 + math.log(number)
        for topic, grade in phrase.topics:
            some = found[topic]
            some.body += grade * often
            if opening:
                some.opening += grade
            if phrase not in title:
                some.places.append((grade + opening, place))
    return dict(found), size


def _read_title(words: Words, found: defaultdict[str, _Found]) -> set[_Phrase]:
    """Find the phrases of the title, put down for their topics what they say, and return them."""
    seen: set[_Phrase] = set()
    for start, length, phrase in _phrases().found_in(words.title.words):
        if phrase in seen:
            continue
        seen.add(phrase)
        for topic, grade in phrase.in_title:
            found[topic].title += grade
            found[topic].title_best = max(found[topic].title_best, grade)
            place = words.title, start, length
            found[topic].places.append((_TITLE_FIRST * grade, place))
    return seen


def _signs(text: ArticleText, found: Mapping[str, _Found], size: int) -> dict[str, Signs]:
    specific, generic = topics_of_section(text.section) if text.section else ((), ())
    all_titles = sum(min(some.title, _MOST_TITLE) for some in found.values())
    most = max((some.body for some in found.values()), default=0.0) + 0.5
    scale = math.sqrt(size + 100) / 10
    local_units, local_title = _local(text)
    nothing = _Found()
    signs = {}
    for topic in dict.fromkeys((*found, *specific, *generic, _LOCAL)):
        some = found.get(topic, nothing)
        signs[topic] = Signs(
            title=min(some.title, _MOST_TITLE),
            title_best=some.title_best,
            title_share=some.title / (all_titles + 0.3),
            opening=min(some.opening, _MOST_OPENING),
            body=some.body / scale,
            body_share=some.body / most,
            spread=some.spread / max(size, 1),
            section=float(topic in specific),
            generic=float(topic in generic),
            local_units=local_units if topic == _LOCAL else 0.0,
            local_title=local_title if topic == _LOCAL else 0.0,
        )
    return signs


def _local(text: ArticleText) -> tuple[float, float]:
    """Return how many local units the beginning names, and whether the title begins with a place."""
    beginning = f"{text.title} {text.lead or ''} {text.body[:_LOCAL_TEXT]}"
    units = min(len(_LOCAL_UNIT.findall(beginning)), _MOST_LOCAL)
    before = _PLACE_BEFORE.match(text.title)
    if before is None:
        return units, 0.0
    place = before[1]
    capitals = all(word[:1].isupper() for word in place.split()) and len(place.split()) <= 4
    return units, float(capitals and fold_words(place) not in _province_names())


def odds_by_signs(signs: Signs, topic: str, weights: Weights) -> float:
    """Return the log odds of a topic by its signs alone."""
    return math.fsum(map(mul, weights.signs, signs)) + weights.topics[topic]


def _chance(signs: Signs, topic: str, said: float, length: float, weights: Weights) -> float:
    together = (
        weights.phrases * odds_by_signs(signs, topic, weights)
        + weights.syllables * said
        + weights.length * length
        + weights.always
    )
    return 1 / (1 + math.exp(-together))


def _length(size: int) -> float:
    return math.log((size + 50) / 150)


def _finding(
    text: ArticleText,
    topic: str,
    likely: float,
    found: _Found | None,
    local: list[tuple[int, int]],
) -> TopicFinding:
    section = list(_section_evidence(text, topic))
    places = sorted(found.places, key=lambda place: -place[0]) if found else []
    phrases = (
        zone.evidence(start, length)
        for _, (zone, start, length) in places[: _MOST_EVIDENCE - len(section)]
    )
    units = [Evidence(text.title[a:b], Span(Part.TITLE, a, b)) for a, b in local]
    said = (*section, *phrases, *units)[:_MOST_EVIDENCE]
    return TopicFinding(topic, round(likely, 3), "section" if section else "keywords", said)


def _section_evidence(text: ArticleText, topic: str) -> Iterator[Evidence]:
    if text.section and any(topic in topics for topics in topics_of_section(text.section)):
        yield Evidence(text.section, Span(Part.SECTION, 0, len(text.section)))


@lru_cache(maxsize=1)
def _phrases() -> Phrases[_Phrase]:
    """Return the phrases of all topics; those that only hide others speak for none."""
    topics: defaultdict[str, dict[str, float]] = defaultdict(dict)
    in_title: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for topic, table in tables("topics").items():
        for grade, counts in (*_GRADES.items(), ("hides", 0.0)):
            for written in table.get(grade, ()):
                for phrase in spelled_out(written):
                    topics[phrase].setdefault(topic, counts)
        for written in table.get("in_title", ()):
            for phrase in spelled_out(written):
                in_title[phrase][topic] = _IN_TITLE
    return Phrases(
        {phrase: _phrase(topics[phrase], in_title[phrase]) for phrase in {**topics, **in_title}}
    )


def _phrase(topics: Mapping[str, float], in_title: Mapping[str, float]) -> _Phrase:
    counted = {topic: counts for topic, counts in topics.items() if counts}
    either = {
        topic: max(counted.get(topic, 0.0), in_title.get(topic, 0.0))
        for topic in {**counted, **in_title}
    }
    return _Phrase(
        tuple(counted.items()),
        tuple(either.items()),
        tuple(topic for topic, counts in counted.items() if counts > _GRADES["supports"]),
    )


@lru_cache(maxsize=1)
def shipped_weights() -> Weights:
    """Return the weights that the archive comes with."""
    data = resources.files("archive").joinpath("data/topic_weights.toml").read_text("utf-8")
    tables = tomllib.loads(data)
    return Weights(
        tuple(tables["signs"][name] for name in Signs._fields),
        tables["topics"],
        **tables["together"],
    )


@lru_cache(maxsize=1)
def _province_names() -> frozenset[str]:
    return frozenset(fold_words(name) for unit in all_provinces() for name in unit.names)
