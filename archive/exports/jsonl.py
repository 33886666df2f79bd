"""JSON Lines: one article a line, UTF-8."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TextIO

from archive.exports.records import ExportedArticle


def write(articles: Iterable[ExportedArticle], stream: TextIO) -> int:
    """Write articles as JSON Lines and return how many."""
    written = 0
    for article in articles:
        stream.write(json.dumps(article, ensure_ascii=False) + "\n")
        written += 1
    return written
