"""Operators' commands as processes that a test can signal, and databases that a test can take away."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.crawling import PROGRAMS, TIMEOUT, Place, Ran, variables, with_ctrl_c
from tests.sites.server import Replica
from tests.sites.site import Page

FAST = ("-s", "DOWNLOAD_DELAY=0", "-s", "RETRY_BACKOFF=0.05", "-s", "RETRY_TIMES=1")


class Program:
    """A program of the project that runs while the test goes on."""

    def __init__(self, place: Place, *command: str, **environment: str) -> None:
        self.process = subprocess.Popen(
            [str(PROGRAMS / command[0]), *command[1:]],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=with_ctrl_c,
            cwd=place.folder,
            env=variables(ARCHIVE_DATABASE_URL=place.url) | environment,
        )

    def send(self, number: signal.Signals) -> None:
        """Send a signal to this one process."""
        self.process.send_signal(number)

    def wait(self) -> Ran:
        """Wait for its end."""
        out, err = self.process.communicate(timeout=TIMEOUT)
        return Ran(self.process.returncode, out, err)


def until(condition: Callable[[], object], seconds: float = 40) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came to be so"
        time.sleep(0.05)


@contextmanager
def slow_replica(*names: str, delay: float = 0.3) -> Iterator[Replica]:
    """Sites that answer late, so that a crawl can be met in the middle."""
    with Replica(names) as replica:
        for name in names:
            replica.answers[name] = late(replica.answers[name], delay)
        yield replica


def late(answer: Callable[[str], Page], delay: float) -> Callable[[str], Page]:
    """Answers that come so many seconds later."""
    return lambda target: replace(answer(target), delay=delay)


def copies(place: Place, replica: Replica) -> tuple[str, str]:
    """The option that leads ``scrapy nightly`` to the replica."""
    file = place.folder / "copies.json"
    file.write_text(json.dumps({name: replica.base_url(name) for name in replica.names}))
    return ("--copies", str(file))


def night_report(place: Place) -> dict[str, Any]:
    """The report of the newest night."""
    report = max(place.folder.glob("runs/*/report.json"))
    values: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return values


def crawl_pid(spider: str, folder: Path) -> int:
    """The process that holds the lock of a site; 0 while there is none."""
    with suppress(OSError, ValueError):
        words = (folder / "captures" / "locks" / f"{spider}.lock").read_text().split()
        return int(words[words.index("process") + 1])
    return 0


class Proxy:
    """A way to a PostgreSQL server on a Unix socket that a test can cut and mend."""

    def __init__(self, unix_socket: Path) -> None:
        self._target = str(unix_socket)
        self._pairs: list[socket.socket] = []
        self._listener: socket.socket | None = None
        with socket.create_server(("127.0.0.1", 0)) as server:
            self.port: int = server.getsockname()[1]

    def mend(self) -> None:
        """Let connections through."""
        self._listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def cut(self) -> None:
        """Refuse connections, and break those that are open."""
        if self._listener is not None:
            self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
        for end in self._pairs:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._pairs.clear()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.socket(socket.AF_UNIX)
                far.connect(self._target)
                self._pairs += [near, far]
                for a, b in ((near, far), (far, near)):
                    threading.Thread(target=_pump, args=(a, b), daemon=True).start()


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
