"""CSV for spreadsheets: one article a row, UTF-8 with a byte order mark, lists as JSON.

Two things are for spreadsheets only: without the byte order mark they garble Vietnamese, and a cell
that begins like a formula would be run as one, so it gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from typing import TextIO

from archive.exports.records import FIELDS, ExportedArticle

BYTE_ORDER_MARK = "\ufeff"
# The wide signs as well: spreadsheets of East Asian languages take them for the others.
_FORMULA = (*"=+-@", *"＝＋－＠", "\t", "\r", "\n")


def write(articles: Iterable[ExportedArticle], stream: TextIO) -> int:
    """Write articles as CSV, the names of the fields first, and return how many."""
    stream.write(BYTE_ORDER_MARK)
    writer = csv.writer(stream)
    writer.writerow(FIELDS)
    written = 0
    for article in articles:
        writer.writerow([cell(value) for value in article.values()])
        written += 1
    return written


def cell(value: object) -> str:
    """Return a value as a cell: nothing for None, JSON for a list, an apostrophe before a formula.

    >>> cell("=1+1"), cell(["Khoa giáo"])
    ("'=1+1", '["Khoa giáo"]')
    """
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.startswith(_FORMULA) else text
