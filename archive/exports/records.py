"""One exported article: which fields it has, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypedDict

from sqlalchemy import Engine, Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from archive.captures import Capture as Fetched
from archive.exports.fields import (
    ExportedAttachment,
    ExportedCitation,
    ExportedDuplicate,
    ExportedImage,
    ExportedKind,
    ExportedPerson,
    ExportedProvince,
    ExportedTopic,
)
from archive.models import (
    Article,
    ArticleProvince,
    ArticleTopic,
    Capture,
    Citation,
    Duplicate,
    Kind,
    PersonMention,
    Province,
    Topic,
)
from archive.selection import Selection, conditions

_BATCH = 200


class _Number(TypedDict):
    """What only the archive gives an article."""

    id: int


class ExportedReading(TypedDict):
    """What is exported of an article whether it is in an archive or not: all but its number there."""

    url: str
    site: str
    spider: str
    title: str
    lead: str | None
    body: str
    author: str | None
    organisation: str | None
    source: str | None
    source_mark: str | None
    section: str | None
    tags: list[str]
    published_at: str | None
    published_precision: str | None
    published_raw: str | None
    published_rule: str | None
    updated_at: str | None
    province: str | None
    province_today: str | None
    provinces: list[ExportedProvince]
    topics: list[ExportedTopic]
    kind: ExportedKind | None
    citations: list[ExportedCitation]
    people: list[ExportedPerson]
    metadata_version: str | None
    images: list[ExportedImage]
    attachments: list[ExportedAttachment]
    tables: list[list[list[str]]]
    headings: list[int]
    duplicates: list[ExportedDuplicate]
    parser: str
    rules: dict[str, str]
    first_seen_at: str
    last_seen_at: str
    revision: int
    cluster_id: int | None
    capture: str | None


class ExportedArticle(_Number, ExportedReading):
    """One article as every export writes it, in this order of fields.

    ``null`` means that the page does not print it, or that it has not been read.
    """


FIELDS = tuple(ExportedArticle.__annotations__)


@dataclass(frozen=True, slots=True)
class Names:
    """What the identifiers in an article stand for, read once an export."""

    provinces: dict[str, str]
    successors: dict[str, str]
    topics: dict[str, str]
    kinds: dict[str, str]


def read_names(session: Session) -> Names:
    """Read the names of provinces, topics and kinds."""
    units = session.execute(select(Province.id, Province.name, Province.successor_id)).all()
    names = {unit.id: unit.name for unit in units}
    return Names(
        provinces=names,
        successors={unit.id: names[unit.successor_id] for unit in units},
        topics={row.id: row.name_vi for row in session.execute(select(Topic.id, Topic.name_vi))},
        kinds={row.id: row.name_vi for row in session.execute(select(Kind.id, Kind.name_vi))},
    )


def record(article: Article, names: Names) -> ExportedArticle:
    """Return an article as it is exported."""
    province = article.province_id
    return {
        "id": article.id,
        "url": article.url,
        "site": article.site.host,
        "spider": article.site.spider,
        "title": article.title,
        "lead": article.lead,
        "body": article.body,
        "author": article.author,
        "organisation": article.organisation,
        "source": article.source,
        "source_mark": article.source_mark,
        "section": article.section,
        "tags": article.tags,
        "published_at": _iso(article.published_at),
        "published_precision": article.published_precision,
        "published_raw": article.published_raw,
        "published_rule": article.published_rule,
        "updated_at": _iso(article.updated_at),
        "province": names.provinces[province] if province else None,
        "province_today": names.successors[province] if province else None,
        "provinces": [_province(found, names) for found in article.provinces],
        "topics": [_topic(found, names) for found in article.topics],
        "kind": _kind(article, names),
        "citations": [_citation(found, names) for found in article.citations],
        "people": [_person(found) for found in article.people],
        "metadata_version": article.metadata_version,
        "images": [{"url": image.url, "caption": image.caption} for image in article.images],
        "attachments": [{"url": file.url, "name": file.name} for file in article.attachments],
        "tables": article.tables,
        "headings": article.headings,
        "duplicates": [_duplicate(duplicate) for duplicate in article.duplicates],
        "parser": article.parser,
        "rules": article.rules,
        "first_seen_at": article.first_seen_at.isoformat(),
        "last_seen_at": article.last_seen_at.isoformat(),
        "revision": article.revision,
        "cluster_id": article.reprint.cluster_id if article.reprint else None,
        "capture": capture_name(article.capture),
    }


def capture_name(capture: Capture | Fetched | None) -> str | None:
    """Return a fetch as it is cited: WARC file, where its record begins there, and when it was fetched.

    ``lai_chau/lai_chau-20261122T014500123-00001.warc.gz@12345 2026-11-22T01:46:07+07:00``
    """
    if capture is None:
        return None
    return f"{capture.file}@{capture.offset} {capture.fetched_at.isoformat(timespec='seconds')}"


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _province(found: ArticleProvince, names: Names) -> ExportedProvince:
    return {
        "id": found.province_id,
        "name": names.provinces[found.province_id],
        "today": names.successors[found.province_id],
        "score": found.score,
        "rule": found.rule,
        "evidence": found.evidence,
    }


def _topic(found: ArticleTopic, names: Names) -> ExportedTopic:
    return {
        "id": found.topic_id,
        "name": names.topics[found.topic_id],
        "score": found.score,
        "rule": found.rule,
        "evidence": found.evidence,
    }


def _kind(article: Article, names: Names) -> ExportedKind | None:
    if article.kind_id is None:
        return None
    return {
        "id": article.kind_id,
        "name": names.kinds[article.kind_id],
        "score": article.kind_score or 0.0,
        "rule": article.kind_rule or "",
        "evidence": article.kind_evidence or [],
    }


def _citation(found: Citation, names: Names) -> ExportedCitation:
    document = found.document
    province = document.province_id
    return {
        "document": document.name,
        "type": document.type,
        "number": document.number,
        "issuer": document.issuer,
        "symbol": document.symbol,
        "province": names.provinces[province] if province else None,
        "edition": document.edition,
        "term": found.term,
        "issued_on": found.issued_on.isoformat() if found.issued_on else None,
        "printed": found.printed,
        "part": found.part,
        "start": found.start,
        "end": found.end,
        "rule": found.rule,
        "misprint": found.misprint,
        "same_as": found.same_as,
    }


def _person(found: PersonMention) -> ExportedPerson:
    return {
        "name": found.name,
        "full_name": found.full_name,
        "title": found.title,
        "part": found.part,
        "start": found.start,
        "end": found.end,
        "rule": found.rule,
    }


def _duplicate(duplicate: Duplicate) -> ExportedDuplicate:
    return {
        "url": duplicate.url,
        "site": duplicate.site.host,
        "title": duplicate.title,
        "author": duplicate.author,
        "organisation": duplicate.organisation,
        "section": duplicate.section,
        "published_at": _iso(duplicate.published_at),
        "published_precision": duplicate.published_precision,
        "published_raw": duplicate.published_raw,
        "published_rule": duplicate.published_rule,
        "first_seen_at": duplicate.first_seen_at.isoformat(),
        "last_seen_at": duplicate.last_seen_at.isoformat(),
    }


def whole_article() -> Select[Article]:
    """Return a query for articles with everything that `record` needs."""
    return select(Article).options(
        joinedload(Article.site),
        joinedload(Article.capture),
        joinedload(Article.reprint),
        selectinload(Article.provinces),
        selectinload(Article.topics),
        selectinload(Article.citations).joinedload(Citation.document),
        selectinload(Article.people),
        selectinload(Article.images),
        selectinload(Article.attachments),
        selectinload(Article.duplicates).joinedload(Duplicate.site),
    )


def count(engine: Engine, selection: Selection) -> int:
    """Return how many articles a selection has.

    Raises:
        BadRequest: The selection cannot be understood.
    """
    with engine.connect() as connection:
        wanted = conditions(connection, selection)
        return connection.execute(select(func.count(Article.id)).where(*wanted)).scalar_one()


def read(engine: Engine, selection: Selection) -> Iterator[ExportedArticle]:
    """Yield the articles of a selection in the order of their numbers, in bounded memory.

    All of them are read from one state of the archive, also while a crawl writes to it.

    Raises:
        BadRequest: The selection cannot be understood.
    """
    with one_state(engine) as session:
        names = read_names(session)
        wanted = conditions(session.connection(), selection)
        statement = whole_article().where(*wanted).order_by(Article.id)
        with closing(session.scalars(statement.execution_options(yield_per=_BATCH))) as articles:
            for article in articles:
                yield record(article, names)


def read_by_id(engine: Engine, ids: Iterable[int]) -> Iterator[ExportedArticle]:
    """Yield the articles with these numbers, in the order of the numbers given."""
    with one_state(engine) as session:
        names = read_names(session)
        numbers = iter(ids)
        while batch := list(islice(numbers, _BATCH)):
            statement = whole_article().where(Article.id.in_(batch))
            found = {article.id: article for article in session.scalars(statement)}
            yield from (record(found[number], names) for number in batch if number in found)


@contextmanager
def one_state(engine: Engine) -> Iterator[Session]:
    """Give a session that reads all from one state of the archive, also while a crawl writes to it."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            # SQLite gives every transaction one state; PostgreSQL gives one to every statement.
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with Session(connection) as session:
            yield session
