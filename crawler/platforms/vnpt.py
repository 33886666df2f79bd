"""Portals of VNPT, with numbers in their addresses or a day.

The numeric family (Trà Vinh, Sóc Trăng) has ``/<site>/<page>/<category>/<id>/<section>/<slug>`` for
articles and ``/<site>/<page>/<category>/<section>`` for listings, Sóc Trăng with ``/bantuyengiao`` in
front; stored addresses carry the port, ``:443``. The dated one (Thanh Hóa) has
``/portal/pages/<yyyy-m-d>/<slug>.aspx``; ``/portal/pages/<section>.aspx`` is assumed for its listings.
All from addresses in public files; pagers have not been seen and are told by their shape.
"""

from __future__ import annotations

from typing import ClassVar

from crawler.pages.periods import Pages
from crawler.pages.vnpt import VnptPage
from crawler.platforms.site import SiteSpider


class VnptSpider(SiteSpider):
    """Walks a VNPT portal."""

    page: ClassVar[Pages] = VnptPage
    article_pattern = (
        r"^(?:/[A-Za-z][\w-]*)?/\d+/\d+/\d+/\d+/[^/?]+/[^/?]+/?(?:\?|$)"
        r"|(?i:^/portal/pages/\d{4}-\d{1,2}-\d{1,2}/[^/?]+\.aspx)"
    )
    section_pattern = (
        r"^(?:/[A-Za-z][\w-]*)?/\d+/\d+/\d+(?:/[^/?\d][^/?]*)?/?(?:\?|$)"
        r"|(?i:^/portal/pages/[^/?]+\.aspx)"
    )
