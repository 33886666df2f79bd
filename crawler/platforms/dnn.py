"""DotNetNuke (DNN) and portals that look like it."""

from __future__ import annotations

from typing import ClassVar

from crawler.pages.dnn import DnnPage
from crawler.pages.periods import Pages
from crawler.platforms.site import SiteSpider


class DnnSpider(SiteSpider):
    """Walks a DNN portal; addresses differ from site to site, so links are told by their shape."""

    page: ClassVar[Pages] = DnnPage
