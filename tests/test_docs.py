"""The documentation names every command, setting, argument, reason and exported field."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest
from typer.main import get_command

from archive.cli import app
from archive.exports.records import FIELDS
from crawler import failures, settings
from crawler.outcomes import Outcome
from crawler.platforms.base import ARGUMENTS
from tests import command_help

DOCS = Path(__file__).parents[1] / "docs"
README = (DOCS.parent / "README.md").read_text(encoding="utf-8")
OPERATIONS = (DOCS / "operations.md").read_text(encoding="utf-8")
RESEARCHERS = (DOCS / "researchers.md").read_text(encoding="utf-8")


def test_the_page_of_commands_is_current() -> None:
    assert command_help.PAGE.read_text(encoding="utf-8") == command_help.page(), "run `make docs`"


def test_every_archive_command_has_its_help_in_the_docs() -> None:
    command = get_command(app)
    assert set(command_help.ARCHIVE_COMMANDS) == set(getattr(command, "commands"))  # noqa: B009


def test_every_crawler_command_has_its_help_in_the_docs() -> None:
    folder = Path(str(import_module("crawler.commands").__file__)).parent
    commands = {path.stem for path in folder.glob("*.py")} - {"__init__", "checks"}
    assert set(command_help.SCRAPY_COMMANDS) == commands


@pytest.mark.parametrize("name", [name for name in vars(settings) if name.isupper()])
def test_every_setting_is_explained(name: str) -> None:
    assert f"`{name}`" in OPERATIONS


@pytest.mark.parametrize("name", sorted(ARGUMENTS))
def test_every_spider_argument_is_explained(name: str) -> None:
    assert f"`{name}=" in OPERATIONS


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_is_explained(outcome: str) -> None:
    assert f"| {outcome} |" in OPERATIONS


def _reasons() -> set[str]:
    words = {reason for _, reason in (*failures.REASONS, *failures.IGNORED)}
    root = DOCS.parent / "crawler"
    for path in root.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        words |= set(re.findall(r"(?:Rejected|Failed)\(\s*\"([a-z-]+)\"", text))
        words |= set(re.findall(r"Outcome\.(?:REJECTED|FAILED), \"([a-z-]+)\"", text))
        words |= set(re.findall(r"listing_failures\[\"([a-z-]+)\"\]", text))
        words |= set(re.findall(r"super\(\).__init__\(\"([a-z-]+)\"", text))
        words |= set(re.findall(r"(?:return|problems =) \[?\"([a-z]+-(?:page|invalid))\"", text))
    words |= set(
        re.findall(r"^\[([a-z]+-page)\]", (root / "data" / "guards.toml").read_text(), re.M)
    )
    for path in (root / "pages").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        words |= set(re.findall(r"(?:problems\.append\(|return \[)\"([a-z-]+)\"", text))
    assert {"no-body", "truncated-page", "http-404"} - words == {"http-404"}
    return words


@pytest.mark.parametrize("reason", sorted(_reasons()))
def test_every_reason_is_explained(reason: str) -> None:
    assert f"`{reason}`" in OPERATIONS


@pytest.mark.parametrize("field", FIELDS)
def test_every_exported_field_is_explained(field: str) -> None:
    assert f"`{field}`" in RESEARCHERS


@pytest.mark.parametrize(
    "link", sorted(set(re.findall(r"\]\(([^)#:]+)", README + OPERATIONS + RESEARCHERS)))
)
def test_links_between_the_pages_lead_somewhere(link: str) -> None:
    assert (DOCS.parent / link).exists() or (DOCS / link).exists()
