"""One exported article: which fields it has, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, TypedDict

from sqlalchemy import Engine, Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from archive.captures import Capture as Fetched
from archive.models import Article, ArticleTopic, Capture, Duplicate, Province, Topic
from archive.selection import Selection, conditions

_BATCH = 200


class ExportedTopic(TypedDict):
    """A topic of an exported article; ``name`` is Vietnamese, ``evidence`` what decided it."""

    id: str
    name: str
    score: float
    rule: str
    evidence: str


class ExportedArticle(TypedDict):
    """One article as every export writes it, in this order of fields.

    ``null`` means that the page does not print it, or that it has not been read.
    """

    id: int | None
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
    province_rule: str | None
    province_evidence: str | None
    topics: list[ExportedTopic]
    citations: list[Any] | None
    images: list[dict[str, str | None]]
    attachments: list[dict[str, str]]
    tables: list[list[list[str]]]
    headings: list[int]
    duplicates: list[dict[str, str | None]]
    parser: str
    rules: dict[str, str]
    first_seen_at: str
    last_seen_at: str
    revision: int
    cluster_id: int | None
    capture: str | None


FIELDS = tuple(ExportedArticle.__annotations__)


@dataclass(frozen=True, slots=True)
class Names:
    """What the identifiers in an article stand for, read once an export."""

    provinces: dict[str, str]
    successors: dict[str, str]
    topics: dict[str, str]


def read_names(session: Session) -> Names:
    """Read the names of provinces and topics."""
    units = session.execute(select(Province.id, Province.name, Province.successor_id)).all()
    names = {unit.id: unit.name for unit in units}
    return Names(
        provinces=names,
        successors={unit.id: names[unit.successor_id] for unit in units},
        topics={row.id: row.name_vi for row in session.execute(select(Topic.id, Topic.name_vi))},
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
        "province_rule": article.province_rule,
        "province_evidence": article.province_evidence,
        "topics": [_topic(topic, names) for topic in article.topics],
        "citations": None,
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
        "cluster_id": None,
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


def _topic(topic: ArticleTopic, names: Names) -> ExportedTopic:
    return {
        "id": topic.topic_id,
        "name": names.topics[topic.topic_id],
        "score": topic.score,
        "rule": topic.rule,
        "evidence": topic.evidence,
    }


def _duplicate(duplicate: Duplicate) -> dict[str, str | None]:
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
        selectinload(Article.topics),
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
    with _one_state(engine) as session:
        names = read_names(session)
        wanted = conditions(session.connection(), selection)
        statement = whole_article().where(*wanted).order_by(Article.id)
        with closing(session.scalars(statement.execution_options(yield_per=_BATCH))) as articles:
            for article in articles:
                yield record(article, names)


def read_by_id(engine: Engine, ids: Iterable[int]) -> Iterator[ExportedArticle]:
    """Yield the articles with these numbers, in the order of the numbers given."""
    with _one_state(engine) as session:
        names = read_names(session)
        numbers = iter(ids)
        while batch := list(islice(numbers, _BATCH)):
            statement = whole_article().where(Article.id.in_(batch))
            found = {article.id: article for article in session.scalars(statement)}
            yield from (record(found[number], names) for number in batch if number in found)


@contextmanager
def _one_state(engine: Engine) -> Iterator[Session]:
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            # SQLite gives every transaction one state; PostgreSQL gives one to every statement.
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with Session(connection) as session:
            yield session
