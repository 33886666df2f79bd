from __future__ import annotations

import pytest

from tests.evaluation import ridge


def test_one_feature_by_hand() -> None:
    # The weight that makes (2 - w)^2 + (4 - 2w)^2 + penalty w^2 least is 10 / (5 + penalty).
    found = ridge.fit([{"x": 1.0}, {"x": 2.0}], [[2.0], [4.0]], penalty=5.0)
    assert found == {"x": [pytest.approx(1.0)]}


def test_the_slope_is_level_at_the_weights_found() -> None:
    rows = [{f"f{number % 3}": 1.0, "all": number / 5, f"g{number}": 0.5} for number in range(12)]
    targets = [[float(number % 2), float(number > 4)] for number in range(12)]
    found = ridge.fit(rows, targets, penalty=0.7)
    for name, weights in found.items():
        for target, weight in enumerate(weights):
            slope = sum(
                row[name]
                * (wanted[target] - sum(value * found[n][target] for n, value in row.items()))
                for row, wanted in zip(rows, targets, strict=True)
                if name in row
            )
            assert slope == pytest.approx(0.7 * weight, abs=1e-9)
