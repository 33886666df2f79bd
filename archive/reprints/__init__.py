"""Reprints: articles that carry the same text on several sites or at several addresses.

An article goes one way, within the transaction that stores it (`join`): its text becomes shingles,
a few of which are kept (`shingles`); the archive says which articles have some of the same
(`sketches`); the likeliest are laid beside it (`comparing`, `occasions`, `matching`); and those
that carry the same text form clusters (`clusters`, `grouping`). `rebuild` does the same for all
articles of an archive that lacks it.
"""

from __future__ import annotations

from archive.reprints.joining import join
from archive.reprints.rebuilding import pending, rebuild
from archive.reprints.sketches import VERSION

__all__ = ["VERSION", "join", "pending", "rebuild"]
