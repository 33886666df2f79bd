"""From an item to the archive: validate, enrich, store."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.test import get_crawler

from archive import database
from archive.errors import DatabaseBusy
from archive.metadata.findings import ArticleText, Metadata
from archive.readings import Precision, PrintedDate
from archive.timezone import VIETNAM
from crawler.items import Article
from crawler.outcomes import Failed, Outcome, Rejected
from crawler.pipelines import enrich
from crawler.pipelines.enrich import EnrichPipeline
from crawler.pipelines.gather import GatherPipeline
from crawler.pipelines.store import StorePipeline
from crawler.pipelines.validate import ValidatePipeline
from crawler.spiders.nghe_an import NgheAnSpider

FETCHED = datetime(2025, 8, 1, 2, 0, tzinfo=VIETNAM)


def article(**changes: Any) -> Article:
    values: dict[str, Any] = {
        "url": "https://nghean.dcs.vn/vi-vn/tin/giao-ban/1-2-3",
        "key": "nghean.dcs.vn#1-2-3",
        "site": "nghean.dcs.vn",
        "spider": "nghe_an",
        "site_province": "nghe-an",
        "fetched_at": FETCHED,
        "parser": "NgheAnPage/1",
        "title": "Giao ban công tác khoa giáo quý III",
        "body": ["Ban Tuyên giáo Tỉnh ủy tổ chức hội nghị giao ban công tác khoa giáo."],
    }
    return Article(**values | changes)


def printed(moment: datetime) -> PrintedDate:
    return PrintedDate(moment, Precision.MINUTE, moment.isoformat(), "near-title")


def described(item: Article) -> Metadata:
    metadata = EnrichPipeline().process_item(item).metadata
    assert metadata is not None
    return metadata


def crawler_of(**arguments: str) -> Crawler:
    crawler = get_crawler(NgheAnSpider)
    crawler.spider = NgheAnSpider(**arguments)
    return crawler


def test_an_article_with_problems_is_rejected_for_the_first() -> None:
    pipeline = ValidatePipeline.from_crawler(crawler_of())
    with pytest.raises(Rejected) as refusal:
        pipeline.process_item(article(problems=["truncated-page", "no-body"]))
    assert refusal.value.reason == "truncated-page"
    assert "1-2-3" in str(refusal.value)


def test_a_date_in_the_future_is_emptied_and_the_rule_says_so() -> None:
    pipeline = ValidatePipeline.from_crawler(crawler_of())
    item = pipeline.process_item(article(published=printed(FETCHED + timedelta(days=3))))
    assert item.published is None
    assert item.rules["published"].startswith("refused, in the future: 2025-08-04")
    soon = printed(FETCHED + timedelta(hours=3))
    assert pipeline.process_item(article(published=soon)).published == soon


@pytest.mark.parametrize(
    ("published", "kept"),
    [
        (datetime(2020, 5, 4, 8, 0, tzinfo=VIETNAM), True),
        (datetime(2019, 12, 31, 23, 0, tzinfo=VIETNAM), False),
        (None, True),
    ],
)
def test_the_period_bounds_what_goes_on(published: datetime | None, kept: bool) -> None:
    pipeline = ValidatePipeline.from_crawler(crawler_of(since="2020-01-01"))
    item = article(published=published and printed(published))
    if kept:
        assert pipeline.process_item(item) is item
    else:
        with pytest.raises(Rejected, match="outside-period"):
            pipeline.process_item(item)


@pytest.mark.parametrize(
    ("site_province", "published", "province"),
    [
        ("quang-tri", datetime(2025, 6, 30, tzinfo=VIETNAM), "quang-tri"),
        ("quang-tri", datetime(2025, 7, 1, tzinfo=VIETNAM), "quang-tri-2025"),
        ("binh-thuan", datetime(2025, 7, 1, tzinfo=VIETNAM), "lam-dong-2025"),
        ("nghe-an", datetime(2025, 7, 1, tzinfo=VIETNAM), "nghe-an"),
        ("quang-tri", None, "quang-tri"),
    ],
)
def test_the_province_of_a_site_is_the_unit_of_the_day(
    site_province: str, published: datetime | None, province: str
) -> None:
    item = article(site_province=site_province, published=published and printed(published))
    (finding,) = described(item).provinces
    assert (finding.province, finding.rule) == (province, "site")
    assert finding.evidence[0].words == "nghean.dcs.vn"


def test_the_province_of_a_central_site_comes_from_the_text() -> None:
    item = article(
        site_province=None, title="Bắc Kạn phát huy tính chủ động trong công tác tuyên giáo"
    )
    (finding,) = described(item).provinces
    assert (finding.province, finding.rule) == ("bac-kan", "title")


def test_an_article_is_not_lost_over_a_reader_that_breaks(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_text: ArticleText) -> Metadata:
        raise ZeroDivisionError

    monkeypatch.setattr(enrich, "describe", broken)
    item = EnrichPipeline().process_item(article())
    assert item.metadata is None
    assert f"{item.url} is stored without metadata" in caplog.text


def test_topics_come_with_their_evidence() -> None:
    best = described(article(section="Khoa giáo")).topics[0]
    assert (best.topic, best.rule, best.evidence[0].words) == ("khoa-giao", "section", "Khoa giáo")


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[StorePipeline]:
    url = f"sqlite:///{tmp_path}/archive.db"
    database.upgrade(url)
    crawler = get_crawler(NgheAnSpider, settings_dict={"ARCHIVE_DATABASE_URL": url})
    crawler.spider = NgheAnSpider()
    pipeline = StorePipeline.from_crawler(crawler)
    yield pipeline
    pipeline.close_spider()


def test_the_outcome_is_noted_on_the_item(stored: StorePipeline) -> None:
    assert stored.process_item(article()).outcome is Outcome.STORED
    assert stored.process_item(article()).outcome is Outcome.UNCHANGED
    assert stored.process_item(article(title="Giao ban")).outcome is Outcome.REVISED


def test_a_busy_database_costs_one_article_its_turn(
    stored: StorePipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(reading: object, capture: object) -> None:
        raise DatabaseBusy("another program is writing: wait for it to end")

    monkeypatch.setattr(stored._store, "save", busy)
    with pytest.raises(Failed) as failure:
        stored.process_item(article())
    assert failure.value.reason == "database-busy"


def test_without_a_database_the_pipeline_is_off() -> None:
    crawler = get_crawler(NgheAnSpider, settings_dict={"ARCHIVE_DATABASE_URL": ""})
    with pytest.raises(NotConfigured):
        StorePipeline.from_crawler(crawler)


def test_articles_that_come_together_go_on_together_and_in_order() -> None:
    done: list[tuple[str, float]] = []

    async def process(pipeline: GatherPipeline, title: str, pause: float) -> None:
        await asyncio.sleep(pause)
        item = await pipeline.process_item(article(title=title))
        done.append((item.title, time.monotonic()))

    async def crawl() -> None:
        pipeline = GatherPipeline()
        pauses = {"Một": 0.0, "Hai": 0.01, "Ba": 0.02, "Bốn": 0.3}
        await asyncio.gather(*(process(pipeline, *each) for each in pauses.items()))

    asyncio.run(crawl())
    titles, moments = zip(*done, strict=True)
    assert titles == ("Một", "Hai", "Ba", "Bốn")
    assert moments[2] - moments[0] < 0.01 < 0.1 < moments[3] - moments[2]


@pytest.mark.parametrize("missing", ["", "ARCHIVE_CAPTURES", "ARCHIVE_DATABASE_URL"])
def test_articles_wait_only_where_pages_are_captured(missing: str, tmp_path: Path) -> None:
    settings = {
        "ARCHIVE_CAPTURES": str(tmp_path),
        "ARCHIVE_DATABASE_URL": "sqlite:///archive.db",
        "CAPTURE_FILE_SIZE": 1 << 30,
        "CRAWLER_CONTACT": "an@example.org",
        "EXTENSIONS": {"crawler.extensions.captures.CaptureRecorder": 0},
    }
    if not missing:
        assert GatherPipeline.from_crawler(get_crawler(NgheAnSpider, settings))
        return
    with pytest.raises(NotConfigured):
        GatherPipeline.from_crawler(get_crawler(NgheAnSpider, settings | {missing: ""}))
