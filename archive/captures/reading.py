"""Reading one capture: straight from its place in its file, without the records before it."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final, Protocol

from archive.captures.members import Record, unpack
from archive.captures.records import CaptureDamaged, CaptureMissing, payload_digest

#: Bytes of the largest page that is unpacked: a small body may unpack to any size.
LARGEST_PAGE: Final = 64 * 1024 * 1024
# What servers write who mean that nothing is packed, or who take the header for the charset's.
_NOTHING: Final = frozenset({"", "identity", "none", "utf-8", "utf8", "8bit", "binary"})


class StoredCapture(Protocol):
    """What a row of the table `captures` says of where a response lies."""

    @property
    def file(self) -> str:
        """WARC file, relative to the folder of the captures."""

    @property
    def offset(self) -> int:
        """Where the record begins."""

    @property
    def length(self) -> int:
        """Its packed length."""

    @property
    def digest(self) -> str:
        """Digest of its payload."""

    @property
    def original(self) -> StoredCapture | None:
        """The capture that has the body, where this one is a ``revisit`` record."""


@dataclass(frozen=True, slots=True)
class Page:
    """A captured response, ready for a page object.

    Attributes:
        url: Address that was asked for, on the real host.
        status: HTTP status.
        headers: Headers as received.
        body: Body without its content encoding.
    """

    url: str
    status: int
    headers: list[tuple[str, str]]
    body: bytes


def read_capture(folder: Path, capture: StoredCapture) -> Page:
    """Read a captured response and check its digest.

    A ``revisit`` record gives its own status and headers with the body of the earlier capture; an answer
    304 stands for the whole response that it confirms.

    Args:
        folder: Folder of the captures.
        capture: A row of `captures`.

    Raises:
        CaptureMissing: The file is not there.
        CaptureDamaged: It does not hold the response, or the body cannot be unpacked.
    """
    record = _record(folder, capture)
    original = None if capture.original is None else _record(folder, capture.original)
    try:
        return _page(record, original, capture.digest)
    except CaptureDamaged as error:
        raise _located(folder, capture, error) from error
    except (IndexError, KeyError, ValueError) as error:
        raise _located(folder, capture, "the record has no address or status") from error


def _page(record: Record, original: Record | None, digest: str) -> Page:
    line, headers, body = record.message()
    if original is not None:
        confirmed, first_headers, body = original.message()
        if _status(line) == HTTPStatus.NOT_MODIFIED:
            line, headers = confirmed, first_headers
    if payload_digest(body) != digest:
        raise CaptureDamaged("the body is not the one that was captured")
    url = record.headers["warc-target-uri"]
    return Page(url, _status(line), headers, decoded(body, headers))


def _status(line: str) -> int:
    return int(line.split(" ")[1])


def decoded(body: bytes, headers: list[tuple[str, str]]) -> bytes:
    """Return a body without its content encoding.

    Raises:
        CaptureDamaged: It is not in the encoding that the headers name, cut off, or larger than
            `LARGEST_PAGE`.
    """
    values = ",".join(value for name, value in headers if name.lower() == "content-encoding")
    for encoding in reversed([name.strip().lower() for name in values.split(",")]):
        if body and encoding not in _NOTHING:
            body = _decode(body, encoding)
    return body


def _decode(body: bytes, encoding: str) -> bytes:
    decoder = _DECODERS.get(encoding)
    if decoder is None:
        raise CaptureDamaged(f"the page is in the encoding {encoding!r}, which is not known here")
    try:
        page = decoder(body)
    except (zlib.error, ValueError) as error:
        raise CaptureDamaged(f"the site sent a page that is not {encoding}, as it says") from error
    if len(page) > LARGEST_PAGE:
        raise CaptureDamaged(f"the page is larger than {LARGEST_PAGE} bytes when unpacked")
    return page


def _gunzip(body: bytes) -> bytes:
    """Unpack all members of gzip data."""
    page = b""
    while body and len(page) <= LARGEST_PAGE:
        part, body = _inflate(body, zlib.MAX_WBITS + 16)
        page += part
        # Some servers fill up the last block.
        body = body.lstrip(b"\0")
    return page


def _deflate(body: bytes) -> bytes:
    """Unpack `deflate`, by which servers mean one of two things (RFC 9110, 8.4.1.2)."""
    try:
        return _inflate(body, zlib.MAX_WBITS)[0]
    except zlib.error:
        return _inflate(body, -zlib.MAX_WBITS)[0]


def _inflate(data: bytes, window: int) -> tuple[bytes, bytes]:
    """Unpack one stream, up to `LARGEST_PAGE` and a byte; return what comes behind it too."""
    stream = zlib.decompressobj(window)
    page = stream.decompress(data, LARGEST_PAGE + 1)
    if not stream.eof and len(page) <= LARGEST_PAGE:
        raise ValueError("the data is cut off")
    return page, stream.unused_data


def _brotli(body: bytes) -> bytes:
    """Unpack `br`, which this program does not ask for, and some servers send all the same."""
    try:
        import brotli  # type: ignore[import-untyped]
    except ImportError:
        raise CaptureDamaged(
            "the page is in the encoding 'br': install the package brotli"
        ) from None
    try:
        page: bytes = brotli.Decompressor().process(body, output_buffer_limit=LARGEST_PAGE + 1)
    except brotli.error as error:
        raise ValueError(str(error)) from error
    return page


_DECODERS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _deflate,
    "br": _brotli,
}


def _record(folder: Path, capture: StoredCapture) -> Record:
    path = folder / capture.file
    try:
        with path.open("rb") as file:
            file.seek(capture.offset)
            data = file.read(capture.length)
        return unpack(data)
    except FileNotFoundError as error:
        raise CaptureMissing(f"{path} is not there: restore it from a backup") from error
    except OSError as error:
        raise CaptureDamaged(f"{path} cannot be read ({error.strerror}): check the disk") from error
    except CaptureDamaged as error:
        raise _located(folder, capture, error) from error


def _located(folder: Path, capture: StoredCapture, what: Any) -> CaptureDamaged:
    return CaptureDamaged(
        f"{folder / capture.file} at {capture.offset}: {what}; `archive verify` looks at all files"
    )
