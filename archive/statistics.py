"""What the archive holds, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, func, select

from archive.models import (
    Article,
    ArticleProvince,
    ArticleTopic,
    Duplicate,
    Kind,
    Province,
    Revision,
    Site,
    Topic,
)
from archive.retagging import not_described


@dataclass(frozen=True, slots=True)
class SiteCount:
    """What one site gave: articles, how many of them dated, and duplicates of other articles."""

    host: str
    spider: str
    articles: int
    dated: int
    duplicates: int


@dataclass(frozen=True, slots=True)
class Count:
    """How many articles a province or topic has; id and name are None for those without one."""

    id: str | None
    name: str | None
    articles: int


@dataclass(frozen=True, slots=True)
class YearCount:
    """How many articles a year has; None counts those without a date."""

    year: int | None
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """What the archive holds.

    Attributes:
        articles: All articles.
        dated: Those with a printed publication date.
        duplicates: Texts found again at another address.
        revisions: Earlier states of articles that were kept.
        first_seen_at: When the first article was read.
        last_seen_at: When one was last read.
        by_site: By site, in the order of hosts.
        by_province: By the article's province, most first; an article may have several.
        by_year: By year of publication.
        by_topic: By topic, most first; an article may have several.
        by_kind: By kind of piece, most first.
        not_described: Articles whose metadata the present readers have not made (`archive retag`).
    """

    articles: int
    dated: int
    duplicates: int
    revisions: int
    first_seen_at: datetime | None
    last_seen_at: datetime | None
    by_site: list[SiteCount]
    by_province: list[Count]
    by_year: list[YearCount]
    by_topic: list[Count]
    by_kind: list[Count]
    not_described: int


def collect(engine: Engine) -> Statistics:
    """Count what the archive holds."""
    with engine.connect() as connection:
        totals = connection.execute(
            select(
                func.count(Article.id),
                func.count(Article.published_at),
                func.min(Article.first_seen_at),
                func.max(Article.last_seen_at),
            )
        ).one()
        return Statistics(
            articles=totals[0],
            dated=totals[1],
            duplicates=connection.execute(select(func.count(Duplicate.id))).scalar_one(),
            revisions=connection.execute(select(func.count()).select_from(Revision)).scalar_one(),
            first_seen_at=totals[2],
            last_seen_at=totals[3],
            by_site=_by_site(connection),
            by_province=_by_province(connection),
            by_year=_by_year(connection),
            by_topic=_by_topic(connection),
            by_kind=_by_kind(connection),
            not_described=connection.execute(
                select(func.count(Article.id)).where(not_described())
            ).scalar_one(),
        )


def _by_site(connection: Connection) -> list[SiteCount]:
    duplicates = (
        select(func.count(Duplicate.id))
        .where(Duplicate.site_id == Site.id)
        .correlate(Site)
        .scalar_subquery()
    )
    statement = (
        select(
            Site.host,
            Site.spider,
            func.count(Article.id),
            func.count(Article.published_at),
            duplicates,
        )
        .outerjoin(Article, Article.site_id == Site.id)
        .group_by(Site.id, Site.host, Site.spider)
        .order_by(Site.host, Site.spider)
    )
    return [SiteCount(*row) for row in connection.execute(statement)]


def _by_province(connection: Connection) -> list[Count]:
    number = func.count(Article.id)
    statement = (
        select(ArticleProvince.province_id, Province.name, number)
        .select_from(Article)
        .outerjoin(Article.provinces)
        .outerjoin(Province, Province.id == ArticleProvince.province_id)
        .group_by(ArticleProvince.province_id, Province.name)
        .order_by(number.desc(), ArticleProvince.province_id.nulls_last())
    )
    return [Count(*row) for row in connection.execute(statement)]


def _by_year(connection: Connection) -> list[YearCount]:
    year = func.extract("year", Article.published_at)
    statement = select(year, func.count(Article.id)).group_by(year)
    counts = [
        YearCount(None if found is None else int(found), number)
        for found, number in connection.execute(statement)
    ]
    return sorted(counts, key=lambda count: (count.year is None, count.year or 0))


def _by_topic(connection: Connection) -> list[Count]:
    number = func.count(ArticleTopic.article_id)
    statement = (
        select(Topic.id, Topic.name_vi, number)
        .join(ArticleTopic, ArticleTopic.topic_id == Topic.id)
        .group_by(Topic.id, Topic.name_vi)
        .order_by(number.desc(), Topic.id)
    )
    return [Count(*row) for row in connection.execute(statement)]


def _by_kind(connection: Connection) -> list[Count]:
    number = func.count(Article.id)
    statement = (
        select(Article.kind_id, Kind.name_vi, number)
        .outerjoin(Article.kind)
        .group_by(Article.kind_id, Kind.name_vi)
        .order_by(number.desc(), Article.kind_id.nulls_last())
    )
    return [Count(*row) for row in connection.execute(statement)]
