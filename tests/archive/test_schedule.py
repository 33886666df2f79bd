from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from archive.schedule import schedule
from archive.timezone import VIETNAM

FOUND = datetime(2026, 3, 1, 1, 45, tzinfo=VIETNAM)
EARLY = timedelta(hours=8)


def after(days: float) -> datetime:
    """The moment so many days after the article was found."""
    return FOUND + timedelta(days=days)


@pytest.mark.parametrize(
    ("visited", "due"),
    [
        (after(0), after(1) - EARLY),
        # The night run reaches the page an hour earlier than the night before.
        (after(1) - timedelta(hours=1), after(3) - EARLY),
        (after(3), after(7) - EARLY),
        (after(5), after(7) - EARLY),
        (after(7), after(30) - EARLY),
    ],
)
def test_a_recent_article_is_looked_at_again_after_1_3_7_and_30_days(
    visited: datetime, due: datetime
) -> None:
    for published in (None, FOUND - timedelta(days=2)):
        found = schedule().next_visit(
            key="k", found_at=FOUND, visited_at=visited, published_at=published
        )
        assert found == due


@pytest.mark.parametrize(
    ("visited", "published"),
    [
        pytest.param(after(31), FOUND, id="seen for a month"),
        pytest.param(after(0), FOUND - timedelta(days=400), id="old when it was found"),
    ],
)
def test_later_and_for_old_articles_visits_are_rare_and_spread(
    visited: datetime, published: datetime
) -> None:
    days = {
        (
            schedule().next_visit(
                key=f"nghean.dcs.vn/{number}",
                found_at=FOUND,
                visited_at=visited,
                published_at=published,
            )
            - visited
        ).days
        for number in range(200)
    }
    assert min(days) >= 179
    assert max(days) <= 241
    assert len(days) > 20


def test_what_fails_is_asked_for_next_night_and_then_ever_more_rarely() -> None:
    waits = [schedule().after_failure(FOUND, failures) - FOUND for failures in range(1, 9)]
    assert waits[:2] == [timedelta(0), timedelta(0)]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(days=30) - EARLY


def test_what_was_refused_is_not_asked_for_next_night() -> None:
    waits = [schedule().after_refusal(FOUND, refusals) - FOUND for refusals in range(1, 6)]
    assert waits[0] > timedelta(days=2)
    assert waits == sorted(waits)


def test_what_is_gone_is_looked_for_after_a_week_and_then_rarely() -> None:
    assert schedule().after_gone(FOUND, FOUND) == after(7) - EARLY
    assert schedule().after_gone(after(8), FOUND) == after(8 + 180) - EARLY
