"""Settings of the archive: variables of the environment, or lines of a file ``.env``."""

from __future__ import annotations

import os
from pathlib import Path

from dotenv import dotenv_values

from archive.errors import BadSettings


def variable(name: str) -> str | None:
    """Return a variable of the environment, or of `.env` where the environment does not have it.

    Returns:
        The value, which may be empty; None where neither has the variable.

    Raises:
        BadSettings: The file cannot be read.
    """
    return os.environ[name] if name in os.environ else from_file(name)


def from_file(name: str) -> str | None:
    """Return a variable of the file ``.env`` in the working directory; None where it has none.

    Raises:
        BadSettings: The file cannot be read.
    """
    try:
        return dotenv_values(Path(".env"), encoding="utf-8").get(name)
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(
            "the file .env in this folder cannot be read: make it plain UTF-8 text"
        ) from error
