"""Home-made sites: what a spider says of its addresses, and pages read by meaning."""

from __future__ import annotations

from typing import ClassVar

from crawler.pages.generic import GenericPage
from crawler.pages.periods import Pages
from crawler.platforms.site import SiteSpider


class GenericSpider(SiteSpider):
    r"""Walks a site of nobody's make.

    A spider on this base gives the forms of the site's addresses, as far as they are known: with
    `article_pattern` alone, everything else that a menu or a heading names is looked at as a section.
    Patterns are looked for in path and query, of addresses as the site prints them, so that their ends
    have to allow for a query::

        article_pattern = r"^/article/[^/]+/\d+\.htm(?:\?|$)"
        section_pattern = r"^/chuyen-muc/[a-z-]+\.htm$"

    Without patterns links are told apart by their shape (`crawler.platforms.links`). Pagers are known by
    number, word or arrow, whatever their parameter is called. Where the class names of the pages are
    known, a page object of its own names them (`crawler.pages.selectors`).
    """

    page: ClassVar[Pages] = GenericPage
