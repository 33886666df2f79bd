"""The canary of the night: `scrapy checksite`, a process each, for sites with a serious finding."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from crawler.stopping import Signals

# Seconds between two looks at the processes.
_LOOK: Final = 0.2
# Seconds after which a check is given up: five requests that all take DOWNLOAD_TIMEOUT, and the delays.
_LONGEST: Final = 600.0


@dataclass(frozen=True, slots=True)
class SiteCheck:
    """What the canary said of one site.

    Attributes:
        spider: Name of the spider.
        values: Its JSON (`crawler.canary_report.as_json`); None where it could not look.
        problem: Why it could not.
    """

    spider: str
    values: dict[str, Any] | None
    problem: str | None = None

    def lines(self) -> Iterator[str]:
        """Say what it found, a line each."""
        if self.values is None:
            yield f"{self.spider}: the site could not be checked: {self.problem}"
            return
        for found in self.values["findings"]:
            yield f"{self.spider}: {found['word']}: {found['message']}"
        if not self.values["findings"]:
            count = len(self.values["articles"])
            yield f"{self.spider}: {count} articles are read as they were"


@dataclass(frozen=True, slots=True)
class _Running:
    spider: str
    process: subprocess.Popen[bytes]
    out: Path
    err: Path

    def result(self) -> SiteCheck:
        try:
            return SiteCheck(self.spider, json.loads(self.out.read_bytes()))
        except ValueError:
            said = self.err.read_text("utf-8", "replace").strip().splitlines()
            code = f"exit code {self.process.returncode}"
            return SiteCheck(self.spider, None, said[-1] if said else code)


def check_sites(
    sites: Mapping[str, Mapping[str, str]],
    *,
    settings_given: Sequence[str],
    at_once: int,
    signals: Signals,
) -> list[SiteCheck]:
    """Look at sites with a few requests each.

    Args:
        sites: Names of the spiders, each with its arguments.
        settings_given: ``NAME=VALUE`` settings from the command line, handed on to each process.
        at_once: How many sites are looked at at the same time.
        signals: Signals that this process was sent: after one, what is left is given up.
    """
    waiting = list(sites)
    running: list[_Running] = []
    done: dict[str, SiteCheck] = {}
    deadline = time.monotonic() + _LONGEST
    with TemporaryDirectory() as folder:
        while waiting or running:
            if signals.received or time.monotonic() > deadline:
                _give_up(running)
                break
            while waiting and len(running) < at_once:
                name = waiting.pop(0)
                running.append(_start(Path(folder), name, sites[name], settings_given))
            for check in [check for check in running if check.process.poll() is not None]:
                done[check.spider] = check.result()
                running.remove(check)
            time.sleep(_LOOK if running else 0)
    return [done.get(name) or SiteCheck(name, None, "it was given up") for name in sites]


def _start(
    folder: Path, name: str, arguments: Mapping[str, str], settings: Sequence[str]
) -> _Running:
    command = [sys.executable, "-m", "scrapy", "checksite", name, "--format", "json"]
    for key in ("base_url", "host"):
        if key in arguments:
            command += ["-a", f"{key}={arguments[key]}"]
    for setting in settings:
        command += ["-s", setting]
    out_file, err_file = folder / f"{name}.json", folder / f"{name}.err"
    with out_file.open("wb") as out, err_file.open("wb") as err:
        process = subprocess.Popen(  # noqa: S603 - our own program, arguments as a list
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, process_group=0
        )
    return _Running(name, process, out_file, err_file)


def _give_up(running: Sequence[_Running]) -> None:
    for check in running:
        check.process.kill()
        check.process.wait()
