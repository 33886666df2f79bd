"""One WARC file while it is being written: whole records only, and how many of them the disk has."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from datetime import date
from pathlib import Path


class GrowingFile:
    """A WARC file that one process writes, locked (``flock``) while it does.

    Attributes:
        path: Where it lies.
        name: The same, relative to the folder of the captures.
        day: Day in Vietnam on which it was begun.
        size: How many bytes of whole records it has.
        information_id: Identifier of its first record.
        waiting: Its first record, which is written with the first exchange.

    Raises:
        FileExistsError: There is a file of this name already.
    """

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
        """Write records, and return the offset of the first; `sync` makes them safe.

        Raises:
            OSError: They could not be written, and have been cut off again.
        """
        offset = self.size + len(self.waiting)
        data = b"".join((self.waiting, *members))
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]
        except OSError:
            with suppress(OSError):  # what cannot be cut, `archive verify` finds
                os.ftruncate(self._descriptor, self.size)
            raise
        self.size += len(data)
        self.waiting = b""
        return offset

    def sync(self) -> None:
        """Wait until the disk has all that was written."""
        if self._safe == self.size:
            return
        os.fdatasync(self._descriptor)
        if not self._safe:
            # The file is safe when the folder that names it is, and the folder when the one above is.
            _sync_folder(self.path.parent)
            _sync_folder(self.path.parent.parent)
        self._safe = self.size

    def close(self) -> None:
        """Close the file and free its lock; one without records is taken away."""
        if not self.size:
            with suppress(OSError):
                self.path.unlink()
        os.close(self._descriptor)

    def abandon(self) -> None:
        """Cut the file back to what is safe, and close it."""
        self.size = self._safe
        with suppress(OSError):  # what cannot be cut, `archive verify` finds
            os.ftruncate(self._descriptor, self.size)
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
