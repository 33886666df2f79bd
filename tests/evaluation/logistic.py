"""Logistic regression on a few dozen named features, in plain Python: seconds for ten thousand rows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_STEPS = 30
_CLOSE = 1e-8


@dataclass(frozen=True, slots=True)
class Row:
    """Something that is so or not.

    Attributes:
        features: Its features that are not 0, by name.
        right: Whether it is so.
        weight: How many times it counts.
    """

    features: Mapping[str, float]
    right: bool
    weight: float = 1.0


def fit(rows: Sequence[Row], penalty: float = 1.0, free: Iterable[str] = ()) -> dict[str, float]:
    """Return the weights under which the rows are likeliest, by Newton's method.

    Args:
        rows: What is so and what is not.
        penalty: Half of it times the sum of the squared weights is taken from the log likelihood.
        free: Features whose weights are not penalised.
    """
    names = sorted({name for row in rows for name in row.features})
    numbers = {name: number for number, name in enumerate(names)}
    sparse = [
        (
            [(numbers[name], value) for name, value in row.features.items()],
            float(row.right),
            row.weight,
        )
        for row in rows
    ]
    penalties = [1e-6 if name in set(free) else penalty for name in names]
    weights = [0.0] * len(names)
    for _ in range(_STEPS):
        slope = [-own * weight for own, weight in zip(penalties, weights, strict=True)]
        bend = [[0.0] * len(names) for _ in names]
        for number, own in enumerate(penalties):
            bend[number][number] = own
        for features, right, times in sparse:
            chance = logistic(sum(weights[number] * value for number, value in features))
            left = times * (right - chance)
            curve = times * chance * (1 - chance)
            for number, value in features:
                slope[number] += left * value
                line = bend[number]
                share = curve * value
                for other, other_value in features:
                    line[other] += share * other_value
        step = _solved(bend, slope)
        weights = [weight + change for weight, change in zip(weights, step, strict=True)]
        if max(map(abs, step)) < _CLOSE:
            break
    return dict(zip(names, weights, strict=True))


def logistic(odds: float) -> float:
    """Return the chance whose log odds are given."""
    return 1 / (1 + math.exp(-odds)) if odds > -500 else 0.0


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Solve a system of linear equations by elimination; the matrix is positive definite."""
    size = len(right)
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for pivot in range(size):
        line = rows[pivot]
        for below in rows[pivot + 1 :]:
            if factor := below[pivot] / line[pivot]:
                for column in range(pivot, size + 1):
                    below[column] -= factor * line[column]
    solution = [0.0] * size
    for pivot in reversed(range(size)):
        line = rows[pivot]
        known = sum(line[column] * solution[column] for column in range(pivot + 1, size))
        solution[pivot] = (line[size] - known) / line[pivot]
    return solution
