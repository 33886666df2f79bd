"""WARC: the raw pages of articles, copied byte for byte out of the archive's own files.

For each article, of its present state and of its earlier ones: the response as it came and the request
that asked for it. Where a site answered that nothing had changed, the record that has the body comes
first, so that the file stands alone; so do the records that say who made the files (``warcinfo``). No
record is written anew, none twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path
from typing import Any, BinaryIO, Final

from sqlalchemy import Engine, bindparam, select, union_all

from archive.captures import CaptureDamaged, CaptureError
from archive.captures.members import Member, mapped, member_at
from archive.exports.records import ExportedArticle
from archive.models import Base

_TABLES: Final = Base.metadata.tables
_ARTICLES: Final = _TABLES["articles"]
_REVISIONS: Final = _TABLES["revisions"]
_CAPTURES: Final = _TABLES["captures"]
_BATCH: Final = 200

_STATES: Final = union_all(
    select(_ARTICLES.c.id.label("article_id"), _ARTICLES.c.revision, _ARTICLES.c.capture_id),
    select(_REVISIONS.c.article_id, _REVISIONS.c.number, _REVISIONS.c.capture_id),
).subquery()
_CAPTURED: Final = (
    select(
        _STATES.c.article_id,
        *(_CAPTURES.c[name] for name in ("id", "url", "file", "offset", "original_id")),
    )
    .join(_CAPTURES, _CAPTURES.c.id == _STATES.c.capture_id)
    .where(_STATES.c.article_id.in_(bindparam("ids", expanding=True)))
    .order_by(_STATES.c.article_id, _STATES.c.revision)
)
_BY_ID: Final = select(*(_CAPTURES.c[name] for name in ("id", "url", "file", "offset"))).where(
    _CAPTURES.c.id.in_(bindparam("ids", expanding=True))
)


class WarcExport:
    """Writes the captures of articles as one WARC file.

    Args:
        engine: The archive.
        folder: Folder of the captures.

    Attributes:
        captures: How many fetches were copied.
        without: Articles of which no state was captured.
        unread: Articles of which a capture cannot be read, for its file is gone or damaged.
        trouble: Why the first of these cannot be read; None where all can.
    """

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.captures = 0
        self.without = 0
        self.unread = 0
        self.trouble: str | None = None
        self._engine = engine
        self._folder = folder
        self._files: set[str] = set()
        self._written = _Numbers()

    def write(self, articles: Iterable[ExportedArticle], stream: BinaryIO) -> int:
        """Write the captures of articles, and return how many articles have one.

        Raises:
            OSError: The stream cannot be written.
        """
        written = 0
        ids = (article["id"] for article in articles)
        with self._engine.connect() as connection:
            while batch := list(islice(ids, _BATCH)):
                rows = connection.execute(_CAPTURED, {"ids": batch}).all()
                wanted = [row.original_id for row in rows if row.original_id is not None]
                found = connection.execute(_BY_ID, {"ids": wanted}) if wanted else ()
                originals = {row.id: row for row in found}
                captured = 0
                for _, states in groupby(rows, key=attrgetter("article_id")):
                    captured += 1
                    written += self._article(list(states), originals, stream)
                self.without += len(batch) - captured
        return written

    def _article(self, states: list[Any], originals: dict[int, Any], stream: BinaryIO) -> bool:
        """Write the captures of one article, and tell whether any could be read."""
        failed = 0
        for row in states:
            try:
                # All is read before anything is written: half of it would not stand alone.
                new = [
                    (one, self._members(one))
                    for one in (originals.get(row.original_id), row)
                    if one is not None and one.id not in self._written
                ]
            except CaptureError as error:
                failed += 1
                self.trouble = self.trouble or str(error)
                continue
            for one, members in new:
                stream.write(b"".join(members))
                self._files.add(one.file)
                self._written.add(one.id)
            self.captures += len(new)
        self.unread += failed > 0
        return failed < len(states)

    def _members(self, row: Any) -> list[bytes]:
        """Return the records of a fetch.

        Raises:
            CaptureError: The file is gone, or does not hold what the database says.
        """
        path = self._folder / row.file
        with mapped(path) as data:
            response = member_at(data, row.offset)
            if response is None or response.record.headers.get("warc-target-uri") != row.url:
                raise CaptureDamaged(
                    f"{path} at {row.offset}: the record is not the one that the database names; "
                    "`archive verify` looks at all files"
                )
            members = [response]
            first = None if row.file in self._files else member_at(data, 0)
            if first and first.record.kind == "warcinfo":
                members.insert(0, first)
            request = member_at(data, response.offset + response.length)
            if request and _asked_for(request, response):
                members.append(request)
            return [data[one.offset : one.offset + one.length] for one in members]


class _Numbers:
    """A set of numbers that takes a bit each: an archive has millions of captures."""

    def __init__(self) -> None:
        self._bits = bytearray()

    def add(self, number: int) -> None:
        place, bit = divmod(number, 8)
        self._bits.extend(bytes(max(0, place + 1 - len(self._bits))))
        self._bits[place] |= 1 << bit

    def __contains__(self, number: int) -> bool:
        place, bit = divmod(number, 8)
        return place < len(self._bits) and bool(self._bits[place] >> bit & 1)


def _asked_for(request: Member, response: Member) -> bool:
    return request.record.kind == "request" and request.record.headers.get(
        "warc-concurrent-to"
    ) == response.record.headers.get("warc-record-id")
