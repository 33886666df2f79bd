"""Runs the operators' commands as an operator does, on a replica, into a new archive."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session, selectinload

from archive import database
from archive.models import Article
from crawler.outcomes import SiteReport
from tests import forking
from tests.forking import PROGRAMS, ROOT, Ran
from tests.sites.server import Replica

__all__ = [
    "PROGRAMS",
    "ROOT",
    "TIMEOUT",
    "Place",
    "Ran",
    "run",
    "run_anew",
    "variables",
    "with_ctrl_c",
]

TIMEOUT = 120


def with_ctrl_c() -> None:
    """Let a child process hear SIGINT, also where the tests run in the background of a shell."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def variables(**environment: str) -> dict[str, str]:
    """Return the environment of a program, with nothing of the developer's own archive."""
    own = ("ARCHIVE_", "ALERT_", "SITE_HOSTS", "RUNS_FOLDER", "COV_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    project = {"SCRAPY_SETTINGS_MODULE": "crawler.settings", "PYTHONPATH": str(ROOT)}
    return kept | project | environment


def run(*command: str, cwd: Path = ROOT, **environment: str) -> Ran:
    """Run a program of the project; `tests.forking` says what differs from `run_anew`."""
    return forking.server().run(command, cwd, variables(**environment), TIMEOUT)


def run_anew(*command: str, cwd: Path = ROOT, **environment: str) -> Ran:
    """Run a program in a process of its own, for what differs in a forked one: another project."""
    done = subprocess.run(
        [str(PROGRAMS / command[0]), *command[1:]],
        check=False,
        capture_output=True,
        text=True,
        cwd=cwd,
        env=variables(**environment),
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
        if self.database_url:
            database.upgrade(self.url)
        else:
            (self.folder / "archive.db").write_bytes(_upgraded())
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


@cache
def _upgraded() -> bytes:
    """Return a SQLite archive that was just upgraded: a copy takes less time than to upgrade."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        database.upgrade(f"sqlite:///{path}")
        return path.read_bytes()
