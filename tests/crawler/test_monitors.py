"""The monitors as Spidermon runs them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler
from spidermon import MonitorRunner  # type: ignore[import-untyped]
from sqlalchemy import update

from archive import database, health, runs
from archive.health import Finding, Severity
from archive.models import RunSite
from archive.runs import SiteRecord
from archive.timezone import now
from crawler import monitors
from crawler import settings as defaults
from crawler.alerts import Alert, AlertSettings, Delivery
from crawler.extensions.health import HealthExtension
from crawler.spiders.lai_chau import LaiChauSpider
from tests.crawler.alert_servers import Webhook, serving

ALERTS = {name: value for name, value in vars(defaults).items() if name.startswith("ALERT_")}


def test_every_monitor_is_a_check() -> None:
    checks = {name for name in dir(monitors.HealthMonitors) if name.startswith("test_")}
    assert checks == {f"test_{monitor.name.lower()}" for monitor in health.Monitor}


@pytest.mark.parametrize("monitor", list(health.Monitor))
def test_the_check_of_a_finding_fails_with_its_line(monitor: health.Monitor) -> None:
    finding = Finding("lai_chau", monitor, Severity.SERIOUS, "seen 3, usually 30")
    meta = {"findings": [finding], "alert": None, "settings": None}
    result = MonitorRunner().run(monitors.NightSuite(), meta=meta)
    (failed,) = result.monitors_failed_results
    assert failed.monitor.method_name == f"test_{monitor.name.lower()}"
    assert f"lai_chau: {monitor}: seen 3, usually 30" in failed.error


def test_the_alert_of_a_night_goes_out_by_the_action() -> None:
    hook = Webhook()
    finding = Finding(None, health.Monitor.NIGHT, Severity.SERIOUS, "stopped")
    with serving(hook):
        settings = AlertSettings.read(Settings(ALERTS | hook.settings))
        assert monitors.watch([finding], Alert("one finding", [finding]), settings) == [
            Delivery("webhook", None)
        ]
        assert monitors.watch([], None, settings) == []
    assert [post["subject"] for post in hook.posts] == ["one finding"]


@pytest.mark.parametrize("alone", [True, False])
def test_a_crawl_is_watched_at_its_end(tmp_path: Path, alone: bool) -> None:
    """The monitors read the history from the database; a crawl of the nightly run tells nobody."""
    url = f"sqlite:///{tmp_path}/archive.db"
    database.upgrade(url)
    engine = database.open_database(url)
    for night in range(10):
        run_id = runs.begin(engine, "crawl")
        outcome = "failed" if night == 9 else "stored"
        record = SiteRecord(
            spider="lai_chau", finished=True, listings=9, found=20, outcomes={outcome: 20}
        )
        runs.end_site(engine, run_id, record)
        moment = now() - timedelta(days=9 - night)
        with engine.begin() as connection:
            changed = update(RunSite).where(RunSite.run_id == run_id)
            connection.execute(changed.values(started_at=moment))
    engine.dispose()
    hook = Webhook()
    given = {
        "ARCHIVE_DATABASE_URL": url,
        "SPIDERMON_ENABLED": True,
        "SPIDERMON_SPIDER_CLOSE_MONITORS": defaults.SPIDERMON_SPIDER_CLOSE_MONITORS,
    }
    crawler = get_crawler(
        LaiChauSpider, ALERTS | hook.settings | given | ({} if alone else {"RUN_ID": "1"})
    )
    crawler.spider = LaiChauSpider()
    extension = HealthExtension.from_crawler(crawler)
    with serving(hook):
        extension.spider_closed(crawler.spider)
    assert crawler.stats is not None
    assert crawler.stats.get_value("health/serious") == 1
    (line,) = crawler.stats.get_value("health/findings")
    assert line.startswith("lai_chau: failures: 100% of 20 articles were failed, usually 0%")
    assert [post["subject"] for post in hook.posts] == ["lai_chau: 1 finding after a crawl"] * alone
