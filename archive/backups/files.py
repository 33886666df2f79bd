"""Copying files so that a reader never sees half of one, and so that they are safe on disk."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

_CHUNK: Final = 1 << 20
#: What the name of a file ends with while it is being written.
PART: Final = ".part"


def write_whole(path: Path, data: bytes) -> None:
    """Write a small file, which replaces one of its name when it is whole."""
    draft = path.with_name(path.name + PART)
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    publish(draft, path)


def copy(
    source: Path, target: Path, length: int, advance: Callable[[int], object]
) -> tuple[Path, str]:
    """Copy the beginning of a file beside where it is to lie, and read the copy again.

    Args:
        source: The file.
        target: Where it is to lie; `publish` puts it there.
        length: How many bytes to copy.
        advance: Told how many more bytes have been copied.

    Returns:
        The copy, and the SHA-256 of what was read from `source`.

    Raises:
        OSError: The disk is full, or does not give back what was written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(target.name + PART)
    digest = hashlib.sha256()
    with source.open("rb") as given, draft.open("wb") as taken:
        left = length
        while left and (chunk := given.read(min(_CHUNK, left))):
            taken.write(chunk)
            digest.update(chunk)
            advance(len(chunk))
            left -= len(chunk)
        taken.flush()
        os.fsync(taken.fileno())
    if checksum(draft) != digest.hexdigest():
        draft.unlink()
        raise OSError(None, "the disk does not give back what was written", str(target))
    return draft, digest.hexdigest()


def publish(draft: Path, target: Path) -> None:
    """Give a file that is whole its name."""
    draft.replace(target)
    descriptor = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync(path: Path) -> None:
    """Wait until a file that another program wrote is on the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
