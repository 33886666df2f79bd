"""The list of what a snapshot holds: ``manifest.json`` in its folder, and beside it its checksum."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final, Self

from archive.errors import ArchiveError

NAME: Final = "manifest.json"
#: Holds the checksum of the manifest, as ``sha256sum`` writes and reads it.
CHECKSUM: Final = f"{NAME}.sha256"
#: Changes when a snapshot of an older program cannot be checked any more.
FORMAT: Final = 2


class SnapshotError(ArchiveError):
    """A snapshot cannot be made or read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a snapshot.

    Attributes:
        size: Its bytes.
        sha256: Their checksum, in hexadecimal.
    """

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class TableEntry:
    """One table of a snapshot.

    Attributes:
        file: Its file, relative to the folder.
        rows: How many rows it has.
        columns: Their names and Arrow types, in their order.
    """

    file: str
    rows: int
    columns: dict[str, str]


@dataclass(frozen=True, slots=True)
class Program:
    """What made a snapshot; another version may give other bytes.

    Attributes:
        name: Name of the package.
        version: Its version.
        commit: The commit of its source, with ``+changes`` where that was changed; None where the
            program was not run from a git checkout.
        pyarrow: Version of the library that writes Parquet.
        readers: Today's readers of metadata and their versions.
    """

    name: str
    version: str
    commit: str | None
    pyarrow: str
    readers: str


@dataclass(slots=True)
class Manifest:
    """What a snapshot holds. It says nothing of when, where or from which database it was made.

    Attributes:
        as_of: The day, as ISO 8601.
        program: What made it.
        tables: Its tables by name.
        files: All files but the manifest and its checksum, by their names relative to the folder.
    """

    as_of: str
    program: Program
    tables: dict[str, TableEntry] = field(default_factory=dict)
    files: dict[str, Entry] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Write the manifest and its checksum.

        Raises:
            OSError: The folder cannot be written.
        """
        values = {"format": FORMAT, **asdict(self)}
        values["files"] = dict(sorted(values["files"].items()))
        text = json.dumps(values, ensure_ascii=False, indent=1) + "\n"
        (folder / NAME).write_bytes(text.encode())
        (folder / CHECKSUM).write_text(checksum_line(folder), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the manifest of a folder.

        Raises:
            SnapshotError: There is none, or it cannot be understood.
        """
        try:
            values: dict[str, Any] = json.loads((folder / NAME).read_bytes())
            if values.pop("format") != FORMAT:
                raise SnapshotError(f"{folder} was made by another version of this program")
            values["program"] = Program(**values["program"])
            values["tables"] = {n: TableEntry(**entry) for n, entry in values["tables"].items()}
            values["files"] = {_inside(n): Entry(**entry) for n, entry in values["files"].items()}
            for table in values["tables"].values():
                _inside(table.file)
            return cls(**values)
        except FileNotFoundError as error:
            raise SnapshotError(f"{folder} holds no snapshot: there is no {NAME} in it") from error
        except OSError as error:
            raise SnapshotError(f"{folder / NAME} cannot be read: {error.strerror}") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise SnapshotError(f"{folder / NAME} is damaged: take another copy") from error


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def checksum_line(folder: Path) -> str:
    """Return what stands in `CHECKSUM` where the manifest is as it was written.

    Raises:
        OSError: The manifest cannot be read.
    """
    return f"{checksum(folder / NAME)}  {NAME}\n"


def entry_of(path: Path) -> Entry:
    """Return what the manifest says of a file.

    Raises:
        OSError: It cannot be read.
    """
    return Entry(path.stat().st_size, checksum(path))


def _inside(name: str) -> str:
    """Refuse a name that leads out of its folder."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise ValueError(name)
    return name
