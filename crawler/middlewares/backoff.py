"""Repeating failed requests, later and later."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.retry import RetryMiddleware

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response
    from scrapy.settings import BaseSettings


def retry_after(value: str | None, now: datetime) -> float:
    """Return the seconds that a ``Retry-After`` header asks for; 0 where there is none.

    Args:
        value: The header: seconds, or an HTTP date (RFC 9110, 10.2.3).
        now: The present moment, with a time zone.
    """
    if value is None:
        return 0.0
    if value.strip().isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


class BackoffRetryMiddleware(RetryMiddleware):
    """Scrapy's retries, with a wait that doubles and that honours ``Retry-After``.

    Scrapy repeats at once. The wait is spent here, where the request still counts as active, so that the
    whole site rests: a server in trouble is not asked for something else meanwhile.
    """

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self._first = settings.getfloat("RETRY_BACKOFF")
        self._longest = settings.getfloat("RETRY_BACKOFF_MAX")

    async def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Repeat a request that was answered with a server error or 429."""
        result = super().process_response(request, response)
        if result is not response:
            header = response.headers.get("Retry-After")
            await self._wait(request, header.decode("latin-1") if header else None)
        return result

    async def process_exception(  # type: ignore[override]
        self, request: Request, exception: Exception
    ) -> Request | Response | None:
        """Repeat a request whose connection failed."""
        result = super().process_exception(request, exception)
        if result is not None:
            await self._wait(request, None)
        return result

    async def _wait(self, request: Request, header: str | None) -> None:
        pause = self._first * 2 ** int(request.meta.get("retry_times", 0))
        pause = max(pause, retry_after(header, datetime.now(UTC)))
        await asyncio.sleep(min(pause, self._longest))
