"""Writes ``docs/commands.md``: the help of every command. ``make docs`` runs it; a test compares."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
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


# One process prints the help of all commands of a program: to start one costs more than to ask it.
_PRINTERS = {
    "archive": "from archive.cli import main",
    "scrapy": "from scrapy.cmdline import execute\ndef main(words): execute(['scrapy', *words])",
}
_LOOP = """
import sys
for words in {words!r}:
    sys.argv = [{program!r}]
    try:
        main([*words, "--help"])
    except SystemExit:
        pass
    print({mark!r}, flush=True)
"""
_MARK = "-- end of help --"


def _help(program: str, names: Sequence[str]) -> Iterator[str]:
    """Give the help of some commands of a program; an empty name means the program itself."""
    environment = os.environ | {"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}
    words = [[name] if name else [] for name in names]
    text = subprocess.run(
        [
            sys.executable,
            "-c",
            _PRINTERS[program] + _LOOP.format(words=words, program=program, mark=_MARK),
        ],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
        cwd=PAGE.parents[1],
    ).stdout
    for name, printed in zip(names, text.split(_MARK)[:-1], strict=True):
        lines = "\n".join(line.rstrip() for line in printed.strip().splitlines())
        yield f"\n## {program} {name}".rstrip() + f"\n\n```text\n{lines}\n```\n"


def page() -> str:
    """Return the page as it should be."""
    archive = _help("archive", ("", *ARCHIVE_COMMANDS))
    return _HEAD + "".join((*archive, *_help("scrapy", SCRAPY_COMMANDS)))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
