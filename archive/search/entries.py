"""What the index has to know of an article, read from the database in one query."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, String, bindparam, cast, func, select

from archive.models import Base
from archive.readings import Precision
from archive.search import positions, terms
from archive.search.tree import Field
from archive.search.words import author_passages, body_passages
from archive.statements import Statements

#: Version of the rules by which texts become terms. When it changes, `archive reindex` makes the whole
#: index anew: only who knows the old rules could take an article out of it.
VERSION: Final = 2

_TABLES: Final = Base.metadata.tables
_ARTICLES: Final = _TABLES["articles"]
_PROVINCES: Final = _TABLES["article_provinces"]
_TOPICS: Final = _TABLES["article_topics"]
_CITATIONS: Final = _TABLES["citations"]
_INDEX: Final = _TABLES["article_index"]

_COLUMNS: Final = (
    *("id", "site_id", "kind_id", "published_at", "published_precision"),
    *("title", "lead", "body", "author", "organisation"),
)


def _reading(joined: Callable[..., ColumnElement[str]]) -> Select[Any]:
    """Return the query for an article.

    Args:
        joined: What joins the values of several rows into one text.
    """
    of_article = (
        select(joined(cast(column, String), " "))
        .where(column.table.c.article_id == _ARTICLES.c.id)
        .scalar_subquery()
        for column in (_PROVINCES.c.province_id, _TOPICS.c.topic_id, _CITATIONS.c.document_id)
    )
    position = select(_INDEX.c.position).where(_INDEX.c.article_id == _ARTICLES.c.id)
    return select(
        *(_ARTICLES.c[name] for name in _COLUMNS), *of_article, position.scalar_subquery()
    )


_OF_ALL: Final = {
    "sqlite": _reading(func.group_concat),
    "postgresql": _reading(func.string_agg),
}
_READ: Final = {
    name: query.where(_ARTICLES.c.id == bindparam("row_id")) for name, query in _OF_ALL.items()
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index has to know of an article.

    Attributes:
        article_id: The article.
        position: Where it is in the index; None: it is not there.
        published_at: Vietnam wall-clock time; None: undated.
        precision: How exactly that is known.
        site_id: Its site.
        kind_id: Its kind.
        provinces: Identifiers of its provinces, in order.
        topics: Identifiers of its topics, in order.
        documents: Numbers of the documents that it cites, in order.
        title: Exact words of the title.
        body: Exact words of lead and body, `terms.GAP` between passages.
        author: Exact words of who is named as author, likewise.
    """

    article_id: int
    position: int | None
    published_at: datetime | None
    precision: str | None
    site_id: int
    kind_id: str | None
    provinces: tuple[str, ...]
    topics: tuple[str, ...]
    documents: tuple[int, ...]
    title: tuple[str, ...]
    body: tuple[str, ...]
    author: tuple[str, ...]

    def row(self) -> dict[str, Any]:
        """Return the row of `article_index`, but for its position."""
        return {
            "article_id": self.article_id,
            "month": positions.month(self.published_at, self.precision),
            "site_id": self.site_id,
            "kind_id": self.kind_id,
            "provinces": " ".join(self.provinces),
            "topics": " ".join(self.topics),
        }

    def properties(self) -> list[str]:
        """Return the terms of its properties."""
        found = [terms.EVERY, terms.prop(Field.SITE, str(self.site_id))]
        if self.kind_id is not None:
            found.append(terms.prop(Field.KIND, self.kind_id))
        found += [terms.prop(Field.PROVINCE, province) for province in self.provinces]
        found += [terms.prop(Field.TOPIC, topic) for topic in self.topics]
        found += [terms.prop(Field.CITES, str(document)) for document in self.documents]
        if self.published_at is not None:
            if self.precision == Precision.YEAR:
                found.append(terms.known_to(str(self.published_at)[:4]))
            elif self.precision == Precision.MONTH:
                found.append(terms.known_to(str(self.published_at)[:7]))
        return found


def read(connection: Connection, statements: Statements, article_id: int) -> Entry:
    """Return what the index has to know of an article as it is stored now."""
    (row,) = statements.rows(connection, _READ[connection.dialect.name], {"row_id": article_id})
    return _entry(row)


def read_many(connection: Connection, article_ids: Iterable[int]) -> list[Entry]:
    """Return the same of several articles."""
    query = _OF_ALL[connection.dialect.name].where(_ARTICLES.c.id.in_(article_ids))
    return [_entry(row) for row in connection.execute(query)]


def _entry(row: Iterable[Any]) -> Entry:
    names = (*_COLUMNS, "provinces", "topics", "documents", "position")
    found = dict(zip(names, row, strict=True))
    published = found["published_at"]
    if isinstance(published, str):
        published = datetime.fromisoformat(published)  # as SQLite keeps it
    return Entry(
        article_id=found["id"],
        position=found["position"],
        published_at=published,
        precision=found["published_precision"],
        site_id=found["site_id"],
        kind_id=found["kind_id"],
        provinces=tuple(sorted((found["provinces"] or "").split())),
        topics=tuple(sorted((found["topics"] or "").split())),
        documents=tuple(sorted(set(map(int, (found["documents"] or "").split())))),
        title=tuple(terms.passage_terms([found["title"]])),
        body=tuple(terms.passage_terms(body_passages(found["lead"], found["body"]))),
        author=tuple(terms.passage_terms(author_passages(found["author"], found["organisation"]))),
    )
