"""Shingles: five syllables in a row as a number, and the few of a text by which it is found again."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Sequence
from functools import lru_cache
from itertools import repeat
from operator import and_
from sys import byteorder
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
# Bytes of a number while it is added up.
_NUMBER: Final = 8
# Twice the syllables of Vietnamese, as the other caches of words: numbers only pass through.
_VOCABULARY: Final = 2**14


@lru_cache(maxsize=_VOCABULARY)
def _numbers(syllable: str) -> bytes:
    """Return a random number, always the same one, for a syllable in each place of a shingle."""
    digest = hashlib.blake2b(syllable.encode(), digest_size=_NUMBER * SIZE).digest()
    numbers = array("Q", digest)
    if byteorder == "big":
        numbers.byteswap()
    return array("Q", map(and_, numbers, repeat(_MASK))).tobytes()


def shingles(syllables: Sequence[str]) -> list[int]:
    """Return the shingles of a text in their order, each as a number below 2**47.

    The numbers are the same in every process and on every machine, for they are stored.

    >>> len(shingles("học tập và làm theo Bác".split()))
    2
    """
    count = len(syllables) - SIZE + 1
    if count < 1:
        return []
    # Adding up one independent random number a place is a hash of its own (tabulation hashing), and
    # many times as fast as hashing the words of every shingle. The numbers of a place lie side by side
    # in one long integer, so that one sum adds those of the whole text: five never fill their 64 bits.
    numbers = array("Q", b"".join(map(_numbers, syllables)))
    total = sum(
        int.from_bytes(numbers[place * (SIZE + 1) :: SIZE][:count].tobytes(), byteorder)
        for place in range(SIZE)
    )
    total &= int.from_bytes(_MASK.to_bytes(_NUMBER, byteorder) * count, byteorder)
    return array("Q", total.to_bytes(_NUMBER * count, byteorder)).tolist()


def sketch(hashes: Sequence[int]) -> list[int]:
    """Return the shingles that are kept of a text: its lowest ones, ascending.

    Which these are depends on the text alone, and what a part of it keeps is, as far as it is low enough,
    what the whole keeps as well. So a part is found however short it is cut.

    Args:
        hashes: The shingles of the text.
    """
    distinct = sorted(set(hashes))
    return distinct[: max(KEPT, len(distinct) // SPARSEST)]
