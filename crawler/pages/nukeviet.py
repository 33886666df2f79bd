"""NukeViet 3.4 to 5, the standard and the e-government edition, desktop, mobile and print themes.

The selectors are those of the themes in the public source (tags 3.4.02 to 4.5.05) and of pages that
installed copies of 4.5.05 and eGovernment 1.2.02 wrote; those of 3.4 stand last in each list.

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
        picture=Paths("#imgpreview", "figure.article", "div.imghome", "#imghome"),
        credits=Paths("p.h5.text-right", "p.text-right", "p.author", "#news_detail > p"),
        section=Paths(
            "ul.temp-breadcrumbs a[itemprop=item]",
            "[itemtype$=BreadcrumbList] a[itemprop=item]",
            "h3.breakcolumn a",
        ),
        tags=Paths(
            "div.news_column a[href*='/tag/']", "div.keywords a", "div.header-oop.tag + p a"
        ),
        attachments=Paths("div.news-download-file"),
    )

    def _is_listing(self) -> bool:
        # The core, not the theme, writes this: an article page is of the type "article".
        return self.meta.get("og:type") == "website" or super()._is_listing()
