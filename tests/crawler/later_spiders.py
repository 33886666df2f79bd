"""The spider of Nghệ An as a later version of this program has it: its page object reads otherwise."""

from __future__ import annotations

from typing import ClassVar

from web_poet.fields import field as page_field

from crawler.pages.nghean import NgheAnPage
from crawler.spiders import nghe_an


class LaterPage(NgheAnPage):
    """A newer version, which names the organisation in capitals."""

    version: ClassVar[int] = 99

    @page_field
    def organisation(self) -> str | None:
        """The body named with the author."""
        found: str | None = super().organisation
        return found and found.upper()


class LaterNgheAn(nghe_an.NgheAnSpider):
    """The spider with the newer version."""

    page = LaterPage
