"""A bar on standard error, where that is a terminal, for what takes its time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    ProgressColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)


class ByteProgress:
    """The bar of one piece of work."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress = progress
        self._task = task

    def advance(self, size: int) -> None:
        """Show that so many more bytes are done."""
        self._progress.advance(self._task, size)

    def print(self, line: str) -> None:
        """Print a line of the result on standard output, above the bar."""
        if self._progress.disable:
            print(line)
            return
        self._progress.stop()
        print(line)
        self._progress.start()


@contextmanager
def byte_progress(what: str, total: int) -> Iterator[ByteProgress]:
    """Show a bar while some bytes are worked through.

    Args:
        what: What is being done, in a word.
        total: How many bytes there are.
    """
    with progress_bar(what, DownloadColumn()) as progress:
        yield ByteProgress(progress, progress.add_task(what, total=total))


def progress_bar(what: str, count: ProgressColumn) -> Progress:
    """Return a bar on standard error, shown where that is a terminal.

    Args:
        what: What is being done, in a word.
        count: How the amount is shown.
    """
    console = Console(stderr=True)
    return Progress(
        TextColumn(what),
        BarColumn(),
        count,
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
        redirect_stdout=False,
        redirect_stderr=False,
    )
