"""The records of a WARC file as this archive writes them: one gzip member each."""

from __future__ import annotations

import mmap
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from archive.captures.records import CaptureDamaged, CaptureMissing

_GZIP: Final = zlib.MAX_WBITS + 16
_MAGIC: Final = b"\x1f\x8b\x08"
_VERSION: Final = b"WARC/1."
_GAP: Final = b"\r\n\r\n"
_CHUNK: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Record:
    """One WARC record.

    Attributes:
        headers: Its named fields, names in lower case.
        block: What follows them: for an exchange, an HTTP message.
    """

    headers: dict[str, str]
    block: bytes

    @property
    def kind(self) -> str:
        """``response``, ``revisit``, ``request`` or ``warcinfo``."""
        return self.headers.get("warc-type", "")

    def message(self) -> tuple[str, list[tuple[str, str]], bytes]:
        """Return start line, headers and body of the HTTP message.

        Raises:
            CaptureDamaged: The record holds none.
        """
        head, gap, body = self.block.partition(_GAP)
        if not gap:
            raise CaptureDamaged("the record holds no HTTP message")
        line, *lines = head.decode("latin-1").split("\r\n")
        pairs = [text.partition(":")[::2] for text in lines if text]
        return line, [(name, value.strip()) for name, value in pairs], body


@dataclass(frozen=True, slots=True)
class Member:
    """A whole record, and where it lies.

    Attributes:
        offset: Where it begins in the file, in bytes.
        length: Its packed length in bytes.
        record: What it holds.
    """

    offset: int
    length: int
    record: Record


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes that are no record.

    Attributes:
        offset: Where they begin in the file.
        length: How many there are.
        torn: Whether nothing whole comes after them: the tail of a file whose writer was killed.
    """

    offset: int
    length: int
    torn: bool


def parse(data: bytes) -> Record:
    """Read an unpacked record.

    Raises:
        CaptureDamaged: It is none, or not as long as it says.
    """
    head, _, rest = data.partition(_GAP)
    lines = head.decode("utf-8", "replace").split("\r\n")
    fields = (line.partition(":") for line in lines[1:])
    headers = {name.lower(): value.strip() for name, _, value in fields}
    if not head.startswith(_VERSION) or not rest.endswith(_GAP):
        raise CaptureDamaged("there is no WARC record")
    block = rest[: -len(_GAP)]
    if headers.get("content-length") != str(len(block)):
        raise CaptureDamaged("the record is not as long as it says")
    return Record(headers, block)


def unpack(member: bytes) -> Record:
    """Read one gzip member.

    Raises:
        CaptureDamaged: It is not whole, or holds no record.
    """
    stream = zlib.decompressobj(_GZIP)
    try:
        data = stream.decompress(member)
    except zlib.error as error:
        raise CaptureDamaged("the record cannot be unpacked") from error
    if not stream.eof or stream.unused_data:
        raise CaptureDamaged("the record is not where the database says")
    return parse(data)


@contextmanager
def mapped(path: Path) -> Iterator[mmap.mmap | bytes]:
    """Give the bytes of a file without reading them all.

    Raises:
        CaptureMissing: It is not there.
        CaptureDamaged: It cannot be read.
    """
    try:
        with path.open("rb") as file:
            if not path.stat().st_size:
                yield b""
                return
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                yield data
    except FileNotFoundError as error:
        raise CaptureMissing(f"{path} is not there: restore it from a backup") from error
    except OSError as error:
        raise CaptureDamaged(f"{path} cannot be read ({error.strerror}): check the disk") from error


def walk(data: mmap.mmap | bytes) -> Iterator[Member | Damage]:
    """Yield the records of a file and the damaged places between them, in order."""
    offset = 0
    while offset < len(data):
        member = member_at(data, offset)
        if member is None:
            following = _next(data, offset + 1)
            end = len(data) if following is None else following
            yield Damage(offset, end - offset, torn=following is None)
            offset = end
        else:
            yield member
            offset += member.length


def _next(data: mmap.mmap | bytes, start: int) -> int | None:
    """Return where the next whole record begins."""
    offset = data.find(_MAGIC, start)
    while offset >= 0:
        # Bodies that the site packed begin with the same bytes.
        if _begins_record(data, offset) and member_at(data, offset):
            return offset
        offset = data.find(_MAGIC, offset + 1)
    return None


def _begins_record(data: mmap.mmap | bytes, offset: int) -> bool:
    stream = zlib.decompressobj(_GZIP)
    try:
        start = stream.decompress(data[offset : offset + _CHUNK], len(_VERSION))
    except zlib.error:
        return False
    return start == _VERSION


def member_at(data: mmap.mmap | bytes, offset: int) -> Member | None:
    """Return the record at a place; None where there is no whole one."""
    stream = zlib.decompressobj(_GZIP)
    parts: list[bytes] = []
    end = offset
    try:
        while not stream.eof and end < len(data):
            chunk = data[end : end + _CHUNK]
            parts.append(stream.decompress(chunk))
            end += len(chunk)
        record = parse(b"".join(parts)) if stream.eof else None
    except (zlib.error, CaptureDamaged):
        return None
    end -= len(stream.unused_data)
    return None if record is None else Member(offset, end - offset, record)
