"""An article as it was on a day, and what is said of it, as rows of a snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from archive.documents import documents_of
from archive.exports.records import capture_name
from archive.metadata.describing import describe
from archive.metadata.findings import ArticleText, Evidence
from archive.models import Article, Capture, Citation, Revision

# Columns that an earlier state keeps, and a snapshot takes from it.
_STATE: Final = (
    *("title", "lead", "body", "headings", "tables", "author", "organisation", "published_at"),
    *("published_precision", "published_raw", "published_rule", "parser"),
)
# Columns that no state keeps: they are what was read last.
_ARTICLE: Final = (
    *("id", "site_id", "url", "source", "source_mark", "section", "tags", "updated_at"),
    "first_seen_at",
)
_KIND: Final = ("kind_id", "kind_score", "kind_rule", "kind_evidence")
_DUPLICATE: Final = (
    *("id", "article_id", "site_id", "url", "title", "author", "organisation", "section"),
    *("published_at", "published_precision", "published_raw", "published_rule", "first_seen_at"),
)
_DOCUMENT: Final = ("key", "type", "number", "issuer", "symbol", "name", "province_id", "edition")
_PROVINCE: Final = ("article_id", "province_id", "position", "score", "rule", "evidence")
_TOPIC: Final = ("article_id", "topic_id", "score", "rule", "evidence")
_CITATION: Final = (
    *("article_id", "position", "part", "start", "end", "printed", "term", "issued_on", "rule"),
    *("misprint", "same_as"),
)
_PERSON: Final = (
    *("article_id", "position", "name", "full_name", "title", "part", "start", "end"),
    *("title_start", "title_end", "rule"),
)
_TOMBSTONE: Final = ("id", "article_id", "reason", "missing_since", "confirmed_at")

Row = dict[str, Any]
#: A table of the snapshot, and a row for it.
TableRow = tuple[str, Row]


def seen_before(end: datetime) -> Select[Article]:
    """Return a query for the articles that had been seen before a moment, in the order of numbers."""
    return (
        select(Article)
        .options(
            joinedload(Article.site),
            joinedload(Article.capture),
            selectinload(Article.provinces),
            selectinload(Article.topics),
            selectinload(Article.citations).joinedload(Citation.document),
            selectinload(Article.people),
            selectinload(Article.images),
            selectinload(Article.attachments),
            selectinload(Article.duplicates),
            selectinload(Article.revisions).joinedload(Revision.capture),
            selectinload(Article.tombstones),
        )
        .where(Article.first_seen_at < end)
        .order_by(Article.id)
    )


def state_before(article: Article, end: datetime) -> Article | Revision:
    """Return the state that an article had just before a moment; its first, where none was seen yet."""
    if article.revised_at < end or not article.revisions:
        return article
    seen = [state for state in article.revisions if state.first_seen_at < end]
    return seen[-1] if seen else article.revisions[0]


def rows(article: Article, end: datetime) -> Iterator[TableRow]:
    """Yield all rows of an article but those about its documents and reprints.

    Args:
        article: From `seen_before`.
        end: The first moment that the snapshot knows nothing of.
    """
    state = state_before(article, end)
    said = _described(article, state) if isinstance(state, Revision) else _stored(article)
    number = state.number if isinstance(state, Revision) else state.revision
    since = state.first_seen_at if isinstance(state, Revision) else state.revised_at
    article_row = {
        **_values(article, _ARTICLE),
        **_values(state, _STATE),
        "images": [{"url": image.url, "caption": image.caption} for image in article.images],
        "attachments": [{"url": file.url, "name": file.name} for file in article.attachments],
        "rules": sorted(article.rules.items()),
        "revision": number,
        "revised_at": since,
        "capture": _fetch_before(state.capture, end),
    }
    for table, row in said:
        if table == "articles":
            article_row |= row
        else:
            yield table, row
    yield "articles", article_row
    for revision in article.revisions:
        if revision.number < number:
            yield "revisions", _revision(revision, end)
    for duplicate in article.duplicates:
        if duplicate.first_seen_at < end:
            yield "duplicates", _values(duplicate, _DUPLICATE)
    for tombstone in article.tombstones:
        if tombstone.confirmed_at < end:
            back = tombstone.returned_at
            returned = {"returned_at": back if back and back < end else None}
            yield "tombstones", _values(tombstone, _TOMBSTONE) | returned


def _stored(article: Article) -> Iterator[TableRow]:
    """Yield what the archive says of an article's present state."""
    version = {"metadata_version": article.metadata_version, "province_id": article.province_id}
    yield "articles", _values(article, _KIND) | version
    for province in article.provinces:
        yield "article_provinces", _values(province, _PROVINCE)
    # Not in the database's order: where scores are the same, PostgreSQL sorts names by its locale.
    for topic in sorted(article.topics, key=lambda topic: (-topic.score, topic.topic_id)):
        yield "article_topics", _values(topic, _TOPIC)
    for citation in article.citations:
        yield "documents", _values(citation.document, _DOCUMENT)
        key = {"document_key": citation.document.key}
        yield "citations", _values(citation, _CITATION) | key
    for person in article.people:
        yield "people", _values(person, _PERSON)


def _described(article: Article, state: Revision) -> Iterator[TableRow]:
    """Yield what today's readers say of an earlier state."""
    published = state.published_at
    found = describe(
        ArticleText(
            title=state.title,
            lead=state.lead,
            body=state.body,
            organisation=state.organisation,
            section=article.section,
            site=article.site.host,
            site_province=article.site.province_id,
            published=published.date() if published else None,
        )
    )
    kind, own = found.kind, {"article_id": article.id}
    yield (
        "articles",
        {
            "metadata_version": found.version,
            "province_id": found.provinces[0].province if len(found.provinces) == 1 else None,
            "kind_id": kind and kind.kind,
            "kind_score": kind and kind.score,
            "kind_rule": kind and kind.rule,
            "kind_evidence": kind and _evidence(kind.evidence),
        },
    )
    for position, province in enumerate(found.provinces):
        row = {**own, "province_id": province.province, "position": position}
        yield "article_provinces", {**row, **_reasons(province)}
    topics = sorted(found.topics, key=lambda topic: (-topic.score, topic.topic))
    for topic in topics:
        yield "article_topics", {**own, "topic_id": topic.topic, **_reasons(topic)}
    pairs = zip(found.citations, documents_of(found.citations), strict=True)
    for position, (citation, document) in enumerate(pairs):
        values = {"key": document.key, "name": document.name, **asdict(document)}
        values["province_id"] = values.pop("province")
        yield "documents", values
        row = {**own, "position": position, "document_key": document.key}
        names = ("printed", "term", "issued_on", "rule", "misprint", "same_as")
        yield "citations", {**row, **_place(citation.span), **_values(citation, names)}
    for position, person in enumerate(found.people):
        row = {**own, "position": position, **_place(person.span)}
        span = person.title_span
        row |= {"title_start": span and span.start, "title_end": span and span.end}
        yield "people", {**row, **_values(person, ("name", "full_name", "title", "rule"))}


def _revision(revision: Revision, end: datetime) -> Row:
    seen = _values(revision, ("article_id", "number", "first_seen_at", "last_seen_at"))
    capture = _fetch_before(revision.capture, end)
    return {**seen, **_values(revision, _STATE), "capture": capture}


def _fetch_before(capture: Capture | None, end: datetime) -> str | None:
    """Return a fetch as it is cited; None where it came later: the state was read anew from it."""
    return capture_name(capture) if capture and capture.fetched_at < end else None


def _reasons(found: Any) -> Row:
    return {"score": found.score, "rule": found.rule, "evidence": _evidence(found.evidence)}


def _evidence(found: Iterable[Evidence]) -> list[Row]:
    return [{"words": evidence.words, **_place(evidence.span)} for evidence in found]


def _place(span: Any) -> Row:
    return {"part": span.part.value, "start": span.start, "end": span.end}


def _values(thing: object, names: Iterable[str]) -> Row:
    return {name: getattr(thing, name) for name in names}
