"""BibTeX in UTF-8: entries ``@online``, as biblatex and Zotero know them.

Classic styles, which do not know the type, set it like ``@misc``; for them the year stands twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TextIO

from archive.exports.bibliography import LANGUAGE, Reference, iso, reference
from archive.exports.records import ExportedArticle

# Braces are counted by BibTeX even behind a backslash, so they are spelled out.
_SPELLED = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{character: f"\\{character}" for character in "#$%&_"},
}
_SPECIAL = re.compile("|".join(map(re.escape, _SPELLED)))


def write(articles: Iterable[ExportedArticle], stream: TextIO) -> int:
    """Write articles as BibTeX, and return how many."""
    written = 0
    for article in articles:
        stream.write(entry(reference(article)))
        written += 1
    return written


def entry(found: Reference) -> str:
    """Return a reference as an entry; what is not known is left out.

    Title and names have braces of their own: styles leave their capitals, and take no name apart.
    """
    issued = found.issued
    fields = {
        "title": _literal(found.title),
        "author": _literal(found.author),
        "organization": _literal(found.publisher),
        "howpublished": escaped(found.container),
        "date": issued and iso(issued),
        "year": issued and str(issued[0]),
        # Verbatim for biblatex and Zotero: nothing is escaped in it.
        "url": found.url,
        "urldate": iso(found.accessed),
        "language": LANGUAGE,
        "langid": "vietnamese",
        # Readers part keywords at commas and semicolons: a name keeps neither.
        "keywords": ", ".join(escaped(re.sub("[,;]", "", name)) for name in found.keywords),
        "note": escaped(found.note),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@online{{{found.key},\n" + ",\n".join(lines) + "\n}\n\n"


def escaped(text: str) -> str:
    r"""Return a text with the characters that mean something to TeX spelled out.

    >>> escaped("100% {chi bộ}")
    '100\\% {\\textbraceleft}chi bộ{\\textbraceright}'
    """
    return _SPECIAL.sub(lambda match: _SPELLED[match[0]], text)


def _literal(text: str | None) -> str | None:
    return text and f"{{{escaped(text)}}}"
