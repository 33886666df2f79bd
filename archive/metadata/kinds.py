"""The kind of piece that an article is, from its section, its phrases and its form.

Phrases count by the place where they stand (``archive/data/kinds.toml``); the form is what shows without
reading: a dateline, questions and answers, headings, figures, years long past, quotation marks. All of it
is summed up as signs (`signs_of`), whose weights are fitted to the labelled articles by ``python -m
tests.evaluation.fit_kinds`` (``archive/data/kind_weights.toml``).
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from itertools import chain
from operator import mul
from typing import Final, NamedTuple, TypeAlias

from archive.metadata.findings import ArticleText, Evidence, KindFinding, Part, Span
from archive.metadata.phrases import Phrases, spelled_out
from archive.metadata.words import Words, Zone, word_pattern, words_of
from archive.taxonomy import all_kinds, kinds_of_section, tables

VERSION: Final = "1"

_PLACES: Final = ("title", "opening", "text")
_OPENING: Final = 60  # syllables of lead and body
_TEXT: Final = 400  # syllables of lead and body that are searched for phrases
_FORM: Final = 5000  # characters of the body that are looked at for its form
_HUNDRED: Final = 480  # characters of a hundred syllables
_MOST: Final = {"title": 3.0, "opening": 4.0, "text": 4.0}
_MOST_EVIDENCE: Final = 6

_SOURCE_MARK: Final = r"(?:\([^)]{1,25}\)\s*[-–]?\s*)?"  # (TG) -
_DATELINE: Final = re.compile(
    _SOURCE_MARK + r"(?:(?:Vào |Từ |Trong )?"
    r"(?:(?:[Ss]áng|[Cc]hiều|[Tt]ối|[Tt]rưa)(?: \S+)? \d|[Ss]áng nay|[Cc]hiều nay|[Hh]ôm (?:nay|qua)"
    r"|(?:hai |ba |2 |3 )?[Nn]gày \d)"
    r"|Vừa qua|Mới đây)"
)
# Lines are looked at from the break in front of them.
_ASKED: Final = re.compile(r"\n(?:PV|P\.V|Phóng viên|Hỏi|Đáp|Câu hỏi|\*\s*PV)[^\n]{0,25}[:.)]")
_ASKING: Final = re.compile(r"\?(?=\s*(?:\n|$))")
_HEADING: Final = re.compile(
    r"\n(?:(?:[IVX]{1,4}|\d{1,2}|[a-dđ])\s?[-.)/]\s?\S|[^a-zà-ỹ\n]{8,}(?=\n|$))"
)
_PERSON: Final = re.compile(
    word_pattern("ông", "bà", "anh", "chị", "cô", "em", "thầy", "bác") + " [A-ZĐÂĂÔƠƯÁÀẢÃẠÊÝ]"
)
_LONG_AGO: Final = re.compile(r"1(?<!\w1)[89]\d\d\b")
_QUOTED: Final = re.compile(r"\s*[“\"«][^”\"»]+[”\"»]\s*$")
_DEFAULT: Final = "tin"


class Weights(NamedTuple):
    """What the signs weigh.

    Attributes:
        own: The weight of each place's phrases, and of the section, for the kind that they speak for.
        form: For each kind the weight of each sign of the form.
    """

    own: Mapping[str, float]
    form: Mapping[str, Mapping[str, float]]


class Signs(NamedTuple):
    """What speaks for the kinds of one article.

    Attributes:
        own: For each kind how much its phrases and its sections say, by place.
        form: Signs of the form, the same for all kinds.
    """

    own: Mapping[str, Mapping[str, float]]
    form: Mapping[str, float]


#: Where a phrase of some kinds counts (`_PLACES`), its zone, first syllable and length there, the kinds.
_Found: TypeAlias = tuple[str, Zone, int, int, tuple[str, ...]]


def find_kind(text: ArticleText) -> KindFinding:
    """Return the kind of piece that an article is.

    The score is the kind's share of the chances of all kinds. `rule` names what spoke for it most:
    ``title``, ``section`` or ``form`` (form, opening and text), and ``default`` where nothing did.
    """
    return kind_by(text, shipped_weights())


def kind_by(text: ArticleText, weights: Weights) -> KindFinding:
    """Return the kind as `find_kind` does, by other weights than the shipped ones."""
    found = _read(words_of(text))
    signs = _signs(text, found)
    odds = {
        kind.id: _weighed(signs.own[kind.id], weights.own)
        + _weighed(signs.form, weights.form[kind.id])
        for kind in all_kinds()
    }
    chances = {kind: 1 / (1 + math.exp(-said)) for kind, said in odds.items()}
    # A bare headline has no form: where neither words nor section speak for a kind, it is news.
    said = any(any(own.values()) for own in signs.own.values())
    best = max(chances, key=lambda kind: chances[kind]) if said else _DEFAULT
    score = chances[best] / sum(chances.values())
    return _finding(text, best, score, found, signs.own[best], weights)


def _weighed(signs: Mapping[str, float], weights: Mapping[str, float]) -> float:
    weighed: Iterable[float] = map(mul, signs.values(), map(weights.__getitem__, signs))
    return sum(weighed)


def signs_of(text: ArticleText) -> Signs:
    """Return the signs of an article's kind."""
    return _signs(text, _read(words_of(text)))


def _read(words: Words) -> list[_Found]:
    found = _found_in(words.title, "title", len(words.title.words))
    size = 0
    for zone in words.text:
        if size < _OPENING:
            found += _found_in(zone, "opening", _OPENING - size)
        if size < _TEXT:
            found += _found_in(zone, "text", _TEXT - size)
        size += len(zone.words)
    return found


def _found_in(zone: Zone, place: str, most: int) -> list[_Found]:
    return [
        (place, zone, start, length, kinds)
        for start, length, kinds in _phrases()[place].found_in(zone.words[:most])
    ]


def _signs(text: ArticleText, found: Sequence[_Found]) -> Signs:
    counts = Counter((kind, place) for place, _, _, _, kinds in found for kind in kinds)
    body = [zone.words for zone in words_of(text).text if zone.part is Part.BODY]
    size = sum(map(len, body)) + 1
    scale = min(size, _TEXT) / 250 + 0.4
    sections = kinds_of_section(text.section) if text.section else ()
    own = {
        kind.id: {
            "title": min(counts[kind.id, "title"], _MOST["title"]),
            "opening": min(counts[kind.id, "opening"], _MOST["opening"]),
            "text": min(math.log1p(counts[kind.id, "text"] / scale), _MOST["text"]),
            "section": float(kind.id in sections),
        }
        for kind in all_kinds()
    }
    figures = sum(map(str.isdigit, chain.from_iterable(body)))
    return Signs(own, _form(text, size, figures))


def _form(text: ArticleText, size: int, figures: int) -> dict[str, float]:
    body = text.body[:_FORM]
    paragraphs = body.count("\n\n") + 1
    hundreds = len(body) / _HUNDRED + 0.5
    lines = f"\n{body}"
    return {
        "always": 1.0,
        "dateline": float(bool(_DATELINE.match(text.lead or body))),
        "dateline_below": float(bool(text.lead and _DATELINE.match(body))),
        "questions": min(
            (len(_ASKED.findall(lines)) + len(_ASKING.findall(body))) / paragraphs, 1.0
        ),
        "headings": min(len(_HEADING.findall(lines)) / paragraphs, 1.0),
        "persons": min(len(_PERSON.findall(body)) / hundreds, 3.0),
        "comrades": min((body.count("ồng chí ") + body.count("đ/c")) / hundreds, 3.0),
        "long_ago": min(len(_LONG_AGO.findall(body)) / hundreds, 3.0),
        "quotes": min((body.count("“") + body.count('"') / 2) / hundreds, 3.0),
        "figures": min(25 * figures / size, 3.0),
        "length": math.log(size / 200),
        "percent": min(body.count("%") / hundreds, 2.0),
        "quoted_title": float(bool(_QUOTED.match(text.title))),
    }


def _finding(
    text: ArticleText,
    kind: str,
    score: float,
    found: Sequence[_Found],
    own: Mapping[str, float],
    weights: Weights,
) -> KindFinding:
    said = {name: weights.own[name] * sign for name, sign in own.items()}
    strongest = max(said, key=lambda name: said[name])
    if said[strongest] <= 0:
        rule = "default" if kind == _DEFAULT else "form"
        return KindFinding(kind, round(score, 3), rule, ())
    section = (
        [Evidence(text.section, Span(Part.SECTION, 0, len(text.section)))]
        if text.section and own["section"]
        else []
    )
    phrases: dict[tuple[Zone, int, int], Evidence] = {}
    for _, zone, start, length, kinds in found:  # title, opening and text in turns
        place = zone, start, length
        if kind in kinds and len(phrases) < _MOST_EVIDENCE and place not in phrases:
            phrases[place] = zone.evidence(start, length)
    rule = strongest if strongest in ("title", "section") else "form"
    return KindFinding(kind, round(score, 3), rule, (*section, *phrases.values())[:_MOST_EVIDENCE])


@lru_cache(maxsize=1)
def _phrases() -> Mapping[str, Phrases[tuple[str, ...]]]:
    by_place: dict[str, defaultdict[str, tuple[str, ...]]] = {
        place: defaultdict(tuple) for place in _PLACES
    }
    for kind, table in tables("kinds").items():
        for place, phrases in by_place.items():
            for written in table.get(place, ()):
                for phrase in spelled_out(written):
                    if kind not in phrases[phrase]:
                        phrases[phrase] += (kind,)
    return {place: Phrases(phrases) for place, phrases in by_place.items()}


@lru_cache(maxsize=1)
def shipped_weights() -> Weights:
    """Return the weights that the archive comes with."""
    data = resources.files("archive").joinpath("data/kind_weights.toml").read_text("utf-8")
    read = tomllib.loads(data)
    return Weights(read.pop("own"), read)
