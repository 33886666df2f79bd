"""What a real crawl left behind, for tests that read it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from archive import database
from tests.crawling import Place
from tests.sites.server import Replica


@pytest.fixture(scope="session")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what a crawl of Nghệ An left: the archive and its captures."""
    place = Place(tmp_path_factory.mktemp("crawled")).upgrade()
    with Replica(["nghe_an"]) as replica:
        ran, report = place.crawl("nghe_an", replica.base_url("nghe_an"))
    assert report.outcomes["stored"] > 20, ran.err
    return place.folder


@pytest.fixture
def place(crawled: Path, tmp_path: Path) -> Place:
    """A copy of it, for one test."""
    shutil.copytree(crawled, tmp_path / "copy")
    return Place(tmp_path / "copy")


@pytest.fixture
def engine(place: Place) -> Iterator[Engine]:
    """The archive of that copy."""
    engine = database.open_database(place.url)
    yield engine
    engine.dispose()
