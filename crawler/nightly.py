"""The nightly run: a process for each site, watched until the last one has ended."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from signal import Signals as SignalNumber
from typing import TYPE_CHECKING

from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from archive.runs import DIED
from crawler.commands.checks import EXIT_BUSY
from crawler.outcomes import SiteReport
from crawler.tables import console

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.settings import BaseSettings

    from crawler.stopping import Signals

# Seconds between two looks at the processes.
_LOOK = 0.3
# Seconds beyond `STOP_PATIENCE` that a process is given to write its report before it is killed.
_GRACE = 10


@dataclass(slots=True)
class Job:
    """One site of the run.

    Attributes:
        name: Name of the spider.
        arguments: Spider arguments.
    """

    name: str
    arguments: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Crawl:
    """A site whose process has been started."""

    job: Job
    process: subprocess.Popen[bytes]
    report_file: Path
    log_file: Path
    out_file: Path
    changed: float
    mark: int = 0
    stopped: str | None = None
    asked: float | None = None

    def report(self) -> SiteReport:
        """Return the newest report of the process."""
        try:
            return SiteReport.read(self.report_file)
        except FileNotFoundError:
            return SiteReport(self.job.name)

    def last_report(self) -> SiteReport:
        """Return the report of a process that has ended, and why there is no better one."""
        report = self.report()
        code = self.process.returncode
        if self.stopped:
            report.error = self.stopped
        elif code < 0:
            report.finished = False
            report.error = f"{DIED}: killed by {SignalNumber(-code).name}; see {self.log_file}"
        elif not report.finished and report.error is None:
            report.held = code == EXIT_BUSY
            said = self.out_file.read_text(encoding="utf-8", errors="replace").splitlines()
            # A crawl that cannot begin says why in one line.
            report.error = (
                said[0] if len(said) == 1 else f"{DIED} with exit code {code}; see {self.out_file}"
            )
        report.settle_open()
        return report

    def end(self, patience: float) -> None:
        """Ask the process to end in order, once; kill it where it has not done so in time."""
        if self.asked is None:
            self.asked = time.monotonic()
            self.process.terminate()
        elif time.monotonic() - self.asked > patience + _GRACE:
            self.process.kill()


class NightlyRun:
    """Crawls sites side by side; one that hangs, dies or breaks takes no other with it.

    Args:
        settings: Settings of the project.
        folder: Where logs and reports of the sites are written.
        run_id: Number of the run, handed on to each process.
        signals: Signals that this process was sent: after one, no site is begun, and those that are under
            way end in order.
        settings_given: ``NAME=VALUE`` settings from the command line, handed on to each process.
    """

    def __init__(
        self,
        settings: BaseSettings,
        folder: Path,
        run_id: int | None,
        signals: Signals,
        settings_given: Sequence[str] = (),
    ) -> None:
        self._given = (*settings_given, *(() if run_id is None else (f"RUN_ID={run_id}",)))
        self._processes = settings.getint("NIGHTLY_PROCESSES")
        self._silence = settings.getfloat("NIGHTLY_SILENCE")
        self._patience = settings.getfloat("STOP_PATIENCE")
        self._folder = folder
        self._signals = signals
        self._hurried = False

    def run(self, jobs: Sequence[Job]) -> list[SiteReport]:
        """Crawl the sites, show the progress on a terminal, and return a report for each."""
        waiting = list(jobs)
        running: list[_Crawl] = []
        ended: dict[str, SiteReport] = {}
        with _progress() as progress:
            bars = {
                job.name: progress.add_task(job.name, total=None, kept=0, found=0) for job in jobs
            }
            try:
                while waiting or running:
                    if self._signals.received:
                        waiting.clear()
                        self._stop(running)
                    while waiting and len(running) < self._processes:
                        running.append(self._start(waiting.pop(0)))
                    time.sleep(_LOOK)
                    for crawl in list(running):
                        _show(progress, bars[crawl.job.name], crawl.report())
                        if crawl.process.poll() is not None:
                            ended[crawl.job.name] = crawl.last_report()
                            running.remove(crawl)
                        else:
                            self._watch(crawl)
            finally:
                for crawl in running:
                    crawl.process.kill()
                    crawl.process.wait()
        return [ended.get(job.name) or _not_begun(job) for job in jobs]

    def _start(self, job: Job) -> _Crawl:
        report_file = self._folder / f"{job.name}.json"
        log_file = self._folder / f"{job.name}.log"
        out_file = self._folder / f"{job.name}.out"
        command = [sys.executable, "-m", "scrapy", "crawl", job.name, "--logfile", str(log_file)]
        for name, value in job.arguments.items():
            command += ["-a", f"{name}={value}"]
        for setting in (*self._given, f"RUN_REPORT={report_file}"):
            command += ["-s", setting]
        with out_file.open("wb") as out:
            # In a group of its own, a crawl is signalled by us alone, not also by Ctrl-C in the terminal.
            process = subprocess.Popen(  # noqa: S603 - our own program, arguments as a list
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                process_group=0,
            )
        return _Crawl(job, process, report_file, log_file, out_file, time.monotonic())

    def _stop(self, running: Sequence[_Crawl]) -> None:
        """Let the crawls end in order; at the second signal, at once."""
        for crawl in running:
            crawl.end(self._patience)
        if self._signals.count > 1 and not self._hurried:
            self._hurried = True
            for crawl in running:
                crawl.process.terminate()

    def _watch(self, crawl: _Crawl) -> None:
        """End a process whose report has not changed for too long."""
        mark = crawl.report_file.stat().st_mtime_ns if crawl.report_file.exists() else 0
        if mark != crawl.mark:
            crawl.mark, crawl.changed = mark, time.monotonic()
        elif time.monotonic() - crawl.changed > self._silence:
            crawl.stopped = f"no progress for {self._silence:.0f} s; see {crawl.log_file}"
        if crawl.stopped:
            crawl.end(self._patience)


def _not_begun(job: Job) -> SiteReport:
    return SiteReport(job.name, error="not crawled: the run was stopped")


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description:12}"),
        BarColumn(),
        TextColumn("{task.completed:>5} of {task.fields[found]} found, {task.fields[kept]} kept"),
        TimeElapsedColumn(),
        console=console(stderr=True),
        disable=not console(stderr=True).is_terminal,
    )


def _show(progress: Progress, bar: TaskID, report: SiteReport) -> None:
    done = sum(report.outcomes.values())
    progress.update(
        bar,
        completed=done,
        total=max(report.found, 1),
        kept=report.kept,
        found=report.found,
    )
