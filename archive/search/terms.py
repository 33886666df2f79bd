"""The terms of the index: what a word, a filter, a pair of words is called there, on both databases.

A word's exact form is a term as it is. All other terms begin with a sign that no word has:

======================  ==========================================================================
``~dang``               the folded form of a word
``.đảng``, ``.~dang``   a word of the title (PostgreSQL; SQLite has a column for it)
``@ngọc``, ``@~ngoc``   a word of who is named as author
``+dang_bo``            two folded words, one behind the other (PostgreSQL)
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
from functools import lru_cache
from itertools import accumulate, pairwise
from math import log2
from typing import Final

from archive.search.tree import Field, Word
from archive.search.words import exact_words, folded_words

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
# Twice the different syllables of Vietnamese; numbers only pass through.
_KEPT: Final = 1 << 14

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
    return list(map(_folded_term, exact))


@lru_cache(maxsize=_KEPT)
def _folded_term(exact: str) -> str:
    return GAP if exact == GAP else folded(*folded_words([exact]))


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
    found: list[str] = []
    for passage in passages:
        words = exact_words(passage)
        if words and found:
            found.append(GAP)
        found += words
    if max(map(len, found), default=0) > LONGEST:
        found = list(map(cut, found))
    return _shortened(found)


def _shortened(words: list[str]) -> list[str]:
    """Return as many of an article's words as are indexed, nearly always all."""
    if sum(map(len, words)) * 4 <= MOST_BYTES:
        return words
    sizes = accumulate(len(word.encode()) for word in words)
    return [word for word, size in zip(words, sizes, strict=True) if size <= MOST_BYTES]


def pairs(words: Sequence[str]) -> set[str]:
    """Return the pairs of folded words that stand in one passage."""
    return {f"+{one}_{other}" for one, other in pairwise(words) if one != GAP != other}


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
    for word, weight in weights.items():
        if weight >= least:
            yield word, min(int(2 * log2(weight / unit) + 1e-9), LEVELS[-1])
