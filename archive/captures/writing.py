"""Writing captures: WARC files that a kill leaves with a torn tail at most.

warcio puts the records together. They are packed here, since it packs at the highest level what the site
has packed already; and HTTP heads are handed to it as they came, since it would rewrite lines that are
not ASCII.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from importlib.metadata import version
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from uuid import uuid4

from warcio.recordloader import ArcWarcRecord  # type: ignore[import-untyped]
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from archive.captures.folder import SUFFIX, unwritable
from archive.captures.growing import GrowingFile
from archive.captures.records import (
    Capture,
    CaptureUnwritable,
    Earlier,
    Fetch,
    HeaderLines,
    labelled_digest,
    payload_digest,
)
from archive.timezone import VIETNAM

_SOFTWARE: Final = "vn-party-news-archive"
_SPECIFICATION: Final = (
    "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
)
_PROFILE: Final = "http://netpreserve.org/warc/1.1/revisit/"
_RESPONSE: Final = "application/http; msgtype=response"
_REQUEST: Final = "application/http; msgtype=request"
_END: Final = b"\r\n\r\n"
# Level 6 saves a twelfth of a page more and takes three times as long.
_LEVEL: Final = 3
_QUICK: Final = 1
_GZIP: Final = 16  # zlib's word for a gzip header and trailer around the data
_SMALLEST_WINDOW: Final = 9


class CaptureWriter:
    """Writes the captures of one site, one file at a time, each made by this process alone.

    The file is locked (``flock``) while it is open, so that `archive verify` tells a file that grows from
    one with a torn tail; a kill frees the lock.

    Args:
        folder: Folder of the captures.
        name: Name of the spider: its folder within, and the beginning of its files' names.
        max_bytes: Size from which a file is closed and the next one begun.
        information: What every file's first record says besides the software: ``operator``, ...
    """

    def __init__(
        self,
        folder: Path,
        name: str,
        max_bytes: int,
        *,
        information: Mapping[str, str] | None = None,
    ) -> None:
        self._folder = folder
        self._name = name
        self._max_bytes = max_bytes
        self._information = dict(information or {})
        self._serials = count(1)
        self._file: GrowingFile | None = None
        self._lost: OSError | None = None

    def write(self, fetch: Fetch, earlier: Earlier | None = None) -> Capture:
        """Write one exchange, and return when it is safe on disk: `begin` and `settle`."""
        capture = self.begin(fetch, earlier)
        self.settle()
        return capture

    def begin(self, fetch: Fetch, earlier: Earlier | None = None) -> Capture:
        """Write one exchange, which is safe from a kill, and not yet from a power cut.

        Nothing may name the capture for good before `settle` has returned.

        Args:
            fetch: The exchange.
            earlier: The newest capture of the address that has a body: where the site answers 304 or with
                the same bytes, a ``revisit`` record refers to it and the body is not kept twice.

        Raises:
            CaptureUnwritable: The disk is full or may not be written, or did not take what was begun
                before. The file ends with its last whole record.
        """
        self._require_whole()
        try:
            file = self._current(fetch.fetched_at)
            digest, original = _identity(fetch, earlier)
            response_id = _record_id()
            response = _response(fetch, digest, original, response_id, file.information_id)
            offset = file.append(response, _request(fetch, response_id, file.information_id))
        except OSError as error:
            self.close()
            raise self._unwritable(error) from error
        return Capture(
            url=fetch.url,
            kind=fetch.kind,
            fetched_at=fetch.fetched_at,
            status=fetch.status,
            digest=digest,
            file=file.name,
            offset=offset,
            length=len(response),
            original_id=original.id if original else None,
        )

    def settle(self) -> None:
        """Wait until all that was begun is safe on disk: one wait for however many exchanges.

        Raises:
            CaptureUnwritable: It is not, and has been taken back. From then on nothing is safe and
                nothing is written, since it may be wanted for any of what was lost.
        """
        self._require_whole()
        if self._file is None:
            return
        try:
            self._file.sync()
        except OSError as error:
            self._lost = error
            self._file.abandon()
            self._file = None
            raise self._unwritable(error) from error

    def close(self) -> None:
        """Close the file, if one is open.

        Raises:
            CaptureUnwritable: What was begun is not safe on disk, and has been taken back.
        """
        if self._file is not None:
            self.settle()
            self._file.close()
            self._file = None

    def _require_whole(self) -> None:
        if self._lost is not None:
            raise self._unwritable(self._lost) from self._lost

    def _unwritable(self, error: OSError) -> CaptureUnwritable:
        return unwritable(self._folder / self._name, error)

    def _current(self, moment: datetime) -> GrowingFile:
        """Return the file to write to: a new one on each day in Vietnam, and after a large one."""
        day = moment.astimezone(VIETNAM).date()
        if self._file is not None and (self._file.day != day or self._file.size >= self._max_bytes):
            self.close()
        if self._file is None:
            self._file = self._new_file(moment)
        return self._file

    def _new_file(self, moment: datetime) -> GrowingFile:
        folder = self._folder / self._name
        folder.mkdir(parents=True, exist_ok=True)
        utc = moment.astimezone(UTC)
        stamp = f"{utc:%Y%m%dT%H%M%S}{utc.microsecond // 1000:03}"
        while True:
            path = folder / f"{self._name}-{stamp}-{next(self._serials):05}{SUFFIX}"
            try:
                file = GrowingFile(path, moment.astimezone(VIETNAM).date())
            except FileExistsError:
                continue
            break
        file.information_id = _record_id()
        # It goes to the disk with the first exchange.
        file.waiting = _information(path.name, moment, file.information_id, self._information)
        return file


def _identity(fetch: Fetch, earlier: Earlier | None) -> tuple[str, Earlier | None]:
    """Return the digest of a response, and the earlier capture where that has the body."""
    if earlier is not None and fetch.status == HTTPStatus.NOT_MODIFIED:
        return earlier.digest, earlier
    digest = payload_digest(fetch.body)
    same = earlier is not None and fetch.body and digest == earlier.digest
    return digest, earlier if same else None


def _status_line(fetch: Fetch) -> bytes:
    try:
        phrase = HTTPStatus(fetch.status).phrase
    except ValueError:
        phrase = ""
    return f"{fetch.protocol} {fetch.status} {phrase}".encode()


def _information(
    name: str, moment: datetime, record_id: str, information: Mapping[str, str]
) -> bytes:
    fields = {
        "software": f"{_SOFTWARE}/{version(_SOFTWARE)}",
        "format": "WARC File Format 1.1",
        "conformsTo": _SPECIFICATION,
        **information,
    }
    block = "".join(f"{field}: {value}\r\n" for field, value in fields.items()).encode()
    headers = {
        "WARC-Type": "warcinfo",
        "WARC-Record-ID": record_id,
        "WARC-Date": _warc_date(moment),
        "WARC-Filename": name,
        "Content-Type": "application/warc-fields",
    }
    return _member(headers, block, b"")


def _response(
    fetch: Fetch, digest: str, original: Earlier | None, record_id: str, information_id: str
) -> bytes:
    headers = {
        "WARC-Type": "response" if original is None else "revisit",
        "WARC-Record-ID": record_id,
        "WARC-Warcinfo-ID": information_id,
        "WARC-Target-URI": fetch.url,
        "WARC-Date": _warc_date(fetch.fetched_at),
        "WARC-Payload-Digest": digest,
        "Content-Type": _RESPONSE,
    }
    if fetch.ip_address:
        headers["WARC-IP-Address"] = fetch.ip_address
    head = _http_head(_status_line(fetch), fetch.headers)
    if original is None:
        encoded = any(name.lower() == b"content-encoding" for name, _ in fetch.headers)
        return _member(headers, head, fetch.body, packed=encoded)
    not_modified = fetch.status == HTTPStatus.NOT_MODIFIED
    headers |= {
        "WARC-Profile": _PROFILE
        + ("server-not-modified" if not_modified else "identical-payload-digest"),
        "WARC-Refers-To-Target-URI": original.url,
        "WARC-Refers-To-Date": _warc_date(original.fetched_at),
    }
    return _member(headers, head, b"")


def _request(fetch: Fetch, response_id: str, information_id: str) -> bytes:
    headers = {
        "WARC-Type": "request",
        "WARC-Record-ID": _record_id(),
        "WARC-Warcinfo-ID": information_id,
        "WARC-Concurrent-To": response_id,
        "WARC-Target-URI": fetch.url,
        "WARC-Date": _warc_date(fetch.fetched_at),
        "Content-Type": _REQUEST,
    }
    _, _, path, query, _ = urlsplit(fetch.url)
    line = f"{fetch.method} {path or '/'}{'?' if query else ''}{query} HTTP/1.1"
    head = _http_head(line.encode(), fetch.request_headers)
    return _member(headers, head, fetch.request_body)


def _member(headers: dict[str, str], block: bytes, body: bytes, *, packed: bool = False) -> bytes:
    """Return a record as a gzip member.

    Args:
        headers: Its named fields, but for digest and length of the block.
        block: The block, or its beginning.
        body: The rest of the block.
        packed: Whether the site has packed `body` already, so that there is little to gain.
    """
    fields = [*headers.items(), ("WARC-Block-Digest", labelled_digest(block, body))]
    record = ArcWarcRecord(
        "warc",
        headers["WARC-Type"],
        StatusAndHeaders("", fields, protocol="WARC/1.1"),
        BytesIO(body),
        _Head(block),
        headers["Content-Type"],
        len(block) + len(body),
        payload_length=len(body),
    )
    out = BytesIO()
    WARCWriter(out, gzip=False).write_record(record)
    return _packed(out.getvalue(), _QUICK if packed else _LEVEL)


def _packed(record: bytes, level: int) -> bytes:
    """Return a record as a gzip member.

    zlib sets up and clears memory for its window first, which at the usual 32 KB takes five times as long
    as packing a request.
    """
    window = min(max(len(record).bit_length(), _SMALLEST_WINDOW), zlib.MAX_WBITS)
    memory = min(window - 5, zlib.DEF_MEM_LEVEL)
    packer = zlib.compressobj(level, zlib.DEFLATED, window | _GZIP, memory)
    return packer.compress(record) + packer.flush()


class _Head(StatusAndHeaders):  # type: ignore[misc]
    """The beginning of a block as it is: warcio would encode anew what is not ASCII in an HTTP head."""

    def __init__(self, lines: bytes) -> None:
        super().__init__("", [])
        self.headers_buff = lines

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        """Leave the lines as they are."""

    def __bool__(self) -> bool:
        return True


def _http_head(line: bytes, headers: HeaderLines) -> bytes:
    return b"\r\n".join([line, *(name + b": " + value for name, value in headers)]) + _END


def _record_id() -> str:
    return f"<urn:uuid:{uuid4()}>"


def _warc_date(moment: datetime) -> str:
    """Return a moment as WARC 1.1 has it: UTC, to the microsecond.

    >>> _warc_date(datetime(2026, 11, 22, 8, 45, 0, 123, VIETNAM))
    '2026-11-22T01:45:00.000123Z'
    """
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"
