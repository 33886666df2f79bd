"""Making a snapshot."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import ExitStack
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final, Self

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.orm import Session

from archive.exports import arrow
from archive.exports.arrow import TableWriter
from archive.exports.records import one_state
from archive.models import Article, Site
from archive.snapshots import articles, reference, reprints
from archive.snapshots.card import CARD, card
from archive.snapshots.manifest import Manifest, SnapshotError, TableEntry, entry_of
from archive.snapshots.program import this_program
from archive.snapshots.tables import TABLES
from archive.snapshots.tally import Tally
from archive.timezone import VIETNAM, now

_BATCH: Final = 200


class Making:
    """Writes the archive as it was on a day into a folder.

    Args:
        engine: The archive.
        as_of: The day, which counts to its end in Vietnam.

    Raises:
        SnapshotError: The day has not come.
    """

    def __init__(self, engine: Engine, as_of: date) -> None:
        if as_of > now().date():
            raise SnapshotError(f"{as_of} has not come: name a day that is over")
        self._engine = engine
        self._as_of = as_of
        self._end = datetime.combine(as_of + timedelta(days=1), time(), VIETNAM)

    def size(self) -> int:
        """Return how many articles there are to write.

        Raises:
            SnapshotError: There is none.
        """
        with self._engine.connect() as connection:
            wanted = select(func.count(Article.id)).where(Article.first_seen_at < self._end)
            if number := connection.execute(wanted).scalar_one():
                return number
            first = connection.scalar(select(func.min(Article.first_seen_at)))
        since = "it has none yet" if first is None else f"it saw the first on {first:%Y-%m-%d}"
        raise SnapshotError(f"the archive had no article on {self._as_of}: {since}")

    def write(self, folder: Path, advance: Callable[[int], object]) -> Manifest:
        """Write the snapshot into an empty folder, and return its manifest.

        Args:
            folder: The folder.
            advance: Told how many more articles are done.

        Raises:
            OSError: The folder cannot be written.
        """
        for name in ("tables", "sources"):
            (folder / name).mkdir()
        tally = Tally()
        with _Tables(folder, tally) as tables, one_state(self._engine) as session:
            documents, restored = self._articles(session, tables, advance)
            connection = session.connection()
            sites = _sites(connection, tally.sites)
            coverage = list(tally.coverage(self._as_of))
            for name, rows in {
                "reprints": reprints.rows(connection, self._end, restored),
                "documents": (documents[key] for key in sorted(documents)),
                "sites": sites,
                "coverage": coverage,
                **reference.rows(),
            }.items():
                for row in rows:
                    tables.add(name, row)
        manifest = self._manifest(folder, tally)
        gaps = [row for row in coverage if row["expected"] is not None]
        text = card(manifest, tally, sites, gaps)
        (folder / CARD).write_text(text, encoding="utf-8")
        for name, data in reference.sources().items():
            (folder / name).write_bytes(data)
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                manifest.files[path.relative_to(folder).as_posix()] = entry_of(path)
        manifest.write(folder)
        return manifest

    def _articles(
        self, session: Session, tables: _Tables, advance: Callable[[int], object]
    ) -> tuple[dict[str, dict[str, Any]], set[int]]:
        """Write the rows of the articles; return the documents by their keys, and what was restored."""
        documents: dict[str, dict[str, Any]] = {}
        restored: set[int] = set()
        statement = articles.seen_before(self._end).execution_options(yield_per=_BATCH)
        for article in session.scalars(statement):
            for name, row in articles.rows(article, self._end):
                if name == "documents":
                    documents.setdefault(row["key"], row)
                else:
                    tables.add(name, row)
            if articles.state_before(article, self._end) is not article:
                restored.add(article.id)
            advance(1)
        return documents, restored

    def _manifest(self, folder: Path, tally: Tally) -> Manifest:
        """Return the manifest with its tables, and without files."""
        manifest = Manifest(self._as_of.isoformat(), this_program())
        for table in TABLES:
            # As readers see it: Parquet has names of its own for what is nested.
            _, columns = arrow.described(folder / table.file)
            rows = tally.rows[table.name]
            manifest.tables[table.name] = TableEntry(table.file, rows, columns)
        return manifest


class _Tables:
    """The Parquet files of a snapshot while they are written.

    Args:
        folder: The folder of the snapshot.
        tally: Told every row.
    """

    def __init__(self, folder: Path, tally: Tally) -> None:
        self._folder = folder
        self._tally = tally
        self._stack = ExitStack()
        self._writers: dict[str, TableWriter] = {}

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            for table in TABLES:
                stream = stack.enter_context((self._folder / table.file).open("xb"))
                writer = TableWriter(stream, arrow.schema(table.row))
                self._writers[table.name] = stack.enter_context(writer)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *error: Any) -> None:
        self._stack.__exit__(*error)

    def add(self, name: str, row: dict[str, Any]) -> None:
        """Add a row to a table."""
        self._writers[name].add(row)
        self._tally.add(name, row)


def _sites(connection: Connection, wanted: Collection[int]) -> list[dict[str, Any]]:
    query = select(Site.id, Site.host, Site.spider, Site.province_id).order_by(Site.id)
    return [dict(row._mapping) for row in connection.execute(query) if row.id in wanted]
