from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import DBAPIError

from archive import database, errors
from archive.store import Store
from tests.archive.helpers import checked, refusal
from tests.archive.samples import ELECTION


@pytest.mark.parametrize("writable", [True, False])
def test_good_archive_passes(database_url: str, writable: bool) -> None:
    checked(database_url, writable=writable, read_only=not writable)


def test_missing_file_is_not_created(folder: Path) -> None:
    message = refusal(lambda: checked("sqlite:///archive.db"), errors.DatabaseMissing)
    assert "archive.db" in message
    assert "`archive upgrade`" in message
    assert list(folder.iterdir()) == []


def test_file_that_goes_away_later(folder: Path) -> None:
    database.upgrade("sqlite:///archive.db")
    engine = database.open_database("sqlite:///archive.db")
    (folder / "archive.db").unlink()
    message = refusal(lambda: Store(engine).save(ELECTION), errors.DatabaseMissing)
    assert "`archive upgrade`" in message


def test_empty_database_is_not_upgraded(empty_database_url: str, backend: str) -> None:
    if backend == "sqlite":
        Path(empty_database_url.removeprefix("sqlite:///")).touch()
    message = refusal(lambda: checked(empty_database_url), errors.DatabaseNotUpgraded)
    assert "`archive upgrade`" in message


@pytest.mark.parametrize(
    ("version", "kind", "advice"),
    [
        ("0000", errors.DatabaseNotUpgraded, "run `archive upgrade`"),
        ("9999", errors.DatabaseNewer, "update the program"),
    ],
)
def test_other_versions(
    database_url: str, engine: Engine, version: str, kind: type[errors.ArchiveError], advice: str
) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})
    message = refusal(lambda: checked(database_url), kind)
    assert f"database {version}" in message
    assert advice in message
    if kind is errors.DatabaseNewer:
        refusal(lambda: database.upgrade(database_url), kind)


def test_locked(database_url: str, engine: Engine, backend: str) -> None:
    with database.writers(engine).begin() as other:
        if backend == "postgresql":
            other.execute(text("LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE"))
        message = refusal(lambda: checked(database_url), errors.DatabaseBusy)
        assert "locked by another program" in message
    checked(database_url)


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_user_who_may_not_write(database_url: str, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DROP ROLE IF EXISTS reader"))
        connection.execute(text("CREATE ROLE reader LOGIN"))
        connection.execute(text("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader"))
    url = make_url(database_url).set(username="reader").render_as_string(hide_password=False)
    checked(url, writable=False)
    message = refusal(lambda: checked(url), errors.DatabaseReadOnly)
    assert "permission denied" in message
    with engine.begin() as connection:
        connection.execute(text("DROP OWNED BY reader"))
        connection.execute(text("DROP ROLE reader"))


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_read_only_server(database_url: str, engine: Engine) -> None:
    name = make_url(database_url).database
    with engine.begin() as connection:
        connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
    checked(database_url, writable=False)
    refusal(lambda: checked(database_url), errors.DatabaseReadOnly)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_file_opened_for_reading_only(database_url: str) -> None:
    path = database_url.removeprefix("sqlite:///")
    url = f"sqlite:///file:{path}?mode=ro&uri=true"
    checked(url, writable=False)
    message = refusal(lambda: checked(url), errors.DatabaseReadOnly)
    assert "allow this user to write" in message


AS_NOBODY = """
import os, sys
from archive import database, errors
url, read_only, writable = sys.argv[1], sys.argv[2] == "ro", sys.argv[3] == "rw"
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    database.check(database.open_database(url, read_only=read_only), writable=writable)
except errors.ArchiveError as error:
    print(type(error).__name__)
else:
    print("good")
"""


@pytest.mark.parametrize(
    ("file_mode", "folder_mode", "how", "expected"),
    [
        (0o444, 0o777, ("rw", "rw"), "DatabaseReadOnly"),
        (0o666, 0o555, ("rw", "rw"), "DatabaseReadOnly"),
        (0o444, 0o555, ("ro", "r"), "DatabaseReadOnly"),
        (0o000, 0o777, ("ro", "r"), "DatabaseReadOnly"),
        (0o444, 0o777, ("ro", "r"), "good"),
    ],
    ids=["file", "folder", "reader in a closed folder", "closed file", "reader"],
)
def test_rights_of_the_file_system(
    upgraded_sqlite: Path,
    file_mode: int,
    folder_mode: int,
    how: tuple[str, str],
    expected: str,
) -> None:
    # Not in pytest's folder, which only its owner can enter.
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "archive.db"
        shutil.copyfile(upgraded_sqlite, file)
        file.chmod(file_mode)
        Path(name).chmod(folder_mode)
        answer = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, f"sqlite:///{file}", *how],
            cwd=Path(__file__).parents[2],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        Path(name).chmod(0o700)
    assert answer.stdout.strip() == expected


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\0" * 500])
def test_file_that_is_no_database(folder: Path, content: bytes) -> None:
    (folder / "archive.db").write_bytes(content)
    for call in (lambda: checked("sqlite:///archive.db"), lambda: database.upgrade()):
        message = refusal(call, errors.DatabaseDamaged)
        assert "not an archive or is damaged" in message


def test_folder_in_place_of_a_file(folder: Path) -> None:
    (folder / "archive.db").mkdir()
    refusal(lambda: checked("sqlite:///archive.db"), errors.ArchiveError)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://an:bi-mat@127.0.0.1:1/kho",
        "postgresql://an:bi-mat@127.0.0.1:1/kho?password=bi-mat&connect_timeout=2",
        "postgresql://an:bi-mat@/kho?host=/nowhere",
    ],
)
@pytest.mark.parametrize("call", [checked, database.upgrade])
def test_server_that_does_not_answer(url: str, call: Callable[[str], None]) -> None:
    message = refusal(lambda: call(url), errors.DatabaseUnreachable)
    assert "cannot be reached" in message
    assert "check the server" in message


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    ("change", "detail"),
    [({"database": "none"}, "does not exist"), ({"username": "nobody"}, "does not exist")],
    ids=["database", "user"],
)
def test_server_that_does_not_know_us(
    database_url: str, change: dict[str, str], detail: str
) -> None:
    url = make_url(database_url).set(**change)  # type: ignore[arg-type]
    shown = url.render_as_string(hide_password=False)
    assert detail in refusal(lambda: checked(shown), errors.DatabaseUnreachable)


def test_faults_of_this_software_keep_their_traceback(engine: Engine) -> None:
    with pytest.raises(DBAPIError), database.clear_errors(engine), engine.connect() as connection:
        connection.execute(text("SELEC 1"))
