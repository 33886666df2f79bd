"""Home-made portals on ASP.NET WebForms with ``/post/<id>/<slug>.aspx``, as in Bình Thuận."""

from __future__ import annotations

from typing import ClassVar

from crawler.pages.periods import Pages
from crawler.pages.webforms import WebFormsPage
from crawler.platforms.site import SiteSpider


class WebFormsSpider(SiteSpider):
    """Walks a WebForms portal; its listing addresses are not known, so they are told by their shape."""

    page: ClassVar[Pages] = WebFormsPage
    article_pattern = r"(?i)/post/\d+/[^/?]+"
