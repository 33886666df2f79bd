"""A quiet night over many sites: ``python -m benchmarks.quiet_night --sites 40``.

The replica is served several times over, as if it were so many sites. Each is crawled once, and then once
more with nothing changed on it. The table says what the second night asked for, and what it cost.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table

from archive import database
from crawler.outcomes import SiteReport
from tests.sites.server import Replica


def _crawl(spider: str, host: str, base_url: str, folder: Path) -> SiteReport:
    report = folder / "report.json"
    command = [str(Path(sys.executable).with_name("scrapy")), "crawl", spider]
    command += ["-a", f"base_url={base_url}", "-a", f"host={host}", "-s", "DOWNLOAD_DELAY=0"]
    command += ["-s", "LOG_LEVEL=ERROR", "-s", f"ARCHIVE_CAPTURES={folder}/captures"]
    command += ["-s", f"RUN_REPORT={report}"]
    environment = os.environ | {"ARCHIVE_DATABASE_URL": f"sqlite:///{folder}/archive.db"}
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    return SiteReport.read(report)


def _night(replica: Replica, number: int, folder: Path) -> Counter[str]:
    """Crawl all sites of a replica; return what was asked for and answered."""
    counts: Counter[str] = Counter()
    for spider in replica.names:
        asked = replica.requests(spider)
        asked.clear()
        report = _crawl(spider, f"{spider}-{number}.example", replica.base_url(spider), folder)
        articles = {truth.path for truth in replica.truth(spider)}
        counts["robots.txt"] += asked.count("/robots.txt")
        counts["articles"] += sum(path in articles for path in asked)
        counts["listing pages, not modified"] += report.not_modified
        counts["listing pages, read"] += report.listings
        counts["links that lead nowhere"] += report.listing_failures.total()
        counts["all requests"] += len(asked)
    return counts


def main() -> None:
    """Crawl both nights and print the table."""
    parser = argparse.ArgumentParser(description="Measure what a quiet night costs.")
    parser.add_argument("--sites", type=int, default=40, help="how many sites, in fives")
    sites = parser.parse_args().sites
    first: Counter[str] = Counter()
    second: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database.upgrade(f"sqlite:///{folder}/archive.db")
        cpu = wall = 0.0
        for number in range(sites // 5):
            with Replica(etags=True) as replica:
                first.update(_night(replica, number, folder))
                before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
                second.update(_night(replica, number, folder))
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
                cpu += after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
                wall += time.monotonic() - started
    table = Table(
        title=f"A quiet night over {sites} sites: {cpu:.0f} s CPU, {wall:.0f} s, one by one"
    )
    for heading in ("asked for", "first night", "second night"):
        table.add_column(heading, justify="left" if heading == "asked for" else "right")
    for kind, count in first.items():
        table.add_row(kind, str(count), str(second[kind]))
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
