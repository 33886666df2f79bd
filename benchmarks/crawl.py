"""The whole path of a page against download only, in one run: ``make bench``.

The replica serves every article several times over, each with a text of its own. Its five sites are
crawled into a new SQLite archive at zero delay; then a plain Scrapy spider downloads the same addresses.
Both are processes of their own whose CPU time the system reports; what a crawl costs before its first
page is measured on an address that gives nothing, and taken off.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from tests.sites.server import Replica

_PROGRAMS = Path(sys.executable).parent
# How often the baseline downloads each address: it is so quick that its start-up would hide it.
_REPEATED = 4
_SPIDER = Path(__file__).with_name("download_only.py")


@dataclass(slots=True)
class Cost:
    """What a number of pages cost: CPU and wall-clock seconds."""

    pages: int
    cpu: float
    wall: float

    @classmethod
    def of(cls, pages: int, ran: tuple[float, float], idle: tuple[float, float]) -> Cost:
        """Return the cost of pages: that of a run, less that of a run without pages."""
        return cls(pages, ran[0] - idle[0], ran[1] - idle[1])

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.pages + other.pages, self.cpu + other.cpu, self.wall + other.wall)

    @property
    def milliseconds(self) -> float:
        """CPU milliseconds a page."""
        return 1000 * self.cpu / self.pages


def _measure(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Run a program and return its CPU and wall-clock seconds."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=False, env=os.environ | environment, stdout=subprocess.DEVNULL)
    after, ended = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, ended - started


def _median(runs: list[tuple[float, float]]) -> tuple[float, float]:
    return median(cpu for cpu, _ in runs), median(wall for _, wall in runs)


def _crawl(name: str, replica: Replica, folder: Path, *extra: str) -> tuple[float, float]:
    base_url = replica.base_url(name)
    command = [str(_PROGRAMS / "scrapy"), "crawl", name, "-a", f"base_url={base_url}"]
    command += ["-s", "DOWNLOAD_DELAY=0", "-s", "LOG_LEVEL=ERROR", *extra]
    return _measure(command, {"ARCHIVE_DATABASE_URL": f"sqlite:///{folder}/archive.db"})


def _download(addresses: list[str], folder: Path) -> tuple[float, float]:
    file = folder / "addresses.txt"
    file.write_text("\n".join(addresses), encoding="utf-8")
    command = [str(_PROGRAMS / "scrapy"), "runspider", str(_SPIDER), "-a", f"addresses={file}"]
    return _measure(command, {"SCRAPY_SETTINGS_MODULE": "benchmarks.plain_settings"})


def _print(rows: dict[str, Cost], baseline: str) -> None:
    table = Table(title="CPU and speed a page, start-up taken off")
    for heading in ("path", "pages", "CPU ms a page", "pages a second", "times download only"):
        table.add_column(heading, justify="left" if heading == "path" else "right")
    for name, cost in rows.items():
        ratio = cost.milliseconds / rows[baseline].milliseconds
        table.add_row(
            name,
            str(cost.pages),
            f"{cost.milliseconds:.2f}",
            f"{cost.pages / cost.wall:.0f}",
            f"{ratio:.2f}",
        )
    Console(width=100).print(table)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=8, help="how often each article is served")
    copies = parser.parse_args().copies
    rows: dict[str, Cost] = {}
    with Replica(copies=copies) as replica, tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        environment = {"ARCHIVE_DATABASE_URL": f"sqlite:///{folder}/archive.db"}
        _measure([str(_PROGRAMS / "archive"), "upgrade"], environment)
        whole, plain = Cost(0, 0, 0), Cost(0, 0, 0)
        idle_crawl = _median(
            [_crawl("nghe_an", replica, folder, "-a", "start_urls=/robots.txt") for _ in range(3)]
        )
        idle_download = _median([_download([], folder) for _ in range(3)])
        # Site by site, one after the other, so that what else the machine does falls on both.
        for name in replica.names:
            replica.requests(name).clear()
            ran = _crawl(name, replica, folder)
            targets = [replica.base_url(name) + target for target in replica.requests(name)]
            rows[f"whole path, {name}"] = Cost.of(len(targets), ran, idle_crawl)
            whole += rows[f"whole path, {name}"]
            ran = _download(targets * _REPEATED, folder)
            plain += Cost.of(len(targets) * _REPEATED, ran, idle_download)
        rows["whole path, all five"] = whole
        rows["download only"] = plain
    _print(rows, "download only")


if __name__ == "__main__":
    main()
