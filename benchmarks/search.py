"""Search among many articles: ``python -m benchmarks.search --database sqlite --folder F``.

An archive of synthetic articles is filled and indexed in the folder; one that is there from an earlier
run is used again, or gone on with. Every class has its own distinct questions, each of which is asked
once before it is timed: what is measured is warm. Where a bound is missed, the plan of the slowest
statement of the slowest question is printed. LIKE is asked the same; on SQLite so are FTS5, as Datasette
would use it, and tantivy, where it is installed (it is no dependency).
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection, Engine, event, func, select

from archive import database
from archive.database import writers
from archive.models import Article
from archive.search import building, engine, similar
from archive.search.counting import facets
from archive.search.engine import Order, searching
from archive.search.indexing import Indexing
from archive.search.parser import parse
from archive.statements import Statements
from benchmarks import search_filling, search_rivals
from benchmarks.search_rivals import Answers
from benchmarks.search_texts import Asker, Question, Writer, symbol

_SEED: Final = 5
_DATABASES: Final = {"sqlite": search_filling.sqlite, "postgresql": search_filling.postgresql}
_BOUNDS: Final = {"date": 10, "rare": 20, "count": 70, "rank": 150, "facets": 300, "similar": None}
_INDEXING_BOUND: Final = 2
_EXPLAIN: Final = {
    "sqlite": "EXPLAIN QUERY PLAN",
    "postgresql": "EXPLAIN (ANALYZE, COSTS OFF, BUFFERS OFF, SUMMARY OFF)",
}
# Who reads all articles is asked only so many of the questions of a class, and for no longer.
_FEW: Final = 5
_REPEATED: Final = 3
_SLOW: Final = 200.0
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


def _classes(asker: Asker) -> Iterator[Class]:
    common, middling, rare = (
        [Question(word) for word in words] for words in (asker.common, asker.middling, asker.rare)
    )
    narrow = asker.narrowed(asker.common, province=True, period=True)
    pairs = asker.narrowed(asker.pairs(), province=True, period=False)
    phrases = [Question(phrase) for phrase in asker.phrases(3)]
    unmarked = asker.folded(asker.phrases(3))
    cited = asker.narrowed([""] * len(common), province=False, period=True)
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
    yield Class("rare", "date", "a rare word, by date", rare)
    yield Class("rare", "rank", "a rare word, by bm25", rare)
    yield Class("rare", "date", "a phrase, by date", phrases)
    yield Class("rare", "rank", "a phrase, by bm25", phrases)
    yield Class("rare", "date", "a phrase without marks, by date", unmarked)
    yield Class("rare", "rank", "a phrase without marks, by bm25", unmarked)
    yield Class("count", "count", "a common word", common)
    yield Class("count", "count", "two common words", [Question(text) for text in asker.pairs()])
    yield Class("count", "count", "common, province, two years", narrow)
    yield Class("count", "count", "a phrase", phrases)
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


def _times(ask: Callable[[Any], object], questions: Sequence[Any]) -> list[float]:
    """Return how many milliseconds each question takes when it is asked again.

    The fastest of a few turns counts, where other programs were not in the way; what is slow has one.
    """
    found = []
    for question in questions:
        turns = _REPEATED if _milliseconds(ask, question) < _SLOW else 1
        found.append(min(_milliseconds(ask, question) for _ in range(turns)))
    return found


def _milliseconds(ask: Callable[[Any], object], question: object) -> float:
    started = time.perf_counter()
    ask(question)
    return 1000 * (time.perf_counter() - started)


def _few_times(ask: Callable[[Question], object], questions: Sequence[Question]) -> list[float]:
    """Return the same for some of the questions, as many as patience allows."""
    times: list[float] = []
    began = time.monotonic()
    for question in questions[:_FEW]:
        times.append(_milliseconds(ask, question))
        if time.monotonic() - began > _PATIENCE:
            break
    return times


def _p95(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=20, method="inclusive")[-1] if times[1:] else times[0]


@contextmanager
def _statements(archive: Engine) -> Iterator[list[tuple[float, str, Any]]]:
    """Give the list of what runs meanwhile: seconds, statement, values."""
    found: list[tuple[float, str, Any]] = []
    began = [0.0]

    def before(*_: Any) -> None:
        began[0] = time.perf_counter()

    def after(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        found.append((time.perf_counter() - began[0], statement, values))

    event.listen(archive, "before_cursor_execute", before)
    event.listen(archive, "after_cursor_execute", after)
    try:
        yield found
    finally:
        event.remove(archive, "before_cursor_execute", before)
        event.remove(archive, "after_cursor_execute", after)


def _plan(archive: Engine, ask: Callable[[Any], object], question: object) -> str:
    """Return the plan of the statement that takes longest, with how long it takes, in a line."""
    with _statements(archive) as found:
        ask(question)
    # PostgreSQL's backend asks for plans itself.
    asked = [one for one in found if not one[1].startswith("EXPLAIN")]
    spent, statement, values = max(asked, key=lambda one: one[0])
    explain = _EXPLAIN[archive.dialect.name]
    with searching(archive) as connection:
        rows = connection.exec_driver_sql(f"{explain} {statement}", values).all()
    steps = " / ".join(filter(None, (_step(str(row[-1])) for row in rows)))
    return f"{question}: {len(found)} statements, the slowest {1000 * spent:.1f} ms: {steps}"


def _step(line: str) -> str:
    """Return a step of a plan in short; conditions and buffers are left out."""
    if " (actual " not in line:
        return "" if ":" in line and "VIRTUAL" not in line else line
    name, _, measured = line.partition(" (actual ")
    spent, _, rows = measured.removesuffix(")").partition(" rows=")
    return f"{name.strip(' ->')} ({rows.partition('.')[0]} rows, {spent.rpartition('..')[2]} ms)"


@dataclass(frozen=True, slots=True)
class _Cost:
    """What an article costs a crawl, in milliseconds.

    Attributes:
        wall: On the clock, with the commit.
        own: Of this program's processor time alone.
    """

    wall: float
    own: float


def _indexing(archive: Engine, writer: Writer, count: int) -> dict[str, list[_Cost]]:
    """Store articles one by one as a crawl does, every other one without indexing it."""
    statements = Statements(archive.dialect)
    found: dict[str, list[_Cost]] = {"stored": [], "stored and indexed": []}
    with archive.connect() as connection:
        first = (connection.scalar(select(func.max(Article.id))) or 0) + 1
    for number in range(first, first + 2 * count):
        article = writer.article(number)
        label = "stored and indexed" if number % 2 else "stored"
        started, own = time.perf_counter(), time.thread_time()
        with writers(archive).begin() as connection:
            search_filling.store(connection, [article])
            if number % 2:
                Indexing(connection, statements).update([number])
        spent = time.perf_counter() - started
        found[label].append(_Cost(1000 * spent, 1000 * (time.thread_time() - own)))
    with writers(archive).begin() as connection:
        new = range(first, first + 2 * count)
        Indexing(connection, statements).update(number for number in new if not number % 2)
    return found


def _measure(
    name: str, archive: Engine, asker: Asker, rivals: dict[str, Answers | None]
) -> tuple[Table, list[str]]:
    """Ask everything; return the table, and why what is missed is."""
    table = Table(title=f"{name}: milliseconds, p50 and p95; others: p50 of {_FEW} questions")
    for heading in ("", "bound", "p50", "p95", "", *rivals):
        table.add_column(heading, justify="right" if heading else "left")
    ours, missed = _archive(archive), []
    for one in _classes(asker):
        times = _times(ours[one.way], one.questions)
        p95, bound = _p95(times), _BOUNDS[one.kind]
        is_met = bound is None or p95 <= bound
        if not is_met:
            slowest = one.questions[times.index(max(times))]
            missed.append(f"{one.kind}: {one.name}: {_plan(archive, ours[one.way], slowest)}")
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
        print(f"{one.kind}: {one.name}: p95 {p95:.2f} ms", flush=True)
        table.add_row(
            f"{one.kind}: {one.name}",
            str(bound),
            f"{statistics.median(times):.2f}",
            f"{p95:.2f}",
            "" if is_met else "MISSED",
            *others,
        )
    times = _times(lambda number: similar.similar(archive, number), asker.numbers[:_ARTICLES])
    table.add_row("similar articles", "", f"{statistics.median(times):.2f}", f"{_p95(times):.2f}")
    return table, missed


def _run(name: str, folder: Path, articles: int, questions: int) -> None:
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
        rivals: dict[str, Answers | None] = {"LIKE": search_rivals.like(reader)}
        if name == "sqlite":
            path = folder / "archive.db"
            rivals["FTS5"] = search_rivals.datasette(path, folder)
            rivals["tantivy"] = search_rivals.tantivy(path, folder)
            if rivals["tantivy"] is None:
                console.print("tantivy is not installed")
        table, missed = _measure(name, reader, asker, rivals)
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
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    arguments.folder.chmod(0o755)
    _run(arguments.database, arguments.folder, arguments.articles, arguments.questions)


if __name__ == "__main__":
    main()
