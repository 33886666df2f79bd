"""The provinces that an article of a central site is about.

The first rule that finds some decides: the title opens with their names (``Đồng Tháp: ...``) or says that
it is ``giữa Bắc Kạn và Cao Bằng``; the office under the byline is a province's; or the text speaks of one
far more than of any other. An enumeration of many is a region, and a title that says ``các tỉnh`` or
``khu vực`` lets its venue count for nothing.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from archive.metadata.findings import ArticleText, Evidence, Part, ProvinceFinding, Span
from archive.metadata.places.mentions import Mention, Sense, key_of, mentions_in, place_of
from archive.metadata.places.own import signs_in
from archive.metadata.places.vocabulary import LETTER, any_of, opening_pattern
from archive.provinces import get

_WEIGHT: Final = {Part.TITLE: 4.0, Part.LEAD: 2.0, Part.BODY: 1.0}
_OPENING_PARAGRAPH: Final = 2.0  # stands in for a lead
_ENOUGH: Final = 2.4
_ENOUGH_LATE: Final = 4.0  # where only later paragraphs name it
_ENOUGH_ALONE: Final = 1.5  # where no other province is named
_A_LINE: Final = 120  # characters; a shorter paragraph does not open a text
_MEANT: Final = 0.4
_IN_WIDE: Final = 0.4  # times what a name weighs under a title that speaks of more
_MOST_MEANT: Final = 2.0
_DOMINANCE: Final = 2.5  # times the runner-up
_MOST_EVIDENCE: Final = 5
_LEAST_OF_A_PARTY: Final = 0.3
_MOST_TOGETHER: Final = 3
_GOES_ON: Final = re.compile(r"\s*[:;,!?.…”\"]|\s+[-–“\"]|\s+(?=[a-zà-ỹđ\d])|\s*$")
_CAPITALS_GO_ON: Final = re.compile(r"\s*:|\s+[-–]\s|\s*$")
_BRACKETS: Final = re.compile(r"\s*\)\s*[.!?]*$")
_SENTENCE: Final = 160
_BORN: Final = re.compile(r"(?:sinh (?:năm|ngày|ra|tại)|quê (?:ở|quán|gốc|tại))[^.\n]*$")
JOINT: Final = re.compile(
    rf"(?<!{LETTER})(?:giữa|ký kết|hai tỉnh|ba tỉnh|hai địa phương|kết nghĩa|kinh nghiệm|giao lưu"
    rf"|phối hợp|hợp tác|liên kết|hợp nhất|sáp nhập)(?!{LETTER})"
)


def provinces_of_text(
    text: ArticleText, mentions: Sequence[Mention]
) -> tuple[ProvinceFinding, ...]:
    """Return the provinces that title, office line and text are about, leading one first."""
    return by_title(text, mentions) or by_office(text) or by_weight(text, mentions)


def by_title(text: ArticleText, mentions: Sequence[Mention]) -> tuple[ProvinceFinding, ...]:
    """Return the provinces whose the title is: as its opening, in brackets, or as parties of it."""
    titled = [mention for mention in mentions if mention.part is Part.TITLE]
    if not titled:
        return ()
    parties = _parties(text.title, titled)
    if parties:
        return together(parties)
    first = opening(text.title, titled)
    if first is not None:
        return together([m for m in titled if m.row == first.row])
    pair = [mention for mention in titled if is_party(mention) and mention.row_length > 1]
    if pair and not _is_wide(text) and len({mention.row for mention in pair}) == 1:
        return together(pair)
    last = titled[-1]
    if text.title[: last.start].endswith("(") and _BRACKETS.match(text.title, last.end):
        return together([last])
    return ()


def _parties(title: str, titled: Sequence[Mention]) -> list[Mention]:
    """Return the provinces that a title says to act together: ``ký kết giữa Bắc Kạn và Cao Bằng``."""
    named = [mention for mention in titled if is_party(mention)]
    if len({mention.unit for mention in named}) > 1 and JOINT.search(key_of(title)):
        return named
    return []


def is_party(mention: Mention) -> bool:
    """Tell whether a mention is of a province that may act, not of a town or of Hà Nội as a venue."""
    inside = mention.sense in (Sense.TOWN, Sense.DISTRICT)
    return not inside and mention.weight >= _LEAST_OF_A_PARTY


def opening(title: str, titled: Sequence[Mention]) -> Mention | None:
    """Return the province that a title opens with, unless the name goes on as something else."""
    first = titled[0]
    if first.sense is Sense.TOWN:
        return None
    before = key_of(title[: first.start]).lstrip("“\"'( ")
    if opening_pattern().fullmatch(before) is None:
        return None
    row = [mention for mention in titled if mention.row == first.row]
    # In capitals HÒA BÌNH may be peace, and nothing tells where the name ends but punctuation.
    goes_on = _CAPITALS_GO_ON if title.isupper() and not before else _GOES_ON
    return first if goes_on.match(title, row[-1].end) else None


def by_office(text: ArticleText) -> tuple[ProvinceFinding, ...]:
    """Return the province of the office line, such as ``Ban Tuyên giáo Tỉnh ủy Bắc Kạn``."""
    line = text.organisation or ""
    if any_of("office", "not_provincial").search(key_of(line)):
        return ()
    named = [
        mention
        for mention in mentions_in(line, Part.ORGANISATION, text.published)
        if mention.sense is not Sense.PERSON
        and (mention.sense is not Sense.VENUE or mention.end == len(line))
    ]
    if len({mention.unit for mention in named}) != 1:
        return ()
    evidence = Evidence(line, Span(Part.ORGANISATION, 0, len(line)))
    return (ProvinceFinding(named[0].unit, 1.0, "organisation", (evidence,)),)


def by_weight(text: ArticleText, mentions: Sequence[Mention]) -> tuple[ProvinceFinding, ...]:
    """Return the province that outweighs every other one, if there is one."""
    weights = weigh(text, mentions)
    ranked = sorted(weights, key=lambda unit: -weights[unit])
    if not ranked:
        return ()
    best = ranked[0]
    early = _named_early(text, best, mentions)
    wide = _is_wide(text)
    said = weights[best] + (_meant(text, best, mentions) if early and not wide else 0.0)
    if said < _enough(mentions, wide, early=early, alone=len(ranked) == 1):
        return ()
    if len(ranked) > 1 and said < _DOMINANCE * weights[ranked[1]]:
        return ()
    share = said / (said + sum(weights.values()) - weights[best])
    return (_finding(best, share, "text", mentions),)


def _enough(mentions: Sequence[Mention], wide: bool, *, early: bool, alone: bool) -> float:
    """Return the weight from which a text is about a province: less where it is the only one named.

    That it is only named as a venue does not count for this.
    """
    if not early:
        return _ENOUGH_LATE
    firm = any(mention.sense is not Sense.VENUE for mention in mentions)
    return _ENOUGH_ALONE if alone and firm and not wide else _ENOUGH


def _named_early(text: ArticleText, unit: str, mentions: Sequence[Mention]) -> bool:
    """Tell whether title, lead or opening name a province, and not only an example further down.

    Where somebody was born counts as well: the life of a person is told from there.
    """
    ends = _opening_end(text)
    named = [mention for mention in mentions if mention.unit == unit]
    return any(mention.part is not Part.BODY or mention.start < ends for mention in named) or any(
        _BORN.search(key_of(text.body[max(0, mention.start - _SENTENCE) : mention.start]))
        for mention in named
    )


def _opening_end(text: ArticleText) -> int:
    """Return where the first paragraph of the body ends, the second one where the first is but a line."""
    end = text.body.find("\n\n")
    if -1 < end < _A_LINE:
        end = text.body.find("\n\n", end + 1)
    return end if end >= 0 else len(text.body)


def _meant(text: ArticleText, unit: str, mentions: Sequence[Mention]) -> float:
    """Return what a text says of a province without its name: ``Tỉnh ủy``, ``huyện Kỳ Sơn`` after it."""
    own = get(unit)
    named = [m for m in mentions if m.sense is not Sense.VENUE]
    order = [mention.place for mention in named]
    meant = 0.0
    for part, words in text.parts():
        for sign in signs_in(words, part, own):
            last = bisect(order, place_of(sign)) - 1
            if last >= 0 and named[last].unit == unit:
                meant += _MEANT
                if meant >= _MOST_MEANT:
                    return meant
    return meant


def weigh(text: ArticleText, mentions: Sequence[Mention]) -> dict[str, float]:
    """Return what an article says of each province, by unit."""
    wide = _is_wide(text)
    opening_ends = 0 if text.lead else _opening_end(text)
    weights: defaultdict[str, float] = defaultdict(float)
    for mention in mentions:
        weight = _WEIGHT[mention.part]
        if mention.part is Part.BODY and mention.start < opening_ends:
            weight = _OPENING_PARAGRAPH
        if wide:
            weight *= _IN_WIDE
        weights[mention.unit] += weight * mention.weight
    return dict(weights)


def _is_wide(text: ArticleText) -> bool:
    return any_of("wide", "title").search(key_of(text.title)) is not None


def together(members: Sequence[Mention]) -> tuple[ProvinceFinding, ...]:
    """Return provinces that a title names side by side, unless so many that they are a region."""
    units = list(dict.fromkeys(member.unit for member in members))
    if not 0 < len(units) <= _MOST_TOGETHER:
        return ()
    share = round(1 / len(units), 3)
    return tuple(_finding(unit, share, "title", members) for unit in units)


def _finding(unit: str, share: float, rule: str, mentions: Sequence[Mention]) -> ProvinceFinding:
    own = sorted((m for m in mentions if m.unit == unit), key=_strength)
    evidence = tuple(mention.evidence for mention in own[:_MOST_EVIDENCE])
    return ProvinceFinding(unit, round(share, 3), rule, evidence)


def _strength(mention: Mention) -> float:
    return -_WEIGHT[mention.part] * mention.weight
