"""Copies of the project, into which `scrapy newsite` may write."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.crawling import ROOT, Ran, run_anew


@dataclass(frozen=True, slots=True)
class Project:
    """A copy of the project, without its spiders and with an empty register.

    Attributes:
        folder: Where it lies.
    """

    folder: Path

    @property
    def spiders(self) -> Path:
        """Folder of the spiders."""
        return self.folder / "crawler" / "spiders"

    @property
    def register(self) -> Path:
        """The register."""
        return self.folder / "archive" / "data" / "sites.toml"

    @property
    def fixtures(self) -> Path:
        """Folder of the fixtures."""
        return self.folder / "tests" / "fixtures"

    def scrapy(self, *words: str, delay: float = 0) -> Ran:
        """Run one of the operators' commands in it."""
        return run_anew(
            *("scrapy", *words, "-s", f"DOWNLOAD_DELAY={delay}"),
            cwd=self.folder,
            PYTHONPATH=str(self.folder),
            ARCHIVE_DATABASE_URL="",
        )

    def files(self) -> set[Path]:
        """Return all files that are no caches."""
        return {
            path.relative_to(self.folder)
            for path in self.folder.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }


def make_project(folder: Path) -> Project:
    """Copy what a project needs."""
    shutil.copy(ROOT / "scrapy.cfg", folder)
    unwanted = shutil.ignore_patterns("__pycache__")
    for package in ("archive", "crawler"):
        shutil.copytree(ROOT / package, folder / package, ignore=unwanted)
    project = Project(folder)
    for file in project.spiders.glob("[!_]*.py"):
        file.unlink()
    project.register.write_text("", encoding="utf-8")
    return project
