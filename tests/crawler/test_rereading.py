"""One stored page read again, alone and in the middle of a crawl."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, ClassVar

import pytest
from scrapy.utils.test import get_crawler
from sqlalchemy import Engine, delete, insert, select, update
from sqlalchemy.orm import Session

from archive import rows
from archive.captures import Earlier, Fetch
from archive.captures.writing import CaptureWriter
from archive.models import Address, Article, Capture
from crawler.outcomes import Outcome, Rejected
from crawler.pages.nghean import NgheAnPage
from crawler.pages.periods import PagePeriod, Pages
from crawler.pipelines.store import StorePipeline
from crawler.platforms.base import BaseSpider
from crawler.rereading import NotReadable, Rereader
from crawler.spiders.nghe_an import NgheAnSpider
from tests.crawler.later_spiders import LaterNgheAn, LaterPage
from tests.crawler.rereadings import pages, stored, with_organisation, work
from tests.crawling import Place


def test_pages_come_in_the_order_of_the_file(engine: Engine) -> None:
    offsets = [page.place.offset for page in pages(engine)]
    assert offsets == sorted(offsets)


def test_hints_that_were_lost_are_made_up_for_by_the_article(place: Place, engine: Engine) -> None:
    with Session(engine) as session:
        listed = session.scalars(
            select(Article.id).where(Article.published_rule.startswith("listing:"))
        ).all()
        assert listed
        session.execute(delete(Address).where(Address.id % 2 == 0))
        session.execute(update(Address).values(hints={}))
        session.commit()
    comparison = work(engine, place, NgheAnSpider)
    assert not {"published_at", "published_rule", "section"} & set(comparison.fields)
    assert comparison.read == len(stored(engine))


def test_a_page_of_which_the_site_said_that_it_had_not_changed(
    place: Place, engine: Engine
) -> None:
    """Its capture is a record without a body, which refers to the one that has it."""
    folder = place.folder / "captures"
    page = pages(engine)[5]
    with engine.connect() as connection:
        url = connection.scalar(select(Capture.url).where(Capture.id == page.capture_id))
    assert url is not None
    at = page.fetched_at + timedelta(days=1)
    writer = CaptureWriter(folder, "nghe_an", 10**6)
    fetch = Fetch(url, "article", at, "GET", [], b"", "HTTP/1.1", 304, [], b"")
    again = writer.write(fetch, Earlier(page.capture_id, url, page.fetched_at, page.place.digest))
    writer.close()
    with engine.begin() as connection:
        row = connection.execute(insert(Capture).values(rows.capture(again)).returning(Capture.id))
        connection.execute(
            update(Article).where(Article.id == page.id).values(capture_id=row.scalar_one())
        )
    (moved,) = [each for each in pages(engine) if each.id == page.id]
    assert moved.place.original == page.place
    rereader = Rereader(folder, {"nghe_an": NgheAnSpider})
    assert replace(rereader.read(moved), fetched_at=page.fetched_at) == rereader.read(page)
    assert work(engine, place, NgheAnSpider).changed == 0


class Redesigned(NgheAnSpider):
    page: ClassVar[Pages] = (PagePeriod(NgheAnPage), PagePeriod(LaterPage, since=date(2027, 3, 1)))


def test_an_old_capture_is_read_by_the_old_reader_and_a_new_one_by_the_new(
    place: Place, engine: Engine
) -> None:
    rereader = Rereader(place.folder / "captures", {"nghe_an": Redesigned})
    page = pages(engine)[0]
    old = replace(page, fetched_at=page.fetched_at.replace(year=2026, month=12, day=1))
    new = replace(page, fetched_at=page.fetched_at.replace(year=2027, month=3, day=1))
    assert rereader.read(old).parser == "NgheAnPage/1"
    assert rereader.read(new).parser == "LaterPage/99"


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [("spider", "ha_tay", "no-spider"), ("key", "x", "another-key")],
)
def test_what_cannot_be_read_has_a_reason(
    place: Place, engine: Engine, field: str, value: str, reason: str
) -> None:
    rereader = Rereader(place.folder / "captures", {"nghe_an": NgheAnSpider})
    changes: dict[str, Any] = {field: value}
    page = replace(pages(engine)[0], **changes)
    with pytest.raises(NotReadable) as caught:
        rereader.read(page)
    assert caught.value.reason == reason
    assert rereader(page) is None


# --- In a crawl -----------------------------------------------------------------------------------


@pytest.fixture
def pipeline_of(place: Place) -> Iterator[Callable[[type[BaseSpider]], StorePipeline]]:
    made: list[StorePipeline] = []

    def make(spider: type[BaseSpider]) -> StorePipeline:
        folder = str(place.folder / "captures")
        settings = {"ARCHIVE_DATABASE_URL": place.url, "ARCHIVE_CAPTURES": folder}
        crawler = get_crawler(spider, settings_dict=settings)
        crawler.spider = spider()
        made.append(StorePipeline.from_crawler(crawler))
        return made[-1]

    yield make
    for pipeline in made:
        pipeline.close_spider()


def test_a_new_version_in_a_crawl_makes_no_revision_but_a_change_does(
    place: Place,
    engine: Engine,
    pipeline_of: Callable[[type[BaseSpider]], StorePipeline],
) -> None:
    rereader = Rereader(place.folder / "captures", {"nghe_an": LaterNgheAn})
    named = with_organisation(engine)
    first, second = [page for page in pages(engine) if page.id in named][:2]
    pipeline = pipeline_of(LaterNgheAn)
    tomorrow = first.fetched_at + timedelta(days=1)
    title: dict[str, Any] = {"title": "Tên khác"}
    for page, change, outcome in (
        (first, {}, Outcome.UNCHANGED),
        (second, title, Outcome.REVISED),
    ):
        item = replace(rereader.read(page), fetched_at=tomorrow, **change)
        assert pipeline.process_item(item).outcome is outcome
    with Session(engine) as session:
        for page, revision in ((first, 1), (second, 2)):
            article = session.get_one(Article, page.id)
            assert (article.revision, article.parser) == (revision, "LaterPage/99")
            assert article.organisation == named[page.id].upper()
            (kept,) = article.earlier_readings
            assert kept.fields == {"organisation": named[page.id]}
        (before,) = session.get_one(Article, second.id).revisions
        assert before.organisation == named[second.id].upper()
        assert session.get_one(Capture, before.capture_id).offset == second.place.offset


def test_another_text_is_rejected_in_a_crawl(
    place: Place, engine: Engine, pipeline_of: Callable[[type[BaseSpider]], StorePipeline]
) -> None:
    page = pages(engine)[0]
    read = Rereader(place.folder / "captures", {"nghe_an": NgheAnSpider}).read(page)
    parked: dict[str, Any] = {
        "title": "For sale",
        "lead": None,
        "body": ["This domain is for sale."],
    }
    with pytest.raises(Rejected) as caught:
        pipeline_of(NgheAnSpider).process_item(replace(read, published=None, **parked))
    assert caught.value.reason == "another-text"
