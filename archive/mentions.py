"""Where people are named, with which offices, and who is named most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from sqlalchemy import ColumnElement, Connection, Engine, String, distinct, func, literal, select

from archive.models import Article, ArticleProvince, PersonMention, Site
from archive.search.words import TextWord, words
from archive.selection import BadRequest, Selection, conditions
from archive.text import clean, fold_words, has_marks

_AT_ONCE: Final = 500  # numbers in one question to the database


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One mention of a person.

    Attributes:
        name: As printed.
        full_name: Who that is in the article (`archive.metadata.findings.PersonMention`).
        office: The offices as printed with the name; None where there are none.
        article: Number of the article.
        published_at: When that was published; None where no date is printed.
        published_precision: How exactly that is known.
        provinces: What the article is about, identifiers of its date.
        site: Host of its site.
        title: Its headline.
        part: Where in it the name stands: ``title``, ``lead`` or ``body``.
        start: First character of the name there, from 0.
        end: Behind its last character.
    """

    name: str
    full_name: str
    office: str | None
    article: int
    published_at: datetime | None
    published_precision: str | None
    provinces: tuple[str, ...]
    site: str
    title: str
    part: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Officer:
    """How often a name is printed with the same offices.

    Attributes:
        name: Full name.
        office: The offices as printed; None where there are none.
        articles: Articles that print them so.
        mentions: Mentions in them.
        first: When the first dated one was published.
        last: When the last one was.
    """

    name: str
    office: str | None
    articles: int
    mentions: int
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class _Words:
    """Words that follow each other, as a person typed them; with diacritics they mean only themselves.

    Attributes:
        typed: The words.
        folded: The same as the columns for search hold them.
    """

    typed: tuple[TextWord, ...]
    folded: str

    def stand_in(self, text: str) -> bool:
        """Tell whether a text has them."""
        present = words(text)
        return any(
            all(map(_is_meant, self.typed, present[start:]))
            for start in range(len(present) - len(self.typed) + 1)
        )


def _is_meant(typed: TextWord, present: TextWord) -> bool:
    if has_marks(typed.exact):
        return present.exact == typed.exact
    return present.folded == typed.folded


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom a person asks for.

    Attributes:
        name: Words of the name that follow each other; None for everybody.
        office: Words of the office that follow each other; None for any office and none.
    """

    name: _Words | None
    office: _Words | None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what the database can tell: whether the words are there without diacritics."""
        return [
            (literal(" ", String) + column + " ").contains(f" {sought.folded} ", autoescape=True)
            for sought, column in (
                (self.name, PersonMention.folded_name),
                (self.office, PersonMention.folded_title),
            )
            if sought is not None
        ]

    def accepts(self, name: str, office: str | None) -> bool:
        """Tell whether the words are there with the diacritics that were typed."""
        return all(
            sought is None or sought.stand_in(text)
            for sought, text in ((self.name, name), (self.office, office or ""))
        )


def wanted(name: str | None, office: str | None) -> Wanted:
    """Read whom a person asks for: words with diacritics match only themselves.

    Raises:
        BadRequest: There is no word in it.
    """
    return Wanted(_words_of("NAME", name), _words_of("--office", office))


def _words_of(option: str, text: str | None) -> _Words | None:
    if text is None:
        return None
    typed = tuple(words(clean(text)))
    if not typed:
        raise BadRequest(f"{option} has no word in it")
    return _Words(typed, fold_words(clean(text)))


def mentions(engine: Engine, whom: Wanted, selection: Selection, limit: int) -> list[Named]:
    """Return the mentions of those asked for, the earliest first, those without a date last.

    Args:
        engine: The archive.
        whom: Name and office.
        selection: Which articles count.
        limit: At most so many; 0 means all.

    Raises:
        BadRequest: The selection names what is not there.
    """
    query = (
        select(
            PersonMention.name,
            PersonMention.full_name,
            PersonMention.title.label("office"),
            PersonMention.part,
            PersonMention.start,
            PersonMention.end,
            Article.id,
            Article.published_at,
            Article.published_precision,
            Article.title,
            Site.host,
        )
        .join(Article, Article.id == PersonMention.article_id)
        .join(Site, Site.id == Article.site_id)
        .order_by(Article.published_at.nulls_last(), Article.id, PersonMention.position)
    )
    with engine.connect() as connection:
        rows = connection.execute(
            query.where(*whom.conditions(), *conditions(connection, selection))
        )
        accepted = (row for row in rows if whom.accepts(row.full_name, row.office))
        found = list(islice(accepted, limit or None))
        about = _provinces(connection, {row.id for row in found})
    return [
        Named(
            name=row.name,
            full_name=row.full_name,
            office=row.office,
            article=row.id,
            published_at=row.published_at,
            published_precision=row.published_precision,
            provinces=tuple(about[row.id]),
            site=row.host,
            title=row.title,
            part=row.part,
            start=row.start,
            end=row.end,
        )
        for row in found
    ]


def _provinces(connection: Connection, articles: Iterable[int]) -> defaultdict[int, list[str]]:
    """Return what articles are about, by article."""
    about: defaultdict[int, list[str]] = defaultdict(list)
    numbers = sorted(articles)
    for start in range(0, len(numbers), _AT_ONCE):
        query = (
            select(ArticleProvince.article_id, ArticleProvince.province_id)
            .where(ArticleProvince.article_id.in_(numbers[start : start + _AT_ONCE]))
            .order_by(ArticleProvince.article_id, ArticleProvince.position)
        )
        for article, province in connection.execute(query):
            about[article].append(province)
    return about


def most_named(engine: Engine, whom: Wanted, selection: Selection, limit: int) -> list[Officer]:
    """Return the names, each with its offices as printed, that most articles print.

    Args:
        engine: The archive.
        whom: Name and office.
        selection: Which articles count.
        limit: At most so many; 0 means all.

    Raises:
        BadRequest: The selection names what is not there.
    """
    articles = func.count(distinct(PersonMention.article_id))
    names = (PersonMention.full_name, PersonMention.title)
    with engine.connect() as connection:
        query = (
            select(
                *names,
                articles,
                func.count(),
                func.min(Article.published_at),
                func.max(Article.published_at),
            )
            .join(Article, Article.id == PersonMention.article_id)
            .where(*whom.conditions(), *conditions(connection, selection))
            .group_by(*names, PersonMention.folded_name, PersonMention.folded_title)
            .order_by(
                articles.desc(),
                func.count().desc(),
                PersonMention.folded_name,
                PersonMention.folded_title.nulls_last(),
                *names,
            )
        )
        rows = (Officer(*row) for row in connection.execute(query))
        accepted = (row for row in rows if whom.accepts(row.name, row.office))
        return list(islice(accepted, limit or None))
