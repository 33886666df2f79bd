"""Locks that keep two runs from crawling one site at the same time.

A lock is a file on which its holder has an ``flock``: the system frees it with the process, however that
ends, so that no lock is ever left over. What the file says is only for people.
"""

from __future__ import annotations

import fcntl
import os
import socket
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import unquote

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from archive.errors import ArchiveError
from archive.timezone import now

#: Name of the lock that the nightly run itself holds; no spider is called so.
NIGHTLY = "nightly"


class LockHeld(ArchiveError):
    """Another run holds the lock; the message says which, and since when."""


class Lock:
    """A lock that this process holds until `release`, or until it ends. A context manager.

    Args:
        folder: Where the lock files lie; it is made where it is missing.
        name: What is locked: the name of a spider, or `NIGHTLY`.
        what: What a person is told the holder is doing, ``scrapy crawl lai_chau``.

    Raises:
        LockHeld: Another process holds it.
        ArchiveError: The file cannot be written.
    """

    def __init__(self, folder: Path, name: str, what: str) -> None:
        self._path = folder / f"{name}.lock"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            # Python opens files so that no program started from here inherits them.
            self._file = self._path.open("a+", encoding="utf-8")
        except OSError as error:
            raise ArchiveError(
                f"the lock {self._path} cannot be written: {error.strerror}"
            ) from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = self._holder()
            self._file.close()
            raise LockHeld(f"another run is on: {holder}") from None
        self._write(f"{what}, process {os.getpid()} on {socket.gethostname()} since {now():%F %T}")

    def __enter__(self) -> Self:
        """Hold the lock for a block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Release the lock."""
        self.release()

    def release(self) -> None:
        """Let others have the lock; the file stays, since another may be opening it just now."""
        if not self._file.closed:
            with suppress(OSError):
                self._write("")
            self._file.close()

    def _holder(self) -> str:
        """Return who holds the lock; a holder that has only just taken it has not written yet."""
        self._file.seek(0)
        return self._file.read().strip() or f"it holds {self._path}"

    def _write(self, text: str) -> None:
        self._file.seek(0)
        self._file.truncate()
        self._file.write(text)
        self._file.flush()


def lock_folder(captures: str, database_url: str, runs: str) -> Path:
    """Return the folder of the locks, which all runs into one archive share.

    Args:
        captures: Folder of the captures (``ARCHIVE_CAPTURES``); empty where they are off.
        database_url: Address of the archive.
        runs: Folder of the nightly runs, for a database server without captures.

    >>> lock_folder("captures", "sqlite:///archive.db", "runs").as_posix()
    'captures/locks'
    >>> lock_folder("", "sqlite:///archive.db", "runs").as_posix()
    'archive.db.locks'
    """
    if captures:
        return Path(captures) / "locks"
    with suppress(ArgumentError):
        url = make_url(database_url)
        if url.get_backend_name() == "sqlite" and url.database:
            file = Path(unquote(url.database.removeprefix("file:")))
            return file.with_name(f"{file.name}.locks")
    return Path(runs) / "locks"
