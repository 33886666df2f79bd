"""Writes the record of a crawl into the archive, at its beginning and at its end."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, cast

from scrapy import signals
from scrapy.exceptions import NotConfigured

from archive import database, runs
from archive.errors import ArchiveError
from archive.runs import RunState
from crawler.extensions.fingerprints import fingerprint

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.outcomes import SiteReport
    from crawler.platforms.site import SiteSpider

logger = logging.getLogger(__name__)


class RunRecorder:
    """Keeps the rows of `runs` and `run_sites` for one crawl, which holds the lock of its site.

    With the setting ``RUN_ID`` the crawl is part of that run (of ``scrapy nightly``); else it is a run
    of its own, of the command ``RUN_COMMAND``. A database that is away costs the record, not the crawl.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._engine = database.open_database(crawler.settings["ARCHIVE_DATABASE_URL"])
        given = crawler.settings.get("RUN_ID")
        self._own = given is None
        self._run_id = None if given is None else int(given)
        self._closed = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension and connect it.

        Raises:
            NotConfigured: The crawl has no database.
        """
        if not crawler.settings["ARCHIVE_DATABASE_URL"]:
            raise NotConfigured("no archive database: nothing is recorded")
        recorder = cls(crawler)
        crawler.signals.connect(recorder.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(recorder.response_received, signal=signals.response_received)
        crawler.signals.connect(recorder.spider_closed, signal=signals.spider_closed)
        return recorder

    @property
    def _report(self) -> SiteReport:
        return cast("SiteSpider", self._crawler.spider).ledger.report

    def spider_opened(self) -> None:
        """Close what a killed crawl of this site left open, and record that this one begins."""
        try:
            runs.bury_site(self._engine, self._report.spider)
            runs.begin_site(self._engine, self._begun(), self._report.spider)
        except ArchiveError as error:
            logger.error("the beginning of the crawl is not recorded: %s", error)

    def response_received(self, response: Response, request: Request) -> None:
        """Take the fingerprint of the start page."""
        if request.meta.get("start_page") and self._report.fingerprint is None:
            self._report.fingerprint = fingerprint(response)

    def spider_closed(self, reason: str) -> None:
        """Record what became of the site, once; after `OutcomeRecorder` has closed the account."""
        if self._closed:
            return
        self._closed = True
        try:
            runs.end_site(self._engine, self._begun(), self._report.record())
            if self._own:
                state = RunState.STOPPED if reason == "shutdown" else RunState.FINISHED
                runs.end(self._engine, self._begun(), state)
        except ArchiveError as error:
            logger.error("the end of the crawl is not recorded: %s", error)
        finally:
            self._engine.dispose()

    def _begun(self) -> int:
        """Return the number of the run, which begins here where none was given."""
        if self._run_id is None:
            self._run_id = runs.begin(
                self._engine, self._crawler.settings.get("RUN_COMMAND", "crawl")
            )
        return self._run_id
