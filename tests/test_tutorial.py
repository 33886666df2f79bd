"""The tutorial runs, and its outputs are those that are committed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive import database
from tests import tutorial
from tests.postgresql import Server

ROOT = tutorial.NOTEBOOK.parents[1]
#: What differs from one crawl to another: numbers of articles, days of access, captures.
NUMBERS = (
    (re.compile(r"@online\{(\w+)-\d+"), r"@online{\1-N"),
    (re.compile(r"Article \d+ of the archive, state 1(; capture [^}]*)?"), "Article N"),
    (re.compile(r"urldate = \{[0-9-]+\}"), "urldate = {DAY}"),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an archive with the articles of `make demo`."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'archive.db'}"
    else:
        server: Server = request.getfixturevalue("postgresql_server")
        url = server.create("tutorial")
    database.upgrade(url)
    tutorial.fill(url)
    yield url
    if request.param == "postgresql":
        server.drop("tutorial")


def code() -> list[dict[str, Any]]:
    return [cell for cell in tutorial.cells() if cell["cell_type"] == "code"]


def shown(outputs: list[dict[str, Any]]) -> str:
    """The text parts of a cell's outputs."""
    parts = (output.get("text") or output["data"]["text/plain"] for output in outputs)
    return "\n".join("".join(part) for part in parts)


def without_numbers(text: str) -> str:
    for pattern, instead in NUMBERS:
        text = pattern.sub(instead, text)
    return text


def test_outputs_are_current(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run `python -m tests.tutorial` where this fails."""
    monkeypatch.setenv(database.VARIABLE, url)
    cells = code()
    assert len(cells) > 10
    found = tutorial.run(["".join(cell["source"]) for cell in cells])
    for number, (cell, outputs) in enumerate(zip(cells, found, strict=True), start=1):
        assert shown(outputs) == shown(cell["outputs"])
        assert cell["execution_count"] == number


@pytest.mark.slow
def test_outputs_are_those_of_the_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "SCRAPY_SETTINGS_MODULE": "crawler.settings",
    }
    subprocess.run(
        [sys.executable, "-m", "tests.sites.demo"],
        check=True,
        cwd=tmp_path,
        env=environment,
        capture_output=True,
    )
    monkeypatch.setenv(database.VARIABLE, f"sqlite:///{tmp_path / 'demo' / 'archive.db'}")
    found = tutorial.run(["".join(cell["source"]) for cell in code()])
    for cell, outputs in zip(code(), found, strict=True):
        assert without_numbers(shown(outputs)) == without_numbers(shown(cell["outputs"]))


def test_cells_are_run_as_jupyter_runs_them() -> None:
    sources = ["x = 1\nprint('một')\nx + 1", "x += 1", "# nothing", "None", "x"]
    printed = {"name": "stdout", "output_type": "stream", "text": ["một\n"]}
    outputs = list(tutorial.run(sources))
    assert outputs[0][0] == printed
    assert [shown(found) for found in outputs] == ["một\n\n2", "", "", "", "2"]


def test_notebook_is_well_formed() -> None:
    notebook = json.loads(tutorial.NOTEBOOK.read_text("utf-8"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(set(ids)) == len(ids)
    for cell in notebook["cells"]:
        assert set(cell) - {"execution_count", "outputs"} == {
            *("cell_type", "id", "metadata", "source")
        }
