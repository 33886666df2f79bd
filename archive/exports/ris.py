"""RIS (Research Information Systems): records of type ``ELEC``, UTF-8, lines that end in CR LF."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from archive.exports.bibliography import LANGUAGE, DateParts, Reference, reference
from archive.exports.records import ExportedArticle

_END = "\r\n"


def write(articles: Iterable[ExportedArticle], stream: TextIO) -> int:
    """Write articles as RIS, and return how many."""
    written = 0
    for article in articles:
        stream.write(record(reference(article)))
        written += 1
    return written


def record(found: Reference) -> str:
    """Return a reference as a record; what is not known is left out.

    A comma would part family name and given name, and there is no way to write one in a name: where the
    printed line has one, a semicolon stands for it.
    """
    fields: list[tuple[str, str | None]] = [
        ("TY", "ELEC"),
        ("ID", found.key),
        ("TI", found.title),
        ("AU", found.author and found.author.replace(",", ";")),
        ("T2", found.container),
        ("PB", found.publisher),
        ("PY", str(found.issued[0]) if found.issued else None),
        ("DA", _date(found.issued) if found.issued else None),
        ("UR", found.url),
        ("Y2", _date(found.accessed)),
        ("LA", LANGUAGE),
        *(("KW", keyword) for keyword in found.keywords),
        ("N1", found.note),
    ]
    lines = [f"{tag}  - {value}{_END}" for tag, value in fields if value]
    return "".join(lines) + f"ER  - {_END}{_END}"


def _date(date: DateParts) -> str:
    """Return a date in RIS's form, ``YYYY/MM/DD/`` with what is not known left empty."""
    parts = [f"{part:02}" for part in date] + [""] * (3 - len(date))
    return "/".join(parts) + "/"
