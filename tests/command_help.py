"""Writes ``docs/commands.md``: the help of every command. ``make docs`` runs it; a test compares."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "commands.md"
ARCHIVE_COMMANDS = (
    "upgrade",
    "search",
    "concordance",
    "trend",
    "show",
    "export",
    "snapshot",
    "stats",
    "sites",
    "citations",
    "people",
    "reprints",
    "bodies",
    "retag",
    "reindex",
    "runs",
    "health",
    "gaps",
    "verify",
    "backup",
    "restore",
)
SCRAPY_COMMANDS = (
    *("backfill", "checksite", "crawl", "list", "newsite", "nightly", "reextract", "review"),
)
_HEAD = """# Commands

Written by `make docs` from the programs themselves. `scrapy list` names the spiders; Scrapy has more,
such as `scrapy shell` and `scrapy settings`.
"""


def _help(*command: str) -> str:
    program = Path(sys.executable).parent / command[0]
    environment = os.environ | {"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}
    text = subprocess.run(
        [str(program), *command[1:], "--help"],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
        cwd=PAGE.parents[1],
    ).stdout
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return f"\n## {' '.join(command)}\n\n```text\n{lines}\n```\n"


def page() -> str:
    """Return the page as it should be."""
    commands: list[tuple[str, ...]] = [("archive",)]
    commands += [("archive", name) for name in ARCHIVE_COMMANDS]
    commands += [("scrapy", name) for name in SCRAPY_COMMANDS]
    return _HEAD + "".join(_help(*command) for command in commands)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
