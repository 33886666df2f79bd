"""DotNetNuke (DNN) and portals that look like it.

A page is a tab: ``/Default.aspx?tabid=148``, ``/tabid/148/Default.aspx`` or a friendly name. What an
article's address looks like is a matter of the news module, of which there are many: ``ItemID=12`` behind
the tab, ``/<page>/ID/<id>/<slug>`` (EasyDNNnews), ``/tin-tuc/<slug>-<id>``. Modules that turn their pages
by postback are followed by posting the page's form; other pagers know no end, so that a walk ends where
a page names nothing new.
"""

from __future__ import annotations

from typing import ClassVar

from crawler.pages.dnn import DnnPage
from crawler.pages.periods import Pages
from crawler.platforms.site import SiteSpider


class DnnSpider(SiteSpider):
    """Walks a DNN portal; links are told by their shape, unless a spider knows its site's forms."""

    page: ClassVar[Pages] = DnnPage
