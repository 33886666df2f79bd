"""A reading as it is exported before it is in any archive: the fields of an export, for a feed."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache

from archive.captures import Capture
from archive.exports.records import ExportedArticle, capture_name
from archive.provinces import get, successor
from archive.readings import Reading
from archive.topics import all_topics


@cache
def _topic_names() -> dict[str, str]:
    return {topic.id: topic.name_vi for topic in all_topics()}


def record_of_reading(reading: Reading, capture: Capture | None = None) -> ExportedArticle:
    """Return a reading with the fields that `archive.exports.records.record` gives a stored article.

    What only an archive can tell is empty: the number, and duplicates of other nights.

    Args:
        reading: The reading.
        capture: Where its page lies as it was fetched; None where it was not captured.
    """
    published, updated, found = reading.published, reading.updated, reading.province
    names = _topic_names()
    return {
        "id": None,
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
        "province": get(found.province).name if found else None,
        "province_today": successor(found.province).name if found else None,
        "province_rule": found.rule if found else None,
        "province_evidence": found.evidence if found else None,
        "topics": [
            {
                "id": topic.topic,
                "name": names[topic.topic],
                "score": topic.score,
                "rule": topic.rule,
                "evidence": topic.evidence,
            }
            for topic in reading.topics
        ],
        "citations": None,
        "images": [asdict(image) for image in reading.images],
        "attachments": [asdict(file) for file in reading.attachments],
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
