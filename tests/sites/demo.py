"""``make demo``: crawl the replica of the five sites into ``demo/archive.db`` and query it.

Nothing here touches a real site: the replica serves invented articles on loopback.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.sites.server import Replica

_FOLDER = Path("demo")
_QUERIES = (
    ["search", '"học tập và làm theo"', "--limit", "5"],
    ["search", "bao cao vien", "--province", "Nghệ An", "--since", "2020", "--limit", "5"],
    ["search", "khoa giáo", "--topic", "khoa-giao", "--limit", "5"],
)


def _run(*command: str) -> int:
    """Show a command and run it with the demo's archive."""
    sys.stdout.write(f"\n$ {' '.join(_shown(word) for word in command)}\n")
    sys.stdout.flush()
    programs = Path(sys.executable).parent
    return subprocess.run([str(programs / command[0]), *command[1:]], check=False).returncode


def _shown(word: str) -> str:
    return f"'{word}'" if " " in word else word


def main() -> int:
    """Run the demonstration and return its exit code."""
    _FOLDER.mkdir(exist_ok=True)
    os.environ["ARCHIVE_DATABASE_URL"] = "sqlite:///demo/archive.db"
    os.environ["ARCHIVE_CAPTURES"] = "demo/captures"
    os.environ["RUNS_FOLDER"] = "demo/runs"
    copies = _FOLDER / "copies.json"
    with Replica() as replica:
        copies.write_text(
            json.dumps({name: replica.base_url(name) for name in replica.names}), encoding="utf-8"
        )
        codes = [
            _run("archive", "upgrade"),
            _run(
                *("scrapy", "nightly", *replica.names),
                *("--copies", str(copies), "-s", "DOWNLOAD_DELAY=0"),
            ),
        ]
    codes += [_run("archive", *query) for query in _QUERIES]
    sys.stdout.write(
        "\nThe archive is demo/archive.db. Ask it more:"
        "\n  export ARCHIVE_DATABASE_URL=sqlite:///demo/archive.db ARCHIVE_CAPTURES=demo/captures"
        "\n  .venv/bin/archive --help\n"
    )
    return max(codes)


if __name__ == "__main__":
    raise SystemExit(main())
