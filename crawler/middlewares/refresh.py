"""Following the pages that send a browser on by ``<meta http-equiv="refresh">``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware

if TYPE_CHECKING:
    from scrapy.http import Request, Response

# Scrapy looks at 4,096 characters, which are at most so many bytes.
_HEAD: Final = 4 * 4096


class RefreshMiddleware(MetaRefreshMiddleware):
    """Scrapy's own, which decodes every page as a whole to look at its beginning.

    Here only a page that has the word there, or is in an encoding in which it would look otherwise, comes
    that far.
    """

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Go on to where a page sends us."""
        head = response.body[:_HEAD].lower()
        if b"refresh" in head or b"\0" in head:
            return super().process_response(request, response)
        return response
