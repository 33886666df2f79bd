"""What `scrapy newsite` proposes for a site, and how that is printed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.platforms.site import SiteSpider
    from crawler.scouting.guesses import ProvinceGuess
    from crawler.scouting.recognition import Verdict
    from crawler.scouting.visits import Visit


@dataclass(frozen=True, slots=True)
class Section:
    """A listing of the site.

    Attributes:
        url: Its address.
        title: What the menu calls it.
        articles: How many articles its list names; None where it was not looked at and only its
            address has the form of the system's sections.
    """

    url: str
    title: str
    articles: int | None = None


@dataclass(slots=True)
class Proposal:
    """What was found out about a site.

    Attributes:
        host: Its host, without ``www.``.
        scheme: ``https`` or ``http``.
        home: Path of the page that was given, ``/``.
        verdict: The content system, with the evidence.
        base: The spider base that fits.
        fits: Whether the address form of the base fits the site's articles.
        marked: Whether the site's markup says which links are those of articles.
        sections: The sections that were found.
        pager: How further pages of a listing are reached.
        feed: What its feed gives.
        sitemap: What its sitemap gives.
        article_pattern: The pattern to be written into the spider; None where the base's own will do, or
            where none could be derived.
        addresses: What is known of the form of article addresses.
        dates: The form of the date, as it was read.
        province: The guess of the province.
        body: The body, where the site names it.
        troubles: What a person should look at.
    """

    host: str
    scheme: str
    home: str
    verdict: Verdict
    base: type[SiteSpider]
    province: ProvinceGuess
    body: str | None
    fits: bool = False
    marked: bool = False
    sections: list[Section] = field(default_factory=list)
    pager: str = "none seen"
    feed: str = "none named"
    sitemap: str = "none named in robots.txt"
    article_pattern: str | None = None
    addresses: str = ""
    dates: str = ""
    troubles: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[tuple[str, str]]:
        """Return what is printed: what it is about, and what was found."""
        verdict = self.verdict
        if verdict.system is None:
            yield "system", f"unknown; {self.base.__name__} reads by meaning"
        else:
            note = "" if verdict.system.base else f"; there is no base for it: {self.base.__name__}"
            yield "system", f"{verdict.system.name} (doubt {verdict.doubt:.0%}){note}"
        for line in verdict.lines():
            yield "evidence", line
        for section in self.sections:
            seen = (
                "form of the system"
                if section.articles is None
                else f"{counted(section.articles, 'article')} in its list"
            )
            yield "section", f"{section.title}  {section.url}  ({seen})"
        yield "pager", self.pager
        yield "feed", self.feed
        yield "sitemap", self.sitemap
        yield "articles", self.addresses
        yield "date", self.dates
        for trouble in self.troubles:
            yield "look at", trouble


@dataclass(frozen=True, slots=True)
class Recorded:
    """The pages of a site that are kept as a fixture.

    Attributes:
        listing: A listing.
        section: Name of its section; None for the start page.
        articles: Article pages that differ: the newest, an older one, one of another section.
    """

    listing: Visit
    section: str | None
    articles: list[Visit]


def counted(number: int, what: str) -> str:
    """Return a number with what it counts: ``1 article``, ``2 articles``."""
    return f"{number} {what}{'' if number == 1 else 's'}"
