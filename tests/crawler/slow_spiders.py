"""The spider of Nghệ An with a page object that takes its time."""

from __future__ import annotations

import time
from typing import ClassVar

from web_poet.fields import field as page_field

from crawler.pages.nghean import NgheAnPage
from crawler.pages.periods import Pages
from crawler.spiders import nghe_an


class SlowPage(NgheAnPage):
    """A version that takes a tenth of a second for a page."""

    @page_field
    def author(self) -> str | None:
        """The person named as author."""
        time.sleep(0.1)
        return None


class SlowNgheAn(nghe_an.NgheAnSpider):
    """The spider with the slow version."""

    page: ClassVar[Pages] = SlowPage
