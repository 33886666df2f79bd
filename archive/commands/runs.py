"""``archive runs``: what the crawler did, night after night."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from archive import runs
from archive.commands.common import NOTHING, open_archive, print_rows
from archive.commands.reports import FormatOption, ReportFormat, print_json
from archive.models import Run, RunSite
from archive.runs import RunSummary
from archive.selection import MOST, BadRequest

_OUTCOMES = ("stored", "revised", "duplicate", "unchanged", "missing", "rejected", "failed")


def runs_command(
    run_id: Annotated[
        int | None, typer.Argument(metavar="[ID]", help="A run, to list its sites.")
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=1, max=MOST, help="How many runs are listed.")
    ] = 20,
    output: FormatOption = ReportFormat.TABLE,
) -> None:
    """List the last runs of the crawler or, with the number of a run, what it did on each site."""
    with open_archive() as engine:
        if run_id is None:
            _list_runs(runs.recent(engine, limit), output)
            return
        summary = runs.find(engine, run_id)
    if summary is None:
        raise BadRequest(f"there is no run {run_id}: `archive runs` lists them")
    _list_sites(summary.run, output)


def _list_runs(summaries: list[RunSummary], output: ReportFormat) -> None:
    if output is ReportFormat.JSON:
        print_json(
            _columns(summary.run)
            | {
                "sites": summary.sites,
                "troubled": summary.troubled,
                "found": summary.found,
                "outcomes": summary.outcomes,
            }
            for summary in summaries
        )
        return
    rows = [
        (
            str(summary.run.id),
            f"{summary.run.started_at:%Y-%m-%d %H:%M}",
            _took(summary.run),
            summary.run.command,
            summary.run.state,
            str(summary.sites),
            str(summary.troubled),
            str(summary.found),
            *(str(summary.outcomes.get(name, 0)) for name in _OUTCOMES),
        )
        for summary in summaries
    ]
    header = ("run", "began", "took", "command", "state", "sites", "in trouble", "found")
    print_rows((*header, *_OUTCOMES), rows, Console())


def _list_sites(run: Run, output: ReportFormat) -> None:
    if output is ReportFormat.JSON:
        print_json(_columns(site) for site in run.sites)
        return
    rows = [
        (
            site.spider,
            f"{site.started_at:%H:%M:%S}",
            _took(site),
            str(site.requests),
            str(site.listings),
            str(site.not_modified),
            str(site.found),
            *(str(site.outcomes.get(name, 0)) for name in _OUTCOMES),
            site.trouble or ("ok" if site.finished else "under way"),
        )
        for site in run.sites
    ]
    header = ("site", "began", "took", "requests", "listings", "not modified", "found")
    print_rows((*header, *_OUTCOMES, "state"), rows, Console())


def _columns(row: Run | RunSite) -> dict[str, object]:
    return {column.name: getattr(row, column.name) for column in row.__table__.columns}


def _took(row: Run | RunSite) -> str:
    return NOTHING if row.ended_at is None else str(row.ended_at - row.started_at)
