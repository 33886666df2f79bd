from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from archive.search import building
from archive.store import Store
from tests.archive.samples import ARTICLES, Run, fill

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ("search", "show", "export", "stats", "upgrade")


def in_process(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "import sys; from archive.cli import main; sys.exit(main())"]
    return subprocess.run([*command, *arguments], cwd=ROOT, text=True, check=False, **options)


# --- what a person does wrong: one line, no traceback -------------------------------------------

MISUSE = [
    ([], "Usage"),
    (["find", "Đảng"], "No such command 'find'"),
    (["search"], "QUERY"),
    (["search", ""], "no word"),
    (["search", "…"], "no word"),
    (["search", '"Đảng bộ'], "column 1: the closing quotation mark is missing"),
    (["search", "Đảng", "--format", "xml"], "'table', 'jsonl', 'csv'"),
    (["search", "Đảng", "--limit", "-1"], "--limit"),
    (["search", "Đảng", "--limit", "ba"], "--limit"),
    (["search", "Đảng", "--limit", "9" * 20], "'--limit'"),
    (["search", "Đảng", "--colour"], "No such option: --colour"),
    (
        ["search", "-đảng", "--limit", "3"],
        "No such option: -đ; a QUERY that begins with a minus comes last, behind --: "
        "archive search [OPTIONS] -- '-đảng'\n",
    ),
    (["search", '-"bầu cử"'], "behind --: archive search [OPTIONS] -- '-\"bầu cử\"'\n"),
    (["search", "-hội", "-nghị"], "No such option: -ộ; a QUERY that begins with a minus"),
    (["search", "-ở"], "behind --: archive search [OPTIONS] -- '-ở'\n"),
    (["search", "đảng", "-limit", "3"], "No such option: -l; a QUERY that begins with a minus"),
    (["concordance", "-title:x"], "behind --: archive concordance [OPTIONS] -- -title:x\n"),
    (["trend", "đảng", "-đoàn"], "behind --: archive trend [OPTIONS] -- '-đoàn'\n"),
    (["trend", "đảng", "--output_"], "No such option: --output_"),
    (["trend", "đảng", "-o"], "Option '-o' requires an argument.\n"),
    (["concordance", "đảng", "--limit", "9" * 20], "'--limit'"),
    (["concordance", "đảng", "--width", "9" * 17], "'--width'"),
    (["trend", "đảng", "--per", "9" * 400], "'--per'"),
    (["people", "--limit", "9" * 20], "'--limit'"),
    (["citations", "--limit", "9" * 20], "'--limit'"),
    (["reprints", "--limit", "9" * 20], "'--limit'"),
    (["runs", "--limit", "9" * 20], "'--limit'"),
    (
        ["search", "Đảng", "--since", "4/5/2021"],
        "'--since': '4/5/2021' is not a date: write YYYY-MM-DD",
    ),
    (["search", "Đảng", "--until", "2021-02-30"], "'--until': '2021-02-30' is not a date"),
    (
        ["search", "Đảng", "--since", "2022", "--until", "2021"],
        "ends (2021-12-31) before it begins",
    ),
    (["search", "Đảng", "--province", "Bắc Kặn Thành"], "unknown province"),
    (["search", "Đảng", "--province", "Bac Kam"], "did you mean 'Bắc Kạn'"),
    (["search", "Đảng", "--topic", "khoa-gia"], "did you mean khoa-giao?"),
    (["search", "Đảng", "--topic", "xyz"], "known are bao-chi-xuat-ban, "),
    (["search", "Đảng", "--site", "tuyengiao.com"], "did you mean tuyengiao.vn?"),
    (["search", "Đảng", "--site", "x"], "known are bac_kan, binh_thuan, "),
    (["search", "Đảng", "--format", "csv", "--site", "x"], "unknown site 'x'"),
    (["search", "Đảng", "--format", "csv", "--province", "x"], "unknown province 'x'"),
    (["show", "mười"], "'ID'"),
    (["export"], "--format"),
    (["export", "--format", "xml"], "'jsonl', 'csv'"),
    (["export", "--format", "csv", "-o", "."], "is a directory"),
    (["export", "--format", "csv", "--since", "mai"], "not a date"),
    (["export", "--format", "csv", "--province", "Atlantis"], "unknown province 'Atlantis'"),
    (["export", "--format", "csv", "--topic", "xyz"], "unknown topic 'xyz'"),
    (["export", "--format", "csv", "--site", "x"], "unknown site 'x'"),
    (["stats", "--format", "csv"], "'table', 'json'"),
]


@pytest.mark.parametrize(("arguments", "message"), MISUSE)
def test_misuse_is_one_line_and_exit_code_2(
    filled: Run, arguments: list[str], message: str
) -> None:
    code, out, err = filled(*arguments)
    assert code == 2
    if arguments:
        assert out == ""
        assert err.startswith("archive: ")
        assert err.count("\n") == 1
        assert message in err
        assert "\n" not in message or err.endswith(message)
    else:
        assert message in out
        assert err == ""


USES = [
    ["search", "Đảng"],
    ["show", "1"],
    ["export", "--format", "jsonl"],
    ["export", "--format", "csv", "-o", "bài.csv"],
    ["stats"],
]


def one_line(err: str) -> str:
    assert err.startswith("archive: ")
    assert err.count("\n") == 1
    return err


@pytest.mark.parametrize("arguments", USES)
def test_a_missing_archive(run: Run, tmp_path: Path, arguments: list[str]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (1, "")
    assert "run `archive upgrade`" in one_line(err)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", USES)
def test_an_archive_that_is_not_upgraded(run: Run, tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "archive.db").touch()
    code, out, err = run(*arguments)
    assert (code, out) == (1, "")
    assert "run `archive upgrade`" in one_line(err)


def test_a_file_that_is_no_archive(run: Run, tmp_path: Path) -> None:
    (tmp_path / "archive.db").write_text("Đây không phải là cơ sở dữ liệu. " * 100)
    code, _, err = run("stats")
    assert code == 1
    one_line(err)


def test_an_address_that_cannot_be_used(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVE_DATABASE_URL", "mysql://an:bi-mat@localhost/x")
    for command in (["stats"], ["upgrade"]):
        code, _, err = run(*command)
        assert code == 1
        assert "bi-mat" not in one_line(err)


def test_a_query_behind_two_minuses(filled: Run) -> None:
    found = filled("search", "--format", "jsonl", "--", "-đảng")[1]
    assert [json.loads(line)["id"] for line in found.splitlines()] == [2, 6]


@pytest.mark.parametrize("command", [["stats"], ["upgrade"], ["search", "Đảng"]])
def test_a_folder_is_no_archive(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    (tmp_path / "kho").mkdir()
    monkeypatch.setenv("ARCHIVE_DATABASE_URL", f"sqlite:///{tmp_path / 'kho'}")
    message = "kho is a folder, and an archive is a file: name a file in it, kho/archive.db"
    assert run(*command) == (1, "", f"archive: {message}\n")


@pytest.mark.parametrize("number", ["0", "99", "-1", "99999999999999999999"])
def test_an_article_that_is_not_there(filled: Run, number: str) -> None:
    code, out, err = filled("show", "--", number)
    assert (code, out) == (1, "")
    assert f"there is no article {number}" in one_line(err)
    code, out, err = filled("search", "--similar", number)
    assert (code, out) == (1, "")
    assert f"there is no article {number}" in one_line(err)


def test_an_output_folder_that_is_not_there(filled: Run) -> None:
    code, _, err = filled("export", "--format", "csv", "-o", "không có/bài.csv")
    assert code == 1
    assert "không có" in one_line(err)
    assert "No such file or directory" in err


def test_a_broken_export_leaves_no_file(
    filled: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    code, _, err = filled("export", "--format", "jsonl", "-o", "bài.jsonl")
    assert code == 1
    assert "No space left on device" in one_line(err)
    assert [path.name for path in tmp_path.iterdir() if "bài" in path.name] == []


# --- upgrade ------------------------------------------------------------------------------------


def test_upgrade_creates_and_may_be_repeated(
    run: Run, monkeypatch: pytest.MonkeyPatch, empty_database_url: str
) -> None:
    monkeypatch.setenv("ARCHIVE_DATABASE_URL", empty_database_url)
    for _ in range(2):
        code, out, err = run("upgrade")
        assert (code, err) == (0, "")
        assert out.startswith("The archive is ready: ")
    assert run("stats")[0] == 0
    assert run("search", "Đảng") == (0, "", "No article found.\n")


def test_upgrade_says_that_the_index_is_to_be_made(
    run: Run, monkeypatch: pytest.MonkeyPatch, database_url: str, store: Store, engine: Engine
) -> None:
    fill(store)
    building.discard(engine)
    monkeypatch.setattr(building, "FEW", 0)
    monkeypatch.setenv("ARCHIVE_DATABASE_URL", database_url)
    code, out, err = run("upgrade")
    assert (code, len(out.splitlines())) == (0, 1)
    assert f"{len(ARTICLES)} articles are not in the search index: run `archive reindex`." in err


# --- as a process -------------------------------------------------------------------------------

# What a process does with its streams is the same on both databases.
on_both_slowly = pytest.mark.parametrize(
    "archive_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)], indirect=True
)


@on_both_slowly
@pytest.mark.usefixtures("filled")
def test_a_reader_that_stops_early_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    for output in ("jsonl", "csv"):
        ended = in_process("export", "--format", output, stdout=writing, stderr=subprocess.PIPE)
        assert ended.stderr == ""
    os.close(writing)


@on_both_slowly
@pytest.mark.usefixtures("filled")
def test_a_full_disk_behind_standard_output_is_one_line() -> None:
    with Path("/dev/full").open("w") as full:
        ended = in_process("export", "--format", "jsonl", stdout=full, stderr=subprocess.PIPE)
    assert ended.returncode == 1
    assert ended.stderr == "archive: cannot write the output: No space left on device\n"


@on_both_slowly
@pytest.mark.usefixtures("filled")
def test_output_is_utf_8_whatever_the_locale() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    ended = in_process("search", "bau cu", env=environment, capture_output=True, encoding="utf-8")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "Bắc Kạn" in ended.stdout


@on_both_slowly
@pytest.mark.usefixtures("filled")
def test_a_progress_bar_is_shown_on_a_terminal_only(tmp_path: Path) -> None:
    terminal, other_end = pty.openpty()
    ended = in_process("export", "--format", "jsonl", stdout=subprocess.PIPE, stderr=other_end)
    os.close(other_end)
    shown = os.read(terminal, 100_000).decode()
    os.close(terminal)
    assert ended.returncode == 0
    assert "Exporting" in shown
    assert [json.loads(line)["id"] for line in ended.stdout.splitlines()] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help(run: Run, command: str) -> None:
    code, out, err = run(*filter(None, [command]), "--help")
    assert (code, err) == (0, "")
    assert "Usage" in out
    for expected in () if command else COMMANDS:
        assert expected in out
