"""Dates that pages print for machines: ISO 8601, RFC 2822, and NukeViet's malformed form."""

from __future__ import annotations

from datetime import datetime

import pytest

from archive.readings import Precision, PrintedDate
from archive.timezone import VIETNAM
from crawler.fields.dates import read_machine_date

MINUTE, DAY = Precision.MINUTE, Precision.DAY


def moment(text: str) -> datetime:
    """Return ``2021-05-04 17:29`` as Vietnam time."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("2023-08-10T07:26:00.000Z", "2023-08-10 14:26", MINUTE),
        ("2023-08-10T20:26:00Z", "2023-08-11 03:26", MINUTE),
        ("2021-05-04T17:29:31+07:00", "2021-05-04 17:29", MINUTE),
        ("2021-05-04T17:29:31+0700", "2021-05-04 17:29", MINUTE),
        ("2021-05-04 17:29", "2021-05-04 17:29", MINUTE),
        ("2021-05-04T17:29:31", "2021-05-04 17:29", MINUTE),
        ("2021-05-04", "2021-05-04", DAY),
        ("2021-05-04T24:00:00", "2021-05-04", DAY),
        ("2021-05-04T25:10:00", "2021-05-04", DAY),
        ("2015-10-21+0708:33:00", "2015-10-21 08:33", MINUTE),
        (" 2015-10-21ICT08:33:00 ", "2015-10-21 08:33", MINUTE),
        ("Thu, 10 Aug 2023 07:26:00 GMT", "2023-08-10 14:26", MINUTE),
        ("Thu, 10 Aug 2023 07:26:00 +0700", "2023-08-10 07:26", MINUTE),
    ],
)
def test_machine_dates(text: str, value: str, precision: Precision) -> None:
    date = read_machine_date(text)
    assert date is not None
    assert (date.value, date.precision, date.raw) == (moment(value), precision, text.strip())
    assert date.printed("meta") == PrintedDate(moment(value), precision, text.strip(), "meta")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2015",
        "20151021",
        "2015-10",
        "2015-W43-3",
        "2015-13-21",
        "2015-10-21+0708:33:00x",
        "1970-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31",
        "hôm qua",
        "04/05/2021",
        "Thu, 10 Aug 2023",
    ],
)
def test_not_a_machine_date(text: str) -> None:
    assert read_machine_date(text) is None
