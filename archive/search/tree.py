"""A query as a tree: the one interface between the parser and what answers queries.

`archive.search.parser.parse` makes it of what a person typed, `archive.search.resolving.resolve` turns
its names into identifiers, and ``str(query)`` writes it in the query language again. What each node
means for an article is said by the plain program in `archive.search.matching`, which the databases are
compared with.

Four things always hold in a tree that `parse`, `all_of` and `any_of` made:

- No `And` stands directly in an `And`, no `Or` in an `Or`, and both have at least two nodes; only
  `EVERYTHING` has none.
- All words of a `Phrase`, and of both sides of a `Near`, are exact or none is (`Phrase.is_exact`): one
  word typed with marks makes exact all that must stand together. So a database that keeps exact and
  folded words apart needs only one of the two.
- Only the last word of a phrase may be a prefix.
- `Dates` stands only at the top, as the tree or directly in its `And`, and only once. `Not` stands only
  at the top or directly in an `And`; below the top that `And` has something positive as well.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, TypeAlias

from archive.selection import BadRequest


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the text of a query: characters from 0, the end behind the last."""

    start: int
    end: int


#: The place of what nobody typed.
NOWHERE: Final = Place(0, 0)


@dataclass(frozen=True, slots=True)
class Word:
    """A word that must occur.

    Attributes:
        exact: Its exact form (`archive.search.words`); None: it was typed without marks and means every
            word with its folded form.
        folded: Its folded form.
        prefix: Whether it means every word that begins so.
        place: Where it stands in the query; no part of what it means.
    """

    exact: str | None
    folded: str
    prefix: bool = False
    place: Place = dataclasses.field(default=NOWHERE, compare=False, repr=False)

    @property
    def is_exact(self) -> bool:
        """Whether the exact forms of a text are looked at, not the folded ones."""
        return self.exact is not None

    @property
    def form(self) -> str:
        """The form that is looked for: the exact one, or else the folded one."""
        return self.folded if self.exact is None else self.exact

    def __str__(self) -> str:
        """Write it in the query language; exact words without marks only mean so in a phrase."""
        return self.form + "*" * self.prefix


@dataclass(frozen=True, slots=True)
class Phrase:
    """Two or more words that must follow each other."""

    words: tuple[Word, ...]

    @property
    def is_exact(self) -> bool:
        """Whether the exact forms of a text are looked at, not the folded ones."""
        return self.words[0].is_exact

    def __str__(self) -> str:
        """Write it in the query language."""
        return f'"{" ".join(map(str, self.words))}"'


@dataclass(frozen=True, slots=True)
class Near:
    """Two terms with at most so many words between them, in either order.

    They may overlap, so `parse` takes none of which one is a part of the other (`is_part`): it would be
    near wherever the other stands.

    Attributes:
        terms: The two.
        distance: The most words between the end of one and the beginning of the other.
    """

    terms: tuple[Word | Phrase, Word | Phrase]
    distance: int

    @property
    def is_exact(self) -> bool:
        """Whether the exact forms of a text are looked at, not the folded ones."""
        return self.terms[0].is_exact

    def __str__(self) -> str:
        """Write it in the query language."""
        return f"{self.terms[0]} NEAR/{self.distance} {self.terms[1]}"


@dataclass(frozen=True, slots=True)
class InTitle:
    """A node of words (no filters, no other part) that must be true of the title alone."""

    node: Query

    def __str__(self) -> str:
        """Write it in the query language."""
        return f"title:{_grouped(self.node, Near, And, Or)}"


@dataclass(frozen=True, slots=True)
class InAuthor:
    """A node of words (no filters, no other part) that must be true of who is named as author.

    That is the person and the body: `articles.author` and `articles.organisation`, two passages.
    """

    node: Query

    def __str__(self) -> str:
        """Write it in the query language."""
        return f"author:{_grouped(self.node, Near, And, Or)}"


class Field(StrEnum):
    """What a `Filter` asks for; the names are those of the query language."""

    PROVINCE = "province"
    PROVINCE_TODAY = "province-today"
    TOPIC = "topic"
    KIND = "kind"
    SITE = "site"
    CITES = "cites"


@dataclass(frozen=True, slots=True)
class Filter:
    """A property that an article must have.

    Attributes:
        field: Which one.
        text: What was typed, ``Bắc Cạn``.
        values: The identifiers that it stands for, one of which the article must have: `provinces.id`
            (for both province fields, any of `article_provinces`), `topics.id`, `kinds.id`, and in
            decimal digits `sites.id` and `documents.id`. None until `archive.search.resolving.resolve`
            has filled it in.
        place: Where its value stands in the query.
    """

    field: Field
    text: str
    values: tuple[str, ...] | None = None
    place: Place = dataclasses.field(default=NOWHERE, compare=False, repr=False)

    def __str__(self) -> str:
        """Write it in the query language."""
        bare = self.text and not any(sign.isspace() or sign in SIGNS for sign in self.text)
        return f"{self.field.value}:{self.text}" if bare else f'{self.field.value}:"{self.text}"'


@dataclass(frozen=True, slots=True)
class Dates:
    """A period in which an article must have been published; undated articles are not in it.

    An article that is dated to a month or a year is in it when all of that month or year is.

    Attributes:
        first: First day, in Vietnam; None: no beginning.
        last: Last day, inclusive; None: no end. One of both is given, and none ends before it begins.
        place: Where its value stands in the query.
    """

    first: date | None
    last: date | None
    place: Place = dataclasses.field(default=NOWHERE, compare=False, repr=False)

    def __str__(self) -> str:
        """Write it in the query language."""
        if self.first == self.last:
            return f"date:{self.first}"
        return f"date:{self.first or ''}..{self.last or ''}"


@dataclass(frozen=True, slots=True)
class And:
    """All of the nodes must be true; without nodes it is `EVERYTHING`."""

    nodes: tuple[Query, ...]

    def __str__(self) -> str:
        """Write it in the query language."""
        return " ".join(_grouped(node, Or) for node in self.nodes)


@dataclass(frozen=True, slots=True)
class Or:
    """One of the nodes must be true."""

    nodes: tuple[Query, ...]

    def __str__(self) -> str:
        """Write it in the query language."""
        return " OR ".join(_grouped(node, And) for node in self.nodes)


@dataclass(frozen=True, slots=True)
class Not:
    """The node must not be true."""

    node: Query

    def __str__(self) -> str:
        """Write it in the query language."""
        return f"-{_grouped(self.node, Near, And, Or)}"


Query: TypeAlias = Word | Phrase | Near | InTitle | InAuthor | Filter | Dates | And | Or | Not

#: Every article.
EVERYTHING: Final = And(())

#: Quotation marks; any of them closes what any of them opened.
QUOTES: Final = '"“”„‟″«»'
#: Signs of the query language that end a word wherever they stand.
SIGNS: Final = f"{QUOTES}()|"


def all_of(nodes: Iterable[Query]) -> Query:
    """Return the query that asks for all of some queries.

    Raises:
        BadRequest: Two periods have no day in common.
    """
    parts = list(_flat(nodes, And))
    dates = [part for part in parts if isinstance(part, Dates)]
    if len(dates) > 1:
        parts = [part for part in parts if not isinstance(part, Dates)] + [_common_dates(dates)]
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def any_of(nodes: Iterable[Query]) -> Query:
    """Return the query that asks for one of some queries, of which there is at least one."""
    parts = tuple(_flat(nodes, Or))
    return parts[0] if len(parts) == 1 else Or(parts)


def phrase_of(words: Iterable[Word]) -> Word | Phrase:
    """Return the query that asks for words one behind the other, of which there is at least one."""
    parts = tuple(words)
    return parts[0] if len(parts) == 1 else Phrase(parts)


def is_part(one: Word | Phrase, other: Word | Phrase) -> bool:
    """Tell whether one term stands within another wherever that stands; both are exact or none is."""
    part, whole = ((term,) if isinstance(term, Word) else term.words for term in (one, other))
    return any(
        all(map(_is_meant, part, whole[start : start + len(part)]))
        for start in range(len(whole) - len(part) + 1)
    )


def _is_meant(one: Word, other: Word) -> bool:
    """Tell whether a word means all that another one does."""
    if one.prefix:
        return other.form.startswith(one.form)
    return one.form == other.form and not other.prefix


def _flat(nodes: Iterable[Query], kind: type[And | Or]) -> Iterator[Query]:
    for node in nodes:
        if isinstance(node, And | Or) and isinstance(node, kind):
            yield from node.nodes
        else:
            yield node


def _common_dates(dates: Iterable[Dates]) -> Dates:
    periods = list(dates)
    first = max((one.first for one in periods if one.first), default=None)
    last = min((one.last for one in periods if one.last), default=None)
    if first and last and first > last:
        raise BadRequest(f"no day lies in all of {' and '.join(map(str, periods))}")
    return Dates(first, last)


def _grouped(node: Query, *kinds: type) -> str:
    return f"({node})" if isinstance(node, kinds) else str(node)
