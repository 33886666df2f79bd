"""Backups: a folder with a copy of the database, of the captures, and a list of both with checksums.

A backup is brought up to date by making it again: WARC files only ever grow, so what is in the folder
already is not copied twice. The database is copied first: whatever capture that copy names is on disk.
"""

from __future__ import annotations

from archive.backups.making import Backup
from archive.backups.manifest import BackupError
from archive.backups.restoring import Restoration

__all__ = ["Backup", "BackupError", "Restoration"]
