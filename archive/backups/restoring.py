"""Putting a backup back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import inspect

from archive import database
from archive.backups import databases
from archive.backups.files import checksum, copy, publish
from archive.backups.making import CAPTURES
from archive.backups.manifest import BackupError, Manifest
from archive.captures.folder import warc_files
from archive.models import Base


class Restoration:
    """Puts database and captures of a backup where the archive is to lie.

    Nothing is overwritten. The database comes last, so that a restoration that was cut off can be begun
    again: WARC files that are there already are compared and left.

    Args:
        folder: The backup.
        url: Address of the archive: a SQLite file that does not exist, or an empty PostgreSQL database.
        captures: Folder of the captures; None where none are to be kept.

    Raises:
        BackupError: The folder holds no whole backup, or something is in the way.
        ArchiveError: The address cannot be used.
    """

    def __init__(self, folder: Path, url: str, captures: Path | None) -> None:
        self._folder = folder
        self._captures = captures
        manifest = Manifest.read(folder)
        if manifest is None:
            raise BackupError(f"{folder} holds no backup: `archive backup {folder}` makes one")
        self.manifest = manifest
        if manifest.captures and captures is None:
            raise BackupError("the backup has captures: set ARCHIVE_CAPTURES to a folder for them")
        self._engine = database.open_for_upgrade(url)

    def size(self) -> int:
        """Return how many bytes there are to copy."""
        entries = self.manifest.captures.values()
        return self.manifest.entry.size + sum(entry.size for entry in entries)

    def run(self, advance: Callable[[int], object]) -> Iterator[str]:
        """Restore; yield a line for each WARC file that the backup does not have as it should be.

        Args:
            advance: Told how many more bytes have been copied.

        Raises:
            BackupError: The copy of the database is damaged, or something is in the way.
            ArchiveError: The database reports something else.
        """
        try:
            self._require_place()
            self._require_database()
            for file in self.manifest.captures:
                yield from self._captures_file(file, advance)
            with database.clear_errors(self._engine):
                self._restore_database(advance)
                self._require_counts()
        except OSError as error:
            raise BackupError(
                f"{error.filename or self._folder} cannot be read or written ({error.strerror})"
            ) from error
        finally:
            self._engine.dispose()

    def _require_place(self) -> None:
        """See that nothing would be overwritten."""
        name = database.shown(self._engine.url)
        backend = self._engine.dialect.name
        if backend != self.manifest.backend:
            raise BackupError(
                f"the backup is one of {self.manifest.backend} and {name} is not: "
                f"set {database.VARIABLE} to such a database"
            )
        file = database.sqlite_file(self._engine.url)
        if file is None:
            with database.clear_errors(self._engine), self._engine.connect() as connection:
                there = set(inspect(connection).get_table_names()) & set(Base.metadata.tables)
        else:
            there = {file.name} if file.exists() else set()
        if there:
            raise BackupError(
                f"{name} is there already and is not overwritten: move it away, or set "
                f"{database.VARIABLE} to another place"
            )
        if self._captures is not None:
            foreign = set(warc_files(self._captures)) - set(self.manifest.captures)
            if foreign:
                raise BackupError(
                    f"{self._captures} holds captures that are not in the backup, such as "
                    f"{min(foreign)}: move them away, or set ARCHIVE_CAPTURES to another folder"
                )

    def _require_database(self) -> None:
        path = self._folder / self.manifest.database
        if not path.exists() or checksum(path) != self.manifest.entry.sha256:
            raise BackupError(f"{path} is missing or damaged: take another backup")

    def _captures_file(self, file: str, advance: Callable[[int], object]) -> Iterator[str]:
        assert self._captures is not None  # noqa: S101 - see the constructor
        entry = self.manifest.captures[file]
        source, target = self._folder / CAPTURES / file, self._captures / file
        if target.exists():
            if target.stat().st_size != entry.size or checksum(target) != entry.sha256:
                raise BackupError(
                    f"{target} is there already and is not as in the backup: move it away"
                )
            advance(entry.size)
            return
        if not source.exists():
            yield f"{file} is missing in the backup"
            return
        draft, sha256 = copy(source, target, entry.size, advance)
        if sha256 != entry.sha256:
            draft.unlink()
            yield f"{file} is damaged in the backup, and is left out"
            return
        publish(draft, target)

    def _restore_database(self, advance: Callable[[int], object]) -> None:
        source = self._folder / self.manifest.database
        target = database.sqlite_file(self._engine.url)
        if target is None:
            databases.load(source, self._engine.url)
            advance(self.manifest.entry.size)
            return
        draft, _ = copy(source, target, self.manifest.entry.size, advance)
        publish(draft, target)

    def _require_counts(self) -> None:
        with self._engine.connect() as connection:
            found = databases.counts(connection)
        wrong = [name for name, n in self.manifest.counts.items() if found.get(name) != n]
        if wrong:
            raise BackupError(
                f"the restored database has other numbers of rows than the backup: {wrong[0]}"
            )
