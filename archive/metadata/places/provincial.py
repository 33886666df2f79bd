"""The provinces that an article of a provincial site is about: its own, if anything says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from archive.metadata.findings import ArticleText, Evidence, Part, ProvinceFinding, Span
from archive.metadata.places.central import (
    JOINT,
    by_office,
    by_title,
    by_weight,
    is_party,
    together,
    weigh,
)
from archive.metadata.places.mentions import Mention, Sense, key_of, place_of
from archive.metadata.places.own import first_sign, ours
from archive.metadata.places.vocabulary import LETTER, table
from archive.provinces import Province, as_of, get
from archive.text import fold_words

_CLEARLY: Final = 3.0  # times what is said of the own province
_NAMED: Final = 0.5  # weight from which the own name is a sign
_NAMED_AFAR: Final = 1.0  # the same in a section of foreign or national news
_ANOTHER: Final = 3.0  # weight from which a text is about another province though its title is not
_MOST_EVIDENCE: Final = 4
_VISIT: Final = re.compile(
    rf"(?<!{LETTER})(?:đoàn|thăm|làm việc|tiếp|kinh nghiệm|giao lưu|ký kết|phối hợp|kết nghĩa"
    rf"|hợp tác)(?!{LETTER})"
)


def provinces_of_site(
    text: ArticleText, mentions: Sequence[Mention]
) -> tuple[ProvinceFinding, ...]:
    """Return the province of the site where the text has a sign of it, or those it is clearly about."""
    own = _own_unit(text)
    named = [mention for mention in mentions if mention.unit == own.id]
    titled = by_title(text, mentions)
    if len(titled) > 1 and own.id in {finding.province for finding in titled}:
        return titled
    office = by_office(text)
    if office and office[0].province != own.id and not _named_first(named):
        return office
    others = [mention for mention in mentions if mention.unit != own.id]
    sign = first_sign(text, own, others)
    own_words = ours(text)
    if own_words is None:
        another = _another(text, mentions, own, titled, sign)
        if another:
            return another
    said = sum(map(_said, named))
    is_sign = sign is not None or said >= _NAMED or _is_in_section(text, "sections")
    if _is_in_section(text, "other_sections"):
        is_sign = own_words is not None or said >= _NAMED_AFAR
    if not is_sign:
        return ()
    signs = [mention.evidence for mention in named] or ([sign] if sign else [])
    return _of_site(text, own, signs[:_MOST_EVIDENCE]), *_partners(text, mentions, own)


def _said(mention: Mention) -> float:
    """Return the weight of the own name: alone, or in title or lead, it is a sign even as a venue."""
    ahead = mention.sense is Sense.BARE or mention.part is not Part.BODY
    return max(_NAMED, mention.weight) if ahead and mention.row_length == 1 else mention.weight


def _named_first(named: Sequence[Mention]) -> bool:
    """Tell whether title or lead name the own province."""
    return any(mention.part is not Part.BODY for mention in named)


def _own_unit(text: ArticleText) -> Province:
    unit = get(text.site_province or "")
    return as_of(unit.id, text.published) if text.published else unit


def _of_site(text: ArticleText, own: Province, signs: Sequence[Evidence]) -> ProvinceFinding:
    host = Evidence(text.site, Span(Part.SITE, 0, len(text.site)))
    return ProvinceFinding(own.id, 1.0, "site", (host, *signs))


def _partners(
    text: ArticleText, mentions: Sequence[Mention], own: Province
) -> tuple[ProvinceFinding, ...]:
    """Return the other provinces with which the title says that this one does something together."""
    if not JOINT.search(key_of(text.title)):
        return ()
    others = [
        mention
        for mention in mentions
        if mention.part is Part.TITLE and mention.unit != own.id and is_party(mention)
    ]
    return together(others)


def _another(
    text: ArticleText,
    mentions: Sequence[Mention],
    own: Province,
    titled: tuple[ProvinceFinding, ...],
    sign: Evidence | None,
) -> tuple[ProvinceFinding, ...]:
    """Return the other provinces that a text is clearly about.

    Its title is theirs and it says little of this one; or it says nothing of this one, much of another,
    and a ``tỉnh`` without a name comes only after that other one is named, so that it is meant. One
    that visits this one, or is visited, is a partner.
    """
    others = [mention for mention in mentions if mention.unit != own.id]
    here = sign is not None or len(others) < len(mentions)
    if not others or any(m.part is Part.TITLE and m.unit == own.id for m in mentions):
        return ()
    if here and _VISIT.search(key_of(text.title)):
        return ()
    weights = weigh(text, mentions)
    said = weights.pop(own.id, 0.0)
    if titled and sum(weights.values()) >= _CLEARLY * said:
        return titled
    if said or (sign and place_of(sign) < others[0].place):
        return ()
    found = by_weight(text, others)
    return found if found and weights[found[0].province] >= _ANOTHER else ()


def _is_in_section(text: ArticleText, kind: str) -> bool:
    return bool(text.section) and fold_words(text.section or "") in _sections(kind)


@lru_cache(maxsize=2)
def _sections(kind: str) -> frozenset[str]:
    return frozenset(map(fold_words, table()["own"][kind]))
