"""Raw pages in WARC files: every listing and article as it came over the wire.

A site has a folder of its own, ``captures/lai_chau/lai_chau-20261122T014500123-00001.warc.gz``. A crawl
has a file of its own, and a further one when that grows too large or the day ends. Each record is
a gzip member of its own (WARC 1.1, ISO 28500:2017), so that it is read without those before it.
"""

from __future__ import annotations

from archive.captures.folder import VARIABLE, configured_folder, require_writable
from archive.captures.reading import Page, StoredCapture, read_capture
from archive.captures.records import (
    Capture,
    CaptureDamaged,
    CaptureError,
    CaptureMissing,
    CaptureUnwritable,
    Earlier,
    Fetch,
    payload_digest,
)

__all__ = [
    "VARIABLE",
    "Capture",
    "CaptureDamaged",
    "CaptureError",
    "CaptureMissing",
    "CaptureUnwritable",
    "Earlier",
    "Fetch",
    "Page",
    "StoredCapture",
    "configured_folder",
    "payload_digest",
    "read_capture",
    "require_writable",
]
