"""Runs the operators' commands as an operator does: as programs, on a replica, into a new archive."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session, selectinload

from archive import database
from archive.models import Article
from crawler.outcomes import SiteReport
from tests.sites.server import Replica

PROGRAMS = Path(sys.executable).parent
ROOT = Path(__file__).parents[1]
TIMEOUT = 120


def with_ctrl_c() -> None:
    """Let a child process hear SIGINT, also where the tests run in the background of a shell."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@dataclass(frozen=True, slots=True)
class Ran:
    """What a program left behind."""

    code: int
    out: str
    err: str


def run(*command: str, cwd: Path = ROOT, **environment: str) -> Ran:
    """Run a program of the project; the environment has nothing of the developer's own archive."""
    variables = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ARCHIVE_", "SITE_HOSTS", "RUNS_FOLDER", "COV_"))
    }
    variables |= {
        "SCRAPY_SETTINGS_MODULE": "crawler.settings",
        "PYTHONPATH": str(ROOT),
    } | environment
    done = subprocess.run(
        [str(PROGRAMS / command[0]), *command[1:]],
        check=False,
        capture_output=True,
        text=True,
        cwd=cwd,
        env=variables,
        timeout=TIMEOUT,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@dataclass(frozen=True, slots=True)
class Place:
    """A folder with an archive in it, or whose archive is in a database of its own."""

    folder: Path
    database_url: str = ""

    @property
    def url(self) -> str:
        """Address of the archive."""
        return self.database_url or f"sqlite:///{self.folder}/archive.db"

    def upgrade(self) -> Place:
        """Create the archive."""
        database.upgrade(self.url)
        return self

    def crawl(self, name: str, base_url: str, *extra: str) -> tuple[Ran, SiteReport]:
        """Crawl one site; return what the program said and its report."""
        report = self.folder / f"{name}.json"
        ran = run(
            *("scrapy", "crawl", name, "-a", f"base_url={base_url}"),
            *("-s", "DOWNLOAD_DELAY=0", "-s", "RETRY_BACKOFF=0.05", "-s", f"RUN_REPORT={report}"),
            *extra,
            cwd=self.folder,
            ARCHIVE_DATABASE_URL=self.url,
        )
        assert report.exists(), ran.err
        return ran, SiteReport.read(report)

    def nightly(self, replica: Replica, *extra: str) -> Ran:
        """Crawl all sites of a replica."""
        copies = self.folder / "copies.json"
        copies.write_text(json.dumps({name: replica.base_url(name) for name in replica.names}))
        return run(
            *("scrapy", "nightly", *replica.names),
            *("--copies", str(copies), "-s", "DOWNLOAD_DELAY=0"),
            *extra,
            cwd=self.folder,
            ARCHIVE_DATABASE_URL=self.url,
            RUNS_FOLDER=str(self.folder / "runs"),
        )

    def articles(self, spider: str | None = None) -> list[Article]:
        """Return the stored articles with all that belongs to them."""
        engine = database.open_database(self.url, read_only=True)
        with Session(engine, expire_on_commit=False) as session:
            query = session.query(Article).options(
                selectinload(Article.site),
                selectinload(Article.provinces),
                selectinload(Article.topics),
                selectinload(Article.images),
                selectinload(Article.attachments),
                selectinload(Article.duplicates),
            )
            found = [row for row in query if spider in (None, row.site.spider)]
        engine.dispose()
        return found
