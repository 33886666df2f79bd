"""Work on many parcels at once, in several processes, in order and in bounded memory."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any, Final, TypeVar

from archive.errors import ArchiveError

Parcel = TypeVar("Parcel")
Result = TypeVar("Result")

# How many parcels each process may have waiting.
_WAITING: Final = 3


def work_through(
    parcels: Iterable[Parcel],
    make_worker: Callable[..., Callable[[Parcel], Result]],
    *arguments: Any,
    jobs: int,
) -> Iterator[tuple[Parcel, Result]]:
    """Yield every parcel with what a worker makes of it, in their order.

    Args:
        parcels: Taken as workers become free, so they may be read from a database; can be pickled.
        make_worker: Makes a worker from the arguments, once a process; a function of a module.
        arguments: For ``make_worker``; can be pickled.
        jobs: How many processes; 1: this one does the work.

    Raises:
        ArchiveError: A process died.
    """
    if jobs == 1:
        worker = make_worker(*arguments)
        for parcel in parcels:
            yield parcel, worker(parcel)
        return
    try:
        yield from _in_processes(parcels, make_worker, arguments, jobs)
    except BrokenProcessPool as error:
        raise ArchiveError(
            "a process that did part of the work was killed: run the command again, with fewer --jobs "
            "where the memory was short"
        ) from error


def _in_processes(
    parcels: Iterable[Parcel],
    make_worker: Callable[..., Callable[[Parcel], Result]],
    arguments: tuple[Any, ...],
    jobs: int,
) -> Iterator[tuple[Parcel, Result]]:
    waiting: deque[tuple[Parcel, Future[Any]]] = deque()
    with ExitStack() as stack:
        pool = ProcessPoolExecutor(
            jobs,
            mp_context=get_context("spawn"),
            initializer=_begin,
            initargs=(make_worker, arguments),
        )
        stack.callback(pool.shutdown, cancel_futures=True)
        for parcel in parcels:
            waiting.append((parcel, pool.submit(_work, parcel)))
            if len(waiting) >= jobs * _WAITING:
                first, future = waiting.popleft()
                yield first, future.result()
        while waiting:
            first, future = waiting.popleft()
            yield first, future.result()


_worker: Callable[[Any], Any]


def _begin(make_worker: Callable[..., Callable[[Any], Any]], arguments: tuple[Any, ...]) -> None:
    """Make a process ready to work, and let it end with the one that started it, however that ends."""
    global _worker
    _worker = make_worker(*arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


def _work(parcel: Any) -> Any:
    return _worker(parcel)
