"""A lock is held by one process at a time, and by none that is dead."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from archive.errors import ArchiveError
from archive.locks import Lock, LockHeld, lock_folder

HOLDER = """
import sys, time
from pathlib import Path
from archive.locks import Lock
lock = Lock(Path(sys.argv[1]), "lai_chau", "scrapy crawl lai_chau")
print("held", flush=True)
time.sleep(60)
"""


def holder(folder: Path) -> subprocess.Popen[str]:
    """A process that holds the lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_the_second_is_told_who_holds_it_and_a_kill_frees_it(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        with pytest.raises(LockHeld) as caught:
            Lock(tmp_path, "lai_chau", "a second")
        assert f"scrapy crawl lai_chau, process {process.pid} on " in str(caught.value)
        assert " since 20" in str(caught.value)
        Lock(tmp_path, "bac_kan", "another site").release()
        process.send_signal(signal.SIGKILL)
        process.wait()
        Lock(tmp_path, "lai_chau", "the next").release()


def test_a_lock_is_free_after_its_block_also_for_this_process(tmp_path: Path) -> None:
    for _ in range(2):
        with (
            Lock(tmp_path / "deep" / "locks", "nightly", "scrapy nightly"),
            pytest.raises(LockHeld),
        ):
            Lock(tmp_path / "deep" / "locks", "nightly", "scrapy nightly")
    assert (tmp_path / "deep" / "locks" / "nightly.lock").read_text() == ""


def test_programs_that_are_started_do_not_inherit_a_lock(tmp_path: Path) -> None:
    lock = Lock(tmp_path, "nightly", "scrapy nightly")
    with subprocess.Popen(["sleep", "60"], close_fds=False) as child:
        lock.release()
        Lock(tmp_path, "nightly", "the next").release()
        child.kill()


@pytest.mark.parametrize("problem", ["file", "folder"])
def test_a_lock_that_cannot_be_written_is_one_clear_line(tmp_path: Path, problem: str) -> None:
    folder = tmp_path / "locks"
    if problem == "file":
        folder.write_text("in the way")
    else:
        (folder / "nightly.lock").mkdir(parents=True)
    with pytest.raises(ArchiveError, match=r"the lock .*nightly\.lock cannot be written: \w+"):
        Lock(folder, "nightly", "scrapy nightly")


@pytest.mark.parametrize(
    ("captures", "url", "folder"),
    [
        ("/data/captures", "sqlite:///x.db", "/data/captures/locks"),
        ("", "sqlite:////data/x.db", "/data/x.db.locks"),
        ("", "sqlite:///file:/data/x%20y.db?uri=true", "/data/x y.db.locks"),
        ("", "postgresql://host/archive", "runs/locks"),
        ("", "no address", "runs/locks"),
    ],
)
def test_all_runs_into_one_archive_share_a_folder(captures: str, url: str, folder: str) -> None:
    assert lock_folder(captures, url, "runs") == Path(folder)


def test_the_lock_file_says_who_holds_it(tmp_path: Path) -> None:
    with Lock(tmp_path, "nightly", "scrapy nightly"):
        text = (tmp_path / "nightly.lock").read_text(encoding="utf-8")
    assert text.startswith(f"scrapy nightly, process {os.getpid()} on ")
