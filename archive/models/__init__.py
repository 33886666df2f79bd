"""The schema. It reads as the data dictionary: ``docs/data-dictionary.md`` is generated from it.

All moments are stored as Vietnam wall-clock time (UTC+7) without an offset, on both databases, so
that ``date(published_at)`` in SQL is the day that the page prints.
"""

from __future__ import annotations

from archive.models.articles import (
    Article,
    ArticleAttachment,
    ArticleImage,
    ArticleTopic,
    Duplicate,
    EarlierReading,
    Revision,
    Tombstone,
)
from archive.models.base import Base, VietnamTime
from archive.models.crawling import Address, Backfill, Capture, Listing, Run, RunSite
from archive.models.reference import Province, ProvinceName, Site, Topic

__all__ = [
    "Address",
    "Article",
    "ArticleAttachment",
    "ArticleImage",
    "ArticleTopic",
    "Backfill",
    "Base",
    "Capture",
    "Duplicate",
    "EarlierReading",
    "Listing",
    "Province",
    "ProvinceName",
    "Revision",
    "Run",
    "RunSite",
    "Site",
    "Tombstone",
    "Topic",
    "VietnamTime",
]
