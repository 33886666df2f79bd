"""The health monitors as Spidermon runs them: after each crawl, and after the night over all sites.

What they say is `archive.health`; Spidermon runs them, logs each, and takes the actions.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, ClassVar

from spidermon import Monitor, MonitorRunner, MonitorSuite  # type: ignore[import-untyped]
from spidermon.core.actions import Action  # type: ignore[import-untyped]
from spidermon.exceptions import SkipAction  # type: ignore[import-untyped]

from archive import database, health, history
from archive.errors import ArchiveError
from archive.health import Severity
from crawler.alerts import Alert, AlertSettings, Delivery, counted, deliver, line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scrapy.crawler import Crawler
    from spidermon.data import Data  # type: ignore[import-untyped]

    from archive.health import Finding

logger = logging.getLogger(__name__)


class HealthMonitors(Monitor):  # type: ignore[misc]
    """One check for each monitor of `archive.health`; it fails with the lines of its findings."""

    longMessage = False

    def expect_none(self, monitor: health.Monitor) -> None:
        """Fail where the monitor found something."""
        lines = [line(found) for found in self.data.meta["findings"] if found.monitor is monitor]
        if lines:
            self.fail("\n".join(lines))


def _check_of(monitor: health.Monitor) -> Callable[[HealthMonitors], None]:
    def check(self: HealthMonitors) -> None:
        self.expect_none(monitor)

    check.__doc__ = f"{monitor}: see docs/operations.md"
    return check


for _monitor in health.Monitor:
    setattr(HealthMonitors, f"test_{_monitor.name.lower()}", _check_of(_monitor))


class SendAlert(Action):  # type: ignore[misc]
    """Sends the alert of a suite, where it has one, on every way that is set."""

    def __init__(self) -> None:
        super().__init__()
        self.deliveries: list[Delivery] = []

    def run_action(self) -> None:
        """Send the alert; Spidermon logs an action that skips."""
        told = self.data.meta
        if told["alert"] is None:
            raise SkipAction("there is nothing to tell, or the nightly run tells it for all sites")
        self.deliveries = deliver(told["alert"], told["settings"])


class NightSuite(MonitorSuite):  # type: ignore[misc]
    """Checks what was found, and tells it once.

    The ``meta`` of its data has ``findings``, ``alert`` (None: nothing is sent) and ``settings``.
    """

    monitors: ClassVar[Sequence[type[Monitor]]] = [HealthMonitors]
    monitors_finished_actions: ClassVar[Sequence[type[Action]]] = [SendAlert]


class SiteSuite(NightSuite):
    """Watches one site at the end of its crawl; its findings also go to the stats ``health/...``."""

    def init_data(self, data: Data) -> None:
        """Ask the archive what is wrong with the site."""
        crawler: Crawler = data.crawler
        findings = _findings(crawler)
        if crawler.stats is not None:
            serious = sum(finding.severity is Severity.SERIOUS for finding in findings)
            crawler.stats.set_value("health/serious", serious)
            crawler.stats.set_value("health/findings", [line(finding) for finding in findings])
        settings = AlertSettings.read(crawler.settings)
        # A crawl of the nightly run is silent; one by itself tells what it found.
        alone = crawler.settings.get("RUN_ID") is None
        alert = None
        if alone and (findings or settings.always):
            alert = Alert(
                f"{data.spider.name}: {counted(len(findings), 'finding')} after a crawl", findings
            )
        for finding in findings:
            logger.warning("%s", line(finding))
        data.meta.update(findings=findings, alert=alert, settings=settings)
        super().init_data(data)


def _findings(crawler: Crawler) -> list[Finding]:
    """Return what is wrong with the site of a crawl; nothing where its record cannot be read."""
    url = crawler.settings["ARCHIVE_DATABASE_URL"]
    if not url:
        return []
    engine = database.open_database(url, read_only=True)
    try:
        return history.check(engine, [crawler.spidercls.name])
    except ArchiveError as error:
        logger.error("the history of the site cannot be read: %s", error)
        return []
    finally:
        engine.dispose()


def watch(
    findings: Sequence[Finding], alert: Alert | None, settings: AlertSettings
) -> list[Delivery]:
    """Run the suite over the findings of a night, and tell them; return what became of the message."""
    suite = NightSuite()
    meta = {"findings": findings, "alert": alert, "settings": settings}
    MonitorRunner().run(suite, meta=meta)
    return deliveries(suite)


def deliveries(suite: MonitorSuite) -> list[Delivery]:
    """Return what became of the message of a suite that was run; none where there was no message."""
    return [
        delivery for action in suite.monitors_finished_actions for delivery in action.deliveries
    ]
