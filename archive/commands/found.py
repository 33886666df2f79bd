"""Prints what `archive search` found."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

from rich.console import Console
from rich.text import Text
from sqlalchemy import Engine, select

from archive.commands.common import NOTHING, note, print_rows, shown_date
from archive.exports import csv, jsonl
from archive.exports.records import read_by_id
from archive.models import Article
from archive.search.engine import Hit, Hits
from archive.search.snippets import Piece, highlight, snippet
from archive.search.tree import Query
from archive.selection import BadRequest

_BATCH = 200
_HEADER = ("id", "date", "province", "site", "title")


class SearchFormat(StrEnum):
    """How found articles are printed."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


def print_hits(engine: Engine, found: Hits, query: Query | None, output: SearchFormat) -> None:
    """Print articles that were found.

    Args:
        engine: The archive.
        found: The articles.
        query: What was asked for, where it is to be shown in the texts.
        output: A table, or whole articles.

    Raises:
        BadRequest: Marked words were asked for as CSV.
    """
    if output is SearchFormat.CSV and query is not None:
        raise BadRequest("--snippets goes with --format table or jsonl")
    if not found.hits:
        note("No article found.")
    if output is SearchFormat.CSV:
        csv.write(read_by_id(engine, (hit.id for hit in found)), sys.stdout)
    elif output is SearchFormat.JSONL:
        _print_records(engine, found, query)
    elif query is None and found.hits:
        print_rows(_HEADER, [_row(hit) for hit in found], Console())
    elif query is not None:
        _print_texts(engine, found, query, Console())


def _row(hit: Hit) -> tuple[str, ...]:
    date = shown_date(hit.published_at, hit.published_precision)
    return str(hit.id), date, hit.province or NOTHING, hit.site, hit.title


def _print_records(engine: Engine, found: Hits, query: Query | None) -> None:
    records = read_by_id(engine, (hit.id for hit in found))
    if query is None:
        jsonl.write(records, sys.stdout)
        return
    for record in records:
        pieces = snippet(_text(record), query)
        marked = {
            "marked_title": _parts(highlight(record["title"], query, title=True)),
            "snippet": _parts(pieces),
        }
        print(json.dumps({**record, **marked}, ensure_ascii=False))


def _parts(pieces: Sequence[Piece]) -> list[dict[str, Any]]:
    return [piece._asdict() for piece in pieces]


def _print_texts(engine: Engine, found: Hits, query: Query, console: Console) -> None:
    """Print each article in three lines: what it is, its title, and where the words stand."""
    for hit, text in _texts(engine, found):
        console.print(Text("  ".join(_row(hit)[:-1])), soft_wrap=True)
        title = highlight(hit.title, query, title=True)
        for pieces in (title, snippet(text, query)):
            console.print(Text("    ") + _marked(pieces, console), soft_wrap=True)


def _texts(engine: Engine, found: Hits) -> Iterator[tuple[Hit, str]]:
    query = select(Article.id, Article.lead, Article.body)
    for start in range(0, len(found), _BATCH):
        batch = found.hits[start : start + _BATCH]
        with engine.connect() as connection:
            rows = connection.execute(query.where(Article.id.in_([hit.id for hit in batch])))
            texts = {row.id: _text(row._mapping) for row in rows}
        yield from ((hit, texts[hit.id]) for hit in batch)


def _text(article: Mapping[Any, Any]) -> str:
    return "\n\n".join(filter(None, (article["lead"], article["body"])))


def _marked(pieces: Sequence[Piece], console: Console) -> Text:
    """Return pieces with what was asked for in bold, in a pipe between asterisks."""
    line = Text()
    for text, hit in pieces:
        if hit and not console.is_terminal:
            line.append(f"**{text}**")
        else:
            line.append(text, "bold green" if hit else "")
    return line
