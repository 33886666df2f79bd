"""Fit the signs of kinds to the articles for tuning: ``python -m tests.evaluation.fit_kinds``.

Writes ``archive/data/kind_weights.toml`` and prints what the signs are worth on writers that they were
not fitted to: each writer in turn (the first letter of the ids), and of the replica each spider, is left
out and then read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from archive.metadata import kinds
from archive.taxonomy import all_kinds
from tests.evaluation.fit_topics import FRESH
from tests.evaluation.labels import LabelledArticle, Split, articles
from tests.evaluation.logistic import Row, fit

FILE = Path(kinds.__file__).parents[1] / "data" / "kind_weights.toml"
_PENALTY = 2.0
_REPLICA, _OTHER_WRITER = 1.0, 3.0  # what an article counts
_USUAL = 40  # articles of a kind that are neither many nor few
_HEADER = """\
# What the signs of a kind weigh (archive/metadata/kinds.py): its phrases and sections, by kind the form.
# Written by `python -m tests.evaluation.fit_kinds` from the articles in tests/evaluation/tuning.
"""


def main() -> None:
    """Fit, report and write."""
    labelled = [article for article in articles(Split.TUNING) if article.kind is not None]
    confused: Counter[tuple[str, str]] = Counter()
    for group in sorted({_group(article) for article in labelled}):
        others = fitted_to([article for article in labelled if _group(article) != group])
        mine = [article for article in labelled if _group(article) == group]
        found = Counter((a.kind or "", kinds.kind_by(a.text, others).kind) for a in mine)
        right = sum(times for (is_so, said), times in found.items() if is_so == said)
        print(f"{group:<15} {right}/{len(mine)}  accuracy {right / len(mine):.3f}")
        confused += found
    for (is_so, said), times in sorted(confused.items()):
        print(
            f"{is_so:>20} read as {said:<20} {times}"
            if is_so != said
            else f"{is_so:>20} right {times}"
        )
    weights = fitted_to(labelled)
    FILE.write_text(_HEADER + _as_toml(weights), "utf-8")


def fitted_to(labelled: Sequence[LabelledArticle]) -> kinds.Weights:
    """Return the weights under which the labels of these articles are likeliest.

    The fresh articles for topics are not among them (``docs/evaluation.md``).
    """
    labelled = [article for article in labelled if article.writer not in FRESH]
    times = Counter(article.kind for article in labelled)
    rows = []
    for article in labelled:
        # The replica's five sites are much alike, and rare kinds are rarer in it than elsewhere.
        weight = _REPLICA if "/" in article.id else _OTHER_WRITER
        weight *= (_USUAL / times[article.kind]) ** 0.5
        signs = kinds.signs_of(article.text)
        for kind in all_kinds():
            features = {name: sign for name, sign in signs.own[kind.id].items() if sign}
            features |= {f"{kind.id} {name}": sign for name, sign in signs.form.items() if sign}
            rows.append(Row(features, kind.id == article.kind, weight))
    found = fit(rows, penalty=_PENALTY)
    own = ("title", "opening", "text", "section")
    form = kinds.signs_of(labelled[0].text).form
    return kinds.Weights(
        {name: round(found.get(name, 0.0), 2) for name in own},
        {
            kind.id: {name: round(found.get(f"{kind.id} {name}", 0.0), 2) for name in form}
            for kind in all_kinds()
        },
    )


def _as_toml(weights: kinds.Weights) -> str:
    return "".join(
        f"\n[{name}]\n" + "".join(f"{key} = {value}\n" for key, value in table.items())
        for name, table in {"own": weights.own, **weights.form}.items()
    )


def _group(article: LabelledArticle) -> str:
    return article.id.split("/")[0] if "/" in article.id else f"writer {article.id[0]}"


if __name__ == "__main__":
    main()
