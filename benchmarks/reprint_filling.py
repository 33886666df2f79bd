"""Archives full of synthetic articles for the benchmark of reprints."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Engine, func, insert, select, text

from archive import database
from archive.database import writers
from archive.models import Base
from archive.reprints import VERSION
from archive.reprints.shingles import shingles, sketch
from archive.reprints.sketches import packed
from archive.statements import Statements
from archive.timezone import VIETNAM
from benchmarks.reprint_texts import SITES, Synthetic, Writer

_TABLES: Final = Base.metadata.tables
_ARTICLES: Final = _TABLES["articles"]
_SKETCHES: Final = _TABLES["article_sketches"]
_SHINGLES: Final = _TABLES["article_shingles"]
_INSERT_ARTICLE: Final = insert(_ARTICLES)
_INSERT_SKETCH: Final = insert(_SKETCHES)
_BATCH: Final = 5_000
_SEEN: Final = datetime(2026, 11, 20, tzinfo=VIETNAM)
# Hashes of one part are sorted at a time; those that are kept are the lowest tenth of all.
_PART: Final = 2**36


def fill(url: str, writer: Writer, articles: int) -> None:
    """Store so many articles with their sketches, without looking for their like.

    It may be interrupted, and goes on where it was.

    Args:
        url: The archive.
        writer: Writes the articles.
        articles: How many, numbered from 1.
    """
    database.upgrade(url)
    engine = database.open_database(url)
    with engine.connect() as connection:
        stored = connection.scalar(select(func.max(_ARTICLES.c.id))) or 0
        is_indexed = connection.scalar(select(_SHINGLES.c.hash).limit(1)) is not None
    if not stored:
        sites = [
            {"id": n, "host": f"site{n}.example", "spider": f"site{n}"} for n in range(1, SITES + 1)
        ]
        with writers(engine).begin() as connection:
            connection.execute(insert(_TABLES["sites"]), sites)
    statements = Statements(engine.dialect)
    for first in range(stored + 1, articles + 1, _BATCH):
        numbers = range(first, min(first + _BATCH, articles + 1))
        with writers(engine).begin() as connection:
            _store(connection, statements, map(writer.base, numbers))
    if not is_indexed:
        _index(engine)
    engine.dispose()


def row(article: Synthetic) -> dict[str, Any]:
    """Return an article as its row."""
    url = f"https://site{article.site}.example/{article.id}"
    moment = datetime(article.day.year, article.day.month, article.day.day, tzinfo=VIETNAM)
    values: dict[str, Any] = {name: [] for name in ("headings", "tables", "tags")}
    values |= dict.fromkeys(("first_seen_at", "last_seen_at", "revised_at"), _SEEN)
    return values | {
        "id": article.id,
        "site_id": article.site,
        "url": url,
        "key": url,
        "title": article.title,
        "body": " ".join(article.words),
        "published_at": moment,
        "published_precision": "day",
        "published_raw": moment.isoformat(),
        "published_rule": "made",
        "text_digest": str(article.id),
        "parser": "",
        "rules": {},
        "revision": 1,
    }


def _store(connection: Connection, statements: Statements, articles: Iterable[Synthetic]) -> None:
    rows, sketches = [], []
    for article in articles:
        rows.append(row(article))
        sketches.append(
            {
                "article_id": article.id,
                "version": VERSION,
                "syllables": len(article.words),
                "hashes": packed(sketch(shingles(article.words))),
            }
        )
    statements.insert(connection, _INSERT_ARTICLE, rows)
    statements.insert(connection, _INSERT_SKETCH, sketches)


def _index(engine: Engine) -> None:
    """Fill the table of shingles from the sketches, which takes hours where each is put in its place."""
    with writers(engine).begin() as connection:
        sketches = connection.execute(
            select(_SKETCHES.c.article_id, _SKETCHES.c.hashes).order_by(_SKETCHES.c.article_id)
        ).all()
        kept = ((number, array("q", hashes)) for number, hashes in sketches)
        if engine.dialect.name == "sqlite":
            cursor: Any = connection.connection.cursor()
            cursor.executemany("INSERT INTO article_shingles VALUES (?, ?)", _sorted(kept))
            return
        # The rows in the order in which articles come, and the index over them.
        connection.execute(text("ALTER TABLE article_shingles DROP CONSTRAINT pk_article_shingles"))
        with connection.connection.cursor().copy("COPY article_shingles FROM STDIN") as copy:
            for number, hashes in kept:
                copy.write("".join(f"{value}\t{number}\n" for value in hashes))
        connection.execute(text("SET LOCAL maintenance_work_mem = '1GB'"))
        connection.execute(
            text(
                "ALTER TABLE article_shingles"
                " ADD CONSTRAINT pk_article_shingles PRIMARY KEY (hash, article_id)"
            )
        )
    with engine.connect() as connection:
        # As autovacuum does when so many rows have come.
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))


def _sorted(kept: Iterable[tuple[int, array[int]]]) -> Iterator[tuple[int, int]]:
    """Yield hashes with their articles, ascending; in memory a pair of them takes 16 bytes."""
    parts: dict[int, tuple[array[int], array[int]]] = defaultdict(lambda: (array("q"), array("q")))
    for number, hashes in kept:
        for value in hashes:
            of_part, articles = parts[value // _PART]
            of_part.append(value)
            articles.append(number)
    for part in sorted(parts):
        yield from sorted(zip(*parts.pop(part), strict=True))


def sizes(engine: Engine) -> dict[str, int]:
    """Return the bytes of the tables that reprints need, with their indexes, and of the archive."""
    names = ("article_shingles", "article_sketches")
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            size = text("SELECT pg_total_relation_size(CAST(:name AS regclass))")
            whole = text("SELECT pg_database_size(current_database())")
        else:
            # Page by page: what `dbstat` adds up itself overflows at 2 GiB.
            size = text("SELECT sum(pgsize) FROM dbstat WHERE name = :name")
            whole = text("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        found = {name: connection.scalar(size, {"name": name}) or 0 for name in names}
        return found | {"whole archive": connection.scalar(whole) or 0}
