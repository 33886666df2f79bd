"""MinHash with 128 permutations in 32 bands, which reprints are measured against; needs numpy."""

from __future__ import annotations

import importlib
import zlib
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

_PERMUTATIONS: Final = 128
_BANDS: Final = 32
_ALIKE: Final = 0.75
# The largest below 2**32: products of two numbers below it stay below 2**64, and wrap around it often, so
# that each permutation has another order.
_PRIME: Final = 2**32 - 5
_SIZE: Final = 4


class MinHash:
    """An index of texts in memory.

    Raises:
        ModuleNotFoundError: numpy is not installed.
    """

    def __init__(self) -> None:
        self._numpy: Any = importlib.import_module("numpy")
        numbers = self._numpy.random.default_rng(4)
        self._factors = numbers.integers(1, _PRIME, (_PERMUTATIONS, 1), dtype="uint64")
        self._terms = numbers.integers(0, _PRIME, (_PERMUTATIONS, 1), dtype="uint64")
        self._signatures: dict[int, Any] = {}
        self._bands: list[dict[bytes, list[int]]] = [defaultdict(list) for _ in range(_BANDS)]

    def add(self, number: int, words: Sequence[str]) -> set[int]:
        """Add a text, and return those before it that are estimated to be alike.

        Args:
            number: Number of the text.
            words: Its syllables.
        """
        grams = {" ".join(words[i : i + _SIZE]) for i in range(len(words) - _SIZE + 1)}
        hashes = self._numpy.fromiter(
            (zlib.crc32(gram.encode()) for gram in grams), dtype="uint64", count=len(grams)
        )
        values = (self._factors * hashes + self._terms) % _PRIME
        signature = values.min(axis=1).astype("uint32")
        rows = _PERMUTATIONS // _BANDS
        candidates: set[int] = set()
        for band, bucket in enumerate(self._bands):
            key = signature[band * rows : (band + 1) * rows].tobytes()
            candidates.update(bucket[key])
            bucket[key].append(number)
        found = {
            other
            for other in candidates
            if float((self._signatures[other] == signature).mean()) >= _ALIKE
        }
        self._signatures[number] = signature
        return found
