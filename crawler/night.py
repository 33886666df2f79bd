"""What the nightly run does besides crawling: it records, judges, writes its report and tells."""

from __future__ import annotations

import json
import logging
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive import database, history, runs
from archive.errors import ArchiveError, DatabaseBusy, DatabaseUnreachable
from archive.health import Finding, Monitor, Severity
from archive.runs import RunState
from archive.timezone import now
from crawler.alerts import Alert, AlertSettings, Delivery, counted
from crawler.checking import SiteCheck, check_sites
from crawler.outcomes import total

if TYPE_CHECKING:
    from datetime import datetime

    from scrapy.settings import BaseSettings
    from sqlalchemy import Engine

    from crawler.nightly import Job
    from crawler.outcomes import SiteReport
    from crawler.stopping import Signals

logger = logging.getLogger(__name__)

EXIT_TROUBLE = 1
REPORT = "report.json"
# Seconds between two attempts to reach a database that is away.
_PAUSE = 3.0
# Monitors that speak of a crawl that failed, as the trouble of its report does.
_OF_TROUBLE = (Monitor.TROUBLE, Monitor.DIED, Monitor.UNREACHABLE)


@dataclass(slots=True)
class Verdict:
    """What the night comes to.

    Attributes:
        findings: What an operator should look at.
        checks: What the canary said of sites with a serious finding.
        deliveries: What became of the alert; empty where none was sent.
        exit_code: What the program ends with.
    """

    findings: list[Finding]
    checks: list[SiteCheck]
    deliveries: list[Delivery]
    exit_code: int


@dataclass(slots=True)
class Night:
    """One nightly run; it survives a database that is away, and says so.

    Attributes:
        settings: Settings of the project.
        alerts: Where alerts go.
        folder: Folder of its logs and reports.
        signals: Signals that this process was sent.
        run_id: Number of the run; None while it could not be recorded.
        problem: Why the archive could not be used, in one line.
    """

    settings: BaseSettings
    alerts: AlertSettings
    folder: Path
    signals: Signals
    run_id: int | None = None
    problem: str | None = None
    _began: datetime = field(default_factory=now)
    _findings: list[Finding] = field(default_factory=list)

    def begin(self) -> bool:
        """Record that the run begins; return whether the archive can be used."""

        def record(engine: Engine) -> None:
            database.check(engine, writable=True)
            if runs.bury_nightly(engine):
                self._say("the nightly run before this one died before its end")
            self.run_id = runs.begin(engine, "nightly")

        self._attempt(record)
        return self.problem is None

    def end(
        self, reports: Sequence[SiteReport], jobs: Sequence[Job] = (), given: Sequence[str] = ()
    ) -> Verdict:
        """Record how the run ended, judge it, write its report, and tell what was found.

        Args:
            reports: What became of each site.
            jobs: How each site was crawled; sites with a serious finding are looked at once more so.
            given: ``NAME=VALUE`` settings from the command line.
        """
        state = RunState.FINISHED if self.signals.received is None else RunState.STOPPED
        if self.signals.received:
            left = sum(not report.finished for report in reports)
            self._say(
                f"stopped by {self.signals.received.name}; {counted(left, 'site')} not finished"
            )

        def record(engine: Engine) -> None:
            assert self.run_id is not None  # noqa: S101 - there are reports only after `begin`
            for report in reports:
                if not report.held:
                    runs.end_site(engine, self.run_id, report.record())
            runs.end(engine, self.run_id, state)
            self._findings += history.check(engine, [report.spider for report in reports])

        if self.run_id is not None:
            self._attempt(record)
        if self.problem:
            self._say(f"the archive could not be used: {self.problem}")
        if not self.signals.received:
            self._findings += _untold(reports, self._findings)
        bad = any(report.trouble for report in reports) or any(
            finding.severity is Severity.SERIOUS for finding in self._findings
        )
        code = self.signals.exit_code or (EXIT_TROUBLE if bad else 0)
        checks = self._check(reports, jobs, given)
        verdict = Verdict(self._findings, checks, self._tell(len(reports), checks), code)
        self._write(reports, state, verdict)
        return verdict

    def _say(self, message: str) -> None:
        self._findings.append(Finding(None, Monitor.NIGHT, Severity.SERIOUS, message, self._began))

    def _attempt(self, work: Callable[[Engine], None]) -> None:
        """Do something with the archive; wait for one that is away, and note where it stays away."""
        deadline = time.monotonic() + self.settings.getfloat("NIGHTLY_PATIENCE")
        while True:
            try:
                engine = database.open_database(self.settings["ARCHIVE_DATABASE_URL"])
                try:
                    work(engine)
                finally:
                    engine.dispose()
            except (DatabaseBusy, DatabaseUnreachable) as error:
                if time.monotonic() + _PAUSE > deadline or self.signals.received:
                    self.problem = str(error)
                    return
            except ArchiveError as error:
                self.problem = str(error)
                return
            else:
                self.problem = None
                return
            time.sleep(_PAUSE)

    def _check(
        self, reports: Sequence[SiteReport], jobs: Sequence[Job], given: Sequence[str]
    ) -> list[SiteCheck]:
        """Let the canary look at sites with a serious finding, where they can be reached at all."""
        serious = {found.site for found in self._findings if found.severity is Severity.SERIOUS}
        reached = {
            report.spider
            for report in reports
            if report.listings + report.not_modified and not report.held
        }
        sites = {job.name: job.arguments for job in jobs if job.name in serious & reached}
        return check_sites(
            sites,
            settings_given=given,
            at_once=self.settings.getint("NIGHTLY_PROCESSES"),
            signals=self.signals,
        )

    def _tell(self, sites: int, checks: Sequence[SiteCheck]) -> list[Delivery]:
        """Send one message with all findings; none where all is well, unless it is asked for."""
        if not self._findings and not self.alerts.always:
            return []
        # Half a second to import: for nights on which there is something to tell.
        from crawler.monitors import watch

        known = _known(self.folder)
        new = sum((finding.site, finding.monitor) not in known for finding in self._findings)
        number = len(self._findings)
        what = f"{counted(number, 'finding')}, {new} new" if number else "all is well"
        facts = {
            "run": self.run_id,
            "began": self._began.isoformat(),
            "machine": socket.gethostname(),
            "sites": sites,
            "report": str((self.folder / REPORT).absolute()),
        }
        subject = f"archive: nightly run of {self._began:%Y-%m-%d}: {what}"
        seen = [line for check in checks for line in check.lines()]
        alert = Alert(subject, self._findings, known, facts, seen)
        return watch(self._findings, alert, self.alerts)

    def _write(self, reports: Sequence[SiteReport], state: RunState, verdict: Verdict) -> None:
        """Write the report of the run as JSON, so that a reader never sees half of it."""
        values = {
            "run": self.run_id,
            "state": state,
            "exit_code": verdict.exit_code,
            "began": self._began.isoformat(),
            "ended": now().isoformat(),
            "machine": socket.gethostname(),
            "sites": [report.values() | {"trouble": report.trouble} for report in reports],
            "total": _figures(total(reports)),
            "findings": [
                asdict(finding) | {"since": finding.since and finding.since.isoformat()}
                for finding in verdict.findings
            ],
            "checks": {check.spider: check.values for check in verdict.checks},
            "alerts": [asdict(delivery) for delivery in verdict.deliveries],
        }
        file = self.folder / REPORT
        try:
            draft = file.with_suffix(".part")
            draft.write_text(json.dumps(values, ensure_ascii=False, indent=1), encoding="utf-8")
            draft.replace(file)
        except OSError as error:
            logger.error("%s cannot be written: %s", file, error.strerror)


def _untold(reports: Sequence[SiteReport], findings: Sequence[Finding]) -> list[Finding]:
    """Return the troubles that no finding speaks of: what could not be recorded, or was not crawled."""
    told = {finding.site for finding in findings if finding.monitor in _OF_TROUBLE}
    return [
        Finding(report.spider, Monitor.TROUBLE, Severity.SERIOUS, report.trouble)
        for report in reports
        if report.trouble and report.spider not in told
    ]


def _known(folder: Path) -> frozenset[tuple[str | None, str]]:
    """Return what the night before found, as site and monitor."""
    files = sorted(file for file in folder.parent.glob(f"*/{REPORT}") if file.parent != folder)
    try:
        findings = json.loads(files[-1].read_text(encoding="utf-8"))["findings"] if files else []
        return frozenset((finding["site"], finding["monitor"]) for finding in findings)
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()


def _figures(report: SiteReport) -> dict[str, Any]:
    names = ("found", "outcomes", "reasons", "listings", "not_modified", "listing_failures")
    return {name: getattr(report, name) for name in (*names, "requests")}
