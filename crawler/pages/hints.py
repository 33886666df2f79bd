"""What a listing says of an article, as it is kept until the article's page is read, and read again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from archive.readings import Precision, PrintedDate
from crawler.pages.base import Hints


def to_json(hints: Hints) -> dict[str, Any]:
    """Return hints as JSON can hold them; what is not known is left out."""
    published = hints.published
    values = {
        "title": hints.title,
        "section": hints.section,
        "listing_url": hints.listing_url,
        "published": published
        and {
            "value": published.value.isoformat(),
            "precision": published.precision.value,
            "raw": published.raw,
            "rule": published.rule,
        },
    }
    return {name: value for name, value in values.items() if value is not None}


def from_json(values: dict[str, Any]) -> Hints:
    """Return the hints that `to_json` wrote."""
    date = values.get("published")
    published = date and PrintedDate(
        datetime.fromisoformat(date["value"]),
        Precision(date["precision"]),
        date["raw"],
        date["rule"],
    )
    return Hints(
        title=values.get("title"),
        published=published,
        section=values.get("section"),
        listing_url=values.get("listing_url"),
    )
