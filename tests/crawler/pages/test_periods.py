"""A redesigned site keeps its old reader for its old pages."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import ClassVar

import pytest

from archive.timezone import VIETNAM
from crawler.pages.dnn import DnnPage
from crawler.pages.nukeviet import NukeVietPage
from crawler.pages.periods import PagePeriod, Pages, page_for
from crawler.pages.webforms import WebFormsPage
from crawler.spiders.quang_tri import QuangTriSpider

FIRST, SECOND = date(2026, 3, 1), date(2027, 3, 1)


class Redesigned(QuangTriSpider):
    page: ClassVar[Pages] = (
        PagePeriod(WebFormsPage),
        PagePeriod(DnnPage, since=FIRST),
        PagePeriod(NukeVietPage, since=SECOND),
    )


@pytest.mark.parametrize(
    ("fetched", "expected"),
    [
        (datetime(2020, 1, 1, tzinfo=VIETNAM), WebFormsPage),
        (datetime(2026, 2, 28, 23, 59, 59, tzinfo=VIETNAM), WebFormsPage),
        (datetime(2026, 3, 1, tzinfo=VIETNAM), DnnPage),
        # Two o'clock in the night of Vietnam is still the evening before in UTC.
        (datetime(2027, 2, 28, 19, 0, tzinfo=timezone(timedelta(0))), NukeVietPage),
        (datetime(2030, 1, 1, tzinfo=VIETNAM), NukeVietPage),
    ],
)
def test_the_day_of_the_fetch_decides(fetched: datetime, expected: type) -> None:
    assert page_for(Redesigned, fetched) is expected
    assert page_for(Redesigned(), fetched) is expected


def test_one_page_object_reads_all_pages() -> None:
    assert page_for(QuangTriSpider, datetime(1999, 1, 1, tzinfo=VIETNAM)) is DnnPage


@pytest.mark.parametrize(
    "pages",
    [
        (PagePeriod(DnnPage, since=FIRST),),
        (PagePeriod(DnnPage), PagePeriod(WebFormsPage)),
        (PagePeriod(DnnPage), PagePeriod(WebFormsPage, SECOND), PagePeriod(NukeVietPage, FIRST)),
        (PagePeriod(DnnPage), PagePeriod(WebFormsPage, FIRST), PagePeriod(NukeVietPage, FIRST)),
    ],
    ids=["late first", "two first", "out of order", "same day"],
)
def test_periods_that_do_not_follow_each_other_are_a_fault(pages: Pages) -> None:
    spider = type("Muddled", (QuangTriSpider,), {"page": pages})
    with pytest.raises(ValueError, match="periods follow each other"):
        page_for(spider, datetime(2026, 1, 1, tzinfo=VIETNAM))
