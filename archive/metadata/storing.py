"""Puts what is said of an article into its tables, within a transaction of the caller's."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from archive.database import storable
from archive.documents import Document, documents_of
from archive.metadata.findings import Evidence, Metadata
from archive.models import Base
from archive.site_rows import insert_if_new
from archive.statements import Statements
from archive.text import fold_words

_TABLES: Final = Base.metadata.tables
_DOCUMENTS: Final = _TABLES["documents"]
_PARTS: Final = tuple(
    _TABLES[name]
    for name in ("article_provinces", "article_topics", "citations", "person_mentions")
)
_INSERT: Final = {table: insert(table) for table in _PARTS}
_CLEAR: Final = [
    delete(t).where(t.c.article_id.in_(bindparam("ids", expanding=True))) for t in _PARTS
]
_ARTICLES: Final = _TABLES["articles"]
_UPDATE: Final = (
    update(_ARTICLES).where(_ARTICLES.c.id == bindparam("row_id")).returning(_ARTICLES.c.id)
)
_FIND_DOCUMENT: Final = select(_DOCUMENTS.c.id).where(_DOCUMENTS.c.key == bindparam("key"))


def columns(metadata: Metadata | None) -> dict[str, Any]:
    """Return what the article's own row says of it; all of it empty where nothing was looked for."""
    if metadata is None:
        metadata = Metadata(version="")
    kind = metadata.kind
    provinces = metadata.provinces
    return {
        "province_id": provinces[0].province if len(provinces) == 1 else None,
        "kind_id": kind and kind.kind,
        "kind_score": kind and kind.score,
        "kind_rule": kind and kind.rule,
        "kind_evidence": kind and evidence_rows(kind.evidence),
        "metadata_version": metadata.version or None,
    }


def insert_parts(
    connection: Connection, statements: Statements, article_id: int, metadata: Metadata
) -> None:
    """Insert the provinces, topics, citations and people of an article that has none."""
    _insert(connection, statements, {article_id: metadata})


def clear(connection: Connection, article_ids: Sequence[int]) -> None:
    """Take away the provinces, topics, citations and people of some articles."""
    for statement in _CLEAR:
        connection.execute(statement, {"ids": article_ids})


def replace(
    connection: Connection, statements: Statements, described: Mapping[int, Metadata]
) -> None:
    """Put other metadata in the place of what some articles have, by their numbers."""
    clear(connection, list(described))
    _insert(connection, statements, described)
    for article_id, metadata in described.items():
        statements.scalar(connection, _UPDATE, {**columns(metadata), "row_id": article_id})


def _insert(
    connection: Connection, statements: Statements, described: Mapping[int, Metadata]
) -> None:
    documents = {number: documents_of(found.citations) for number, found in described.items()}
    ids = _document_ids(connection, statements, itertools.chain(*documents.values()))
    rows: tuple[list[dict[str, Any]], ...] = tuple([] for _ in _PARTS)
    for number, metadata in described.items():
        cited = [ids[document.key] for document in documents[number]]
        for table_rows, found in zip(rows, _rows(metadata, cited), strict=True):
            table_rows += [{"article_id": number, **row} for row in found]
    for table, table_rows in zip(_PARTS, rows, strict=True):
        if table_rows:
            statements.insert(connection, _INSERT[table], table_rows)


def _rows(metadata: Metadata, documents: Sequence[int]) -> tuple[list[dict[str, Any]], ...]:
    """Return the rows of `_PARTS`, in this order."""
    provinces = [
        {
            "province_id": found.province,
            "position": position,
            "score": found.score,
            "rule": found.rule,
            "evidence": evidence_rows(found.evidence),
        }
        for position, found in enumerate(metadata.provinces)
    ]
    topics = [
        {
            "topic_id": found.topic,
            "score": found.score,
            "rule": found.rule,
            "evidence": evidence_rows(found.evidence),
        }
        for found in metadata.topics
    ]
    citations = [
        {
            "position": position,
            "document_id": document,
            "part": found.span.part.value,
            "start": found.span.start,
            "end": found.span.end,
            "printed": storable(found.printed),
            "term": found.term,
            "issued_on": found.issued_on,
            "rule": found.rule,
            "misprint": found.misprint,
            "same_as": found.same_as,
        }
        for position, (found, document) in enumerate(
            zip(metadata.citations, documents, strict=True)
        )
    ]
    people = [
        {
            "position": position,
            "name": storable(found.name),
            "full_name": storable(found.full_name),
            "folded_name": fold_words(found.full_name),
            "title": found.title and storable(found.title),
            "folded_title": found.title and fold_words(found.title),
            "part": found.span.part.value,
            "start": found.span.start,
            "end": found.span.end,
            "title_start": found.title_span and found.title_span.start,
            "title_end": found.title_span and found.title_span.end,
            "rule": found.rule,
        }
        for position, found in enumerate(metadata.people)
    ]
    return provinces, topics, citations, people


def evidence_rows(found: Iterable[Evidence]) -> list[dict[str, Any]]:
    """Return evidence as the archive stores and exports it."""
    return [
        {
            "words": storable(evidence.words),
            "part": evidence.span.part.value,
            "start": evidence.span.start,
            "end": evidence.span.end,
        }
        for evidence in found
    ]


def _document_ids(
    connection: Connection, statements: Statements, documents: Iterable[Document]
) -> dict[str, int]:
    """Return the numbers of documents by their keys; rows are made where need be.

    New ones are made in the order of their keys, so that two programs that need the same ones do not
    wait for each other.
    """
    ids: dict[str, int] = {}
    for key, document in sorted({document.key: document for document in documents}.items()):
        found = statements.scalar(connection, _FIND_DOCUMENT, {"key": key})
        if found is None:
            connection.execute(insert_if_new(connection, _DOCUMENTS), _document_row(document))
            found = statements.scalar(connection, _FIND_DOCUMENT, {"key": key})
        ids[key] = found
    return ids


def _document_row(document: Document) -> Mapping[str, Any]:
    return {
        "key": document.key,
        "type": document.type,
        "number": document.number,
        "issuer": document.issuer,
        "symbol": document.symbol,
        "name": document.name,
        "province_id": document.province,
        "edition": document.edition,
    }
