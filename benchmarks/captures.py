"""What it costs to keep every page as it was fetched: ``python -m benchmarks.captures``.

The replica serves every article several times over on pages as heavy as real ones. For each site, in turn
and several rounds long, its spider crawls it into a new SQLite archive at zero delay, without captures
and with them, each in a process of its own, the order changing from round to round. Other work on the
machine only ever adds to a run, so of each kind the cheapest of all rounds counts. What a crawl of
nothing costs, likewise without captures and with them, is taken off.

The second table writes the same exchanges with the writer alone, into one file after the other: CPU and
wall-clock time a fetch, with and without waiting for the disk, for pages that the site packs and for
plain ones, and reads them again, each from its place.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from itertools import cycle, islice
from pathlib import Path

from rich.console import Console
from rich.table import Table

from archive.captures import Capture, Fetch, read_capture
from archive.captures.writing import CaptureWriter
from archive.timezone import now
from benchmarks.crawl import Run, best, measure
from tests.sites.server import Replica

_PROGRAMS = Path(sys.executable).parent
_FETCHES = 400


@dataclass(frozen=True, slots=True)
class _Place:
    """A capture as a row of the database names it."""

    file: str
    offset: int
    length: int
    digest: str
    original: None = None


def _crawl(name: str, base_url: str, folder: Path, *extra: str, captures: bool) -> Run:
    """Crawl a site into an archive of its own."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    environment = {
        "ARCHIVE_DATABASE_URL": f"sqlite:///{folder}/archive.db",
        "ARCHIVE_CAPTURES": f"{folder}/captures" if captures else "",
        "RUNS_FOLDER": f"{folder}/runs",
    }
    measure([str(_PROGRAMS / "archive"), "upgrade"], environment)
    command = [str(_PROGRAMS / "scrapy"), "crawl", name, "-a", f"base_url={base_url}"]
    return measure(
        [*command, "-s", "DOWNLOAD_DELAY=0", "-s", "LOG_LEVEL=ERROR", *extra], environment
    )


@dataclass(slots=True)
class _Site:
    """The rounds of one site, each kind by whether it captured.

    Attributes:
        pages: How many pages a crawl asks for.
        size: How many bytes their captures take.
        whole: Crawls of the site.
        idle: Crawls of nothing.
    """

    pages: int = 0
    size: int = 0
    whole: dict[bool, list[Run]] = field(default_factory=lambda: {False: [], True: []})
    idle: dict[bool, list[Run]] = field(default_factory=lambda: {False: [], True: []})

    def measure(self, name: str, replica: Replica, folder: Path, *, captures: bool) -> None:
        """Crawl the site and nothing, once each."""
        base_url = replica.base_url(name)
        nothing = ("-a", "start_urls=/robots.txt")
        self.idle[captures].append(_crawl(name, base_url, folder, *nothing, captures=captures))
        replica.requests(name).clear()
        self.whole[captures].append(_crawl(name, base_url, folder, captures=captures))
        if captures:
            self.pages = len(replica.requests(name))
            self.size = sum(file.stat().st_size for file in folder.glob("captures/*/*.gz"))

    def cost(self, *, captures: bool) -> Run:
        """What the pages cost."""
        return best(self.whole[captures]) - best(self.idle[captures])


def _print_crawls(args: argparse.Namespace, folder: Path) -> None:
    table = Table(title="A crawl without captures and with them")
    for heading in (
        "site",
        "pages",
        "CPU s",
        "with",
        "times",
        "wall s",
        "with",
        "times",
        "KB a page",
    ):
        table.add_column(heading, justify="left" if heading == "site" else "right")
    total = {False: Run(0, 0), True: Run(0, 0)}
    with Replica(copies=args.copies) as replica:
        for name in replica.names:
            site = _Site()
            for number in range(args.rounds):
                for captures in (False, True) if number % 2 else (True, False):
                    site.measure(name, replica, folder / "crawl", captures=captures)
            costs = {captures: site.cost(captures=captures) for captures in (False, True)}
            total = {captures: total[captures] + cost for captures, cost in costs.items()}
            _add(table, name, site.pages, site.size, costs)
    _add(table, "all five", 0, 0, total)
    Console(width=110).print(table)


def _add(table: Table, name: str, pages: int, size: int, costs: dict[bool, Run]) -> None:
    without, with_ = costs[False], costs[True]
    table.add_row(
        name,
        str(pages or ""),
        f"{without.cpu:.2f}",
        f"{with_.cpu:.2f}",
        f"{with_.cpu / without.cpu:.3f}",
        f"{without.wall:.2f}",
        f"{with_.wall:.2f}",
        f"{with_.wall / without.wall:.3f}",
        f"{size / pages / 1024:.1f}" if pages else "",
    )


def _pages(copies: int) -> list[bytes]:
    """Return the replica's pages of one site."""
    with Replica(["nghe_an"], copies=copies) as replica:
        site = replica.sites["nghe_an"]
        bodies = [site.lookup(path).body for path in site.pages]
    return [body for body in bodies if len(body) > 10_000]


def _fetches(bodies: Sequence[bytes], *, packed: bool) -> list[Fetch]:
    headers = [(b"Content-Type", b"text/html; charset=utf-8"), (b"Server", b"nginx")]
    first = Fetch(
        url="https://nghean.dcs.vn/",
        kind="article",
        fetched_at=now(),
        method="GET",
        request_headers=[(b"Host", b"nghean.dcs.vn"), (b"User-Agent", b"benchmark/0.1 (+nobody)")],
        request_body=b"",
        protocol="HTTP/1.1",
        status=200,
        headers=[*headers, (b"Content-Encoding", b"gzip")] if packed else headers,
        body=b"",
        ip_address="127.0.0.1",
    )
    return [
        replace(
            first,
            url=f"{first.url}{number}",
            fetched_at=first.fetched_at + timedelta(microseconds=number),
            body=gzip.compress(body) if packed else body,
        )
        for number, body in enumerate(islice(cycle(bodies), _FETCHES))
    ]


@contextmanager
def _without_disk() -> Iterator[None]:
    """Let nothing wait for the disk."""
    waiting = os.fdatasync
    os.fdatasync = lambda _: None  # type: ignore[assignment]
    try:
        yield
    finally:
        os.fdatasync = waiting


def _timed(work: Callable[[], object]) -> Run:
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return Run(time.process_time() - cpu, time.perf_counter() - wall)


def _write(folder: Path, fetches: Sequence[Fetch]) -> list[Capture]:
    shutil.rmtree(folder, ignore_errors=True)
    writer = CaptureWriter(folder, "benchmark", 1 << 30)
    written = [writer.write(fetch) for fetch in fetches]
    writer.close()
    return written


def _read(folder: Path, places: Sequence[_Place]) -> None:
    for place in places:
        read_capture(folder, place)


def _print_writer(args: argparse.Namespace, folder: Path) -> None:
    table = Table(title="The writer and the reader alone, a fetch")
    for heading in ("pages", "KB", "captured", "CPU ms", "no disk", "wall ms", "read, CPU ms"):
        table.add_column(heading, justify="left" if heading == "pages" else "right")
    bodies = _pages(args.copies)
    for name, packed in (("packed by the site", True), ("plain", False)):
        fetches = _fetches(bodies, packed=packed)
        places = [
            _Place(c.file, c.offset, c.length, c.digest) for c in _write(folder / "w", fetches)
        ]
        read = partial(_read, folder / "w", places)
        write = partial(_write, folder / "x", fetches)
        reads = [_timed(read) for _ in range(args.rounds)]
        safe = [_timed(write) for _ in range(args.rounds)]
        with _without_disk():
            fast = [_timed(write) for _ in range(args.rounds)]
        count = len(fetches)
        table.add_row(
            name,
            f"{sum(len(fetch.body) for fetch in fetches) / count / 1024:.1f}",
            f"{sum(place.length for place in places) / count / 1024:.1f}",
            f"{1000 * best(safe).cpu / count:.3f}",
            f"{1000 * best(fast).cpu / count:.3f}",
            f"{1000 * best(safe).wall / count:.3f}",
            f"{1000 * best(reads).cpu / count:.3f}",
        )
    Console(width=110).print(table)


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description="Measure what captures cost.")
    parser.add_argument("--copies", type=int, default=8, help="how often each article is served")
    parser.add_argument("--rounds", type=int, default=4, help="how often each is measured")
    args = parser.parse_args()
    # On the disk of the working directory: a folder for temporary files may be memory.
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        _print_writer(args, Path(folder))
        _print_crawls(args, Path(folder))


if __name__ == "__main__":
    main()
