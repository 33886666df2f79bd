"""Errors that a person can cause, each with one line that says what to do.

Programs print ``str(error)`` and stop; everything else that is raised is a fault of this software.
"""

from __future__ import annotations


class ArchiveError(Exception):
    """Base of all errors that a person can cause; the message is one line that says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))


class BadSettings(ArchiveError):
    """The file with the settings cannot be read."""


class BadDatabaseUrl(ArchiveError):
    """The address of the archive cannot be used."""


class DatabaseMissing(ArchiveError):
    """There is no archive at the address."""


class DatabaseNotUpgraded(ArchiveError):
    """The database is empty or older than this program."""


class DatabaseNewer(ArchiveError):
    """The database was upgraded by a newer version of this program."""


class DatabaseDamaged(ArchiveError):
    """The file or database is not an archive, or is damaged."""


class DatabaseBusy(ArchiveError):
    """Another program has held the database for longer than we wait."""


class DatabaseFull(ArchiveError):
    """The disk that holds the database is full."""


class DatabaseReadOnly(ArchiveError):
    """The database can be read but not written."""


class DatabaseUnreachable(ArchiveError):
    """The database server cannot be reached, or the connection to it was lost."""


class UnknownReference(ArchiveError):
    """A reading names a province or topic that the archive does not have."""


class AnotherText(ArchiveError):
    """A page at the address of a stored article shares almost nothing with it."""


class UnknownArticle(ArchiveError):
    """There is no article with this number."""
