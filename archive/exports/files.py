"""Writing an export so that a broken one is never mistaken for a whole one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, TextIO, cast

from archive.errors import ArchiveError


class UnwritableFile(ArchiveError):
    """An export cannot be written to the file or folder that was named."""


_Opened = Callable[[Path, str], IO[Any]]


def whole_file(path: Path) -> AbstractContextManager[TextIO]:
    """Open a file for text, UTF-8, that takes its name only when all is written.

    Until then it stands beside it as ``.NAME.PID.part``; when something fails it is removed, and a
    file that had the name before stays as it was.

    Raises:
        UnwritableFile: It cannot be written, at the start or later.
    """
    return cast("AbstractContextManager[TextIO]", _whole(path, _open_text))


def whole_bytes(path: Path) -> AbstractContextManager[BinaryIO]:
    """Open a file for bytes that takes its name only when all is written, as `whole_file` does.

    Raises:
        UnwritableFile: It cannot be written, at the start or later.
    """
    return cast("AbstractContextManager[BinaryIO]", _whole(path, _open_bytes))


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """Make a folder that takes its name only when all in it is written.

    Until then it stands beside it as ``.NAME.PID.part``; when something fails it is removed.

    Raises:
        UnwritableFile: Something has the name already, or it cannot be written.
    """
    target = Path(os.path.abspath(path))  # noqa: PTH100 - a link to a folder is something, too
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        if os.path.lexists(target):
            raise UnwritableFile(f"{path} is there already: name another folder, or remove it")
        part.mkdir()
        try:
            yield part
            for file in (part, *part.rglob("*")):
                _sync(file)
            part.rename(target)
            _sync(target.parent)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    except OSError as error:
        raise UnwritableFile(f"cannot write {path}: {error.strerror}") from error


@contextmanager
def _whole(path: Path, opened: _Opened) -> Iterator[IO[Any]]:
    try:
        target = path.resolve()
        # A pipe or a device has no whole to wait for (and a folder says so itself).
        direct = target.exists() and not target.is_file()
        with (_direct if direct else _renamed_at_the_end)(target, opened) as stream:
            yield stream
    except OSError as error:
        raise UnwritableFile(f"cannot write {path}: {error.strerror}") from error


@contextmanager
def _direct(target: Path, opened: _Opened) -> Iterator[IO[Any]]:
    with opened(target, "w") as stream:
        yield stream


@contextmanager
def _renamed_at_the_end(target: Path, opened: _Opened) -> Iterator[IO[Any]]:
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with opened(part, "x") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _open_text(path: Path, mode: str) -> IO[Any]:
    return path.open(mode, encoding="utf-8", newline="")


def _open_bytes(path: Path, mode: str) -> IO[Any]:
    return path.open(f"{mode}b")


def _sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
