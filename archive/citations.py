"""Who cites a document, where and when, and which documents are cited most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import Final

from sqlalchemy import ColumnElement, Connection, Engine, distinct, func, select

from archive.documents import Wanted
from archive.models import Article, ArticleProvince, Citation, Document, Site
from archive.selection import BadRequest, Selection, conditions
from archive.text import fold_words

_MOST_ALIKE: Final = 3
_ALIKE: Final = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Citing:
    """One reference to a document.

    Attributes:
        document: Name of the document, ``Chỉ thị 05-CT/TW (khóa XII)``.
        symbol: Its symbol; None where it is not known.
        province_of_document: Province of a provincial body's document.
        edition: What tells it from others of the same symbol; None where nothing printed does.
        article: Number of the citing article.
        published_at: When that was published; None where no date is printed.
        published_precision: How exactly that is known.
        provinces: What the article is about.
        site: Host of its site.
        title: Its headline.
        part: Where in it the words stand.
        printed: The printed words.
        term: The printed term.
        issued_on: The printed day of the document.
        misprint: Whether the printed symbol was put right.
    """

    document: str
    symbol: str | None
    province_of_document: str | None
    edition: str | None
    article: int
    published_at: datetime | None
    published_precision: str | None
    provinces: tuple[str, ...]
    site: str
    title: str
    part: str
    printed: str
    term: str | None
    issued_on: date | None
    misprint: bool


@dataclass(frozen=True, slots=True)
class Cited:
    """How often a document is cited.

    Attributes:
        document: Name of the document.
        symbol: Its symbol; None where it is not known.
        province: Province of a provincial body's document.
        edition: What tells it from others of the same symbol; None where nothing printed does.
        articles: Articles that cite it.
        citations: References in them.
        first: Year in which the first dated one was published; of some articles only that is known.
        last: Year in which the last one was.
    """

    document: str
    symbol: str | None
    province: str | None
    edition: str | None
    articles: int
    citations: int
    first: int | None
    last: int | None


def find_documents(connection: Connection, wanted: Wanted) -> list[int]:
    """Return the numbers of the documents that a person means: all editions, unless one is given.

    Raises:
        BadRequest: No article cites such a document; the message names those that are like it.
    """
    if wanted.symbol is None:
        found = _ids(connection, Document.type == wanted.type, Document.number == wanted.number)
    else:
        found = _ids(connection, Document.symbol == wanted.symbol) or _loosely(connection, wanted)
    if not found:
        raise BadRequest(_none(connection, wanted))
    if wanted.edition is None:
        return found
    edition = _ids(connection, Document.id.in_(found), Document.edition == wanted.edition)
    if not edition:
        known = connection.scalars(
            select(Document.edition).distinct().where(Document.id.in_(found))
        )
        editions = ", ".join(sorted(name for name in known if name)) or "none that is printed"
        raise BadRequest(
            f"no article cites {wanted.text!r} of the edition {wanted.edition}; known are: {editions}"
        )
    return edition


def _ids(connection: Connection, *where: ColumnElement[bool]) -> list[int]:
    return list(connection.scalars(select(Document.id).where(*where)))


def _loosely(connection: Connection, wanted: Wanted) -> list[int]:
    """Return documents whose symbol has other marks or another order: ``4b/NQ-TLĐ`` for ``4b-NQ/TLĐ``."""
    alike = select(Document.id, Document.symbol).where(
        Document.number == wanted.number, Document.symbol.is_not(None)
    )
    parts = _parts(wanted.symbol or "")
    return [row.id for row in connection.execute(alike) if _parts(row.symbol or "") == parts]


def _parts(symbol: str) -> list[str]:
    return sorted(fold_words(symbol).split())


def _none(connection: Connection, wanted: Wanted) -> str:
    """Return what to say where no document is found."""
    shown = wanted.symbol or wanted.text
    symbols = {
        symbol: fold_words(symbol)
        for symbol in connection.scalars(select(Document.symbol).distinct())
        if symbol
    }
    keys = get_close_matches(fold_words(shown), set(symbols.values()), _MOST_ALIKE, _ALIKE)
    near = [symbol for key in keys for symbol, folded in symbols.items() if folded == key]
    if near:
        return f"no article cites {shown!r}; did you mean {' or '.join(near)}?"
    return f"no article cites {shown!r}; `archive citations` lists the documents that are cited"


def citing(engine: Engine, wanted: Wanted, selection: Selection) -> list[Citing]:
    """Return the references to a document, by edition, the earliest first, those without a date last.

    Raises:
        BadRequest: No article cites such a document, or the selection names what is not there.
    """
    with engine.connect() as connection:
        cited = Document.id.in_(find_documents(connection, wanted))
        where = (cited, *conditions(connection, selection))
        about = _provinces(connection, where)
        query = (
            select(
                Document.name,
                Document.symbol,
                Document.province_id,
                Document.edition,
                Article.id,
                Article.published_at,
                Article.published_precision,
                Site.host,
                Article.title,
                Citation.part,
                Citation.printed,
                Citation.term,
                Citation.issued_on,
                Citation.misprint,
            )
            .join(Citation, Citation.document_id == Document.id)
            .join(Article, Article.id == Citation.article_id)
            .join(Site, Site.id == Article.site_id)
            .where(*where)
            .order_by(
                Document.symbol.nulls_last(),
                Document.province_id.nulls_first(),
                Document.edition.nulls_last(),
                Document.id,
                Article.published_at.nulls_last(),
                Article.id,
                Citation.position,
            )
        )
        return [
            Citing(
                document=row.name,
                symbol=row.symbol,
                province_of_document=row.province_id,
                edition=row.edition,
                article=row.id,
                published_at=row.published_at,
                published_precision=row.published_precision,
                provinces=tuple(about[row.id]),
                site=row.host,
                title=row.title,
                part=row.part,
                printed=row.printed,
                term=row.term,
                issued_on=row.issued_on,
                misprint=row.misprint,
            )
            for row in connection.execute(query)
        ]


def _provinces(
    connection: Connection, where: Iterable[ColumnElement[bool]]
) -> defaultdict[int, list[str]]:
    """Return what the citing articles are about, by article."""
    articles = (
        select(Citation.article_id)
        .join(Document, Document.id == Citation.document_id)
        .join(Article, Article.id == Citation.article_id)
        .where(*where)
    )
    query = (
        select(ArticleProvince.article_id, ArticleProvince.province_id)
        .where(ArticleProvince.article_id.in_(articles))
        .order_by(ArticleProvince.position)
    )
    about: defaultdict[int, list[str]] = defaultdict(list)
    for article, province in connection.execute(query):
        about[article].append(province)
    return about


def most_cited(engine: Engine, selection: Selection, limit: int) -> list[Cited]:
    """Return the documents that most articles cite.

    Args:
        engine: The archive.
        selection: Which articles count.
        limit: At most so many documents; 0 means all.

    Raises:
        BadRequest: The selection names what is not there.
    """
    articles = func.count(distinct(Citation.article_id))
    year = func.extract("year", Article.published_at)
    with engine.connect() as connection:
        query = (
            select(
                Document.name,
                Document.symbol,
                Document.province_id,
                Document.edition,
                articles,
                func.count(),
                func.min(year),
                func.max(year),
            )
            .join(Citation, Citation.document_id == Document.id)
            .join(Article, Article.id == Citation.article_id)
            .where(*conditions(connection, selection))
            .group_by(
                Document.id,
                Document.name,
                Document.symbol,
                Document.province_id,
                Document.edition,
                Document.key,
            )
            .order_by(articles.desc(), func.count().desc(), Document.key)
            .limit(limit or None)
        )
        return [
            Cited(*row[:-2], first=_whole(row[-2]), last=_whole(row[-1]))
            for row in connection.execute(query)
        ]


def _whole(year: float | None) -> int | None:
    """Return a year as the databases give it: PostgreSQL's is a decimal."""
    return None if year is None else int(year)
