"""The words under which failed requests are counted."""

from __future__ import annotations

import pytest
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.failures import (
    BadCompression,
    ForbiddenByRobots,
    ForeignRequest,
    GuardPage,
    PrivateAddress,
    RobotsUnreachable,
    TooLarge,
    reason_of,
)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (HttpError(Response("https://x.vn/", status=404)), "http-404"),
        (DownloadTimeoutError(), "timeout"),
        (ForeignRequest("not on x.vn"), "leads-to-another-host"),
        (ForbiddenByRobots("https://x.vn/"), "forbidden-by-robots"),
        (RobotsUnreachable("timeout"), "robots-timeout"),
        (PrivateAddress("x.vn has the address 10.0.0.1"), "private-address"),
        (GuardPage("block-page", "https://x.vn/"), "block-page"),
        (TooLarge("more than 1 B"), "too-large"),
        (BadCompression("not gzip"), "bad-compression"),
        (IgnoreRequest("max redirections reached"), "too-many-redirects"),
        (IgnoreRequest("Ignored response: its body exceeded DOWNLOAD_MAXSIZE (1 B)"), "too-large"),
        (IgnoreRequest("for another reason"), "error-IgnoreRequest"),
        (KeyError("x"), "error-KeyError"),
    ],
)
def test_an_error_has_its_word(error: Exception, reason: str) -> None:
    assert reason_of(error) == reason
