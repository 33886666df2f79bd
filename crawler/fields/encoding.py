"""From the bytes of a page to UTF-8, whatever its header claims."""

from __future__ import annotations

import codecs
import re
from typing import Final

_META_CHARSET: Final = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE
)
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEAD = 4096
_FALLBACK: Final = "cp1258"
_DAMAGE_ALLOWED: Final = 0.02


def to_utf8(body: bytes, declared: str | None = None) -> bytes:
    """Return the page in UTF-8.

    Bytes that are valid UTF-8 are UTF-8 whatever the header says, and so are bytes with only a few
    broken sequences (a page cut off within a letter). Otherwise the declared encoding counts, then
    windows-1258, the old Vietnamese code page.

    Args:
        body: The bytes as downloaded and decompressed.
        declared: The charset of the HTTP header, if any.
    """
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(encoding, "replace").encode()
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return _recode(body, declared)
    return body


def _recode(body: bytes, declared: str | None) -> bytes:
    text = body.decode("utf-8", "replace")
    letters = sum(1 for character in text if character > "\x7f")
    if text.count("\ufffd") <= letters * _DAMAGE_ALLOWED + 1 and letters > 1:
        return text.encode()
    match = _META_CHARSET.search(body, 0, _HEAD)
    for name in (declared, match[1].decode("ascii") if match else None):
        encoding = _known(name)
        if encoding is not None and encoding != "utf-8":
            return body.decode(encoding, "replace").encode()
    return body.decode(_FALLBACK, "replace").encode()


def _known(name: str | None) -> str | None:
    if not name:
        return None
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def looks_like_html(body: bytes) -> bool:
    """Tell whether the bytes can be an HTML page at all: markup near the start and no NUL bytes."""
    head = body[:_HEAD].lstrip()
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    return b"<" in head and b"\0" not in head
