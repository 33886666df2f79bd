"""Reprints among many articles: ``python -m benchmarks.reprints --database sqlite --folder F``.

An archive of synthetic articles is filled in the folder; one that is there from an earlier run is used
again, or gone on with. Then reprints, hard negatives and articles like no other join it one by one, as
they do on a night, and each is taken back. The tables say what was found, and what it cost: first, when
the pages of the database may have to come from the disk, and again. Beside the clock stands the processor
time of this program and of PostgreSQL's process for it: other programs make the clock go on, not that.
MinHash, with which earlier figures were reached, gets the same texts where numpy is installed (it is no
dependency).
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection, Engine, delete, insert, select

from archive import database
from archive.database import writers
from archive.models import Article, ArticleSketch, Reprint, ReprintLink
from archive.reprints import join
from archive.reprints.joining import kept_of, matches
from archive.reprints.matching import compared, read
from archive.reprints.sketches import Sketches
from archive.statements import Statements
from benchmarks import search_filling
from benchmarks.minhash import MinHash
from benchmarks.reprint_filling import fill, row, sizes
from benchmarks.reprint_texts import EDITS, NEGATIVES, Synthetic, Writer
from benchmarks.search_meter import Cost, Meter

_SEED: Final = 4
_DATABASES: Final = {"sqlite": search_filling.sqlite, "postgresql": search_filling.postgresql}
#: Of the sequences of four syllables in either text; what earlier figures call alike and not alike.
_ALIKE: Final = (0.8, 1.0)
_UNLIKE: Final = (0.5, 0.7)


@dataclass(slots=True)
class _Measured:
    """What an archive made of the probes.

    Attributes:
        first: What it cost to find the articles like one, by sort of probe.
        again: What it cost once more.
        joining: What it cost to store what was found, too.
        together: Numbers of the probes that came into a cluster with the article they were made of.
    """

    first: dict[str, list[Cost]] = field(default_factory=dict)
    again: dict[str, list[Cost]] = field(default_factory=dict)
    joining: dict[str, list[Cost]] = field(default_factory=dict)
    together: set[int] = field(default_factory=set)


def _measure(engine: Engine, probes: Iterable[Synthetic]) -> _Measured:
    """Let articles join one by one, and take each of them back."""
    measured = _Measured()
    statements = Statements(engine.dialect)
    meter = Meter(engine)
    with writers(engine).connect() as connection:
        for probe in probes:
            with connection.begin():
                connection.execute(insert(Article), row(probe))
                find, values = _finder(connection, statements), row(probe) | {"lead": None}
                for costs in (measured.first, measured.again):
                    costs.setdefault(probe.sort, []).append(meter.cost(find, values))
                    compared.cache_clear()
                joining = meter.cost(_joiner(connection, statements), probe.id)
                cluster, of_base = (_cluster(connection, n) for n in (probe.id, probe.base))
            measured.joining.setdefault(probe.sort, []).append(joining)
            if cluster is not None and cluster == of_base:
                measured.together.add(probe.id)
            with connection.begin():
                _take_back(connection, statements, probe.id)
    return measured


def _finder(
    connection: Connection, statements: Statements
) -> Callable[[Mapping[str, object]], object]:
    def find(values: Mapping[str, object]) -> object:
        article = read(values)
        return matches(connection, statements, article, kept_of(article))

    return find


def _joiner(connection: Connection, statements: Statements) -> Callable[[int], object]:
    return lambda number: join(connection, statements, number)


def _take_back(connection: Connection, statements: Statements, article: int) -> None:
    """Undo what the only article that has joined left; after a rollback PostgreSQL would plan anew."""
    Sketches(connection, statements).put(article, 0, [])
    for table in (ReprintLink, Reprint):
        connection.execute(delete(table))
    connection.execute(delete(ArticleSketch).where(ArticleSketch.article_id == article))
    connection.execute(delete(Article).where(Article.id == article))


def _cluster(connection: Connection, article: int) -> int | None:
    return connection.scalar(select(Reprint.cluster_id).where(Reprint.article_id == article))


def _costs(name: str, articles: int, measured: _Measured) -> Table:
    """Return a table of milliseconds: median, 95th and 99th percentile."""
    table = Table(
        title=f"{name}, {articles} articles: ms, median / p95 / p99 ({_load()})",
        title_justify="left",
    )
    for heading in (
        "articles",
        "find: clock",
        "again: clock",
        "again: processor",
        "join: processor",
    ):
        table.add_column(heading, justify="left" if heading == "articles" else "right")
    groups = {"all": list(measured.first), "reprints": EDITS}
    for label, sorts in (groups | {sort: [sort] for sort in measured.first}).items():
        first, again, joining = (
            [cost for sort in sorts for cost in costs.get(sort, ())]
            for costs in (measured.first, measured.again, measured.joining)
        )
        table.add_row(
            f"{label} ({len(first)})",
            _percentiles(cost.wall for cost in first),
            _percentiles(cost.wall for cost in again),
            _percentiles(cost.own for cost in again),
            _percentiles(cost.own for cost in joining),
        )
    return table


def _percentiles(values: Iterable[float]) -> str:
    cuts = statistics.quantiles(values, n=100)
    return " / ".join(f"{cuts[percent - 1]:.2f}" for percent in (50, 95, 99))


def _load() -> str:
    return "load {:.1f} {:.1f} {:.1f}".format(*os.getloadavg())


def _quality(found: Mapping[str, Collection[int]], probes: Sequence[Synthetic]) -> Table:
    """Return a table of what each method found."""
    made = [probe for probe in probes if probe.base]
    alike = [p for p in made if p.sort in EDITS and _ALIKE[0] <= p.overlap < _ALIKE[1]]
    unlike = [p for p in made if p.sort in NEGATIVES and _UNLIKE[0] <= p.overlap <= _UNLIKE[1]]
    positives = [probe for probe in made if probe.sort in EDITS]
    negatives = [probe for probe in made if probe.sort in NEGATIVES]
    table = Table(title="What was found")
    for heading in ("", "probes", "overlap", *found):
        table.add_column(heading, justify="right" if heading else "left")
    for label, right, wrong in (
        ("edits of 80 % and more, negatives of 50 to 70 %", alike, unlike),
        ("all", positives, negatives),
    ):
        counts = [
            (sum(p.id in ids for p in right), sum(p.id in ids for p in wrong))
            for ids in found.values()
        ]
        precisions = (f"{hits / max(hits + errors, 1):.4f}" for hits, errors in counts)
        recalls = (f"{hits / len(right):.4f}" for hits, _ in counts)
        table.add_row(f"{label}: precision", str(len(right) + len(wrong)), "", *precisions)
        table.add_row(f"{label}: recall", str(len(right)), "", *recalls, end_section=True)
    for sort, count in Counter(probe.sort for probe in made).items():
        of_sort = [probe for probe in made if probe.sort == sort]
        shares = (sum(probe.id in ids for probe in of_sort) / count for ids in found.values())
        overlap = statistics.median(probe.overlap for probe in of_sort)
        table.add_row(sort, str(count), f"{overlap:.2f}", *(f"{share:.4f}" for share in shares))
    return table


def _minhash(articles: int, probes: Iterable[Synthetic], writer: Writer) -> set[int] | None:
    """Return the probes whose base MinHash finds; None without numpy."""
    try:
        index = MinHash()
    except ModuleNotFoundError:
        return None
    spent: list[float] = []

    def add(article: Synthetic) -> set[int]:
        started = time.process_time()
        found = index.add(article.id, article.words)
        spent.append(1000 * (time.process_time() - started))
        return found

    for number in range(1, articles + 1):
        add(writer.base(number))
    together = {probe.id for probe in probes if probe.base in add(probe)}
    print(f"MinHash: {statistics.mean(spent):.2f} ms of processor time an article")
    return together


def main() -> None:
    """Fill an archive and print the tables."""
    parser = argparse.ArgumentParser(description="Measure reprint clusters.")
    parser.add_argument("--articles", type=int, default=1_000_000, help="how many there are")
    parser.add_argument("--database", choices=tuple(_DATABASES), default="sqlite")
    parser.add_argument(
        "--folder", type=Path, required=True, help="where the archive lies, and stays"
    )
    parser.add_argument(
        "--probes", type=int, default=1800, help="reprints, hard negatives, like no other: each"
    )
    parser.add_argument("--minhash", action="store_true", help="run MinHash too (needs numpy)")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    arguments.folder.chmod(0o755)
    writer = Writer(_SEED)
    console = Console(width=130)
    with _DATABASES[arguments.database](arguments.folder) as url:
        started = time.monotonic()
        fill(url, writer, arguments.articles)
        console.print(f"filled in {time.monotonic() - started:.0f} s")
        engine = database.open_database(url)
        probes = list(writer.probes(arguments.articles, arguments.probes))
        Random(_SEED).shuffle(probes)
        measured = _measure(engine, probes)
        console.print(_costs(arguments.database, arguments.articles, measured))
        per_article = {
            name: round(size / arguments.articles) for name, size in sizes(engine).items()
        }
        console.print("bytes an article:", per_article)
        engine.dispose()
    found: dict[str, Collection[int]] = {arguments.database: measured.together}
    if arguments.minhash:
        baseline = _minhash(arguments.articles, probes, writer)
        if baseline is not None:
            found["MinHash"] = baseline
    console.print(_quality(found, probes))


if __name__ == "__main__":
    main()
