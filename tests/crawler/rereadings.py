"""Reads the pages of a crawled archive again, in this process."""

from __future__ import annotations

from sqlalchemy import Engine, select

from archive import stored_pages
from archive.models import Article
from archive.store import Store
from archive.stored_pages import StoredPage
from crawler.platforms.base import BaseSpider
from crawler.platforms.period import Period
from crawler.reextraction import Comparison, Work
from tests.crawler.later_spiders import LaterNgheAn
from tests.crawling import Place


def work(
    engine: Engine,
    place: Place,
    spider: type[BaseSpider] = LaterNgheAn,
    *,
    jobs: int = 1,
    period: Period | None = None,
    apply: bool = False,
) -> Comparison:
    """Read all its pages again with a spider's page object."""
    store = Store(engine) if apply else None
    folder = place.folder / "captures"
    todo = Work(engine, folder, {"nghe_an": spider}, period or Period(), jobs, store)
    return todo.run(todo.find(), lambda count: None)


def stored(engine: Engine) -> dict[int, tuple[object, ...]]:
    """Some columns of its articles, by number."""
    columns = (
        Article.id,
        Article.organisation,
        Article.parser,
        Article.published_at,
        Article.section,
    )
    with engine.connect() as connection:
        return {row.id: tuple(row) for row in connection.execute(select(*columns))}


def with_organisation(engine: Engine) -> dict[int, str]:
    """The organisations of those that have one, by number."""
    with engine.connect() as connection:
        query = select(Article.id, Article.organisation).where(Article.organisation.is_not(None))
        return {row.id: row.organisation for row in connection.execute(query)}


def pages(engine: Engine) -> list[StoredPage]:
    """All its stored pages."""
    with engine.connect() as connection:
        return stored_pages.articles(connection, list(connection.scalars(select(Article.id))))
