"""A backup is whole, is checked, and gives the archive back."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from archive import database
from archive.captures.folder import VARIABLE
from tests.archive.backups.archives import Archive, refused
from tests.archive.captures.fetches import write


def test_an_existing_archive_is_not_overwritten(archive: Archive) -> None:
    archive.add(1, 3)
    assert archive.run("backup", "backup")[0] == 0
    assert "is there already and is not overwritten" in refused(archive, "restore", "backup")


def test_captures_of_another_archive_are_in_the_way(archive: Archive) -> None:
    archive.add(1, 3)
    assert archive.run("backup", "backup")[0] == 0
    archive.move()
    write(archive.folder / "restored" / "captures", 2)
    path = next((archive.folder / "restored").glob("captures/*/*"))
    whole = path.read_bytes()
    assert "is not as in the backup" in refused(archive, "restore", "backup")
    path.rename(path.with_name("another.warc.gz"))
    message = refused(archive, "restore", "backup")
    assert "holds captures that are not in the backup, such as nghe_an/another" in message
    assert path.with_name("another.warc.gz").read_bytes() == whole


def test_a_restoration_that_was_cut_off_is_begun_again(archive: Archive) -> None:
    archive.add(1, 3)
    archive.add(100_000, 100_003)
    assert archive.run("backup", "backup")[0] == 0
    archive.move()
    done = sorted(archive.backup.glob("captures/*/*"))[0]
    target = archive.folder / "restored" / done.relative_to(archive.backup)
    target.parent.mkdir(parents=True)
    target.write_bytes(done.read_bytes())
    assert archive.run("restore", "backup")[0] == 0
    assert archive.run("verify")[0] == 0


@pytest.mark.parametrize("damage", ["flipped", "gone"])
def test_a_damaged_file_of_the_backup_is_left_out(archive: Archive, damage: str) -> None:
    archive.add(1, 3)
    archive.add(100_000, 100_003)
    assert archive.run("backup", "backup")[0] == 0
    path = sorted(archive.backup.glob("captures/*/*"))[0]
    if damage == "gone":
        path.unlink()
        words = "is missing in the backup"
    else:
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
        words = "is damaged in the backup, and is left out"
    archive.move()
    code, out, _ = archive.run("restore", "backup")
    assert code == 1
    name = path.relative_to(archive.backup / "captures")
    assert out.startswith(f"{name} {words}\n5 articles")
    assert len(list((archive.folder / "restored").glob("captures/*/*"))) == 1
    assert archive.run("verify")[0] == 1


def test_a_damaged_copy_of_the_database(archive: Archive) -> None:
    archive.add(1, 3)
    assert archive.run("backup", "backup")[0] == 0
    path = next(archive.backup.glob("database-*"))
    path.write_bytes(path.read_bytes()[:-1])
    archive.move()
    assert "is missing or damaged: take another backup" in refused(archive, "restore", "backup")
    assert not list((archive.folder / "restored").glob("*"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "is damaged"),
        ("[]", "is damaged"),
        ('{"format": 1}', "is damaged"),
        ('{"format": 99}', "another version"),
    ],
)
def test_a_damaged_manifest(archive: Archive, text: str, words: str) -> None:
    archive.backup.mkdir()
    (archive.backup / "manifest.json").write_text(text)
    assert words in refused(archive, "restore", "backup")
    assert words in refused(archive, "backup", "backup")


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd"])
def test_a_manifest_that_leads_elsewhere(archive: Archive, name: str) -> None:
    archive.add(1, 2)
    assert archive.run("backup", "backup")[0] == 0
    path = archive.backup / "manifest.json"
    values = json.loads(path.read_text())
    values["captures"][name] = next(iter(values["captures"].values()))
    path.write_text(json.dumps(values))
    archive.move()
    assert "is damaged" in refused(archive, "restore", "backup")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda a: None, "holds no backup: `archive backup"),
        (lambda a: a.run("backup", "backup"), "set ARCHIVE_CAPTURES to a folder"),
    ],
)
def test_a_restoration_that_cannot_begin(
    archive: Archive, change: Callable[[Archive], None], words: str
) -> None:
    archive.add(1, 2)
    change(archive)
    archive.move()
    archive.monkeypatch.setenv(VARIABLE, "")
    assert words in refused(archive, "restore", "backup")


def test_a_backup_of_the_other_kind_of_database(archive: Archive, backend: str) -> None:
    assert archive.run("backup", "backup")[0] == 0
    other = "sqlite:///other.db" if backend == "postgresql" else "postgresql://x@127.0.0.1:1/x"
    archive.monkeypatch.setenv(database.VARIABLE, other)
    assert f"the backup is one of {backend}" in refused(archive, "restore", "backup")
