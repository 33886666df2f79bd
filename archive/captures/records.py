"""What a capture is, what is known of it, and what can go wrong with one."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from archive.errors import ArchiveError

#: Header lines as they are on the wire: name and value, in their order.
HeaderLines = Sequence[tuple[bytes, bytes]]


class CaptureError(ArchiveError):
    """A capture cannot be written or read."""


class CaptureUnwritable(CaptureError):
    """The folder of the captures cannot be written, or its disk is full."""


class CaptureMissing(CaptureError):
    """The file that holds a capture is not there."""


class CaptureDamaged(CaptureError):
    """A WARC file does not hold what it should."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The capture of the same address that has the newest body, for ``revisit`` records.

    Attributes:
        id: Number in the table `captures`.
        url: Address that was asked for.
        fetched_at: When it was fetched.
        digest: Digest of its payload.
    """

    id: int
    url: str
    fetched_at: datetime
    digest: str


@dataclass(frozen=True, slots=True)
class Capture:
    """Where one response lies, safe on disk: the values of a row of the table `captures`.

    Attributes:
        url: Address asked for, on the real host.
        kind: ``article`` or ``listing``.
        fetched_at: When it was fetched.
        status: HTTP status.
        digest: ``WARC-Payload-Digest`` of the response; of the earlier one, where the site answered 304.
        file: WARC file, relative to the folder of the captures.
        offset: Where the response record begins in the file, in bytes.
        length: Length of the compressed record, in bytes.
        original_id: Number of the capture that has the body, where this one is a ``revisit`` record.
    """

    url: str
    kind: str
    fetched_at: datetime
    status: int
    digest: str
    file: str
    offset: int
    length: int
    original_id: int | None = None


@dataclass(frozen=True, slots=True)
class Fetch:
    """One exchange as it went over the wire.

    Attributes:
        url: Address asked for, on the real host, without a fragment.
        kind: ``article`` or ``listing``.
        fetched_at: When it was asked for, with a time zone.
        method: ``GET`` or ``POST``.
        request_headers: Headers sent.
        request_body: Form sent.
        protocol: Protocol of the answer, ``HTTP/1.1``.
        status: HTTP status.
        headers: Headers received.
        body: Body received, in its content encoding but without a transfer encoding.
        ip_address: Address of the machine that answered.
    """

    url: str
    kind: str
    fetched_at: datetime
    method: str
    request_headers: HeaderLines
    request_body: bytes
    protocol: str
    status: int
    headers: HeaderLines
    body: bytes
    ip_address: str | None = None


def payload_digest(body: bytes) -> str:
    """Return the ``WARC-Payload-Digest`` of a body.

    >>> payload_digest(b"")
    'sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ'
    """
    return labelled_digest(body)


def labelled_digest(*parts: bytes) -> str:
    """Return the digest of bytes in parts: SHA-1 in base 32, the custom of web archives."""
    digest = hashlib.sha1(usedforsecurity=False)
    for part in parts:
        digest.update(part)
    return "sha1:" + b32encode(digest.digest()).decode()
