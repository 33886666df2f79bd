"""Looking through all captures: is every record whole, and does it hold what the database says?"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, BinaryIO, Final

from sqlalchemy import Connection, select

from archive.captures.folder import VARIABLE, unwritable, warc_files
from archive.captures.members import Damage, Member, mapped, walk
from archive.captures.records import (
    CaptureDamaged,
    CaptureError,
    CaptureMissing,
    labelled_digest,
    payload_digest,
)
from archive.models import Base

#: What the name of the file ends with that keeps the bytes which `verify` cut off.
TORN: Final = ".torn"

_CAPTURES: Final = Base.metadata.tables["captures"]
_ORIGINALS: Final = _CAPTURES.alias()
_ROWS: Final = (
    select(
        *(_CAPTURES.c[name] for name in ("id", "url", "status", "digest", "file")),
        *(_CAPTURES.c[name] for name in ("offset", "length", "original_id")),
        _ORIGINALS.c.digest.label("original_digest"),
        _ORIGINALS.c.original_id.label("original_of_original"),
    )
    .outerjoin(_ORIGINALS, _ORIGINALS.c.id == _CAPTURES.c.original_id)
    .order_by(_CAPTURES.c.file, _CAPTURES.c.offset, _CAPTURES.c.id)
)
_ANY: Final = select(_CAPTURES.c.id).limit(1)
_BATCH: Final = 1000


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it should be.

    Attributes:
        file: WARC file, relative to the folder of the captures.
        what: What is wrong, in one line.
        offset: Where in the file.
        repaired: Whether it was put right.
    """

    file: str
    what: str
    offset: int | None = None
    repaired: bool = False

    def __str__(self) -> str:
        place = self.file if self.offset is None else f"{self.file} at {self.offset}"
        return f"{place}: {self.what}"


class Verification:
    """Looks through the WARC files of a folder, and through the captures of the database.

    Args:
        folder: Folder of the captures.
        repair: Cut torn tails off, and keep what was cut off beside the file (`TORN`).

    Attributes:
        files: WARC files seen.
        records: Whole records in them.
        captures: Rows of the database that were compared.
    """

    def __init__(self, folder: Path, *, repair: bool = False) -> None:
        self.files = 0
        self.records = 0
        self.captures = 0
        self._folder = folder
        self._repair = repair

    def size(self) -> int:
        """Return how many bytes there are to look through."""
        return sum((self._folder / file).stat().st_size for file in warc_files(self._folder))

    def problems(
        self, connection: Connection, advance: Callable[[int], object]
    ) -> Iterator[Problem]:
        """Look through everything, and yield what is wrong.

        Args:
            connection: The archive.
            advance: Told how many more bytes have been looked through.

        Raises:
            CaptureMissing: There is no such folder, though the database names captures.
            CaptureUnwritable: A torn tail could not be cut off.
        """
        left = set(warc_files(self._folder))
        if not self._folder.is_dir() and connection.scalar(_ANY) is not None:
            raise CaptureMissing(
                f"there is no folder {self._folder}, where the database has captures: "
                f"set {VARIABLE} to where it is, or restore it from a backup"
            )
        rows = connection.execution_options(yield_per=_BATCH).execute(_ROWS)
        for file, group in groupby(rows, key=attrgetter("file")):
            left.discard(file)
            yield from self._file(file, list(group), advance)
        for file in sorted(left):
            yield from self._file(file, [], advance)

    def _file(
        self, file: str, rows: Sequence[Any], advance: Callable[[int], object]
    ) -> Iterator[Problem]:
        self.captures += len(rows)
        path = self._folder / file
        if not path.exists():
            yield Problem(
                file, f"is gone, and {len(rows)} captures lie in it: restore it from a backup"
            )
            return
        self.files += 1
        torn = None if path.stat().st_size else Damage(0, 0, torn=True)
        waiting = {row.offset: row for row in rows}
        try:
            with mapped(path) as data:
                for place in walk(data):
                    if isinstance(place, Member):
                        self.records += 1
                        row = waiting.pop(place.offset, None)
                        for what in _wrong(place, row):
                            yield Problem(file, what, place.offset)
                    elif place.torn:
                        torn = place
                    else:
                        what = f"{place.length} bytes are damaged: restore the file from a backup"
                        yield Problem(file, what, place.offset)
                    advance(place.length)
        except CaptureError as error:
            yield Problem(file, str(error))
            return
        if torn is not None and not is_growing(path):
            yield self._torn(file, torn)
        if waiting:
            first = next(iter(waiting.values()))
            what = (
                f"{len(waiting)} captures of the database are not there (capture {first.id}, ...)"
            )
            yield Problem(file, f"{what}: restore the file from a backup", first.offset)

    def _torn(self, file: str, torn: Damage) -> Problem:
        what = f"torn: its last {torn.length} bytes are no whole record"
        if not self._repair:
            return Problem(file, f"{what}; `archive verify --repair` cuts them off", torn.offset)
        _cut(self._folder / file, torn.offset)
        return Problem(
            file, f"{what}; cut off, and kept in {file}{TORN}", torn.offset, repaired=True
        )


def whole_length(path: Path) -> int:
    """Return how many bytes of a WARC file come before its torn tail.

    Raises:
        CaptureError: The file cannot be read.
    """
    with mapped(path) as data:
        end = 0
        for place in walk(data):
            end = place.offset if isinstance(place, Damage) and place.torn else end + place.length
        return end


def is_growing(path: Path) -> bool:
    """Tell whether a crawl is writing a WARC file at this moment."""
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def _wrong(member: Member, row: Any) -> Iterator[str]:
    """Yield what is wrong with a record, and with the row of the database that names it."""
    headers, kind = member.record.headers, member.record.kind
    if headers.get("warc-block-digest") not in (None, labelled_digest(member.record.block)):
        yield "its block is not the one that its digest names"
    if kind not in ("response", "revisit"):
        if row is not None:
            yield f"capture {row.id} of the database is no response"
        return
    try:
        line, _, body = member.record.message()
    except CaptureDamaged as error:
        yield str(error)
        return
    digest = headers.get("warc-payload-digest")
    if kind == "response" and digest not in (None, payload_digest(body)):
        yield "its body is not the one that its digest names"
    if row is not None:
        yield from _contradictions(row, member, line)


def _contradictions(row: Any, member: Member, line: str) -> Iterator[str]:
    """Yield what the database and a record say differently."""
    headers = member.record.headers
    compared = (
        ("address", row.url, headers.get("warc-target-uri")),
        ("digest", row.digest, headers.get("warc-payload-digest")),
        ("length", row.length, member.length),
        ("status", str(row.status), line.partition(" ")[2][:3]),
        ("kind of record", "revisit" if row.original_id else "response", member.record.kind),
    )
    for name, stored, found in compared:
        if stored != found:
            yield f"capture {row.id} of the database has another {name}: {stored}, not {found}"
    if row.original_id and (row.original_of_original or row.original_digest != row.digest):
        yield f"capture {row.id} of the database refers to one that does not have its body"


def _cut(path: Path, length: int) -> None:
    """Cut a file after some bytes, and keep the rest beside it.

    The lock is held meanwhile: a crawl that has just made the file waits for it, and looks whether the
    file is still there. Where the crawl was quicker, nothing is cut.
    """
    try:
        with path.open("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if length:
                _keep_tail(file, length, Path(f"{path}{TORN}"))
            elif path.stat().st_size:
                path.replace(f"{path}{TORN}")
            else:
                path.unlink()
    except BlockingIOError:
        return
    except OSError as error:
        raise unwritable(path, error) from error


def _keep_tail(file: BinaryIO, length: int, target: Path) -> None:
    with target.open("wb") as kept:
        file.seek(length)
        shutil.copyfileobj(file, kept)
        kept.flush()
        os.fsync(kept.fileno())
    file.truncate(length)
    os.fsync(file.fileno())
