from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from archive.addresses import Named
from archive.captures import Capture
from archive.frontier import Frontier, ListingTask, Missing
from archive.listings import Found, is_trusted
from archive.timezone import VIETNAM

NIGHT = datetime(2026, 3, 1, 1, 45, tzinfo=VIETNAM)
DAY = timedelta(days=1)
HOME = Found("/", "https://nghean.dcs.vn/")
NEWS = Found("/tin/", "https://nghean.dcs.vn/tin/", section="Tin tức", depth=1)
WEEK = 7.0
MONTH = 30.0


@pytest.fixture
def frontier(engine: Engine) -> Frontier:
    return Frontier(engine, host="nghean.dcs.vn", spider="nghe_an", province="nghe-an")


@pytest.fixture
def again(open_engine: Callable[..., Engine]) -> Callable[[], Frontier]:
    """Open the frontier as the next process does."""
    return lambda: Frontier(open_engine(), host="nghean.dcs.vn", spider="nghe_an", province=None)


def capture(url: str, at: datetime, original: int | None = None) -> Capture:
    return Capture(url, "listing", at, 200, "sha1:ABC", "nghe_an/x.warc.gz", 10, 20, original)


def read(
    frontier: Frontier,
    task: ListingTask,
    *found: Found,
    at: datetime = NIGHT,
    named: tuple[str, ...] = (),
    end: bool = False,
    etag: str | None = '"1"',
) -> list[ListingTask]:
    """Read a listing page that names articles and leads to other pages."""
    with frontier.step() as step:
        step.name([Named(key, f"https://nghean.dcs.vn{key}") for key in named], at)
        tasks = step.find(found)
        kept = capture(task.row.url, at)
        step.walked(task, at=at, etag=etag, last_modified=None, cards=named, capture=kept)
        if end:
            step.end(task, at)
    return tasks


def following(task: ListingTask, page: int) -> Found:
    first = task.row.first_id or task.row.id
    url = f"{NEWS.url}?page={page}"
    return Found(f"/tin/?page={page}", url, section="Tin tức", first_id=first, page=page)


def keys(tasks: list[ListingTask]) -> list[str]:
    return [task.key for task in tasks]


def walk_all(frontier: Frontier, at: datetime = NIGHT) -> None:
    """Walk the home page and a section of two pages to their ends."""
    frontier.plan([HOME], at=at, full_walk_days=MONTH)
    (news,) = read(frontier, frontier.listings()[0], NEWS, named=("/a", "/b"), end=True, at=at)
    (second,) = read(frontier, news, following(news, 2), named=("/c",), at=at)
    read(frontier, second, named=("/d",), end=True, at=at)


def test_a_first_night_walks_everything_to_its_end(frontier: Frontier) -> None:
    walk_all(frontier)
    assert frontier.listings() == []
    assert [task.key for task in frontier.articles(NIGHT, 0)] == ["/a", "/b", "/c", "/d"]


def test_a_walk_that_was_cut_off_goes_on_behind_the_last_step(
    frontier: Frontier, again: Callable[[], Frontier]
) -> None:
    frontier.plan([HOME], at=NIGHT, full_walk_days=MONTH)
    (news,) = read(frontier, frontier.listings()[0], NEWS, named=("/a",), end=True)
    read(frontier, news, following(news, 2), named=("/c",))
    later = NIGHT + timedelta(hours=1)
    other = again()
    assert other.plan([HOME], at=later, full_walk_days=MONTH) == NIGHT
    assert keys(other.listings()) == ["/tin/?page=2"]
    assert other.listings()[0].row.whole
    assert [task.key for task in other.articles(later, 0)] == ["/a", "/c"]


def test_a_walk_that_was_cut_off_long_ago_is_begun_anew(frontier: Frontier) -> None:
    frontier.plan([HOME], at=NIGHT, full_walk_days=MONTH)
    read(frontier, frontier.listings()[0], NEWS)
    assert frontier.plan([HOME], at=NIGHT + DAY, full_walk_days=MONTH) == NIGHT + DAY
    assert keys(frontier.listings()) == ["/", "/tin/"]


def test_the_next_night_walks_first_pages_only_and_not_to_the_end(frontier: Frontier) -> None:
    walk_all(frontier)
    frontier.plan([HOME], at=NIGHT + DAY, full_walk_days=MONTH)
    tasks = frontier.listings()
    assert keys(tasks) == ["/", "/tin/"]
    assert not any(task.row.whole for task in tasks)
    assert all(task.earlier and task.earlier.url == task.row.url for task in tasks)


@pytest.mark.parametrize("days", [None, MONTH])
def test_a_full_walk_comes_on_request_and_now_and_then(
    frontier: Frontier, days: float | None
) -> None:
    walk_all(frontier)
    at = NIGHT + (DAY if days is None else 31 * DAY)
    frontier.plan([HOME], at=at, full_walk_days=days)
    assert all(task.row.whole for task in frontier.listings())


def test_start_pages_that_an_operator_names_are_walked_alone(frontier: Frontier) -> None:
    walk_all(frontier)
    given = Found("/hoi-dap/", "https://nghean.dcs.vn/hoi-dap/")
    frontier.plan([given], at=NIGHT + DAY, full_walk_days=MONTH, only=True)
    assert keys(frontier.listings()) == ["/hoi-dap/"]


def test_a_site_is_not_believed_for_ever_that_nothing_has_changed(frontier: Frontier) -> None:
    walk_all(frontier)
    frontier.plan([HOME], at=NIGHT + DAY, full_walk_days=MONTH)
    home = frontier.listings()[0].row
    assert is_trusted(home, NIGHT + DAY, WEEK)
    assert not is_trusted(home, NIGHT + 8 * DAY, WEEK)
    frontier.plan([HOME], at=NIGHT + DAY, full_walk_days=None)
    assert not is_trusted(frontier.listings()[0].row, NIGHT + DAY, WEEK), "walked to the end"


def test_a_page_without_validators_is_asked_for_as_a_whole(frontier: Frontier) -> None:
    frontier.plan([HOME], at=NIGHT, full_walk_days=MONTH)
    read(frontier, frontier.listings()[0], end=True, etag=None)
    frontier.plan([HOME], at=NIGHT + DAY, full_walk_days=MONTH)
    assert not is_trusted(frontier.listings()[0].row, NIGHT + DAY, WEEK)


def test_a_page_that_failed_is_walked_next_night_although_page_one_is_known(
    frontier: Frontier,
) -> None:
    frontier.plan([HOME], at=NIGHT, full_walk_days=MONTH)
    (news,) = read(frontier, frontier.listings()[0], NEWS, end=True)
    (second,) = read(frontier, news, following(news, 2))
    frontier.listing_failed(second, "http-503", NIGHT)
    frontier.plan([HOME], at=NIGHT + DAY, full_walk_days=MONTH)
    assert keys(frontier.listings()) == ["/", "/tin/", "/tin/?page=2"]
    assert [task.row.whole for task in frontier.listings()] == [False, True, True]


def test_a_further_page_that_always_fails_is_given_up_in_the_end(frontier: Frontier) -> None:
    walk_all(frontier)
    (news,) = (task for task in _planned(frontier) if task.key == "/tin/")
    (gone,) = read(frontier, news, following(news, 9), at=NIGHT + DAY)
    for _ in range(5):
        assert "/tin/?page=9" in keys(frontier.listings())
        frontier.listing_failed(gone, "http-500", NIGHT)
    assert "/tin/?page=9" not in keys(frontier.listings())


def test_a_menu_link_that_leads_nowhere_is_rarely_tried_again(frontier: Frontier) -> None:
    frontier.plan([HOME], at=NIGHT, full_walk_days=MONTH)
    (news,) = read(frontier, frontier.listings()[0], NEWS, end=True)
    frontier.listing_failed(news, "http-404", NIGHT)
    assert keys(_planned(frontier)) == ["/"]
    frontier.plan([HOME], at=NIGHT + 31 * DAY, full_walk_days=MONTH)
    assert keys(frontier.listings()) == ["/", "/tin/"]


def test_a_page_that_is_gone_is_not_asked_for_next_night_unless_its_listing_is(
    frontier: Frontier,
) -> None:
    walk_all(frontier)
    for task in _planned(frontier):
        frontier.listing_failed(task, "http-404", NIGHT + DAY)
    assert frontier.listings() == []
    assert keys(_planned(frontier)) == ["/", "/tin/"]


def _planned(frontier: Frontier) -> list[ListingTask]:
    frontier.plan([HOME], at=NIGHT + DAY, full_walk_days=MONTH)
    return frontier.listings()


def test_a_step_that_breaks_leaves_nothing(frontier: Frontier) -> None:
    frontier.plan([HOME], at=NIGHT, full_walk_days=MONTH)

    def broken() -> None:
        with frontier.step() as step:
            step.name([Named("/a", "https://nghean.dcs.vn/a")], NIGHT)
            step.find([NEWS])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    assert keys(frontier.listings()) == ["/"]
    assert frontier.articles(NIGHT, 0) == []


def test_a_backfill_goes_on_where_it_was_stopped_and_leaves_the_nights_alone(
    frontier: Frontier, again: Callable[[], Frontier]
) -> None:
    walk_all(frontier)
    period = {"since": None, "until": NIGHT.date()}
    backfill = again()
    backfill.plan_backfill([HOME], **period, at=NIGHT + DAY)
    home, news = backfill.listings()
    assert keys([home, news]) == ["/", "/tin/"]
    assert home.row.whole
    assert news.row.whole
    read(backfill, home, at=NIGHT + DAY)
    read(backfill, news, following(news, 2), at=NIGHT + DAY)
    assert not backfill.end_backfill(NIGHT + DAY)

    frontier.plan([HOME], at=NIGHT + 2 * DAY, full_walk_days=MONTH)
    assert keys(frontier.listings()) == ["/", "/tin/"]
    for task in frontier.listings():
        frontier.listing_not_modified(task, None)

    backfill = again()
    backfill.plan_backfill([HOME], **period, at=NIGHT + 3 * DAY)
    (second,) = backfill.listings()
    assert second.key == "/tin/?page=2"
    read(backfill, second, at=NIGHT + 3 * DAY, end=True)
    assert backfill.end_backfill(NIGHT + 3 * DAY)
    backfill = again()
    backfill.plan_backfill([HOME], **period, at=NIGHT + 4 * DAY)
    assert keys(backfill.listings()) == ["/", "/tin/"], "a new one"


@pytest.mark.parametrize(
    ("count", "looked_at", "alive", "believed"),
    [
        pytest.param(2, 2, True, True, id="two that were taken down"),
        pytest.param(2, 200, False, False, id="the site is closed"),
        pytest.param(60, 80, True, False, id="most are missing"),
        pytest.param(11, 80, True, True, id="a few of many"),
    ],
)
def test_a_site_that_is_ill_has_lost_no_article(
    frontier: Frontier, count: int, looked_at: int, alive: bool, believed: bool
) -> None:
    frontier.plan([HOME], at=NIGHT, full_walk_days=MONTH)
    named = tuple(f"/{number}" for number in range(count))
    read(frontier, frontier.listings()[0], named=named)
    missing = [Missing(key, NIGHT, "http-404", None) for key in named]
    assert frontier.articles_missing(missing, looked_at=looked_at, alive=alive) is believed


def test_a_crawl_without_a_database_remembers_while_it_lasts() -> None:
    frontier = Frontier.open("", host="nghean.dcs.vn", spider="nghe_an", province="nghe-an")
    walk_all(frontier)
    assert [task.key for task in frontier.articles(NIGHT, 0)] == ["/a", "/b", "/c", "/d"]
    frontier.close()
