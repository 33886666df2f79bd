"""The accuracy that is promised, on data that no rule was tuned on."""

from __future__ import annotations

import pytest

from tests.evaluation import measures
from tests.evaluation.labels import Split

# What has been reached on the data that are held out. Floors may rise above these, and never fall under
# them.
LEAST = {
    ("provinces", "precision"): 0.99,
    ("provinces", "recall"): 0.95,
    ("topics", "f1"): 0.85,
    ("kind", "f1"): 0.93,
    ("citations", "precision"): 0.99,
    ("citations", "recall"): 0.97,
    ("people", "precision"): 0.97,
    ("people", "recall"): 0.90,
    ("reprints", "precision"): 0.99,
    ("reprints", "recall"): 0.95,
}


@pytest.mark.parametrize(("measure", "figure"), LEAST)
def test_floors_only_rise(measure: str, figure: str) -> None:
    assert measures.floors()[measure][figure] >= LEAST[measure, figure]


@pytest.mark.parametrize("measure", measures.floors())
def test_held_out_data_reach_the_floors(measure: str) -> None:
    score, _ = measures.measure(measure, Split.HELD_OUT)
    for figure, floor in measures.floors()[measure].items():
        assert getattr(score, figure) >= floor, f"{figure} of {measure}"
