"""Search among many articles: ``python -m benchmarks.search --database sqlite --folder F``.

An archive of synthetic articles is filled and indexed in the folder; one that is there from an earlier
run is used again, or gone on with. Every class has its own distinct questions, each of which is asked
once before it is timed: what is measured is warm. Beside the clock stands the processor time of this
program and of PostgreSQL's process for it: other programs make the clock go on, not that. Where a bound
is missed, the plan of the slowest statement of the slowest question is printed. LIKE is asked the same;
on SQLite so are FTS5, as Datasette would use it, and tantivy, where it is installed (it is no
dependency).
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection, Engine, func, select

from archive import database
from archive.database import writers
from archive.models import Article
from archive.search import building, engine, similar
from archive.search.counting import facets
from archive.search.engine import Order
from archive.search.indexing import Indexing
from archive.search.parser import parse
from archive.statements import Statements
from benchmarks import search_filling, search_rivals
from benchmarks.search_meter import Cost, Meter, milliseconds, plan
from benchmarks.search_rivals import Answers
from benchmarks.search_texts import Asker, Question, Synthetic, Writer, symbol

_SEED: Final = 5
_DATABASES: Final = {"sqlite": search_filling.sqlite, "postgresql": search_filling.postgresql}
_BOUNDS: Final = {"date": 10, "rare": 20, "count": 70, "rank": 150, "facets": 300, "similar": None}
_INDEXING_BOUND: Final = 2
# Who reads all articles is asked only so many of the questions of a class, and for no longer.
_FEW: Final = 5
# A phrase is rare that no larger share of the articles has.
_SELDOM: Final = 0.001
# Articles to which similar ones are looked for.
_ARTICLES: Final = 15
# Articles that are stored like those of a crawl, with and without indexing.
_CRAWLED: Final = 150
_PATIENCE: Final = 4.0


@dataclass(frozen=True, slots=True)
class Class:
    """Questions of one sort.

    Attributes:
        kind: Which of the bounds holds.
        way: What is wanted: ``date``, ``rank``, ``count`` or ``facets``.
        name: What the table says.
        questions: Distinct ones.
    """

    kind: str
    way: str
    name: str
    questions: Sequence[Question]


def _classes(asker: Asker, archive: Engine, articles: int) -> Iterator[Class]:
    common, middling, rare = (
        [Question(word) for word in words] for words in (asker.common, asker.middling, asker.rare)
    )
    narrow = asker.narrowed(asker.common, province=True, period=True)
    pairs = asker.narrowed(asker.pairs(), province=True, period=False)
    phrases = [Question(phrase) for phrase in asker.phrases(3)]
    unmarked = asker.folded(asker.phrases(3))
    seldom = [
        [one for one in found if engine.count(archive, parse(str(one))) <= articles * _SELDOM]
        for found in (phrases, unmarked)
    ]
    cited = asker.narrowed([""] * len(common), province=False, period=True)
    twos = [Question(phrase) for phrase in asker.phrases(2)]
    yield Class("date", "date", "a common word", common)
    yield Class("date", "date", "a common word without marks", asker.folded(asker.common))
    yield Class("date", "date", "a middling word", middling)
    yield Class("date", "date", "common, province, two years", narrow)
    yield Class("date", "date", "two common, province", pairs)
    yield Class(
        "date",
        "date",
        "middling, province, two years",
        asker.narrowed(asker.middling, province=True, period=True),
    )
    yield Class("date", "date", "common, only in the title", _each(asker.common, "title:{}"))
    yield Class(
        "date", "date", "all but a common word, province", _each(asker.common, "-{}", narrow)
    )
    yield Class("date", "date", "filters alone: province", _each(asker.common, "", narrow))
    yield Class(
        "date",
        "date",
        "filters alone: document, two years",
        [
            Question("", None, one.first, f"cites:{symbol(number)}")
            for number, one in enumerate(cited, 1)
        ],
    )
    yield Class("date", "date", "a phrase of two words", twos)
    yield Class("rare", "date", "a rare word, by date", rare)
    yield Class("rare", "rank", "a rare word, by bm25", rare)
    yield Class("rare", "date", "a rare phrase, by date", seldom[0])
    yield Class("rare", "rank", "a rare phrase, by bm25", seldom[0])
    yield Class("rare", "date", "a rare phrase without marks, by date", seldom[1])
    yield Class("rare", "rank", "a rare phrase without marks, by bm25", seldom[1])
    yield Class("rare", "date", "a phrase, by date", phrases)
    yield Class("rare", "rank", "a phrase, by bm25", phrases)
    yield Class("rare", "date", "a phrase without marks, by date", unmarked)
    yield Class("rare", "rank", "a phrase without marks, by bm25", unmarked)
    yield Class("count", "count", "a common word", common)
    yield Class("count", "count", "two common words", [Question(text) for text in asker.pairs()])
    yield Class("count", "count", "common, province, two years", narrow)
    yield Class("count", "count", "a phrase", phrases)
    yield Class("count", "count", "a phrase of two words", twos)
    yield Class("rank", "rank", "a common word", common)
    yield Class("rank", "rank", "a common word without marks", asker.folded(asker.common))
    yield Class("rank", "rank", "two common words", [Question(text) for text in asker.pairs()])
    yield Class("rank", "rank", "common, province, two years", narrow)
    yield Class("facets", "facets", "common, province, two years", narrow)
    yield Class(
        "facets",
        "facets",
        "common, two years",
        asker.narrowed(asker.common, province=False, period=True),
    )
    yield Class("facets", "facets", "a middling word", middling)


def _each(
    words: Sequence[str], form: str, like: Sequence[Question] | None = None
) -> list[Question]:
    """Return questions for words in some form, in the provinces of other questions."""
    texts = [form.format(word) for word in words]
    provinces = [one.province for one in like] if like else [None] * len(texts)
    found = map(Question, texts, provinces)
    return list(dict.fromkeys(found))


def _archive(archive: Engine) -> Answers:
    """Answer as the archive does."""
    return {
        "date": lambda question: engine.search(archive, parse(str(question))),
        "rank": lambda question: engine.search(
            archive, parse(str(question)), order=Order.RELEVANCE
        ),
        "count": lambda question: engine.count(archive, parse(str(question))),
        "facets": lambda question: facets(archive, parse(str(question))),
    }


def _few_times(ask: Callable[[Question], object], questions: Sequence[Question]) -> list[float]:
    """Return the same for some of the questions, as many as patience allows."""
    times: list[float] = []
    began = time.monotonic()
    for question in questions[:_FEW]:
        times.append(milliseconds(ask, question))
        if time.monotonic() - began > _PATIENCE:
            break
    return times


def _p95(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=20, method="inclusive")[-1] if times[1:] else times[0]


def _indexing(archive: Engine, writer: Writer, count: int) -> dict[str, list[Cost]]:
    """Store articles one by one as a crawl does, every other one without indexing it."""
    statements = Statements(archive.dialect)
    found: dict[str, list[Cost]] = {"stored": [], "stored and indexed": []}
    with archive.connect() as connection:
        first = (connection.scalar(select(func.max(Article.id))) or 0) + 1
    meter = Meter(archive)

    def save(article: Synthetic) -> None:
        with writers(archive).begin() as connection:
            search_filling.store(connection, [article])
            if article.id % 2:
                Indexing(connection, statements).update([article.id])

    for number in range(first, first + 2 * count):
        label = "stored and indexed" if number % 2 else "stored"
        found[label].append(meter.cost(save, writer.article(number)))
    with writers(archive).begin() as connection:
        new = range(first, first + 2 * count)
        Indexing(connection, statements).update(number for number in new if not number % 2)
    return found


def _measure(
    name: str, archive: Engine, asker: Asker, rivals: dict[str, Answers | None], articles: int
) -> tuple[Table, list[str]]:
    """Ask everything; return the table, and why what is missed is."""
    table = Table(title=f"{name}: milliseconds; others: p50 of {_FEW} questions")
    for heading in ("", "bound", "p50", "p95", "processor, p95", "", *rivals):
        table.add_column(heading, justify="right" if heading else "left")
    ours, missed, meter = _archive(archive), [], Meter(archive)
    for one in _classes(asker, archive, articles):
        costs = meter.costs(ours[one.way], one.questions)
        times, own = [cost.wall for cost in costs], _p95([cost.own for cost in costs])
        p95, bound = _p95(times), _BOUNDS[one.kind]
        is_met = bound is None or p95 <= bound
        if not is_met:
            slowest = one.questions[times.index(max(times))]
            missed.append(f"{one.kind}: {one.name}: {plan(archive, ours[one.way], slowest)}")
        plain = not any(
            set(question.text) & set(":-") or question.more for question in one.questions
        )
        others = []
        for answers in rivals.values():
            if answers is None or one.way not in answers or not plain or not one.questions[0].text:
                others.append("")
            else:
                others.append(
                    f"{statistics.median(_few_times(answers[one.way], one.questions)):.2f}"
                )
        print(
            f"{one.kind}: {one.name}: p95 {p95:.2f} ms, processor {own:.2f}, "
            f"load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
        table.add_row(
            f"{one.kind}: {one.name}",
            str(bound),
            f"{statistics.median(times):.2f}",
            f"{p95:.2f}",
            f"{own:.2f}",
            "" if is_met else "MISSED" if bound is not None and own > bound else "on the clock",
            *others,
        )
    costs = meter.costs(lambda number: similar.similar(archive, number), asker.numbers[:_ARTICLES])
    times = [cost.wall for cost in costs]
    p95s = (_p95(found) for found in (times, [cost.own for cost in costs]))
    table.add_row(
        "similar articles", "", f"{statistics.median(times):.2f}", *(f"{one:.2f}" for one in p95s)
    )
    return table, missed


def _run(name: str, folder: Path, articles: int, questions: int, rivals_have: int) -> None:
    console = Console(width=150)
    with _DATABASES[name](folder) as url:
        started = time.monotonic()
        writer = search_filling.fill(url, articles, _SEED)
        filled = time.monotonic()
        archive = database.open_database(url)
        indexed = building.build(archive, lambda _: None)
        built = time.monotonic()
        console.print(
            f"{name}: {articles} articles, stored in {filled - started:.0f} s, {indexed} of them "
            f"indexed in {built - filled:.0f} s; load {os.getloadavg()[0]:.1f}"
        )
        found = search_filling.sizes(archive)
        console.print("bytes an article:", {key: round(n / articles) for key, n in found.items()})
        with archive.connect() as connection:
            asker = _asker(connection, writer, articles, questions)
        reader = database.open_database(url, read_only=True)
        rivals: dict[str, Answers | None] = {}
        if rivals_have:
            rivals["LIKE"] = search_rivals.like(reader)
        if rivals_have and name == "sqlite":
            path = folder / "archive.db"
            rivals["FTS5"] = search_rivals.datasette(path, folder, rivals_have)
            rivals["tantivy"] = search_rivals.tantivy(path, folder, rivals_have)
            if rivals["tantivy"] is None:
                console.print("tantivy is not installed")
        table, missed = _measure(name, reader, asker, rivals, articles)
        console.print(table)
        for line in missed:
            console.print("missed:", line, markup=False, soft_wrap=True)
        reader.dispose()
        for label, costs in _indexing(archive, writer, _CRAWLED).items():
            for kind in ("wall", "own"):
                times = [getattr(cost, kind) for cost in costs]
                console.print(
                    f"an article {label}, ms, {kind}: p50 {statistics.median(times):.2f}, "
                    f"p95 {_p95(times):.2f}"
                )
        console.print(f"indexing while crawling is to add less than {_INDEXING_BOUND} ms")
        console.print(f"load at the end: {os.getloadavg()[0]:.1f}")
        archive.dispose()


def _asker(connection: Connection, writer: Writer, articles: int, questions: int) -> Asker:
    return Asker(writer, search_filling.places(connection), articles, questions)


def main() -> None:
    """Fill an archive, measure, and print the tables."""
    parser = argparse.ArgumentParser(description="Measure search.")
    parser.add_argument("--articles", type=int, default=1_000_000, help="how many there are")
    parser.add_argument("--database", choices=tuple(_DATABASES), default="sqlite")
    parser.add_argument(
        "--folder", type=Path, required=True, help="where the archive lies, and stays"
    )
    parser.add_argument("--questions", type=int, default=40, help="how many of each class")
    parser.add_argument(
        "--rivals", type=int, help="how many articles FTS5 and tantivy get; 0: ask nobody else"
    )
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    arguments.folder.chmod(0o755)
    _run(
        arguments.database,
        arguments.folder,
        arguments.articles,
        arguments.questions,
        arguments.articles if arguments.rivals is None else arguments.rivals,
    )


if __name__ == "__main__":
    main()
