"""Refusing the pages that stand in front of a site or in its place, for articles and listings alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scrapy.http import HtmlResponse

from crawler.failures import GuardPage
from crawler.pages.guards import guard_word

if TYPE_CHECKING:
    from scrapy.http import Request, Response

_OK: Final = 200


class GuardPageMiddleware:
    """Fail a request that was answered with a block, maintenance or parking page and status 200.

    The page is neither read nor taken for a change of the article; its address stays due.
    """

    def process_response(self, request: Request, response: Response) -> Response:
        """Let other answers pass.

        Raises:
            GuardPage: It is such a page.
        """
        asked_for_page = not request.meta.get("dont_obey_robotstxt")
        if asked_for_page and response.status == _OK and isinstance(response, HtmlResponse):
            word = guard_word(response.body)
            if word is not None:
                raise GuardPage(word, response.url)
        return response
