"""A reading as it is exported before it is in any archive: the fields of an export, for a feed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from archive.captures import Capture
from archive.documents import Document, documents_of
from archive.exports.fields import (
    ExportedCitation,
    ExportedEvidence,
    ExportedKind,
    ExportedPerson,
    ExportedProvince,
    ExportedTopic,
)
from archive.exports.records import ExportedReading, capture_name
from archive.metadata.findings import (
    Citation,
    Evidence,
    KindFinding,
    Metadata,
    PersonMention,
    ProvinceFinding,
    TopicFinding,
)
from archive.provinces import get, successor
from archive.readings import Reading
from archive.taxonomy import Kind, Topic, all_kinds, all_topics


def record_of_reading(reading: Reading, capture: Capture | None = None) -> ExportedReading:
    """Return a reading with the fields that `archive.exports.records.record` gives a stored article.

    What only an archive can tell is not there, as the number, or empty, as duplicates of other nights.

    Args:
        reading: The reading.
        capture: Where its page lies as it was fetched; None where it was not captured.
    """
    published, updated = reading.published, reading.updated
    found = reading.metadata or Metadata(version="")
    one = found.provinces[0].province if len(found.provinces) == 1 else None
    return {
        "url": reading.url,
        "site": reading.site,
        "spider": reading.spider,
        "title": reading.title,
        "lead": reading.lead,
        "body": reading.body_text,
        "author": reading.author,
        "organisation": reading.organisation,
        "source": reading.source,
        "source_mark": reading.source_mark,
        "section": reading.section,
        "tags": reading.tags,
        "published_at": published.value.isoformat() if published else None,
        "published_precision": published.precision if published else None,
        "published_raw": published.raw if published else None,
        "published_rule": published.rule if published else None,
        "updated_at": updated.value.isoformat() if updated else None,
        "province": get(one).name if one else None,
        "province_today": successor(one).name if one else None,
        "provinces": [_province(province) for province in found.provinces],
        "topics": [_topic(topic) for topic in found.topics],
        "kind": _kind(found.kind) if found.kind else None,
        "citations": [
            _citation(citation, document)
            for citation, document in zip(
                found.citations, documents_of(found.citations), strict=True
            )
        ],
        "people": [_person(person) for person in found.people],
        "metadata_version": found.version or None,
        "images": [{"url": image.url, "caption": image.caption} for image in reading.images],
        "attachments": [{"url": file.url, "name": file.name} for file in reading.attachments],
        "tables": reading.tables,
        "headings": reading.headings,
        "duplicates": [],
        "parser": reading.parser,
        "rules": reading.rules,
        "first_seen_at": reading.fetched_at.isoformat(),
        "last_seen_at": reading.fetched_at.isoformat(),
        "revision": 1,
        "cluster_id": None,
        "capture": capture_name(capture),
    }


def _province(found: ProvinceFinding) -> ExportedProvince:
    return {
        "id": found.province,
        "name": get(found.province).name,
        "today": successor(found.province).name,
        "score": found.score,
        "rule": found.rule,
        "evidence": _evidence(found.evidence),
    }


def _topic(found: TopicFinding) -> ExportedTopic:
    return {
        "id": found.topic,
        "name": _names(all_topics)[found.topic],
        "score": found.score,
        "rule": found.rule,
        "evidence": _evidence(found.evidence),
    }


def _kind(found: KindFinding) -> ExportedKind:
    return {
        "id": found.kind,
        "name": _names(all_kinds)[found.kind],
        "score": found.score,
        "rule": found.rule,
        "evidence": _evidence(found.evidence),
    }


def _citation(found: Citation, document: Document) -> ExportedCitation:
    return {
        "document": document.name,
        "type": document.type,
        "number": document.number,
        "issuer": document.issuer,
        "symbol": document.symbol,
        "province": get(document.province).name if document.province else None,
        "edition": document.edition,
        "term": found.term,
        "issued_on": found.issued_on.isoformat() if found.issued_on else None,
        "printed": found.printed,
        "part": found.span.part.value,
        "start": found.span.start,
        "end": found.span.end,
        "rule": found.rule,
        "misprint": found.misprint,
        "same_as": found.same_as,
    }


def _person(found: PersonMention) -> ExportedPerson:
    return {
        "name": found.name,
        "full_name": found.full_name,
        "title": found.title,
        "part": found.span.part.value,
        "start": found.span.start,
        "end": found.span.end,
        "rule": found.rule,
    }


def _evidence(found: Iterable[Evidence]) -> list[ExportedEvidence]:
    return [
        {"words": e.words, "part": e.span.part.value, "start": e.span.start, "end": e.span.end}
        for e in found
    ]


@cache
def _names(entries: Callable[[], Iterable[Topic | Kind]]) -> dict[str, str]:
    return {entry.id: entry.name_vi for entry in entries()}
