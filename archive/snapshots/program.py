"""Which program makes a snapshot: version, commit, and the libraries that its bytes depend on."""

from __future__ import annotations

import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Final

import archive
from archive.metadata.describing import VERSION
from archive.snapshots.manifest import Program

_NAME: Final = "vn-party-news-archive"
# What a snapshot depends on; tests and documents are not.
_SOURCES: Final = ("archive", "migrations")


def this_program() -> Program:
    """Return what makes snapshots here."""
    root = Path(archive.__file__).parents[1]
    return Program(
        name=_NAME,
        version=version(_NAME),
        commit=commit(root),
        pyarrow=version("pyarrow"),
        readers=VERSION,
    )


def commit(root: Path) -> str | None:
    """Return the commit of a git checkout, with ``+changes`` where its sources differ from it.

    None where the folder is no checkout with a commit, or git is not there.
    """
    if not (root / ".git").exists():
        return None
    head = _git(root, "rev-parse", "--verify", "HEAD")
    changes = _git(root, "status", "--porcelain", "--", *_SOURCES)
    if not head or changes is None:
        return None
    return f"{head}+changes" if changes else head


def _git(root: Path, *arguments: str) -> str | None:
    """Return what git prints, None where it fails."""
    program = shutil.which("git")
    if program is None:
        return None
    done = subprocess.run(  # noqa: S603 - the program that was found, arguments as a list
        [program, "-C", str(root), *arguments], check=False, capture_output=True, text=True
    )
    return done.stdout.strip() if done.returncode == 0 else None
