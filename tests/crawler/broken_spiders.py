"""The spider of Nghệ An with page objects that fail in several ways."""

from __future__ import annotations

import os
import signal

from web_poet.fields import field as page_field

from crawler.pages.nghean import NgheAnPage
from crawler.spiders import nghe_an


class BrokenPage(NgheAnPage):
    """A version that breaks over some pages, and refuses the others."""

    @page_field
    def author(self) -> str | None:
        """The person named as author."""
        if len(self.title) % 2:
            raise ZeroDivisionError("division by zero")
        return None

    @page_field
    def problems(self) -> list[str]:
        """What speaks against the page."""
        return ["no-body"]


class DeadlyPage(NgheAnPage):
    """A version that takes its process with it."""

    @page_field
    def author(self) -> str | None:
        """The person named as author."""
        os.kill(os.getpid(), signal.SIGKILL)
        return None


class BrokenNgheAn(nghe_an.NgheAnSpider):
    """The spider with the version that breaks."""

    page = BrokenPage


class DeadlyNgheAn(nghe_an.NgheAnSpider):
    """The spider with the version that kills."""

    page = DeadlyPage
