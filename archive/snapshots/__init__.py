"""Snapshots: the archive as it was on a day, as a folder of Parquet files that a paper can cite.

The same archive, day and program give the same bytes: no clock, no machine, rows in a fixed order.
"""

from __future__ import annotations

from archive.snapshots.manifest import Manifest, SnapshotError

__all__ = ["Manifest", "SnapshotError"]
