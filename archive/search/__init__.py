"""Finding articles by their words: ``search(engine, SearchRequest(query))``."""

from archive.search.folded import Hit, SearchRequest, search

__all__ = ["Hit", "SearchRequest", "search"]
