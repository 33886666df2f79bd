"""Reading the arguments that an operator gives a spider with ``-a``."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlsplit

from archive.errors import ArchiveError


class BadArgument(ArchiveError):
    """A spider argument that cannot be used."""


def read_day(name: str, text: str) -> date:
    """Read a day that an operator typed.

    Raises:
        BadArgument: It is not of the form ``YYYY-MM-DD``, or there is no such day.
    """
    try:
        if len(text) != len("YYYY-MM-DD"):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise BadArgument(f"{name}={text} is not a day: write {name}=YYYY-MM-DD") from None


def read_origin(url: str | None) -> str | None:
    """Read ``-a base_url=``: the address of a copy of the site, without a path."""
    if url is None:
        return None
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
        raise BadArgument(f"base_url={url} is not an origin: write base_url=http://127.0.0.1:8080")
    return f"{parts.scheme}://{parts.netloc}"


def read_paths(text: str | None) -> tuple[str, ...]:
    """Read ``-a start_urls=/path,/path``."""
    paths = tuple(path.strip() for path in (text or "").split(",") if path.strip())
    for path in paths:
        if not path.startswith("/"):
            raise BadArgument(f"start_urls: {path} is not a path on the site: begin it with /")
    return paths


def read_flag(name: str, text: str) -> bool:
    """Read an argument that is 1 or 0."""
    if text not in ("0", "1"):
        raise BadArgument(f"{name}={text}: write {name}=1 or leave it out")
    return text == "1"


def read_pattern(text: str | None) -> re.Pattern[str] | None:
    """Read a regular expression; None and an empty text give none."""
    try:
        return re.compile(text) if text else None
    except re.error as error:
        raise BadArgument(f"article_pattern is not a regular expression: {error}") from None
