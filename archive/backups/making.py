"""Making a backup, or bringing one up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from archive import database
from archive.backups import databases
from archive.backups.files import PART, checksum, copy, publish, sync
from archive.backups.manifest import NAME, BackupError, Entry, Manifest
from archive.captures.folder import warc_files
from archive.captures.records import CaptureError
from archive.captures.verifying import whole_length
from archive.timezone import now

#: Folder within a backup with the WARC files.
CAPTURES: Final = "captures"
_DATABASE: Final = "database-"
_ENDINGS: Final = {"sqlite": ".db", "postgresql": ".dump"}


class Backup:
    """Copies database and captures into a folder.

    Args:
        engine: The archive.
        captures: Folder of the captures; None where none are kept.
        folder: Where the backup lies; it is made where it is missing.

    Attributes:
        copied: WARC files that were copied; the others were in the backup already.

    Raises:
        BackupError: The folder holds something else, or cannot be made.
    """

    def __init__(self, engine: Engine, captures: Path | None, folder: Path) -> None:
        self.copied = 0
        self._engine = engine
        self._captures = captures
        self._folder = folder
        self._old = Manifest.read(folder)
        if self._old is None and folder.is_dir() and not all(map(_is_ours, folder.iterdir())):
            raise BackupError(f"{folder} is not empty and holds no backup: name another folder")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BackupError(f"{folder} cannot be made: {error.strerror}") from error

    def size(self) -> int:
        """Return about how many bytes there are to copy."""
        file = database.sqlite_file(self._engine.url)
        sizes = [file.stat().st_size] if file is not None else []
        return sum((*sizes, *(size for _, size in self._changed())))

    def run(self, advance: Callable[[int], object]) -> Iterator[str]:
        """Make the backup; yield a line for what could not be had.

        Args:
            advance: Told how many more bytes have been copied.

        Raises:
            BackupError: It cannot be made, or the folder holds the backup of a fuller archive; one that
                was there before is left as it was.
        """
        try:
            manifest, needed = self._copy_database(advance)
            manifest.captures = dict(self._old.captures) if self._old else {}
            for file, size in list(self._changed()):
                yield from self._copy_captures(file, size, manifest, advance)
            yield from _missing(needed, manifest)
            manifest.write(self._folder)
            for copied in self._folder.glob(f"{_DATABASE}*"):
                if copied.name != manifest.database:
                    copied.unlink()
        except OSError as error:
            raise BackupError(
                f"{error.filename or self._folder} cannot be written ({error.strerror}): "
                "make room, or name another folder"
            ) from error

    @property
    def counts(self) -> dict[str, int]:
        """How many rows each table has in the backup."""
        manifest = Manifest.read(self._folder)
        return manifest.counts if manifest else {}

    def _changed(self) -> Iterator[tuple[str, int]]:
        """Yield the WARC files that the backup does not have as they are, with their sizes."""
        if self._captures is None:
            return
        known = self._old.captures if self._old else {}
        for file in warc_files(self._captures):
            size = (self._captures / file).stat().st_size
            if file not in known or known[file].size != size:
                yield file, size

    def _copy_database(self, advance: Callable[[int], object]) -> tuple[Manifest, dict[str, int]]:
        made_at = now()
        backend = self._engine.dialect.name
        target = self._folder / f"{_DATABASE}{made_at:%Y%m%dT%H%M%S}{_ENDINGS[backend]}"
        draft = target.with_name(target.name + PART)
        engine = self._engine
        if backend == "postgresql":
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        with engine.connect() as connection:
            counts = databases.counts(connection)
            self._require_growth(counts)
            needed = databases.ends(connection)
            try:
                databases.dump(connection, draft, advance)
            except (BackupError, OSError):
                draft.unlink(missing_ok=True)
                raise
        sync(draft)
        entry = Entry(draft.stat().st_size, checksum(draft))
        publish(draft, target)
        manifest = Manifest(
            made_at.isoformat(), backend, database.NEWEST, target.name, entry, counts
        )
        return manifest, needed

    def _require_growth(self, counts: dict[str, int]) -> None:
        """Refuse to replace the copy of a fuller archive: articles are never taken out of one."""
        before = self._old.counts.get("articles", 0) if self._old else 0
        if counts["articles"] < before:
            raise BackupError(
                f"the backup in {self._folder} holds {before} articles and this archive only "
                f"{counts['articles']}: check {database.VARIABLE}, or name another folder"
            )

    def _copy_captures(
        self, file: str, size: int, manifest: Manifest, advance: Callable[[int], object]
    ) -> Iterator[str]:
        """Copy the whole records of a WARC file."""
        assert self._captures is not None  # noqa: S101 - it gave the file
        source, target = self._captures / file, self._folder / CAPTURES / file
        try:
            length = whole_length(source)
        except CaptureError as error:
            yield f"{file}: {error}"
            return
        known = manifest.captures.get(file)
        if known is not None and known.size >= length:
            advance(size)
            if known.size > length:
                yield f"{file} is shorter than in the backup, which keeps what it has"
            return
        draft, sha256 = copy(source, target, length, advance)
        publish(draft, target)
        manifest.captures[file] = Entry(length, sha256)
        self.copied += 1


def _missing(needed: dict[str, int], manifest: Manifest) -> Iterator[str]:
    """Yield a line for each WARC file that the database needs and the backup does not have."""
    for file, end in sorted(needed.items()):
        entry = manifest.captures.get(file)
        if entry is None:
            yield f"{file} is gone, and the database names captures in it"
        elif entry.size < end:
            yield f"{file} ends before the last capture that the database names"


def _is_ours(path: Path) -> bool:
    """Tell whether a file or folder may be left of a backup that was cut off."""
    return path.name in ("backup.lock", CAPTURES) or path.name.startswith((_DATABASE, NAME))
