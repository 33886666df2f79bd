"""The contract test can fail: what it asks of pages, fixtures and the register."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest

from archive.sites import Site, Status
from archive.timezone import VIETNAM
from crawler.fixtures import (
    ARTICLES,
    Expected,
    Fixture,
    Value,
    confirm,
    load,
)
from crawler.fixtures.contract import (
    TimedReading,
    complaint_about_field,
    complaints_about_page,
    complaints_about_spider,
    timed,
)
from crawler.fixtures.fixture import ReadingFailed
from crawler.pages.nukeviet import NukeVietPage
from crawler.pages.periods import Pages
from crawler.pages.selectors import Paths
from crawler.spiders.lai_chau import LaiChauSpider

RECORDED = Path(__file__).parents[1] / "fixtures"
MOMENT = datetime(2026, 11, 22, 9, 0, tzinfo=VIETNAM)


@pytest.fixture
def fixture(tmp_path: Path) -> Fixture:
    """A copy of a reviewed fixture, for one test."""
    folder = tmp_path / "lai_chau" / "2026-11-22"
    shutil.copytree(RECORDED / "lai_chau" / "2026-11-22", folder)
    return load(folder)


class _BrokenPage(NukeVietPage):
    selectors = replace(NukeVietPage.selectors, title=Paths("div.hometext"))


class _BreakingPage(NukeVietPage):
    @property
    def scope(self) -> Any:
        raise ZeroDivisionError


def with_page(kind: type[NukeVietPage]) -> type[LaiChauSpider]:
    class OtherSpider(LaiChauSpider):
        page: ClassVar[Pages] = kind

    return OtherSpider


def complaints(fixture: Fixture, spider: type[LaiChauSpider], number: int | None = 0) -> list[str]:
    reading = timed(fixture, spider, number)
    fields = [
        complaint_about_field(fixture, number, name, reading) for name in fixture.expected(number)
    ]
    found = complaints_about_page(fixture, number, (spider.host, *spider.aliases), reading)
    return [*filter(None, fields), *found]


@pytest.mark.parametrize("number", [None, 0, 1, 2])
def test_a_good_page_has_no_complaint(fixture: Fixture, number: int | None) -> None:
    assert complaints(fixture, LaiChauSpider, number) == []


def test_a_broken_selector_fails(fixture: Fixture) -> None:
    found = complaints(fixture, with_page(_BrokenPage))
    assert found[0].startswith("title: expected 'Tổng kết công tác tuyên giáo năm 2023")
    assert "(by h1[itemprop=headline]), read 'Sáng 18/1" in found[0]
    assert found[0].endswith("(by div.hometext)")


def test_a_page_object_that_breaks_names_the_page(fixture: Fixture) -> None:
    with pytest.raises(
        ReadingFailed, match=r"tong-ket-.*ZeroDivisionError.*: mend the page object"
    ):
        timed(fixture, with_page(_BreakingPage), 0)


def test_a_listing_that_is_read_otherwise_fails(fixture: Fixture) -> None:
    class OtherSpider(LaiChauSpider):
        article_pattern = r"-705\.html$"

    found = complaints(fixture, OtherSpider, None)
    assert found[0].startswith("articles: expected ['https://")


def test_an_unreviewed_value_fails(fixture: Fixture) -> None:
    confirm(fixture.path, 0, {"author": Expected("Hoàng Thu Trang", "nukeviet:author-line")})
    found = complaints(load(fixture.folder), LaiChauSpider)
    assert found == ["unreviewed: scrapy review lai_chau"]


def clock(*seconds: float) -> Any:
    """A clock that lets each reading take so long."""

    def ticks() -> Iterator[float]:
        now = 0.0
        for duration in seconds:
            yield now
            now += duration
            yield now

    return ticks().__next__


@pytest.mark.parametrize(
    ("durations", "slow"), [((0.01,), False), ((2.0, 0.01), False), ((2.0, 1.5), True)]
)
def test_a_page_has_two_chances_to_be_quick(
    fixture: Fixture, durations: tuple[float, ...], slow: bool
) -> None:
    reading = timed(fixture, LaiChauSpider, 0, clock(*durations))
    found = list(complaints_about_page(fixture, 0, ("lai-chau.invalid",), reading))
    assert found == (["took 1.5 s to be read; at most 1 s: find out what is slow"] if slow else [])


def read_as(fixture: Fixture, **values: Any) -> TimedReading:
    read = fixture.read(LaiChauSpider, 0) | {name: Value(value) for name, value in values.items()}
    return TimedReading(read, 0.01)


IMPOSSIBLE: dict[str, tuple[dict[str, Any], str]] = {
    "title": ({"title": None}, "title: nothing was read: an article needs it"),
    "body": ({"body": None}, "body: nothing was read: an article needs it"),
    "problems": ({"problems": ["no-body"]}, "problems: a crawl refuses the page: no-body"),
    "future": (
        {"published_at": "2026-11-23T00:00:00+07:00"},
        "published_at: 2026-11-23T00:00:00+07:00 is later than the recording",
    ),
    "updated": ({"updated_at": "2027-01-01T00:00:00+07:00"}, "updated_at: 2027-01-01"),
    "host": ({"url": "https://nghean.dcs.vn/a"}, "https://nghean.dcs.vn/a is not on lai-chau."),
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_cannot_be_true_fails(fixture: Fixture, name: str) -> None:
    values, message = IMPOSSIBLE[name]
    found = list(
        complaints_about_page(fixture, 0, ("lai-chau.invalid",), read_as(fixture, **values))
    )
    assert len(found) == 1
    assert found[0].startswith(message)


def test_the_day_of_the_recording_is_no_future(fixture: Fixture) -> None:
    reading = read_as(fixture, published_at="2026-11-22T23:59:00+07:00")
    assert list(complaints_about_page(fixture, 0, ("lai-chau.invalid",), reading)) == []


def test_a_listing_without_articles_fails(fixture: Fixture) -> None:
    reading = TimedReading({ARTICLES: Value(None)}, 0.0)
    (found,) = complaints_about_page(fixture, None, ("lai-chau.invalid",), reading)
    assert found.startswith("names no article")


SITE = Site(
    host="lai-chau.invalid",
    spider="lai_chau",
    province="lai-chau",
    body="Ban Tuyên giáo Tỉnh ủy",
    cms="nukeviet",
    status=Status.REPLICA_TESTED,
    checked=date(2026, 11, 22),
)
DISAGREEING = {
    "host": (replace(SITE, host="other.vn"), "host: 'lai-chau.invalid' in the spider, 'other.vn'"),
    "province": (replace(SITE, province=None), "province: 'lai-chau' in the spider, None"),
    "cms": (replace(SITE, cms="dnn"), "cms: 'nukeviet' in the spider, 'dnn'"),
    "entry": (None, "lai_chau is not in archive/data/sites.toml"),
    "fixture": (replace(SITE, status=Status.FIXTURE_TESTED), "fixture-tested, and no fixture"),
}


@pytest.mark.parametrize("name", DISAGREEING)
def test_a_register_that_disagrees_fails(name: str) -> None:
    site, message = DISAGREEING[name]
    (found,) = complaints_about_spider(LaiChauSpider, site, [], {"lai_chau"})
    assert found.startswith(message)


def test_a_replica_that_is_not_there_fails() -> None:
    (found,) = complaints_about_spider(LaiChauSpider, SITE, [], {"nghe_an"})
    assert found.startswith("replica-tested, and there is no replica")


def test_a_status_is_earned_by_a_fixture_that_is_reviewed_to_its_end(fixture: Fixture) -> None:
    tested = replace(SITE, status=Status.FIXTURE_TESTED)
    assert list(complaints_about_spider(LaiChauSpider, tested, [fixture], ())) == []
    confirm(fixture.path, 2, {"lead": Expected("Một")})
    left = load(fixture.folder)
    assert len(list(complaints_about_spider(LaiChauSpider, tested, [left], ()))) == 1


def test_a_spider_without_province_fails(tmp_path: Path) -> None:
    """The contract test asks the loader for its faults; the loader names this one."""
    from scrapy.settings import Settings

    from crawler.loading import SiteSpiderLoader

    package = tmp_path / "halfspiders"
    package.mkdir()
    source = (
        "from crawler.platforms.nukeviet import NukeVietSpider\n"
        "class HalfSpider(NukeVietSpider):\n    name = 'half'\n    host = 'half.vn'\n"
    )
    (package / "__init__.py").write_text("")
    (package / "half.py").write_text(source)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(tmp_path))
        loader = SiteSpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["halfspiders"]}))
    assert "province is missing" in loader.faults["half"]
