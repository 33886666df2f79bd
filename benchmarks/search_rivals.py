"""Other ways to search, asked the same as the archive: LIKE, FTS5 as Datasette uses it, tantivy."""

from __future__ import annotations

import importlib
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

from sqlalchemy import Engine, text

from benchmarks.search_texts import Question

#: What answers a question; the names are those of the classes.
Answers: TypeAlias = Mapping[str, Callable[[Question], object]]

_PROVINCE: Final = "SELECT article_id FROM article_provinces WHERE province_id = :province"
_FACETS: Final = ("province_id", "site_id", "kind_id")


def _narrowed(question: Question, values: dict[str, Any]) -> Iterator[str]:
    if question.province:
        values["province"] = question.province
        yield f"articles.id IN ({_PROVINCE})"
    if question.first:
        values |= {"first": f"{question.first}-01", "last": f"{question.last}-28"}
        yield "articles.published_at BETWEEN :first AND :last"


def like(engine: Engine) -> Answers:
    """Answer with LIKE; a word is then any place where its letters stand."""

    def run(question: Question, columns: str, tail: str) -> object:
        values: dict[str, Any] = {}
        conditions = list(_narrowed(question, values))
        phrase = question.text.startswith('"')
        words = [question.text.strip('"')] if phrase else question.text.split()
        for place, word in enumerate(words):
            values[f"w{place}"] = f"%{word}%"
            conditions.append(f"(title LIKE :w{place} OR body LIKE :w{place})")
        query = f"SELECT {columns} FROM articles WHERE {' AND '.join(conditions)} {tail}"
        if engine.dialect.name == "postgresql":
            query = query.replace("BETWEEN :first AND :last", _CAST)
        with engine.connect() as connection:
            return connection.execute(text(query), values).all()

    return {
        "date": lambda question: run(question, "id", "ORDER BY published_at DESC LIMIT 20"),
        "count": lambda question: run(question, "count(*)", ""),
    }


_CAST: Final = "BETWEEN CAST(:first AS timestamp) AND CAST(:last AS timestamp)"


def datasette(archive: Path, folder: Path, most: int) -> Answers:
    """Answer with FTS5 as `sqlite-utils enable-fts` sets it up, by the queries of Datasette.

    External content, the default tokenizer: it takes off all marks, so that every word is a folded one.
    So many articles are copied into a file of its own.
    """
    path = folder / "fts5.db"
    connection = sqlite3.connect(path)
    if connection.execute("PRAGMA user_version").fetchone() != (
        1,
    ):  # not built yet, or not to the end
        connection.close()
        path.unlink()
        connection = sqlite3.connect(path)
        connection.execute("ATTACH ? AS a", (str(archive),))
        columns = "id, title, body, site_id, kind_id, province_id, published_at"
        connection.executescript(
            f"""CREATE TABLE articles (id INTEGER PRIMARY KEY, {columns[4:]});
            INSERT INTO articles SELECT {columns} FROM a.articles WHERE id <= {most};
            CREATE TABLE article_provinces AS
                SELECT article_id, province_id FROM a.article_provinces WHERE article_id <= {most};
            CREATE INDEX of_province ON article_provinces (province_id, article_id);
            CREATE INDEX by_date ON articles (published_at);
            CREATE VIRTUAL TABLE articles_fts USING fts5(title, body, content=articles);"""
        )
        started = time.perf_counter()
        connection.execute("INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')")
        connection.execute("INSERT INTO articles_fts (articles_fts) VALUES ('optimize')")
        connection.execute("PRAGMA user_version = 1")
        connection.commit()
        print(f"FTS5 as Datasette: {time.perf_counter() - started:.0f} s to build")
    (size,) = connection.execute("SELECT sum(length(block)) FROM articles_fts_data").fetchone()
    (total,) = connection.execute("SELECT count(*) FROM articles").fetchone()
    print(f"FTS5 as Datasette: index {size / total:.0f} bytes an article")

    def run(question: Question, columns: str, tail: str, *, ranked: bool = False) -> object:
        words = question.text
        quoted = words if words.startswith('"') else " ".join(f'"{w}"' for w in words.split())
        values: dict[str, Any] = {"search": quoted}
        conditions = list(_narrowed(question, values))
        match = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH :search"
        source = "articles"
        if ranked:
            source += " JOIN articles_fts ON articles_fts.rowid = articles.id"
            conditions.append("articles_fts MATCH :search")
        else:
            conditions.append(f"articles.id IN ({match})")
        query = f"SELECT {columns} FROM {source} WHERE {' AND '.join(conditions)} {tail}"
        return connection.execute(query, values).fetchall()

    def facets(question: Question) -> object:
        found = [
            run(question, f"{name}, count(*)", f"GROUP BY {name} ORDER BY 2 DESC LIMIT 31")
            for name in _FACETS
        ]
        by_month = "substr(published_at, 1, 7)"
        return [*found, run(question, f"{by_month}, count(*)", f"GROUP BY {by_month}")]

    newest = "ORDER BY published_at DESC LIMIT 20"
    return {
        "date": lambda question: run(question, "articles.id", newest),
        "count": lambda question: run(question, "count(*)", ""),
        "rank": lambda question: run(
            question, "articles.id", "ORDER BY rank LIMIT 20", ranked=True
        ),
        "facets": facets,
    }


def tantivy(archive: Path, folder: Path, most: int) -> Answers | None:
    """Answer with tantivy, or None where it is not installed (it is no dependency), for so many articles.

    Its default tokenizer keeps marks, so that every word is an exact one.
    """
    try:
        library: Any = importlib.import_module("tantivy")
    except ModuleNotFoundError:
        return None
    builder = library.SchemaBuilder()
    for name in ("title", "body"):
        builder.add_text_field(name)
    builder.add_text_field("province", tokenizer_name="raw")
    for name in ("number", "day"):
        builder.add_integer_field(name, stored=name == "number", indexed=True, fast=True)
    schema = builder.build()
    path = folder / "tantivy"
    path.mkdir(exist_ok=True)
    index = library.Index(schema, path=str(path))
    if not index.searcher().num_docs:
        started = time.perf_counter()
        writer = index.writer(heap_size=256_000_000, num_threads=1)
        rows = sqlite3.connect(archive).execute(
            "SELECT id, title, coalesce(lead || char(10), '') || body, published_at, "
            "(SELECT group_concat(province_id, ' ') FROM article_provinces WHERE article_id = id) "
            "FROM articles WHERE id <= ?",
            (most,),
        )
        for number, title, body, published, provinces in rows:
            day = int((published or "0000-00-00")[:10].replace("-", ""))
            values = {"number": number, "title": title, "body": body, "day": day}
            found = (provinces or "").split()
            writer.add_document(library.Document(province=found, **values))
        writer.commit()
        writer.wait_merging_threads()
        print(f"tantivy: {time.perf_counter() - started:.0f} s to build")
    index.reload()
    searcher = index.searcher()
    size = sum(one.stat().st_size for one in path.iterdir())
    print(f"tantivy: index {size / searcher.num_docs:.0f} bytes an article")

    def run(question: Question, **how: Any) -> object:
        text = question.text
        parts = [text] if text.startswith('"') else text.split()
        must = library.Occur.Must
        queries = [(must, index.parse_query(part, ["title", "body"])) for part in parts]
        if question.province:
            queries.append((must, library.Query.term_query(schema, "province", question.province)))
        if question.first:
            bounds = (
                int(f"{day}{end}".replace("-", ""))
                for day, end in ((question.first, "01"), (question.last, "31"))
            )
            kind = library.FieldType.Integer
            queries.append((must, library.Query.range_query(schema, "day", kind, *bounds)))
        found = searcher.search(library.Query.boolean_query(queries), **how)
        return [searcher.doc(address)["number"] for _, address in found.hits] or found.count

    return {
        "date": lambda question: run(question, limit=20, count=False, order_by_field="day"),
        "count": lambda question: run(question, limit=1),
        "rank": lambda question: run(question, limit=20, count=False),
    }
