"""Commands of the project in processes that are forked from one that has imported it already.

To start ``scrapy`` or ``archive`` takes more than a second of processor time, nearly all of it for
imports, and the tests start hundreds. A server, one for each process of tests, imports first; for a
command it forks, and the child takes over folder, environment, arguments and streams, and runs the same
file of ``.venv/bin``, or the same module. ``crawler.settings``, which reads the environment, and
Twisted's reactor, which belongs to a process, are imported after the fork.

A forked command differs from one that is typed; a test of such things starts a process of its own:

- Modules are those that the server has imported, whatever ``PYTHONPATH`` puts before them.
- What the interpreter does at its start was done for the server: ``PYTHON...`` variables, locale,
  ``sitecustomize``; and all have one seed of hashes, so that their sets have one order.
- At its end it does what is registered for it, but module after module is not taken down.
- Its memory begins with every module; its parent and what ``/proc`` shows of it are the server's.
- Its streams are files, and not pipes.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any, NoReturn

ROOT = Path(__file__).parents[1]
PROGRAMS = Path(sys.executable).parent
_PACKAGES = (
    *("archive", "crawler"),
    *("scrapy.commands", "scrapy.downloadermiddlewares", "scrapy.spidermiddlewares"),
)
_MODULES = (
    *("scrapy.cmdline", "scrapy.dupefilters", "scrapy.logformatter", "scrapy.pqueues"),
    *("scrapy.robotstxt", "scrapy.squeues", "scrapy.statscollectors", "protego"),
)
_AFTER_THE_FORK = ("crawler.settings", "twisted.internet.reactor")
#: What imports pyarrow, which hardly a command needs, and which has threads.
_RARE = ("archive.exports.arrow", "archive.snapshots.making", "archive.snapshots.verifying")
_LARGEST = 1 << 17  # bytes of a message


@dataclass(frozen=True, slots=True)
class Ran:
    """What a program left behind.

    Attributes:
        code: Its exit code; the negative number of the signal that ended it.
        out: What it wrote to standard output.
        err: What it wrote to standard error.
    """

    code: int
    out: str
    err: str


# --- In the process of the tests -------------------------------------------------------------------


class Server:
    """The process that forks; it lives until `stop`, or as long as the process that made it."""

    def __init__(self) -> None:
        self._near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with far:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.forking", str(far.fileno())],
                cwd=ROOT,
                pass_fds=[far.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )

    def run(
        self, command: Sequence[str], folder: Path, environment: Mapping[str, str], timeout: float
    ) -> Ran:
        """Run a command to its end.

        Args:
            command: A program of ``.venv/bin`` with its arguments, or ``python -m MODULE ...``.
            folder: Its working directory.
            environment: All its variables.
            timeout: Seconds after which it is killed.

        Raises:
            subprocess.TimeoutExpired: It was killed.
        """
        told = {"command": command, "folder": str(folder), "environment": dict(environment)}
        with ExitStack() as stack:
            nothing = stack.enter_context(Path(os.devnull).open())
            out = stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8"))
            err = stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8"))
            self._near.settimeout(None)
            streams = [stream.fileno() for stream in (nothing, out, err)]
            socket.send_fds(self._near, [json.dumps(told).encode()], streams)
            pid = self._answer()
            self._near.settimeout(timeout)
            try:
                code = self._answer()
            except TimeoutError:
                os.kill(pid, signal.SIGKILL)
                self._near.settimeout(None)
                self._answer()
                raise subprocess.TimeoutExpired(list(command), timeout) from None
            for stream in (out, err):
                stream.seek(0)
            return Ran(code, out.read(), err.read())

    def _answer(self) -> int:
        answer = self._near.recv(_LARGEST)
        if not answer:
            raise RuntimeError(f"the forking server ended with exit code {self._process.wait()}")
        return int(answer)

    def stop(self) -> None:
        """End it."""
        self._near.close()
        self._process.wait()


@cache
def server() -> Server:
    """Return the server of this process, which is started with the first command."""
    return Server()


def stop() -> None:
    """End the server of this process, where it has one."""
    if server.cache_info().currsize:
        server().stop()
        server.cache_clear()


# --- In the server, and in its children --------------------------------------------------------------


def main() -> None:
    """Import everything, then fork for each command that comes; a child goes on behind that."""
    for name in _names():
        import_module(name)
    assert not sys.modules.keys() & set(_AFTER_THE_FORK)
    # What is never looked at for garbage stays memory that the children share.
    gc.collect()
    gc.freeze()
    # Ctrl-C is for the process of the tests, with which this one ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket.socket(fileno=int(sys.argv[1])) as connection:
        told = _fork(connection)
    if told is not None:
        _become(*told)


def _names() -> Iterator[str]:
    """Name the modules that are imported before the first fork."""
    yield from _MODULES
    for package in _PACKAGES:
        for found in walk_packages(import_module(package).__path__, f"{package}."):
            if found.name not in (*_AFTER_THE_FORK, *_RARE):
                yield found.name


def _fork(connection: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    """Fork for each command that comes; return it in the child, and None where none will come."""
    while True:
        message, streams, *_ = socket.recv_fds(connection, _LARGEST, 3)
        if not message:
            return None
        pid = os.fork()
        if not pid:
            return json.loads(message), streams
        for stream in streams:
            os.close(stream)
        connection.send(str(pid).encode())
        _, status = os.waitpid(pid, 0)
        connection.send(str(os.waitstatus_to_exitcode(status)).encode())


def _become(told: dict[str, Any], streams: list[int]) -> NoReturn:
    """Run a command as this process, and end as it ends."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(told["folder"])
    os.environ.clear()
    os.environ.update(told["environment"])
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    # The server's own would remember what /dev/null can do.
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    code = _ended(*told["command"])
    # What the interpreter does at its end, but to take down module after module, which takes 0.1 s.
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    gc.collect()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _ended(program: str, *arguments: str) -> int:
    """Run a program, and return its exit code; what the interpreter would say at its end is said."""
    try:
        _run(program, *arguments)
    except SystemExit as end:
        if isinstance(end.code, int | None):
            return end.code or 0
        print(end.code, file=sys.stderr)
        return 1
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def _run(program: str, *arguments: str) -> None:
    paths = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    rest = [path for path in sys.path if path != str(ROOT)]
    if program == "python":
        _, module, *words = arguments
        sys.path[:] = [str(Path.cwd()), *paths, *rest]
        sys.argv[:] = [module, *words]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    else:
        sys.path[:] = [str(PROGRAMS), *paths, *rest]
        sys.argv[:] = [program, *arguments]
        runpy.run_path(str(PROGRAMS / program), run_name="__main__")


if __name__ == "__main__":
    main()
