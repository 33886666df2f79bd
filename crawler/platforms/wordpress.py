"""WordPress, whatever its theme and its form of permalinks.

Listings are the home page and the categories, ``/category/<slug>/`` and ``/category/<slug>/page/2/``;
behind the last page comes a 404. Their headlines are marked in the page (``rel=bookmark``,
``entry-title``), so that articles are known without a pattern: permalinks are what the site's owner
chose, ``/2022/02/26/<slug>/``, ``/<slug>/`` or ``/?p=14``. Measured on 6.1.9.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from crawler.pages.periods import Pages
from crawler.pages.wordpress import WordPressPage
from crawler.platforms.links import is_section
from crawler.platforms.site import SiteSpider

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from archive.frontier import ListingTask
    from archive.listings import Found
    from crawler.platforms.links import Link
    from crawler.platforms.pagers import ListingPage

_SHORT_LINK: Final = re.compile(r"[?&]p=\d")
_COMMENTS: Final = re.compile(r"/comments/feed|[?&]feed=comments")


class WordPressSpider(SiteSpider):
    """Walks the home page and the categories of a WordPress site.

    A site's owner can give the word ``category`` another form or leave it out; where no link of the home
    page has it, sections are told by their shape.
    """

    page: ClassVar[Pages] = WordPressPage
    section_pattern = r"^/(?:index\.php/)?(?:category|chuyen-muc|danh-muc)/[^?]+$|^/\?cat=\d+$"

    def _found_sections(
        self, links: list[Link], articles: list[Link], depth: int
    ) -> Iterator[Found]:
        if depth == 1 and not any(is_section(link, self._section_form) for link in links):
            self._section_form = None
        return super()._found_sections(links, articles, depth)

    def _found_feeds(self, root: HtmlElement, base: str, depth: int) -> Iterator[Found]:
        """Leave out feeds of comments: their titles and dates are those of the comments."""
        feeds = super()._found_feeds(root, base, depth)
        return (feed for feed in feeds if not _COMMENTS.search(feed.url))

    def _next_page(self, page: ListingPage, links: list[Link], task: ListingTask) -> Found | None:
        """Look for the next page among links that are none to a single post, ``/?p=14``."""
        others = [link for link in links if not _SHORT_LINK.search(link.url)]
        return super()._next_page(page, others, task)
