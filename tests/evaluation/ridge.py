"""Ridge regression with more features than rows, in plain Python: seconds for a few hundred rows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from operator import mul


def fit(
    rows: Sequence[Mapping[str, float]], targets: Sequence[Sequence[float]], penalty: float
) -> dict[str, list[float]]:
    """Return for each feature its weight for each target, without a constant.

    Args:
        rows: The features of each row that are not 0, by name.
        targets: For each row the values that its features should add up to.
        penalty: Of the squared weights, in squared errors.
    """
    lower = _cholesky(_products(rows, penalty))
    shares = [_solved(lower, column) for column in zip(*targets, strict=True)]
    weights: dict[str, list[float]] = {}
    for row, share in zip(rows, zip(*shares, strict=True), strict=True):
        for name, value in row.items():
            so_far = weights.get(name) or [0.0] * len(share)
            weights[name] = [
                weight + value * part for weight, part in zip(so_far, share, strict=True)
            ]
    return weights


def _products(rows: Sequence[Mapping[str, float]], penalty: float) -> list[list[float]]:
    """Return the lower half of the products of all rows, with the penalty on the diagonal."""
    products = []
    for number, row in enumerate(rows):
        line = [
            sum(value * other[name] for name, value in row.items() if name in other)
            for other in rows[: number + 1]
        ]
        line[-1] += penalty
        products.append(line)
    return products


def _cholesky(products: Sequence[Sequence[float]]) -> list[list[float]]:
    """Return the lower triangle that multiplied by itself gives a positive definite matrix."""
    lower: list[list[float]] = []
    for number, products_of_row in enumerate(products):
        line: list[float] = []
        for column in range(number):
            left = products_of_row[column] - sum(map(mul, line, lower[column]))
            line.append(left / lower[column][column])
        line.append(math.sqrt(products_of_row[number] - sum(value * value for value in line)))
        lower.append(line)
    return lower


def _solved(lower: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """Solve a system whose matrix is a triangle by itself."""
    forward: list[float] = []
    for line, value in zip(lower, right, strict=True):
        forward.append((value - sum(map(mul, line, forward))) / line[-1])
    solution = forward
    for number in reversed(range(len(lower))):
        solution[number] /= lower[number][number]
        for above in range(number):
            solution[above] -= lower[number][above] * solution[number]
    return solution
