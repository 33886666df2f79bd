"""Vietnamese text: what every field is cleaned with, and the keys that make spellings comparable.

`clean` keeps what the page prints (``uỷ`` stays ``uỷ``, quotes and glued words too) and takes away
only what nobody can see. The other functions make keys: for comparing, searching and counting, not
for showing. All of them run for every block of every page, so each asks a cheap built-in method
before it reaches for a regular expression.
"""

from __future__ import annotations

import codecs
import re
import string
import unicodedata
from functools import lru_cache
from typing import Final

_TONES: Final = "\u0300\u0301\u0309\u0303\u0323"  # à á ả ã ạ, as combining marks
_VOWELS: Final = "aăâeêioôơuưy"


def _with_tones(letter: str) -> str:
    """Return the five toned forms of a vowel: ``a`` gives ``àáảãạ``."""
    return "".join(unicodedata.normalize("NFC", letter + tone) for tone in _TONES)


_MARKED: Final = "".join(
    sorted({c for v in _VOWELS for c in (v if not v.isascii() else "") + _with_tones(v)} | {"đ"})
)

# Category Cf (soft hyphen, zero-width spaces, byte order mark, direction marks), and what databases
# or UTF-8 cannot hold: control characters that are not white space, and lone surrogates.
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0001\U000e0020-\U000e007f]+"
)

# Up to this length a text is a line, and the results of so many lines are kept.
_LINE: Final = 200
_LINES: Final = 4096
_LOOK_ALIKES: Final = {"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ"}
# Icelandic has á é í ó ú ý as well, so those say nothing about eth; þ and æ are Icelandic only.
_VIETNAMESE: Final = re.compile(f"[{re.sub('[áéíóúý]', '', _MARKED)}]", re.IGNORECASE)
_ICELANDIC: Final = re.compile("[þæ]", re.IGNORECASE)

_VIETNAMESE_MARKS: Final = _TONES + "\u0302\u0306\u031b"  # and those of â, ă, ơ
_COMBINING: Final = re.compile("[\u0300-\u036f]+")
_NOT_WORD: Final = re.compile(r"[\W_]+")
_HAS_MARK: Final = re.compile(f"[{_MARKED}]", re.IGNORECASE)

_PUNCTUATION: Final = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
}
_END_MARK: Final = "./."
_SYLLABLE: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def _tone_placements() -> dict[str, str]:
    """Return every pair of letters whose tone mark the key moves, with where it moves to."""
    moved: dict[str, str] = {}
    for first, second in ("oa", "oe", "uy"):
        for early, late in zip(_with_tones(first), _with_tones(second), strict=True):
            moved[first + late] = early + second  # open syllable: hoá -> hóa
            moved[early + second] = first + late  # closed syllable: hòanh -> hoành
    for vowel in "aăâeêiôơy":
        for wrong, right in zip(_with_tones("u"), _with_tones(vowel), strict=True):
            moved[f"q{wrong}{vowel}"] = f"qu{right}"  # the u of qu bears no mark: qủa -> quả
    return moved


_PLACEMENTS: Final = _tone_placements()
_LETTER: Final = r"[^\W\d_]"
# Most letters fail at the first set, which the engine leaps to; what is behind it looks back at it.
_MISPLACED: Final = re.compile(
    f"[oqu{_with_tones('o')}{_with_tones('u')}](?:"
    f"(?<=o)[{_with_tones('a')}{_with_tones('e')}](?!{_LETTER})"
    f"|(?<=u)(?<!qu)[{_with_tones('y')}](?!{_LETTER})"
    f"|(?<=q)[{_with_tones('u')}][aăâeêiôơy]"
    f"|(?<=[{_with_tones('o')}])[ae](?={_LETTER})"
    f"|(?<=[{_with_tones('u')}])y(?={_LETTER}))"
)


# The letters of Vietnamese and its common signs fit into one byte each, and a table of 256 bytes turns
# a text into words several times as fast as what follows here for all other texts.
_NO_CHARACTER: Final = "\ufffe"
_BYTES: Final = f"\0{string.printable}{_MARKED}{_MARKED.upper()}\xa0“”‘’«»–—…•·×°".ljust(
    256, _NO_CHARACTER
)
_ENCODING: Final = codecs.charmap_build(_BYTES)
_APOSTROPHE: Final = _BYTES.index("'")


def _nfc(text: str) -> str:
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """Return the text as printed, on one line, without what cannot be seen.

    The result is NFC; invisible characters are gone, every run of Unicode white space is one space,
    and Icelandic ``Ð`` in Vietnamese text is ``Đ``. Spelling, quotes, dashes and glued words stay.

    >>> clean("  Ban  Tuyên giáo   Tỉnh uỷ ")
    'Ban Tuyên giáo Tỉnh uỷ'
    """
    return _clean_line(text) if len(text) <= _LINE else _clean(text)


def _clean(text: str) -> str:
    text = text.strip()
    if not text.isprintable() or "  " in text:
        text = " ".join(text.split())
        if not text.isprintable():
            # What is taken away may have stood between two spaces, or between a letter and its mark.
            text = " ".join(_INVISIBLE.sub("", text).split())
    if text.isascii():
        return text
    text = _nfc(text)
    if any(letter in text for letter in _LOOK_ALIKES) and _is_vietnamese(text):
        for letter, right in _LOOK_ALIKES.items():
            text = text.replace(letter, right)
    return text


# The menus and side columns of a site are the same lines on every page.
_clean_line = lru_cache(maxsize=_LINES)(_clean)


def _is_vietnamese(text: str) -> bool:
    return bool(_VIETNAMESE.search(text)) and not _ICELANDIC.search(text)


def fold(text: str) -> str:
    """Return the text in lower case without diacritics, for search without marks.

    >>> fold("Đảng bộ tỉnh Đắk Lắk")
    'dang bo tinh dak lak'
    """
    if text.isascii():
        return text.lower()
    one_byte = compact(text)
    return _fold(text) if one_byte is None else _printed(one_byte.translate(_PLAIN))


def _fold(text: str) -> str:
    text = unicodedata.normalize("NFD", text.lower())
    for mark in _VIETNAMESE_MARKS:
        text = text.replace(mark, "")
    for letter in "đðɖ":
        text = text.replace(letter, "d")
    return text if text.isascii() else _COMBINING.sub("", text)


def fold_words(text: str) -> str:
    """Return the folded words of a text, separated by single spaces.

    >>> fold_words("Thừa Thiên - Huế")
    'thua thien hue'
    """
    one_byte = compact(text)
    if one_byte is None:
        return _fold_words(text)
    return " ".join(one_byte.translate(_FOLDED).decode("ascii").split())


def _fold_words(text: str) -> str:
    return _NOT_WORD.sub(" ", _fold(text)).strip()


_PLAIN: Final = codecs.charmap_encode(
    "".join(_fold(char) for char in _BYTES).replace(_NO_CHARACTER, " "), "strict", _ENCODING
)[0]
_FOLDED: Final = "".join(_fold_words(char) or " " for char in _BYTES).encode("ascii")


def spelling_key(text: str) -> str:
    """Return the text in lower case with one spelling habit, diacritics kept.

    The tone mark of an open syllable goes to the first vowel (``uỷ`` to ``ủy``), of a closed one to
    the second (``hòan`` to ``hoàn``), of ``qu`` to the next vowel (``qủa`` to ``quả``). Quotes,
    dashes and the ellipsis become ASCII, and a final ``./.`` goes.

    >>> spelling_key("Kết qủa “xoá mù chữ” của Tỉnh uỷ…")
    'kết quả "xóa mù chữ" của tỉnh ủy...'
    """
    return _line_key(text) if len(text) <= _LINE else _spelling_key(text)


def _spelling_key(text: str) -> str:
    text = text.lower()
    if not text.isascii():
        text = _place_tones(_nfc(text))
    for mark, plain in _PUNCTUATION.items():
        text = text.replace(mark, plain)
    while text.endswith(_END_MARK):
        text = text.removesuffix(_END_MARK).rstrip()
    return text


def _place_tones(text: str) -> str:
    return _MISPLACED.sub(lambda match: _PLACEMENTS[match[0]], text)


_line_key = lru_cache(maxsize=_LINES)(_spelling_key)


def syllables(text: str) -> list[str]:
    """Return the syllables and numbers of a text in their spelling key, apostrophes inside kept.

    >>> syllables("H’Lim Niê: xoá đói,giảm nghèo./.")
    ["h'lim", 'niê', 'xóa', 'đói', 'giảm', 'nghèo']
    """
    one_byte = compact(text)
    spelled = None if one_byte is None or 0 in one_byte else compact_spelled(one_byte)
    return _syllables(text) if spelled is None else compact_syllables(spelled)


def _syllables(text: str) -> list[str]:
    return _SYLLABLE.findall(spelling_key(text))


# Letters in lower case; everything else is a space, but for apostrophes, which may be inside a word.
_SPELLED: Final = codecs.charmap_encode(
    "".join(
        key if (key := _spelling_key(char)).isalnum() or key == "'" else " " for char in _BYTES
    ),
    "strict",
    _ENCODING,
)[0]


def compact(text: str) -> bytes | None:
    """Return a text with one byte for each letter, in a code of our own; None: it has other letters."""
    try:
        return codecs.charmap_encode(text, "strict", _ENCODING)[0]
    except UnicodeEncodeError:
        return None


def compact_spelled(text: bytes) -> bytes | None:
    """Return a compact text in lower case; tone marks stay where they are.

    All but letters, digits and NUL are spaces; None: there is an apostrophe inside a word.
    """
    spelled = text.translate(_COMPACT_SPELLED)
    if _APOSTROPHE in spelled:
        if _INSIDE.search(spelled):
            return None
        spelled = spelled.translate(_WITHOUT_APOSTROPHES)
    return spelled


def compact_syllables(spelled: bytes) -> list[str]:
    """Return the syllables of what `compact_spelled` gives; each NUL is one of them.

    >>> compact_syllables(compact_spelled(compact("Xoá đói,giảm nghèo")))
    ['xóa', 'đói', 'giảm', 'nghèo']
    """
    return _place_tones(_printed(spelled)).split()


def _printed(text: bytes) -> str:
    return codecs.charmap_decode(text, "strict", _BYTES)[0]


def compact_folded(text: bytes) -> bytes:
    """Return the ASCII text of a compact one: folded letters, digits, NUL, and spaces for all others."""
    return text.translate(_COMPACT_FOLDED)


_COMPACT_SPELLED: Final = b"\0" + _SPELLED[1:]
_COMPACT_FOLDED: Final = b"\0" + _FOLDED[1:]
_SPACE: Final = _BYTES.index(" ")
_WITHOUT_APOSTROPHES: Final = bytes(
    _SPACE if byte == _APOSTROPHE else byte for byte in range(len(_BYTES))
)
_LETTER_BYTE: Final = b"[^%s]" % re.escape(bytes([0, _SPACE, _APOSTROPHE]))
_INSIDE: Final = re.compile(_LETTER_BYTE + re.escape(bytes([_APOSTROPHE])) + _LETTER_BYTE)


def spellings(key: str) -> set[str]:
    """Return all words in lower case whose spelling key is that of a word.

    >>> sorted(spellings("hoàn")), sorted(spellings("ủy"))
    (['hoàn', 'hòan'], ['uỷ', 'ủy'])
    """
    found, new = {key}, [key]
    while new:
        word = new.pop()
        for printed, right in _PLACEMENTS.items():
            for match in re.finditer(right, word):
                other = f"{word[: match.start()]}{printed}{word[match.end() :]}"
                if other not in found and spelling_key(other) == key:
                    found.add(other)
                    new.append(other)
    return found


def has_marks(word: str) -> bool:
    """Tell whether a word bears a Vietnamese diacritic or holds a đ.

    >>> has_marks("Đak"), has_marks("Bac Kan")
    (True, False)
    """
    return _HAS_MARK.search(_nfc(word)) is not None
