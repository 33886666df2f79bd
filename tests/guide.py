"""Runs the commands of docs/adding-a-site.md as they stand, in a copy of the project.

A command that serves a site goes on in the background until the end. Two things differ from an operator's
evening: the copy waits for nothing between two requests, and every question of `scrapy review` is
answered with ``y``.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "adding-a-site.md"
PORTS = ("8100", "8101")
_COPIED = ("archive", "crawler", "migrations", "tests")
_FILES = ("scrapy.cfg", "alembic.ini", "pyproject.toml")
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_PATIENCE = 120


@dataclass(frozen=True, slots=True)
class Step:
    """A command of the page, and what the page says that it prints.

    Attributes:
        command: The line behind ``$``.
        output: The lines below it; ``...`` stands for anything.
    """

    command: str
    output: str

    @property
    def is_server(self) -> bool:
        """Whether it serves a site until it is stopped."""
        return self.command.startswith("python -m tests.sites.")


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command printed on both streams, how it ended, and how many seconds it took."""

    out: str
    code: int
    seconds: float


def steps(text: str) -> list[Step]:
    """Return the commands of a page in their order."""
    return [
        Step(command, output.strip("\n"))
        for block in _BLOCK.findall(text)
        for command, _, output in (part.partition("\n") for part in _parts(block))
    ]


def _parts(block: str) -> list[str]:
    return [part for part in re.split(r"^\$ ", block, flags=re.MULTILINE) if part]


class Project:
    """A copy of the project in which the commands run.

    Args:
        folder: An empty folder for it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in _COPIED:
            shutil.copytree(
                ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".*_cache")
            )
        for name in _FILES:
            shutil.copy(ROOT / name, folder)
        settings = folder / "crawler" / "settings.py"
        text, changed = re.subn(
            r"^DOWNLOAD_DELAY = .*$", "DOWNLOAD_DELAY = 0", settings.read_text("utf-8"), flags=re.M
        )
        assert changed == 1, "the delay is not where it was"
        settings.write_text(text, encoding="utf-8")
        self._ports = {port: _free_port() for port in PORTS}
        self._servers: list[subprocess.Popen[str]] = []

    def run(self, step: Step) -> Ran:
        """Run a command; one that serves a site is left running once it has said where."""
        command = step.command
        for written, port in self._ports.items():
            command = command.replace(written, port)
        if step.is_server and "--port" not in command:
            command += f" --port {self._ports[PORTS[0]]}"
        started = time.perf_counter()
        # The commands are those of a page of this project.
        process = subprocess.Popen(
            f"exec {command}",
            shell=True,
            cwd=self.folder,
            env=self._environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if step.is_server:
            self._servers.append(process)
            assert process.stdout is not None
            out, code = process.stdout.readline(), 0
        else:
            out, _ = process.communicate("y\n" * 200, timeout=_PATIENCE)
            code = process.returncode
        for written, port in self._ports.items():
            out = out.replace(port, written)
        return Ran(out, code, time.perf_counter() - started)

    def close(self) -> None:
        """Stop the sites that are served."""
        for server in self._servers:
            server.send_signal(signal.SIGTERM)
            server.communicate(timeout=_PATIENCE)

    def files(self) -> dict[str, bytes]:
        """Return the files of the project by name, without what programs leave beside the source."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for name in _COPIED
            for path in (self.folder / name).rglob("*")
            if path.is_file() and not {"__pycache__", ".pytest_cache"} & set(path.parts)
        }

    def _environment(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("ARCHIVE_", "ALERT_", "SITE_HOSTS", "RUNS_FOLDER", "PYTEST_"))
        }
        programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
        return kept | {"PATH": programs, "PYTHONPATH": str(self.folder), "COLUMNS": "120"}


@contextmanager
def project(folder: Path) -> Iterator[Project]:
    """Give a copy of the project, and stop what runs in it afterwards."""
    copy = Project(folder)
    try:
        yield copy
    finally:
        copy.close()


def _free_port() -> str:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return str(found.getsockname()[1])
