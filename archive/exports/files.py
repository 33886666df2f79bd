"""Writing an export to a file so that a broken one is never mistaken for a whole one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from archive.errors import ArchiveError


class UnwritableFile(ArchiveError):
    """An export cannot be written to the file that was named."""


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """Open a file for writing that takes its name only when all is written.

    Until then it stands beside it as ``.NAME.PID.part``; when something fails it is removed, and a
    file that had the name before stays as it was.

    Raises:
        UnwritableFile: It cannot be written, at the start or later.
    """
    try:
        target = path.resolve()
        # A pipe or a device has no whole to wait for (and a folder says so itself).
        opened = _direct if target.exists() and not target.is_file() else _renamed_at_the_end
        with opened(target) as stream:
            yield stream
    except OSError as error:
        raise UnwritableFile(f"cannot write {path}: {error.strerror}") from error


@contextmanager
def _direct(target: Path) -> Iterator[TextIO]:
    with target.open("w", encoding="utf-8", newline="") as stream:
        yield stream


@contextmanager
def _renamed_at_the_end(target: Path) -> Iterator[TextIO]:
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("x", encoding="utf-8", newline="") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
