"""Liferay Portal 6 and 7: pages with asset publishers.

An article is ``/<page>/-/asset_publisher/<instance>/content/<title>`` (or ``content/id/<number>``), on
any page and with the way back behind the question mark; ``/-/view_content/<number>-<title>`` and
tapchicongsan.org.vn's ``/-/2018/<number>/<title>.aspx`` are portlets of their makers. Sections are plain
pages. Further pages of a publisher have no addresses of their own but a dozen parameters; those of other
portlets (calendars, searches, resources with ``p_p_lifecycle=2``) have no end, so only plain paths are
taken for sections.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from crawler.pages.liferay import LiferayPage
from crawler.pages.periods import Pages
from crawler.platforms.site import SiteSpider

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from crawler.platforms.cards import ListingLinks

# Rows of some portlets are no links, but open their article by script.
_OPENS = re.compile(r"""(?:window\.|document\.)?location(?:\.href)?\s*=\s*(['"])([^'"]+)\1""")


class LiferaySpider(SiteSpider):
    """Walks the pages of a Liferay site."""

    page: ClassVar[Pages] = LiferayPage
    article_pattern = (
        r"/-/asset_publisher/(?:[^/?]*/)?(?i:content)/[^?]+"
        r"|/-/view_content/\d+|/-/\d{4}/\d+/[^/?]+\.aspx|^(?:/web/[^/?]+)?/w/[^/?]+"
    )
    # /c/ is the portal's own machinery; /group/ and /user/ are for those who are logged in.
    section_pattern = r"^/(?!(?:c|group|user|documents|image|o)/)(?:[^/?-][^/?]*/)*[^/?-][^/?]*/?$"

    def read_listing(
        self, root: HtmlElement, url: str, base: str, section: str | None
    ) -> ListingLinks:
        """Read a listing page as every spider does, rows that open an article by script made links."""
        for element in root.iterfind(".//*[@onclick]"):
            opens = _OPENS.search(element.get("onclick") or "")
            if opens and element.find(".//a") is None and not element.get("href"):
                element.tag = "a"
                element.set("href", opens[2])
        return super().read_listing(root, url, base, section)
