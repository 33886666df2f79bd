"""The run table: what became of the articles of each site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from crawler.outcomes import Outcome, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crawler.outcomes import SiteReport

# Width of tables that do not go to a terminal: wide enough that no figure is broken.
_PLAIN_WIDTH = 200
_COLUMNS = (
    Outcome.STORED,
    Outcome.REVISED,
    Outcome.DUPLICATE,
    Outcome.UNCHANGED,
    Outcome.MISSING,
    Outcome.REJECTED,
    Outcome.FAILED,
)


def console(*, stderr: bool = False) -> Console:
    """Return a console that does not break tables when its output is piped."""
    result = Console(stderr=stderr, highlight=False)
    return (
        result
        if result.is_terminal
        else Console(stderr=stderr, highlight=False, width=_PLAIN_WIDTH)
    )


def run_table(reports: Sequence[SiteReport]) -> Table:
    """Return the table: found is the sum of the outcomes.

    A crawl without a database has a column ``exported`` besides.
    """
    columns = list(_COLUMNS)
    if any(report.outcomes[Outcome.EXPORTED] for report in reports):
        columns.insert(0, Outcome.EXPORTED)
    table = Table(title="Articles by outcome", title_justify="left")
    table.add_column("site")
    for name in ("listings", "not modified", "found", *columns):
        table.add_column(name, justify="right")
    table.add_column("state", overflow="fold")
    for report in reports:
        table.add_row(*_row(report, columns), report.trouble or "ok")
    if len(reports) > 1:
        sums = total(reports)
        table.add_section()
        table.add_row(*_row(sums, columns), "")
    return table


def _row(report: SiteReport, columns: Sequence[Outcome]) -> list[str]:
    counts = (
        *(report.listings, report.not_modified, report.found),
        *(report.outcomes[name] for name in columns),
    )
    return [report.spider, *(str(count) for count in counts)]


def reason_lines(reports: Sequence[SiteReport]) -> list[str]:
    """Return a line for each reason why articles or listing pages were not taken."""
    lines = []
    for report in reports:
        causes = report.reasons + type(report.reasons)(
            {f"listing page: {reason}": n for reason, n in report.listing_failures.items()}
        )
        lines += [f"{report.spider}: {count} × {cause}" for cause, count in causes.most_common()]
    return lines


def print_reports(reports: Sequence[SiteReport]) -> None:
    """Print the run table and the reasons to standard output."""
    out = console()
    out.print(run_table(reports))
    for line in reason_lines(reports):
        out.print(line, markup=False)


def print_lines(lines: Iterable[str]) -> None:
    """Print lines to standard output, wrapped only on a terminal."""
    out = console()
    for line in lines:
        out.print(line, markup=False, soft_wrap=True)
