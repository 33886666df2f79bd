"""Where the captures lie: the folder that ``ARCHIVE_CAPTURES`` names."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Iterator
from pathlib import Path

from archive.captures.records import CaptureUnwritable
from archive.environment import variable

VARIABLE = "ARCHIVE_CAPTURES"
DEFAULT_FOLDER = "captures"
#: How the name of every WARC file ends.
SUFFIX = ".warc.gz"

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


def configured_folder() -> Path | None:
    """Return the folder of the captures: environment, ``.env``, or the default; None: none are kept."""
    value = variable(VARIABLE)
    if value is None:
        return Path(DEFAULT_FOLDER)
    return Path(value) if value else None


def warc_files(folder: Path) -> Iterator[str]:
    """Yield the WARC files of a folder of captures, relative to it, in order."""
    for file in sorted(folder.glob(f"*/*{SUFFIX}")):
        yield str(file.relative_to(folder))


def require_writable(folder: Path) -> None:
    """Create the folder where it is missing, and see that files can be made in it.

    Raises:
        CaptureUnwritable: They cannot.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise unwritable(folder, error) from error


def unwritable(path: Path, error: OSError) -> CaptureUnwritable:
    """Return what a failed write in the folder of the captures means, and what to do."""
    if error.errno in _FULL:
        return CaptureUnwritable(f"the disk that holds {path} is full: make room, then try again")
    if error.errno in _FORBIDDEN:
        return CaptureUnwritable(f"{path} cannot be written: allow this user to write the folder")
    return CaptureUnwritable(f"{path} cannot be written ({error.strerror}): check {VARIABLE}")
