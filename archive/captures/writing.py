"""Writing captures: WARC files that a kill leaves with a torn tail at most.

warcio puts the records together. They are packed here, since it packs at the highest level what the site
has packed already; and HTTP heads are handed to it as they came, since it would rewrite lines that are
not ASCII.
"""

from __future__ import annotations

import fcntl
import os
import zlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
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
from archive.captures.records import (
    Capture,
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
_GZIP: Final = zlib.MAX_WBITS | 16


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
        self._file: _File | None = None
        self._unsettled: _File | None = None

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
            CaptureUnwritable: The disk is full or may not be written. The file ends with its last whole
                record.
        """
        self.settle()
        try:
            file = self._current(fetch.fetched_at)
            digest, original = _identity(fetch, earlier)
            response_id = _record_id()
            response = _response(fetch, digest, original, response_id, file.information_id)
            offset = file.append(response, _request(fetch, response_id, file.information_id))
        except OSError as error:
            self._discard()
            raise unwritable(self._folder / self._name, error) from error
        self._unsettled = file
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
        """Wait until what was begun is safe on disk.

        Raises:
            CaptureUnwritable: It is not, and has been taken back.
        """
        file, self._unsettled = self._unsettled, None
        if file is None:
            return
        try:
            file.sync()
        except OSError as error:
            self._discard()
            raise unwritable(self._folder / self._name, error) from error

    def close(self) -> None:
        """Close the file, if one is open.

        Raises:
            CaptureUnwritable: What was begun is not safe on disk, and has been taken back.
        """
        try:
            self.settle()
        finally:
            self._close_file()

    def _close_file(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _discard(self) -> None:
        """Close a file after a failed write, without hiding why it failed."""
        file, self._file = self._file, None
        if file is not None:
            file.abandon()

    def _current(self, moment: datetime) -> _File:
        """Return the file to write to: a new one on each day in Vietnam, and after a large one."""
        day = moment.astimezone(VIETNAM).date()
        if self._file is not None and (self._file.day != day or self._file.size >= self._max_bytes):
            self._close_file()
        if self._file is None:
            self._file = self._new_file(moment)
        return self._file

    def _new_file(self, moment: datetime) -> _File:
        folder = self._folder / self._name
        folder.mkdir(parents=True, exist_ok=True)
        utc = moment.astimezone(UTC)
        stamp = f"{utc:%Y%m%dT%H%M%S}{utc.microsecond // 1000:03}"
        while True:
            path = folder / f"{self._name}-{stamp}-{next(self._serials):05}{SUFFIX}"
            try:
                file = _File(path, moment.astimezone(VIETNAM).date())
            except FileExistsError:
                continue
            break
        file.information_id = _record_id()
        # It goes to the disk with the first exchange.
        file.waiting = _information(path.name, moment, file.information_id, self._information)
        return file


class _File:
    """One WARC file that is being written."""

    def __init__(self, path: Path, day: date) -> None:
        self.path = path
        self.name = f"{path.parent.name}/{path.name}"
        self.day = day
        self.size = 0
        self._safe = 0
        self.information_id = ""
        self.waiting = b""
        self._descriptor = _create(path)

    def append(self, *members: bytes) -> int:
        """Write records, and return the offset of the first; `sync` makes them safe."""
        offset = self.size + len(self.waiting)
        rest = memoryview(b"".join((self.waiting, *members)))
        self.size += len(rest)
        self.waiting = b""
        while rest:
            rest = rest[os.write(self._descriptor, rest) :]
        return offset

    def sync(self) -> None:
        """Wait until the disk has all that was written."""
        os.fdatasync(self._descriptor)
        if not self._safe:
            # The file is safe when the folder that names it is, and the folder when the one above is.
            _sync_folder(self.path.parent)
            _sync_folder(self.path.parent.parent)
        self._safe = self.size

    def close(self) -> None:
        """Close the file and free its lock."""
        os.close(self._descriptor)

    def abandon(self) -> None:
        """Cut the file back to what is safe; what cannot be cut, `archive verify` finds."""
        try:
            if self._safe:
                os.ftruncate(self._descriptor, self._safe)
            else:
                self.path.unlink(missing_ok=True)
        except OSError:
            return
        finally:
            self.close()


def _create(path: Path) -> int:
    """Create and lock a file.

    Raises:
        FileExistsError: There is one of this name, or `archive verify` took the empty file away.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    if os.fstat(descriptor).st_nlink == 0:
        os.close(descriptor)
        raise FileExistsError(path)
    return descriptor


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


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
    return zlib.compress(out.getvalue(), _QUICK if packed else _LEVEL, _GZIP)


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
