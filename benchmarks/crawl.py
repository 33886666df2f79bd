"""The whole path of a page against download only, in one run: ``make bench``.

The replica serves every article several times over, each with a text of its own, on pages as heavy as
real ones. For each site, in turn and several rounds long:

1. its spider crawls it into a new SQLite archive at zero delay: download, page object, metadata, store,
   with the index of search kept;
2. the same without what is said of an article: no metadata, and an index of other rules, which a crawl
   leaves alone;
3. a plain spider, on Scrapy's own settings, downloads the same addresses and does nothing with them;
4. all of them run once more on nothing, for what a crawl costs before its first page.

Each run is a process of its own whose CPU time the system reports. Other work on the machine only ever
adds to a run, so of each kind the cheapest of all rounds counts, and what is the cheapest start-up is
taken off. The rounds of all kinds take turns, so that a slow minute falls on both.

The table gives for each site the pages (articles and listings), their mean size, CPU a page on all
paths, and how many times that of download only the others take. What a crawl asks for besides, redirects
and dead links, is part of its cost and not of the plain spider's. Captures are off:
``benchmarks.captures`` says what they cost.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from archive import database
from crawler.settings import ITEM_PIPELINES
from tests.sites.server import Replica

_PROGRAMS = Path(sys.executable).parent
# How often the baseline downloads each address: it is so quick that its start-up would hide it.
_REPEATED = 4
_SPIDER = Path(__file__).with_name("download_only.py")
# The pipelines of the settings without the one that says what an article is about.
_NO_METADATA = json.dumps(
    {name: order for name, order in ITEM_PIPELINES.items() if not name.endswith("EnrichPipeline")}
)


@dataclass(frozen=True, slots=True)
class Run:
    """What a process took: CPU and wall-clock seconds."""

    cpu: float
    wall: float

    def __add__(self, other: Run) -> Run:
        return Run(self.cpu + other.cpu, self.wall + other.wall)

    def __sub__(self, other: Run) -> Run:
        return Run(self.cpu - other.cpu, self.wall - other.wall)


def best(runs: Sequence[Run]) -> Run:
    """Return the least CPU and the least wall-clock time that any of some runs took."""
    return Run(min(run.cpu for run in runs), min(run.wall for run in runs))


@dataclass(slots=True)
class Site:
    """The rounds of one site.

    Attributes:
        pages: How many pages a crawl asks for.
        size: How many bytes they hold.
        whole: Runs of its spider.
        stored: Runs of its spider without metadata and index.
        idle: Runs of its spider on an address that gives nothing.
        plain: Runs of the plain spider on all addresses, `_REPEATED` times each.
        plain_idle: Runs of the plain spider on none.
    """

    pages: int = 0
    size: int = 0
    whole: list[Run] = field(default_factory=list)
    stored: list[Run] = field(default_factory=list)
    idle: list[Run] = field(default_factory=list)
    plain: list[Run] = field(default_factory=list)
    plain_idle: list[Run] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a number of pages cost on all paths, start-up taken off."""

    pages: int
    size: int
    whole: Run
    stored: Run
    plain: Run

    @classmethod
    def of(cls, site: Site) -> Cost:
        """Return the cost of a site's pages."""
        plain = best(site.plain) - best(site.plain_idle)
        return cls(
            site.pages,
            site.size,
            best(site.whole) - best(site.idle),
            best(site.stored) - best(site.idle),
            Run(plain.cpu / _REPEATED, plain.wall / _REPEATED),
        )

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            self.pages + other.pages,
            self.size + other.size,
            self.whole + other.whole,
            self.stored + other.stored,
            self.plain + other.plain,
        )

    def times(self, run: Run) -> str:
        """Return how many times the CPU of download only a path takes."""
        return f"{run.cpu / self.plain.cpu:.2f}"

    def cpu(self, run: Run) -> str:
        """Return the CPU of a path, milliseconds a page."""
        return f"{1000 * run.cpu / self.pages:.2f}"


def measure(command: list[str], environment: dict[str, str]) -> Run:
    """Run a program and return what it took."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        command,
        check=False,
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    after, ended = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(cpu, ended - started)


def _crawl(name: str, replica: Replica, archive: str, *extra: str) -> Run:
    base_url = replica.base_url(name)
    command = [str(_PROGRAMS / "scrapy"), "crawl", name, "-a", f"base_url={base_url}"]
    command += ["-s", "DOWNLOAD_DELAY=0", "-s", "LOG_LEVEL=ERROR", *extra]
    environment = {"ARCHIVE_DATABASE_URL": archive, "ARCHIVE_CAPTURES": ""}
    return measure(command, environment)


def _download(addresses: list[str], folder: Path) -> Run:
    file = folder / "addresses.txt"
    file.write_text("\n".join(addresses), encoding="utf-8")
    command = [str(_PROGRAMS / "scrapy"), "runspider", str(_SPIDER), "-a", f"addresses={file}"]
    return measure(command, {"SCRAPY_SETTINGS_MODULE": "benchmarks.plain_settings"})


def _new_archive(folder: Path, *, index: bool = True) -> str:
    """Make an empty archive, so that every round stores all articles; return its address."""
    for name in ("archive.db", "archive.db-wal", "archive.db-shm"):
        (folder / name).unlink(missing_ok=True)
    address = f"sqlite:///{folder}/archive.db"
    measure([str(_PROGRAMS / "archive"), "upgrade"], {"ARCHIVE_DATABASE_URL": address})
    if not index:
        engine = database.open_database(address)
        with database.writers(engine).begin() as connection:
            connection.execute(text("UPDATE search_state SET version = 0"))
        engine.dispose()
    return address


def _round(name: str, site: Site, replica: Replica, folder: Path) -> None:
    """Measure all paths of a site once."""
    archive = _new_archive(folder, index=False)
    without = ("-s", f"ITEM_PIPELINES={_NO_METADATA}")
    site.stored.append(_crawl(name, replica, archive, *without))
    archive = _new_archive(folder)
    site.idle.append(_crawl(name, replica, archive, "-a", "start_urls=/robots.txt"))
    site.plain_idle.append(_download([], folder))
    replica.requests(name).clear()
    site.whole.append(_crawl(name, replica, archive))
    # The plain spider would follow redirects off the site, and fail there at great cost.
    answers = {target: replica.sites[name].lookup(target) for target in replica.requests(name)}
    pages = {target: page.body for target, page in answers.items() if page.status == 200}
    site.pages, site.size = len(pages), sum(map(len, pages.values()))
    addresses = [replica.base_url(name) + target for target in pages]
    site.plain.append(_download(addresses * _REPEATED, folder))


def _print(costs: dict[str, Cost]) -> None:
    table = Table(title="CPU a page, start-up taken off")
    for heading in (
        "site", "pages", "KB a page", "whole path, ms", "times", "stored only, ms", "times",
        "download only, ms", "pages a second",
    ):  # fmt: skip
        table.add_column(heading, justify="left" if heading == "site" else "right")
    for name, cost in costs.items():
        table.add_row(
            name,
            str(cost.pages),
            f"{cost.size / cost.pages / 1024:.0f}",
            cost.cpu(cost.whole),
            cost.times(cost.whole),
            cost.cpu(cost.stored),
            cost.times(cost.stored),
            cost.cpu(cost.plain),
            f"{cost.pages / cost.whole.wall:.0f}",
        )
    Console(width=110).print(table)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="Measure the whole path against download only.")
    parser.add_argument("--copies", type=int, default=8, help="how often each article is served")
    parser.add_argument("--rounds", type=int, default=3, help="how often each site is measured")
    args = parser.parse_args()
    with Replica(copies=args.copies) as replica, tempfile.TemporaryDirectory() as folder:
        sites = {name: Site() for name in replica.names}
        for _ in range(args.rounds):
            for name, site in sites.items():
                _round(name, site, replica, Path(folder))
    costs = {name: Cost.of(site) for name, site in sites.items()}
    costs["all five"] = sum(list(costs.values())[1:], start=next(iter(costs.values())))
    _print(costs)


if __name__ == "__main__":
    main()
