"""What an answer costs, and the plan of its slowest statement."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, event, func, select

from archive.search.engine import searching

_EXPLAIN: Final = {
    "sqlite": "EXPLAIN QUERY PLAN",
    "postgresql": "EXPLAIN (ANALYZE, COSTS OFF, BUFFERS OFF, SUMMARY OFF)",
}
# What takes no longer than so many milliseconds is measured so many times.
_REPEATED: Final = 3
_SLOW: Final = 200.0


@dataclass(frozen=True, slots=True)
class Cost:
    """What something costs, in milliseconds.

    Attributes:
        wall: On the clock.
        own: Of processor time: this program's, and that of PostgreSQL's process for it where it can
            be read.
    """

    wall: float
    own: float


class Meter:
    """Measures what an archive costs.

    Args:
        archive: Asked by one connection after the other.
    """

    def __init__(self, archive: Engine) -> None:
        self._server: Path | None = None
        if archive.dialect.name == "postgresql":
            with archive.connect() as connection:
                number = connection.scalar(select(func.pg_backend_pid()))
            schedule = Path(f"/proc/{number}/schedstat")
            self._server = schedule if schedule.exists() else None

    def cost(self, ask: Callable[[Any], object], question: object) -> Cost:
        """Return what an answer costs."""
        started, own = time.perf_counter(), self._processor()
        ask(question)
        return Cost(1000 * (time.perf_counter() - started), 1000 * (self._processor() - own))

    def costs(self, ask: Callable[[Any], object], questions: Sequence[Any]) -> list[Cost]:
        """Return what each answer costs when it is asked for again.

        The cheapest of a few turns counts, where other programs were not in the way; what is slow has
        one.
        """
        found = []
        for question in questions:
            turns = _REPEATED if milliseconds(ask, question) < _SLOW else 1
            costs = [self.cost(ask, question) for _ in range(turns)]
            found.append(Cost(min(one.wall for one in costs), min(one.own for one in costs)))
        return found

    def _processor(self) -> float:
        """Return seconds of processor time."""
        own = time.thread_time()
        if self._server is not None:
            own += int(self._server.read_text().split()[0]) / 1e9
        return own


def milliseconds(ask: Callable[[Any], object], question: object) -> float:
    """Return how long an answer takes on the clock."""
    started = time.perf_counter()
    ask(question)
    return 1000 * (time.perf_counter() - started)


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


def plan(archive: Engine, ask: Callable[[Any], object], question: object) -> str:
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
