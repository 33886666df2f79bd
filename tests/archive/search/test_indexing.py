"""The index follows the articles, whatever happens to them."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, func, select, text, update

from archive import retagging
from archive.models import Article, ArticleTopic, IndexedArticle, SearchState
from archive.readings import Precision
from archive.search import building, entries
from archive.search.backends import backend_of
from archive.search.engine import Order, SearchNotReady, article_ids, search
from archive.search.parser import parse
from archive.search.positions import PLACES
from archive.store import Outcome, Store
from tests.archive.helpers import capture
from tests.archive.samples import CHANGED_INCENSE, ELECTION, INCENSE, SECOND_RUN, fill, printed
from tests.archive.search import corpus


def found(engine: Engine, query: str) -> list[int]:
    return list(article_ids(engine, parse(query)))


Rows = list[tuple[Any, ...]]


def content(connection: Connection) -> tuple[Rows, Rows]:
    """Everything that the index holds, term by term on SQLite."""
    rows = connection.execute(
        select(IndexedArticle.__table__).order_by(IndexedArticle.position)
    ).all()
    if connection.dialect.name == "sqlite":
        connection.execute(
            text(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary"
                " USING fts5vocab(main, article_words, instance)"
            )
        )
        terms = connection.execute(
            text('SELECT term, doc, col, "offset" FROM vocabulary ORDER BY 1, 2, 3, 4')
        ).all()
    else:
        terms = connection.execute(text("SELECT * FROM article_words ORDER BY position")).all()
    return [tuple(row) for row in rows], [tuple(row) for row in terms]


def by_article(connection: Connection) -> tuple[Rows, Rows]:
    """The content without the places among the articles of one minute, which depend on the order."""
    rows, terms = content(connection)
    articles = {row[0]: row[1] for row in rows}
    place = 1 if connection.dialect.name == "sqlite" else 0
    return (
        sorted((row[0] // PLACES, *row[1:]) for row in rows),
        sorted(
            tuple(articles[value] if number == place else value for number, value in enumerate(row))
            for row in terms
        ),
    )


def test_a_changed_article_is_found_by_what_it_says_now(store: Store, engine: Engine) -> None:
    number = store.save(INCENSE).article_id
    assert (found(engine, "trao quà"), found(engine, "dâng hương")) == ([], [number])
    later = replace(CHANGED_INCENSE, title="Lễ trao quà", author="Lò Thị Mai")
    assert store.save(later).outcome is Outcome.REVISED
    assert (found(engine, "trao quà"), found(engine, "title:(dâng hương)")) == ([number], [])
    assert found(engine, "author:mai") == [number]


@pytest.mark.parametrize("order", list(Order))
def test_an_empty_archive_finds_nothing(engine: Engine, order: Order) -> None:
    for query in ('"trao quà"', "trao quà", "date:2020"):
        assert search(engine, parse(query), order=order).hits == ()


def test_an_article_with_another_date_has_another_place(store: Store, engine: Engine) -> None:
    store.save(ELECTION)
    number = store.save(INCENSE).article_id
    assert found(engine, "date:2023") == [number]
    moved = replace(
        CHANGED_INCENSE,
        published=printed("2019-07-18", Precision.DAY, "18/07/2019"),
        body=["Khác."],
    )
    store.save(moved)
    assert (found(engine, "date:2023"), found(engine, "date:2019")) == ([], [number])
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(IndexedArticle)) == 2


def test_rereading_and_retagging_are_seen(store: Store, engine: Engine) -> None:
    saved = store.save(ELECTION, capture(ELECTION))
    with engine.connect() as connection:
        fetch = connection.scalar(select(Article.capture_id))
    assert fetch is not None
    reread = replace(ELECTION, title="Tiêu đề đọc lại", parser="TuyenGiaoPage/2")
    assert store.reread(saved.article_id, reread, SECOND_RUN, capture_id=fetch)
    assert found(engine, 'title:"đọc lại"') == [saved.article_id]
    assert found(engine, "title:bầu") == []
    retagging.run(engine, retagging.find(engine), jobs=1, apply=True, advance=lambda _: None)
    with engine.connect() as connection:
        topics = set(connection.scalars(select(ArticleTopic.topic_id)))
    for topic in ("bau-cu", "hoat-dong-tuyen-giao"):
        assert found(engine, f"topic:{topic}") == [saved.article_id] * (topic in topics)


def test_after_any_history_the_index_is_as_if_made_anew(store: Store, engine: Engine) -> None:
    random = Random(3)
    readings = list(corpus.readings(3, 12))
    for reading in readings:
        store.save(reading)
    for number in range(20):
        reading = random.choice(readings)
        newer = corpus.changed(reading, random, 100 + number)
        # Enough in common to be the same article.
        store.save(replace(newer, body=[*newer.body, *reading.body] * 3, title=reading.title))
    with engine.connect() as connection:
        grown = by_article(connection)
    building.discard(engine)
    with engine.connect() as connection:
        assert content(connection) == ([], [])
    assert building.build(engine, lambda _: None) == len(readings)
    with engine.connect() as connection:
        assert by_article(connection) == grown


def test_taking_everything_out_leaves_nothing(store: Store, engine: Engine) -> None:
    fill(store)
    with engine.begin() as connection:
        for position, article_id in connection.execute(
            select(IndexedArticle.position, IndexedArticle.article_id)
        ).all():
            entry = entries.read(connection, store._statements, article_id)
            backend_of(connection).remove(connection, store._statements, position, entry)
            connection.execute(
                IndexedArticle.__table__.delete().where(IndexedArticle.position == position)  # type: ignore[attr-defined]
            )
        assert content(connection) == ([], [])


def test_building_goes_on_where_it_was(
    store: Store, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store)
    monkeypatch.setattr(building, "_BATCH", 2)
    building.discard(engine)
    with pytest.raises(SearchNotReady, match="archive reindex"):
        search(engine, parse("dang"))

    def stop(_number: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        building.build(engine, stop)
    assert building.pending(engine) == 4
    # A crawl that goes on meanwhile.
    assert store.save(replace(ELECTION, title="Sửa")).outcome is Outcome.REVISED
    steps: list[int] = []
    assert building.build(engine, steps.append) == 3
    assert steps == [2, 1]
    assert (building.pending(engine), building.build(engine, steps.append)) == (0, 0)
    assert found(engine, "title:sửa") == [1]
    assert len(found(engine, "dang")) == 5


def test_very_many_articles_are_put_there_at_once(
    store: Store, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for reading in corpus.readings(4, 12):
        store.save(reading)
    with engine.connect() as connection:
        grown = by_article(connection)
    monkeypatch.setattr(building, "_MANY", 2)
    monkeypatch.setattr(building, "_BATCH", 3)
    building.discard(engine)
    is_sorted: list[bool] = []

    def stop(_number: int) -> None:
        with engine.connect() as connection:
            is_sorted.append(backend_of(connection).is_sorted(connection))
        if len(is_sorted) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        building.build(engine, stop)
    is_sqlite = engine.dialect.name == "sqlite"
    assert is_sorted == [is_sqlite] * 3
    with engine.begin() as connection:
        # An upgrade leaves what is half done to `archive reindex`.
        building.fill_small(connection)
    if not is_sqlite:
        with pytest.raises(SearchNotReady):
            found(engine, "dang")
    assert building.build(engine, lambda _: None) == (0 if is_sqlite else 3)
    with engine.connect() as connection:
        assert by_article(connection) == grown
        assert backend_of(connection).is_sorted(connection)
    assert len(found(engine, "-xyz")) == 12


def test_an_index_of_other_rules_is_made_anew(store: Store, engine: Engine) -> None:
    fill(store)
    with engine.begin() as connection:
        connection.execute(update(SearchState).values(version=entries.VERSION + 1))
    with pytest.raises(SearchNotReady):
        found(engine, "dang")
    # A crawl leaves it alone.
    store.save(replace(ELECTION, title="Sửa"))
    assert building.pending(engine) == 6
    assert building.build(engine, lambda _: None) == 6
    assert found(engine, "title:sửa") == [1]


def test_more_articles_of_a_minute_than_it_has_places(
    store: Store, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.search.positions.PLACES", 2)
    undated = [replace(one, published=None) for one in corpus.readings(8, 3)]
    day = printed("2019-01-01", Precision.YEAR, "2019")
    dated = [
        replace(one, published=day, key=f"{one.key}b", title=f"{one.title} b")
        for one in corpus.readings(9, 5)
    ]
    numbers = [store.save(one).article_id for one in (*undated, *dated)]
    for _ in range(2):
        assert set(found(engine, "date:2019")) == set(numbers[3:])
        assert found(engine, "-xyz")[-3:] == numbers[:3]
        building.discard(engine)
        assert building.build(engine, lambda _: None) == len(numbers)
