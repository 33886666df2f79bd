"""Finds the mentions of people in an article.

First what follows an honorific, then the names that stand directly beside an office. The second pass
knows the full names of the first, which tells where a place ends and a name begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from archive.metadata.findings import ArticleText, Part, PersonMention, Span
from archive.metadata.people.callings import people_called
from archive.metadata.people.mentions import Mention
from archive.metadata.people.names import NameKey, is_full_name, run_end
from archive.metadata.people.offices import Office, office_before, office_behind
from archive.metadata.people.phrases import Kind, words
from archive.metadata.people.ranks import after_academic
from archive.metadata.people.reading import office_after
from archive.metadata.people.tokens import Tokens, is_glued, tokenize
from archive.metadata.words import Zone, words_of

_SEPARATORS: Final = frozenset(",-–—(")
_FULL: Final = 2
# Only behind one of these words or a sign is an office that of the person who comes next, and not in
# ``thừa ủy quyền Chủ tịch UBND tỉnh, đồng chí ...``.
_LEADING: Final = frozenset(("", "có", "theo", "cùng", "và", "gồm", "nghe", "do", "gặp"))
# Behind these words two capitalised syllables are sooner a place.
_PLACE_WORDS: Final = frozenset(
    (
        "tại",
        "ở",
        "về",
        "đến",
        "từ",
        "thăm",
        "ra",
        "vào",
        "lên",
        "đường",
        "phố",
        "đảo",
        "núi",
        "sông",
    )
)


@dataclass(slots=True)
class _Paragraph:
    part: Part
    tokens: Tokens
    candidates: list[int]
    mentions: list[Mention]


def find_people(text: ArticleText) -> tuple[PersonMention, ...]:
    """Return the mentions of people in an article's title, lead and body, in the order of the text.

    A person is mentioned by name with a calling (``đồng chí``, ``đ/c``, ``ông``, ``bà``) or with an
    office directly before or behind the name. Left out are the dead leaders everything is called
    after (Hồ Chí Minh, Mác, Lênin), and every mention whose name or office has no certain end.
    """
    paragraphs = [
        _paragraph(zone.part, tokenize(line, zone.start + offset))
        for zone in _where_people_may_be(text)
        for offset, line in _lines(zone.printed)
    ]
    persons = {
        mention.key: mention.printed
        for paragraph in paragraphs
        for mention in paragraph.mentions
        if len(mention.key) >= _FULL
    }
    for paragraph in paragraphs:
        _add_officers(paragraph, set(persons))
    for paragraph in paragraphs:
        for mention in paragraph.mentions:
            if len(mention.key) >= _FULL:
                persons.setdefault(mention.key, mention.printed)
    return tuple(
        _described(mention, paragraph, full)
        for paragraph in paragraphs
        for mention in sorted(paragraph.mentions, key=lambda found: found.start)
        if not mention.dropped and (full := _full_name(mention, persons)) is not None
    )


def _paragraph(part: Part, tokens: Tokens) -> _Paragraph:
    candidates = words().candidates(tokens.keys)
    return _Paragraph(part, tokens, candidates, people_called(tokens, candidates))


def _where_people_may_be(text: ArticleText) -> Iterator[Zone]:
    """Yield the title, lead and paragraphs in which a calling or an office may stand."""
    article = words_of(text)
    known = words()
    glued = any(is_glued(printed) for _, printed in text.parts())
    for zone in (article.title, *article.text):
        if glued or known.may_name(zone.words):
            yield zone


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        if line:
            yield start, line
        start += len(line) + 1


def _full_name(mention: Mention, persons: dict[NameKey, str]) -> str | None:
    """Return the name that a mention stands for; None for a given name that is nobody's."""
    size = len(mention.key)
    longer = {key for key in persons if len(key) > size and key[-size:] == mention.key}
    if len(longer) == 1 and size <= _FULL:
        return persons[longer.pop()]
    if size >= _FULL or longer or (mention.rule == "mr" and _stands_alone(mention)):
        return mention.printed
    return None


def _stands_alone(mention: Mention) -> bool:
    """Tell whether a given name is no first half of a word, as in ``truy tặng bà Huân chương``."""
    tokens = mention.tokens
    if not tokens.is_small(mention.end):
        return True
    return bool(words().match(tokens.keys, mention.end)[1] & Kind.END)


def _described(mention: Mention, paragraph: _Paragraph, full_name: str) -> PersonMention:
    tokens = paragraph.tokens

    def span(first: int, behind: int) -> Span:
        start = tokens.offset + tokens.start(first)
        return Span(paragraph.part, start, tokens.offset + tokens.end(behind - 1))

    return PersonMention(
        name=mention.printed,
        full_name=full_name,
        title=tokens.printed(*mention.title) if mention.title else None,
        span=span(mention.start, mention.end),
        title_span=span(*mention.title) if mention.title else None,
        rule=mention.rule,
    )


# --- Names beside an office, without honorific ----------------------------------------------------


def _add_officers(paragraph: _Paragraph, persons: set[NameKey]) -> None:
    tokens = paragraph.tokens
    known = words()
    taken = _taken(paragraph.mentions)
    called = {mention.calling: mention for mention in paragraph.mentions}
    read = 0
    for index in paragraph.candidates:
        if index < read or index in taken:
            continue
        head = known.head(tokens.keys, index)
        if head == index or _is_inside_phrase(tokens, index):
            continue
        office = office_before(tokens, index, persons)
        mention = _behind_office(tokens, index, office) or _before_office(tokens, index)
        if mention is None:
            _give_office(tokens, index, office, called)
            read = max(head, office.end)
            continue
        if taken.intersection(range(mention.start, mention.end)):
            read = head
            continue
        mentions = [mention]
        if tokens.key(index - 1) in known.plural:
            mentions += _others(mention)
        paragraph.mentions += mentions
        taken |= _taken(mentions)
        read = max(head, *(found.behind for found in mentions))


def _is_inside_phrase(tokens: Tokens, index: int) -> bool:
    """Tell whether what looks like an office is part of a body, ``Tổ thư ký``."""
    if index == 0:
        return False
    behind, kind = words().match(tokens.keys, index - 1)
    return behind > index + 1 and bool(kind & Kind.PART)


def _others(first: Mention) -> Iterator[Mention]:
    """Yield those who share an office: ``các Phó Chủ tịch UBND tỉnh Hà Văn A, Lê Thị B``."""
    tokens = first.tokens
    behind = first.behind
    while tokens.key(behind) in {",", "và"}:
        start = behind + 1
        end = run_end(tokens, start)
        if not is_full_name(tokens, start, end) or office_after(tokens, end).behind > end:
            break
        yield Mention(tokens, start, end, first.title, first.rule, end)
        behind = end


def _taken(mentions: Sequence[Mention]) -> set[int]:
    return {
        index
        for mention in mentions
        for first, behind in ((mention.start, mention.end), mention.title or (0, 0))
        for index in range(first, behind)
    }


def _behind_office(tokens: Tokens, index: int, office: Office) -> Mention | None:
    """Return the person whose name follows an office without honorific."""
    if not office.sure:
        return None
    if office.name is not None:
        return _named(tokens, office.name, (index, office.end))
    behind = office.end + (tokens.key(office.end) in _SEPARATORS)
    start = after_academic(tokens, behind)
    if start == behind or not (_leads(tokens, index) or behind == office.end):
        return None
    return _named(tokens, start, (index, office.end))


def _give_office(tokens: Tokens, index: int, office: Office, called: dict[int, Mention]) -> None:
    """Give an office to the person named behind it with an honorific: ``Bí thư chi bộ, bà Bông``."""
    behind = office.end + (tokens.key(office.end) in _SEPARATORS)
    person = called.get(behind)
    if person is None or person.title is not None or not office.sure:
        return
    if _leads(tokens, index):
        person.title = (index, office.end)


def _leads(tokens: Tokens, index: int) -> bool:
    return not tokens.is_word(index - 1) or tokens.key(index - 1) in _LEADING


def _named(tokens: Tokens, start: int, office: tuple[int, int]) -> Mention | None:
    end = run_end(tokens, start)
    if end == start:
        return None
    after = office_after(tokens, end)
    return Mention(
        tokens,
        start,
        end,
        after.title or office,
        "office-before",
        after.behind,
        dropped=after.dropped,
    )


def _before_office(tokens: Tokens, index: int) -> Mention | None:
    """Return the person whose name stands before an office, ``Nguyễn Văn A, Bí thư chi bộ``."""
    if tokens.key(index - 1) not in _SEPARATORS:
        return None
    end = index - 1
    start = end
    while start > 0 and tokens.is_name(start - 1):
        start -= 1
    while start < end and _is_no_name(tokens, start):
        start += 1
    if not is_full_name(tokens, start, end) or not _is_person_there(tokens, start, end):
        return None
    office = office_behind(tokens, index)
    if office is None:
        return None
    return Mention(
        tokens,
        start,
        end,
        (index, office.end),
        "office-behind",
        office.end,
        dropped=not office.sure,
    )


def _is_no_name(tokens: Tokens, index: int) -> bool:
    """Tell whether a capitalised word before a name is not part of it: ``Chị``, ``Theo``."""
    known = words()
    key = tokens.keys[index]
    if key in known.surnames:
        return False
    return key in known.not_first or bool(known.match([key], 0)[1] & Kind.CALLING)


def _is_person_there(tokens: Tokens, start: int, end: int) -> bool:
    """Tell by what stands before it whether a name is a person's, and not that of a place."""
    known = words()
    for size in (1, 2):
        behind, kind = known.match(tokens.keys[:start], max(0, start - size))
        if behind == start and kind & Kind.CALLING:
            return True
        if behind == start and kind & (Kind.AREA | Kind.NAMED):
            return False
    if tokens.key(start - 1) in _PLACE_WORDS:
        return False
    return end - start > _FULL or tokens.keys[start] in known.common_surnames
