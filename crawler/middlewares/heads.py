"""A bound on the head of an answer: its status line and header fields.

Twisted bounds a line and not their number, and Scrapy's ``DOWNLOAD_MAXSIZE`` counts the body only: a
server that sends header fields without end would fill the memory until ``DOWNLOAD_TIMEOUT``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scrapy.core.downloader.handlers.http11 import (
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from twisted.web._newclient import HEADER, STATUS

if TYPE_CHECKING:
    from twisted.internet.defer import Deferred
    from twisted.internet.interfaces import IAddress
    from twisted.web._newclient import HTTP11ClientProtocol, Request
    from twisted.web.iweb import IResponse

# Bytes; servers and browsers that have a bound take 8 to 256 KiB.
_LONGEST_HEAD: Final = 256 * 1024


class BoundedHeadProtocol(_LenientHTTP11ClientProtocol):
    """Scrapy's protocol, which gives up a connection over a head that does not end."""

    def request(self, request: Request) -> Deferred[IResponse]:
        """Send a request, and count anew."""
        self._received = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        """Take what has come, unless it is too much of a head."""
        if self._parser is not None and self._parser.state in (STATUS, HEADER):
            self._received += len(data)
            # The last piece may hold the beginning of the body as well.
            if self._received - len(data) > _LONGEST_HEAD:
                self.abort()  # type: ignore[no-untyped-call]
                return
        super().dataReceived(data)  # type: ignore[no-untyped-call]


class BoundedHeadFactory(_LenientHTTP11ClientFactory):
    """Builds `BoundedHeadProtocol`; for the connection pool of a download handler."""

    def buildProtocol(self, addr: IAddress | None) -> HTTP11ClientProtocol:  # noqa: ARG002, N802
        """Return a protocol for a new connection."""
        return BoundedHeadProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
