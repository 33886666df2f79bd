"""The terms of the index: what a word, a filter, a pair of words is called there, on both databases.

A word's exact form is a term as it is. All other terms begin with a sign that no word has:

======================  ==========================================================================
``~dang``               the folded form of a word
``.đảng``, ``.~dang``   a word of the title (PostgreSQL; SQLite has a column for it)
``@ngọc``, ``@~ngoc``   a word of who is named as author
``+dang_bo``            two folded words, one behind the other
``%q7c``, ``%q7ck``     three, in one of `_BUCKETS` buckets; behind it their exact forms (SQLite)
``^9đảng``              a word that stands out in the article: how much so, from 5 to f (`prominence`)
``#topic.khoa-giao``    a property that filters ask for
``#in.2022-03``         the month, or the year, that is all that is known of the date
``=2.1f3a``             a stretch of positions in which the article lies, of so long a kind (PostgreSQL)
``#``                   every article
``|``                   the empty place between two passages
======================  ==========================================================================
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from math import log2
from typing import Final
from zlib import crc32

from archive.search.tree import Field, Word
from archive.search.words import OfWords, folded_words, passage_words, places_of

GAP: Final = "|"
EVERY: Final = "#"
#: A term that no article has.
NOTHING: Final = "#-"
#: Words are cut to so many letters: databases have limits, and what is longer is none.
LONGEST: Final = 100
#: So many bytes of an article's words are indexed, about 40,000 words; PostgreSQL takes no more than four
#: times that as terms of one article.
MOST_BYTES: Final = 250_000

#: How much a word in the title counts, one in the body counting 1.
TITLE_WEIGHT: Final = 10
#: The two constants of bm25, as SQLite has them, and the length, in words, of an article of average
#: length by which prominence is reckoned.
K1: Final = 1.2
B: Final = 0.75
USUAL_LENGTH: Final = 450

LEVELS: Final = range(5, 16)
# Rows of three words are too many for a term each, so they have one for all rows of a bucket.
_DIGITS: Final = "abcdefghijklmnopqrstuvwxyz234567"
_BUCKETS: Final = len(_DIGITS) ** 3
_MULTIPLIERS: Final = (3, 0x1F35, 0x4B17)
_WIDTH: Final = 8
_BLANK_ROW: Final = b" %....  "
# What the last five bits of a byte are as a digit, and the five before the last two.
_LAST: Final = (_DIGITS * 8).encode()
_BEFORE: Final = bytes(_LAST[byte >> 2] for byte in range(256))

# Stretches of positions, from about a day and a half to sixteen years, each eight times the one before.
_STRETCHES: Final = (21, 24, 27, 30, 33)


def term(word: Word) -> str:
    """Return the term that a word of a query means, or begins with."""
    return cut(word.exact) if word.exact is not None else folded(cut(word.folded))


def cut(word: str) -> str:
    """Return as much of a word as the index has."""
    return word[:LONGEST]


def folded(word: str) -> str:
    """Return the term of a word's folded form."""
    return f"~{word}"


def folded_terms(exact: Sequence[str]) -> list[str]:
    """Return the terms of the folded forms of words, gaps staying as they are."""
    return list(map(_FOLDED_TERMS.__getitem__, exact))


def _folded_term(exact: str) -> str:
    return GAP if exact == GAP else folded(*folded_words([exact]))


_FOLDED_TERMS: Final = OfWords(_folded_term)


def in_title(word_term: str) -> str:
    """Return the term of a word in the title."""
    return f".{word_term}"


def of_author(word_term: str) -> str:
    """Return the term of a word of the author's name."""
    return f"@{word_term}"


def pair(first: str, second: str) -> str:
    """Return the term of two folded words, one behind the other."""
    return f"+{first}_{second}"


def prominent(word_term: str, level: int) -> str:
    """Return the term that articles have in which a word is prominent at a level."""
    return f"^{level:x}{word_term}"


def prop(field: Field, value: str) -> str:
    """Return the term of a property; both fields of provinces ask for the same ones."""
    name = Field.PROVINCE if field is Field.PROVINCE_TODAY else field
    return f"#{name.value}.{value}"


def known_to(period: str) -> str:
    """Return the term of an article of whose date only the month, or the year, is known."""
    return f"#in.{period}"


def stretches(position: int) -> Iterator[str]:
    """Yield the terms of the stretches of positions in which an article lies."""
    for kind, bits in enumerate(_STRETCHES):
        yield _stretch(kind, position >> bits)


def covering(first: int, last: int) -> Iterator[str]:
    """Yield terms of stretches that hold all positions of a range, and some at its ends.

    >>> list(covering(0, (1 << 24) + 5))
    ['=0.8', '=1.0']
    """
    lowest, highest = first >> _STRETCHES[0], last >> _STRETCHES[0]
    for kind in range(len(_STRETCHES)):
        is_last = kind == len(_STRETCHES) - 1
        while lowest <= highest and (is_last or lowest % 8):
            yield _stretch(kind, lowest)
            lowest += 1
        while lowest <= highest and (highest + 1) % 8:
            yield _stretch(kind, highest)
            highest -= 1
        if lowest > highest:
            return
        lowest, highest = lowest // 8, highest // 8


def _stretch(kind: int, number: int) -> str:
    return f"={kind}.{number:x}"


def passage_terms(passages: Iterable[str]) -> list[str]:
    """Return the exact words of passages, with a gap between two that have words."""
    found = passage_words(list(passages), GAP)
    if max(map(len, found), default=0) > LONGEST:
        found = list(map(cut, found))
    return _shortened(found)


def _shortened(words: list[str]) -> list[str]:
    """Return as many of an article's words as are indexed, nearly always all."""
    if len(words) * LONGEST * 4 <= MOST_BYTES or sum(map(len, words)) * 4 <= MOST_BYTES:
        return words
    sizes = accumulate(len(word.encode()) for word in words)
    return [word for word, size in zip(words, sizes, strict=True) if size <= MOST_BYTES]


def pairs(words: Sequence[str]) -> set[str]:
    """Return the pairs of folded words that stand in one passage."""
    return {f"+{one}_{other}" for one, other in pairwise(words) if one != GAP != other}


def row(words: Sequence[str]) -> str:
    """Return the term of three folded words, one behind the other."""
    return exact_row(words)[:-1]


def rows(words: Sequence[str]) -> set[str]:
    """Return the terms of the rows of three folded words that stand in one passage."""
    return {term[:-1] for term in rows_text(words).split()}


def exact_row(words: Sequence[str]) -> str:
    """Return the term of three exact words, one behind the other; it begins with their `row`."""
    return rows_text(words).strip()


def pairs_text(words: Sequence[str]) -> str:
    """Return the terms of the pairs of folded words that stand in one passage, a space before each."""
    count = max(len(words) - 1, 0)
    parts = ["_"] * (4 * count)
    parts[0::4] = [" +"] * count
    parts[1::4] = words[:-1]
    parts[3::4] = words[1:]
    for gap in places_of(GAP, words):
        across = slice(4 * max(gap - 1, 0), 4 * min(gap + 1, count))
        parts[across] = [""] * (across.stop - across.start)
    return "".join(parts)


def rows_text(words: Sequence[str]) -> str:
    """Return the terms of the rows of three exact words that stand in one passage, a space before each.

    One row after the other would take several times as long: here the numbers of all words stand in one
    large number, and so do those of all rows, eight bytes for each.
    """
    count = max(len(words) - 2, 0)
    numbers = int.from_bytes(b"".join(map(_NUMBERS.__getitem__, words)), "little")
    first, second, third = _MULTIPLIERS
    # No part grows into the next: both numbers of a row stay below 2**32.
    hashed = numbers * first + (numbers >> 64) * second + (numbers >> 128) * third
    size = _WIDTH * (len(words) + 1)
    low, high = (
        number.to_bytes(size, "little")[: _WIDTH * count] for number in (hashed, hashed >> 5)
    )
    found = bytearray(_BLANK_ROW * count)
    found[2::_WIDTH] = low[1::_WIDTH].translate(_BEFORE)
    found[3::_WIDTH] = high[0::_WIDTH].translate(_LAST)
    found[4::_WIDTH] = low[0::_WIDTH].translate(_LAST)
    found[5::_WIDTH] = low[4::_WIDTH].translate(_LAST)
    for gap in places_of(GAP, words):
        across = slice(_WIDTH * max(gap - 2, 0), _WIDTH * min(gap + 1, count))
        found[across] = b" " * (across.stop - across.start)
    return found.decode()


def _number(exact: str) -> bytes:
    """Return two numbers of a word, of its folded and of its exact form; they are the same everywhere."""
    forms = (*folded_words([exact]), exact)
    return b"".join((crc32(form.encode()) % _BUCKETS).to_bytes(4, "little") for form in forms)


_NUMBERS: Final = OfWords(_number)


def prominence(title: Sequence[str], body: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield the words that stand out in an article, each with its level, 5 to 15.

    The level grows with what bm25 makes of a word in this article, whatever else is in the archive: how
    often it occurs there, those in the title counting more, against the article's length. Two levels up
    is twice as much; 5 is a word in the title of an article that is not long, or about six in one of
    average length.
    """
    weights = Counter(body)
    length = len(title) + len(body) - weights.pop(GAP, 0)
    for word in title:
        weights[word] += TITLE_WEIGHT
    unit = 1 - B + B * length / USUAL_LENGTH
    least = 2 ** (LEVELS[0] / 2) * unit
    for word, weight in [item for item in weights.items() if item[1] >= least]:
        yield word, min(int(2 * log2(weight / unit) + 1e-9), LEVELS[-1])
