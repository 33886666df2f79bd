"""What the canary takes for wrong: pure functions over what was read now and what was read before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from archive.recent import Recent
from archive.timezone import now
from crawler.scouting.recognition import systems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crawler.fixtures import Value
    from crawler.scouting.visits import Asked

#: Fields that are compared, in the order of the table.
FIELDS: Final = (
    "title",
    "lead",
    "body",
    "author",
    "organisation",
    "section",
    "published_at",
    "updated_at",
    "images",
    "attachments",
)
_REQUIRED: Final = frozenset({"title", "body"})
# Share of earlier articles from which a field is one that the site prints as a rule.
_USUAL: Final = 0.9
# Fewer articles of the archive say nothing; fewer recorded ones neither.
_LEAST_STORED, _LEAST_RECORDED = 10, 2
# Share of the newest articles from which a rule is known to read a field.
_KNOWN_RULE: Final = 0.05
# How the rules begin by which a listing gives what an article does not print.
_LISTING: Final = "listing:"


class Word(StrEnum):
    """What may be found wrong; ``docs/operations.md`` says what to do about each."""

    UNREACHABLE = "unreachable"
    LISTING_GONE = "listing-gone"
    EMPTY_LISTING = "empty-listing"
    CMS_CHANGED = "cms-changed"
    SELECTOR = "selector"
    FIELD_MISSING = "field-missing"
    REFUSED = "refused"
    READING_FAILED = "reading-failed"


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something that is not as it was.

    Attributes:
        word: What it is.
        message: One line: what was seen, and what was expected.
    """

    word: Word
    message: str

    def __str__(self) -> str:
        return f"{self.word}: {self.message}"


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article of the site as it is now: its address, and what was read of it."""

    url: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Reference:
    """What a fixture says of a site, read with the page objects of today.

    Attributes:
        name: The fixture, ``lai_chau/2026-11-22``.
        articles: How many articles it has.
        having: How many of them have a field.
        rules: By which rules a field was read, and how often.
        cms: The system that its pages show; None where they show none.
    """

    name: str
    articles: int
    having: Mapping[str, int]
    rules: Mapping[str, Mapping[str, int]]
    cms: str | None


@dataclass(slots=True)
class Check:
    """What one look at a site came to.

    Attributes:
        spider: Name of the spider.
        host: Host of the site.
        base_url: Origin of the copy that was asked in its place.
        reference: The fixture; None where there is none.
        history: The newest articles of the archive.
        at: When it was made.
        asked: Every request that was sent.
        cms: The system that the pages show; None where they show none that is known.
        articles: What was read.
        wrong: What is not as it was.
        notes: What else an operator should know.
    """

    spider: str
    host: str
    base_url: str | None
    reference: Reference | None
    history: Recent
    at: datetime = field(default_factory=now)
    asked: list[Asked] = field(default_factory=list)
    cms: str | None = None
    articles: list[ReadArticle] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def judge_cms(check: Check, own: str) -> Iterator[Wrong]:
    """Say where a site shows another system than it did.

    Args:
        check: The check; its fixture says what the site showed.
        own: The word of the page object, which counts where there is no fixture.
    """
    before = own if check.reference is None else check.reference.cms
    if before == check.cms or before not in systems():
        return
    name = systems()[before].name
    if check.cms is not None:
        now_name = systems()[check.cms].name
        yield Wrong(Word.CMS_CHANGED, f"the pages show {now_name}, and no more {name}")
    elif check.reference is not None:
        yield Wrong(
            Word.CMS_CHANGED, f"the marks of {name} are gone, and no known system's are there"
        )


def judge_fields(
    articles: Sequence[ReadArticle],
    reference: Reference | None,
    history: Recent,
    *,
    in_section: bool = True,
) -> Iterator[Wrong]:
    """Say which fields are no longer read as they were.

    Args:
        articles: What was read now.
        reference: The fixture.
        history: The newest articles of the archive.
        in_section: Whether a section's listing named them. The start page says less of an article, so
            that what was read from listings counts for nothing then.
    """
    for name in FIELDS:
        values = [article.values[name] for article in articles]
        if not values:
            return
        usual = _usual_share(name, reference, history, in_section=in_section)
        missing = _judge_missing(name, values, reference, usual)
        if missing is not None:
            yield Wrong(Word.FIELD_MISSING, missing)
        elif any(value.value for value in values):
            yield from _judge_rules(name, values, reference, history)


def _judge_missing(
    name: str,
    values: Sequence[Value],
    reference: Reference | None,
    usual: tuple[float, str] | None,
) -> str | None:
    """Return the line for a field that too few articles have."""
    having = sum(1 for value in values if value.value)
    # A date that is missing once is one too many; an author may be.
    needed = len(values) if name in _REQUIRED or name == "published_at" else 1
    if having >= needed or (name not in _REQUIRED and (usual is None or usual[0] < _USUAL)):
        return None
    if needed == 1 and len(values) < _LEAST_RECORDED:
        return None
    said = f"{having} of {len(values)} articles have {name}"
    if usual is not None:
        said += f"; {usual[1]}"
    rules = {} if reference is None else reference.rules.get(name, {})
    return said + (f"; it was read by {_listed(rules)}" if rules else "")


def _usual_share(
    name: str, reference: Reference | None, history: Recent, *, in_section: bool
) -> tuple[float, str] | None:
    """Return how many articles have a field as a rule, and in words."""
    if history.articles >= _LEAST_STORED:
        share = _having(name, history, in_section=in_section) / history.articles
        return share, f"{share:.0%} of the last {history.articles} in the archive do"
    if reference is not None and reference.articles >= _LEAST_RECORDED:
        count = _having(name, reference, in_section=in_section)
        return count / reference.articles, f"{count} of {reference.articles} recorded ones do"
    return None


def _having(name: str, earlier: Reference | Recent, *, in_section: bool) -> int:
    """Return how many articles had a field; from their own page, where no section was looked at."""
    rules = earlier.rules.get(name, {})
    listed = sum(count for rule, count in rules.items() if rule.startswith(_LISTING))
    return earlier.having.get(name, 0) - (0 if in_section else listed)


def _judge_rules(
    name: str, values: Sequence[Value], reference: Reference | None, history: Recent
) -> Iterator[Wrong]:
    """Find a field that is only read by rules which never read it before."""
    known = set() if reference is None else set(reference.rules.get(name, ()))
    stored = history.rules.get(name, {})
    known |= {rule for rule, count in stored.items() if count > _KNOWN_RULE * history.articles}
    used = {value.rule for value in values if value.value and value.rule}
    if known and used and not used & known:
        yield Wrong(
            Word.SELECTOR,
            f"{name}: {_listed(known)} matches on none of {len(values)} articles any more; now read "
            f"by {_listed(used)}",
        )


def _listed(rules: Iterable[str | None]) -> str:
    return ", ".join(f'"{rule}"' for rule in sorted(filter(None, rules)))
