"""The words under which failed requests are counted."""

from __future__ import annotations

import pytest
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.failures import reason_of
from crawler.middlewares.guard import ForeignRequest
from crawler.middlewares.robots import ForbiddenByRobots


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (HttpError(Response("https://x.vn/", status=404)), "http-404"),
        (DownloadTimeoutError(), "timeout"),
        (ForeignRequest("not on x.vn"), "leads-to-another-host"),
        (ForbiddenByRobots("Forbidden by robots.txt"), "forbidden-by-robots"),
        (IgnoreRequest("max redirections reached"), "too-many-redirects"),
        (IgnoreRequest("Ignored response: its body exceeded DOWNLOAD_MAXSIZE (1 B)"), "too-large"),
        (IgnoreRequest("for another reason"), "error-IgnoreRequest"),
        (KeyError("x"), "error-KeyError"),
    ],
)
def test_an_error_has_its_word(error: Exception, reason: str) -> None:
    assert reason_of(error) == reason
