"""Ending in order when the operator or the system says so: SIGTERM, SIGINT (Ctrl-C), SIGHUP.

The first signal lets a crawl end what it has begun. One that comes later than a second after it is meant
as a second one, and ends the crawl at once; sooner, it is the same one sent twice: systemd signals every
process of a service, and the nightly run signals its crawls.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from contextlib import suppress
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from types import FrameType

    from scrapy.crawler import AsyncCrawlerProcess
    from twisted.internet.base import ReactorBase

logger = logging.getLogger(__name__)

_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_SAME = 1.0


class Signals:
    """Takes the signals that ask this process to end, from when it is made.

    Attributes:
        received: The first signal that came; None while none has.
        count: How many were meant.
    """

    def __init__(self) -> None:
        self.received: signal.Signals | None = None
        self.count = 0
        self._last = 0.0
        for number in _SIGNALS:
            # Under nohup SIGHUP is ignored, and stays so.
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._take)

    @property
    def exit_code(self) -> int | None:
        """What the program ends with after a signal: 128 and its number; None where none came."""
        return None if self.received is None else 128 + self.received

    def came(self) -> None:
        """Do something about a signal, beyond keeping it in mind."""

    def _take(self, number: int, _frame: FrameType | None) -> None:
        if self.received is not None and time.monotonic() - self._last < _SAME:
            return
        self._last = time.monotonic()
        self.received = self.received or signal.Signals(number)
        self.count += 1
        self.came()


class CrawlSignals(Signals):
    """Ends the crawl of this process: in order at the first signal, at once at the second.

    Args:
        process: Scrapy's process, started with ``install_signal_handlers=False``.
        patience: Seconds after which a crawl that was asked to end is ended at once: it may be waiting
            for a server, or before a repetition.
    """

    def __init__(self, process: AsyncCrawlerProcess, patience: float) -> None:
        super().__init__()
        self._process = process
        self._patience = patience
        self._stopping: asyncio.Future[None] | None = None

    def came(self) -> None:
        """Hand the signal to the loop: nothing else is safe inside a signal handler."""
        from twisted.internet import reactor

        reactor.callFromThread(self._end if self.count == 1 else self._end_now)

    def _end(self) -> None:
        assert self.received is not None  # noqa: S101 - `came` is called after it is set
        logger.warning("%s: the crawl ends in order", self.received.name)
        self._stopping = asyncio.ensure_future(self._process.stop())
        asyncio.get_running_loop().call_later(self._patience, self._end_now)

    def _end_now(self) -> None:
        from twisted.internet import reactor
        from twisted.internet.error import ReactorNotRunning

        logger.warning("the crawl is ended at once; what was under way is given up")
        with suppress(ReactorNotRunning):
            cast("ReactorBase", reactor).stop()
