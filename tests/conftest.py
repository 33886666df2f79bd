"""Fixtures that every part of the suite may use."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import forking
from tests.postgresql import postgresql_server

__all__ = ["postgresql_server", "shared"]

#: The folder whose own files crawl, many of them for a minute; those of all others take seconds.
CRAWLS = Path(__file__).parent / "crawler"
SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of facts beside the project; a test that needs it skips where it is missing."""
    if not SHARED.is_dir():
        pytest.skip(f"needs the folder {SHARED}, which is not part of the project")
    return SHARED


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that crawl first: no core of several is to be left with a long one at the end."""
    items.sort(key=lambda item: item.path.parent != CRAWLS)


def pytest_sessionfinish() -> None:
    """End the server that forked the commands of this session."""
    forking.stop()
