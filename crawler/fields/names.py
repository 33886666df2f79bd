"""Telling a person's name from other capitalised words."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from archive.provinces import all_provinces
from archive.text import fold, fold_words, has_marks, spelling_key

DATA: Final[dict[str, Any]] = tomllib.loads(
    files("crawler").joinpath("data", "bylines.toml").read_text(encoding="utf-8")
)

_SURNAMES: Final = frozenset(map(spelling_key, DATA["surnames"]))
_NOT_FIRST: Final = frozenset(map(spelling_key, DATA["not_first"]))
_NOT_INSIDE: Final = frozenset(map(spelling_key, DATA["not_inside"]))
_ANONYMOUS: Final = frozenset(map(fold_words, DATA["anonymous"]))

_SYLLABLE: Final = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?"
)
_STOPPED: Final = ("c", "ch", "p", "t")
_INITIALS: Final = re.compile(r"(?:[A-ZĐ]\.? ?){1,4}|(?:[A-ZĐ]\.){1,3} ?[A-ZĐ]\w+")
_TITLES: Final = re.compile(
    r"(?:(?:"
    + "|".join(re.escape(t) for t in sorted(DATA["titles"], key=len, reverse=True))
    + r")[.,:]*\s+)+"
)
_JOINTS: Final = re.compile(r"\s+[-–—&/]\s+|\s*[,;]\s*|\s+và\s+|(?<=\w)\s*[–—]\s*(?=[A-ZĐ])")
_FEWEST, _MOST = 2, 5
_LONGEST: Final = 90


@lru_cache(maxsize=1)
def _not_persons() -> frozenset[str]:
    """Return the keys of places and phrases that look like names."""
    places = {fold_words(name) for unit in all_provinces() for name in unit.names}
    return frozenset(places | set(map(fold_words, DATA["not_persons"])))


def _is_syllable(word: str) -> bool:
    """Tell whether a capitalised word can be a syllable of a Vietnamese or highland name."""
    if not word[0].isupper():
        return False
    if spelling_key(word) in _SURNAMES:  # Ksor, Siu and others do not sound like Kinh names
        return True
    if "'" in word or "’" in word:  # H’Lim, K'Thủy
        return word.replace("'", "").replace("’", "").isalpha()
    rest = word[1:]
    if rest and not (rest.islower() or word.isupper()):
        return False
    if _SYLLABLE.fullmatch(fold(word)) is None:
        return False
    # A syllable that ends in a stop always bears a tone mark: Top and Chat are no syllables.
    return not fold(word).endswith(_STOPPED) or has_marks(word)


@lru_cache(maxsize=4096)
def is_person(text: str) -> bool:
    """Tell whether a text is one person's name, ``Phan Sỹ Thành``.

    Two to five capitalised Vietnamese syllables that are no place and no office. A name in capitals
    needs a family name in front.

    >>> is_person("Mai Diệu Linh"), is_person("Quảng Trị"), is_person("Đảng Cộng sản Việt Nam")
    (True, False, False)
    """
    words = text.split()
    if not _FEWEST <= len(words) <= _MOST or not all(map(_is_syllable, words)):
        return False
    keys = [spelling_key(word) for word in words]
    if keys[0] in _NOT_FIRST or not _NOT_INSIDE.isdisjoint(keys):
        return False
    if fold_words(text) in _not_persons():
        return False
    if text.isupper():
        return keys[0] in _SURNAMES
    return keys[0] in _SURNAMES or any(map(has_marks, words))


def begins_with_surname(text: str) -> bool:
    """Tell whether the first word of a name is a family name."""
    return spelling_key(text.partition(" ")[0]) in _SURNAMES


def without_title(text: str) -> str:
    """Return a name without ranks and callings, ``ThS. Nguyễn Văn An``."""
    return _TITLES.sub("", text, count=1) if _TITLES.match(text) else text


def is_names(text: str) -> bool:
    """Tell whether a text is nothing but names, ``Thanh Huyền - Quốc Đạt`` or ``Vũ Võ, T.H``."""
    if len(text) > _LONGEST:
        return False
    if is_person(without_title(text)):
        return True
    parts = [part for part in _JOINTS.split(text) if part]
    if not 1 < len(parts) <= _MOST:
        return False
    named = [is_person(without_title(part)) for part in parts]
    return any(named) and all(
        ok or _INITIALS.fullmatch(part) or is_anonymous(part)
        for ok, part in zip(named, parts, strict=True)
    )


def is_anonymous(text: str) -> bool:
    """Tell whether a text stands for an author without naming one, ``BBT`` or ``PV``."""
    return fold_words(text) in _ANONYMOUS
