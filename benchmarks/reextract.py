"""Reading stored pages again against plain reading, in one run: ``python -m benchmarks.reextract``.

The spiders crawl the replica into a new archive with captures, every article several times over. Then,
for each site, in one process whose CPU time is taken:

1. plain reading: its page object reads the pages from memory, and nothing else happens;
2. ``scrapy reextract``: find the captures in the archive, read them from the WARC files, check their
   digests, unpack, read, validate, find province and topics, and compare with what is stored.

Of each kind the cheapest of all rounds counts. The last line reads all sites on all cores, by the clock.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from rich.console import Console
from rich.table import Table
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader
from sqlalchemy import Engine
from web_poet import HttpResponse, HttpResponseHeaders

from archive import database, stored_pages
from archive.captures import read_capture
from crawler.pages.base import PageContext
from crawler.pages.periods import page_for
from crawler.platforms.base import BaseSpider
from crawler.platforms.period import Period
from crawler.reextraction import Work
from crawler.rereading import run_reader
from tests.sites.server import Replica

_SCRAPY = Path(sys.executable).with_name("scrapy")


@dataclass(frozen=True, slots=True)
class Site:
    """A crawled site."""

    spider: type[BaseSpider]
    engine: Engine
    folder: Path

    def work(self) -> Work:
        """Return the work of reading it again in this process."""
        return Work(self.engine, self.folder, {self.spider.name: self.spider}, Period(), 1, None)


def _crawl(replica: Replica, folder: Path) -> str:
    """Crawl all sites into an archive with captures; return its address."""
    address = f"sqlite:///{folder}/archive.db"
    database.upgrade(address)
    environment = os.environ | {"ARCHIVE_DATABASE_URL": address}
    environment["ARCHIVE_CAPTURES"] = str(folder / "captures")
    for name in replica.names:
        command = [str(_SCRAPY), "crawl", name, "-a", f"base_url={replica.base_url(name)}"]
        command += ["-s", "DOWNLOAD_DELAY=0", "-s", "LOG_LEVEL=ERROR"]
        subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)
    return address


def _plain(site: Site) -> Callable[[], int]:
    """Return what reads a site's pages from memory, and says how many they are."""
    with site.engine.connect() as connection:
        pages = stored_pages.articles(connection, site.work().find())
    read = []
    for page in pages:
        captured = read_capture(site.folder, page.place)
        response = HttpResponse(
            captured.url,
            body=captured.body,
            status=captured.status,
            headers=HttpResponseHeaders(captured.headers),
        )
        read.append((page, response))

    def run() -> int:
        for page, response in read:
            context = PageContext(page.spider, page.site, site.spider.province, page.fetched_at)
            run_reader(page_for(site.spider, page.fetched_at)(response, context))
        return len(read)

    return run


def _again(site: Site) -> Callable[[], int]:
    """Return what reads a site's stored pages again, and says how many they are."""

    def run() -> int:
        work = site.work()
        comparison = work.run(work.find(), lambda _: None)
        if comparison.unreadable:
            sys.exit(f"{site.spider.name}: {dict(comparison.unreadable)}")
        return comparison.read

    return run


def _measure(run: Callable[[], int], rounds: int) -> tuple[int, float]:
    """Return how many pages there are, and the least CPU time that one took, in milliseconds."""
    pages, times = 0, []
    for _ in range(rounds):
        before = time.process_time()
        pages = run()
        times.append(time.process_time() - before)
    return pages, 1000 * min(times) / max(pages, 1)


def _print(costs: dict[str, tuple[int, float, float]]) -> None:
    table = Table(title="CPU a page")
    for heading in (
        "site", "pages", "plain reading, ms", "from captures, ms", "times", "pages a second a core"
    ):  # fmt: skip
        table.add_column(heading, justify="left" if heading == "site" else "right")
    for name, (pages, plain, again) in costs.items():
        cells = (f"{plain:.2f}", f"{again:.2f}", f"{again / plain:.2f}", f"{1000 / again:.0f}")
        table.add_row(name, str(pages), *cells)
    Console(width=110).print(table)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="Measure reading stored pages again.")
    parser.add_argument("--copies", type=int, default=8, help="how often each article is served")
    parser.add_argument("--rounds", type=int, default=3, help="how often each site is measured")
    args = parser.parse_args()
    loader = SpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["crawler.spiders"]}))
    costs = {}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with Replica(copies=args.copies) as replica:
            address, names = _crawl(replica, folder), replica.names
        engine = database.open_database(address)
        spiders = {name: cast("type[BaseSpider]", loader.load(name)) for name in names}
        for name, spider in spiders.items():
            site = Site(spider, engine, folder / "captures")
            pages, plain = _measure(_plain(site), args.rounds)
            costs[name] = pages, plain, _measure(_again(site), args.rounds)[1]
        _print(costs)
        cores = len(os.sched_getaffinity(0))
        work = Work(engine, folder / "captures", spiders, Period(), cores, None)
        started = time.perf_counter()
        comparison = work.run(work.find(), lambda _: None)
        took = time.perf_counter() - started
        print(
            f"All sites on {cores} cores, the start of the processes included: {comparison.read} pages "
            f"in {took:.1f} s, {comparison.read / took:.0f} a second"
        )
        engine.dispose()


if __name__ == "__main__":
    main()
