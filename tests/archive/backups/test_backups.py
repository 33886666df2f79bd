"""A backup is whole, is checked, and gives the archive back."""

from __future__ import annotations

import sqlite3
import threading

import pytest

from archive import database
from archive.backups import Backup, BackupError
from archive.captures.folder import VARIABLE
from archive.locks import Lock
from tests.archive.backups.archives import Archive, contents, refused
from tests.archive.captures.fetches import fetch, store, writing
from tests.archive.helpers import counted


def test_what_was_backed_up_is_restored(archive: Archive) -> None:
    archive.add(1, 6)
    code, out, err = archive.run("backup", "backup")
    assert (code, out, err) == (
        0, "5 articles and 5 captures are in backup; 1 WARC files were copied.\n", ""
    )  # fmt: skip
    before = counted(archive.engine)
    archive.move()
    code, out, err = archive.run("restore", "backup")
    assert (code, err) == (0, "")
    assert out.startswith("5 articles and 5 captures of 20")
    assert contents(archive.elsewhere) == before
    code, out, _ = archive.run("verify")
    assert (code, out) == (
        0, "1 files, 11 records, 5 captures in the database: all is well.\n"
    )  # fmt: skip
    assert archive.run("stats")[0] == 0
    database.upgrade(archive.elsewhere)


def test_a_backup_is_brought_up_to_date(archive: Archive) -> None:
    archive.add(1, 4)
    assert archive.run("backup", "backup")[0] == 0
    first = {path: path.stat().st_mtime_ns for path in archive.backup.glob("captures/*/*")}
    archive.add(100_000, 100_003)
    code, out, _ = archive.run("backup", "backup")
    assert (code, out) == (
        0, "6 articles and 6 captures are in backup; 1 WARC files were copied.\n"
    )  # fmt: skip
    assert {path: path.stat().st_mtime_ns for path in first} == first
    assert len(list(archive.backup.glob("captures/*/*"))) == 2
    assert len(list(archive.backup.glob("database-*"))) == 1
    archive.move()
    assert archive.run("restore", "backup")[0] == 0
    assert archive.run("verify")[0] == 0


def test_only_whole_records_are_copied(archive: Archive) -> None:
    with writing(archive.captures) as writer:
        store(archive.engine, [writer.write(fetch(1))])
        path = next(archive.captures.glob("*/*"))
        whole = path.read_bytes()
        path.write_bytes(whole + whole[:300])  # a crawl is writing
        assert archive.run("backup", "backup")[0] == 0
    assert (archive.backup / "captures" / path.relative_to(archive.captures)).read_bytes() == whole
    archive.move()
    assert archive.run("restore", "backup")[0] == 0
    assert archive.run("verify")[0] == 0


def test_a_backup_while_a_crawl_writes(archive: Archive) -> None:
    archive.add(1, 40)
    stop = threading.Event()

    def crawl() -> None:
        number = 1000
        while not stop.is_set():
            archive.add(number, number + 5)
            number += 5

    thread = threading.Thread(target=crawl)
    thread.start()
    try:
        codes = [archive.run("backup", "backup")[0] for _ in range(3)]
    finally:
        stop.set()
        thread.join()
    assert codes == [0, 0, 0]
    archive.move()
    assert archive.run("restore", "backup")[0] == 0
    assert archive.run("verify")[0] == 0
    found = contents(archive.elsewhere)
    assert found["captures"] >= found["articles"] > 40


def test_an_archive_without_captures(archive: Archive) -> None:
    archive.monkeypatch.setenv(VARIABLE, "")
    assert archive.run("backup", "backup")[0] == 0
    archive.move()
    archive.monkeypatch.setenv(VARIABLE, "")
    assert archive.run("restore", "backup")[0] == 0


# --- What goes wrong ---------------------------------------------------------------------------


def test_a_file_that_the_database_names_is_gone(archive: Archive) -> None:
    archive.add(1, 3)
    path = next(archive.captures.glob("*/*"))
    path.unlink()
    code, out, _ = archive.run("backup", "backup")
    assert code == 1
    assert out.startswith(f"{path.relative_to(archive.captures)} is gone, and the database names")


def test_a_file_that_was_damaged_keeps_its_good_copy(archive: Archive) -> None:
    archive.add(1, 3)
    assert archive.run("backup", "backup")[0] == 0
    path = next(archive.captures.glob("*/*"))
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    code, out, _ = archive.run("backup", "backup")
    assert code == 1
    assert "is shorter than in the backup, which keeps what it has" in out
    assert next(archive.backup.glob("captures/*/*")).read_bytes() == whole


def test_a_folder_with_something_else(archive: Archive) -> None:
    archive.backup.mkdir()
    (archive.backup / "luận văn.txt").write_text("")
    assert "is not empty and holds no backup" in refused(archive, "backup", "backup")


def test_a_folder_that_cannot_be_made(archive: Archive) -> None:
    (archive.folder / "file").write_text("")
    assert "cannot be" in refused(archive, "backup", "file/backup")


def test_an_emptier_archive_replaces_nothing(archive: Archive) -> None:
    archive.add(1, 4)
    assert archive.run("backup", "backup")[0] == 0
    before = sorted(path.name for path in archive.backup.iterdir())
    archive.move()
    database.upgrade(archive.elsewhere)
    assert "holds 3 articles and this archive only 0" in refused(archive, "backup", "backup")
    assert sorted(path.name for path in archive.backup.iterdir()) == before


def test_two_backups_at_once(archive: Archive) -> None:
    archive.backup.mkdir()
    with Lock(archive.backup, "backup", "archive backup"):
        assert "another run is on: archive backup" in refused(archive, "backup", "backup")


def test_a_full_disk_leaves_the_last_backup(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.add(1, 3)
    assert archive.run("backup", "backup")[0] == 0
    manifest = (archive.backup / "manifest.json").read_bytes()
    archive.add(100_000, 100_003)
    with monkeypatch.context() as patch:
        patch.setattr("archive.backups.making.copy", full_disk)
        assert "No space left on device" in refused(archive, "backup", "backup")
    assert (archive.backup / "manifest.json").read_bytes() == manifest
    assert archive.run("backup", "backup")[0] == 0


def full_disk(*_: object) -> None:
    raise OSError(28, "No space left on device", "backup")


def test_a_first_backup_that_was_cut_off_is_begun_again(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.add(1, 3)
    with monkeypatch.context() as patch:
        patch.setattr("archive.backups.making.copy", full_disk)
        refused(archive, "backup", "backup")
    assert archive.run("backup", "backup")[0] == 0


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_damaged_database_replaces_nothing(archive: Archive) -> None:
    archive.add(1, 60)
    assert archive.run("backup", "backup")[0] == 0
    before = (archive.backup / "manifest.json").read_bytes()
    archive.engine.dispose()
    path = archive.folder / "archive.db"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'ix_articles_text_digest'"
        ).fetchone()
    connection.close()
    data = bytearray(path.read_bytes())
    data[(page - 1) * 4096 + 8 : page * 4096] = bytes(4088)
    path.write_bytes(data)
    assert "damaged" in refused(archive, "backup", "backup")
    assert (archive.backup / "manifest.json").read_bytes() == before


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_the_programs_of_postgresql_are_missing(archive: Archive) -> None:
    archive.monkeypatch.setenv("PATH", str(archive.folder))
    message = refused(archive, "backup", "backup")
    assert "the program pg_dump is not on this machine: install the client programs" in message


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_what_the_programs_say_is_passed_on(archive: Archive) -> None:
    program = archive.folder / "bin" / "pg_dump"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho 'pg_dump: error: server version mismatch' >&2\nexit 1\n")
    program.chmod(0o755)
    archive.monkeypatch.setenv("PATH", str(program.parent), prepend=":")
    assert "pg_dump failed: pg_dump: error: server version" in refused(archive, "backup", "backup")
    assert not list(archive.backup.glob("database-*"))


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_copy_that_the_disk_does_not_give_back(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.add(1, 2)
    monkeypatch.setattr("archive.backups.files.checksum", lambda path: "0")
    backup = Backup(archive.engine, archive.captures, archive.backup)
    with pytest.raises(BackupError, match="does not give back what was written"):
        list(backup.run(lambda size: None))
