"""Fixtures that every part of the suite may use."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.postgresql import postgresql_server

__all__ = ["postgresql_server", "shared"]

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of facts beside the project; a test that needs it skips where it is missing."""
    if not SHARED.is_dir():
        pytest.skip(f"needs the folder {SHARED}, which is not part of the project")
    return SHARED
