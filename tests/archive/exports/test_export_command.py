"""``archive export`` in every format."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from archive import database
from archive.captures.folder import VARIABLE
from archive.commands.export import ExportFormat
from archive.store import Store
from tests.archive import samples
from tests.archive.helpers import capture
from tests.archive.samples import Run

TEXTS = [ExportFormat.JSONL, ExportFormat.CSV, "csl-json", "bibtex", "ris"]


@pytest.mark.parametrize("output", TEXTS)
def test_a_file_and_standard_output_are_the_same(filled: Run, folder: Path, output: str) -> None:
    code, out, err = filled("export", "--format", output, "-o", "bài")
    assert (code, out, err) == (0, "", "6 articles written to bài.\n")
    written = (folder / "bài").read_bytes().decode()
    code, out, err = filled("export", "--format", output)
    assert (code, err) == (0, "")
    assert out == written
    assert sorted(folder.glob("*bài*")) == [folder / "bài"]


def test_parquet_to_a_file(filled: Run, folder: Path) -> None:
    code, out, err = filled(
        "export", "--format", "parquet", "-o", "bài.parquet", "--topic", "bau-cu"
    )
    assert (code, out, err) == (0, "", "1 articles written to bài.parquet.\n")
    table = pq.read_table(folder / "bài.parquet")
    _, lines, _ = filled("export", "--format", "jsonl", "--topic", "bau-cu")
    assert table["title"].to_pylist() == [json.loads(lines)["title"]]


def test_parquet_in_parts(filled: Run, folder: Path) -> None:
    arguments = ("export", "--format", "parquet", "--partition", "year", "-o", "bài")
    assert filled(*arguments) == (0, "", "6 articles written to bài.\n")
    years = sorted(path.name.removeprefix("year=") for path in (folder / "bài").iterdir())
    assert years == ["2019", "2021", "2022", "2023", "2025", "__HIVE_DEFAULT_PARTITION__"]
    code, out, err = filled(*arguments)
    assert (code, out) == (1, "")
    assert err == "archive: bài is there already: name another folder, or remove it\n"


def test_filters_are_those_of_search(filled: Run) -> None:
    def exported(*arguments: str) -> list[int]:
        code, out, err = filled("export", "--format", "jsonl", "--query", *arguments)
        assert (code, err) == (0, "" if out else "No article found.\n")
        return [json.loads(line)["id"] for line in out.splitlines()]

    def found(*arguments: str) -> list[int]:
        code, out, _ = filled("search", "--format", "jsonl", "--limit", "0", *arguments)
        assert code == 0
        return [json.loads(line)["id"] for line in out.splitlines()]

    assert exported("HĐND") == found("HĐND") == []
    assert exported("HĐND", "--expand") == found("HĐND", "--expand") != []
    since = ("--since", "2025")
    assert exported("HĐND", "--expand", *since) == found("HĐND", "--expand", *since) == []
    assert exported("-đảng") == found("--", "-đảng") == [2, 6]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("csv", "--partition", "year", "-o", "x"), "--partition goes with --format parquet"),
        (("parquet", "--partition", "year"), "--partition writes a folder: name it with -o"),
        (
            ("parquet", "--partition", "site", "-o", "x"),
            "cannot part by 'site': write province,year or province or year",
        ),
    ],
)
def test_what_does_not_go_together(
    filled: Run, folder: Path, arguments: tuple[str, ...], message: str
) -> None:
    assert filled("export", "--format", *arguments) == (2, "", f"archive: {message}\n")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("output", ["parquet", "warc"])
def test_no_bytes_to_a_terminal(filled: Run, monkeypatch: pytest.MonkeyPatch, output: str) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    code, _, err = filled("export", "--format", output)
    assert (code, err) == (2, "archive: this format is not for a terminal: name a file with -o\n")


def test_warc_says_what_has_no_capture(
    filled: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(folder / "captures"))
    code, out, err = filled("export", "--format", "warc", "-o", "bài.warc.gz")
    assert (code, out, err) == (0, "", "6 articles have no capture.\n")
    monkeypatch.setenv(VARIABLE, "")
    code, _, err = filled("export", "--format", "warc", "-o", "khác.warc.gz")
    assert (code, err) == (
        2,
        f"archive: {VARIABLE} is empty: set it to the folder of the captures\n",
    )
    assert not (folder / "khác.warc.gz").exists()


def test_warc_says_what_cannot_be_read(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, store: Store, database_url: str
) -> None:
    store.save(samples.ELECTION, capture(samples.ELECTION))
    monkeypatch.setenv(database.VARIABLE, database_url)
    monkeypatch.setenv(VARIABLE, str(folder / "captures"))
    code, out, err = run("export", "--format", "warc", "-o", "bài.warc.gz")
    assert (code, out) == (1, "")
    assert re.fullmatch(
        r"Of 1 articles a capture cannot be read, the first: .* is not there: .*\n", err
    )


@pytest.mark.parametrize("output", list(ExportFormat))
def test_nothing_found(filled: Run, folder: Path, output: str) -> None:
    arguments = ("export", "--format", output, "--province", "Hà Nội", "-o", "bài")
    assert filled(*arguments) == (0, "", "No article found.\n")
    assert (folder / "bài").is_file()
