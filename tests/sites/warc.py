"""Replays a WARC on loopback: every recorded response as it was, by path and query; 404 for the rest."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]

from .server import Answer, Server
from .site import Page

# Headers of the recorded transfer; the replay sends whole bodies and writes its own.
TRANSFER = {
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "keep-alive",
    "transfer-encoding",
}


def read(path: Path) -> dict[str, Page]:
    """Read all responses of a WARC, by request target (`/tin-co-so/?page=2`)."""
    pages: dict[str, Page] = {}
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type != "response":
                continue
            parts = urlsplit(record.rec_headers.get_header("WARC-Target-URI"))
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            headers = record.http_headers.headers
            pages[target] = Page(
                record.content_stream().read(),
                int(record.http_headers.get_statuscode()),
                record.http_headers.get_header("Content-Type") or "",
                tuple((name, value) for name, value in headers if name.lower() not in TRANSFER),
            )
    return pages


def answers(pages: Mapping[str, Page]) -> Answer:
    """Give the answer to a target: the recorded page, or 404."""
    missing = Page(b"not recorded", 404, "text/plain")
    return lambda target: pages.get(target, missing)


def replay(path: Path) -> Server:
    """Serve a WARC: ``with replay(path) as server: server.base_urls["warc"]``."""
    return Server({"warc": answers(read(path))})
