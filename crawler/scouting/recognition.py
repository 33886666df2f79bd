"""Which content system a page comes from, by what it shows of it; each mark is evidence that is printed.

The marks are data, ``crawler/data/platforms.toml``. The fingerprint that a crawl keeps of its start page
(`crawler.extensions.fingerprints`) names the systems by the same marks.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.html import HtmlElement

    from crawler.platforms.site import SiteSpider

# Weight from which a system is named, and how much of all weight it must have: below, it is unknown.
_NEEDED: Final = 2
_SHARE: Final = 0.65
# Weight of its own from which a system counts as more than the one that it is built on.
_OWN: Final = 3
# Added to all weights: one weak mark alone leaves doubt.
_DOUBT: Final = 1
_LONGEST: Final = 60
_FEWEST_LINKS: Final = 3


@dataclass(frozen=True, slots=True)
class Seen:
    """What is looked at of a page.

    Attributes:
        root: The parsed page.
        source: Its bytes.
        headers: The lines of the answer's head, ``(name, value)``.
        articles: Path and query of those of its links that look like articles.
    """

    root: HtmlElement
    source: bytes
    headers: Sequence[tuple[bytes, bytes]] = ()
    articles: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One mark of a system that was found.

    Attributes:
        cms: Word of the system.
        text: What was found, ``meta generator "NukeViet v4.5"``.
        weight: How much it says.
        mark: The mark itself; what several pages show counts once.
    """

    cms: str
    text: str
    weight: int
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """What gives a system away; the keys are explained in the data."""

    what: str
    match: re.Pattern[str]
    weight: int
    share: float = 0.0
    says: str = ""


@dataclass(frozen=True, slots=True)
class System:
    """A content system.

    Attributes:
        cms: The word of its page objects.
        name: What people call it.
        base: ``module:class`` of its spider base; None where there is none.
        within: Systems whose marks it has too.
        marks: What gives it away.
    """

    cms: str
    name: str
    base: str | None
    within: tuple[str, ...]
    marks: tuple[Mark, ...]

    def spider(self) -> type[SiteSpider] | None:
        """Return the spider base; None where there is none."""
        if self.base is None:
            return None
        module, _, name = self.base.partition(":")
        return cast("type[SiteSpider]", getattr(import_module(module), name))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the evidence comes to.

    Attributes:
        system: The system; None where the evidence does not suffice to name one.
        doubt: How much is left open, from 0 to 1.
        evidence: All that was found, of other systems too.
    """

    system: System | None
    doubt: float
    evidence: list[Evidence] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """Print the evidence, a line for each system, the one with the most first."""
        for cms in _ranked(self.evidence):
            texts = "; ".join(entry.text for entry in self.evidence if entry.cms == cms)
            yield f"{systems()[cms].name}: {texts}"


@cache
def systems() -> dict[str, System]:
    """Return the known systems by their word."""
    data = tomllib.loads((files("crawler") / "data" / "platforms.toml").read_text(encoding="utf-8"))
    return {cms: _system(cms, table) for cms, table in data.items()}


def _system(cms: str, table: dict[str, Any]) -> System:
    marks = (Mark(**(entry | {"match": re.compile(entry["match"])})) for entry in table["marks"])
    return System(
        cms, table["name"], table.get("base"), tuple(table.get("within", ())), tuple(marks)
    )


def recognise(page: Seen) -> list[Evidence]:
    """Return what a page shows of content systems.

    Args:
        page: A page of the site; its start page and an article show different marks.
    """
    values = _values(page)
    found = []
    for system in systems().values():
        for mark in system.marks:
            text = (
                _in_links(mark, page.articles)
                if mark.what == "link"
                else _in_values(mark, values[mark.what])
            )
            if text:
                name = f"{mark.what} {mark.match.pattern}"
                found.append(Evidence(system.cms, text, mark.weight, name))
    return found


def judge(evidence: Iterable[Evidence]) -> Verdict:
    """Say which system the evidence speaks for, and how much doubt is left."""
    first: dict[tuple[str, str], Evidence] = {}
    for entry in evidence:
        first.setdefault((entry.cms, entry.mark), entry)
    marks = list(first.values())
    weights = _weights(marks)
    if not weights:
        return Verdict(None, 1.0, marks)
    best = _ranked(marks)[0]
    system = systems()[best]
    rivals = sum(
        weight for cms, weight in weights.items() if cms != best and cms not in system.within
    )
    share = weights[best] / (weights[best] + rivals + _DOUBT)
    sure = weights[best] >= _NEEDED and share >= _SHARE
    return Verdict(system if sure else None, round(1 - share, 2), marks)


def marked_systems(source: bytes) -> Iterator[str]:
    """Return the names of the systems of which the source of a page has a mark."""
    text = source.decode("utf-8", "replace")
    for system in systems().values():
        if any(mark.what == "source" and mark.match.search(text) for mark in system.marks):
            yield system.name


def _weights(evidence: Iterable[Evidence]) -> dict[str, int]:
    weights: dict[str, int] = {}
    for entry in evidence:
        weights[entry.cms] = weights.get(entry.cms, 0) + entry.weight
    return weights


def _ranked(evidence: Sequence[Evidence]) -> list[str]:
    """Return the systems, best first; one that is built on another precedes it."""
    weights = _weights(evidence)
    return sorted(weights, key=lambda cms: -_with_within(cms, weights))


def _with_within(cms: str, weights: dict[str, int]) -> int:
    own = weights[cms]
    if own < _OWN:
        return own
    return own + sum(weights.get(other, 0) for other in systems()[cms].within)


def _values(page: Seen) -> dict[str, list[str]]:
    """Return by the kind of mark what it is looked for in."""
    headers = [
        f"{name.decode('latin-1').lower()}: {value.decode('latin-1')}"
        for name, value in page.headers
    ]
    cookies = [h.partition(": ")[2].partition("=")[0] for h in headers if h.startswith("set-cook")]
    generators = [
        " ".join((meta.get("content") or "").split())
        for meta in page.root.iter("meta")
        if (meta.get("name") or "").lower() == "generator"
    ]
    classes = {
        name for value in page.root.xpath("descendant::*/@class") for name in str(value).split()
    }
    return {
        "generator": generators,
        "header": headers,
        "cookie": cookies,
        "source": [page.source.decode("utf-8", "replace")],
        "id": sorted(map(str, page.root.xpath("descendant::*/@id"))),
        "class": sorted(classes),
    }


def _in_values(mark: Mark, values: Iterable[str]) -> str | None:
    for value in values:
        if found := mark.match.search(value):
            if mark.says:
                return mark.says
            if mark.what == "source":
                return f'"{found[0][:_LONGEST]}" in the source'
            shown = value[:_LONGEST]
            return (
                f'meta generator "{shown}"' if mark.what == "generator" else f"{mark.what} {shown}"
            )
    return None


def _in_links(mark: Mark, articles: Sequence[str]) -> str | None:
    fitting = sum(1 for tail in articles if mark.match.search(tail))
    if fitting < _FEWEST_LINKS or fitting < mark.share * len(articles):
        return None
    return f"addresses {mark.says} ({fitting} of {len(articles)} links)"


def tail_of(url: str) -> str:
    """Return path and query of an address."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
