"""Liferay Portal 6 and 7, Bkav's portal-egov on it, and the layout of tapchicongsan.org.vn.

Class names as the public JSPs of Liferay's asset publisher write them, those of the public themes of
portal-egov, and those that public spiders read on tapchicongsan.org.vn. None was seen on a live site.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from typing import ClassVar, Final

from archive.readings import Precision, PrintedDate
from crawler.pages.generic import GenericPage
from crawler.pages.selectors import Paths, Selectors

_EGOV: Final = Paths("div.asset_publisher_view_full_content")
_SECONDS: Final = re.compile(r"\d:\d\d:\d\d")


class LiferayPage(GenericPage):
    """An article that an asset publisher shows in full.

    Banners and footers are web content as well and have the same class; the article is what stands in
    the publisher. ``metadata-author`` names the account that entered the article and is not read.
    """

    cms: ClassVar[str] = "liferay"
    selectors: ClassVar[Selectors] = Selectors(
        scope=_EGOV,
        title=Paths(
            "div.asset_title span",
            "div.asset-full-content .asset-title",
            "div.taglib-header h1.header-title",
        ),
        date=Paths(
            "span.assetPublishDate",
            "div.social-panel .asset-publish-date",
            "div.asset-full-content span.metadata-publish-date",
            ".publishdate",
        ),
        lead=Paths("div.assetdesc-text"),
        body=Paths(
            "div.asset-full-content div.journal-content-article",
            "div.asset-full-content div.asset-content",
            "div.detailContent",
        ),
        section=Paths("ul.breadcrumb a", "ol.breadcrumb a"),
        tags=Paths("span.taglib-asset-tags-summary a"),
    )

    @cached_property
    def dates(self) -> tuple[PrintedDate | None, PrintedDate | None]:
        """The dates; of portal-egov's time of two parts only the day.

        Its pattern is ``dd/MM/yyyy HH:ss``: seconds stand where a reader expects minutes. In another of
        its themes it is ``hh:mm``, twelve hours without AM and PM. With seconds it is whole.
        """
        published, updated = super().dates
        if not _EGOV.find(self.root, self.names)[1]:
            return published, updated
        return _without_minutes(published), _without_minutes(updated)


def _without_minutes(date: PrintedDate | None) -> PrintedDate | None:
    if date is None or date.precision is not Precision.MINUTE or _SECONDS.search(date.raw):
        return date
    return replace(date, value=date.value.replace(hour=0, minute=0), precision=Precision.DAY)
