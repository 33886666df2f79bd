"""Second pipeline: what the article is about."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from archive.metadata.describing import describe, text_of

if TYPE_CHECKING:
    from crawler.items import Article

logger = logging.getLogger(__name__)


class EnrichPipeline:
    """Find the provinces, topics, kind, documents and people of an article, each with its evidence."""

    def process_item(self, item: Article) -> Article:
        """Fill ``metadata``; a reader that breaks over a text leaves it to a later `archive retag`."""
        try:
            item.metadata = describe(text_of(item))
        except Exception:
            # An article is not to be lost over what is said of it.
            logger.exception("%s is stored without metadata", item.url)
        return item
