"""The schema. It reads as the data dictionary: ``docs/data-dictionary.md`` is generated from it.

All moments are stored as Vietnam wall-clock time (UTC+7) without an offset, on both databases, so
that ``date(published_at)`` in SQL is the day that the page prints.
"""

from __future__ import annotations

from archive.models.articles import (
    Article,
    ArticleAttachment,
    ArticleImage,
    Duplicate,
    EarlierReading,
    Revision,
    Tombstone,
)
from archive.models.base import Base, VietnamTime
from archive.models.crawling import Address, Backfill, Capture, Listing, Run, RunSite
from archive.models.metadata import (
    ArticleProvince,
    ArticleTopic,
    Citation,
    Document,
    PersonMention,
)
from archive.models.reference import Body, Kind, Province, ProvinceName, Site, Topic
from archive.models.reprints import ArticleShingle, ArticleSketch, Reprint, ReprintLink
from archive.models.search import IndexedArticle, SearchState

__all__ = [
    "Address",
    "Article",
    "ArticleAttachment",
    "ArticleImage",
    "ArticleProvince",
    "ArticleShingle",
    "ArticleSketch",
    "ArticleTopic",
    "Backfill",
    "Base",
    "Body",
    "Capture",
    "Citation",
    "Document",
    "Duplicate",
    "EarlierReading",
    "IndexedArticle",
    "Kind",
    "Listing",
    "PersonMention",
    "Province",
    "ProvinceName",
    "Reprint",
    "ReprintLink",
    "Revision",
    "Run",
    "RunSite",
    "SearchState",
    "Site",
    "Tombstone",
    "Topic",
    "VietnamTime",
]
