"""Describes articles anew, whose metadata readers of another version have made.

Worker processes read the texts; the parent writes, some articles a transaction, so that the work can be
stopped at any moment and begun again: what today's readers have described is not looked at any more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Engine, Select, bindparam, or_, select

from archive.database import clear_errors, writers
from archive.documents import documents_of
from archive.metadata import storing
from archive.metadata.describing import VERSION, describe
from archive.metadata.findings import ArticleText, Metadata
from archive.models import Base
from archive.parallel import work_through
from archive.search.indexing import Indexing
from archive.statements import Statements

_TABLES: Final = Base.metadata.tables
_ARTICLES: Final = _TABLES["articles"]
_SITES: Final = _TABLES["sites"]
_DOCUMENTS: Final = _TABLES["documents"]
# Articles that a worker is given at once, and that are written in one transaction.
_PARCEL: Final = 50
_VERSION: Final = "metadata_version"
# Where one of these has changed since an article was read, a crawl has described its new state.
_STATE: Final = ("revision", "parser", "published_at", "section", "organisation", _VERSION)


@dataclass(frozen=True, slots=True)
class _Stored:
    """An article as it was read: its text, and what tells whether it is still the same."""

    id: int
    text: ArticleText
    state: tuple[Any, ...]


@dataclass(slots=True)
class Retagged:
    """What came out.

    Attributes:
        articles: Articles that were described.
        changed: Those of which something changed.
        fields: ``provinces``, ``topics``, ``kind``, ``citations``, ``people``: in how many articles.
        moved: Articles that a crawl described meanwhile; they are left alone.
    """

    articles: int = 0
    changed: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    moved: int = 0


def not_described() -> ColumnElement[bool]:
    """Return the condition that an article was described by readers of another version, or by none."""
    version = _ARTICLES.c[_VERSION]
    return or_(version.is_(None), version != VERSION)


def find(engine: Engine) -> list[int]:
    """Return the numbers of the articles that are to be described anew.

    Raises:
        ArchiveError: The database cannot be read.
    """
    query = select(_ARTICLES.c.id).where(not_described()).order_by(_ARTICLES.c.id)
    with clear_errors(engine), engine.connect() as connection:
        return list(connection.scalars(query))


def run(
    engine: Engine,
    ids: Sequence[int],
    *,
    jobs: int,
    apply: bool,
    advance: Callable[[int], None],
) -> Retagged:
    """Describe articles anew.

    Args:
        engine: The archive.
        ids: From `find`.
        jobs: How many processes read texts.
        apply: Whether the result is stored, or only counted.
        advance: Called with the number of articles that are done, now and then.

    Raises:
        ArchiveError: The database cannot be used, or a worker process died. What was stored stays.
    """
    result = Retagged()
    statements = Statements(engine.dialect)
    parcels = (texts(engine, ids[at : at + _PARCEL]) for at in range(0, len(ids), _PARCEL))
    for parcel, described in work_through(parcels, _describer, jobs=jobs):
        with clear_errors(engine), _connection(engine, apply) as connection:
            pairs = {pair[0].id: pair for pair in zip(parcel, described, strict=True)}
            _compare(connection, statements, pairs, apply, result)
        advance(len(parcel))
    return result


def _describer() -> Callable[[Sequence[_Stored]], list[Metadata]]:
    return lambda parcel: [describe(stored.text) for stored in parcel]


@contextmanager
def _connection(engine: Engine, apply: bool) -> Iterator[Connection]:
    """Give a connection: in a transaction that writes, where something is to be stored."""
    if apply:
        with writers(engine).begin() as connection:
            yield connection
    else:
        with engine.connect() as connection:
            yield connection


def texts(engine: Engine, ids: Sequence[int]) -> list[_Stored]:
    """Return the texts of some articles, and what tells whether they are still the same."""
    names = ("id", "title", "lead", "body", *_STATE)
    query = (
        select(*(_ARTICLES.c[name] for name in names), _SITES.c.host, _SITES.c.province_id)
        .join(_SITES, _SITES.c.id == _ARTICLES.c.site_id)
        .where(_ARTICLES.c.id.in_(ids))
        .order_by(_ARTICLES.c.id)
    )
    with clear_errors(engine), engine.connect() as connection:
        return [
            _Stored(
                row.id,
                ArticleText(
                    title=row.title,
                    lead=row.lead,
                    body=row.body,
                    organisation=row.organisation,
                    section=row.section,
                    site=row.host,
                    site_province=row.province_id,
                    published=row.published_at and row.published_at.date(),
                ),
                tuple(row._mapping[name] for name in _STATE),
            )
            for row in connection.execute(query)
        ]


def _compare(
    connection: Connection,
    statements: Statements,
    described: Mapping[int, tuple[_Stored, Metadata]],
    apply: bool,
    result: Retagged,
) -> None:
    """Count what changes, and store it where it is to be stored."""
    states = _states(connection, list(described), lock=apply)
    same = [
        number for number, (stored, _) in described.items() if states.get(number) == stored.state
    ]
    result.moved += len(described) - len(same)
    present = _present(connection, same)
    for number in same:
        after = _summary(described[number][1])
        changed = [name for name in after if after[name] != present[number][name]]
        result.articles += 1
        result.changed += bool(changed)
        result.fields.update(changed)
    if apply:
        index = Indexing(connection, statements)
        index.note(same)
        storing.replace(connection, statements, {n: described[n][1] for n in same})
        index.update(same)


def _states(
    connection: Connection, ids: Sequence[int], *, lock: bool
) -> dict[int, tuple[Any, ...]]:
    """Return the states of some articles; whoever changes a locked one waits for this transaction."""
    query = select(_ARTICLES.c.id, *(_ARTICLES.c[name] for name in _STATE))
    query = query.where(_ARTICLES.c.id.in_(ids)).order_by(_ARTICLES.c.id)
    rows = connection.execute(query.with_for_update() if lock else query)
    return {row.id: tuple(row)[1:] for row in rows}


def _summary(metadata: Metadata) -> dict[str, list[Any]]:
    """Return what counts as a change where it differs: what was found, not how surely and why."""
    return {
        "provinces": [found.province for found in metadata.provinces],
        "topics": sorted(found.topic for found in metadata.topics),
        "kind": [metadata.kind and metadata.kind.kind],
        "citations": [document.key for document in documents_of(metadata.citations)],
        "people": [(found.name, found.title) for found in metadata.people],
    }


def _present(connection: Connection, ids: Sequence[int]) -> dict[int, dict[str, list[Any]]]:
    """Return what is stored of some articles, as `_summary` gives it."""
    present: dict[int, dict[str, list[Any]]] = {
        number: {name: [] for name in _STORED} for number in ids
    }
    for name, query in _STORED.items():
        for number, *values in connection.execute(query, {"ids": ids}):
            present[number][name].append(values[0] if len(values) == 1 else tuple(values))
    return present


def _parts(table: str, *columns: str, order: str) -> Select[Any]:
    parts = _TABLES[table]
    wanted = (parts.c[name] for name in ("article_id", *columns))
    return (
        select(*wanted)
        .where(parts.c.article_id.in_(bindparam("ids", expanding=True)))
        .order_by(parts.c[order])
    )


_CITATIONS: Final = _TABLES["citations"]
_STORED: Final[dict[str, Select[Any]]] = {
    "provinces": _parts("article_provinces", "province_id", order="position"),
    "topics": _parts("article_topics", "topic_id", order="topic_id"),
    "kind": select(_ARTICLES.c.id, _ARTICLES.c.kind_id).where(
        _ARTICLES.c.id.in_(bindparam("ids", expanding=True))
    ),
    "citations": select(_CITATIONS.c.article_id, _DOCUMENTS.c.key)
    .join(_DOCUMENTS, _DOCUMENTS.c.id == _CITATIONS.c.document_id)
    .where(_CITATIONS.c.article_id.in_(bindparam("ids", expanding=True)))
    .order_by(_CITATIONS.c.position),
    "people": _parts("person_mentions", "name", "title", order="position"),
}
#: What an article's metadata are made of.
FIELDS: Final = tuple(_STORED)
