"""NukeViet 3.4 to 5, the standard and the e-government edition, desktop, mobile and print themes.

The visible date is the date of publication. ``itemprop=datePublished`` holds the time of the last edit
and ``itemprop=author`` falls back to the administrator's login; neither is read.
"""

from __future__ import annotations

from typing import ClassVar

from crawler.pages.generic import GenericPage
from crawler.pages.selectors import Paths, Selectors


class NukeVietPage(GenericPage):
    """An article of a NukeViet site."""

    cms: ClassVar[str] = "nukeviet"
    selectors: ClassVar[Selectors] = Selectors(
        scope=Paths("div.news_column[itemtype$=NewsArticle]", "div.newsdetail", "#print"),
        title=Paths("h1[itemprop=headline]", "div.news_column h1", "#content h1"),
        date=Paths("span.h5", "em.time", "span.time", "span.small"),
        lead=Paths("div.hometext", "#hometext div.h2", "#hometext"),
        body=Paths("#news-bodyhtml", "div.bodytext", "#bodytext"),
        picture=Paths("#imgpreview", "figure.article", "div.imghome"),
        credits=Paths("p.h5.text-right", "p.text-right", "p.author"),
        section=Paths(
            "ul.temp-breadcrumbs a[itemprop=item]", "[itemtype$=BreadcrumbList] a[itemprop=item]"
        ),
        tags=Paths("div.news_column a[href*='/tag/']"),
        attachments=Paths("div.news-download-file"),
    )

    def _is_listing(self) -> bool:
        # The core, not the theme, writes this: an article page is of the type "article".
        return self.meta.get("og:type") == "website" or super()._is_listing()
