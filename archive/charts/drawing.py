"""Draws a trend as a figure, PNG or SVG, that says by itself what it shows.

The same trend gives the same file, byte for byte, with the same versions of matplotlib and its font.
matplotlib is an extra of this package and is imported only when something is drawn.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from enum import StrEnum
from math import nan
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from archive.charts.series import Chart, Series, chart
from archive.charts.wording import Language, Wording
from archive.errors import ArchiveError
from archive.search.trends import By, Trend, Unit
from archive.selection import BadRequest

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class ChartsMissing(ArchiveError):
    """What draws figures is not installed."""


class Picture(StrEnum):
    """Formats of figures."""

    PNG = "png"
    SVG = "svg"


#: A figure with more lines, or more bars, cannot be read.
MOST_SERIES: Final = 8
MOST_BARS: Final = 120

# Okabe and Ito's colours, which colour-blind readers tell apart; lines differ in their marks as well.
_COLOURS: Final = (
    *("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#E69F00", "#56B4E9", "#7F7F7F"),
)
_MARKS: Final = "os^Dv<>p"
_SETTINGS: Final[Any] = {
    "font.family": "DejaVu Sans",  # comes with matplotlib and has all Vietnamese letters
    "text.parse_math": False,  # a dollar sign in a query is one
    "svg.fonttype": "path",
    "svg.hashsalt": "archive",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
}
_WIDTH: Final = 9.0
_HEIGHT: Final = 5.0
_BAR: Final = 0.22
# How much of a period or value its points or bars take at most; how far points of a period stand apart,
# of the width; and how much of the height lies below zero, so that points of zero are seen whole.
_TAKEN: Final = 0.8
_APART: Final = 0.01
_BELOW: Final = 0.025
_DOTS: Final = 200
_LETTERS: Final = 165
# Steps between labelled periods, in periods.
_STEPS: Final = {By.MONTH: (1, 2, 3, 6, 12, 24, 60, 120, 240), By.YEAR: (1, 2, 5, 10, 20)}
_MOST_LABELS: Final = 12
_MONTHS: Final = 12


def draw(
    trend: Trend,
    stream: BinaryIO,
    picture: Picture,
    *,
    per: int = 1000,
    language: Language = Language.ENGLISH,
) -> None:
    """Write a trend as a figure: lines over periods, or else bars.

    Below it stands the source: queries, which articles, how many, of which dates.

    Args:
        trend: What is drawn.
        stream: Where the file goes.
        picture: The format.
        per: To how many articles frequencies are related.
        language: In what labels and source are written.

    Raises:
        ChartsMissing: matplotlib is not installed.
        BadRequest: There is nothing to draw, or too much for one figure.
    """
    drawn = chart(trend)
    _check(drawn)
    try:
        from matplotlib import rc_context
        from matplotlib.figure import Figure
    except ImportError as error:
        raise ChartsMissing(
            "figures need matplotlib, which is not installed: "
            "run `pip install -e '.[charts]'` in the folder of this program"
        ) from error
    wording = Wording(trend, language, per)
    source = wording.source(gaps=drawn.axis.is_period)
    metadata: dict[str, Any] = {"Title": ", ".join(trend.found), "Description": source}
    if picture is Picture.SVG:
        metadata["Date"] = None
    with rc_context(_SETTINGS):
        height = _HEIGHT if drawn.axis.is_period else max(_HEIGHT, 2 + _BAR * _bars(drawn))
        figure = Figure(figsize=(_WIDTH, height), dpi=_DOTS, layout="constrained")
        axes = figure.add_subplot()
        (_draw_lines if drawn.axis.is_period else _draw_bars)(axes, trend, drawn, wording, per)
        _name_series(axes, trend, drawn)
        lines = textwrap.fill(source, _LETTERS, break_on_hyphens=False)
        figure.supxlabel(lines, x=0.01, ha="left", fontsize=7, color="#444444")
        figure.savefig(stream, format=picture.value, metadata=metadata)


def _bars(drawn: Chart) -> int:
    return len(drawn.values) * len(drawn.series)


def _check(drawn: Chart) -> None:
    if not drawn.values:
        raise BadRequest("there is nothing to draw: no article of these has a date")
    too_long = not drawn.axis.is_period and _bars(drawn) > MOST_BARS
    if len(drawn.series) > MOST_SERIES or too_long:
        raise BadRequest(
            f"a figure shows at most {MOST_SERIES} lines, or {MOST_BARS} bars: choose fewer articles, "
            "or take --format csv"
        )


# --- Lines and bars -------------------------------------------------------------------------------


def _draw_lines(axes: Axes, trend: Trend, drawn: Chart, wording: Wording, per: int) -> None:
    """Draw each series as a line that breaks where the archive has no articles.

    Within a period they stand beside each other, in their order: none hides another of the same rates.
    """
    step = min(_APART * len(drawn.values), _TAKEN / len(drawn.series))
    first = -step * (len(drawn.series) - 1) / 2
    for number, (one, colour, mark) in enumerate(zip(drawn.series, _COLOURS, _MARKS, strict=False)):
        rates, errors = _rates(trend, one, per)
        axes.errorbar(
            [place + first + number * step for place in range(len(rates))],
            rates,
            yerr=errors,
            color=colour,
            marker=mark,
            markersize=3.5,
            linewidth=1.2,
            elinewidth=0.6,
            label=one.name,
        )
    labels = ticks(drawn.axis, [value or "" for value in drawn.values])
    axes.set_xticks(list(labels), list(labels.values()))
    axes.set_xlim(-0.5, len(drawn.values) - 0.5)
    axes.set_xlabel(wording.word(drawn.axis))
    axes.set_ylabel(wording.of_rates())
    axes.set_ylim(bottom=-_BELOW * axes.get_ylim()[1])
    axes.grid(alpha=0.25)
    axes.yaxis.set_major_formatter(lambda value, _place: wording.number(value))


def _draw_bars(axes: Axes, trend: Trend, drawn: Chart, wording: Wording, per: int) -> None:
    """Draw each value as a group of lying bars, the first one on top."""
    thickness = _TAKEN / len(drawn.series)
    for number, (one, colour) in enumerate(zip(drawn.series, _COLOURS, strict=False)):
        rates, errors = _rates(trend, one, per)
        places = [place + number * thickness for place in range(len(rates))]
        axes.barh(places, rates, thickness * 0.9, color=colour, alpha=0.85, label=one.name)
        if errors is not None:
            axes.errorbar(rates, places, xerr=errors, fmt="none", ecolor="#333333", elinewidth=0.8)
    names = [
        trend.name(drawn.axis, value) if value else wording.word("none") for value in drawn.values
    ]
    middle = (len(drawn.series) - 1) * thickness / 2
    axes.set_yticks([place + middle for place in range(len(names))], names, fontsize=8)
    axes.set_ylim(len(names) - 0.5 + middle, middle - 0.5)
    axes.set_ylabel(wording.word(drawn.axis))
    axes.set_xlabel(wording.of_rates())
    axes.set_xlim(left=0)
    axes.grid(axis="x", alpha=0.25)
    axes.xaxis.set_major_formatter(lambda value, _place: wording.number(value))


def _rates(trend: Trend, series: Series, per: int) -> tuple[list[float], list[list[float]] | None]:
    """Return the rates of a series, and how far their intervals reach below and above them.

    There are no intervals where hits are counted: several hits in one article are no independent ones.
    """
    rates: list[float] = []
    below: list[float] = []
    above: list[float] = []
    for point in series.points:
        rate = point.rate(trend.unit, per) if point else None
        interval = point.interval(per) if point else None
        rates.append(nan if rate is None else rate)
        low, high = interval or (nan, nan)
        below.append(rates[-1] - low)
        above.append(high - rates[-1])
    return rates, None if trend.unit is Unit.HITS else [below, above]


def _name_series(axes: Axes, trend: Trend, drawn: Chart) -> None:
    """Write above a figure what it shows, with a legend where that is several things."""
    if len(drawn.series) == 1:
        axes.set_title(drawn.series[0].name, loc="left", fontsize=11, wrap=True)
        return
    axes.legend(
        *axes.get_legend_handles_labels(),
        title=next(iter(trend.found)) if len(trend.found) == 1 else None,
        alignment="left",
        loc="lower left",
        bbox_to_anchor=(0, 1),
        ncols=2,
        frameon=False,
        fontsize=9,
    )


def ticks(axis: By, values: Sequence[str]) -> dict[int, str]:
    """Return which periods are labelled, and how: by the year alone where only Januaries are.

    Args:
        axis: Months or years.
        values: The periods, one after the other.

    Returns:
        The labels by the places of their periods, about a dozen at most.
    """
    numbers = [
        int(value[:4]) * _MONTHS + int(value[5:]) - 1 if axis is By.MONTH else int(value)
        for value in values
    ]
    steps = _STEPS[axis]
    step = next((one for one in steps if len(values) <= one * _MOST_LABELS), steps[-1])
    yearly = axis is By.MONTH and step % _MONTHS == 0
    return {
        place: value[:4] if yearly else value
        for place, (number, value) in enumerate(zip(numbers, values, strict=True))
        if number % step == 0
    }
