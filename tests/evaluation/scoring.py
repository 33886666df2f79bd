"""What the readers of metadata get right on labelled data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field

from archive.metadata.citations import find_citations
from archive.metadata.findings import ArticleText
from archive.metadata.kinds import find_kind
from archive.metadata.people import find_people
from archive.metadata.places import find_provinces
from archive.metadata.topics import find_topics
from tests.evaluation.labels import CITATION, LabelledArticle, LabelledString


@dataclass(slots=True)
class Score:
    """Right, wrong and missed findings over some items.

    Attributes:
        items: Articles, strings or pairs that were looked at.
        right: Findings that are labelled.
        wrong: Findings that are not.
        missed: Labels that were not found.
        errors: One line for each item with something wrong or missed.
    """

    items: int = 0
    right: int = 0
    wrong: int = 0
    missed: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 1 where nothing was found."""
        found = self.right + self.wrong
        return self.right / found if found else 1.0

    @property
    def recall(self) -> float:
        """The share of what is labelled that was found; 1 where nothing is labelled."""
        labelled = self.right + self.missed
        return self.right / labelled if labelled else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def add(self, name: str, found: Iterable[Hashable], labelled: Iterable[Hashable]) -> None:
        """Count one item."""
        found, labelled = Counter(found), Counter(labelled)
        wrong, missed = found - labelled, labelled - found
        self.items += 1
        self.right += (found & labelled).total()
        self.wrong += wrong.total()
        self.missed += missed.total()
        if wrong or missed:
            self.errors.append(f"{name}: wrong {list(wrong)}, missed {list(missed)}")


def provinces(articles: Iterable[LabelledArticle]) -> Score:
    """Score (article, province) pairs."""
    return _score(articles, "provinces", lambda t: [f.province for f in find_provinces(t)])


def topics(articles: Iterable[LabelledArticle]) -> Score:
    """Score (article, topic) pairs."""
    return _score(articles, "topics", lambda text: [found.topic for found in find_topics(text)])


def kinds(articles: Iterable[LabelledArticle]) -> Score:
    """Score kinds; every article has one, so precision and recall are the accuracy."""
    score = Score()
    for article in articles:
        if article.kind is not None:
            score.add(article.id, [find_kind(article.text).kind], [article.kind])
    return score


def people(articles: Iterable[LabelledArticle]) -> Score:
    """Score mentions; name and offices must both be right to the letter."""
    return _score(articles, "people", lambda t: [(m.name, m.title or "") for m in find_people(t)])


def citations(strings: Iterable[LabelledString]) -> Score:
    """Score citations; all of `tests.evaluation.labels.CITATION` must be right."""
    score = Score()
    for string in strings:
        found = find_citations(string.text, string.province)
        rows = [tuple(_plain(getattr(one, name)) for name in CITATION) for one in found]
        score.add(string.id, rows, string.citations)
    return score


def _score(
    articles: Iterable[LabelledArticle],
    label: str,
    find: Callable[[ArticleText], list[Hashable]],
) -> Score:
    score = Score()
    for article in articles:
        labelled = getattr(article, label)
        if labelled is not None:
            score.add(article.id, find(article.text), labelled)
    return score


def _plain(value: object) -> object:
    """Return a value as it is labelled: text, empty where there is none, or a truth value."""
    return value if isinstance(value, bool) else str(value or "")
