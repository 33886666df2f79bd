"""The views for researchers: what stands in their columns. Migration 0006 has their SQL.

A view has the name of the table that it makes readable, and ``_view``; ``coverage`` is no table and needs
no such ending. Columns that a table has under the same name mean
the same, and are explained there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import DateTime, TypeDecorator
from sqlalchemy.types import TypeEngine

from archive.models import (
    Article,
    ArticleTopic,
    Base,
    Citation,
    Document,
    Duplicate,
    Reprint,
    Site,
)


@dataclass(frozen=True, slots=True)
class ViewColumn:
    """A column of a view.

    Attributes:
        name: Its name.
        type: Its type, as the data dictionary writes it.
        doc: What stands in it.
        nullable: Whether it may be empty.
    """

    name: str
    type: str
    doc: str
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """A view.

    Attributes:
        name: Its name.
        doc: What a row is.
        columns: Its columns, in their order.
    """

    name: str
    doc: str
    columns: tuple[ViewColumn, ...]


def type_name(kind: TypeEngine[Any]) -> str:
    """Return a type as the data dictionary writes it."""
    if isinstance(kind, TypeDecorator):
        kind = kind.impl_instance
    return "timestamp" if isinstance(kind, DateTime) else str(kind).lower()


def _of(model: type[Base], *names: str, nullable: bool | None = None) -> Iterator[ViewColumn]:
    """Yield columns that a table has under the same names."""
    for name in names:
        column = model.__table__.columns[name]
        may_be_empty = bool(column.nullable) if nullable is None else nullable
        yield ViewColumn(name, type_name(column.type), column.doc or "", may_be_empty)


_PERIOD: Final = (
    ViewColumn("year", "integer", "Year of publication.", nullable=True),
    ViewColumn(
        "month",
        "text",
        "Month of publication, `2021-05`; empty also where only the year is known.",
        nullable=True,
    ),
)
_SITE: Final = ViewColumn("site", "text", "Host of the site, without `www.`.")
_SITE_PROVINCE: Final = ViewColumn(
    "site_province",
    "text",
    "Name of the province of the site's body; empty for a central site.",
    nullable=True,
)
_PROVINCE: Final = (
    ViewColumn(
        "province",
        "text",
        "Name of the one province that the article is about, as it was on its date; empty where there "
        "are several or none.",
        nullable=True,
    ),
    ViewColumn(
        "province_today",
        "text",
        "Name of the unit of today that it became part of.",
        nullable=True,
    ),
)
_ARTICLE: Final = (
    *_of(Article, "title", "url"),
    _SITE,
    *_of(Article, "published_at", "published_precision"),
    *_PERIOD,
    *_PROVINCE,
)


def _article_columns() -> Sequence[ViewColumn]:
    return (
        *_of(Article, "id", "url", "title", "lead", "body", "author", "organisation"),
        *_of(Article, "source", "source_mark"),
        _SITE,
        *_of(Site, "spider"),
        _SITE_PROVINCE,
        *_of(Article, "section", "published_at", "published_precision"),
        *_of(Article, "published_raw", "published_rule"),
        *_PERIOD,
        *_of(Article, "updated_at", "province_id"),
        *_PROVINCE,
        ViewColumn(
            "provinces",
            "text",
            "Names of all provinces that it is about, the leading one first, with `; ` between.",
            nullable=True,
        ),
        ViewColumn(
            "topics",
            "text",
            "Vietnamese names of its topics, best first, with `; ` between.",
            nullable=True,
        ),
        *_of(Article, "kind_id"),
        ViewColumn("kind", "text", "Vietnamese name of its kind.", nullable=True),
        ViewColumn(
            "cluster_id",
            "integer",
            "Group of articles that carry the same text (`reprints_view`); empty: no other does.",
            nullable=True,
        ),
        *_of(Reprint, "relation", nullable=True),
        *_of(Article, "first_seen_at", "last_seen_at", "revision", "revised_at"),
        ViewColumn(
            "gone_since",
            "timestamp",
            "When it was found missing on its site; empty: it was there when last asked for.",
            nullable=True,
        ),
        *_of(Article, "parser", "metadata_version"),
        ViewColumn(
            "capture",
            "text",
            "The fetch that its present state was read from, as it is cited: WARC file, `@`, place in "
            "it, and when it was fetched; empty where nothing was captured.",
            nullable=True,
        ),
    )


def _citation_columns() -> Sequence[ViewColumn]:
    return (
        *_of(Citation, "article_id", "position", "document_id"),
        ViewColumn("document", "text", "How lists show it, `Chỉ thị 05-CT/TW (khóa XII)`."),
        *_of(Document, "type", "number", "issuer", "symbol", "edition"),
        ViewColumn(
            "document_province",
            "text",
            "Name of the province of a provincial body's document.",
            nullable=True,
        ),
        *_of(Citation, "printed", "part", "start", "end", "term", "issued_on", "rule"),
        *_of(Citation, "misprint", "same_as"),
        *_ARTICLE,
    )


def _reprint_columns() -> Sequence[ViewColumn]:
    return (
        ViewColumn(
            "cluster_id",
            "integer",
            "The cluster; where an article has exact copies only, its number.",
        ),
        ViewColumn(
            "place",
            "integer",
            "Its place in the cluster, from 1: in the order in which the pages were certainly out. A "
            "page without a printed date was out when it was first read, one dated to a month at its "
            "end.",
        ),
        ViewColumn("pages", "integer", "How many pages carry the text."),
        ViewColumn("article_id", "integer", "The article; of a copy the one whose text it is."),
        ViewColumn(
            "relation",
            "text",
            "As in `reprints`: `base`, `whole`, `abridged`, `extended`, `partial` or `digest`; `copy`: "
            "the same text at another address (`duplicates`).",
        ),
        *_of(Reprint, "match_id", "share", "match_share"),
        *_of(Duplicate, "title", "url"),
        _SITE,
        _SITE_PROVINCE,
        *_of(Article, "published_at", "published_precision"),
        *_PERIOD,
        *_of(Article, "first_seen_at", "last_seen_at"),
        *_PROVINCE,
        ViewColumn("first_site", "text", "Host of the page that was out first."),
        ViewColumn("first_url", "text", "Its address."),
        ViewColumn(
            "first_published_at", "timestamp", "Its printed publication date.", nullable=True
        ),
        ViewColumn(
            "lag_days",
            "integer",
            "Days from the first page's printed date to this one's; empty where one of both is not known "
            "to the day.",
            nullable=True,
        ),
    )


def _coverage_columns() -> Sequence[ViewColumn]:
    return (
        _SITE,
        *_of(Site, "spider"),
        ViewColumn(
            "province",
            "text",
            "Name of the province of the site's body; empty for a central site.",
            nullable=True,
        ),
        ViewColumn(
            "province_today",
            "text",
            "Name of the unit of today that it became part of.",
            nullable=True,
        ),
        ViewColumn(
            "year", "integer", "Year of publication; empty: no date is printed.", nullable=True
        ),
        ViewColumn(
            "month",
            "text",
            "Month of publication, `2021-05`; empty: only the year is printed, or no date.",
            nullable=True,
        ),
        ViewColumn("articles", "integer", "How many articles were first read on the site."),
        ViewColumn("duplicates", "integer", "How many texts of other articles were found there."),
        ViewColumn("dated_to_day", "integer", "Of the articles, how many are dated to the day."),
        ViewColumn(
            "first_seen_at", "timestamp", "When the first of them was first read.", nullable=True
        ),
        ViewColumn("last_seen_at", "timestamp", "When one of them was last read.", nullable=True),
        ViewColumn("gone", "integer", "How many of the articles are gone from the site."),
        ViewColumn(
            "expected",
            "float",
            "Of a gap, a month with far fewer articles and duplicates than those around it: their median "
            "(`archive gaps`); else empty.",
            nullable=True,
        ),
    )


#: All views, in the order in which they are listed.
VIEWS: Final = (
    View(
        "articles_view",
        "An article with the names that its numbers stand for. Selecting few columns is cheap: what is "
        "not asked for is not joined.",
        tuple(_article_columns()),
    ),
    View(
        "article_topics_view",
        "A topic of an article, with the article.",
        (
            *_of(ArticleTopic, "article_id", "topic_id"),
            ViewColumn("topic", "text", "Vietnamese name of the topic."),
            ViewColumn("topic_en", "text", "English name of the topic."),
            *_of(ArticleTopic, "score", "rule", "evidence"),
            *_ARTICLE,
        ),
    ),
    View(
        "citations_view",
        'A reference to a document in an article, with both. `end` is a word of SQL: write `"end"`.',
        tuple(_citation_columns()),
    ),
    View(
        "reprints_view",
        "A page that carries a text which others carry too: articles of a cluster, and exact copies. "
        "Digests, which carry several texts, are in `reprints` only, unless they have exact copies.",
        tuple(_reprint_columns()),
    ),
    View(
        "coverage",
        "What there is of a site from one month of publication: every month from its first to its last, "
        "also those without any; and what is not dated to a month.",
        tuple(_coverage_columns()),
    ),
)
