"""``make evaluate``: what the readers of metadata get right, for tuning data and for held-out data.

``--errors`` lists what is wrong or missed in the tuning data. For the held-out data it never does: who
has seen those errors cannot tune without them any more.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

from tests.evaluation import measures
from tests.evaluation.labels import Split
from tests.evaluation.scoring import Score

_HEADER = (
    f"{'':<14}{'data':<34}{'items':>7}{'labels':>8}"
    f"{'precision':>11}{'recall':>8}{'F1':>7}{'floor':>14}"
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation", description=__doc__)
    parser.add_argument("--errors", action="store_true", help="list errors in the tuning data")
    parser.add_argument(
        "measure", nargs="*", help=f"of {', '.join(measures.MEASURES)}; default: all"
    )
    options = parser.parse_args(arguments)
    print(_HEADER)
    for name in options.measure or measures.MEASURES:
        for line in _lines(name, errors=options.errors):
            print(line)


def _lines(name: str, *, errors: bool) -> Iterator[str]:
    for split in Split:
        score, parts = measures.measure(name, split)
        floor = measures.floors().get(name, {}) if split is Split.HELD_OUT else {}
        yield _line(name, split, score, " ".join(f"{value}" for value in floor.values()))
        for part, its_score in parts.items():
            yield _line("", f"  {part}", its_score, "")
        if errors and split is Split.TUNING:
            yield from (f"    {error}" for error in score.errors)


def _line(name: str, data: str, score: Score, floor: str) -> str:
    labels = score.right + score.missed
    if not labels:  # pairs that are not the same text
        return f"{name:<14}{data:<34}{score.items:>7}{'':>8}{score.wrong:>11} taken for the same"
    return (
        f"{name:<14}{data:<34}{score.items:>7}{labels:>8}{score.precision:>11.3f}"
        f"{score.recall:>8.3f}{score.f1:>7.3f}{floor:>14}"
    )


if __name__ == "__main__":
    main()
