"""Which page object reads a page of a site that has changed its design: the one of the day of the fetch.

    page = (PagePeriod(WebFormsPage), PagePeriod(NukeVietPage, since=date(2027, 3, 1)))

A site keeps its old reader for the captures of its old pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from archive.timezone import VIETNAM
from crawler.pages.base import ArticlePage

if TYPE_CHECKING:
    from crawler.platforms.base import BaseSpider


@dataclass(frozen=True, slots=True)
class PagePeriod:
    """A page object, and from when on it reads a site's pages.

    Attributes:
        page: The page object.
        since: First day of the design that it reads, Vietnam time; None: from the beginning.
    """

    page: type[ArticlePage]
    since: date | None = None


#: What a spider names: one page object, or several in the order of their periods.
Pages = type[ArticlePage] | tuple[PagePeriod, ...]


def page_for(spider: BaseSpider | type[BaseSpider], fetched_at: datetime) -> type[ArticlePage]:
    """Return the page object that reads a page of a site.

    Args:
        spider: The spider of the site, or its class.
        fetched_at: When the page was fetched.

    Raises:
        ValueError: The periods are not in order, or the first one has a beginning.
    """
    pages = spider.page
    if not isinstance(pages, tuple):
        return pages
    first, *later = pages
    days = [period.since for period in later if period.since is not None]
    if first.since is not None or len(days) != len(later) or days != sorted(set(days)):
        raise ValueError(
            f"{spider.name}: periods follow each other, and only the first one has no first day"
        )
    day = fetched_at.astimezone(VIETNAM).date()
    return pages[sum(since <= day for since in days)].page
