"""SharePoint: publishing sites, and lists that are their own pages.

Addresses as seen in excerpts of party sites: listings ``/Lists/<List>/TongQuat.aspx?PageIndex=2``,
``/news/Pages/new.aspx?CateID=2&Page=41`` and ``/<unit>/<section>/Pages/default.aspx``; articles
``/<unit>/<section>/Pages/<slug>.aspx`` and ``/Trang/ChiTietTinTuc.aspx?nid=113139``. A list's item has
``/Lists/<List>/DispForm.aspx?ID=12`` as SharePoint ships. Whether a page without number is an article or
a section, only the length of its name tells; a wrong guess shows when it is read.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, ClassVar

from crawler.pages.periods import Pages
from crawler.pages.sharepoint import SharePointPage
from crawler.platforms.site import SiteSpider

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from crawler.platforms.cards import ListingLinks

# A list view of SharePoint 2010 turns its pages by a script that is given their address.
_TURN = re.compile(r"""RefreshPageTo\(event,\s*("(?:[^"\\]|\\.)*")""")

# Forms that write, the machinery under _layouts, and the same list sorted and filtered in all ways.
_TOOLS = (
    r"(?!.*/(?:_layouts|_catalogs|_vti_bin|_forms|Forms)/|.*/(?:New|Edit)Form\.aspx"
    r"|.*[?&](?:SortField|FilterField\d+|FilterName|View|IsDlg)=)"
)


class SharePointSpider(SiteSpider):
    """Walks the listings of a SharePoint site.

    Lists that SharePoint 2013 draws in the browser (``WPQ2ListData``) name no articles in their pages.
    """

    page: ClassVar[Pages] = SharePointPage
    article_pattern = (
        rf"(?i)^{_TOOLS}(?:/.*?)?/(?:"
        r"Lists/[^/?]+/[^/?]+\.aspx\?(?:.*&)?ID=\d+"
        r"|(?:Pages|Trang|SitePages)/[^/?]+\.aspx\?(?:.*&)?"
        r"(?:nid|[a-z]*(?:item|news|article|tin|bai)_?id|id(?:tin|bai)?)=\d+"
        r"|(?:Pages|SitePages)/[^/?.-]+-[^/?.-]+-[^/?.-]+-[^/?]+\.aspx$)"
    )
    section_pattern = (
        rf"(?i)^{_TOOLS}(?:/[^/?.]+)*/"
        r"(?:(?:Pages|Trang|SitePages|Lists/[^/?]+)/[^/?]+\.aspx|[^/?.]*)(?:\?.*)?$"
    )

    def read_listing(
        self, root: HtmlElement, url: str, base: str, section: str | None
    ) -> ListingLinks:
        """Read a listing page as every spider does, its arrows made links."""
        for anchor in root.iter("a"):
            if turn := _TURN.search(anchor.get("onclick") or ""):
                anchor.set("href", json.loads(turn[1]))
                arrow = anchor.find(".//img")
                anchor.set("title", "" if arrow is None else arrow.get("alt") or "")
        return super().read_listing(root, url, base, section)
