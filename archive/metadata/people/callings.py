"""People named behind an honorific, one by one and in lists.

``các đồng chí: A, Phó Bí thư Thường trực Tỉnh ủy; B, Chủ tịch UBND tỉnh; C và D, Ủy viên Ban Thường vụ``
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from archive.metadata.people.mentions import Mention
from archive.metadata.people.names import is_full_name, name_end, run_end
from archive.metadata.people.offices import office_before
from archive.metadata.people.phrases import Kind, words
from archive.metadata.people.ranks import after_academic
from archive.metadata.people.reading import office_after
from archive.metadata.people.tokens import Tokens

_FURTHEST_COLON: Final = 30  # words between ``các đồng chí`` and the colon before their names
_SHARING: Final = frozenset((",", "và", "cùng"))
_JOINTS: Final = frozenset((",", ";", "và", "cùng"))


@dataclass(slots=True)
class _Listed:
    mention: Mention
    joint: str = ""


def people_called(tokens: Tokens, candidates: Sequence[int]) -> list[Mention]:
    """Return the people named behind an honorific in a paragraph, in its order.

    Args:
        tokens: The paragraph.
        candidates: Where an honorific may stand, from `Words.candidates`.
    """
    known = words()
    found: list[Mention] = []
    read = 0
    for index in candidates:
        behind, kind = known.match(tokens.keys, index)
        if index >= read and kind & Kind.HONORIFIC and not _is_in_place(tokens, index):
            people = _people(tokens, index, behind)
            found += people
            read = max([behind, *(mention.behind for mention in people)])
    return found


def _is_in_place(tokens: Tokens, index: int) -> bool:
    """Tell whether a calling is part of a place's name, ``chùa Bà Giam``."""
    if not tokens.is_capital(index) or tokens.capitals or not tokens.is_word(index - 1):
        return False
    if tuple(tokens.keys[index - 1 : index]) in words().place_words:
        return True
    return not is_full_name(tokens, index + 1, run_end(tokens, index + 1))


def _people(tokens: Tokens, calling: int, start: int) -> list[Mention]:
    rule = "mr" if tokens.keys[calling] in {"ông", "bà"} else "comrade"
    plural = tokens.key(calling - 1) in words().plural or tokens.key(start) == ":"
    index = start + (tokens.key(start) == ":")
    first = _person(tokens, index, rule)
    group = None
    if first is None and plural:
        colon, group = _colon(tokens, index)
        if colon:
            first = _person(tokens, colon, rule)
    if first is None:
        return []
    first.calling = calling
    people = _list(tokens, first, plural)
    if plural and len(people) > 1:
        _share(people)
    mentions = [listed.mention for listed in people]
    if group:
        for mention in mentions:
            mention.title = mention.title or group
    return mentions


def _person(tokens: Tokens, start: int, rule: str) -> Mention | None:
    """Read one person: ranks and offices, the name, offices again."""
    known = words()
    index = after_academic(tokens, start)
    before = None
    if known.head(tokens.keys, index) > index:
        office = office_before(tokens, index, frozenset())
        before = (index, office.end)
        if office.name is not None:
            index = office.name
        else:
            separated = office.end + (tokens.key(office.end) == ",")
            index = after_academic(tokens, separated)
            if index == separated:
                return None
        end: int | None = run_end(tokens, index)
    else:
        end = name_end(tokens, index)
    if end is None or end == index:
        return None
    after = office_after(tokens, end)
    return Mention(
        tokens,
        index,
        end,
        after.title or before,
        rule,
        after.behind,
        dropped=after.dropped and not before,
    )


def _list(tokens: Tokens, first: Mention, plural: bool) -> list[_Listed]:
    """Read on as long as names without an honorific follow.

    Behind ``đồng chí`` alone, not ``các đồng chí``, each needs an office of their own.
    """
    known = words()
    people = [_Listed(first)]
    while not people[-1].mention.dropped:
        index = people[-1].mention.behind
        joint = tokens.key(index)
        if joint not in _JOINTS:
            break
        index += 1
        if joint != "và" and tokens.key(index) == "và":
            index += 1
        if known.match(tokens.keys, index)[1] & Kind.HONORIFIC:
            break
        following = _person(tokens, index, "list")
        if following is None or not is_full_name(tokens, following.start, following.end):
            break
        if not plural and following.title is None:
            break
        people[-1].joint = joint
        people.append(_Listed(following))
    if len(people) > 1 and plural:
        people[0].mention.rule = "list"
    return people


def _share(people: list[_Listed]) -> None:
    """Give an office to all that share it: ``C và D, Ủy viên Ban Thường vụ``."""
    for listed, following in reversed(list(pairwise(people))):
        if listed.mention.title is None and listed.joint in _SHARING:
            listed.mention.title = following.mention.title
            listed.mention.dropped |= following.mention.dropped


def _colon(tokens: Tokens, start: int) -> tuple[int, tuple[int, int] | None]:
    """Find the names in ``các đồng chí trong Thường trực Tỉnh ủy: A, ...``.

    Returns:
        Where they begin, 0 where there are none; and the office printed before the colon, if it is one.
    """
    known = words()
    for index in range(start, min(start + _FURTHEST_COLON, len(tokens))):
        if tokens.keys[index] in {".", ";", "(", "“", '"'}:
            break
        if tokens.keys[index] == ":":
            group = None
            if known.head(tokens.keys, start) > start:
                office = office_before(tokens, start, frozenset())
                if office.end == index and office.sure:
                    group = (start, index)
            return index + 1, group
    return 0, None
