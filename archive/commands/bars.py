"""Draws a trend as bars of letters."""

from __future__ import annotations

from rich.bar import Bar
from rich.console import Console
from rich.table import Table
from rich.text import Text

from archive.charts.series import Chart, Series, chart
from archive.commands.common import NOTHING
from archive.search.trends import Frequency, Trend


def print_bars(trend: Trend, per: int, console: Console) -> None:
    """Print a bar for each frequency, all of one scale; a period without articles has none.

    Args:
        trend: The frequencies.
        per: To how many articles they are related.
        console: Where to.
    """
    drawn = chart(trend)
    rates = [
        point.rate(trend.unit, per) or 0 for one in drawn.series for point in one.points if point
    ]
    highest = max(rates, default=0)
    console.print(Text(f"{trend.unit.value} per {per:,} articles"))
    for one in drawn.series:
        console.print()
        console.print(Text(one.name), style="bold")
        console.print(_bars(trend, drawn, one, per, highest))


def _bars(trend: Trend, drawn: Chart, series: Series, per: int, highest: float) -> Table:
    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    for value, point in zip(drawn.values, series.points, strict=True):
        label = Text(trend.name(drawn.axis, value) if value else NOTHING)
        rate = point.rate(trend.unit, per) if point else None
        if point is None or rate is None:
            table.add_row(label, Text("no articles", "dim"), "", "")
        else:
            bar = Bar(highest or 1, 0, rate, color="green")
            table.add_row(label, bar, shown_rate(rate), _counted(point))
    return table


def shown_rate(rate: float) -> str:
    """Return a rate as exactly as it is worth while to read.

    >>> shown_rate(1234.56), shown_rate(0.06789), shown_rate(0.0)
    ('1,234.6', '0.0679', '0')
    """
    return f"{rate:,.1f}" if rate >= 10 else f"{rate:.3g}"


def _counted(point: Frequency) -> str:
    hits = "" if point.hits is None else f"{point.hits:,} in "
    return f"{hits}{point.articles:,} of {point.total:,}"
