"""The files of ``deploy/`` fit the program, and systemd understands them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command

from archive.cli import app
from crawler import nightly, settings

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
SERVICES = sorted(DEPLOY.glob("archive-*.service"))
TIMERS = sorted(DEPLOY.glob("*.timer"))


def commands() -> list[str]:
    """Every command line of ours in these files, as ``archive backup /srv/backup/archive``."""
    found = []
    for path in (*SERVICES, DEPLOY / "crontab"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                found += re.findall(r"\.venv/bin/((?:archive|scrapy) .*)", line)
    return found


def test_all_jobs_are_in_both_forms() -> None:
    assert sorted(commands()) == sorted(
        ["scrapy nightly", "archive backup /srv/backup/archive", "archive verify"] * 2
    )


@pytest.mark.parametrize("command", sorted(set(commands())))
def test_the_commands_are_those_of_the_program(command: str) -> None:
    program, name = command.split()[:2]
    if program == "archive":
        assert name in getattr(get_command(app), "commands")  # noqa: B009
    else:
        assert (ROOT / "crawler" / "commands" / f"{name}.py").exists()


@pytest.mark.parametrize("timer", TIMERS, ids=lambda path: path.name)
def test_every_timer_has_its_service(timer: Path) -> None:
    assert timer.with_suffix(".service") in SERVICES


def test_a_stop_waits_for_the_crawls_to_end() -> None:
    text = (DEPLOY / "archive-nightly.service").read_text(encoding="utf-8")
    (seconds,) = re.findall(r"TimeoutStopSec=(\d+)", text)
    alerts = 60  # e-mail and webhook
    assert int(seconds) > settings.STOP_PATIENCE + nightly._GRACE + alerts


@pytest.mark.parametrize("path", sorted(DEPLOY.iterdir()), ids=lambda path: path.name)
def test_every_file_is_explained(path: Path) -> None:
    name = path.name if path.suffix != ".timer" else f"{path.stem}.service`, `.timer"
    assert f"`{name}`" in OPERATIONS


def test_systemd_understands_the_units(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("needs systemd-analyze, which this machine does not have")
    for unit in (*SERVICES, *TIMERS):
        # The programs must exist where the units expect them.
        text = unit.read_text(encoding="utf-8").replace("/srv/archive/.venv/bin", str(tmp_path))
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    for program in ("scrapy", "archive"):
        (tmp_path / program).write_text("#!/bin/sh\n")
        (tmp_path / program).chmod(0o755)
    units = [str(tmp_path / unit.name) for unit in (*SERVICES, *TIMERS) if "@" not in unit.name]
    done = subprocess.run(
        ["systemd-analyze", "verify", *units], check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
