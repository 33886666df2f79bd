from __future__ import annotations

import math

import pytest

from tests.evaluation.logistic import Row, fit, logistic


def test_a_constant_is_the_share_of_what_is_so() -> None:
    rows = [Row({"always": 1.0}, number < 3) for number in range(4)]
    assert fit(rows, free=("always",))["always"] == pytest.approx(math.log(3), abs=1e-4)


def test_a_row_of_weight_two_counts_as_two_rows() -> None:
    features = ({"always": 1.0, "sign": 1.0}, {"always": 1.0}, {"always": 1.0, "sign": 0.5})
    one = [Row(features[0], True, 2.0), Row(features[1], False), Row(features[2], False)]
    two = [Row(features[0], True), *(Row(row.features, row.right) for row in one)]
    assert fit(one) == pytest.approx(fit(two))


def test_the_slope_is_level_at_the_weights_found() -> None:
    rows = [Row({"always": 1.0, "sign": number / 7}, number % 3 == 0) for number in range(30)]
    found = fit(rows, penalty=0.5)
    for name, weight in found.items():
        slope = sum(
            row.features[name]
            * (row.right - logistic(sum(found[n] * v for n, v in row.features.items())))
            for row in rows
        )
        assert slope == pytest.approx(0.5 * weight, abs=1e-6)
