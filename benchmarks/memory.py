"""Memory of a site's crawler over many pages: ``python -m benchmarks.memory --pages 100000``.

A server makes a NukeViet site of as many articles as are asked for, each with a text of its own, twenty
to a listing page. Its spider crawls it into a new SQLite archive, captures and all, at zero delay. The
table says how much memory the crawler's process holds after how many requests: to be flat, under 300 MB.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from archive import database
from benchmarks.reprint_texts import Writer
from tests.sites.server import Replica, Server
from tests.sites.site import Page, html

_SPIDER = "lai_chau"
_ON_A_PAGE = 20
_LOOKS = 12
_ARTICLE = re.compile(r"/tin-tuc/hoi-nghi-so-(\d+)-(\d+)\.html$")
_LISTING = re.compile(r"/tin-tuc/(?:page-(\d+)/)?$")


class ManyPages:
    """Answers for a site of many articles, made from one article page of the replica."""

    def __init__(self, pages: int) -> None:
        self._pages = pages
        with Replica([_SPIDER]) as replica:
            truth = replica.truth(_SPIDER)[0]
            page = (
                replica.sites[_SPIDER]
                .lookup(truth.path)
                .body.decode()
                .replace(truth.title, "@TITLE@")
            )
        for paragraph in truth.body:
            page = page.replace(paragraph, "@TEXT@")
        self._parts = page.split("@TEXT@")
        # Texts alike to one another would be one cluster of reprints, which grows with the site.
        self._writer = Writer(seed=1)

    def __call__(self, target: str) -> Page:
        """Answer a request."""
        if target == "/":
            return html(
                "<html><body><h1>Trang chủ</h1><a href='/tin-tuc/'>Tin tức</a></body></html>"
            )
        if found := _ARTICLE.search(target):
            return html(self._article(int(found[1])))
        if found := _LISTING.search(target):
            return self._listing(int(found[1] or 1))
        return Page(status=404)

    def _article(self, number: int) -> str:
        words = self._writer.base(number).words
        length = len(words) // (len(self._parts) - 1) + 1
        filled = [self._parts[0]]
        for index, part in enumerate(self._parts[1:]):
            filled += [
                " ".join(words[index * length : (index + 1) * length]).capitalize(),
                ".",
                part,
            ]
        return "".join(filled).replace("@TITLE@", f"Hội nghị tuyên giáo lần thứ {number}")

    def _listing(self, page: int) -> Page:
        first = (page - 1) * _ON_A_PAGE
        cards = "".join(
            f"<div class='item'><h3><a href='/tin-tuc/hoi-nghi-so-{n}-{n}.html'>"
            f"Hội nghị tuyên giáo lần thứ {n}</a></h3></div>"
            for n in range(first + 1, min(first + _ON_A_PAGE, self._pages) + 1)
        )
        following = (
            f"<a href='/tin-tuc/page-{page + 1}/'>{page + 1}</a>"
            if first + _ON_A_PAGE < self._pages
            else ""
        )
        return html(f"<html><body><h1>Tin tức</h1>{cards}<ul>{following}</ul></body></html>")


def _memory(pid: int) -> float:
    """Return the resident memory of a process in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


def main() -> None:
    """Crawl and print the table."""
    parser = argparse.ArgumentParser(description="Measure the memory of a crawl of many pages.")
    parser.add_argument("--pages", type=int, default=100_000, help="how many articles the site has")
    pages = parser.parse_args().pages
    table = Table(title=f"Memory of a crawl of {pages:,} articles")
    for heading in ("requests", "minutes", "memory, MB"):
        table.add_column(heading, justify="right")
    with Server({_SPIDER: ManyPages(pages)}) as server, tempfile.TemporaryDirectory() as folder:
        archive = f"sqlite:///{folder}/archive.db"
        database.upgrade(archive)
        command = [str(Path(sys.executable).with_name("scrapy")), "crawl", _SPIDER]
        command += ["-a", f"base_url={server.base_urls[_SPIDER]}", "-a", "full=1"]
        command += ["-s", "DOWNLOAD_DELAY=0", "-s", "LOG_LEVEL=ERROR"]
        command += ["-s", "CLOSESPIDER_TIMEOUT=0", "-s", f"ARCHIVE_CAPTURES={folder}/captures"]
        environment = os.environ | {"ARCHIVE_DATABASE_URL": archive}
        started = time.monotonic()
        requests = server.logs[_SPIDER]
        with subprocess.Popen(command, env=environment) as process:
            for look in range(1, _LOOKS + 1):
                while len(requests) < look * pages / _LOOKS and process.poll() is None:
                    time.sleep(0.05)
                if process.poll() is not None:
                    break
                minutes = (time.monotonic() - started) / 60
                table.add_row(f"{len(requests):,}", f"{minutes:.1f}", f"{_memory(process.pid):.0f}")
    Console(width=80).print(table)


if __name__ == "__main__":
    main()
