"""Third pipeline: articles wait for one another, so that they wait for the disk together."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from scrapy.exceptions import NotConfigured

from crawler.extensions.captures import CaptureRecorder

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from crawler.items import Article

# Seconds for which an article waits for others. A kill costs as many seconds of pages, which are then
# fetched again; at the delay of a real night every article is alone.
_WINDOW: Final = 0.1


class GatherPipeline:
    """Hold articles back for a moment and let them go on together, in the order in which they came.

    The first transaction that commits after that waits until all their pages are safe on disk; each
    of them is a transaction of its own. Meanwhile the crawl goes on: the next pages are fetched and read.
    """

    def __init__(self) -> None:
        self._group: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the pipeline for one crawl.

        Raises:
            NotConfigured: Pages are not captured, so that nothing waits for the disk.
        """
        if crawler.get_extension(CaptureRecorder) is None:
            raise NotConfigured("pages are not captured: no article waits for another")
        return cls()

    async def process_item(self, item: Article) -> Article:
        """Wait for the end of the group."""
        if self._group is None:
            loop = asyncio.get_running_loop()
            self._group = loop.create_future()
            loop.call_later(_WINDOW, self._end)
        await self._group
        return item

    def _end(self) -> None:
        group, self._group = self._group, None
        if group is not None:
            group.set_result(None)
