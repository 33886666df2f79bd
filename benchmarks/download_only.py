"""The baseline: a plain Scrapy spider that downloads the addresses of a file and does nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from scrapy import Request, Spider

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.http import Response


class DownloadOnly(Spider):
    """Downloads pages with Scrapy's own settings, without delay and robots.txt."""

    name = "download_only"
    custom_settings: ClassVar[dict[str, object]] = {  # type: ignore[misc]
        "DOWNLOAD_DELAY": 0,
        "ROBOTSTXT_OBEY": False,
        "LOG_LEVEL": "WARNING",
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
    }
    addresses = ""

    async def start(self) -> AsyncIterator[Request]:
        """Ask for every address of the file."""
        for url in Path(self.addresses).read_text(encoding="utf-8").split():
            yield Request(url, dont_filter=True)

    def parse(self, response: Response) -> None:
        """Do nothing."""
