"""Home-made portals on ASP.NET WebForms.

Three forms of article addresses are known, each from one site, out of search results and public files:
``/Trang-chu/post/<id>/<slug>.aspx`` (Bình Thuận), ``/bai-viet/<slug>.aspx`` (Hưng Yên) and
``/Default.aspx?ArticleId=<guid>`` (Khánh Hòa, before its clean addresses). No listing address was seen.
"""

from __future__ import annotations

from typing import ClassVar

from crawler.pages.periods import Pages
from crawler.pages.webforms import WebFormsPage
from crawler.platforms.site import SiteSpider


class WebFormsSpider(SiteSpider):
    """Walks a WebForms portal; its listings are told by the shape of their links."""

    page: ClassVar[Pages] = WebFormsPage
    article_pattern = (
        r"(?i)/post/\d+/[^/?]+|/bai-viet/[^/?]+\.aspx(?:\?|$)"
        r"|/default\.aspx\?(?:.*&)?articleid=[0-9a-f]{8}-[0-9a-f-]{27}"
    )
