"""Shingles: five syllables in a row as a number, and the few of a text by which it is found again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from itertools import repeat
from operator import add, and_
from typing import Final

#: Syllables in a shingle. Different articles share up to 22 % of their sequences of three, and 8 % of
#: their sequences of five (measured on the sample pages).
SIZE: Final = 5
#: A text of fewer syllables is not recognised: short notices say the same on different occasions.
SHORTEST: Final = 40
#: How many shingles are kept of a text, so that ten are left of a third of it.
KEPT: Final = 32
#: One in so many is kept of a very long text, however many those are: else a part of it is not found.
SPARSEST: Final = 64

# SQLite stores a number below 2**47 in six bytes, and a million articles have 32 million hashes.
_BITS: Final = 47
_MASK: Final = 2**_BITS - 1
_VOCABULARY: Final = 2**16


@lru_cache(maxsize=_VOCABULARY)
def _numbers(syllable: str) -> tuple[int, ...]:
    """Return a random number, always the same one, for a syllable in each place of a shingle."""
    digest = hashlib.blake2b(syllable.encode(), digest_size=8 * SIZE).digest()
    return tuple(
        int.from_bytes(digest[start : start + 8], "little") & _MASK
        for start in range(0, len(digest), 8)
    )


def shingles(syllables: Sequence[str]) -> list[int]:
    """Return the shingles of a text in their order, each as a number below 2**47.

    The numbers are the same in every process and on every machine, for they are stored.

    >>> len(shingles("học tập và làm theo Bác".split()))
    2
    """
    if len(syllables) < SIZE:
        return []
    # Adding up one independent random number a place is a hash of its own (tabulation hashing), and
    # many times as fast as hashing the words of every shingle.
    first, second, third, fourth, fifth = zip(*map(_numbers, syllables), strict=True)
    sums = map(add, map(add, first, second[1:]), map(add, third[2:], fourth[3:]))
    return list(map(and_, map(add, sums, fifth[4:]), repeat(_MASK)))


def sketch(hashes: Sequence[int]) -> list[int]:
    """Return the shingles that are kept of a text: its lowest ones, ascending.

    Which these are depends on the text alone, and what a part of it keeps is, as far as it is low enough,
    what the whole keeps as well. So a part is found however short it is cut.

    Args:
        hashes: The shingles of the text.
    """
    distinct = sorted(set(hashes))
    return distinct[: max(KEPT, len(distinct) // SPARSEST)]
