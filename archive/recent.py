"""What the newest articles of a site have: which fields, and which rules read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from archive.database import clear_errors
from archive.models import Article, Site

_FIELDS: Final = ("title", "lead", "body", "author", "organisation", "section")
_DATES: Final = ("published_at", "updated_at")
_LISTS: Final = ("images", "attachments")


@dataclass(frozen=True, slots=True)
class Recent:
    """The newest articles of a site.

    Attributes:
        articles: How many were looked at.
        having: How many of them have a field, by its name; names are those of the exported record.
        rules: How many were read by which rule, by the name of the field.
    """

    articles: int = 0
    having: Mapping[str, int] = field(default_factory=dict)
    rules: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def share(self, name: str) -> float | None:
        """Return how many of the articles have a field, from 0 to 1; None where there is no article."""
        return self.having.get(name, 0) / self.articles if self.articles else None


def recent(engine: Engine, spider: str, limit: int) -> Recent:
    """Look at the newest articles of a site, by when they were first seen.

    Args:
        engine: The archive.
        spider: Name of the site's spider.
        limit: How many articles at most.

    Raises:
        ArchiveError: The archive cannot be read.
    """
    columns = (*(getattr(Article, name) for name in (*_FIELDS, *_DATES)), Article.rules)
    counts = (getattr(Article, name).any().label(name) for name in _LISTS)
    statement = (
        select(*columns, Article.published_rule, *counts)
        .join(Site, Site.id == Article.site_id)
        .where(Site.spider == spider)
        .order_by(Article.first_seen_at.desc(), Article.id.desc())
        .limit(limit)
    )
    having: Counter[str] = Counter()
    rules: dict[str, Counter[str]] = {}
    with clear_errors(engine), Session(engine) as session:
        rows = session.execute(statement).all()
    for row in rows:
        having.update(name for name in (*_FIELDS, *_DATES, *_LISTS) if getattr(row, name))
        read_by = {name: row.rules.get(name) for name in _FIELDS}
        read_by |= {"published_at": row.published_rule, "updated_at": row.rules.get("updated")}
        for name, rule in read_by.items():
            if rule:
                rules.setdefault(name, Counter())[rule] += 1
    return Recent(len(rows), having, rules)
