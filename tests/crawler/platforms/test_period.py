"""The period of a crawl."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from archive.readings import Precision, PrintedDate
from archive.timezone import VIETNAM
from crawler.platforms.arguments import BadArgument, read_day
from crawler.platforms.period import Period


@pytest.mark.parametrize("text", ["2023-13-01", "2023-02-30", "01/02/2023", "2023", "20230201", ""])
def test_a_wrong_day_is_one_clear_line(text: str) -> None:
    with pytest.raises(BadArgument, match="write since=YYYY-MM-DD"):
        read_day("since", text)


def test_a_period_cannot_end_before_it_begins() -> None:
    with pytest.raises(BadArgument, match="exchange them"):
        Period(date(2023, 2, 1), date(2023, 1, 1))


@pytest.mark.parametrize(
    ("moment", "precision", "covered"),
    [
        (datetime(2023, 1, 1, 0, 0, tzinfo=VIETNAM), Precision.MINUTE, True),
        (datetime(2023, 1, 31, 23, 59, tzinfo=VIETNAM), Precision.MINUTE, True),
        (datetime(2022, 12, 31, 23, 59, tzinfo=VIETNAM), Precision.MINUTE, False),
        (datetime(2023, 2, 1, tzinfo=VIETNAM), Precision.DAY, False),
        (datetime(2023, 1, 1, tzinfo=VIETNAM), Precision.MONTH, True),
        (datetime(2022, 12, 1, tzinfo=VIETNAM), Precision.MONTH, False),
        (datetime(2023, 1, 1, tzinfo=VIETNAM), Precision.YEAR, True),
        (datetime(2022, 1, 1, tzinfo=VIETNAM), Precision.YEAR, False),
    ],
)
def test_both_days_of_a_period_belong_to_it(
    moment: datetime, precision: Precision, covered: bool
) -> None:
    period = Period(date(2023, 1, 1), date(2023, 1, 31))
    printed = PrintedDate(moment, precision, "", "")
    assert period.covers(printed) is covered
