"""What ``docs/researchers.md`` tells people to run, runs; and it explains every exported field."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from sqlalchemy import text

from archive import database
from archive.exports.records import FIELDS
from tests.archive.samples import Run

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "researchers.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)


COMMANDS = [line for block in blocks("sh") for line in block.splitlines()]
QUERIES = blocks("sql")


@pytest.mark.parametrize("command", COMMANDS)
def test_commands(filled: Run, command: str) -> None:
    program, *arguments = shlex.split(command)
    assert program == "archive"
    code, _, err = filled(*arguments)
    assert code == 0
    assert "No article found" not in err


@pytest.mark.parametrize("query", QUERIES)
def test_queries(archive_url: str, query: str) -> None:
    engine = database.open_database(archive_url, read_only=True)
    with engine.connect() as connection:
        assert connection.execute(text(query)).all()
    engine.dispose()


def test_every_field_is_explained() -> None:
    explained = [
        field
        for row in re.findall(r"^\| (`.*?) \|", GUIDE, re.MULTILINE)
        for field in re.findall("`(.*?)`", row)
    ]
    assert sorted(explained) == sorted(FIELDS)
