"""A store that lays no text beside others, for what storing costs by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive import reprints
from crawler.pipelines.store import StorePipeline

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from sqlalchemy import Connection

    from archive.statements import Statements


class StoringAlonePipeline(StorePipeline):
    """Stores as a crawl does, but for the reprints; for which a crawl has no setting."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        reprints.join = _stay_alone


def _stay_alone(connection: Connection, statements: Statements, article_id: int) -> None:
    """Put an article into no cluster."""
