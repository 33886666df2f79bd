"""Signs by which the site of a provincial body speaks of its own province without naming it.

``Tỉnh ủy``, ``trong tỉnh``, ``UBND tỉnh``, ``tỉnh ta`` without another name, or a place below the
province (``huyện Kỳ Sơn``). ``Các tỉnh, thành phố`` and ``cấp tỉnh`` are of all provinces and no sign;
nor is a province of a neighbouring country (``tỉnh Hủa Phăn``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from archive.metadata.findings import ArticleText, Evidence, Part, Span
from archive.metadata.places.districts import district_pattern, lies_in
from archive.metadata.places.mentions import Mention, Sense, key_of
from archive.metadata.places.vocabulary import (
    LETTER,
    alternatives,
    any_of,
    name_pattern,
    spellings,
    table,
    words_pattern,
)
from archive.provinces import Province

_BEFORE: Final = 30
_AFTER: Final = 48
# Before bản, làng, buôn that are villages: elsewhere they are in văn bản, cơ bản, Nhật Bản, buôn bán.
_BEFORE_VILLAGE: Final = (
    "ở ", "tại ", "về ", "đến ", "từ ", "của ", "các ", "người ", "dân ", "chi bộ ", "trưởng ", "với ",
    "huyện ", ", ", ". ", "(", "\n",
)  # fmt: skip
# A province of which the text speaks as its own; nobody says so of another.
_OURS: Final = re.compile(rf"(?:tỉnh|thành phố) (?:ta|nhà|mình)(?!{LETTER})")
_LISTED: Final = re.compile(r"(?:tỉnh ủy|huyện ủy|thị ủy|các|những|mỗi|tỉnh)[,/ -]+$")
_UNIT_WORDS: Final = frozenset({"tỉnh", "thành phố", "tp"})
# Before tỉnh they make it the site's own wherever it stands.
_PLAIN: Final = ("toàn ", "trong ", "địa bàn ", "nhân dân ", "ngoài ")
_BODY_BEFORE: Final = (
    "ubnd ", "hđnd ", "ủy ban nhân dân ", "hội đồng nhân dân ", "mttq ", "ubmttq ", "việt nam ",
    "công an ", "đoàn ", "liên đoàn lao động ", "phụ nữ ", "nông dân ", "cựu chiến binh ", "quân sự ",
    "đảng bộ ", "nhà báo ", "bộ chqs ", "biên phòng ",
)  # fmt: skip


def first_sign(text: ArticleText, own: Province, others: Sequence[Mention] = ()) -> Evidence | None:
    """Return the first words by which a text speaks of the province that it comes from.

    Args:
        text: The article.
        own: The province of its site.
        others: Other provinces that it names: ``tỉnh`` behind one in the same paragraph means that one.
    """
    office = _office(text.organisation)
    if office is not None:
        return office
    plain = any_of("own", "law").search(key_of(text.title)) is not None
    for part, words in text.parts():
        for sign in signs_in(words, part, own, plain=plain):
            if sign.words.lower() not in _UNIT_WORDS or not _is_behind(words, sign, others):
                return sign
    return None


def _is_behind(words: str, sign: Evidence, others: Sequence[Mention]) -> bool:
    """Tell whether a paragraph names another province before a sign."""
    paragraph = words.rfind("\n\n", 0, sign.span.start)
    return any(
        other.part is sign.span.part
        and paragraph < other.start < sign.span.start
        and other.sense is not Sense.DISTRICT
        for other in others
    ) and not words[max(0, sign.span.start - _BEFORE) : sign.span.start].lower().endswith(_PLAIN)


def ours(text: ArticleText) -> Evidence | None:
    """Return words by which a text says that a province is its own: ``tỉnh ta``, ``tỉnh nhà``."""
    for part, words in text.parts():
        match = _OURS.search(key_of(words))
        if match:
            return _evidence(words, part, match.start(), match.end())
    return None


def signs_in(words: str, part: Part, own: Province, *, plain: bool = False) -> Iterator[Evidence]:
    """Yield the signs in one part: first the province unnamed, then places below it.

    Args:
        words: The part of the text.
        part: Which one.
        own: The province; of a municipality a text says ``thành phố``, not ``tỉnh``.
        plain: Leave out bodies of which a law speaks as well: ``UBND tỉnh``.
    """
    key = key_of(words)
    for match in _unit_pattern(own.kind == "municipality").finditer(key):
        if _is_own(words, key, match) and not (plain and not _is_plain(key, match)):
            yield _evidence(words, part, match.start(), match.end())
    for match in _local_pattern().finditer(key):
        if _is_local(words, key, match) and not _is_elsewhere(words, match.end(), own):
            yield _evidence(words, part, match.start(), match.end())


def _evidence(words: str, part: Part, start: int, end: int) -> Evidence:
    return Evidence(words[start:end], Span(part, start, end))


def _is_own(words: str, key: str, match: re.Match[str]) -> bool:
    """Tell whether ``tỉnh`` or ``Tỉnh ủy`` without a name is that of the site."""
    before = key[max(0, match.start() - _BEFORE) : match.start()]
    if _general_before().search(before):
        return False
    if _general_after().match(key, match.end()):
        return False
    if name_pattern().match(words, match.end() + 1):
        return False
    if _former().match(words, match.end() + 1):
        return False
    after = words[match.end() + 1 : match.end() + 2]
    if words[match.end() : match.end() + 1] == " " and after.isupper() and not match["committee"]:
        return before.endswith(_BODY_BEFORE)
    return True


def _is_plain(key: str, match: re.Match[str]) -> bool:
    """Tell whether ``tỉnh`` cannot be that of a law: ``Tỉnh ủy``, ``trong tỉnh``."""
    before = key[max(0, match.start() - _BEFORE) : match.start()]
    return match["committee"] is not None or before.endswith(_PLAIN)


def _is_local(words: str, key: str, match: re.Match[str]) -> bool:
    """Tell whether a committee stands alone, or ``xã``, ``ấp`` ... before a name."""
    before = key[max(0, match.start() - _BEFORE) : match.start()]
    if match["committee"]:
        return _LISTED.search(before) is None
    if match["village"] and not (before == "" or before.endswith(_BEFORE_VILLAGE)):
        return False
    name = words[match.end() : match.end() + _AFTER].partition(" ")[0]
    return name[:1].isupper() and "-" not in name  # Đa-vốt is abroad


def _is_elsewhere(words: str, start: int, own: Province) -> bool:
    """Tell whether a place is printed with a province or another province's district behind it."""
    ends = start + _AFTER
    sentence = re.search(r"[.;:\n]", words[start:ends])
    if sentence:
        ends = start + sentence.start()
    if name_pattern().search(words, start, ends):
        return True
    match = district_pattern().search(words, start, ends)
    return match is not None and not lies_in(match[0], own)


@lru_cache(maxsize=1)
def _former() -> re.Pattern[str]:
    return words_pattern(form for name in table()["own"]["former"] for form in spellings(name))


@lru_cache(maxsize=1)
def _general_before() -> re.Pattern[str]:
    general = alternatives(table()["own"]["general_before"])
    number = r"(?<!\d)(?<!chỉ đạo )(?<!bcđ )\d+"
    below = "[/,] ?(?:huyện|xã|quận|cấp)"
    return re.compile(rf"(?:(?<!{LETTER})(?:{general}|tỉnh,|tỉnh ủy,|{number})|{below}|-) $|/$")


@lru_cache(maxsize=1)
def _general_after() -> re.Pattern[str]:
    general = alternatives(table()["own"]["general_after"])
    others = "(?:và |hoặc )?(?:các )?(?:thành (?:phố|ủy)|tp|huyện|xã|thị)"
    return re.compile(
        rf" ?(?:{general})(?!{LETTER})|[,/]? ?{others}(?!{LETTER})|[,/-] ?(?:thành|tp)"
    )


@lru_cache(maxsize=2)
def _unit_pattern(municipality: bool) -> re.Pattern[str]:
    if municipality:
        return re.compile(rf"t(?:hành (?:phố|(?P<committee>ủy))|p)(?<!{LETTER}tp)(?!{LETTER})")
    return re.compile(rf"tỉnh(?P<committee> ủy)?(?!{LETTER})")


@lru_cache(maxsize=1)
def _local_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!{LETTER})(?:(?P<committee>(?:huyện|thị|quận|thành) ủy)(?!{LETTER})"
        r"|(?:thị trấn|xã(?! hội)|phường|ấp|thôn) |(?P<village>bản|làng|buôn) )"
    )


def _office(line: str | None) -> Evidence | None:
    """Return the office line where it is that of a body of the province, ``Ban Tuyên giáo Tỉnh ủy``."""
    if not line:
        return None
    if any_of("office", "own").search(key_of(line)):
        return Evidence(line, Span(Part.ORGANISATION, 0, len(line)))
    return None
