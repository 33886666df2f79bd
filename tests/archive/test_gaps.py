"""Months that lack articles are found, and months that are merely slow are not."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from archive import gaps
from archive.gaps import Gap, low_months
from archive.readings import Precision, PrintedDate
from archive.store import Store
from archive.timezone import VIETNAM, now
from tests.archive.helpers import reading


@pytest.mark.parametrize(
    ("months", "low"),
    [
        ({}, []),
        ({5: 30}, []),
        ({1: 30, 2: 30, 3: 30}, []),
        ({1: 30, 2: 30, 3: 30, 5: 30}, [(4, 30, 0)]),
        ({1: 30, 2: 30, 3: 30, 4: 7, 5: 30}, [(4, 30, 7)]),
        ({1: 30, 2: 30, 3: 30, 4: 8, 5: 30}, []),  # February with Tết
        ({1: 5, 2: 5, 3: 5, 5: 5, 6: 5}, []),  # too few for a missing one to mean anything
        ({1: 7, 2: 6, 3: 7, 5: 6}, [(4, 6.5, 0)]),
        ({1: 7, 2: 6, 3: 7, 4: 1, 5: 6}, []),
        ({1: 30, 2: 30, 30: 30, 31: 30}, []),  # the site was closed in between: nothing around
        ({1: 30, 2: 30, 3: 30, 6: 30, 7: 30, 8: 30}, [(4, 30, 0), (5, 30, 0)]),
    ],
)
def test_a_month_is_measured_by_those_around_it(
    months: dict[int, int], low: list[tuple[int, float, int]]
) -> None:
    assert list(low_months(months)) == low


def fill(store: Store, spider: str, counts: dict[tuple[int, int, str], int]) -> None:
    """Store so many articles of a year, month and section."""
    for (year, month, section), number in counts.items():
        for place in range(number):
            key = f"{spider}.vn/{year}-{month}-{section}-{place}"
            moment = datetime(year, month, 1 + place, tzinfo=VIETNAM)
            store.save(
                reading(
                    key=key,
                    url=f"https://{key}",
                    site=f"{spider}.vn",
                    spider=spider,
                    title=key,
                    body=[f"{key} và nội dung của bài này " * 10],
                    section=section,
                    published=PrintedDate(moment, Precision.DAY, "raw", "rule"),
                )
            )


def test_gaps_are_found_by_site_and_section(engine: Engine, store: Store) -> None:
    months = [(2025, month) for month in range(1, 9)]
    fill(store, "lai_chau", {(*month, "Tin tức"): 6 for month in months if month != (2025, 4)})
    fill(
        store, "lai_chau", {(*month, "Khoa giáo"): 7 for month in months if month[1] not in (4, 6)}
    )
    fill(store, "bac_kan", {(*month, "Tin"): 5 for month in months})
    found = gaps.find(engine)
    assert found == [
        Gap("lai_chau", None, date(2025, 4, 1), date(2025, 4, 30), 13, 0),
        Gap("lai_chau", "Khoa giáo", date(2025, 6, 1), date(2025, 6, 30), 7, 0),
    ]
    assert gaps.find(engine, "bac_kan") == []
    assert gaps.find(engine, "lai_chau") == found


def test_duplicates_count_and_the_present_month_does_not(engine: Engine, store: Store) -> None:
    today = now()
    for back in range(8):
        moment = today - timedelta(days=30 * back)
        for place in range(6 if back != 3 else 0):
            name = f"lai_chau.vn/{back}-{place}"
            text = {"title": name, "body": [f"{name} và nội dung " * 20]}
            printed = PrintedDate(moment, Precision.DAY, "raw", "rule")
            for site in ("bac_kan", "lai_chau"):
                key = f"{site}/{name}"
                store.save(
                    reading(
                        key=key, url=f"https://{key}", site=f"{site}.vn", spider=site,
                        published=printed, section=None, **text,
                    )
                )  # fmt: skip
    found = gaps.find(engine, "lai_chau")
    assert [(gap.section, gap.seen) for gap in found] == [
        (gap.section, gap.seen) for gap in gaps.find(engine, "bac_kan")
    ]
    assert all(gap.last < today.date() for gap in found)
