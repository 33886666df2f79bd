"""Obeying robots.txt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.robotstxt import RobotParser


class ForbiddenByRobots(IgnoreRequest):
    """The site's robots.txt does not want this address to be fetched."""


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's robots middleware with an exception of its own, so that refusals can be counted."""

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Refuse what robots.txt forbids.

        Raises:
            ForbiddenByRobots: The address is disallowed for us.
        """
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as refusal:
            raise ForbiddenByRobots(str(refusal)) from refusal
