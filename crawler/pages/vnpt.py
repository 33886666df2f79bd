"""Portals of VNPT: the numeric family of Trà Vinh and Sóc Trăng, and the dated one of Thanh Hóa.

Neither product's markup is public, and no page of them has been seen: the fields are read by meaning.
What is known are addresses and the text of listings.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import cached_property
from typing import ClassVar, Final

from archive.readings import Precision, PrintedDate
from archive.timezone import VIETNAM
from crawler.pages.generic import GenericPage

_DATED: Final = re.compile(r"/portal/pages/(\d{4}-\d{1,2}-\d{1,2})/[^/]+\.aspx", re.IGNORECASE)
_OLDEST: Final = 1997  # the year in which Vietnam joined the internet


class VnptPage(GenericPage):
    """An article of a VNPT portal.

    Pages of Thanh Hóa print no date; their address has one, ``/portal/pages/2022-7-12/<slug>.aspx``.
    It is taken for the day of publication, with the rule ``vnpt:address`` and the precision ``day``, but
    only

    - where neither the page nor the listing prints a date: what a reader sees counts more;
    - in this place of this form of address, where the portal itself writes the day on which the page was
      made; a date in a slug is a word of the headline and says when something happens;
    - where it is a day that has been when the page was fetched.

    It is honest to the day only: the portal makes the address when an article is entered, and an article
    that is released later keeps it. That is no guess from a text: the body of the one page known names
    another day, that of the meeting (21 July 2022 against 12 July in the address), which is never used.
    Who wants printed dates only leaves out this rule.
    """

    cms: ClassVar[str] = "vnpt"

    @cached_property
    def dates(self) -> tuple[PrintedDate | None, PrintedDate | None]:
        """The dates that page and listing print, or else the day in the address."""
        published, updated = super().dates
        return published or self._address_date(), updated

    def _address_date(self) -> PrintedDate | None:
        match = _DATED.search(self.address)
        if match is None:
            return None
        try:
            value = datetime(*map(int, match[1].split("-")), tzinfo=VIETNAM)  # type: ignore[misc,arg-type]
        except ValueError:
            return None
        if value.year < _OLDEST or value > self.context.fetched_at:
            return None
        return PrintedDate(value, Precision.DAY, match[1], "vnpt:address")
