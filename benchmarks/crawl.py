"""The whole path of a page against download only, in one run: ``make bench``.

The replica serves every article several times over, each copy in words of its own, on pages as heavy as
real ones. For each site, in turn and several rounds long:

1. its spider crawls it into a new SQLite archive at zero delay, in stages each of which does more than
   the one before: reading every field and storing the article; laying its text beside others (reprints);
   saying what it is about (metadata); keeping the index of search, which is the whole path;
2. a plain spider, on Scrapy's own settings, downloads the same addresses and does nothing with them;
3. both run once more on nothing, for what a crawl costs before its first page.

Each run is a process of its own whose CPU time the system reports. Other work on the machine only ever
adds to a run, so of each kind the cheapest of all rounds counts, and what is the cheapest start-up is
taken off. The rounds of all kinds take turns, so that a slow minute falls on all.

The first table gives for each site the pages (articles and listings), their mean size, CPU a page of the
first and the last stage and of download only, and how many times that of download only each takes. The
second gives what each further stage adds, for an article. What a crawl asks for besides, redirects and
dead links, is part of its cost and not of the plain spider's. Captures are off: ``benchmarks.captures``
says what they cost.
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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection, text

from archive import database
from crawler.settings import ITEM_PIPELINES
from tests.sites.server import Replica

_PROGRAMS = Path(sys.executable).parent
# How often the baseline downloads each address: it is so quick that its start-up would hide it.
_REPEATED = 4
# A few of the copies say by chance what an article does not say; a crawl that fails stores hardly any.
_LEAST_STORED = 0.95
_SPIDER = Path(__file__).with_name("download_only.py")
_ALONE = "benchmarks.storing_alone.StoringAlonePipeline"


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a crawl goes: each stage does what the one before does, and more."""

    reprints: bool = False
    metadata: bool = False
    index: bool = False

    def settings(self) -> list[str]:
        """Return the options of ``scrapy crawl`` that leave the rest out."""
        left_out = [] if self.metadata else ["EnrichPipeline"]
        left_out += [] if self.reprints else ["StorePipeline"]
        kept = {n: order for n, order in ITEM_PIPELINES.items() if n.split(".")[-1] not in left_out}
        if not self.reprints:
            kept[_ALONE] = 300
        return ["-s", f"ITEM_PIPELINES={json.dumps(kept)}"]


STAGES = {
    "reading and storing": Stage(),
    "reprints": Stage(reprints=True),
    "metadata": Stage(reprints=True, metadata=True),
    "index": Stage(reprints=True, metadata=True, index=True),
}
_FIRST, *_, _WHOLE = STAGES


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


def _stages() -> dict[str, list[Run]]:
    return {stage: [] for stage in STAGES}


@dataclass(slots=True)
class Site:
    """The rounds of one site.

    Attributes:
        pages: How many pages a crawl asks for.
        articles: How many articles it stores.
        size: How many bytes the pages hold.
        crawls: Runs of its spider, by stage.
        idle: Runs of its spider on an address that gives nothing.
        plain: Runs of the plain spider on all addresses, `_REPEATED` times each.
        plain_idle: Runs of the plain spider on none.
    """

    pages: int = 0
    articles: int = 0
    size: int = 0
    crawls: dict[str, list[Run]] = field(default_factory=_stages)
    idle: list[Run] = field(default_factory=list)
    plain: list[Run] = field(default_factory=list)
    plain_idle: list[Run] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a number of pages cost on all paths, start-up taken off."""

    pages: int
    articles: int
    size: int
    crawls: dict[str, Run]
    plain: Run

    @classmethod
    def of(cls, site: Site) -> Cost:
        """Return the cost of a site's pages."""
        plain = best(site.plain) - best(site.plain_idle)
        return cls(
            site.pages,
            site.articles,
            site.size,
            {stage: best(runs) - best(site.idle) for stage, runs in site.crawls.items()},
            Run(plain.cpu / _REPEATED, plain.wall / _REPEATED),
        )

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            self.pages + other.pages,
            self.articles + other.articles,
            self.size + other.size,
            {stage: run + other.crawls[stage] for stage, run in self.crawls.items()},
            self.plain + other.plain,
        )

    def times(self, run: Run) -> str:
        """Return how many times the CPU of download only a path takes."""
        return f"{run.cpu / self.plain.cpu:.2f}"

    def a_page(self, run: Run) -> str:
        """Return the CPU of a path, milliseconds a page."""
        return f"{1000 * run.cpu / self.pages:.2f}"

    def added(self) -> list[str]:
        """Return the CPU that each stage adds to the one before, milliseconds an article."""
        runs = list(self.crawls.values())
        return [
            f"{1000 * (after.cpu - before.cpu) / self.articles:.2f}"
            for before, after in pairwise(runs)
        ]


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
    return measure(command, {"ARCHIVE_DATABASE_URL": archive, "ARCHIVE_CAPTURES": ""})


def _download(addresses: list[str], folder: Path) -> Run:
    file = folder / "addresses.txt"
    file.write_text("\n".join(addresses), encoding="utf-8")
    command = [str(_PROGRAMS / "scrapy"), "runspider", str(_SPIDER), "-a", f"addresses={file}"]
    return measure(command, {"SCRAPY_SETTINGS_MODULE": "benchmarks.plain_settings"})


def _new_archive(folder: Path, *, index: bool = False) -> str:
    """Make an empty archive, so that every round stores all articles; return its address."""
    for name in ("archive.db", "archive.db-wal", "archive.db-shm"):
        (folder / name).unlink(missing_ok=True)
    address = f"sqlite:///{folder}/archive.db"
    database.upgrade(address)
    if not index:  # one of other rules, which a crawl leaves alone
        with _writing(address) as connection:
            connection.execute(text("UPDATE search_state SET version = 0"))
    return address


def _articles(address: str) -> int:
    """Return how many articles an archive has."""
    with _writing(address) as connection:
        return connection.scalar(text("SELECT count(*) FROM articles")) or 0


@contextmanager
def _writing(address: str) -> Iterator[Connection]:
    engine = database.writers(database.open_database(address))
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def _round(name: str, site: Site, replica: Replica, folder: Path) -> None:
    """Measure all paths of a site once."""
    archive = _new_archive(folder)
    site.idle.append(_crawl(name, replica, archive, "-a", "start_urls=/robots.txt"))
    site.plain_idle.append(_download([], folder))
    for title, stage in STAGES.items():
        archive = _new_archive(folder, index=stage.index)
        replica.requests(name).clear()
        site.crawls[title].append(_crawl(name, replica, archive, *stage.settings()))
        site.articles = _articles(archive)
        if site.articles < len(replica.truth(name)) * _LEAST_STORED:
            sys.exit(f"{name}, {title}: only {site.articles} articles were stored")
    # The plain spider would follow redirects off the site, and fail there at great cost.
    answers = {target: replica.sites[name].lookup(target) for target in replica.requests(name)}
    pages = {target: page.body for target, page in answers.items() if page.status == 200}
    site.pages, site.size = len(pages), sum(map(len, pages.values()))
    addresses = [replica.base_url(name) + target for target in pages]
    site.plain.append(_download(addresses * _REPEATED, folder))


def _print(costs: dict[str, Cost]) -> None:
    paths = _table(
        f"CPU a page, start-up taken off: {_FIRST}; the whole path; download only",
        (
            *("pages", "KB a page", f"{_FIRST}, ms", "times", "whole path, ms", "times"),
            *("download only, ms", "pages a second"),
        ),
    )
    further = list(STAGES)[1:]
    added = _table("CPU that each further stage adds, ms an article", ("articles", *further))
    for name, cost in costs.items():
        first, whole = cost.crawls[_FIRST], cost.crawls[_WHOLE]
        paths.add_row(
            name,
            str(cost.pages),
            f"{cost.size / cost.pages / 1024:.0f}",
            cost.a_page(first),
            cost.times(first),
            cost.a_page(whole),
            cost.times(whole),
            cost.a_page(cost.plain),
            f"{cost.pages / whole.wall:.0f}",
        )
        added.add_row(name, str(cost.articles), *cost.added())
    console = Console(width=110)
    console.print(paths)
    console.print(added)


def _table(title: str, headings: Sequence[str]) -> Table:
    table = Table("site", title=title)
    for heading in headings:
        table.add_column(heading, justify="right")
    return table


def main() -> None:
    """Measure and print the tables."""
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
