"""Where a person's name begins and ends."""

from __future__ import annotations

from collections.abc import Sequence, Set
from enum import Enum, auto
from typing import Final, TypeAlias

from archive.metadata.people.phrases import Kind, words
from archive.metadata.people.tokens import Tokens, is_syllable

#: A name as the keys of its syllables.
NameKey: TypeAlias = tuple[str, ...]

_MOST: Final = 5  # syllables of a name: Y Thanh Hà Niê Kđăm
_FULL: Final = 2  # from which on it is more than a given name
_USUAL: Final = (3, 4)
_SHORTEST_GIVEN: Final = 2  # letters of a given name that stands alone
_LONGEST_PLACE: Final = 4
_HIGHLAND: Final = frozenset(("h'", "k'"))
_NOT_NAME: Final = (
    Kind.HEAD | Kind.PREFIX | Kind.ACADEMIC | Kind.PART | Kind.OPEN | Kind.NAMED | Kind.AREA
)


class Before(Enum):
    """What stands directly before capitalised words in which an office may end and a name begin."""

    OFFICE = auto()
    PROVINCE = auto()
    SMALL_AREA = auto()
    NAMED_BODY = auto()


def run_end(tokens: Tokens, start: int) -> int:
    """Return the index behind the capitalised words that may be one name."""
    known = words()
    index = start
    in_capitals: bool | None = None
    while tokens.is_name(index):
        word = tokens.words[index]
        if sum(map(str.isalpha, word)) > 1:
            if in_capitals is None:
                in_capitals = word.isupper()
            elif in_capitals != word.isupper():
                break
        if index > start:
            if tokens.keys[index] in known.not_inside and (
                not tokens.capitals or tokens.is_capital(index + 1)
            ):
                break
            behind, kind = known.match(tokens.keys, index)
            if tokens.capitals:
                if kind and index - start >= _FULL:
                    break
            elif _is_phrase(tokens, index, behind, kind):
                break
        index += 1
    return index


def _is_phrase(tokens: Tokens, start: int, end: int, kind: int) -> bool:
    """Tell whether an office or a body begins in capitalised words; ``Quốc Phòng`` is a name."""
    if end == start + 1 or not kind & _NOT_NAME:
        return False
    return bool(kind & Kind.HEAD) or not all(map(tokens.is_name, range(start, end)))


def name_end(tokens: Tokens, start: int) -> int | None:
    """Return the index behind a name that begins here, after an honorific; None where none does.

    A single syllable counts: whether a given name alone is a person, the caller decides.
    """
    if not tokens.is_name(start):
        return None
    known = words()
    behind, kind = known.match(tokens.keys, start)
    if kind & _NOT_NAME and not begins_full_name(tokens, start, behind):
        return None
    end = run_end(tokens, start)
    size = end - start
    if size > _MOST or (size == 1 and len(tokens.words[start]) < _SHORTEST_GIVEN):
        return None
    if tokens.keys[start] in known.not_first and tokens.keys[start] not in known.surnames:
        return None
    key = tuple(tokens.keys[start:end])
    if _is_excluded(key) or key in known.places:
        return None
    if tokens.capitals and not (size >= _FULL and tokens.keys[start] in known.surnames):
        return None
    return end


def begins_full_name(tokens: Tokens, start: int, end: int) -> bool:
    """Tell whether a phrase of the lists begins a name all the same, by its family name or as a whole."""
    if tuple(tokens.keys[start : start + _FULL]) in words().persons:
        return tokens.is_name(start)
    if end != start + 1 or tokens.keys[start] not in words().surnames:
        return False
    return tokens.is_name(start) and tokens.is_name(end)


def _is_excluded(key: NameKey) -> bool:
    return key in words().not_persons


def begins_name(key: str) -> bool:
    """Tell whether the key of a syllable is a family name or a highland mark of sex, ``H’Lim``."""
    return key in words().surnames or key[:2] in _HIGHLAND


def is_full_name(tokens: Tokens, start: int, end: int) -> bool:
    """Tell whether capitalised words without honorific are a person's name: it needs a family name."""
    known = words()
    key = tuple(tokens.keys[start:end])
    return key in known.persons or (
        _FULL <= len(key) <= _MOST
        and begins_name(key[0])
        and known.not_inside.isdisjoint(key)
        and not _is_excluded(key)
        and key not in known.places
    )


def name_start(
    tokens: Tokens, start: int, end: int, before: Before, persons: Set[NameKey]
) -> int | None:
    """Return where in capitalised words behind an office the person's name begins.

    ``Bí thư Tỉnh ủy Thái Bình Nguyễn Văn A``: the words from ``Thái`` on are the place and the name.

    Args:
        tokens: The paragraph.
        start: First capitalised word.
        end: Behind the last one; the name ends there.
        before: What stands before them.
        persons: Full names that the article gives with an honorific.

    Returns:
        The index of the name's first syllable, None where there is no name, or none is certain.
    """
    known = words()
    keys = tuple(tokens.keys[start:end])
    size = len(keys)
    for cut in range(size - 1):
        if keys[cut:] in persons:
            return start + cut
    place = place_size(keys, 0)
    if place == size:
        return None
    if place:
        abroad = before is Before.OFFICE and keys[:place] in known.countries
        if _is_person(tokens, start + place, end, abroad):
            return start + place
    if before in (Before.OFFICE, Before.PROVINCE) and _is_foreign(tokens, start, end):
        return start
    behind = _behind_unknown_place(tokens, start, end, before)
    if behind is None or not is_full_name(tokens, start + behind, end):
        return None
    return start + behind


def place_size(keys: Sequence[str], at: int) -> int:
    """Return how many syllables the known place has that begins at a word; 0 where none does."""
    places = words().places
    sizes = range(min(len(keys) - at, _LONGEST_PLACE), 0, -1)
    return next((size for size in sizes if tuple(keys[at : at + size]) in places), 0)


def _is_person(tokens: Tokens, start: int, end: int, abroad: bool) -> bool:
    if abroad and (end - start >= _FULL or not is_syllable(tokens.words[start])):
        return end - start <= _MOST
    return is_full_name(tokens, start, end)


def _is_foreign(tokens: Tokens, start: int, end: int) -> bool:
    """Tell whether no syllable of a name is Vietnamese, ``António Guterres``."""
    return end - start >= _FULL and not any(map(is_syllable, tokens.words[start:end]))


def _behind_unknown_place(tokens: Tokens, start: int, end: int, before: Before) -> int | None:
    """Return how many syllables in front of a name belong to a place or body; None if that is open."""
    keys = tuple(tokens.keys[start:end])
    size = len(keys)
    if before is Before.NAMED_BODY or (before is Before.SMALL_AREA and keys in words().namesakes):
        cuts = (n for n in (2, 3) if size - n in _USUAL and keys[n] in words().common_surnames)
        return next(cuts, None)
    if before is not Before.SMALL_AREA:
        if is_full_name(tokens, start, end):
            return 0
        if size < _USUAL[1]:
            return None
    return _cut_behind_small_area(keys)


def _is_sure(keys: NameKey) -> bool:
    """Tell whether a family name and ``Văn`` or ``Thị`` begin a name."""
    return keys[0] in words().surnames and keys[1] in words().middle


def _cut_behind_small_area(keys: NameKey) -> int | None:
    """Return how many syllables the name of a district or commune has in front of a person's."""
    known = words()
    size = len(keys)
    if size == _USUAL[0]:
        sure = keys[0] in known.common_surnames or keys[1] in known.middle
        return 0 if sure and keys[0] in known.surnames else None
    if size == _USUAL[1] and keys[0] in known.surnames and keys[1] in known.middle:
        return 0
    highland = [n for n in range(1, size - 1) if keys[n] == "y" or keys[n][:2] in _HIGHLAND]
    if highland:
        return highland[0]
    cuts = [
        n
        for n in range(4)
        if size - n in _USUAL
        and (keys[n] in known.common_surnames or (n and _is_sure(keys[n:])))
        and not (keys[n] in known.middle and n and keys[n - 1] in known.surnames)
    ]
    if size == _USUAL[1] and cuts == [0] and keys[2] in known.surnames - known.common_surnames:
        return 0
    if 2 in cuts and 0 not in cuts:
        return 2
    if not cuts and not begins_name(keys[0]):
        cuts = [n for n in (1, 2) if size - n in _USUAL and keys[n] in known.surnames]
    return cuts[0] if len(cuts) == 1 else None
