"""``archive snapshot``: one line for what is wrong, and a folder that is whole or not there."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from archive.snapshots import making
from archive.snapshots.program import commit
from tests.archive.samples import Run


def test_a_snapshot_is_made_and_checked(filled: Run, folder: Path) -> None:
    code, out, err = filled("snapshot", "--as-of", "2026-11-20")
    assert (code, err) == (0, "")
    first, second = out.splitlines()
    assert first == "The snapshot as of 2026-11-20, 5 articles, is written to snapshot-2026-11-20."
    manifest = (folder / "snapshot-2026-11-20/manifest.json").read_bytes()
    digest = hashlib.sha256(manifest).hexdigest()
    assert second == f"SHA-256 of manifest.json, to cite it by: {digest}"
    code, out, err = filled("snapshot", "--verify", "snapshot-2026-11-20")
    assert (code, err) == (0, "")
    assert "is whole in snapshot-2026-11-20" in out
    assert digest in out
    cited = ("snapshot", "--verify", "snapshot-2026-11-20", "--sha256")
    assert filled(*cited, f" {digest.upper()}") == (0, out, "")
    line = f"manifest.json: is not the one that is cited: its SHA-256 is {digest}\n"
    assert filled(*cited, "0" * 64) == (1, line, "")


def test_what_is_wrong_is_printed(filled: Run, folder: Path) -> None:
    filled("snapshot", "--as-of", "2026-11-20", "-o", "bản")
    (folder / "bản/README.md").unlink()
    assert filled("snapshot", "--verify", "bản") == (1, "README.md: is gone\n", "")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "name a day, --as-of 2026-10-31, or check a snapshot with --verify FOLDER"),
        (("--as-of", "hôm qua"), 2, "is not a date"),
        (("--as-of", "2099"), 1, "has not come"),
        (
            ("--as-of", "2020"),
            1,
            "the archive had no article on 2020-12-31: it saw the first on 20",
        ),
        (("--as-of", "2026-11-20", "--sha256", "0" * 64), 2, "--sha256 goes with --verify FOLDER"),
        (("--verify", "x", "--sha256", "0" * 63), 2, "--sha256 is no SHA-256: write the 64 digits"),
        (
            ("--verify", "không có"),
            1,
            "không có holds no snapshot: there is no manifest.json in it",
        ),
        (("--verify", "x", "--as-of", "2026-11-20"), 2, "--verify goes without --as-of and -o"),
        (("--as-of", "2026-11-20", "-o", "."), 1, ". is there already: name another folder"),
        (("--as-of", "2026-11-20", "-o", "không/có"), 1, "cannot write không/có: No such file"),
    ],
)
def test_one_line_says_what_is_wrong(
    filled: Run, folder: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    found, out, err = filled("snapshot", *arguments)
    assert (found, out) == (code, "")
    assert words in err
    assert err.count("\n") == 1
    assert list(folder.iterdir()) == []


def test_a_broken_snapshot_leaves_nothing(
    filled: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "card", full)
    code, out, err = filled("snapshot", "--as-of", "2026-11-20", "-o", "bản")
    assert (code, out) == (1, "")
    assert err == "archive: cannot write bản: No space left on device\n"
    assert list(folder.iterdir()) == []


def test_the_commit_of_a_checkout(tmp_path: Path) -> None:
    assert commit(tmp_path) is None
    (tmp_path / ".git").mkdir()
    assert commit(tmp_path) is None
