"""Clusters as people read them: who published a text first, who followed, what was cut or added.

A printed date says when a text was published, as exactly as it is known. Where none is printed, the
day on which the page was first read says only by when it was out; no lag is reckoned from that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Engine, Select, distinct, exists, func, select, union_all

from archive.models import Article, Duplicate, Reprint, ReprintLink, Site
from archive.readings import Precision
from archive.reprints.comparing import Text, compare
from archive.reprints.matching import possible_days, text_syllables
from archive.reprints.shingles import shingles
from archive.selection import Selection, conditions
from archive.timezone import VIETNAM

#: What an exact copy is called among the relations of `reprints.relation`.
COPY: Final = "copy"
#: What an article is called that a digest has, in the listing of the digest.
PIECE: Final = "piece"
_EXACT: Final = (Precision.MINUTE, Precision.DAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A text as one page carries it.

    Attributes:
        cluster_id: The cluster; None where an article has copies only, or for a digest.
        article_id: The article; for a copy the article whose text it is.
        relation: Of `reprints.relation`; ``copy`` for the same text at another address, ``piece`` for
            what a digest has.
        site: Host.
        url: Address.
        title: Headline there.
        published_at: The printed date.
        published_precision: How exactly it is known; None without a date.
        first_seen_at: When the page was first read: without a printed date, it was out by then.
        lag_days: Days since the first printing; None where one of both is not known to the day.
        cut: How much of the first version's text is missing, from 0 to 1.
        added: How much of this text the first version does not have, from 0 to 1.
    """

    cluster_id: int | None
    article_id: int
    relation: str
    site: str
    url: str
    title: str
    published_at: datetime | None
    published_precision: str | None
    first_seen_at: datetime
    lag_days: int | None = None
    cut: float | None = None
    added: float | None = None

    @property
    def out_by(self) -> datetime:
        """The moment by which the text was certainly published there."""
        if self.published_at is None:
            return self.first_seen_at
        if self.published_precision == Precision.MINUTE:
            return self.published_at
        _, last = possible_days(self.published_at, self.published_precision)
        assert last is not None  # noqa: S101  # a printed date has one
        return datetime(last.year, last.month, last.day, 23, 59, tzinfo=VIETNAM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A text that several pages carry.

    Attributes:
        cluster_id: The cluster; where an article has exact copies only, its number.
        pages: How many pages carry the text: articles and exact copies.
        sites: On how many sites.
        first: The version that was out first.
        last_published_at: The last printed date.
    """

    cluster_id: int
    pages: int
    sites: int
    first: Version
    last_published_at: datetime | None


def versions(engine: Engine, article_id: int) -> list[Version]:
    """Return the versions of an article's text, first published first; none where there is only one.

    Of a digest, the articles follow that it has.

    Args:
        engine: The archive.
        article_id: The article.
    """
    with engine.connect() as connection:
        place = connection.execute(
            select(Reprint.cluster_id, Reprint.relation).where(Reprint.article_id == article_id)
        ).first()
        if place is not None and place.cluster_id is None:
            return _digest(connection, article_id)
        found = _ordered(_cluster(connection, article_id, place and place.cluster_id))
        if len(found) < 2:
            return []
        texts = _texts(connection, {version.article_id for version in found})
    first = found[0]
    return [_compared(version, first, texts) for version in found]


def largest(engine: Engine, selection: Selection, limit: int) -> list[Cluster]:
    """Return the clusters with the most pages.

    Args:
        engine: The archive.
        selection: Only clusters with an article that it means.
        limit: At most so many; 0 means all.
    """
    with engine.connect() as connection:
        pages = _pages().subquery()
        articles = select(pages.c.cluster_id).join(Article, Article.id == pages.c.article_id)
        wanted = articles.where(*conditions(connection, selection))
        count = func.count().label("pages")
        counted = (
            select(
                pages.c.cluster_id,
                count,
                func.count(distinct(pages.c.site_id)),
                func.max(pages.c.published_at),
            )
            .where(pages.c.cluster_id.in_(wanted))
            .group_by(pages.c.cluster_id)
            .having(count > 1)
            .order_by(count.desc(), pages.c.cluster_id)
        )
        rows = connection.execute(counted.limit(limit) if limit else counted).all()
        return [
            Cluster(
                cluster_id=row[0],
                pages=row[1],
                sites=row[2],
                first=_ordered(_of_cluster(connection, row[0]))[0],
                last_published_at=row[3],
            )
            for row in rows
        ]


def text_of(connection: Connection, article_id: int) -> str:
    """Return lead and body of an article in one line."""
    row = connection.execute(
        select(Article.lead, Article.body).where(Article.id == article_id)
    ).one()
    return " ".join(f"{row.lead or ''} {row.body}".split())


def _pages() -> Any:
    """Return every page that carries a text with others: its cluster, article, site and date."""
    lone = ~exists().where(Reprint.article_id == Article.id, Reprint.cluster_id.is_not(None))
    return union_all(
        select(
            Reprint.cluster_id,
            Article.id.label("article_id"),
            Article.site_id,
            Article.published_at,
        )
        .join(Article, Article.id == Reprint.article_id)
        .where(Reprint.cluster_id.is_not(None)),
        # An article that has exact copies only.
        select(Article.id, Article.id, Article.site_id, Article.published_at).where(
            lone, exists().where(Duplicate.article_id == Article.id)
        ),
        select(
            func.coalesce(Reprint.cluster_id, Duplicate.article_id),
            Duplicate.article_id,
            Duplicate.site_id,
            Duplicate.published_at,
        )
        .select_from(Duplicate)
        .outerjoin(Reprint, Reprint.article_id == Duplicate.article_id),
    )


def _of_cluster(connection: Connection, cluster_id: int) -> list[Version]:
    """Return a cluster by its number, which may be that of an article that has exact copies only."""
    found = connection.scalar(
        select(Reprint.cluster_id).where(Reprint.cluster_id == cluster_id).limit(1)
    )
    return _cluster(connection, cluster_id, found)


def _cluster(connection: Connection, article_id: int, cluster_id: int | None) -> list[Version]:
    """Return the pages of a cluster, or those of one article without a cluster, in no order."""
    if cluster_id is None:
        ids: Any = [article_id]
    else:
        ids = select(Reprint.article_id).where(Reprint.cluster_id == cluster_id)
    articles = _select(Article, Article.id).where(Article.id.in_(ids))
    copies = _select(Duplicate, Duplicate.article_id).where(Duplicate.article_id.in_(ids))
    relations = select(Reprint.article_id, Reprint.relation).where(Reprint.article_id.in_(ids))
    relation = {row[0]: row[1] for row in connection.execute(relations)}
    found = [
        _version(row, cluster_id, relation.get(row.article_id, "base"))
        for row in connection.execute(articles)
    ]
    return found + [_version(row, cluster_id, COPY) for row in connection.execute(copies)]


def _digest(connection: Connection, article_id: int) -> list[Version]:
    """Return a digest, and the articles that it has."""
    row = connection.execute(_select(Article, Article.id).where(Article.id == article_id)).one()
    pieces = select(ReprintLink.shorter_id).where(ReprintLink.longer_id == article_id)
    rows = connection.execute(_select(Article, Article.id).where(Article.id.in_(pieces)))
    return [_version(row, None, "digest"), *_ordered([_version(row, None, PIECE) for row in rows])]


def _select(model: type[Article | Duplicate], article_id: Any) -> Select[Any]:
    return select(
        article_id.label("article_id"),
        Site.host,
        model.url,
        model.title,
        model.published_at,
        model.published_precision,
        model.first_seen_at,
    ).join(Site, Site.id == model.site_id)


def _version(row: Any, cluster_id: int | None, relation: str) -> Version:
    return Version(
        cluster_id=cluster_id,
        article_id=row.article_id,
        relation=relation,
        site=row.host,
        url=row.url,
        title=row.title,
        published_at=row.published_at,
        published_precision=row.published_precision,
        first_seen_at=row.first_seen_at,
    )


def _ordered(found: Iterable[Version]) -> list[Version]:
    return sorted(found, key=lambda version: (version.out_by, version.article_id, version.url))


def _texts(connection: Connection, ids: Iterable[int]) -> dict[int, Text]:
    rows = connection.execute(
        select(Article.id, Article.lead, Article.body, Article.tables).where(Article.id.in_(ids))
    )
    words = {row.id: text_syllables(row.lead, row.body, row.tables) for row in rows}
    return {number: Text(syllables, shingles(syllables)) for number, syllables in words.items()}


def _compared(version: Version, first: Version, texts: dict[int, Text]) -> Version:
    """Return a version with what it has of the first one, and how long after it was published."""
    cut, added = _differences(texts[first.article_id], texts[version.article_id])
    return replace(version, lag_days=_lag(first, version), cut=cut, added=added)


def _differences(first: Text, text: Text) -> tuple[float, float]:
    if first is text:
        return 0.0, 0.0
    found = compare(first, text)
    if found is None:
        return 1.0, 1.0
    return _missing(found.shared, first.syllables), _missing(found.other_shared, text.syllables)


def _missing(shared: int, syllables: Sequence[str]) -> float:
    return round(1 - shared / max(len(syllables), 1), 3)


def _lag(first: Version, version: Version) -> int | None:
    """Return the days from one printed date to another, both known to the day at least."""
    dates = [v.published_at for v in (first, version) if v.published_precision in _EXACT]
    if len(dates) < 2 or dates[0] is None or dates[1] is None:
        return None
    lag: timedelta = dates[1].date() - dates[0].date()
    return lag.days
