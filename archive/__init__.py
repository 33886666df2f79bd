"""The ground floor: what an article is, how it is stored, found and taken out.

Nothing here knows of Scrapy or of how a site is crawled: ``crawler`` imports ``archive``, never the
other way round (``tests/test_architecture.py`` holds this). Researchers begin with
``from archive import Archive`` (``docs/python.md``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive.api import Archive
else:

    def __getattr__(name: str) -> object:
        """Import `Archive` when it is asked for: it brings the databases along, which costs 0.3 s."""
        if name != "Archive":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from archive.api import Archive

        return Archive


__all__ = ["Archive"]
