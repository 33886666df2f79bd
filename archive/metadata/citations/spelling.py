"""One spelling of an article's text for the patterns, character for character at the same place."""

from __future__ import annotations

from typing import Final, NamedTuple

_PLAIN: Final = tuple(
    {
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\t\xa0\u2002\u2003\u2009\u202f\u200b\ufeff\xad", " "),
        **dict.fromkeys("ÐƉ", "Đ"),
        **dict.fromkeys("ðɖ", "đ"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("⁄∕", "/"),
    }.items()
)
_TONES: Final = (("khoá", "khóa"), ("uỷ", "ủy"))
_UNITS: Final = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_TENS: Final = ("", "x", "xx", "xxx", "xl")
_ORDINALS: Final = (
    *("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"),
    *("mười một", "mười hai", "mười ba", "mười bốn", "mười lăm"),
)
_WORDS: Final = {
    **{word: number for number, word in enumerate(_ORDINALS, start=1)},
    "một": 1,
    "bốn": 4,
    "bẩy": 7,
}
_ROMAN: Final = {
    ten + unit: 10 * t + u for t, ten in enumerate(_TENS) for u, unit in enumerate(_UNITS)
}
_BY_NUMBER: Final = {number: roman.upper() for roman, number in _ROMAN.items() if roman}

#: A numeral of a congress, plenum or term, in lower case: ``xii``, ``12``, ``mười hai``.
NUMERAL: Final = "(?:{}|[ivxl]+|[0-9]{{1,2}})".format(
    "|".join(sorted(_WORDS, key=len, reverse=True))
)


class Spelled(NamedTuple):
    """A text for the patterns; all three have the same length.

    Attributes:
        text: As stored.
        plain: With one kind of dash, space, quote and Đ.
        low: The same in lower case, with the tone marks of ``khóa`` and ``ủy`` in one place.
    """

    text: str
    plain: str
    low: str


def spell(text: str) -> Spelled:
    """Return a text as the patterns want it."""
    plain = text
    for letter, right in _PLAIN:
        if letter in plain:
            plain = plain.replace(letter, right)
    low = plain.lower()
    if len(low) != len(plain):  # a letter of some other language has two in lower case
        low = "".join(c if len(c.lower()) != 1 else c.lower() for c in plain)
    for spelling, right in _TONES:
        low = low.replace(spelling, right)
    return Spelled(text, plain, low)


def number_of(numeral: str) -> int | None:
    """Return the value of a numeral in lower case, None where it is none.

    >>> number_of("viii"), number_of("mười một"), number_of("08"), number_of("iiii")
    (8, 11, 8, None)
    """
    words = " ".join(numeral.split())
    if words.isdecimal():
        return int(words)
    return _WORDS.get(words) or _ROMAN.get(words) or None


def roman(numeral: str) -> str | None:
    """Return a numeral as a Roman one, None where it is none or too great for a term or congress."""
    return _BY_NUMBER.get(number_of(numeral) or 0)
