"""The list of what a backup holds: ``manifest.json`` in its folder."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final, Self

from archive.backups.files import write_whole
from archive.errors import ArchiveError

NAME: Final = "manifest.json"
#: Changes when a backup of an older program cannot be restored any more.
FORMAT: Final = 1


class BackupError(ArchiveError):
    """A backup cannot be made or restored."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a backup.

    Attributes:
        size: Its bytes.
        sha256: Their checksum, in hexadecimal.
    """

    size: int
    sha256: str


@dataclass(slots=True)
class Manifest:
    """What a backup holds.

    Attributes:
        made_at: When the database was copied, as ISO 8601.
        backend: ``sqlite`` or ``postgresql``.
        version: Migration that the database was at.
        database: Name of the file with the copy of the database.
        entry: Size and checksum of that file.
        counts: How many rows each table had.
        captures: The WARC files, by their names relative to the folder of the captures.
    """

    made_at: str
    backend: str
    version: str
    database: str
    entry: Entry
    counts: dict[str, int]
    captures: dict[str, Entry] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Write the manifest, so that the folder never has half of one.

        Raises:
            OSError: The folder cannot be written.
        """
        values = {"format": FORMAT, **asdict(self)}
        text = json.dumps(values, ensure_ascii=False, indent=1) + "\n"
        write_whole(folder / NAME, text.encode())

    @classmethod
    def read(cls, folder: Path) -> Self | None:
        """Read the manifest of a folder; None where the folder has none.

        Raises:
            BackupError: It cannot be understood.
        """
        try:
            values: dict[str, Any] = json.loads((folder / NAME).read_bytes())
            if values.pop("format") != FORMAT:
                raise BackupError(f"{folder} was made by another version of this program")
            values["entry"] = Entry(**values["entry"])
            values["captures"] = {
                _inside(name): Entry(**entry) for name, entry in values["captures"].items()
            }
            _inside(values["database"])
            return cls(**values)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise BackupError(f"{folder / NAME} cannot be read: {error.strerror}") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BackupError(
                f"{folder / NAME} is damaged: take another backup, or restore its files by hand"
            ) from error


def _inside(name: str) -> str:
    """Refuse a name that leads out of its folder."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise ValueError(name)
    return name
