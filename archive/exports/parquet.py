"""Parquet: the exported fields with their types, in one file or parted by province and year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final
from urllib.parse import quote

from archive.exports import arrow
from archive.exports.arrow import Waiting
from archive.exports.partitions import Partition
from archive.exports.records import ExportedArticle

SCHEMA: Final = arrow.schema(ExportedArticle)
#: What stands for "none" in the name of a folder, as Hive has it and all readers know.
NONE: Final = "__HIVE_DEFAULT_PARTITION__"
# So many characters wait in memory, over all partitions, before the fullest one is written.
_CHARACTERS: Final = 24_000_000


def write(articles: Iterable[ExportedArticle], stream: BinaryIO) -> int:
    """Write articles as one Parquet file, and return how many."""
    return arrow.write(map(row, articles), stream, SCHEMA)


def write_folder(articles: Iterable[ExportedArticle], folder: Path, by: Sequence[Partition]) -> int:
    """Write articles into a folder of Parquet files, and return how many.

    A partition is a folder, ``province_id=bac-kan/year=2021``; what is not known is `NONE`. A partition
    of much text has several files, each a part of it in the order of the articles.

    Args:
        articles: The articles.
        folder: An empty folder.
        by: What to part by, outermost first.
    """
    written = characters = 0
    waiting: dict[str, Waiting] = {}
    parts: dict[str, int] = {}

    def flush(place: str) -> None:
        parts[place] = parts.get(place, 0) + 1
        target = folder / place / f"part-{parts[place]:05}.parquet"
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as stream:
            arrow.write(waiting.pop(place).rows, stream, SCHEMA)

    for article in articles:
        here = waiting.setdefault(_place(article, by), Waiting())
        characters -= here.characters
        here.add(row(article))
        characters += here.characters
        written += 1
        if characters > _CHARACTERS:
            fullest = max(sorted(waiting), key=lambda place: waiting[place].characters)
            characters -= waiting[fullest].characters
            flush(fullest)
    for place in sorted(waiting):
        flush(place)
    return written


def row(article: ExportedArticle) -> dict[str, Any]:
    """Return an exported article as a row: moments and days as such, rules as pairs."""
    return {
        **article,
        "published_at": _moment(article["published_at"]),
        "updated_at": _moment(article["updated_at"]),
        "first_seen_at": _moment(article["first_seen_at"]),
        "last_seen_at": _moment(article["last_seen_at"]),
        "citations": [
            {**found, "issued_on": found["issued_on"] and date.fromisoformat(found["issued_on"])}
            for found in article["citations"]
        ],
        "duplicates": [
            {
                **found,
                "published_at": _moment(found["published_at"]),
                "first_seen_at": _moment(found["first_seen_at"]),
                "last_seen_at": _moment(found["last_seen_at"]),
            }
            for found in article["duplicates"]
        ],
        "rules": list(article["rules"].items()),
    }


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _place(article: ExportedArticle, by: Sequence[Partition]) -> str:
    return "/".join(f"{one.column}={quote(_value(article, one) or NONE, safe='')}" for one in by)


def _value(article: ExportedArticle, by: Partition) -> str | None:
    if by is Partition.YEAR:
        return article["published_at"] and article["published_at"][:4]
    # The unit and not its name: two units were called Quảng Trị.
    one = article["province"] is not None
    return article["provinces"][0]["id"] if one else None
