"""CSL-JSON (Citation Style Language): an array of items, as Zotero, pandoc and citeproc read it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

from archive.exports.bibliography import LANGUAGE, DateParts, Reference, reference
from archive.exports.records import ExportedArticle


def write(articles: Iterable[ExportedArticle], stream: TextIO) -> int:
    """Write articles as one JSON array, an item a line, and return how many."""
    written = 0
    for article in articles:
        stream.write(",\n" if written else "[\n")
        stream.write(json.dumps(item(reference(article)), ensure_ascii=False))
        written += 1
    stream.write("\n]\n" if written else "[]\n")
    return written


def item(found: Reference) -> dict[str, Any]:
    """Return a reference as an item of CSL-JSON; what is not known is left out.

    A name is ``literal``, so that no style turns it round or shortens it.
    """
    values = {
        "id": found.key,
        "type": "webpage",
        "title": found.title,
        "author": found.author and [{"literal": found.author}],
        "container-title": found.container,
        "publisher": found.publisher,
        "issued": found.issued and _date(found.issued),
        "accessed": _date(found.accessed),
        "URL": found.url,
        "language": LANGUAGE,
        "keyword": "; ".join(found.keywords),
        "note": found.note,
    }
    return {name: value for name, value in values.items() if value}


def _date(date: DateParts) -> dict[str, Any]:
    return {"date-parts": [list(date)]}
