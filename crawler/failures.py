"""The short fixed words under which failed requests are counted."""

from __future__ import annotations

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.middlewares.guard import ForeignRequest
from crawler.middlewares.robots import ForbiddenByRobots

REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (ForeignRequest, "leads-to-another-host"),
    (ForbiddenByRobots, "forbidden-by-robots"),
    (CannotResolveHostError, "host-unreachable"),
    (DownloadConnectionRefusedError, "connection-refused"),
    (DownloadTimeoutError, "timeout"),
    (DownloadCancelledError, "too-large"),
    (ResponseDataLossError, "incomplete-download"),
    (DownloadFailedError, "connection-failed"),
)


IGNORED: tuple[tuple[str, str], ...] = (
    ("max redirections", "too-many-redirects"),
    ("DOWNLOAD_MAXSIZE", "too-large"),
)


def reason_of(error: BaseException) -> str:
    """Return the word under which a failed request is counted.

    >>> from scrapy.exceptions import DownloadTimeoutError
    >>> reason_of(DownloadTimeoutError("60 s"))
    'timeout'
    """
    if isinstance(error, HttpError):
        return f"http-{error.response.status}"
    if type(error) is IgnoreRequest:
        # Scrapy raises it for both, and tells them apart in words only.
        text = str(error)
        return next((reason for words, reason in IGNORED if words in text), "error-IgnoreRequest")
    for kind, reason in REASONS:
        if isinstance(error, kind):
            return reason
    return f"error-{type(error).__name__}"
