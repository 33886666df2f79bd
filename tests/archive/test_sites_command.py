"""``archive sites``, as a person types it, with an archive and without."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import database, sites
from archive.exports.csv import BYTE_ORDER_MARK
from archive.sites import register
from archive.text import clean
from tests.archive.samples import Run, archive_url

COLUMNS = 100
PROGRAM = Path(sys.executable).parent / "archive"
KEYS = [
    *("host", "aliases", "body", "province", "province_today", "spider", "cms", "status"),
    *("checked", "articles", "first_published", "last_published", "last_seen_at"),
    *("why", "evidence", "note"),
]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest) -> Iterator[str]:
    with archive_url(request) as url:
        yield url


@pytest.fixture
def archive(run: Run, monkeypatch: pytest.MonkeyPatch, filled: str) -> Run:
    """Runs ``archive`` on the samples, on both databases."""
    monkeypatch.setenv(database.VARIABLE, filled)
    return run


@pytest.fixture
def nothing(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs ``archive`` where there is none."""
    monkeypatch.setenv(database.VARIABLE, f"sqlite:///{tmp_path}/none.db")
    return run


def rows(out: str) -> dict[str, dict[str, object]]:
    """The lines of ``--format jsonl``, by host."""
    found = [json.loads(line) for line in out.splitlines()]
    assert all(list(row) == KEYS for row in found)
    return {row["host"]: row for row in found}


def test_each_site_has_what_the_archive_holds_of_it(archive: Run) -> None:
    code, out, err = archive("sites", "--format", "jsonl")
    assert (code, err) == (0, "")
    found = rows(out)
    assert list(found) == [site.host for site in register()]
    held = ("articles", "first_published", "last_published", "last_seen_at")

    def of(host: str) -> list[object]:
        return [found[host][name] for name in held]

    day = "2026-11-20T01:30:00+07:00"
    # The date of a month stays one; the sample article of Lai Châu was read again on another night.
    assert of("tinhuyquangtri.vn") == [2, "2022-03", "2025-08-15", "2026-11-21T01:30:00+07:00"]
    assert of("btgtu.binhthuan.dcs.vn") == [1, "2019", "2019", day]
    assert of("nghean.dcs.vn") == [1, None, None, day]
    # Its host is the one that the operator has set.
    assert of("lai-chau.invalid")[:3] == [1, "2023-07-18", "2023-07-18"]
    assert of("tuyengiaotiengiang.vn") == [None] * 4
    assert found["tuyengiaotiengiang.vn"]["province_today"] == "dong-thap-2025"
    assert found["tuyengiaodanvan.vn"]["spider"] is None
    assert "JavaScript" in str(found["tuyengiaodanvan.vn"]["why"])


def test_csv_opens_in_spreadsheets(archive: Run) -> None:
    out = archive("sites", "--format", "csv")[1]
    assert out.startswith(BYTE_ORDER_MARK)
    header, *lines = csv.reader(io.StringIO(out.removeprefix(BYTE_ORDER_MARK)))
    assert header == KEYS
    assert [line[0] for line in lines] == [site.host for site in register()]
    (tuyen_giao,) = (line for line in lines if line[0] == "tuyengiao.vn")
    assert tuyen_giao[9:12] == ["1", "2021-05-04", "2021-05-04"]


def test_the_table_shows_sites_then_those_without_a_spider_then_provinces(archive: Run) -> None:
    code, out, err = archive("sites")
    assert (code, err) == (0, "")
    sites, others, counts = out.strip().split("\n\n")
    lines = {line.split()[0]: clean(line) for line in sites.splitlines()}
    assert lines["tuyengiao.vn"].endswith(
        "(central) bac_kan tuyengiao replica-tested 1 2021-05-04 2021-05-04 2026-11-20"
    )
    assert lines["tinhuyquangtri.vn"].endswith("replica-tested 2 2022-03 2025-08-15 2026-11-21")
    assert lines["tuyengiaotiengiang.vn"].endswith("tien_giang nukeviet unverified 0 — — —")
    assert lines["nghean.dcs.vn"].endswith("nghean replica-tested 1 — — 2026-11-20")
    assert "thanhuyhanoi.vn" in others
    assert [line.split()[-2:] for line in counts.splitlines()[1:]] == [
        *(["37", "28"], ["27", "22"], ["4", "4"], ["4", "4"])
    ]


def test_without_an_archive_the_register_is_shown_alone(nothing: Run) -> None:
    code, out, err = nothing("sites")
    assert code == 0
    (line,) = err.splitlines()
    assert line.startswith(
        "archive: the register alone, since the archive cannot be asked: there is no archive at "
    )
    (quang_tri,) = (line for line in out.splitlines() if line.startswith("tinhuyquangtri.vn"))
    assert quang_tri.endswith("quang_tri            dnn         replica-tested")
    assert "with articles" not in out
    found = rows(nothing("sites", "--format", "jsonl")[1])
    assert found["tinhuyquangtri.vn"]["articles"] is None


@pytest.mark.parametrize("status", ["replica-tested", "unverified"])
def test_a_status_chooses_sites(nothing: Run, status: str) -> None:
    out = nothing("sites", "--status", status, "--format", "jsonl")[1]
    wanted = [site.host for site in register() if site.status == status]
    assert list(rows(out)) == wanted
    assert wanted
    assert "provinces" not in nothing("sites", "--status", status)[1]


def test_a_wrong_status_is_one_clear_line(nothing: Run) -> None:
    code, out, err = nothing("sites", "--status", "tested")
    assert (code, out) == (2, "")
    (line,) = err.splitlines()
    assert "'tested' is not one of 'replica-tested', 'fixture-tested', 'unverified'" in line


def test_a_status_that_no_site_has_is_said(nothing: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tuple(site for site in register() if site.spider != "lai_chau")
    monkeypatch.setattr("archive.commands.sites.register", lambda: kept[:0])
    code, out, err = nothing("sites", "--status", "fixture-tested")
    assert (code, out) == (0, "")
    assert err.splitlines()[-1] == "No site of the register is of this status."


def test_spiders_without_an_entry_are_named(archive: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tuple(site for site in register() if site.spider != "lai_chau")
    monkeypatch.setattr("archive.commands.sites.register", lambda: kept)
    err = archive("sites")[2]
    assert err == "archive: there are articles of spiders without an entry: lai_chau\n"


def test_a_register_that_cannot_be_read_is_one_clear_line(
    nothing: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sites, "SITES_FILE", tmp_path / "sites.toml")
    register.cache_clear()
    code, out, err = nothing("sites")
    register.cache_clear()
    assert (code, out) == (1, "")
    assert err.endswith("sites.toml cannot be read: No such file or directory\n")


def test_on_a_terminal_no_line_is_wider_than_it(tmp_path: Path) -> None:
    main, other = pty.openpty()
    termios.tcsetwinsize(other, (50, COLUMNS))
    environment = os.environ | {"ARCHIVE_DATABASE_URL": f"sqlite:///{tmp_path}/none.db"}
    environment = environment | {"TERM": "xterm", "COLUMNS": str(COLUMNS)}
    with subprocess.Popen(
        [PROGRAM, "sites"], stdout=other, stderr=subprocess.DEVNULL, env=environment
    ) as program:
        os.close(other)
        shown = b"".join(iter(lambda: _read(main), b"")).decode()
    os.close(main)
    assert program.returncode == 0
    lines = re.sub(r"\x1b\[[0-9;]*m|\r", "", shown).splitlines()
    assert max(map(len, lines)) <= COLUMNS
    # Two lines a site: nothing of it is cut off.
    (place,) = (n for n, line in enumerate(lines) if "tuyengiaothainguyen.org.vn" in line)
    assert lines[place].split() == ["tuyengiaothainguyen.org.vn", "thai_nguyen"]
    assert "Ban Tuyên giáo Tỉnh ủy, Thái Nguyên" in lines[place + 1]
    assert lines[place + 1].rstrip().endswith("nukeviet, unverified")
    assert not [line for line in lines if "…" in line]


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other end is closed
        return b""
