"""Joomla 1.5 to 3: categories as blogs or tables, paged by an offset, ``?start=8``.

Articles are ``/<menu>/<id>-<slug>``, with the category between where it has no menu entry of its own, and
with ``.html`` and ``/index.php`` as the site is set; without rewriting
``/index.php?option=com_content&view=article&id=5:<slug>``. Categories without a menu entry have addresses
of the same form: what proves to be a listing is walked as one. Behind the last page comes an empty list.
The print view and the form to recommend an article are ordinary links; none is followed. Measured on 3.x
with the template protostar.
"""

from __future__ import annotations

from typing import ClassVar

from crawler.pages.joomla import JoomlaPage
from crawler.pages.periods import Pages
from crawler.platforms.site import SiteSpider


class JoomlaSpider(SiteSpider):
    """Walks the categories of a Joomla site."""

    page: ClassVar[Pages] = JoomlaPage
    article_pattern = (
        r"^/(?:index\.php/)?(?:[\w-]+/)*\d+-[^/?]+$"
        r"|^/(?:index\.php)?\?(?=.*\boption=com_content\b)(?=.*\bview=article\b).*\bid=\d+"
    )
    section_pattern = (
        r"(?i)^/(?:index\.php/)?(?!component/)(?:[\w-]+/)*(?:\d+-)?[a-z][\w-]*(?:\.html)?(?:\?Itemid=\d+)?$"
        r"|^/(?:index\.php)?\?(?=.*\boption=com_content\b).*\bview=(?:category|section|featured)\b"
    )
