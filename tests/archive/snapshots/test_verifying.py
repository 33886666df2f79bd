"""A snapshot that was harmed is told from one that was not."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from archive import database
from archive.snapshots.manifest import Manifest, SnapshotError, checksum
from tests.archive.helpers import refusal
from tests.archive.snapshots.folders import SECOND, make, wrong


@pytest.fixture(scope="module")
def whole(archive_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    engine = database.open_database(archive_url, read_only=True)
    yield make(engine, tmp_path_factory.mktemp("snapshot") / "a", SECOND)
    engine.dispose()


def lose(folder: Path) -> None:
    (folder / "tables/people.parquet").unlink()


def flip(folder: Path) -> None:
    path = folder / "README.md"
    path.write_bytes(path.read_bytes().replace(b"archive", b"Archive", 1))


def cut(folder: Path) -> None:
    path = folder / "tables/articles.parquet"
    path.write_bytes(path.read_bytes()[:-100])


def add(folder: Path) -> None:
    (folder / "tables/thêm.parquet").write_bytes(b"")


def manifest_with(change: Callable[[dict[str, Any]], None]) -> Callable[[Path], None]:
    def harm(folder: Path) -> None:
        path = folder / "manifest.json"
        values = json.loads(path.read_bytes())
        change(values)
        path.write_text(json.dumps(values), encoding="utf-8")

    return harm


def other_rows(values: dict[str, Any]) -> None:
    values["tables"]["articles"]["rows"] = 7


def other_column(values: dict[str, Any]) -> None:
    columns = values["tables"]["articles"]["columns"]
    columns["title"] = "int64"
    columns["khác"] = columns.pop("lead")


def no_table(values: dict[str, Any]) -> None:
    del values["tables"]["sites"]


def no_checksum(values: dict[str, Any]) -> None:
    del values["files"]["tables/sites.parquet"]


def other_day(values: dict[str, Any]) -> None:
    values["as_of"] = "2026-10-31"


def other_program(values: dict[str, Any]) -> None:
    values["program"]["commit"] = "0" * 40


def no_manifest_checksum(folder: Path) -> None:
    (folder / "manifest.json.sha256").unlink()


MANIFEST = "manifest.json: is not what was written: its SHA-256 is not the one in .*"
ARTICLES = "tables/articles.parquet"


@pytest.mark.parametrize(
    ("harm", "lines"),
    [
        (lose, ["tables/people.parquet: is gone"]),
        (flip, ["README.md: is not what was written: its SHA-256 is another"]),
        (
            cut,
            [
                f"{ARTICLES}: has .* bytes, and had .*",
                f"{ARTICLES}: is no Parquet file that can be read",
            ],
        ),
        (add, ["tables/thêm.parquet: is not in the manifest"]),
        (no_manifest_checksum, ["manifest.json.sha256: cannot be read: No such file or directory"]),
        (manifest_with(other_day), [MANIFEST]),
        (manifest_with(other_program), [MANIFEST]),
        (
            manifest_with(other_rows),
            [MANIFEST, f"{ARTICLES}: has 6 rows, and the manifest says 7"],
        ),
        (
            manifest_with(other_column),
            [
                MANIFEST,
                f"{ARTICLES}: column khác of articles is not there, and the manifest says string",
                f"{ARTICLES}: column lead of articles is string, and .* says nothing of it",
                f"{ARTICLES}: column title of articles is string, and the manifest says int64",
            ],
        ),
        (manifest_with(no_table), [MANIFEST, "manifest.json: names no table sites"]),
        (
            manifest_with(no_checksum),
            [
                MANIFEST,
                "tables/sites.parquet: is not in the manifest",
                "manifest.json: has no checksum of tables/sites.parquet",
            ],
        ),
    ],
)
def test_what_is_wrong_is_named(
    whole: Path, tmp_path: Path, harm: Callable[[Path], None], lines: list[str]
) -> None:
    folder = Path(shutil.copytree(whole, tmp_path / "a"))
    assert wrong(folder) == []
    harm(folder)
    found = wrong(folder)
    assert len(found) == len(lines)
    for line, expected in zip(found, lines, strict=True):
        assert re.fullmatch(expected, line)


def test_a_forged_snapshot_is_not_the_one_that_is_cited(whole: Path, tmp_path: Path) -> None:
    cited = checksum(whole / "manifest.json")
    assert wrong(whole, cited) == []
    folder = Path(shutil.copytree(whole, tmp_path / "a"))
    manifest_with(other_day)(folder)
    forged = checksum(folder / "manifest.json")
    (folder / "manifest.json.sha256").write_text(f"{forged}  manifest.json\n", encoding="utf-8")
    assert wrong(folder) == []
    assert wrong(folder, cited) == [
        f"manifest.json: is not the one that is cited: its SHA-256 is {forged}"
    ]


def test_other_programs_can_check_the_manifest(whole: Path) -> None:
    command = ["sha256sum", "--check", "--strict", "manifest.json.sha256"]
    ran = subprocess.run(command, cwd=whole, capture_output=True, text=True, check=True)
    assert ran.stdout == "manifest.json: OK\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "holds no snapshot"),
        ("{}", "is damaged"),
        ("không", "is damaged"),
        ('{"format": 1}', "another version"),
        ('{"format": 2, "as_of": 1}', "is damaged"),
    ],
)
def test_a_manifest_that_cannot_be_read(tmp_path: Path, text: str | None, words: str) -> None:
    if text is not None:
        (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    assert words in refusal(lambda: Manifest.read(tmp_path), SnapshotError)


def test_a_manifest_does_not_lead_out_of_its_folder(whole: Path, tmp_path: Path) -> None:
    values = json.loads((whole / "manifest.json").read_bytes())
    values["files"]["../khác"] = {"size": 1, "sha256": ""}
    (tmp_path / "manifest.json").write_text(json.dumps(values), encoding="utf-8")
    assert "is damaged" in refusal(lambda: Manifest.read(tmp_path), SnapshotError)
