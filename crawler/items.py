"""The item that spiders yield."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.captures import Capture
from archive.readings import Reading
from crawler.outcomes import Outcome


@dataclass(slots=True, kw_only=True)
class Article(Reading):
    """An article as a page object reads it: a reading, and what speaks against storing it.

    Attributes:
        problems: Reasons to reject the page (``no-body``, ``looks-like-a-listing``,
            ``truncated-page``), found while reading it. The validation pipeline counts and drops an
            article that has any.
        outcome: What the archive did with it (`archive.store.Outcome`), filled by the store pipeline;
            None in a crawl without a database.
        capture: Where the page lies as it was fetched; None where nothing is captured.
    """

    problems: list[str] = field(default_factory=list)
    outcome: Outcome | None = None
    capture: Capture | None = None
