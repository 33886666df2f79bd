"""nghean.dcs.vn: one portal with a sub-site for each board of the provincial committee."""

from __future__ import annotations

from typing import ClassVar

from crawler.pages.generic import GenericPage


class NgheAnPage(GenericPage):
    """An article of nghean.dcs.vn.

    The product behind the portal is unknown and so are its class names. Its articles print no date:
    the listing may supply it.
    """

    cms: ClassVar[str] = "nghean"
