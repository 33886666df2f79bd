"""The pages that were looked at, and what was read of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from crawler.fixtures import Value
    from crawler.platforms.cards import ListingLinks
    from crawler.scouting.visits import Visit


@dataclass(frozen=True, slots=True)
class Looked:
    """A page of the site that may be a listing, and what it names.

    Attributes:
        visit: The page.
        root: The page, parsed.
        given: Its links and articles.
        section: What its section is called; None for the start page.
        list: Addresses of the articles in its list, in the order of the page.
    """

    visit: Visit
    root: HtmlElement
    given: ListingLinks
    section: str | None
    list: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article page, and what was read of it."""

    visit: Visit
    fields: dict[str, Value]

    @property
    def problems(self) -> list[str]:
        """What speaks against it."""
        found: list[str] = list(self.fields["problems"].value or ())
        return found if self.fields["title"].value else [*found, "no-title"]


def date_forms(read: Sequence[ReadArticle]) -> str:
    """Say in which form the dates of articles are printed."""
    found = {}
    for entry in read:
        raw = entry.fields["published_raw"].value
        if raw:
            precision = entry.fields["published_precision"].value
            found[entry.fields["published_rule"].value] = f'"{raw}" ({precision}'
    count = sum(bool(entry.fields["published_raw"].value) for entry in read)
    if not found:
        return f"none found on {len(read)} articles"
    forms = "; ".join(f"{text}, {rule})" for rule, text in found.items())
    return f"{forms}; on {count} of {len(read)} articles"
