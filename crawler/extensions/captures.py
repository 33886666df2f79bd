"""Keeps every page as it was fetched."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured
from sqlalchemy import Connection, Engine, event

from archive.captures import CaptureError, Fetch
from archive.captures.writing import CaptureWriter
from crawler.ending import end_crawl
from crawler.failures import CaptureFailed

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Headers, Response


class CaptureRecorder:
    """Writes the exchanges of one crawl into the site's WARC files; the download handler calls it.

    A disk that is full or may not be written ends the crawl, since every further page would be fetched
    for nothing.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        settings = crawler.settings
        self._writer = CaptureWriter(
            Path(settings["ARCHIVE_CAPTURES"]),
            crawler.spidercls.name,
            settings.getint("CAPTURE_FILE_SIZE"),
            information={
                "operator": str(settings["CRAWLER_CONTACT"]) or "not named",
                "http-header-user-agent": str(settings["USER_AGENT"]),
                "robots": "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore",
            },
        )

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the recorder for one crawl.

        Raises:
            NotConfigured: No captures are wanted, or there is no database to point to them.
        """
        settings = crawler.settings
        if not settings["ARCHIVE_CAPTURES"] or not settings["ARCHIVE_DATABASE_URL"]:
            raise NotConfigured("pages are not captured: no folder for them, or no database")
        recorder = cls(crawler)
        event.listen(Engine, "commit", recorder.settle)
        crawler.signals.connect(recorder.spider_closed, signal=signals.spider_closed)
        return recorder

    def record(self, request: Request, response: Response, fetched_at: datetime) -> None:
        """Write one exchange, and leave where it lies in the request's meta as ``capture``.

        Args:
            request: What was asked for, on the real host.
            response: The answer as it came, in its content encoding.
            fetched_at: When it was asked for.

        Raises:
            CaptureFailed: It could not be written; the crawl ends.
        """
        url = request.url.partition("#")[0]
        fetch = Fetch(
            url=url,
            kind=request.meta["capture_kind"],
            fetched_at=fetched_at,
            method=request.method,
            request_headers=[
                (b"Host", url.split("/", 3)[2].encode()),
                *_lines(request.headers),
            ],
            request_body=request.body,
            protocol=response.protocol or "HTTP/1.1",
            status=response.status,
            headers=_lines(response.headers),
            body=response.body,
            ip_address=str(response.ip_address) if response.ip_address else None,
        )
        try:
            request.meta["capture"] = self._writer.begin(fetch, request.meta.get("capture_earlier"))
        except CaptureError as error:
            end_crawl(self._crawler, error, "captures")
            raise CaptureFailed(f"{error} ({url})") from error

    def settle(self, _connection: Connection) -> None:
        """Wait until all pages are safe on disk: a transaction that names one may be about to commit.

        Raises:
            CaptureUnwritable: They are not, so the transaction must not commit.
        """
        self._writer.settle()

    def spider_closed(self) -> None:
        """Close the file."""
        event.remove(Engine, "commit", self.settle)
        try:
            self._writer.close()
        except CaptureError as error:
            # No transaction has named the page.
            end_crawl(self._crawler, error, "captures")


def _lines(headers: Headers) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, values in headers.items() for value in values]
