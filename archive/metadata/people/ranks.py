"""Ranks in front of names, which are no offices."""

from __future__ import annotations

from archive.metadata.people.phrases import Kind, words
from archive.metadata.people.tokens import Tokens


def after_academic(tokens: Tokens, index: int) -> int:
    """Return the index behind ranks, ``Thiếu tướng, PGS, TS.``, and the signs between them."""
    known = words()
    while True:
        behind, kind = known.match(tokens.keys, index)
        if not kind & Kind.ACADEMIC:
            return index
        while tokens.key(behind) in {".", ",", "-"}:
            behind += 1
        index = behind
