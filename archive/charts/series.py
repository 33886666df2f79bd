"""The frequencies of a trend as what a chart draws: rows of points on a common axis."""

from __future__ import annotations

from dataclasses import dataclass

from archive.search.trends import By, Frequency, Trend


@dataclass(frozen=True, slots=True)
class Series:
    """The frequencies of one query, or of one query in one group, along an axis.

    Attributes:
        name: The query, the group, or both, as far as others of the chart differ in them.
        points: One for each value of the axis; None where there is no such group.
    """

    name: str
    points: tuple[Frequency | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart of a trend shows.

    Attributes:
        axis: What is told apart along the axis: periods where there are any.
        values: The values there; None: articles that have none, but for periods, which are left out.
        series: What is compared.
    """

    axis: By
    values: tuple[str | None, ...]
    series: tuple[Series, ...]


def chart(trend: Trend) -> Chart:
    """Put the frequencies of a trend onto an axis."""
    place = next((place for place, one in enumerate(trend.by) if one.is_period), 0)
    axis = trend.by[place]
    rows = [row for row in trend.rows if row.group[place] is not None or not axis.is_period]
    values = tuple(dict.fromkeys(row.group[place] for row in rows))
    points: dict[tuple[str, tuple[str | None, ...]], dict[str | None, Frequency]] = {}
    for row in rows:
        rest = row.group[:place] + row.group[place + 1 :]
        points.setdefault((row.query, rest), {})[row.group[place]] = row
    return Chart(
        axis,
        values,
        tuple(
            Series(_name(trend, query, rest), tuple(found.get(value) for value in values))
            for (query, rest), found in points.items()
        ),
    )


def _name(trend: Trend, query: str, rest: tuple[str | None, ...]) -> str:
    other = [one for one in trend.by if not one.is_period][-1:]
    parts = [
        trend.name(by, value) if value else "—" for by, value in zip(other, rest, strict=False)
    ]
    return ", ".join(([query] if len(trend.found) > 1 or not parts else []) + parts)
