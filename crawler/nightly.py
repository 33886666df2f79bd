"""The nightly run: a process for each site, watched until the last one has ended."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from archive.timezone import now
from crawler.outcomes import SiteReport
from crawler.tables import console

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.settings import BaseSettings

# Seconds between two looks at the processes.
_LOOK = 0.3
# Seconds that a process is given to end in order before it is killed.
_GRACE = 30


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
    changed: float
    mark: int = 0
    stopped: str | None = None

    def report(self) -> SiteReport:
        """Return the newest report of the process, and why there is no better one."""
        try:
            report = SiteReport.read(self.report_file)
        except FileNotFoundError:
            report = SiteReport(self.job.name)
        if self.stopped:
            report.error = self.stopped
        elif self.process.poll() is not None and not report.finished and not report.error:
            report.error = (
                f"the process ended with code {self.process.returncode}; see {self.log_file}"
            )
        return report


class NightlyRun:
    """Crawls sites side by side; one that hangs, dies or breaks takes no other with it.

    Args:
        settings: Settings of the project.
        settings_given: ``NAME=VALUE`` settings from the command line, handed on to each process.
    """

    def __init__(self, settings: BaseSettings, settings_given: Sequence[str] = ()) -> None:
        self._given = list(settings_given)
        self._processes = settings.getint("NIGHTLY_PROCESSES")
        self._silence = settings.getfloat("NIGHTLY_SILENCE")
        self._folder = Path(settings["RUNS_FOLDER"]) / f"{now():%Y%m%dT%H%M%S}"

    def run(self, jobs: Sequence[Job]) -> list[SiteReport]:
        """Crawl the sites, show the progress on a terminal, and return a report for each."""
        self._folder.mkdir(parents=True, exist_ok=True)
        waiting = list(jobs)
        running: list[_Crawl] = []
        ended: dict[str, SiteReport] = {}
        with _progress() as progress:
            bars = {
                job.name: progress.add_task(job.name, total=None, kept=0, found=0) for job in jobs
            }
            try:
                while waiting or running:
                    while waiting and len(running) < self._processes:
                        running.append(self._start(waiting.pop(0)))
                    time.sleep(_LOOK)
                    for crawl in list(running):
                        report = crawl.report()
                        _show(progress, bars[crawl.job.name], report)
                        if crawl.process.poll() is not None:
                            ended[crawl.job.name] = crawl.report()
                            running.remove(crawl)
                        else:
                            self._watch(crawl)
            finally:
                for crawl in running:
                    _end(crawl.process)
        return [ended[job.name] for job in jobs]

    def _start(self, job: Job) -> _Crawl:
        report_file = self._folder / f"{job.name}.json"
        log_file = self._folder / f"{job.name}.log"
        command = [sys.executable, "-m", "scrapy", "crawl", job.name, "--logfile", str(log_file)]
        for name, value in job.arguments.items():
            command += ["-a", f"{name}={value}"]
        for setting in (*self._given, f"RUN_REPORT={report_file}"):
            command += ["-s", setting]
        with (self._folder / f"{job.name}.out").open("wb") as out:
            process = subprocess.Popen(  # noqa: S603 - our own program, arguments as a list
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT
            )
        return _Crawl(job, process, report_file, log_file, time.monotonic())

    def _watch(self, crawl: _Crawl) -> None:
        """End a process whose report has not changed for too long."""
        mark = crawl.report_file.stat().st_mtime_ns if crawl.report_file.exists() else 0
        if mark != crawl.mark:
            crawl.mark, crawl.changed = mark, time.monotonic()
        elif time.monotonic() - crawl.changed > self._silence:
            crawl.stopped = f"no progress for {self._silence:.0f} s; see {crawl.log_file}"
            _end(crawl.process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask a process to end, and kill it where it does not."""
    process.terminate()
    try:
        process.wait(_GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


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
