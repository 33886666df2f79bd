"""What can go wrong with a request, and the short fixed words under which it is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from OpenSSL import SSL
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
from service_identity import VerificationError

if TYPE_CHECKING:
    from collections.abc import Iterator


class Refusal(IgnoreRequest):
    """A request that we do not send, or an answer that we do not take, for a reason of our own.

    Args:
        reason: The word under which it is counted.
        detail: What an operator needs to look into it.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason


class ForeignRequest(Refusal):
    """A request that would leave the site, most often a redirect to another host."""

    def __init__(self, detail: str) -> None:
        super().__init__("leads-to-another-host", detail)


class PrivateAddress(Refusal):
    """A host whose address is not of the public internet: ours, our network's, a cloud's own services."""

    def __init__(self, detail: str) -> None:
        super().__init__("private-address", detail)


class ForbiddenByRobots(Refusal):
    """The site's robots.txt does not want this address to be fetched."""

    def __init__(self, detail: str) -> None:
        super().__init__("forbidden-by-robots", detail)


class RobotsUnreachable(Refusal):
    """The site's robots.txt could not be had, so that nothing may be fetched (RFC 9309, 2.3.1.4).

    Args:
        cause: The word for what happened to it, ``http-503``.
    """

    def __init__(self, cause: str) -> None:
        super().__init__(f"robots-{cause}", "robots.txt could not be read")
        self.cause = cause


class GuardPage(Refusal):
    """A page of whatever stands in front of the site, where an article or a listing was asked for."""


class TooLarge(Refusal):
    """An answer that unpacks into more than ``DOWNLOAD_MAXSIZE`` bytes."""

    def __init__(self, detail: str) -> None:
        super().__init__("too-large", detail)


class BadCompression(Refusal):
    """An answer that cannot be unpacked."""

    def __init__(self, detail: str) -> None:
        super().__init__("bad-compression", detail)


class CaptureFailed(IgnoreRequest):
    """An answer that could not be written to our own disk, so that it is not read either."""


# The first that fits.
REASONS: Final[tuple[tuple[type[BaseException], str], ...]] = (
    (CaptureFailed, "captures"),
    (CannotResolveHostError, "host-unreachable"),
    (DownloadConnectionRefusedError, "connection-refused"),
    (DownloadTimeoutError, "timeout"),
    (DownloadCancelledError, "too-large"),
    (ResponseDataLossError, "incomplete-download"),
    (DownloadFailedError, "connection-failed"),
)
# Scrapy raises `IgnoreRequest` for both, and tells them apart in words only.
IGNORED: Final[tuple[tuple[str, str], ...]] = (
    ("max redirections", "too-many-redirects"),
    ("DOWNLOAD_MAXSIZE", "too-large"),
)


def reason_of(error: BaseException) -> str:
    """Return the word under which a failed request is counted.

    >>> from scrapy.exceptions import DownloadTimeoutError
    >>> reason_of(DownloadTimeoutError("60 s"))
    'timeout'
    """
    if isinstance(error, Refusal):
        return error.reason
    if isinstance(error, HttpError):
        return f"http-{error.response.status}"
    if is_bad_certificate(error):
        return "certificate-invalid"
    if type(error) is IgnoreRequest:
        text = str(error)
        return next((reason for words, reason in IGNORED if words in text), "error-IgnoreRequest")
    for kind, reason in REASONS:
        if isinstance(error, kind):
            return reason
    return f"error-{type(error).__name__}"


def is_bad_certificate(error: BaseException) -> bool:
    """Tell whether a connection failed because the site's certificate does not verify."""
    return any(
        isinstance(cause, VerificationError)  # made out to another host
        or (isinstance(cause, SSL.Error) and "certificate" in str(cause))
        for cause in _causes(error)
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield what Twisted has wrapped: Scrapy's error is caused by one that has a list of failures."""
    if error.__cause__ is not None:
        for failure in getattr(error.__cause__, "reasons", ()):
            yield failure.value
